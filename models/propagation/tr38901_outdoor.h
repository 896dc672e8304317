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

/// What RMa's formulas make of the street alone.
struct RuralTerms {
    explicit RuralTerms(const RuralStreet& street);
    double building_height_m;
    double los_slope_db, los_offset_db,
        los_db_per_m;  ///< min(0.03 h^1.72, 10), min(0.044 h^1.72, 14.77), 0.002 log h
    double nlos_db;    ///< 161.04 - 7.1 log W + 7.5 log h
};
double rmaLosDb(const Link& link, const Frequency& f, const RuralTerms& terms);
double rmaNlosDb(const Link& link, const Frequency& f, const RuralTerms& terms);
double rmaLosShare(double outdoor_distance_m);
/// d_BP of note 5, where sigma changes too.
double rmaBreakpointM(double bs_height_m, double ue_height_m, double hz);

/// d'_BP = 4 h'_BS h'_UT f_c / c with h_E = 1 m, and the two slopes of UMa's LOS loss around it.
double effectiveBreakpointM(const Link& link, double environment_height_m, double hz);
double umaLosDbAround(const Link& link, const Frequency& f, double breakpoint_m);

}  // namespace celltwin::propagation
