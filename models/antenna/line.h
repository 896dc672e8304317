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

    /// Sum of unit phasors over the root of their count, phases from the line's middle, for a direction whose
    /// cosine along the axis is `delta` more than that of the steered one: sin(n x) / sin x with x half the
    /// phase step, for elements times for panels. Real, even, and linear through its nulls.
    double amplitude(double delta) const {
        return ratio(elements, kPi * spacing * delta) *
               (panels == 1 ? 1.0 : ratio(panels, kPi * pitch * delta)) / std::sqrt(count());
    }
    /// Its square, the gain over one element.
    double power(double delta) const {
        const double inner = ratio(elements, kPi * spacing * delta);
        const double outer = panels == 1 ? 1.0 : ratio(panels, kPi * pitch * delta);
        return inner * inner * (outer * outer) / count();
    }

  private:
    static double ratio(int n, double x) {
        const double below = std::sin(x);
        // At a main or grating lobe both are zero; the quotient is n there, or -n.
        return std::fabs(below) < 1e-9 ? n * (std::cos(n * x) / std::cos(x)) : std::sin(n * x) / below;
    }
};

}  // namespace celltwin::antenna
