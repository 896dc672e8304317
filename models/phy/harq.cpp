// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/harq.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/phy/effective_sinr.h"

namespace celltwin::phy {
namespace {

/// Circular buffer: its length in bits for each information bit, and where each redundancy version begins.
struct Buffer {
    double bits_per_information_bit;
    std::array<double, 4> start;  ///< part of the buffer, by redundancy version
};

Buffer bufferOf(int base_graph) {
    switch (base_graph) {
        case 1:
            // TS 38.212 clause 5.3.2 and Table 5.4.2.1-2: N = 66 Z for 22 Z bits, k0 = 0, 17, 33, 56 Z
            return {3.0, {0.0, 17.0 / 66.0, 33.0 / 66.0, 56.0 / 66.0}};
        case 2:
            // N = 50 Z for 10 Z bits, k0 = 0, 13, 25, 43 Z
            return {5.0, {0.0, 13.0 / 50.0, 25.0 / 50.0, 43.0 / 50.0}};
        default:
            // TS 36.212 clause 5.1.4.1.2: rate 1/3, k0 = R (2 ceil(K_w / 8R) rv + 2), a quarter apart
            return {3.0, {0.0, 0.25, 0.5, 0.75}};
    }
}

constexpr int kMaxEdges = 2 * kMaxTransmissions + 2;

/// Places in the buffer, 0..1 and ascending, between which the set of transmissions does not change.
int edgesOf(const HarqState& state, const Buffer& buffer, double length,
            std::array<double, kMaxEdges>& edges) {
    int count = 0;
    edges[static_cast<std::size_t>(count++)] = 0.0;
    edges[static_cast<std::size_t>(count++)] = 1.0;
    for (int t = 0; t < state.transmissions; ++t) {
        const double start =
            buffer.start[static_cast<std::size_t>(kRedundancyVersions[static_cast<std::size_t>(t)])];
        edges[static_cast<std::size_t>(count++)] = start;
        // A transmission is shorter than the buffer.
        edges[static_cast<std::size_t>(count++)] = start + length - (start + length >= 1.0 ? 1.0 : 0.0);
    }
    std::sort(edges.begin(), edges.begin() + count);
    return count;
}

/// Added SINR at a place, of the transmissions that hold it.
double sinrAtPlace(const HarqState& state, const Buffer& buffer, double length, double place) {
    double sinr = 0.0;
    for (std::size_t t = 0; t < state.transmissions; ++t) {
        const double start = buffer.start[static_cast<std::size_t>(kRedundancyVersions[t])];
        const double ahead = place >= start ? place - start : place - start + 1.0;
        if (ahead < length) sinr += static_cast<double>(state.sinr[t]);
    }
    return sinr;
}

Combined addedUp(const HarqState& state, const Scheme& scheme) {
    double sinr = 0.0;
    for (std::size_t t = 0; t < state.transmissions; ++t) sinr += static_cast<double>(state.sinr[t]);
    return {10.0 * std::log10(sinr), scheme};
}

}  // namespace

HarqState withTransmission(HarqState state, double sinr) {
    assert(state.transmissions < kMaxTransmissions && sinr >= 0.0);
    state.sinr[state.transmissions++] = static_cast<float>(sinr);
    return state;
}

Combined combine(const HarqState& state, const Scheme& scheme, const CodeBlocks& blocks,
                 Combining combining) {
    assert(state.transmissions >= 1 && state.transmissions <= kMaxTransmissions);
    if (combining == Combining::chase || state.transmissions == 1) return addedUp(state, scheme);
    const Buffer buffer = bufferOf(blocks.base_graph);
    const double rate = scheme.code_rate_x1024 / 1024.0;
    // E / N_cb: coded bits of one transmission over the buffer's
    const double length = 1.0 / (rate * buffer.bits_per_information_bit);
    // The first transmission already holds all bits there are: the others only repeat them.
    if (length >= 1.0) return addedUp(state, scheme);
    std::array<double, kMaxEdges> edges{};
    const int count = edgesOf(state, buffer, length, edges);
    double covered = 0.0, information = 0.0;
    for (int i = 0; i + 1 < count; ++i) {
        const double part = edges[static_cast<std::size_t>(i) + 1] - edges[static_cast<std::size_t>(i)];
        if (part <= 0.0) continue;
        const double sinr =
            sinrAtPlace(state, buffer, length, edges[static_cast<std::size_t>(i)] + 0.5 * part);
        if (sinr <= 0.0) continue;
        covered += part;
        // I_total = sum over the buffer of I(added SINR)
        information +=
            part * static_cast<double>(mutualInformation(static_cast<float>(sinr), scheme.modulation_order));
    }
    if (covered <= 0.0) return addedUp(state, scheme);
    // One transmission of all bits seen: R = K / (seen bits), I(sinr) = mean information of a seen bit
    Scheme combined = scheme;
    combined.code_rate_x1024 = 1024.0 / (covered * buffer.bits_per_information_bit);
    const float sinr =
        sinrFromMutualInformation(static_cast<float>(information / covered), scheme.modulation_order);
    return {10.0 * std::log10(static_cast<double>(sinr)), combined};
}

double combinedErrorRate(const HarqState& state, const Scheme& scheme, const CodeBlocks& blocks,
                         Combining combining) {
    if (state.transmissions == 0) return 1.0;
    const Combined combined = combine(state, scheme, blocks, combining);
    return blockErrorRate(combined.sinr_db, combined.scheme, blocks);
}

}  // namespace celltwin::phy
