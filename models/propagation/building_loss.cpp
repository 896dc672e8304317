// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/building_loss.h"

#include <cassert>
#include <cmath>

namespace celltwin::propagation {
namespace {

double attenuate(double loss_db) {
    return std::pow(10.0, -loss_db / 10.0);
}

}  // namespace

PenetrationLoss buildingLoss(BuildingLoss building, Hertz carrier, double indoor_distance_m) {
    assert(indoor_distance_m >= 0.0 && carrier.value > 0.0);
    // Tables 7.4.3-2 and 7.4.3-3: PL_in = 0.5 d_2D-in.
    const double inside = 0.5 * indoor_distance_m;
    // Table 7.4.3-3: PL_tw = 20 dB, sigma_P = 0 dB.
    if (building == BuildingLoss::single_20db) return {20.0 + inside, 0.0};
    // M.2412 Table A1-5: 10 dB.
    if (building == BuildingLoss::single_10db) return {10.0 + inside, 0.0};
    const double f_ghz = carrier.value * 1e-9;
    // Table 7.4.3-1: L_glass = 2 + 0.2 f, L_IRRglass = 23 + 0.3 f, L_concrete = 5 + 4 f.
    const double glass = 2.0 + 0.2 * f_ghz, coated_glass = 23.0 + 0.3 * f_ghz, concrete = 5.0 + 4.0 * f_ghz;
    // Table 7.4.3-2: PL_tw = 5 - 10 log10(share of glass + share of concrete), sigma_P = 6.5 or 4.4 dB.
    const bool high = building == BuildingLoss::high;
    const double through = high ? 0.7 * attenuate(coated_glass) + 0.3 * attenuate(concrete)
                                : 0.3 * attenuate(glass) + 0.7 * attenuate(concrete);
    return {5.0 - 10.0 * std::log10(through) + inside, high ? 6.5 : 4.4};
}

PenetrationLoss carLoss(CarLoss car) {
    // Clause 7.4.3.2: mu = 9 dB, with metallised windows optionally 20 dB; sigma_P = 5 dB.
    return {car == CarLoss::ordinary ? 9.0 : 20.0, 5.0};
}

}  // namespace celltwin::propagation
