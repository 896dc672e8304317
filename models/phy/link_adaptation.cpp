// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/link_adaptation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::phy {
namespace {

// Maximum-likelihood fit of the three numbers to the PDSCH BLER tables of Sionna SYS (NVlabs/sionna, commit
// 20d2bca, Apache-2.0; 5G LDPC, AWGN, code blocks of 1000 bits, MCS tables 1 to 3): 0.9285, 1.22 dB, 4.64/dB,
// rounded. Code blocks of 500 and 2000 bits give 1.38 and 1.18 dB, 3.6 and 5.5 per dB.
constexpr double kBandwidthEfficiency = 0.93;
constexpr double kSnrGapDb = 1.25;
constexpr double kSlopePerDb = 4.6;

constexpr std::size_t kTableCount = 4;
constexpr McsTable kTables[] = {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se,
                                McsTable::table4_1024qam};
constexpr std::size_t kCqiCount = 15;
constexpr std::size_t kMaxMcs = 29;

std::size_t indexOf(McsTable table) {
    return static_cast<std::size_t>(table) - 1;
}

using Thresholds = std::array<std::array<double, kCqiCount>, kTableCount>;

Thresholds makeThresholds() {
    Thresholds thresholds{};
    for (const McsTable table : kTables) {
        const auto rows = cqiTable(table);
        for (std::size_t i = 0; i < rows.size(); ++i)
            thresholds[indexOf(table)][i] = requiredSinrDb(rows[i].spectral_efficiency());
    }
    return thresholds;
}

/// 10 % thresholds of every MCS; unused places stay at infinity.
using McsThresholds = std::array<std::array<double, kMaxMcs>, kTableCount>;

McsThresholds makeMcsThresholds() {
    McsThresholds thresholds;
    for (auto& table : thresholds) table.fill(std::numeric_limits<double>::infinity());
    for (const McsTable table : kTables)
        for (const Scheme& mcs : mcsTable(table))
            thresholds[indexOf(table)][static_cast<std::size_t>(mcs.index)] =
                requiredSinrDb(mcs.spectral_efficiency());
    return thresholds;
}

const Thresholds& cqiThresholds() {
    static const Thresholds kThresholds = makeThresholds();
    return kThresholds;
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
    const auto& thresholds = cqiThresholds()[indexOf(table)];
    // Counting thresholds that are reached (rather than looking for one above) sends NaN to CQI 0.
    const auto end = std::partition_point(thresholds.begin(), thresholds.end(),
                                          [&](double threshold) { return threshold <= sinr_db; });
    return static_cast<int>(end - thresholds.begin());
}

int mcsFromSinr(double sinr_db, McsTable table) {
    static const McsThresholds kMcsThresholds = makeMcsThresholds();
    // Table 1 is not monotone (64QAM begins below where 16QAM ends), so the last that fits is looked for from
    // the top.
    const auto& thresholds = kMcsThresholds[indexOf(table)];
    for (std::size_t mcs = kMaxMcs; mcs-- > 0;)
        if (thresholds[mcs] <= sinr_db) return static_cast<int>(mcs);
    return 0;
}

int mcsFromCqi(int cqi, McsTable table, double outer_loop_db) {
    assert(cqi >= 0 && cqi <= static_cast<int>(kCqiCount));
    if (cqi == 0) return 0;
    return mcsFromSinr(cqiThresholds()[indexOf(table)][static_cast<std::size_t>(cqi - 1)] + outer_loop_db,
                       table);
}

double outerLoopOffsetDb(double offset_db, bool block_lost) {
    constexpr double kTargetBler = 0.1;
    // In balance, target x step down = (1 - target) x step up.
    const double moved = block_lost ? offset_db - kOuterLoopStepDb
                                    : offset_db + kOuterLoopStepDb * kTargetBler / (1.0 - kTargetBler);
    return std::clamp(moved, -kOuterLoopLimitDb, kOuterLoopLimitDb);
}

}  // namespace celltwin::phy
