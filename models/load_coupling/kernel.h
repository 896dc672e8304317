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

/// Rows of one cell's pixels; each of `padded` floats, a multiple of kPad.
struct PixelRows {
    std::size_t padded = 0, columns = 0;
    const float* noise = nullptr;  ///< over signal
    /// Interference at full activity over signal: blocks of kPad pixels one after the other, in a block
    /// column by column, so that the kernel reads on and on.
    const float* gain = nullptr;
    const float* strongest_gain = nullptr;    ///< of the interferer told apart, 0 where there is none
    const std::int32_t* strongest = nullptr;  ///< its column
};

/// Where the gain of column k to pixel p stands.
constexpr std::size_t gainAt(std::size_t columns, std::size_t k, std::size_t p) {
    return (p / kPad * columns + k) * kPad + p % kPad;
}

/// Interference over signal of kPad pixels with the strongest interferer silent, to `quiet`, and the share of
/// time it is not, to `busy`.
void fillRatios(const PixelRows& rows, std::size_t first, const float* activity, float* quiet, float* busy);

/// Mean cost of a bit of kPad pixels: (1 - busy) cost(quiet) + busy cost(quiet + strongest_gain).
void fillCosts(const CostCurve& curve, const float* quiet, const float* busy, const float* strongest_gain,
               float* cost);

/// Likewise its derivatives: by `quiet` and by `busy`.
void fillSlopes(const CostCurve& curve, const float* quiet, const float* busy, const float* strongest_gain,
                float* by_quiet, float* by_busy);

}  // namespace celltwin::load_coupling
