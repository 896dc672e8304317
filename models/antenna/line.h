// SPDX-License-Identifier: BSD-3-Clause
//
// Array factor along one axis of a panel array, in closed form.
#pragma once

#include <cmath>

#include "models/base/units.h"

namespace celltwin::antenna {

/// Nulls of an array factor are filled to this share of its maximum, 60 dB down; the theory's are infinitely
/// deep.
inline constexpr double kNullDepth = 1e-6;

/// Equal elements along one axis: `panels` groups of `elements`, distances in wavelengths.
struct Line {
    int elements = 1;
    double spacing = 0.5;
    int panels = 1;
    double pitch = 0.5;

    int count() const { return elements * panels; }

    /// |sum of unit phasors|^2 / count for a direction whose cosine along the axis is `delta` more than that
    /// of the steered one: sin^2(n x) / sin^2 x with x half the phase step, for elements times for panels.
    double power(double delta) const {
        const double inner = ratio(elements, kPi * spacing * delta);
        const double outer = panels == 1 ? 1.0 : ratio(panels, kPi * pitch * delta);
        return inner * inner * (outer * outer) / count();
    }

  private:
    static double ratio(int n, double x) {
        const double below = std::sin(x);
        return std::fabs(below) < 1e-9 ? n : std::sin(n * x) / below;
    }
};

}  // namespace celltwin::antenna
