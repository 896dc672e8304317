// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/csi.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <string>

#include "models/base/error.h"
#include "models/phy/effective_sinr.h"

namespace celltwin::phy {
namespace {

struct SizeRow {
    int largest_prb, configuration_1, configuration_2;
};
#define CELLTWIN_ROW(largest_prb, configuration_1, configuration_2) \
    SizeRow{largest_prb, configuration_1, configuration_2},
constexpr auto kSubbandSizes = std::to_array<SizeRow>({
#include "spec_tables/csi_subband_size.inc"
});
#undef CELLTWIN_ROW
constexpr int kLeastPrbWithSubbands = 24;

/// Calls take(first, count) for each subband, places counted from the part's first PRB.
template <class Take>
void forEachSubband(const BandwidthPart& part, SubbandConfiguration configuration, Take take) {
    const int size = subbandSize(part.prb_count, configuration);
    if (part.prb_count < kLeastPrbWithSubbands) return take(0, part.prb_count);
    for (int at = part.first_prb, end = part.first_prb + part.prb_count; at < end;) {
        const int next = std::min(end, (at / size + 1) * size);
        take(at - part.first_prb, next - at);
        at = next;
    }
}

}  // namespace

int subbandSize(int bandwidth_part_prb, SubbandConfiguration configuration) {
    if (bandwidth_part_prb >= 1 && bandwidth_part_prb < kLeastPrbWithSubbands) return bandwidth_part_prb;
    if (bandwidth_part_prb >= 1)
        for (const SizeRow& row : kSubbandSizes)
            if (bandwidth_part_prb <= row.largest_prb)
                return configuration == SubbandConfiguration::first ? row.configuration_1
                                                                    : row.configuration_2;
    throw ConfigError("a bandwidth part of " + std::to_string(bandwidth_part_prb) +
                      " PRB; accepted are 1 to 275");
}

std::vector<int> subbandSizes(const BandwidthPart& part, SubbandConfiguration configuration) {
    std::vector<int> sizes;
    forEachSubband(part, configuration, [&](int, int count) { sizes.push_back(count); });
    return sizes;
}

int differentialCqi(int subband_cqi, int wideband_cqi) {
    // Table 5.2.2.1-1: offset level 0 -> 0, 1 -> 1, >= 2 -> 2, <= -1 -> 3
    const int offset = subband_cqi - wideband_cqi;
    return offset <= -1 ? 3 : std::min(offset, 2);
}

int cqiFromDifferential(int differential, int wideband_cqi) {
    assert(differential >= 0 && differential <= 3);
    return std::clamp(wideband_cqi + (differential == 3 ? -1 : differential), 0, 15);
}

int widebandCqi(std::span<const float> prb_sinr, McsTable table) {
    if (prb_sinr.empty()) return 0;
    double sinr_db = 0.0;
    int order = 0;
    const auto rows = cqiTable(table);
    for (std::size_t i = rows.size(); i-- > 0;) {
        if (rows[i].modulation_order != order) {
            order = rows[i].modulation_order;
            const float sinr = miesmSinr(prb_sinr, order);
            sinr_db = sinr > 0.0F ? 10.0 * std::log10(static_cast<double>(sinr))
                                  : -std::numeric_limits<double>::infinity();
        }
        if (cqiThresholdDb(rows[i].index, table) <= sinr_db) return rows[i].index;
    }
    return 0;
}

void reportCqi(std::span<const float> prb_sinr, const BandwidthPart& part, SubbandConfiguration configuration,
               McsTable table, CqiReport& report) {
    assert(prb_sinr.size() == static_cast<std::size_t>(part.prb_count));
    report.wideband = widebandCqi(prb_sinr, table);
    report.differential.clear();
    forEachSubband(part, configuration, [&](int first, int count) {
        const auto subband =
            prb_sinr.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        report.differential.push_back(
            static_cast<std::uint8_t>(differentialCqi(widebandCqi(subband, table), report.wideband)));
    });
}

std::int64_t newestReportSlot(std::int64_t slot, int period_slots, int offset_slots, int delay_slots) {
    assert(period_slots > 0 && offset_slots >= 0 && offset_slots < period_slots && delay_slots >= 0);
    // The latest k with k period + offset + delay <= slot
    const std::int64_t since = slot - delay_slots - offset_slots;
    return since < 0 ? -1 : since / period_slots * period_slots + offset_slots;
}

}  // namespace celltwin::phy
