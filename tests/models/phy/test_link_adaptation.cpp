// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/base/random.h"
#include "models/phy/bler.h"
#include "models/phy/link_adaptation.h"

namespace celltwin::phy {
namespace {

constexpr McsTable kTables[] = {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se,
                                McsTable::table4_1024qam};

// The definition, searched row by row.
int highestCqiWithinTarget(double sinr_db, McsTable table) {
    int best = 0;
    for (const Scheme& cqi : cqiTable(table))
        if (codeBlockErrorRate(sinr_db, cqi, kReferenceBlockBits) <= 0.1) best = cqi.index;
    return best;
}

TEST(Cqi, IsTheHighestWithinTenPercent) {
    for (const McsTable table : kTables) {
        for (double sinr_db = -20.0; sinr_db < 40.0; sinr_db += 0.0137)
            ASSERT_EQ(cqiFromSinr(sinr_db, table), highestCqiWithinTarget(sinr_db, table)) << sinr_db;
        EXPECT_EQ(cqiFromSinr(-std::numeric_limits<double>::infinity(), table), 0);
        EXPECT_EQ(cqiFromSinr(std::numeric_limits<double>::infinity(), table), 15);
        EXPECT_EQ(cqiFromSinr(std::numeric_limits<double>::quiet_NaN(), table), 0);
    }
}

TEST(Mcs, IsTheHighestNotAboveTheCqi) {
    for (const McsTable table : kTables) {
        EXPECT_EQ(mcsFromCqi(0, table), 0);
        for (const Scheme& cqi : cqiTable(table)) {
            const int mcs = mcsFromCqi(cqi.index, table);
            for (const Scheme& row : mcsTable(table)) {
                if (row.index > mcs) {
                    EXPECT_GT(row.spectral_efficiency(), cqi.spectral_efficiency());
                }
            }
            if (mcs > 0) {
                EXPECT_LE(mcsTable(table)[static_cast<std::size_t>(mcs)].spectral_efficiency(),
                          cqi.spectral_efficiency());
            }
        }
    }
    // By hand from the tables: the top CQI is 948/1024 in both, the last row of its MCS table.
    EXPECT_EQ(mcsFromCqi(15, McsTable::table1_64qam), 28);
    EXPECT_EQ(mcsFromCqi(15, McsTable::table2_256qam), 27);
    EXPECT_EQ(mcsFromCqi(7, McsTable::table1_64qam), 11);
}

TEST(Mcs, TheOuterLoopMovesItMonotonically) {
    for (const McsTable table : kTables)
        for (const Scheme& cqi : cqiTable(table)) {
            int previous = 0;
            for (double offset_db = -kOuterLoopLimitDb; offset_db <= kOuterLoopLimitDb; offset_db += 0.25) {
                const int mcs = mcsFromCqi(cqi.index, table, offset_db);
                EXPECT_GE(mcs, previous);
                previous = mcs;
            }
            EXPECT_LE(mcsFromCqi(cqi.index, table, -1.0), mcsFromCqi(cqi.index, table));
        }
}

// Analytic: the drift is zero where target x step down = (1 - target) x step up, which is at 10 % errors.
TEST(OuterLoop, SettlesAtTenPercentErrors) {
    for (const double reported_too_high_db : {-3.0, 0.0, 4.0}) {
        const Random random(5);
        const Scheme& wanted = mcsTable(McsTable::table2_256qam)[12];
        const double sinr_db = requiredSinrDb(wanted, kReferenceBlockBits) - reported_too_high_db;
        const int cqi = cqiFromSinr(sinr_db + reported_too_high_db, McsTable::table2_256qam);
        double offset_db = 0.0;
        int lost = 0;
        constexpr std::uint64_t kBlocks = 40000;
        for (std::uint64_t block = 0; block < kBlocks; ++block) {
            const int mcs = mcsFromCqi(cqi, McsTable::table2_256qam, offset_db);
            const double bler =
                codeBlockErrorRate(sinr_db, mcsTable(McsTable::table2_256qam)[static_cast<std::size_t>(mcs)],
                                   kReferenceBlockBits);
            const bool error = random.uniform(Stream::block_error, 0, block) < bler;
            lost += error ? 1 : 0;
            offset_db = outerLoopOffsetDb(offset_db, error);
        }
        EXPECT_NEAR(lost / static_cast<double>(kBlocks), 0.1, 0.005) << reported_too_high_db;
    }
}

TEST(OuterLoop, StaysWithinItsLimits) {
    double down = 0.0, up = 0.0;
    for (int i = 0; i < 10000; ++i) {
        down = outerLoopOffsetDb(down, true);
        up = outerLoopOffsetDb(up, false);
    }
    EXPECT_EQ(down, -kOuterLoopLimitDb);
    EXPECT_EQ(up, kOuterLoopLimitDb);
}

}  // namespace
}  // namespace celltwin::phy
