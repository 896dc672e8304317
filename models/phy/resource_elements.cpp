// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/resource_elements.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <string>

#include "models/base/error.h"
#include "models/phy/nr_frame.h"

namespace celltwin::phy {
namespace {

struct SizeRow {
    int largest_prb, configuration_1, configuration_2;
};
#define CELLTWIN_ROW(largest_prb, configuration_1, configuration_2) \
    SizeRow{largest_prb, configuration_1, configuration_2},
constexpr auto kRbgSizes = std::to_array<SizeRow>({
#include "spec_tables/rbg_size.inc"
});
#undef CELLTWIN_ROW

constexpr double kSsbResourceElements = 20.0 * kSubcarriersPerPrb * 4.0;

void require(bool fine, const std::string& field, const std::string& value, const std::string& accepted) {
    if (!fine) throw ConfigError(field + " is " + value + "; accepted are " + accepted);
}
void requireRange(const char* field, int value, int low, int high) {
    require(value >= low && value <= high, field, std::to_string(value),
            std::to_string(low) + " to " + std::to_string(high));
}

/// DMRS positions that fit when the PDSCH ends with symbol `end` (TS 38.211 Tables 7.4.1.1.2-3 and -4, type
/// A).
int dmrsPositions(int end, const PdschOverhead& overhead) {
    const int fitting = overhead.dmrs_symbols == 2 ? (end >= 10 ? 2 : 1)
                                                   : (end >= 12   ? 4
                                                      : end >= 10 ? 3
                                                      : end >= 8  ? 2
                                                                  : 1);
    return std::min(1 + overhead.dmrs_additional_positions, fitting);
}

/// RE of a PRB that control and DMRS leave.
int elementsBesideDmrs(int downlink_symbols, const PdschOverhead& overhead) {
    assert(downlink_symbols >= 0 && downlink_symbols <= kSymbolsPerSlot);
    // Mapping type A has its first DMRS in symbol 2 or 3: a shorter slot carries no PDSCH.
    constexpr int kShortest = 4;
    if (downlink_symbols < kShortest) return 0;
    const int per_group = overhead.dmrs_type == DmrsType::type1 ? 6 : 4;
    const int dmrs = per_group * overhead.dmrs_cdm_groups_without_data * overhead.dmrs_symbols *
                     dmrsPositions(downlink_symbols, overhead);
    return std::max(0, kSubcarriersPerPrb * (downlink_symbols - overhead.pdcch_symbols) - dmrs);
}

double csiRsPerSlot(const PdschOverhead& overhead) {
    return overhead.csi_rs_period_slots > 0 ? overhead.csi_rs_re_per_prb / overhead.csi_rs_period_slots : 0.0;
}
double ssbPerSlot(const PdschOverhead& overhead, int numerology) {
    const double slots = overhead.ssb_period_ms * (1 << numerology);
    return overhead.ssb_beams * kSsbResourceElements / slots;
}

}  // namespace

void checkPdschOverhead(const PdschOverhead& overhead) {
    requireRange("pdcch_symbols", overhead.pdcch_symbols, 0, 3);
    requireRange("dmrs_symbols", overhead.dmrs_symbols, 1, 2);
    requireRange("dmrs_additional_positions", overhead.dmrs_additional_positions, 0,
                 overhead.dmrs_symbols == 2 ? 1 : 3);
    requireRange("dmrs_cdm_groups_without_data", overhead.dmrs_cdm_groups_without_data, 1,
                 overhead.dmrs_type == DmrsType::type1 ? 2 : 3);
    require(overhead.x_overhead == 0 || overhead.x_overhead == 6 || overhead.x_overhead == 12 ||
                overhead.x_overhead == 18,
            "x_overhead", std::to_string(overhead.x_overhead), "0, 6, 12 and 18");
    require(overhead.csi_rs_re_per_prb >= 0.0 && overhead.csi_rs_re_per_prb <= 96.0, "csi_rs_re_per_prb",
            std::to_string(overhead.csi_rs_re_per_prb), "0 to 96");
    requireRange("csi_rs_period_slots", overhead.csi_rs_period_slots, 0, 640);
    requireRange("ssb_beams", overhead.ssb_beams, 0, 64);
    constexpr std::array<double, 6> kPeriodsMs = {5.0, 10.0, 20.0, 40.0, 80.0, 160.0};
    require(std::find(kPeriodsMs.begin(), kPeriodsMs.end(), overhead.ssb_period_ms) != kPeriodsMs.end(),
            "ssb_period_ms", std::to_string(overhead.ssb_period_ms), "5, 10, 20, 40, 80 and 160");
}

int blockSizeResourceElements(int downlink_symbols, const PdschOverhead& overhead) {
    // N'_RE = N_sc^RB N_symb^sh - N_DMRS^PRB - N_oh^PRB
    return std::max(0, elementsBesideDmrs(downlink_symbols, overhead) - overhead.x_overhead);
}

int blockSizeResourceElements(int downlink_symbols, double overhead_fraction) {
    assert(overhead_fraction >= 0.0 && overhead_fraction <= 1.0);
    return static_cast<int>(std::floor(kSubcarriersPerPrb * downlink_symbols * (1.0 - overhead_fraction)));
}

double dataResourceElements(int downlink_symbols, const PdschOverhead& overhead, int carrier_prb,
                            int numerology) {
    assert(carrier_prb > 0 && numerology >= 0 && numerology <= 4);
    const int elements = elementsBesideDmrs(downlink_symbols, overhead);
    return std::max(0.0, elements - csiRsPerSlot(overhead) - ssbPerSlot(overhead, numerology) / carrier_prb);
}

std::vector<int> blockSizeResourceElements(std::span<const int> downlink_symbols,
                                           const PdschOverhead& overhead) {
    std::vector<int> elements;
    elements.reserve(downlink_symbols.size());
    for (const int symbols : downlink_symbols)
        elements.push_back(blockSizeResourceElements(symbols, overhead));
    return elements;
}

double overheadFraction(std::span<const int> downlink_symbols, const PdschOverhead& overhead, int carrier_prb,
                        int numerology) {
    const double symbols = std::accumulate(downlink_symbols.begin(), downlink_symbols.end(), 0);
    if (symbols <= 0.0) return 1.0;
    double data = 0.0;
    for (const int in_slot : downlink_symbols) data += elementsBesideDmrs(in_slot, overhead);
    // SS/PBCH blocks and CSI-RS come at a rate per slot of any kind; all lie in downlink slots.
    data -= static_cast<double>(downlink_symbols.size()) *
            (ssbPerSlot(overhead, numerology) / carrier_prb + csiRsPerSlot(overhead));
    return 1.0 - std::max(0.0, data) / (kSubcarriersPerPrb * symbols);
}

int rbgSize(int prb_count, RbgConfiguration configuration) {
    if (prb_count >= 1)
        for (const SizeRow& row : kRbgSizes)
            if (prb_count <= row.largest_prb)
                return configuration == RbgConfiguration::first ? row.configuration_1 : row.configuration_2;
    throw ConfigError("a bandwidth part of " + std::to_string(prb_count) + " PRB; accepted are 1 to 275");
}

std::vector<int> rbgSizes(const BandwidthPart& part, RbgConfiguration configuration) {
    const int size = rbgSize(part.prb_count, configuration);
    std::vector<int> sizes;
    // The first group is P - start mod P, then P each, and what is left.
    for (int at = part.first_prb, end = part.first_prb + part.prb_count; at < end;) {
        const int next = std::min(end, (at / size + 1) * size);
        sizes.push_back(next - at);
        at = next;
    }
    return sizes;
}

}  // namespace celltwin::phy
