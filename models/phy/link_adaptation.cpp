// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/link_adaptation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "models/phy/bler.h"

namespace celltwin::phy {
namespace {

constexpr std::size_t kTableCount = kMcsTableCount;
constexpr McsTable kTables[] = {McsTable::table1_64qam,   McsTable::table2_256qam, McsTable::table3_low_se,
                                McsTable::table4_1024qam, McsTable::lte_64qam,     McsTable::lte_256qam};
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
            thresholds[indexOf(table)][i] = requiredSinrDb(rows[i], kReferenceBlockBits);
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
                requiredSinrDb(mcs, kReferenceBlockBits);
    return thresholds;
}

/// The thresholds, and for steps of SINR the highest MCS that some SINR of the step reaches.
struct McsSearch {
    static constexpr double kFirstDb = -10.0, kStepsPerDb = 16.0;
    static constexpr std::size_t kSteps = 768;
    McsThresholds thresholds = makeMcsThresholds();
    std::array<std::array<std::uint8_t, kSteps>, kTableCount> top{};

    McsSearch() {
        for (std::size_t t = 0; t < kTableCount; ++t)
            for (std::size_t step = 0; step < kSteps; ++step) {
                const double end_db = kFirstDb + static_cast<double>(step + 1) / kStepsPerDb;
                for (std::size_t mcs = 0; mcs < kMaxMcs; ++mcs)
                    if (thresholds[t][mcs] <= (step + 1 < kSteps ? end_db : 1e300))
                        top[t][step] = static_cast<std::uint8_t>(mcs);
            }
    }
    std::size_t topOf(double sinr_db, McsTable table) const {
        const double step = (sinr_db - kFirstDb) * kStepsPerDb;
        // NaN has no MCS above 0.
        if (!(step > 0.0)) return step <= 0.0 ? top[indexOf(table)][0] : 0;
        return top[indexOf(table)][std::min(kSteps - 1, static_cast<std::size_t>(std::min(step, 1e6)))];
    }
};

const Thresholds& cqiThresholds() {
    static const Thresholds kThresholds = makeThresholds();
    return kThresholds;
}

}  // namespace

double cqiThresholdDb(int cqi, McsTable table) {
    assert(cqi >= 1 && cqi <= static_cast<int>(kCqiCount));
    return cqiThresholds()[indexOf(table)][static_cast<std::size_t>(cqi - 1)];
}

int cqiFromSinr(double sinr_db, McsTable table) {
    const auto& thresholds = cqiThresholds()[indexOf(table)];
    // Counting thresholds that are reached (rather than looking for one above) sends NaN to CQI 0.
    const auto end = std::partition_point(thresholds.begin(), thresholds.end(),
                                          [&](double threshold) { return threshold <= sinr_db; });
    return static_cast<int>(end - thresholds.begin());
}

int mcsFromSinr(double sinr_db, McsTable table) {
    // Table 1 is not monotone (64QAM begins below where 16QAM ends), so the last that fits is looked for from
    // the top, and the top is that of the step of SINR.
    static const McsSearch kSearch;
    const auto& thresholds = kSearch.thresholds[indexOf(table)];
    for (std::size_t mcs = kSearch.topOf(sinr_db, table); mcs > 0; --mcs)
        if (thresholds[mcs] <= sinr_db) return static_cast<int>(mcs);
    return 0;
}

int mcsFromCqi(int cqi, McsTable table, double outer_loop_db) {
    assert(cqi >= 0 && cqi <= static_cast<int>(kCqiCount));
    if (cqi == 0) return 0;
    return mcsFromSinr(cqiThresholdDb(cqi, table) + outer_loop_db, table);
}

double outerLoopOffsetDb(double offset_db, bool block_lost) {
    constexpr double kTargetBler = 0.1;
    // In balance, target x step down = (1 - target) x step up.
    const double moved = block_lost ? offset_db - kOuterLoopStepDb
                                    : offset_db + kOuterLoopStepDb * kTargetBler / (1.0 - kTargetBler);
    return std::clamp(moved, -kOuterLoopLimitDb, kOuterLoopLimitDb);
}

}  // namespace celltwin::phy
