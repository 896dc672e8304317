// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/bler.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "models/phy/information_table.h"

namespace celltwin::phy {
namespace {

// Ten numbers, maximum likelihood over all BLER points of the PDSCH tables 1 to 4 of Sionna SYS
// (NVlabs/sionna, commit 20d2bca, Apache-2.0; 5G LDPC, AWGN, code blocks of 24 to 2000 bits), each point
// counted as 50 blocks. Left out of the fit one at a time, blocks of 500, 1000 and 2000 bits are still met
// within 0.12 dB (rms).
constexpr double kGapDb = 0.8857;                  // implementation gap at rate 0.6, 64QAM, 500 bits
constexpr double kGapPerRateDb = -0.3932;          // for a rate higher by 1
constexpr double kGapPerOrderDb = 0.0456;          // for two more bits a symbol
constexpr double kGapPerDoublingDb = -0.0119;      // for a block twice as long
constexpr double kGapBeyondBaseGraph2Db = 5.4562;  // base graph 2 above its rate 2/3, for a rate higher by 1
constexpr double kGapTinyDb = 0.0493;              // blocks of some tens of bits
constexpr double kGapTinyPerRateDb = -5.4741;      // the same above rate 0.6, for a rate higher by 1
constexpr double kSlopeLog = 0.1019;               // logarithm of the width over theory's, 500 bits
constexpr double kSlopeLogPerDoubling = 0.025;
constexpr double kThirdOrder = 0.1553;  // part of log2(n) / 2n that the decoder gains

/// SINR at which capacity equals the rate, and the width of the transition there, by rate.
struct RatePoint {
    double sinr_db;
    double width_db;  ///< sqrt(V) / I' : standard deviation in dB of one coded bit
};
constexpr int kRateSteps = 1024;
using RateCurve = std::array<RatePoint, kRateSteps + 1>;

RateCurve makeRateCurve(int modulation_order) {
    RateCurve curve{};
    for (int i = 1; i < kRateSteps; ++i) {
        const double sinr =
            sinrFromInformationLoss(1.0 - static_cast<double>(i) / kRateSteps, modulation_order);
        const double ratio = 1.0 + 1e-3;
        const double slope_per_db = (informationLoss(sinr / ratio, modulation_order) -
                                     informationLoss(sinr * ratio, modulation_order)) /
                                    (20.0 * std::log10(ratio));
        const double sinr_db = 10.0 * std::log10(sinr);
        curve[static_cast<std::size_t>(i)] = {
            sinr_db, std::sqrt(informationDispersion(sinr_db, modulation_order)) / slope_per_db};
    }
    curve.front() = curve[1];
    curve.back() = curve[kRateSteps - 1];
    return curve;
}

RatePoint ratePoint(double rate, int modulation_order) {
    static const std::array<RateCurve, 5> kCurves = {makeRateCurve(2), makeRateCurve(4), makeRateCurve(6),
                                                     makeRateCurve(8), makeRateCurve(10)};
    assert(modulation_order >= 2 && modulation_order <= 10 && modulation_order % 2 == 0);
    const RateCurve& curve = kCurves[static_cast<std::size_t>(modulation_order) / 2 - 1];
    const double place = std::clamp(rate * kRateSteps, 1.0, kRateSteps - 1.0);
    const auto i = std::min<std::size_t>(static_cast<std::size_t>(place), kRateSteps - 2);
    const double t = place - static_cast<double>(i);
    return {(1.0 - t) * curve[i].sinr_db + t * curve[i + 1].sinr_db,
            (1.0 - t) * curve[i].width_db + t * curve[i + 1].width_db};
}

/// BLER = Q((sinr_db - middle_db) / width_db).
struct Waterfall {
    double middle_db, width_db;
};

Waterfall waterfall(const Scheme& scheme, int code_block_bits) {
    const double bits = code_block_bits;
    const double order = scheme.modulation_order;
    // A block takes whole symbols, which lowers the rate of the shortest ones.
    const double coded = order * std::ceil(bits * 1024.0 / (scheme.code_rate_x1024 * order) - 1e-9);
    const double rate = bits / coded;
    if (rate > 0.99) return {std::numeric_limits<double>::infinity(), 1.0};
    // R = C - sqrt(V/n) Q^-1(eps) + log2(n) / 2n (Polyanskiy et al., eq. 296)
    const RatePoint point =
        ratePoint(rate - kThirdOrder * std::log2(coded) / (2.0 * coded), scheme.modulation_order);
    const double doublings = std::log2(bits / 500.0);
    const double tiny = 24.0 / bits;
    const bool base_graph_2 =
        segmentTransportBlock(static_cast<std::uint32_t>(code_block_bits), scheme.code_rate_x1024 / 1024.0)
            .base_graph == 2;
    const double gap_db = kGapDb + kGapPerRateDb * (rate - 0.6) + kGapPerOrderDb * (order / 2.0 - 3.0) +
                          kGapPerDoublingDb * doublings + kGapTinyDb * (tiny - 24.0 / 500.0) +
                          kGapTinyPerRateDb * tiny * std::max(0.0, rate - 0.6) +
                          (base_graph_2 ? kGapBeyondBaseGraph2Db * std::max(0.0, rate - 0.67) : 0.0);
    return {point.sinr_db + gap_db,
            point.width_db / std::sqrt(coded) * std::exp(kSlopeLog + kSlopeLogPerDoubling * doublings)};
}

/// Inverse of the normal tail Q, 0 < p < 1, by bisection.
double inverseTail(double p) {
    double low = -40.0, high = 40.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(middle / std::sqrt(2.0)) > p ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

constexpr std::int64_t ceilDivide(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

}  // namespace

CodeBlocks segmentTransportBlock(std::uint32_t transport_block_bits, double code_rate) {
    assert(transport_block_bits > 0);
    const std::int64_t size = transport_block_bits;
    // Clause 7.2.2: base graph 2 if A <= 292, or A <= 3824 and R <= 0.67, or R <= 0.25
    const bool second = size <= 292 || (size <= 3824 && code_rate <= 0.67) || code_rate <= 0.25;
    // Clause 7.2.1: CRC of 24 bits for A > 3824, else 16
    const std::int64_t with_crc = size + (size > 3824 ? 24 : 16);
    const std::int64_t largest = second ? 3840 : 8448;
    // Clause 5.2.2: C = ceil(B / (K_cb - 24)), K' = (B + 24 C) / C
    if (with_crc <= largest) return {second ? 2 : 1, 1, static_cast<int>(with_crc)};
    const std::int64_t count = ceilDivide(with_crc, largest - 24);
    return {second ? 2 : 1, static_cast<int>(count),
            static_cast<int>(ceilDivide(with_crc + 24 * count, count))};
}

CodeBlocks segmentLteTransportBlock(std::uint32_t transport_block_bits) {
    assert(transport_block_bits > 0);
    constexpr std::int64_t kLargest = 6144;
    const std::int64_t with_crc = std::int64_t{transport_block_bits} + 24;
    if (with_crc <= kLargest) return {0, 1, static_cast<int>(with_crc)};
    // C = ceil(B / (Z - 24))
    const std::int64_t count = ceilDivide(with_crc, kLargest - 24);
    return {0, static_cast<int>(count), static_cast<int>(ceilDivide(with_crc + 24 * count, count))};
}

double codeBlockErrorRate(double sinr_db, const Scheme& scheme, int code_block_bits) {
    assert(code_block_bits > 0 && scheme.code_rate_x1024 > 0.0);
    const Waterfall curve = waterfall(scheme, code_block_bits);
    if (!(curve.middle_db < std::numeric_limits<double>::infinity()) || std::isnan(sinr_db)) return 1.0;
    // eps = Q((x - middle) / width)
    return 0.5 * std::erfc((sinr_db - curve.middle_db) / (curve.width_db * std::sqrt(2.0)));
}

double blockErrorRate(double sinr_db, const Scheme& scheme, const CodeBlocks& blocks) {
    const double one = codeBlockErrorRate(sinr_db, scheme, blocks.bits);
    if (blocks.count == 1 || one >= 1.0) return one;
    // 1 - (1 - p)^C, without cancelling where p is small
    return -std::expm1(blocks.count * std::log1p(-one));
}

double transportBlockErrorRate(double sinr_db, const Scheme& scheme, std::uint32_t transport_block_bits) {
    if (transport_block_bits == 0) return 0.0;
    return blockErrorRate(sinr_db, scheme,
                          segmentTransportBlock(transport_block_bits, scheme.code_rate_x1024 / 1024.0));
}

double requiredSinrDb(const Scheme& scheme, int code_block_bits, double bler) {
    assert(bler > 0.0 && bler < 1.0);
    const Waterfall curve = waterfall(scheme, code_block_bits);
    return curve.middle_db + curve.width_db * inverseTail(bler);
}

}  // namespace celltwin::phy
