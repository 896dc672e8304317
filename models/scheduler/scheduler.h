// SPDX-License-Identifier: BSD-3-Clause
//
// Who is served in a slot. One loop; the policy is a small function that ranks candidates. PRBs go to UEs in
// order of rank, each as many as its queue needs at its MCS, until the carrier is full. Ties go to the lower
// row. Pure: no state is kept here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace celltwin::scheduler {

enum class Policy : std::uint8_t { round_robin, proportional_fair };

/// A UE with data, as the scheduler sees it.
struct Candidate {
    std::uint32_t row;              ///< the UE's row in RanState
    double queue_bytes;             ///< > 0, infinity for full buffer
    double bytes_per_prb;           ///< what one PRB carries this slot at its MCS, > 0
    double average_rate;            ///< exponentially averaged served bytes per slot, >= 0
    std::int64_t last_served_slot;  ///< -1 = never
};
struct Grant {
    std::uint32_t row;
    int prb_count;  ///< > 0
};

/// Larger is served first. round_robin: slots since last served. proportional_fair: rate / average (Tse,
/// 1999).
double rank(Policy policy, const Candidate& candidate, std::int64_t slot);

/// Fills `grants` (cleared first) for one cell and slot; at most `max_grants`, total at most `prb_count`.
/// `order` is scratch space, re-used so that a steady state allocates nothing.
void allocate(Policy policy, std::span<const Candidate> candidates, std::int64_t slot, int prb_count,
              int max_grants, std::vector<std::uint32_t>& order, std::vector<Grant>& grants);

/// The scenario's names: round-robin, proportional-fair.
std::span<const std::string_view> policyNames();

}  // namespace celltwin::scheduler
