// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/kernel.h"

#include <algorithm>
#include <bit>

namespace celltwin::load_coupling {
namespace {

/// Eight floats side by side wherever they lie: the compiler's own vectors, as a plain loop over a local
/// array is spilled to the stack.
typedef float Lanes __attribute__((vector_size(32), aligned(4), may_alias));
static_assert(kPad == 16 && kApart == 2);
/// Each of them on or off.
constexpr std::size_t kStates = 4;

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
    const std::int32_t* apart = rows.apart + first * kApart;
    for (std::size_t i = 0; i < kApart * kPad; ++i) busy[i] = activity[apart[i]];
}

void fillCosts(const CostCurve& curve, const float* quiet, const float* busy, const float* apart_gain,
               float* cost) {
    const CostCurve::Piece* pieces = curve.pieces().data();
    float y[kStates][kPad];
    std::int32_t piece[kStates][kPad];
    for (std::size_t state = 0; state < kStates; ++state) {
        for (std::size_t i = 0; i < kPad; ++i)
            y[state][i] = quiet[i] + ((state & 1U) != 0 ? apart_gain[i] : 0.0F) +
                          ((state & 2U) != 0 ? apart_gain[kPad + i] : 0.0F);
        fillPieces(y[state], piece[state]);
    }
    for (std::size_t i = 0; i < kPad; ++i) {
        float its[kStates];
        for (std::size_t state = 0; state < kStates; ++state) {
            const CostCurve::Piece& at = pieces[piece[state][i]];
            its[state] = at.start + at.slope * y[state][i];
        }
        // First over the stronger one, then over the other.
        const float without = its[0] + busy[i] * (its[1] - its[0]),
                    with = its[2] + busy[i] * (its[3] - its[2]);
        cost[i] = without + busy[kPad + i] * (with - without);
    }
}

void fillSlopes(const CostCurve& curve, const float* quiet, const float* busy, const float* apart_gain,
                float* by_quiet, float* by_busy, float* by_gain) {
    for (std::size_t i = 0; i < kPad; ++i) {
        const float a = busy[i], b = busy[kPad + i];
        float its[kStates], slope[kStates];
        for (std::size_t state = 0; state < kStates; ++state) {
            const float y = quiet[i] + ((state & 1U) != 0 ? apart_gain[i] : 0.0F) +
                            ((state & 2U) != 0 ? apart_gain[kPad + i] : 0.0F);
            its[state] = curve.at(y);
            slope[state] = curve.slope(y);
        }
        by_busy[i] = (1.0F - b) * (its[1] - its[0]) + b * (its[3] - its[2]);
        by_busy[kPad + i] = (1.0F - a) * (its[2] - its[0]) + a * (its[3] - its[1]);
        by_gain[i] = a * ((1.0F - b) * slope[1] + b * slope[3]);
        by_gain[kPad + i] = b * ((1.0F - a) * slope[2] + a * slope[3]);
        by_quiet[i] = (1.0F - a) * ((1.0F - b) * slope[0] + b * slope[2]) + by_gain[i];
    }
}

}  // namespace celltwin::load_coupling
