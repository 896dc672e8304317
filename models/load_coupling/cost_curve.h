// SPDX-License-Identifier: BSD-3-Clause
//
// What a bit costs at an interference to signal ratio: the share of a cell's time and band that a demand of
// 1 bit/s takes, the inverse of the rate with the whole band. Kept over y = 1 / SINR, since y is linear in
// the loads of others, as straight pieces, 32 to an octave of y.
//
// The curve rises with y, but never faster than y itself: with noise, that makes the load of a cell a
// standard interference function (Yates, "A framework for uplink power control in cellular radio systems",
// IEEE JSAC 13(7), 1995) of the loads of the others: there is one fixed point and iteration finds it from
// anywhere. Rates of real link adaptation have steps and are not quite so; the curve then lies midway, in
// decibels, between the nearest such curves above and below the costs given, and largestShift() says how far
// off.
//
// Valid for y of 2^-20 .. 2^14 (SINR 60 to -42 dB), beyond it goes on straight. Below the lowest SINR given
// the rate falls in proportion to the SINR. Not modelled: that a link below its lowest CQI is not served at
// all.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace celltwin::load_coupling {

struct RatePoint {
    double sinr_db, rate_bps;  ///< with the whole band of the cell
};

class CostCurve {
  public:
    static constexpr int kPiecesPerOctaveLog2 = 5;
    static constexpr int kFirstOctave = -20, kLastOctave = 14;
    static constexpr int kPieces = (kLastOctave - kFirstOctave) << kPiecesPerOctaveLog2;

    /// Points in ascending order of SINR, at least one with a rate above 0; those without a rate are left
    /// out.
    explicit CostCurve(std::span<const RatePoint> points);

    /// Seconds a bit takes at y = 1 / SINR, y >= 0, and its derivative by y.
    float at(float y) const;
    float slope(float y) const;
    /// By how much the curve is off a cost given, at most, as a share of it.
    double largestShift() const { return largest_shift_; }

    // For kernels: cost = start + slope y of the piece y lies in.
    struct Piece {
        float start, slope;
    };
    std::span<const Piece, kPieces> pieces() const { return pieces_; }
    /// From the bits of a float: exponent and first digits of the mantissa count the pieces.
    static constexpr int kDropBits = 23 - kPiecesPerOctaveLog2;
    static constexpr std::int32_t kFirstPiece = (127 + kFirstOctave) << kPiecesPerOctaveLog2;

  private:
    std::array<Piece, kPieces> pieces_;
    double largest_shift_ = 0.0;
};

}  // namespace celltwin::load_coupling
