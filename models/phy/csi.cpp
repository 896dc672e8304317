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

int differentialCqi(int subband_cqi, int wideband_cqi) {
    // Table 5.2.2.1-1: offset level 0 -> 0, 1 -> 1, >= 2 -> 2, <= -1 -> 3
    const int offset = subband_cqi - wideband_cqi;
    return offset <= -1 ? 3 : std::min(offset, 2);
}

int cqiFromDifferential(int differential, int wideband_cqi) {
    assert(differential >= 0 && differential <= 3);
    return std::clamp(wideband_cqi + (differential == 3 ? -1 : differential), 0, 15);
}

namespace {

double meanEfficiency(const std::array<int, 16>& prbs, std::span<const Scheme> rows) {
    double sum = 0.0;
    int count = prbs[0];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        sum += prbs[i + 1] * rows[i].spectral_efficiency();
        count += prbs[i + 1];
    }
    assert(count > 0);
    return sum / count;
}

/// Rounding of a mean of equal numbers.
constexpr double kEfficiencySlack = 1e-12;

}  // namespace

int meanCqi(const std::array<int, 16>& prbs, McsTable table) {
    const auto rows = cqiTable(table);
    const double mean = meanEfficiency(prbs, rows) + kEfficiencySlack;
    int cqi = 0;
    while (cqi < static_cast<int>(rows.size()) &&
           rows[static_cast<std::size_t>(cqi)].spectral_efficiency() <= mean)
        ++cqi;
    return cqi;
}

double sinrOfCqisDb(const std::array<int, 16>& prbs, McsTable table) {
    const auto rows = cqiTable(table);
    const int cqi = meanCqi(prbs, table);
    if (cqi == 0) return -std::numeric_limits<double>::infinity();
    const double at_db = cqiThresholdDb(cqi, table);
    if (cqi == static_cast<int>(rows.size())) return at_db;
    const double low = rows[static_cast<std::size_t>(cqi - 1)].spectral_efficiency();
    const double high = rows[static_cast<std::size_t>(cqi)].spectral_efficiency();
    const double part = std::max(0.0, (meanEfficiency(prbs, rows) - low) / (high - low));
    return at_db + part * (cqiThresholdDb(cqi + 1, table) - at_db);
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

std::int64_t newestReportSlot(std::int64_t slot, int period_slots, int offset_slots, int delay_slots) {
    assert(period_slots > 0 && offset_slots >= 0 && offset_slots < period_slots && delay_slots >= 0);
    // The latest k with k period + offset + delay <= slot
    const std::int64_t since = slot - delay_slots - offset_slots;
    return since < 0 ? -1 : since / period_slots * period_slots + offset_slots;
}

}  // namespace celltwin::phy
