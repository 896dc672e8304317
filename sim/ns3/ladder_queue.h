// SPDX-License-Identifier: BSD-3-Clause
//
// The pending events of a simulation in the order (ts, uid): a ladder queue, the idea of W. T. Tang, R. S. M.
// Goh and I. L.-J. Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event
// simulation", ACM TOMACS 15(3), 2005, known to us from descriptions; sizes and spreading are our own.
//
//   top      records later than everything below, in order of arrival
//   rungs    each spreads one bucket of the rung above it, the first one the top, over narrower buckets
//   bottom   the records that come next, sorted
//
// Cost per record does not grow with their number: a bucket is only spread when its turn has come and it is
// long, and then over the times that really lie in it. Widths are powers of two. Buckets keep the order of
// arrival, so a bucket that is one tick wide needs no sorting, whatever its length. Memory is taken in blocks
// and kept: in the steady state nothing is allocated.
//
// Valid where times do not go back (no record earlier than the last one popped), end before 2^64 - 1, and of
// two records of one time the one with the greater uid is pushed later.
// Not modelled: sharing between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/ns3/record_chain.h"
#include "sim/ns3/removed_set.h"

namespace celltwin::ns3host {

class LadderQueue {
  public:
    LadderQueue();
    LadderQueue(const LadderQueue&) = delete;
    LadderQueue& operator=(const LadderQueue&) = delete;

    bool empty() const { return live_ == 0; }
    std::size_t size() const { return live_; }

    void push(const EventRecord& record) {
        ++live_;
        place(record);
    }

    /// The earliest record. Precondition: not empty.
    EventRecord pop() {
        for (;;) {
            if (head_ == bottom_.size()) refill();
            const EventRecord record = bottom_[head_++];
            if (head_ + kPrefetchAhead < bottom_.size())
                __builtin_prefetch(bottom_[head_ + kPrefetchAhead].impl, 1);
            if (!removed_.empty() && removed_.erase(record.ts, record.uid)) continue;
            --live_;
            last_ts_ = record.ts;
            return record;
        }
    }

    /// Takes one record out, in constant time: it is forgotten when its turn comes, or when there are more
    /// such than live ones; its `impl` is not looked at again. Precondition: the record is in the queue.
    void remove(std::uint64_t ts, std::uint32_t uid);

    /// Memory held, also where it waits for use.
    std::size_t bytes() const;

  private:
    static constexpr std::size_t kSortedAtOnce = 48;    ///< a bucket up to this length is sorted, not spread
    static constexpr std::size_t kBucketRecords = 16;   ///< what a spread aims at
    static constexpr unsigned kMaxBucketsLog2 = 10;     ///< the ends of all buckets fit into the L2 cache
    static constexpr std::size_t kBottomRecords = 128;  ///< a longer bottom is spread
    static constexpr std::size_t kPrefetchAhead = 6;    ///< events, some hundred nanoseconds
    static constexpr std::size_t kMaxDepth = 40;  ///< each rung is at least four times finer, or one tick

    struct Rung {
        std::uint64_t start = 0, end = 0;  ///< what it covers
        unsigned shift = 0;         ///< log2 of the width of its buckets; the last one reaches to `end`
        std::uint32_t current = 0;  ///< the first bucket that is not consumed
        std::uint32_t size = 0;     ///< buckets in use
        std::vector<RecordChain> buckets;

        RecordChain& bucketOf(std::uint64_t ts) {
            const std::uint64_t at = (ts - start) >> shift;
            return buckets[at < size ? at : size - 1];
        }
        std::uint64_t startOf(std::uint32_t bucket) const { return start + (std::uint64_t{bucket} << shift); }
        std::uint64_t endOf(std::uint32_t bucket) const {
            return bucket + 1 == size ? end : startOf(bucket + 1);
        }
    };
    struct Span {
        std::uint64_t first = ~std::uint64_t{0}, last = 0;
        void include(std::uint64_t ts) {
            first = ts < first ? ts : first;
            last = ts > last ? ts : last;
        }
    };

    void place(const EventRecord& record) {
        if (record.ts < bottom_end_) return insertBottom(record);
        for (std::size_t depth = depth_; depth-- > 0;)
            if (record.ts < rungs_[depth].end) return rungs_[depth].bucketOf(record.ts).append(record, pool_);
        top_span_.include(record.ts);
        top_.append(record, pool_);
    }
    void insertBottom(const EventRecord& record);
    void spillBottom();
    void refill();
    void refillFromTop();
    void spread(RecordChain& chain, const Span& span, std::uint64_t end);
    Rung& addRung(std::uint64_t start, const Span& span, std::uint64_t end, std::size_t records);
    void fillBottom(RecordChain& chain, bool sorted);
    void forgetRemoved();
    void forgetRemovedIn(RecordChain& chain);

    std::size_t live_ = 0;
    std::uint64_t last_ts_ = 0;

    std::vector<EventRecord> bottom_;  ///< sorted from head_ on
    std::size_t head_ = 0;
    std::uint64_t bottom_end_ = 0;  ///< earlier records go to the bottom

    std::vector<Rung> rungs_;  ///< coarse to fine; memory is kept past depth_
    std::size_t depth_ = 0;

    RecordChain top_;
    Span top_span_;

    ChunkPool pool_;
    RemovedSet removed_;
};

}  // namespace celltwin::ns3host
