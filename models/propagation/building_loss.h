// SPDX-License-Identifier: BSD-3-Clause
//
// Loss of entering a building or a car: 3GPP TR 38.901 V17.0.0 clause 7.4.3. Mean and standard deviation; the
// random part is the UE's own, one standard normal for all its links. 0.5-100 GHz; clause 7.4.3.1 draws the
// indoor distance uniform in 0..25 m (UMa, UMi) or 0..10 m (RMa), for high loss as the smaller of two draws.
// Not modelled: dependence on the angle of incidence and on the floor.
#pragma once

#include <cstdint>

#include "models/base/units.h"

namespace celltwin::propagation {

/// `single_20db` is Table 7.4.3-3, for UMa and UMi at a single carrier below 6 GHz, compatible with
/// TR 36.873.
enum class BuildingLoss : std::uint8_t { low, high, single_20db };
enum class CarLoss : std::uint8_t { ordinary, metallised_windows };

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
