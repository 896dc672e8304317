// SPDX-License-Identifier: BSD-3-Clause
//
// Approximate maximum data rate of a UE, TS 38.306 clause 4.1.2: what a carrier can give at the top of its
// tables, as operators and data sheets quote it. One direction, all symbols of all slots; scale with the
// downlink share for TDD. Not modelled: quantisation of transport blocks (the formula has none).
#pragma once

#include <span>

namespace celltwin::phy {

/// One component carrier of the formula.
struct PeakRateCarrier {
    int layers = 1;            ///< v_Layers
    int modulation_order = 8;  ///< Q_m
    double scaling = 1.0;      ///< f: 1, 0.8, 0.75 or 0.4
    int numerology = 0;
    int prb_count = 0;            ///< N_PRB
    double overhead = 0.14;       ///< OH: 0.14 (FR1 DL), 0.18 (FR2 DL), 0.08, 0.10 (UL)
    double downlink_share = 1.0;  ///< share of symbols that are downlink; 1 for FDD
};
/// Sum over the carriers, bit/s, with R_max = 948/1024.
double peakRateBps(std::span<const PeakRateCarrier> carriers);

}  // namespace celltwin::phy
