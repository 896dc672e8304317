// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/reselection.h"

#include <limits>

#include "models/rrc/tracking.h"

namespace celltwin::rrc {

bool suitable(const ReselectionConfig& config, double level_dbm) {
    // Srxlev = Qrxlevmeas - Qrxlevmin > 0 (TS 38.304 clause 5.2.3.2)
    return level_dbm - config.q_rx_lev_min_dbm > 0.0;
}

std::int32_t reselect(const ReselectionConfig& config, const Measurement& serving,
                      std::span<const Measurement> neighbours, std::int64_t now_ns, ReselectionState& state) {
    // Rs = Qmeas,s + Qhyst, Rn = Qmeas,n - Qoffset (TS 38.304 clause 5.2.4.6)
    const double rs = suitable(config, serving.value) ? serving.value + config.q_hyst_db
                                                      : -std::numeric_limits<double>::infinity();
    const auto better = [&](const Measurement& m) {
        return suitable(config, m.value) && m.value + m.offset_db > rs;
    };
    const auto worse = [&](const Measurement& m) { return !better(m); };
    const Ranks ranks = followCells(neighbours, 0, now_ns, state.tracked, better, worse);
    if (now_ns - state.camped_at_ns <= kMinimumCampedNs) return -1;
    std::size_t best = kTrackedCells;
    for (std::size_t i = 0; i < kTrackedCells; ++i) {
        const TrackedCell& place = state.tracked[i];
        if (place.cell < 0 || now_ns - place.entered_at_ns < config.t_reselection_ns) continue;
        if (best == kTrackedCells || ranksBefore(ranks[i], place.cell, ranks[best], state.tracked[best].cell))
            best = i;
    }
    return best == kTrackedCells ? -1 : state.tracked[best].cell;
}

}  // namespace celltwin::rrc
