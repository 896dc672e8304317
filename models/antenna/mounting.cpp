// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "models/antenna/pattern.h"

namespace celltwin::antenna {

double mountedGainDbi(const Pattern& pattern, const Mounting& mounting, double bearing_deg,
                      double elevation_deg) {
    const double turn_deg = bearing_deg - mounting.azimuth_deg;
    if (mounting.mechanical_downtilt_deg == 0.0)
        return pattern.gainDbi(turn_deg, elevation_deg, mounting.downtilt_deg);
    const double turn = toRadians(turn_deg), up = toRadians(elevation_deg);
    const double tilt = toRadians(mounting.mechanical_downtilt_deg);
    // World direction as ahead, right, above; TR 38.901 eq. 7.1-7 and 7.1-8 with slant 0 turn it about
    // "right".
    const double ahead = std::cos(up) * std::cos(turn), right = std::cos(up) * std::sin(turn);
    const double above = std::sin(up);
    const double local_ahead = std::cos(tilt) * ahead - std::sin(tilt) * above;
    const double local_above = std::sin(tilt) * ahead + std::cos(tilt) * above;
    return pattern.gainDbi(toDegrees(std::atan2(right, local_ahead)),
                           toDegrees(std::atan2(local_above, std::hypot(local_ahead, right))),
                           mounting.downtilt_deg);
}

}  // namespace celltwin::antenna
