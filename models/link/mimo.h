// SPDX-License-Identifier: BSD-3-Clause
//
// Single-user MIMO of rank 1 to 4: signal to interference plus noise of each layer behind a linear MMSE
// receiver, and the UE's choice of rank and precoder (RI, PMI). Channels come from models/fading, precoders
// from models/link/codebook.h.
//
// A layer's ratio is the standard one, 1 / [(I + snr (H W)^H H W)^-1]_ll - 1 (e.g. Paulraj, Nabar, Gore,
// "Introduction to Space-Time Wireless Communications", 7.4.2). The receiver knows its channel; noise and
// interference of other cells are white over the receive antennas. Not modelled: estimation errors,
// interference rejection, successive cancellation, multi-user MIMO. Float; layers to about 50 dB above one
// another within one subband are resolved.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>

#include "models/link/codebook.h"

namespace celltwin::link {

inline constexpr std::size_t kMaxLayers = 4;
inline constexpr std::size_t kMaxAntennas = 8;  ///< at either end

/// Channel of one UE, as FadingTable::at writes it: h [subband][rx][tx], mean power of a coefficient 1.
struct MimoChannel {
    std::span<const std::complex<float>> h;
    std::size_t subbands = 1;
    std::size_t rx = 1;  ///< 1 to kMaxAntennas
    std::size_t tx = 1;  ///< 1 to kMaxAntennas
};

/// One subband. h [rx][tx]; precoder [tx][rank] of total power 1, its columns of norm 1 / sqrt(rank); `snr`
/// is total transmit power times mean gain over noise plus interference of one receive antenna, linear, 0 to
/// 1e12. rank = size of `sinr`, 1 to kMaxLayers; it may exceed rx. Writes linear ratios, finite and 0 or
/// more. Allocates nothing.
void layerSinr(std::span<const std::complex<float>> h, std::size_t rx, std::size_t tx,
               std::span<const std::complex<float>> precoder, float snr, std::span<float> sinr);

/// All subbands of a UE under one precoder [tx][rank]: sinr [subband][rank]. `snr` has one value for all
/// subbands or one each. The slot path's kernel: subbands run in lanes, same result at any vector width.
/// Allocates nothing.
void layerSinr(const MimoChannel& channel, std::span<const std::complex<float>> precoder, std::size_t rank,
               std::span<const float> snr, std::span<float> sinr);

/// One subband in double precision by plain elimination: the judge of the two above. Same shapes.
void referenceLayerSinr(std::span<const std::complex<float>> h, std::size_t rx, std::size_t tx,
                        std::span<const std::complex<float>> precoder, double snr, std::span<double> sinr);

/// Sum over layers of log2(1 + SINR), mean over subbands, in bit/s/Hz: what selectPrecoder maximises.
double rankCapacity(const MimoChannel& channel, std::span<const std::complex<float>> precoder,
                    std::size_t rank, std::span<const float> snr);

/// What a UE reports.
struct PrecoderChoice {
    std::size_t rank = 1;
    std::size_t index = 0;  ///< into Codebook::precoder(rank, ...): the PMI
    std::array<double, kMaxLayers>
        capacity{};  ///< [rank - 1] of the best precoder searched of each rank, 0 where not searched
    std::array<std::size_t, kMaxLayers> best{};  ///< [rank - 1] its index
};

/// Wideband rank and precoder: the largest rankCapacity over ranks 1 to `max_rank` (cut to the codebook's, to
/// rx and to tx); a tie goes to the lower rank and index. Rank 1: full search by received power summed over
/// subbands, which weighs subbands by snr rather than by its logarithm. Higher ranks: the precoders of the
/// beam (i11, i12) of the best of rank 1 (Codebook::group) by capacity over all subbands; in LTE's codebook,
/// which has no beams, all precoders: several times as dear. No hysteresis. channel.tx must be the codebook's
/// ports. Allocates nothing.
PrecoderChoice selectPrecoder(const Codebook& codebook, const MimoChannel& channel,
                              std::span<const float> snr, std::size_t max_rank);

}  // namespace celltwin::link
