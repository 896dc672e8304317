// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/kernel.h"

#include <algorithm>
#include <bit>

namespace celltwin::load_coupling {
namespace {

/// Eight floats side by side wherever they lie: the compiler's own vectors, as a plain loop over a local
/// array is spilled to the stack.
typedef float Lanes __attribute__((vector_size(32), aligned(4), may_alias));
static_assert(kPad == 16);

void fillPieces(const float* y, std::int32_t* piece) {
    for (std::size_t i = 0; i < kPad; ++i) {
        const std::int32_t at =
            (std::bit_cast<std::int32_t>(y[i]) >> CostCurve::kDropBits) - CostCurve::kFirstPiece;
        piece[i] = std::clamp(at, 0, CostCurve::kPieces - 1);
    }
}

}  // namespace

void fillRatios(const PixelRows& rows, std::size_t first, const float* activity, float* quiet, float* busy) {
    const float* gain = rows.gain + first * rows.columns;
    Lanes low = *reinterpret_cast<const Lanes*>(rows.noise + first);
    Lanes high = *reinterpret_cast<const Lanes*>(rows.noise + first + 8);
    for (std::size_t k = 0; k < rows.columns; ++k, gain += kPad) {
        low += *reinterpret_cast<const Lanes*>(gain) * activity[k];
        high += *reinterpret_cast<const Lanes*>(gain + 8) * activity[k];
    }
    *reinterpret_cast<Lanes*>(quiet) = low;
    *reinterpret_cast<Lanes*>(quiet + 8) = high;
    for (std::size_t i = 0; i < kPad; ++i) busy[i] = activity[rows.strongest[first + i]];
}

void fillCosts(const CostCurve& curve, const float* quiet, const float* busy, const float* strongest_gain,
               float* cost) {
    const CostCurve::Piece* pieces = curve.pieces().data();
    float loud[kPad];
    std::int32_t quiet_piece[kPad], loud_piece[kPad];
    for (std::size_t i = 0; i < kPad; ++i) loud[i] = quiet[i] + strongest_gain[i];
    fillPieces(quiet, quiet_piece);
    fillPieces(loud, loud_piece);
    for (std::size_t i = 0; i < kPad; ++i) {
        const CostCurve::Piece &a = pieces[quiet_piece[i]], &b = pieces[loud_piece[i]];
        const float without = a.start + a.slope * quiet[i], with = b.start + b.slope * loud[i];
        cost[i] = without + busy[i] * (with - without);
    }
}

void fillSlopes(const CostCurve& curve, const float* quiet, const float* busy, const float* strongest_gain,
                float* by_quiet, float* by_busy) {
    for (std::size_t i = 0; i < kPad; ++i) {
        const float loud = quiet[i] + strongest_gain[i];
        const float without = curve.slope(quiet[i]), with = curve.slope(loud);
        by_quiet[i] = without + busy[i] * (with - without);
        by_busy[i] = curve.at(loud) - curve.at(quiet[i]);
    }
}

}  // namespace celltwin::load_coupling
