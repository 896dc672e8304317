// SPDX-License-Identifier: BSD-3-Clause
#include "models/scheduler/scheduler.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace celltwin::scheduler {
namespace {

/// The fewest PRBs that carry the queue, at most `available`.
int neededPrbs(const Candidate& candidate, int available) {
    const double ratio = candidate.queue_bytes / candidate.bytes_per_prb;
    if (!(ratio < available)) return available;
    double count = std::ceil(ratio);
    // The quotient is rounded; the products decide.
    if (count * candidate.bytes_per_prb < candidate.queue_bytes) count += 1.0;
    if ((count - 1.0) * candidate.bytes_per_prb >= candidate.queue_bytes) count -= 1.0;
    return std::clamp(static_cast<int>(count), 1, available);
}

}  // namespace

double rank(Policy policy, const Candidate& candidate, std::int64_t slot) {
    if (policy == Policy::round_robin) return static_cast<double>(slot - candidate.last_served_slot);
    // proportional fair: instantaneous rate / average rate; one never served goes first
    return candidate.average_rate > 0.0 ? candidate.bytes_per_prb / candidate.average_rate
                                        : std::numeric_limits<double>::infinity();
}

void allocate(Policy policy, std::span<const Candidate> candidates, std::int64_t slot, int prb_count,
              int max_grants, std::vector<std::uint32_t>& order, std::vector<Grant>& grants) {
    grants.clear();
    order.resize(candidates.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto goesLater = [&](std::uint32_t a, std::uint32_t b) {
        const double rank_a = rank(policy, candidates[a], slot);
        const double rank_b = rank(policy, candidates[b], slot);
        return rank_a != rank_b ? rank_a < rank_b : candidates[a].row > candidates[b].row;
    };
    // A heap, since a slot usually serves few of many: the order below its last grant is never worked out.
    std::make_heap(order.begin(), order.end(), goesLater);
    auto end = order.end();
    for (int left = prb_count; left > 0 && max_grants > 0 && end != order.begin(); --max_grants) {
        std::pop_heap(order.begin(), end--, goesLater);
        const Candidate& candidate = candidates[*end];
        assert(candidate.queue_bytes > 0.0 && candidate.bytes_per_prb > 0.0 && candidate.average_rate >= 0.0);
        const int granted = neededPrbs(candidate, left);
        grants.push_back({candidate.row, granted});
        left -= granted;
    }
}

std::span<const std::string_view> policyNames() {
    static constexpr std::array<std::string_view, 2> kNames = {"round-robin", "proportional-fair"};
    return kNames;
}

}  // namespace celltwin::scheduler
