// SPDX-License-Identifier: BSD-3-Clause
//
// Soft combining of up to four transmissions of one transport block. Chase combining adds the linear SINRs;
// incremental redundancy accumulates mutual information over the coded bits received so far (Cheng, "Coding
// Performance of Hybrid ARQ Schemes", IEEE Trans. Comm. 54(6), 2006; Frederiksen, Kolding, "Performance and
// Modeling of WCDMA/HSDPA Transmission/H-ARQ Schemes", VTC Fall 2002). Which coded bits a transmission
// carries follows the circular buffer of TS 38.212 clause 5.4.2.1 with redundancy versions in the order 0, 2,
// 3, 1; where two overlap, their SINRs add. All transmissions have the same scheme and size. Not modelled:
// limited buffer rate matching, code block groups, losses of soft values by quantisation, missed control
// channels.
#pragma once

#include <array>
#include <cstdint>

#include "models/phy/bler.h"

namespace celltwin::phy {

enum class Combining : std::uint8_t { chase, incremental_redundancy };
inline constexpr int kMaxTransmissions = 4;
/// TS 38.214 clause 5.1.2.1 (and what schedulers use): version of the first, second, third, fourth
/// transmission.
inline constexpr std::array<int, kMaxTransmissions> kRedundancyVersions = {0, 2, 3, 1};

/// What a receiver keeps of one HARQ process. Plain bytes; value-initialise for a new transport block.
struct HarqState {
    std::array<float, kMaxTransmissions> sinr{};  ///< linear effective SINR of each transmission
    std::uint8_t transmissions = 0;
};
/// The state after one more transmission at a linear SINR (>= 0). `state.transmissions` < kMaxTransmissions.
HarqState withTransmission(HarqState state, double sinr);

/// The single transmission that would fare alike: SINR and the scheme with the code rate after combining
/// (same modulation, index kept). First transmission: unchanged. Chase: the scheme unchanged, SINRs added.
struct Combined {
    double sinr_db;
    Scheme scheme;
};
Combined combine(const HarqState& state, const Scheme& scheme, const CodeBlocks& blocks, Combining combining);
/// Error rate of the transport block after all transmissions in `state`; 1 before the first.
double combinedErrorRate(const HarqState& state, const Scheme& scheme, const CodeBlocks& blocks,
                         Combining combining);

}  // namespace celltwin::phy
