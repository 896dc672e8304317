// SPDX-License-Identifier: BSD-3-Clause
//
// What share of a carrier's time a policy gives UEs that have data, without looking at slots: the fluid of
// scheduler.h. Round robin gives equal shares. Proportional fair always serves who has the least averaged
// rate A for its present rate r, A^beta / r^alpha; over a time that is short beside the averaging window, the
// lowest are lifted to one level, which is water filling. In balance, with constant rates, shares are as
// r^(alpha/beta - 1): equal for plain proportional fair. A UE that comes back after a pause has a low
// average and goes first for a while, as in the slot scheduler.
//
// Valid where a UE's queue fills many slots and the horizon is short beside the window. Not modelled: slots,
// limits on UEs in a slot, max C/I (no balance), delays and priorities of the QoS-aware policy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/scheduler/scheduler.h"

namespace celltwin::scheduler {

/// Whether `fluidShares` knows the policy: round robin, and proportional fair with beta > 0.
bool hasFluid(const Rule& rule);

/// A UE with data. A UE of rate 0 cannot be served and gets no share.
struct Backlogged {
    double rate;          ///< served alone on the whole carrier, >= 0, any unit
    double average_rate;  ///< averaged over the window, zeros included, same unit, >= 0
};

/// The average after `elapsed_s` in which the UE had `share` of the time at `rate`:
/// A' = A e^(-t/T) + share r (1 - e^(-t/T)).
double fluidAverage(double average_rate, double rate, double share, double elapsed_s, double window_s);

/// Shares of time over the next `horizon_s`, into `shares` (same length as `ues`); they sum to 1, or to 0
/// where nobody can be served. `order` is working memory. O(n log n), no allocation once `order` has grown.
void fluidShares(const Rule& rule, std::span<const Backlogged> ues, double window_s, double horizon_s,
                 std::vector<std::uint32_t>& order, std::span<double> shares);

}  // namespace celltwin::scheduler
