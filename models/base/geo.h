// SPDX-License-Identifier: BSD-3-Clause
//
// Positions on the Earth and in a local plane. WGS84 (NIMA TR8350.2) to a local east-north-up frame by way of
// earth-centred coordinates, exact to rounding; valid for networks up to a few hundred kilometres across,
// beyond which "up" at the origin is no longer up at the edge (0.8 m at 10 km... 80 m at 100 km).
#pragma once

namespace celltwin {

struct LatLon {
    double lat_deg = 0.0;
    double lon_deg = 0.0;
};

/// Metres in the local frame.
struct Enu {
    double east_m = 0.0;
    double north_m = 0.0;
};

/// Local tangent plane at `origin`, treated as flat: heights are above ground, the frame's own sagitta is
/// dropped.
class LocalFrame {
  public:
    explicit LocalFrame(LatLon origin);
    Enu toEnu(LatLon position) const;
    LatLon toLatLon(Enu position) const;
    LatLon origin() const { return origin_; }

  private:
    LatLon origin_;
    double sin_lat_, cos_lat_, sin_lon_, cos_lon_;
    double x0_, y0_, z0_;
};

/// Bearing from `from` to `to`, degrees clockwise from north in [0, 360); 0 where the points coincide.
double bearingDeg(Enu from, Enu to);
double distance2dM(Enu a, Enu b);

}  // namespace celltwin
