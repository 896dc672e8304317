// SPDX-License-Identifier: BSD-3-Clause
//
// From the world's frame into an array's own: TR 38.901 V17 clause 7.1.3 with bearing, downtilt and slant.
#pragma once

#include <cmath>

#include "models/antenna/array.h"
#include "models/base/units.h"

namespace celltwin::antenna {

/// A direction in the array's own frame, and how far the world's theta-hat is turned from the frame's (psi).
struct LocalRay {
    double x = 1.0, y = 0.0, z = 0.0;  ///< unit vector: boresight, left, up
    double cos_psi = 1.0, sin_psi = 0.0;

    double azimuthDeg() const { return -toDegrees(std::atan2(y, x)); }  ///< clockwise from boresight
    double elevationDeg() const { return toDegrees(std::atan2(z, std::hypot(x, y))); }
};

/// One orientation with its sines and cosines.
class Turn {
  public:
    explicit Turn(const Orientation& o)
        : azimuth_deg_(o.azimuth_deg),
          cos_beta_(std::cos(toRadians(o.mechanical_downtilt_deg))),
          sin_beta_(std::sin(toRadians(o.mechanical_downtilt_deg))),
          cos_gamma_(std::cos(toRadians(o.slant_deg))),
          sin_gamma_(std::sin(toRadians(o.slant_deg))) {}

    LocalRay toLocal(double azimuth_deg, double elevation_deg) const;
    /// A place in the array's plane, `left` along y' and `up` along z', as world vector.
    WorldVector toWorld(double left, double up) const;

  private:
    double azimuth_deg_;
    double cos_beta_, sin_beta_, cos_gamma_, sin_gamma_;
};

/// The same ray seen by an element turned about the boresight by its polarisation slant (clause 7.3.2 model
/// 1), with psi counted between the two.
LocalRay rolled(const LocalRay& ray, double slant_deg);

/// Power gain in dBi of a panel's element of `polarisation` towards a direction of the panel's frame, azimuth
/// clockwise from boresight.
double panelElementDbi(const PanelArray& array, int polarisation, double azimuth_deg, double elevation_deg);

struct Field {
    double theta, phi;
};
/// Amplitudes in the world's frame of an element towards `ray`, whose power gain there is `gain_dbi`.
Field worldField(const PanelArray& array, int polarisation, const LocalRay& ray, double gain_dbi);

}  // namespace celltwin::antenna
