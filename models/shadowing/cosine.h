// SPDX-License-Identifier: BSD-3-Clause
//
// cos(2 pi t) by polynomial: branch-free, so that a loop of it vectorises, and the same bits in every build,
// which the library's cosine (chosen by processor) does not promise. Error under 1e-9 for |t| < 1e6, then
// growing as |t| 2^-51 with the rounding of t itself; |t| must stay below 2^51.
#pragma once

#include <cmath>

namespace celltwin::shadowing {

inline double cosineOfTurns(double turns) {
    // Adding and taking away 1.5 * 2^52 rounds to the nearest integer without a branch or a library call.
    constexpr double kRounder = 6755399441055744.0;
    const double nearest = (turns + kRounder) - kRounder;
    // cos(2 pi t) = sin(2 pi (1/4 - |t|)) for |t| <= 1/2: an argument within a quarter turn.
    const double x = (0.25 - std::fabs(turns - nearest)) * 6.283185307179586;
    const double y = x * x;
    // Taylor series of sin to x^13; the next term is 7e-10 at x = pi/2.
    double series = 1.0 / 6227020800.0;
    series = series * y - 1.0 / 39916800.0;
    series = series * y + 1.0 / 362880.0;
    series = series * y - 1.0 / 5040.0;
    series = series * y + 1.0 / 120.0;
    series = series * y - 1.0 / 6.0;
    return x + x * (y * series);
}

}  // namespace celltwin::shadowing
