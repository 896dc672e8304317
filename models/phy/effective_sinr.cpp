// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/effective_sinr.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/phy/bler.h"
#include "models/phy/information_table.h"

namespace celltwin::phy {
namespace {

constexpr std::size_t kLanes = 16;

// Nodes lie where the upper bits of a float change: 32 an octave, from 2^-14 (-42 dB) to 2^20 (60 dB). The
// bits themselves then are the index and no logarithm is needed.
constexpr int kNodeBits = 5;
constexpr int kShift = 23 - kNodeBits;
constexpr float kLowest = 0x1p-14F;
constexpr float kHighest = 0x1p20F;
constexpr std::uint32_t kFirstNode = std::bit_cast<std::uint32_t>(kLowest) >> kShift;
constexpr std::size_t kNodes = (std::bit_cast<std::uint32_t>(kHighest) >> kShift) - kFirstNode + 1;

struct Node {
    float loss;
    float step;  ///< to the next node's loss
};
using Curve = std::array<Node, kNodes + 1>;

float nodeSinr(std::size_t node) {
    return std::bit_cast<float>((static_cast<std::uint32_t>(node) + kFirstNode) << kShift);
}

Curve makeCurve(int modulation_order) {
    Curve curve{};
    for (std::size_t i = 0; i < kNodes; ++i)
        curve[i].loss =
            static_cast<float>(informationLoss(static_cast<double>(nodeSinr(i)), modulation_order));
    for (std::size_t i = 0; i + 1 < kNodes; ++i) curve[i].step = curve[i + 1].loss - curve[i].loss;
    return curve;
}

const Curve& curveOf(int modulation_order) {
    static const std::array<Curve, 5> kCurves = {makeCurve(2), makeCurve(4), makeCurve(6), makeCurve(8),
                                                 makeCurve(10)};
    assert(modulation_order >= 2 && modulation_order <= 10 && modulation_order % 2 == 0);
    return kCurves[static_cast<std::size_t>(modulation_order) / 2 - 1];
}

/// Loss at an SINR within the nodes.
inline float lossAt(const Node* nodes, float sinr) {
    const auto bits = std::bit_cast<std::uint32_t>(sinr);
    const std::uint32_t i = (bits >> kShift) - kFirstNode;
    const float fraction = static_cast<float>(static_cast<std::int32_t>(bits & ((1U << kShift) - 1U))) *
                           (1.0F / static_cast<float>(1U << kShift));
    return nodes[i].loss + fraction * nodes[i].step;
}

inline float withinNodes(float sinr) {
    const float raised = sinr > kLowest ? sinr : kLowest;  // NaN too
    return raised < kHighest ? raised : kHighest;
}

/// Exact inverse of lossAt, continued by a straight line to SINR 0 at loss 1.
float sinrAt(const Curve& curve, float loss) {
    if (!(loss < curve[0].loss)) return std::max(0.0F, kLowest * ((1.0F - loss) / (1.0F - curve[0].loss)));
    const auto end = curve.begin() + kNodes;
    const auto above =
        std::partition_point(curve.begin(), end, [&](const Node& n) { return n.loss >= loss; });
    if (above == end) return kHighest;
    const auto i = static_cast<std::size_t>(above - curve.begin()) - 1;
    const float fraction = (loss - curve[i].loss) / curve[i].step;
    const float low = nodeSinr(i);
    return low + fraction * (nodeSinr(i + 1) - low);
}

using Lanes = std::array<float, kLanes>;

template <class Combine>
float reduce(Lanes lanes, Combine combine) {
    for (std::size_t half = kLanes / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane)
            lanes[lane] = combine(lanes[lane], lanes[lane + half]);
    return lanes[0];
}
float sumOf(const Lanes& lanes) {
    return reduce(lanes, [](float a, float b) { return a + b; });
}
float leastOf(const Lanes& lanes) {
    return reduce(lanes, [](float a, float b) { return a < b ? a : b; });
}
float largestOf(const Lanes& lanes) {
    return reduce(lanes, [](float a, float b) { return a > b ? a : b; });
}

struct Bounds {
    float least, largest;
};
Bounds boundsOf(std::span<const float> sinr) {
    Lanes least, largest;
    least.fill(std::numeric_limits<float>::max());
    largest.fill(0.0F);
    const std::size_t whole = sinr.size() / kLanes * kLanes;
    const auto take = [&](std::size_t lane, float x) {
        x = x > 0.0F ? x : 0.0F;
        least[lane] = x < least[lane] ? x : least[lane];
        largest[lane] = x > largest[lane] ? x : largest[lane];
    };
    for (std::size_t i = 0; i < whole; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, sinr[i + lane]);
    for (std::size_t i = whole; i < sinr.size(); ++i) take(i - whole, sinr[i]);
    return {leastOf(least), largestOf(largest)};
}

}  // namespace

float mutualInformation(float sinr, int modulation_order) {
    const Curve& curve = curveOf(modulation_order);
    if (!(sinr > 0.0F)) return 0.0F;
    if (sinr < kLowest) return (1.0F - curve[0].loss) * (sinr / kLowest);
    return 1.0F - lossAt(curve.data(), withinNodes(sinr));
}

float sinrFromMutualInformation(float information, int modulation_order) {
    return sinrAt(curveOf(modulation_order), 1.0F - information);
}

float miesmSinr(std::span<const float> sinr, int modulation_order) {
    if (sinr.empty()) return 0.0F;
    const Curve& curve = curveOf(modulation_order);
    const Node* nodes = curve.data();
    const float* values = sinr.data();
    Lanes lanes{};
    const std::size_t whole = sinr.size() / kLanes * kLanes;
    for (std::size_t i = 0; i < whole; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            lanes[lane] += lossAt(nodes, withinNodes(values[i + lane]));
    for (std::size_t i = whole; i < sinr.size(); ++i)
        lanes[i - whole] += lossAt(nodes, withinNodes(values[i]));
    const Bounds bounds = boundsOf(sinr);
    // I(sinr_eff) = mean of I(sinr_n)
    return std::clamp(sinrAt(curve, sumOf(lanes) / static_cast<float>(sinr.size())), bounds.least,
                      bounds.largest);
}

float eesmSinr(std::span<const float> sinr, float beta) {
    assert(beta > 0.0F);
    if (sinr.empty()) return 0.0F;
    const Bounds bounds = boundsOf(sinr);
    Lanes lanes{};
    for (std::size_t i = 0; i < sinr.size(); ++i) {
        const float part = sinr[i] > 0.0F ? sinr[i] : 0.0F;
        lanes[i % kLanes] += std::exp((bounds.least - part) / beta);
    }
    // sinr_eff = -beta ln(1/N sum exp(-sinr_n / beta)), with exp(-least / beta) drawn out of the sum
    const float mean = sumOf(lanes) / static_cast<float>(sinr.size());
    return std::clamp(bounds.least - beta * std::log(mean), bounds.least, bounds.largest);
}

double eesmBeta(const Scheme& scheme) {
    constexpr int kBlockBits = 2000;
    const double middle = std::pow(10.0, requiredSinrDb(scheme, kBlockBits) / 10.0);
    const std::array<float, 2> parts = {static_cast<float>(middle * 0.5), static_cast<float>(middle * 2.0)};
    const double target = referenceMiesmSinr(parts, scheme.modulation_order);
    double low = 1e-3 * middle, high = 1e3 * middle;
    for (int i = 0; i < 60; ++i) {
        const double beta = std::sqrt(low * high);
        (referenceEesmSinr(parts, beta) < target ? low : high) = beta;
    }
    return std::sqrt(low * high);
}

double referenceMutualInformation(double sinr, int modulation_order) {
    return 1.0 - informationLoss(sinr, modulation_order);
}

double referenceMiesmSinr(std::span<const float> sinr, int modulation_order) {
    if (sinr.empty()) return 0.0;
    double sum = 0.0;
    for (const float x : sinr) sum += informationLoss(static_cast<double>(x), modulation_order);
    return sinrFromInformationLoss(sum / static_cast<double>(sinr.size()), modulation_order);
}

double referenceEesmSinr(std::span<const float> sinr, double beta) {
    if (sinr.empty()) return 0.0;
    const double least = static_cast<double>(*std::min_element(sinr.begin(), sinr.end()));
    double sum = 0.0;
    for (const float x : sinr) sum += std::exp((least - static_cast<double>(x)) / beta);
    return least - beta * std::log(sum / static_cast<double>(sinr.size()));
}

}  // namespace celltwin::phy
