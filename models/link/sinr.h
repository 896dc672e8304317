// SPDX-License-Identifier: BSD-3-Clause
//
// Signal to interference plus noise on one carrier, linear mW in, ratio out. The plain reference lives beside
// the fast kernel and judges it (tests/models/link).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

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

/// UEs of one cell and the list of cells they hear, by subbands.
struct SubbandBlock {
    std::span<const float* const> power_mw;      ///< row of each UE, a float for each place of the list
    std::span<const float> signal_mw, noise_mw;  ///< of each UE; noise with all that is not on the list
    std::span<const float* const> activity;      ///< row of each place: paddedRow(subbands) floats
    std::size_t subbands = 0;
};
/// Signal over noise and interference, UE x paddedRow(subbands). The serving cell is taken out by a row of
/// zeros in its place. Takes the widest vector unit there is; every one gives the same bits.
void sinr(const SubbandBlock& block, std::span<float> out);
double referenceSinr(const SubbandBlock& block, std::size_t ue, std::size_t subband);

/// What sinr() chooses from: the units of this machine, the widest first.
struct VectorUnit {
    std::string_view name;
    int bits;
    void (*sinr)(const SubbandBlock& block, std::span<float> out);
};
std::span<const VectorUnit> vectorUnits();

}  // namespace celltwin::link
