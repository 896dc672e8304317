// SPDX-License-Identifier: BSD-3-Clause
//
// Signal to interference plus noise on one carrier, linear mW in, ratio out. The plain reference lives beside
// the fast kernel and judges it (tests/models/link).
#pragma once

#include <cstddef>
#include <span>

namespace celltwin::link {

/// Floats a power row is padded to, so that the kernel runs without a tail.
inline constexpr std::size_t kRowPad = 16;
constexpr std::size_t paddedRow(std::size_t cells) {
    return (cells + kRowPad - 1) / kRowPad * kRowPad;
}

/// Interference from all cells on one UE: sum of rx_power_mw[c] * activity[c], the serving cell's own
/// activity excluded. Both spans have the same padded length; pads hold zeros. The order of summation is
/// fixed: 16 lanes, then a binary tree, so the result is the same at any vector width.
float interferenceMw(std::span<const float> rx_power_mw, std::span<const float> activity,
                     std::size_t serving);

/// The same sum in double precision, in index order: the judge.
double referenceInterferenceMw(std::span<const float> rx_power_mw, std::span<const float> activity,
                               std::size_t serving);

}  // namespace celltwin::link
