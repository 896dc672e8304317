// SPDX-License-Identifier: BSD-3-Clause
//
// What a drop of users gives before any traffic: coupling gain, wideband SIR and SINR of every UE on its best
// cell, as 3GPP's calibrations compare them (TR 36.873 clause 8.2, TR 38.901 clause 7.8.1, Report ITU-R
// M.2412); with rays also delay and angle spreads and singular values of the serving link (TR 38.901
// clause 7.8.2). The same radio model as a run's. All other active cells transmit at full power, as in those
// calibrations.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// Columns, one entry for each UE.
struct DropStatistics {
    std::vector<Enu> position;
    std::vector<double> height_m;
    std::vector<std::uint8_t> indoor;
    std::vector<std::int32_t> cell;        ///< of the largest coupling gain; -1 = none is active
    std::vector<double> coupling_gain_db;  ///< received over transmitted power, antennas included
    std::vector<double> sir_db, sinr_db;   ///< wideband; SIR is without noise, infinity without interferers

    // With radio.coupling: clusters, else empty. Spreads of the serving link's rays, antennas excluded; of
    // angles as in TR 25.996 Annex A, which Table 7.8-2 names.
    std::vector<double> delay_spread_s, asd_deg, asa_deg, zsd_deg, zsa_deg;
    /// Eigenvalues of the receive covariance of 180 kHz between all ports of the cell and a cross-polarised
    /// UE antenna, 10 log10, path loss excluded: the largest and the smallest.
    std::vector<double> largest_singular_db, smallest_singular_db;
};

/// Drop number `drop` (0, 1, ...) of the scenario as it stands (changes are not applied here), with the users
/// that `users_of` drops: the scenario itself, or the one it is a changed form of. Each drop has its own
/// seed. The same at any thread count.
DropStatistics evaluateDrop(const scenario::Scenario& scenario, const scenario::Scenario& users_of, int drop,
                            int threads);

}  // namespace celltwin::engine
