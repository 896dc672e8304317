// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>

#include "models/phy/nr_frame.h"

namespace celltwin::phy {
namespace {

struct PrbRow {
    int numerology;
    double bandwidth_mhz;
    int prb_count;
};

#define CELLTWIN_ROW(numerology, bandwidth_mhz, prb_count) PrbRow{numerology, bandwidth_mhz, prb_count},
constexpr auto kPrbFr1 = std::to_array<PrbRow>({
#include "spec_tables/prb_fr1.inc"
});
constexpr auto kPrbFr2 = std::to_array<PrbRow>({
#include "spec_tables/prb_fr2.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(name, low_mhz, high_mhz, duplex) Band{#name, low_mhz, high_mhz, Duplex::duplex},
constexpr auto kBands = std::to_array<Band>({
#include "spec_tables/bands_fr1.inc"
#include "spec_tables/bands_fr2.inc"
});
#undef CELLTWIN_ROW

}  // namespace

std::optional<int> transmissionBandwidthPrb(double bandwidth_mhz, int numerology, FrequencyRange range) {
    const auto lookUp = [&](const auto& rows) -> std::optional<int> {
        for (const PrbRow& row : rows)
            if (row.numerology == numerology && row.bandwidth_mhz == bandwidth_mhz) return row.prb_count;
        return std::nullopt;
    };
    return range == FrequencyRange::fr1 ? lookUp(kPrbFr1) : lookUp(kPrbFr2);
}

std::optional<int> transmissionBandwidthPrb(double bandwidth_mhz, int numerology) {
    if (const auto count = transmissionBandwidthPrb(bandwidth_mhz, numerology, FrequencyRange::fr1))
        return count;
    return transmissionBandwidthPrb(bandwidth_mhz, numerology, FrequencyRange::fr2);
}

std::vector<double> channelBandwidthsMhz(int numerology) {
    std::vector<double> bandwidths;
    for (const PrbRow& row : kPrbFr1)
        if (row.numerology == numerology) bandwidths.push_back(row.bandwidth_mhz);
    for (const PrbRow& row : kPrbFr2)
        if (row.numerology == numerology) bandwidths.push_back(row.bandwidth_mhz);
    std::sort(bandwidths.begin(), bandwidths.end());
    bandwidths.erase(std::unique(bandwidths.begin(), bandwidths.end()), bandwidths.end());
    return bandwidths;
}

std::optional<Band> findBand(std::string_view name) {
    for (const Band& band : kBands)
        if (band.name == name) return band;
    return std::nullopt;
}

std::vector<std::string> bandNames() {
    std::vector<std::string> names;
    names.reserve(kBands.size());
    for (const Band& band : kBands) names.emplace_back(band.name);
    return names;
}

FrequencyRange frequencyRange(const Band& band) {
    return band.downlink_low_mhz < 24'250.0 ? FrequencyRange::fr1 : FrequencyRange::fr2;
}

}  // namespace celltwin::phy
