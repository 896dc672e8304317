// SPDX-License-Identifier: BSD-3-Clause
//
// BICM capacity and dispersion of Gray-mapped QAM in AWGN as smooth functions of the SINR in dB: monotone
// cubic interpolation (Fritsch, Carlson, SIAM J. Numer. Anal. 17(2), 1980) of
// models/phy/data/information_*.csv, in double precision. What the kernels of effective_sinr.h and the curves
// of bler.h are built from; not itself for hot loops. Below -40 dB information is proportional to the SINR.
// Past a loss of kTailLoss it falls with 1 / SINR, slower than in truth, so that it can be inverted up to any
// SINR.
#pragma once

namespace celltwin::phy {

inline constexpr double kTailLoss = 1e-5;

/// 1 - mutual information per coded bit, in (0, 1], at a linear SINR >= 0; `modulation_order` 2, 4, 6, 8, 10.
double informationLoss(double sinr, int modulation_order);
/// Linear SINR at which so much is lost (0 < loss <= 1), by bisection.
double sinrFromInformationLoss(double loss, int modulation_order);
/// Variance of the information density per coded bit in bit^2, linear between rows.
double informationDispersion(double sinr_db, int modulation_order);

}  // namespace celltwin::phy
