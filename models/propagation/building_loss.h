// SPDX-License-Identifier: BSD-3-Clause
//
// Loss of entering a building or a car: 3GPP TR 38.901 V17.0.0 clause 7.4.3. Mean and standard deviation; the
// random part is the UE's own, one standard normal for all its links. 0.5-100 GHz, cars 0.6-60 GHz. The
// indoor distance d_2D-in is the caller's: by clause 7.4.3.1 the smaller of two uniform draws in 0..25 m
// (UMa, UMi) or 0..10 m (RMa), for Table 7.4.3-3 one uniform draw in 0..25 m. RMa has low-loss buildings
// only. Not modelled: dependence on the angle of incidence and on the floor.
#pragma once

#include <cstdint>

#include "models/base/units.h"

namespace celltwin::propagation {

/// `single_20db` is Table 7.4.3-3, for UMa and UMi at a single carrier below 6 GHz, compatible with
/// TR 36.873; `single_10db` the same of RMa in channel model A of Report ITU-R M.2412 (Table A1-5).
enum class BuildingLoss : std::uint8_t { low, high, single_20db, single_10db };
enum class CarLoss : std::uint8_t { ordinary, metallised_windows };

/// Correlation distances of what buildings draw, m: building type as the indoor state (Table 7.6.3.1-2: RMa,
/// UMi, UMa), indoor distance and the deviation sigma_P (clause 7.6.3.3). All sites see the same
/// (Table 7.6.3.4-1); sigma_P of the two building types is uncorrelated (Table 7.6.3.4-2).
inline constexpr double kBuildingTypeCorrelationM = 50.0;
inline constexpr double kIndoorDistanceCorrelationM = 25.0;
inline constexpr double kPenetrationCorrelationM = 10.0;

/// A normally distributed loss, dB.
struct PenetrationLoss {
    double mean_db, sigma_db;
    /// The loss of a UE with this standard normal draw.
    double at(double standard_normal) const { return mean_db + sigma_db * standard_normal; }
};

/// Clause 7.4.3.1: PL_tw + PL_in and sigma_P. `indoor_distance_m` >= 0 is d_2D-in.
PenetrationLoss buildingLoss(BuildingLoss building, Hertz carrier, double indoor_distance_m);
/// Clause 7.4.3.2, 0.6-60 GHz: it adds to the outdoor path loss.
PenetrationLoss carLoss(CarLoss car);

}  // namespace celltwin::propagation
