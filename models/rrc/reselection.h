// SPDX-License-Identifier: BSD-3-Clause
//
// Cell selection and reselection in idle and inactive, TS 38.304: the criterion S of clause 5.2.3.2 (level
// part) and the ranking R of clause 5.2.4.6 among cells of one priority, on one UE's levels in dBm:
// Rs = Qmeas,s + Qhyst, Rn = Qmeas,n - Qoffset. A better ranked neighbour is taken after Treselection, one
// second after the last change of cell at the earliest.
// Not modelled: priorities between frequencies (5.2.4.5), the quality part of S, Qoffsettemp,
// rangeToBestCell, scaling by speed, the thresholds that spare measurements.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "models/rrc/events.h"

namespace celltwin::rrc {

struct ReselectionConfig {
    double q_rx_lev_min_dbm = -120.0;               ///< Qrxlevmin with its offset and Pcompensation
    double q_hyst_db = 4.0;                         ///< Qhyst
    std::int64_t t_reselection_ns = 1'000'000'000;  ///< TreselectionRAT
};
/// The time a UE stays camped at least, clause 5.2.4.6.
inline constexpr std::int64_t kMinimumCampedNs = 1'000'000'000;

/// Of one UE; after a change of cell, reset with camped_at_ns = now.
struct ReselectionState {
    std::int64_t camped_at_ns = 0;
    std::array<TrackedCell, kTrackedCells> tracked{};
};
static_assert(std::has_unique_object_representations_v<ReselectionState>);

/// Criterion S, clause 5.2.3.2: Srxlev = Qrxlevmeas - Qrxlevmin > 0.
bool suitable(const ReselectionConfig& config, double level_dbm);

/// One sample: the cell to camp on next, or -1 to stay. `offset_db` of a neighbour is -Qoffset, that of the
/// serving cell is not used. Neighbours that are not suitable are passed over; under a serving cell that is
/// not, every suitable one ranks better.
std::int32_t reselect(const ReselectionConfig& config, const Measurement& serving,
                      std::span<const Measurement> neighbours, std::int64_t now_ns, ReselectionState& state);

}  // namespace celltwin::rrc
