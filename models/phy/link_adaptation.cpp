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

McsThresholds::McsThresholds(McsTable table) {
    threshold_db_.fill(std::numeric_limits<double>::infinity());
    for (const Scheme& mcs : mcsTable(table))
        threshold_db_[static_cast<std::size_t>(mcs.index)] = requiredSinrDb(mcs, kReferenceBlockBits);
    for (std::size_t step = 0; step < kSteps; ++step) {
        const double end_db = step + 1 < kSteps ? kFirstDb + static_cast<double>(step + 1) / kStepsPerDb
                                                : std::numeric_limits<double>::max();
        for (std::size_t mcs = 0; mcs < kMostMcs; ++mcs)
            if (threshold_db_[mcs] <= end_db) top_[step] = static_cast<std::uint8_t>(mcs);
    }
}

const McsThresholds& mcsThresholds(McsTable table) {
    static const std::array<McsThresholds, kTableCount> kAll = {
        McsThresholds(kTables[0]), McsThresholds(kTables[1]), McsThresholds(kTables[2]),
        McsThresholds(kTables[3]), McsThresholds(kTables[4]), McsThresholds(kTables[5])};
    return kAll[indexOf(table)];
}

int mcsFromSinr(double sinr_db, McsTable table) {
    return mcsThresholds(table).mcsFromSinr(sinr_db);
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
