// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/analytic_sharing.h"

#include <algorithm>
#include <limits>

namespace celltwin::engine {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Every UE with demand always has data, and all get the same share of what they ask for.
void shareOverload(AnalyticUe& ue, double load) {
    ue.busy = ue.demand_bps > 0.0 || ue.endless ? 1.0 : 0.0;
    ue.served_bps = ue.demand_bps / load;
    ue.throughput_bps = ue.busy > 0.0 ? ue.served_bps : kNone;
}

}  // namespace

void shareCell(std::span<AnalyticUe> ues) {
    double load = 0.0, endless = 0.0, sum = 0.0;
    for (AnalyticUe& ue : ues) {
        ue.share = ue.rate_bps > 0.0 ? ue.demand_bps / ue.rate_bps : 0.0;
        load += ue.share;
        sum += ue.share / (1.0 + ue.share);
        if (ue.endless && ue.rate_bps > 0.0) endless += 1.0;
    }
    // x_i = rho_i (1 + n + X - x_i) with X the sum of all: X = (1 + n) S / (1 - S), S = sum of rho / (1 +
    // rho).
    const double waiting = load < 1.0 ? (1.0 + endless) * sum / (1.0 - sum) : 0.0;
    for (AnalyticUe& ue : ues) {
        const bool wants = ue.demand_bps > 0.0 || ue.endless;
        ue.served_bps = 0.0;
        ue.throughput_bps = kNone;
        ue.busy = wants ? 1.0 : 0.0;
        if (!wants || !(ue.rate_bps > 0.0)) continue;
        if (load >= 1.0) {
            shareOverload(ue, load);
            continue;
        }
        ue.served_bps = ue.demand_bps;
        if (ue.endless) {
            // Its other bearers wait in the same queue.
            ue.served_bps += ue.rate_bps * (1.0 - load) / endless;
            ue.throughput_bps = ue.served_bps;
            continue;
        }
        ue.busy = std::min(1.0, ue.share * (1.0 + endless + waiting) / (1.0 + ue.share));
        ue.throughput_bps = ue.served_bps / ue.busy;
    }
}

}  // namespace celltwin::engine
