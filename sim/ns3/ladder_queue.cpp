// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/ladder_queue.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace celltwin::ns3host {

LadderQueue::LadderQueue() {
    rungs_.reserve(kMaxDepth);  // references to rungs stay good
    bottom_.reserve(2 * kBottomRecords);
}

void LadderQueue::insertBottom(const EventRecord& record) {
    if (head_ == bottom_.size()) {
        bottom_.clear();
        head_ = 0;
    } else if (head_ > kBottomRecords && 2 * head_ > bottom_.size()) {
        bottom_.erase(bottom_.begin(), bottom_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
    }
    if (head_ == bottom_.size() || record.ts >= bottom_.back().ts) {
        bottom_.push_back(record);
    } else {
        const auto begin = bottom_.begin() + static_cast<std::ptrdiff_t>(head_);
        const auto at =
            std::upper_bound(begin, bottom_.end(), record.ts,
                             [](std::uint64_t ts, const EventRecord& other) { return ts < other.ts; });
        if (head_ > 0 && at - begin < bottom_.end() - at) {
            *(std::move(begin, at, begin - 1)) = record;
            --head_;
        } else {
            bottom_.insert(at, record);
        }
    }
    // Records of one time stay: they are only ever appended to.
    if (bottom_.size() - head_ > kBottomRecords && bottom_end_ - last_ts_ > 1) spillBottom();
}

/// The new rung begins at the present and not at the first record, so that what comes later and is earlier
/// finds its bucket there: one rung, however often.
void LadderQueue::spillBottom() {
    const Span span{last_ts_, bottom_.back().ts};
    Rung& rung = addRung(last_ts_, span, bottom_end_, bottom_.size() - head_);
    for (std::size_t i = head_; i < bottom_.size(); ++i)
        rung.bucketOf(bottom_[i].ts).append(bottom_[i], pool_);
    bottom_.clear();
    head_ = 0;
    bottom_end_ = last_ts_;
}

void LadderQueue::refill() {
    bottom_.clear();
    head_ = 0;
    while (bottom_.empty()) {
        if (depth_ == 0) {
            refillFromTop();
            continue;
        }
        Rung& rung = rungs_[depth_ - 1];
        while (rung.current < rung.size && rung.buckets[rung.current].empty()) ++rung.current;
        if (rung.current == rung.size) {
            --depth_;
            continue;
        }
        const std::uint64_t start = rung.startOf(rung.current), end = rung.endOf(rung.current);
        RecordChain chain = rung.buckets[rung.current++].take();
        if (rung.current < rung.size) rung.buckets[rung.current].prefetch();
        if (chain.size() <= kSortedAtOnce || end - start == 1) {
            fillBottom(chain, end - start == 1);
            bottom_end_ = end;
        } else {
            Span span;
            chain.forEach([&span](const EventRecord& record) { span.include(record.ts); });
            spread(chain, span, end);
        }
    }
}

void LadderQueue::refillFromTop() {
    assert(!top_.empty());
    RecordChain chain = top_.take();
    const Span span = std::exchange(top_span_, Span{});
    if (chain.size() <= kSortedAtOnce) {
        fillBottom(chain, span.first == span.last);
        bottom_end_ = span.last + 1;
    } else {
        spread(chain, span, span.last + 1);
    }
}

/// Spreads a long chain over a new rung, or, where all its records are of one time, makes it the bottom.
void LadderQueue::spread(RecordChain& chain, const Span& span, std::uint64_t end) {
    if (span.first == span.last) {
        fillBottom(chain, true);
        bottom_end_ = span.last + 1;
        if (bottom_end_ < end) addRung(bottom_end_, Span{bottom_end_, bottom_end_}, end, 0);
        return;
    }
    Rung& rung = addRung(span.first, span, end, chain.size());
    chain.drain(pool_,
                [this, &rung](const EventRecord& record) { rung.bucketOf(record.ts).append(record, pool_); });
}

/// An empty rung over [start, end) whose narrow buckets reach from start to span.last.
LadderQueue::Rung& LadderQueue::addRung(std::uint64_t start, const Span& span, std::uint64_t end,
                                        std::size_t records) {
    while (depth_ > 0 && rungs_[depth_ - 1].current == rungs_[depth_ - 1].size) --depth_;
    if (depth_ == rungs_.size()) {
        assert(depth_ < kMaxDepth);
        rungs_.emplace_back();
    }
    Rung& rung = rungs_[depth_++];
    const std::uint64_t range = span.last - start;
    const auto log2_buckets =
        std::clamp(static_cast<unsigned>(std::bit_width(records / kBucketRecords)), 2U, kMaxBucketsLog2);
    const auto log2_range = static_cast<unsigned>(std::bit_width(range));
    rung.start = start;
    rung.end = end;
    rung.shift = log2_range > log2_buckets ? log2_range - log2_buckets : 0;
    rung.current = 0;
    rung.size = static_cast<std::uint32_t>(range >> rung.shift) + 1;
    if (((end - 1 - start) >> rung.shift) >= rung.size) ++rung.size;  // all that is later, as one bucket
    if (rung.buckets.size() < rung.size) rung.buckets.resize(rung.size);
    return rung;
}

/// Insertion sort by time keeps the order of arrival among equals.
void LadderQueue::fillBottom(RecordChain& chain, bool sorted) {
    const std::size_t count = chain.size();
    bottom_.resize(count);
    EventRecord* const out = bottom_.data();
    std::size_t filled = 0;
    if (sorted)
        chain.drain(pool_, [&](const EventRecord& record) { out[filled++] = record; });
    else
        chain.drain(pool_, [&](const EventRecord& record) {
            std::size_t at = filled++;
            for (; at > 0 && out[at - 1].ts > record.ts; --at) out[at] = out[at - 1];
            out[at] = record;
        });
    for (std::size_t i = 0; i < std::min(count, kPrefetchAhead); ++i) __builtin_prefetch(out[i].impl, 1);
}

void LadderQueue::remove(std::uint64_t ts, std::uint32_t uid) {
    assert(live_ > 0);
    removed_.insert(ts, uid);
    --live_;
    if (removed_.size() > live_ + kBottomRecords) forgetRemoved();
}

void LadderQueue::forgetRemoved() {
    for (std::size_t depth = 0; depth < depth_; ++depth)
        for (std::uint32_t i = rungs_[depth].current; i < rungs_[depth].size; ++i)
            forgetRemovedIn(rungs_[depth].buckets[i]);
    forgetRemovedIn(top_);
    const auto begin = bottom_.begin() + static_cast<std::ptrdiff_t>(head_);
    bottom_.erase(std::remove_if(begin, bottom_.end(),
                                 [this](const EventRecord& r) { return removed_.erase(r.ts, r.uid); }),
                  bottom_.end());
    assert(removed_.empty());
}

void LadderQueue::forgetRemovedIn(RecordChain& chain) {
    RecordChain kept;
    chain.drain(pool_, [&](const EventRecord& record) {
        if (!removed_.erase(record.ts, record.uid)) kept.append(record, pool_);
    });
    chain = kept;
}

std::size_t LadderQueue::bytes() const {
    std::size_t buckets = 0;
    for (const Rung& rung : rungs_) buckets += rung.buckets.capacity();
    return pool_.bytes() + bottom_.capacity() * sizeof(EventRecord) + buckets * sizeof(RecordChain);
}

}  // namespace celltwin::ns3host
