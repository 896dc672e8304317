// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/geo.h"

#include <cmath>

#include "models/base/units.h"

namespace celltwin {
namespace {

constexpr double kSemiMajorM = 6378137.0;
constexpr double kFlattening = 1.0 / 298.257223563;
constexpr double kEccentricity2 = kFlattening * (2.0 - kFlattening);

struct Ecef {
    double x, y, z;
};

Ecef toEcef(LatLon p) {
    const double lat = toRadians(p.lat_deg), lon = toRadians(p.lon_deg);
    const double s = std::sin(lat), c = std::cos(lat);
    // Prime-vertical radius of curvature N = a / sqrt(1 - e² sin² φ).
    const double n = kSemiMajorM / std::sqrt(1.0 - kEccentricity2 * s * s);
    return {n * c * std::cos(lon), n * c * std::sin(lon), n * (1.0 - kEccentricity2) * s};
}

}  // namespace

LocalFrame::LocalFrame(LatLon origin) : origin_(origin) {
    const double lat = toRadians(origin.lat_deg), lon = toRadians(origin.lon_deg);
    sin_lat_ = std::sin(lat);
    cos_lat_ = std::cos(lat);
    sin_lon_ = std::sin(lon);
    cos_lon_ = std::cos(lon);
    const Ecef o = toEcef(origin);
    x0_ = o.x;
    y0_ = o.y;
    z0_ = o.z;
}

Enu LocalFrame::toEnu(LatLon position) const {
    const Ecef p = toEcef(position);
    const double dx = p.x - x0_, dy = p.y - y0_, dz = p.z - z0_;
    return {-sin_lon_ * dx + cos_lon_ * dy,
            -sin_lat_ * cos_lon_ * dx - sin_lat_ * sin_lon_ * dy + cos_lat_ * dz};
}

LatLon LocalFrame::toLatLon(Enu position) const {
    // Newton on the forward map: the first guess uses the radii of curvature at the origin.
    const double s2 = 1.0 - kEccentricity2 * sin_lat_ * sin_lat_;
    const double meridian_m = kSemiMajorM * (1.0 - kEccentricity2) / (s2 * std::sqrt(s2));
    const double parallel_m = kSemiMajorM / std::sqrt(s2) * cos_lat_;
    LatLon guess = origin_;
    for (int i = 0; i < 6; ++i) {
        const Enu at = toEnu(guess);
        guess.lat_deg += toDegrees((position.north_m - at.north_m) / meridian_m);
        guess.lon_deg += toDegrees((position.east_m - at.east_m) / parallel_m);
    }
    return guess;
}

double bearingDeg(Enu from, Enu to) {
    const double bearing = toDegrees(std::atan2(to.east_m - from.east_m, to.north_m - from.north_m));
    // A hair west of north rounds up to the full turn.
    const double turned = bearing < 0.0 ? bearing + 360.0 : bearing;
    return turned < 360.0 ? turned : 0.0;
}

double distance2dM(Enu a, Enu b) {
    return std::hypot(a.east_m - b.east_m, a.north_m - b.north_m);
}

}  // namespace celltwin
