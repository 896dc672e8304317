// SPDX-License-Identifier: BSD-3-Clause
//
// Which records of the ladder queue were removed and still lie in it: a hash set of (time, uid) with linear
// probing, at most half full. It keeps its memory, so that removing is without allocation in the steady
// state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace celltwin::ns3host {

class RemovedSet {
  public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// Precondition: not in the set.
    void insert(std::uint64_t ts, std::uint32_t uid) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        place({ts, uid, true});
        ++size_;
    }

    /// Takes the key out; whether it was there.
    bool erase(std::uint64_t ts, std::uint32_t uid) {
        if (size_ == 0) return false;
        for (std::size_t at = homeOf(ts, uid); slots_[at].used; at = next(at))
            if (slots_[at].ts == ts && slots_[at].uid == uid) {
                closeGap(at);
                --size_;
                return true;
            }
        return false;
    }

    void clear() {
        slots_.assign(slots_.size(), Slot{});
        size_ = 0;
    }

  private:
    struct Slot {
        std::uint64_t ts = 0;
        std::uint32_t uid = 0;
        bool used = false;
    };

    // Times and uids run on together, so both are spread over all bits before some are taken. The multipliers
    // are 2^64 over the golden ratio and one of two rounds that mix 64 bits (xor-shift-multiply).
    std::size_t homeOf(std::uint64_t ts, std::uint32_t uid) const {
        std::uint64_t mixed = ts + uid * 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 32U)) * 0xD6E8FEB86659FD93U;
        return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
    }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

    void place(const Slot& slot) {
        std::size_t at = homeOf(slot.ts, slot.uid);
        while (slots_[at].used) at = next(at);
        slots_[at] = slot;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
        std::swap(old, slots_);
        for (const Slot& slot : old)
            if (slot.used) place(slot);
    }

    /// What follows without a gap may have been pushed past this place, and moves up.
    void closeGap(std::size_t gap) {
        slots_[gap].used = false;
        for (std::size_t at = next(gap); slots_[at].used; at = next(at)) {
            const Slot moved = slots_[at];
            slots_[at].used = false;
            place(moved);
        }
    }

    std::vector<Slot> slots_;  ///< a power of two of them, or none
    std::size_t size_ = 0;
};

}  // namespace celltwin::ns3host
