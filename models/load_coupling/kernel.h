// SPDX-License-Identifier: BSD-3-Clause
//
// The load of one cell and its derivatives, for a block of its pixels. Rows of floats padded to kPad; pads
// have no demand. Private to models/load_coupling.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/load_coupling/cost_curve.h"

namespace celltwin::load_coupling {

inline constexpr std::size_t kPad = 16;
/// Interferers of a pixel that are told apart.
inline constexpr std::size_t kApart = 2;

/// Rows of one cell's pixels; each of `padded` floats, a multiple of kPad. What a pixel has kApart of lies in
/// blocks of kPad pixels, in a block one interferer after the other: kApart x kPad.
struct PixelRows {
    std::size_t padded = 0, columns = 0;
    const float* noise = nullptr;  ///< over signal
    /// Interference at full activity over signal: blocks of kPad pixels one after the other, in a block
    /// column by column, so that the kernel reads on and on.
    const float* gain = nullptr;
    const float* apart_gain = nullptr;    ///< of the interferers told apart, 0 where there is none
    const std::int32_t* apart = nullptr;  ///< their columns
};

/// Where the gain of column k to pixel p stands.
constexpr std::size_t gainAt(std::size_t columns, std::size_t k, std::size_t p) {
    return (p / kPad * columns + k) * kPad + p % kPad;
}
/// Where what pixel p has of its interferer j stands.
constexpr std::size_t apartAt(std::size_t j, std::size_t p) {
    return gainAt(kApart, j, p);
}

/// Interference over signal of kPad pixels with the interferers told apart silent, to `quiet`, and the shares
/// of time they are not, to `busy` (kApart x kPad).
void fillRatios(const PixelRows& rows, std::size_t first, const float* activity, float* quiet, float* busy);

/// Mean cost of a bit of kPad pixels over the interferers told apart being on or off, independent of each
/// other.
void fillCosts(const CostCurve& curve, const float* quiet, const float* busy, const float* apart_gain,
               float* cost);

/// Likewise its derivatives: by `quiet`, by each `busy`, and by each apart_gain.
void fillSlopes(const CostCurve& curve, const float* quiet, const float* busy, const float* apart_gain,
                float* by_quiet, float* by_busy, float* by_gain);

}  // namespace celltwin::load_coupling
