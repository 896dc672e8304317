// SPDX-License-Identifier: BSD-3-Clause
//
// A steered part of a panel array as power gain.
#pragma once

#include "models/antenna/array.h"
#include "models/antenna/beams.h"
#include "models/antenna/line.h"

namespace celltwin::antenna {

/// Direction cosines towards which a part is steered, along y' and z'.
struct Steering {
    double left = 0.0, up = 0.0;
};
Steering steeringOf(double azimuth_deg, double elevation_deg);

/// All rows (columns) of an array, or the first `used` of them; throws ConfigError for a number that is not
/// one line of equal panels.
Line rowLine(const PanelArray& array, int used = 0);
Line columnLine(const PanelArray& array, int used = 0);

/// Element power gain in dBi, the mean over polarisations where they differ.
double meanElementDbi(const PanelArray& array, double azimuth_deg, double elevation_deg);

void checkBeam(const PanelArray& array, const Beam& beam);

}  // namespace celltwin::antenna
