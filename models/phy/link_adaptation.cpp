// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/link_adaptation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace celltwin::phy {
namespace {

// Maximum-likelihood fit of the three numbers to the PDSCH BLER tables of Sionna SYS (NVlabs/sionna, commit
// 20d2bca, Apache-2.0; 5G LDPC, AWGN, code blocks of 1000 bits, MCS tables 1 to 3): 0.9285, 1.22 dB, 4.64/dB,
// rounded. Code blocks of 500 and 2000 bits give 1.38 and 1.18 dB, 3.6 and 5.5 per dB.
constexpr double kBandwidthEfficiency = 0.93;
constexpr double kSnrGapDb = 1.25;
constexpr double kSlopePerDb = 4.6;

constexpr std::size_t kTableCount = 3;
constexpr std::size_t kCqiCount = 15;

std::size_t indexOf(McsTable table) {
    return static_cast<std::size_t>(table) - 1;
}

using Thresholds = std::array<std::array<double, kCqiCount>, kTableCount>;

Thresholds makeThresholds() {
    Thresholds thresholds{};
    for (const McsTable table : {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se}) {
        const auto rows = cqiTable(table);
        for (std::size_t i = 0; i < rows.size(); ++i)
            thresholds[indexOf(table)][i] = requiredSinrDb(rows[i].spectral_efficiency());
    }
    return thresholds;
}

using McsOfCqi = std::array<std::array<int, kCqiCount + 1>, kTableCount>;

McsOfCqi makeMcsOfCqi() {
    McsOfCqi mcs_of_cqi{};
    for (const McsTable table : {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se})
        for (const Scheme& cqi : cqiTable(table))
            for (const Scheme& mcs : mcsTable(table))
                if (mcs.spectral_efficiency() <= cqi.spectral_efficiency())
                    mcs_of_cqi[indexOf(table)][static_cast<std::size_t>(cqi.index)] = mcs.index;
    return mcs_of_cqi;
}

}  // namespace

double requiredSinrDb(double spectral_efficiency) {
    assert(spectral_efficiency > 0.0);
    // SE = alpha log2(1 + SINR / gap)
    return 10.0 * std::log10(std::exp2(spectral_efficiency / kBandwidthEfficiency) - 1.0) + kSnrGapDb;
}

double blockErrorRate(double sinr_db, const Scheme& scheme) {
    const double margin_db = sinr_db - requiredSinrDb(scheme.spectral_efficiency());
    // BLER = 1 / (1 + 9 exp(k margin)): 1/10 at margin 0
    return 1.0 / (1.0 + 9.0 * std::exp(kSlopePerDb * margin_db));
}

int cqiFromSinr(double sinr_db, McsTable table) {
    static const Thresholds kThresholds = makeThresholds();
    const auto& thresholds = kThresholds[indexOf(table)];
    // Counting thresholds that are reached (rather than looking for one above) sends NaN to CQI 0.
    const auto end = std::partition_point(thresholds.begin(), thresholds.end(),
                                          [&](double threshold) { return threshold <= sinr_db; });
    return static_cast<int>(end - thresholds.begin());
}

int mcsFromCqi(int cqi, McsTable table) {
    static const McsOfCqi kMcsOfCqi = makeMcsOfCqi();
    assert(cqi >= 0 && cqi <= static_cast<int>(kCqiCount));
    return kMcsOfCqi[indexOf(table)][static_cast<std::size_t>(cqi)];
}

}  // namespace celltwin::phy
