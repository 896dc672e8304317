// SPDX-License-Identifier: BSD-3-Clause
//
// Formulas of 3GPP TR 38.901 V17.0.0 Tables 7.4.1-1 and 7.4.2-1 for the outdoor scenarios, which Report
// ITU-R M.2412 shares in part. Private to models/propagation. Losses in dB, distances of `link` already held
// at their minimum.
#pragma once

#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {

inline constexpr MinDistance kOutdoorMinDistance{10.0, 0.0};

double umaLosDb(const Link& link, const Frequency& f);
double umaNlosDb(const Link& link, const Frequency& f);
double umaLosShare(double outdoor_distance_m, double ue_height_m);

double umiLosDb(const Link& link, const Frequency& f);
double umiNlosDb(const Link& link, const Frequency& f);
double umiLosShare(double outdoor_distance_m);

double rmaLosDb(const Link& link, const Frequency& f, const RuralStreet& street);
double rmaNlosDb(const Link& link, const Frequency& f, const RuralStreet& street);
double rmaLosShare(double outdoor_distance_m);
/// d_BP of note 5, where sigma changes too.
double rmaBreakpointM(double bs_height_m, double ue_height_m, double hz);
/// Throws ConfigError outside 5..50 m.
void requireRuralStreet(const RuralStreet& street);

/// d'_BP = 4 h'_BS h'_UT f_c / c with h_E = 1 m, and the two slopes of UMa's LOS loss around it.
double effectiveBreakpointM(const Link& link, double environment_height_m, double hz);
double umaLosDbAround(const Link& link, const Frequency& f, double breakpoint_m);

}  // namespace celltwin::propagation
