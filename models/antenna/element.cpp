// SPDX-License-Identifier: BSD-3-Clause
#include "models/antenna/element.h"

#include <algorithm>
#include <string>

#include "models/antenna/range.h"
#include "models/base/units.h"

namespace celltwin::antenna {

void checkElement(const Tr38901Element& e) {
    requireRange("gain_dbi", e.gain_dbi, -50, 50);
    requireRange("horizontal_beamwidth_deg", e.horizontal_beamwidth_deg, 1, 360);
    requireRange("vertical_beamwidth_deg", e.vertical_beamwidth_deg, 1, 360);
    requireRange("side_lobe_db", e.side_lobe_db, 0, 100);
    requireRange("front_to_back_db", e.front_to_back_db, 0, 100);
}

double elementGainDbi(const Tr38901Element& e, double azimuth_deg, double elevation_deg) {
    const double v = elevation_deg / e.vertical_beamwidth_deg;
    const double h = wrapDegrees(azimuth_deg) / e.horizontal_beamwidth_deg;
    // A_V = min(12 ((theta - 90)/theta_3dB)^2, SLA_V), A_H = min(12 (phi/phi_3dB)^2, A_max)
    const double vertical = std::min(12.0 * v * v, e.side_lobe_db);
    const double horizontal = std::min(12.0 * h * h, e.front_to_back_db);
    // A = min(A_V + A_H, A_max)
    return e.gain_dbi - std::min(vertical + horizontal, e.front_to_back_db);
}

}  // namespace celltwin::antenna
