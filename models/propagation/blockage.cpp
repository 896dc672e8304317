// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/blockage.h"

#include <cmath>

namespace celltwin::propagation {
namespace {

/// F of eq. 7.6-23 at one edge `beyond_deg` away from the direction; `shadowed` where the direction lies on
/// the screen's side of that edge (Table 7.6.4.1-3's sign).
double edgeTerm(double beyond_deg, bool shadowed, double distance_m, double wavelength_m) {
    const double cosine = std::cos(toRadians(beyond_deg));
    // F = atan(+-(pi/2) sqrt((pi/lambda) r (1/cos(A) - 1)))/pi; from 90 degrees on the edge is infinitely
    // far.
    const double term =
        cosine > 0.0
            ? std::atan(0.5 * kPi * std::sqrt(kPi / wavelength_m * distance_m * (1.0 / cosine - 1.0))) / kPi
            : 0.5;
    return shadowed ? term : -term;
}

/// F_1 + F_2 of both edges of a span, with the direction `off_deg` from its centre.
double spanTerm(double off_deg, double span_deg, double distance_m, double wavelength_m) {
    const double upper = off_deg - 0.5 * span_deg, lower = off_deg + 0.5 * span_deg;
    return edgeTerm(upper, upper <= 0.0, distance_m, wavelength_m) +
           edgeTerm(lower, lower >= 0.0, distance_m, wavelength_m);
}

}  // namespace

double blockageCorrelationM(BlockageSetting setting) {
    return setting == BlockageSetting::outdoor ? 10.0 : 5.0;
}

std::array<Screen, kScreens> screensOf(const Random& random, std::uint64_t entity, BlockageSetting setting,
                                       const std::array<double, kScreens>& azimuth_draws) {
    std::array<Screen, kScreens> screens;
    for (std::size_t k = 0; k < kScreens; ++k) {
        const double x = random.uniform(Stream::blockage, entity, 2 * k);
        const double y = random.uniform(Stream::blockage, entity, 2 * k + 1);
        const double azimuth = 360.0 * azimuth_draws[k];
        // Table 7.6.4.1-2: x 15..45, y 5..15 degrees at 2 m (InH); x 5..15, y 5 degrees at 10 m (UMi, UMa,
        // RMa).
        screens[k] = setting == BlockageSetting::indoor_office
                         ? Screen{azimuth, 15.0 + 30.0 * x, 90.0, 5.0 + 10.0 * y, 2.0}
                         : Screen{azimuth, 5.0 + 10.0 * x, 90.0, 5.0, 10.0};
    }
    return screens;
}

double screenLossDb(const Screen& screen, double azimuth_deg, double zenith_deg, Hertz carrier) {
    const double a = wrapDegrees(azimuth_deg - screen.azimuth_deg), z = zenith_deg - screen.zenith_deg;
    if (!(std::fabs(a) < screen.azimuth_span_deg && std::fabs(z) < screen.zenith_span_deg)) return 0.0;
    const double wavelength_m = kSpeedOfLight / carrier.value;
    // L = -20 log(1 - (F_A1 + F_A2)(F_Z1 + F_Z2))
    const double blocked = spanTerm(a, screen.azimuth_span_deg, screen.distance_m, wavelength_m) *
                           spanTerm(z, screen.zenith_span_deg, screen.distance_m, wavelength_m);
    return -20.0 * std::log10(1.0 - blocked);
}

double blockageLossDb(const std::array<Screen, kScreens>& screens, double azimuth_deg, double zenith_deg,
                      Hertz carrier) {
    double loss_db = 0.0;
    for (const Screen& screen : screens) loss_db += screenLossDb(screen, azimuth_deg, zenith_deg, carrier);
    return loss_db;
}

}  // namespace celltwin::propagation
