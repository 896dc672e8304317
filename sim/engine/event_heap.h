// SPDX-License-Identifier: BSD-3-Clause
//
// When something happens next, among a fixed number of rows that each have one time: a binary heap that knows
// where its rows are, so that a row's time may change. Ties go to the lower row, so the order of events does
// not depend on how they came to be there. Change: O(log n), no allocation. Private to sim/engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace celltwin::engine {

class EventHeap {
  public:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    explicit EventHeap(std::size_t rows) : time_(rows, kNever), place_(rows), heap_(rows) {
        for (std::size_t i = 0; i < rows; ++i) place_[i] = heap_[i] = static_cast<std::uint32_t>(i);
    }
    /// kNever where there are no rows.
    std::int64_t nextNs() const { return heap_.empty() ? kNever : time_[heap_[0]]; }
    std::uint32_t nextRow() const { return heap_[0]; }
    std::int64_t timeOf(std::size_t row) const { return time_[row]; }
    void set(std::size_t row, std::int64_t time_ns) {
        time_[row] = time_ns;
        sink(rise(place_[row]));
    }

  private:
    bool before(std::size_t a, std::size_t b) const {
        const std::uint32_t x = heap_[a], y = heap_[b];
        return time_[x] < time_[y] || (time_[x] == time_[y] && x < y);
    }
    void swap(std::size_t a, std::size_t b) {
        std::swap(heap_[a], heap_[b]);
        place_[heap_[a]] = static_cast<std::uint32_t>(a);
        place_[heap_[b]] = static_cast<std::uint32_t>(b);
    }
    std::size_t rise(std::size_t at) {
        for (; at > 0 && before(at, (at - 1) / 2); at = (at - 1) / 2) swap(at, (at - 1) / 2);
        return at;
    }
    void sink(std::size_t at) {
        for (std::size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
            if (child + 1 < heap_.size() && before(child + 1, child)) ++child;
            if (!before(child, at)) return;
            swap(at, child);
            at = child;
        }
    }
    std::vector<std::int64_t> time_;
    std::vector<std::uint32_t> place_, heap_;
};

}  // namespace celltwin::engine
