// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/tr38901_outdoor.h"

namespace celltwin::propagation {
namespace {

/// Note 1 of Table 7.4.1-1 writes c = 3.0e8 m/s for the breakpoint.
constexpr double kBreakpointSpeedOfLight = 3.0e8;
/// Below the tables' range an effective antenna height is held at what the lowest UE (1.5 m) has.
constexpr double kMinEffectiveHeightM = 0.5;

/// log10(d'_BP^2 + (h_BS - h_UT)^2), of the second slope.
double breakpointTerm(const Link& link, double breakpoint_m) {
    const double dh = link.bs_height_m - link.ue_height_m;
    return std::log10(breakpoint_m * breakpoint_m + dh * dh);
}

/// Height term of UMa that starts at 13 m and saturates at the model's top, 23 m.
double highUeTerm(double ue_height_m) {
    if (ue_height_m <= 13.0) return 0.0;
    return std::pow((std::min(ue_height_m, 23.0) - 13.0) / 10.0, 1.5);
}

/// Distance term of the same: 5/4 (d/100)^3 exp(-d/150).
double highUeDistanceTerm(double d2) {
    return 1.25 * std::pow(d2 / 100.0, 3.0) * std::exp(-d2 / 150.0);
}

/// Note 1: h_E = 1 m with probability 1/(1 + C(d_2D, h_UT)), else uniform among 12, 15, ... h_UT - 1.5.
double environmentHeightM(const Link& link) {
    const double c = link.distance_2d_m <= 18.0
                         ? 0.0
                         : highUeTerm(link.ue_height_m) * highUeDistanceTerm(link.distance_2d_m);
    const double low_share = 1.0 / (1.0 + c);
    if (link.environment_draw < low_share) return 1.0;
    const double top = std::min(link.ue_height_m, 23.0) - 1.5;
    const double choices = std::max(1.0, std::floor((top - 12.0) / 3.0) + 1.0);
    const double choice = std::floor(choices * (link.environment_draw - low_share) / (1.0 - low_share));
    return std::min(12.0 + 3.0 * std::min(choice, choices - 1.0), top);
}

/// PL1 = 20 log(40 pi d f/3) + min(0.03 h^1.72, 10) log d - min(0.044 h^1.72, 14.77) + 0.002 d log h
double rmaFirstSlopeDb(double d3, const Frequency& f, double building_height_m) {
    const double h = std::pow(building_height_m, 1.72);
    return 20.0 * std::log10(40.0 * kPi * d3 / 3.0) + 20.0 * f.log10_ghz +
           std::min(0.03 * h, 10.0) * std::log10(d3) - std::min(0.044 * h, 14.77) +
           0.002 * std::log10(building_height_m) * d3;
}

}  // namespace

double effectiveBreakpointM(const Link& link, double environment_height_m, double hz) {
    const double bs = std::max(link.bs_height_m - environment_height_m, kMinEffectiveHeightM);
    const double ue = std::max(link.ue_height_m - environment_height_m, kMinEffectiveHeightM);
    // d'_BP = 4 h'_BS h'_UT f_c / c (note 1 of Table 7.4.1-1).
    return 4.0 * bs * ue * hz / kBreakpointSpeedOfLight;
}

double umaLosDbAround(const Link& link, const Frequency& f, double breakpoint_m) {
    const double d = std::log10(link.distance_3d_m);
    // PL1 = 28 + 22 log d + 20 log f; PL2 = 28 + 40 log d + 20 log f - 9 log(d'_BP^2 + dh^2).
    if (link.distance_2d_m <= breakpoint_m) return 28.0 + 22.0 * d + 20.0 * f.log10_ghz;
    return 28.0 + 40.0 * d + 20.0 * f.log10_ghz - 9.0 * breakpointTerm(link, breakpoint_m);
}

double umaLosDb(const Link& link, const Frequency& f) {
    return umaLosDbAround(link, f, effectiveBreakpointM(link, environmentHeightM(link), f.hz));
}

double umaNlosDb(const Link& link, const Frequency& f) {
    // 13.54 + 39.08 log d + 20 log f - 0.6 (h_UT - 1.5)
    return 13.54 + 39.08 * std::log10(link.distance_3d_m) + 20.0 * f.log10_ghz -
           0.6 * (link.ue_height_m - 1.5);
}

double umaLosShare(double d2, double ue_height_m) {
    if (d2 <= 18.0) return 1.0;
    // (18/d + exp(-d/63)(1 - 18/d))(1 + C'(h_UT) 5/4 (d/100)^3 exp(-d/150))
    const double near = 18.0 / d2 + std::exp(-d2 / 63.0) * (1.0 - 18.0 / d2);
    return std::min(1.0, near * (1.0 + highUeTerm(ue_height_m) * highUeDistanceTerm(d2)));
}

double umiLosDb(const Link& link, const Frequency& f) {
    const double breakpoint = effectiveBreakpointM(link, 1.0, f.hz);
    const double d = std::log10(link.distance_3d_m);
    // PL1 = 32.4 + 21 log d + 20 log f; PL2 = 32.4 + 40 log d + 20 log f - 9.5 log(d'_BP^2 + dh^2).
    if (link.distance_2d_m <= breakpoint) return 32.4 + 21.0 * d + 20.0 * f.log10_ghz;
    return 32.4 + 40.0 * d + 20.0 * f.log10_ghz - 9.5 * breakpointTerm(link, breakpoint);
}

double umiNlosDb(const Link& link, const Frequency& f) {
    // 35.3 log d + 22.4 + 21.3 log f - 0.3 (h_UT - 1.5)
    return 35.3 * std::log10(link.distance_3d_m) + 22.4 + 21.3 * f.log10_ghz - 0.3 * (link.ue_height_m - 1.5);
}

double umiLosShare(double d2) {
    if (d2 <= 18.0) return 1.0;
    // 18/d + exp(-d/36)(1 - 18/d)
    return 18.0 / d2 + std::exp(-d2 / 36.0) * (1.0 - 18.0 / d2);
}

double rmaLosDb(const Link& link, const Frequency& f, const RuralStreet& street) {
    const double breakpoint = rmaBreakpointM(link.bs_height_m, link.ue_height_m, f.hz);
    if (link.distance_2d_m <= breakpoint)
        return rmaFirstSlopeDb(link.distance_3d_m, f, street.building_height_m);
    // PL2 = PL1(d_BP) + 40 log(d_3D / d_BP)
    return rmaFirstSlopeDb(breakpoint, f, street.building_height_m) +
           40.0 * std::log10(link.distance_3d_m / breakpoint);
}

double rmaNlosDb(const Link& link, const Frequency& f, const RuralStreet& street) {
    // 161.04 - 7.1 log W + 7.5 log h - (24.37 - 3.7 (h/h_BS)^2) log h_BS
    //   + (43.42 - 3.1 log h_BS)(log d - 3) + 20 log f - (3.2 (log 11.75 h_UT)^2 - 4.97)
    const double bs = std::log10(link.bs_height_m), ue = std::log10(11.75 * link.ue_height_m);
    const double roof = street.building_height_m / link.bs_height_m;
    return 161.04 - 7.1 * std::log10(street.street_width_m) + 7.5 * std::log10(street.building_height_m) -
           (24.37 - 3.7 * roof * roof) * bs + (43.42 - 3.1 * bs) * (std::log10(link.distance_3d_m) - 3.0) +
           20.0 * f.log10_ghz - (3.2 * ue * ue - 4.97);
}

double rmaLosShare(double d2) {
    // exp(-(d - 10)/1000)
    return d2 <= 10.0 ? 1.0 : std::exp(-(d2 - 10.0) / 1000.0);
}

double rmaBreakpointM(double bs_height_m, double ue_height_m, double hz) {
    // d_BP = 2 pi h_BS h_UT f_c / c (note 5)
    return 2.0 * kPi * bs_height_m * ue_height_m * hz / kBreakpointSpeedOfLight;
}

void requireRuralStreet(const RuralStreet& street) {
    requireWithin("street width", street.street_width_m, 5.0, 50.0, " m");
    requireWithin("building height", street.building_height_m, 5.0, 50.0, " m");
}

}  // namespace celltwin::propagation
