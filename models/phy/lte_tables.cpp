// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/lte_tables.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "models/phy/bler.h"

namespace celltwin::phy {
namespace {

constexpr int kLargestPrb = 110;
constexpr int kTbsIndices = 34;

#define CELLTWIN_ROW(...) std::array<int, kLargestPrb + 1>{__VA_ARGS__},
constexpr std::array<std::array<int, kLargestPrb + 1>, kTbsIndices> kTbs = {{
#include "spec_tables/lte_tbs.inc"
}};
#undef CELLTWIN_ROW
static_assert(kTbs.back().front() == kTbsIndices - 1 && kTbs.back().back() == 97896);

struct Translation {
    int one_layer, two_layers;
};
#define CELLTWIN_ROW(one_layer, two_layers) Translation{one_layer, two_layers},
constexpr auto kTwoLayers = std::to_array<Translation>({
#include "spec_tables/lte_tbs_two_layers.inc"
});
#undef CELLTWIN_ROW

struct McsRow {
    int index, modulation_order, tbs_index;
};
#define CELLTWIN_ROW(index, modulation_order, tbs_index) McsRow{index, modulation_order, tbs_index},
constexpr auto kMcs64 = std::to_array<McsRow>({
#include "spec_tables/lte_mcs_64qam.inc"
});
constexpr auto kMcs256 = std::to_array<McsRow>({
#include "spec_tables/lte_mcs_256qam.inc"
});
#undef CELLTWIN_ROW
static_assert(kMcs64.size() == 29 && kMcs256.size() == 28);

const McsRow& mcsRow(int mcs, McsTable table) {
    assert(isLte(table) && mcs >= 0 && mcs < (table == McsTable::lte_64qam ? 29 : 28));
    const auto i = static_cast<std::size_t>(mcs);
    return table == McsTable::lte_64qam ? kMcs64[i] : kMcs256[i];
}

int oneLayerBits(int tbs_index, int prb_count) {
    return kTbs[static_cast<std::size_t>(tbs_index)][static_cast<std::size_t>(prb_count)];
}
int twoLayerBits(int tbs_index, int prb_count) {
    if (2 * prb_count <= kLargestPrb) return oneLayerBits(tbs_index, 2 * prb_count);
    const int one = oneLayerBits(tbs_index, prb_count);
    const auto row = std::lower_bound(kTwoLayers.begin(), kTwoLayers.end(), one,
                                      [](const Translation& t, int bits) { return t.one_layer < bits; });
    assert(row != kTwoLayers.end() && row->one_layer == one);
    return row->two_layers;
}

/// With CRCs of the block and of its code blocks.
double withCrc(int bits) {
    const CodeBlocks blocks = segmentLteTransportBlock(static_cast<std::uint32_t>(bits));
    return bits + 24.0 + (blocks.count > 1 ? 24.0 * blocks.count : 0.0);
}

template <std::size_t count>
std::array<Scheme, count> nominalSchemes(McsTable table) {
    constexpr int kNominalPrb = 50, kNominalElements = 144;
    std::array<Scheme, count> schemes{};
    for (std::size_t mcs = 0; mcs < count; ++mcs)
        schemes[mcs] = lteScheme(static_cast<int>(mcs), table, kNominalPrb, kNominalElements, 1);
    return schemes;
}

}  // namespace

int lteRbgSize(int prb_count) {
    assert(prb_count >= 1 && prb_count <= kLargestPrb);
    return prb_count <= 10 ? 1 : prb_count <= 26 ? 2 : prb_count <= 63 ? 3 : 4;
}

int lteTbsIndex(int mcs, McsTable table) {
    return mcsRow(mcs, table).tbs_index;
}

std::uint32_t lteTransportBlockBits(int prb_count, int mcs, McsTable table, int layers) {
    assert(prb_count >= 0 && prb_count <= kLargestPrb && layers >= 1 && layers <= 4);
    if (prb_count == 0) return 0;
    const int index = lteTbsIndex(mcs, table);
    // Code words of 1, 1 + 1, 1 + 2 and 2 + 2 layers
    if (layers <= 2) return static_cast<std::uint32_t>(layers * oneLayerBits(index, prb_count));
    const int two = twoLayerBits(index, prb_count);
    return static_cast<std::uint32_t>(layers == 3 ? oneLayerBits(index, prb_count) + two : 2 * two);
}

Scheme lteScheme(int mcs, McsTable table, int prb_count, int resource_elements_per_prb, int layers) {
    assert(prb_count > 0 && resource_elements_per_prb > 0);
    const McsRow& row = mcsRow(mcs, table);
    const int code_words = layers > 1 ? 2 : 1;
    const int bits = static_cast<int>(lteTransportBlockBits(prb_count, mcs, table, layers)) / code_words;
    // R = (TBS + CRC) / (RE Q_m layers), by code word
    const double coded = static_cast<double>(resource_elements_per_prb) * prb_count * row.modulation_order *
                         layers / code_words;
    return {mcs, row.modulation_order, 1024.0 * withCrc(bits) / coded};
}

std::span<const Scheme> lteNominalSchemes(McsTable table) {
    static const auto k64 = nominalSchemes<29>(McsTable::lte_64qam);
    static const auto k256 = nominalSchemes<28>(McsTable::lte_256qam);
    if (table == McsTable::lte_64qam) return k64;
    return k256;
}

}  // namespace celltwin::phy
