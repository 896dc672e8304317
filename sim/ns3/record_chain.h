// SPDX-License-Identifier: BSD-3-Clause
//
// Unordered storage of the ladder queue: event records in chains of chunks of eight cache lines, and the pool
// the chunks come from and go back to. A chain keeps the order in which it was filled.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace ns3 {
class EventImpl;
}

namespace celltwin::ns3host {

/// One pending event: the key of ns-3's order (ts, uid), its context, and what to do.
struct EventRecord {
    std::uint64_t ts;  ///< ticks of ns-3's time resolution
    ns3::EventImpl* impl;
    std::uint32_t uid;
    std::uint32_t context;
};
static_assert(sizeof(EventRecord) == 24 && std::is_trivially_copyable_v<EventRecord>);

inline constexpr std::uint32_t kChunkRecords = 21;

struct alignas(64) Chunk {
    std::array<EventRecord, kChunkRecords> records;
    Chunk* next;
};
static_assert(sizeof(Chunk) == 512);

class ChunkPool {
  public:
    Chunk* take() {
        if (free_ == nullptr) grow();
        Chunk* chunk = free_;
        free_ = chunk->next;
        chunk->next = nullptr;
        return chunk;
    }
    void give(Chunk* chunk) {
        chunk->next = free_;
        free_ = chunk;
    }
    std::size_t bytes() const { return bytes_; }

  private:
    /// A quarter of what there is, at least 32 KiB: few allocations, little to spare.
    void grow() {
        const std::size_t count = std::max<std::size_t>(64, bytes_ / sizeof(Chunk) / 4);
        blocks_.push_back(std::make_unique_for_overwrite<Chunk[]>(count));
        for (std::size_t i = count; i-- > 0;) give(&blocks_.back()[i]);
        bytes_ += count * sizeof(Chunk);
    }

    std::vector<std::unique_ptr<Chunk[]>> blocks_;
    Chunk* free_ = nullptr;
    std::size_t bytes_ = 0;
};

/// The chunks belong to the pool, which outlives the chain.
class RecordChain {
  public:
    std::uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    void append(const EventRecord& record, ChunkPool& pool) {
        if (fill_ == kChunkRecords) lengthen(pool);
        tail_->records[fill_++] = record;
        ++size_;
    }

    RecordChain take() { return std::exchange(*this, RecordChain{}); }

    /// Sends for the first records.
    void prefetch() const {
        if (head_ != nullptr) prefetchChunk(head_);
    }

    template <class Visit>
    void forEach(const Visit& visit) const {
        for (const Chunk* chunk = head_; chunk != nullptr; chunk = chunk->next) {
            if (chunk->next != nullptr) prefetchChunk(chunk->next);
            const std::uint32_t count = chunk == tail_ ? fill_ : kChunkRecords;
            for (std::uint32_t i = 0; i < count; ++i) visit(chunk->records[i]);
        }
    }

    /// Visits the records in order and gives each chunk back once it has been read. `visit` may take chunks.
    template <class Visit>
    void drain(ChunkPool& pool, const Visit& visit) {
        const RecordChain chain = take();
        for (Chunk* chunk = chain.head_; chunk != nullptr;) {
            Chunk* const next = chunk->next;
            if (next != nullptr) prefetchChunk(next);
            const std::uint32_t count = chunk == chain.tail_ ? chain.fill_ : kChunkRecords;
            for (std::uint32_t i = 0; i < count; ++i) visit(chunk->records[i]);
            pool.give(chunk);
            chunk = next;
        }
    }

  private:
    static void prefetchChunk(const Chunk* chunk) {
        const char* line = reinterpret_cast<const char*>(chunk);
        for (std::size_t at = 0; at < sizeof(Chunk); at += 64) __builtin_prefetch(line + at);
    }
    void lengthen(ChunkPool& pool) {
        Chunk* const chunk = pool.take();
        (tail_ == nullptr ? head_ : tail_->next) = chunk;
        tail_ = chunk;
        fill_ = 0;
    }

    Chunk* head_ = nullptr;
    Chunk* tail_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t fill_ = kChunkRecords;  ///< records in the last chunk; full where there is none
};

}  // namespace celltwin::ns3host
