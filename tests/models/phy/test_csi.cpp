// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/base/error.h"
#include "models/phy/csi.h"

namespace celltwin::phy {
namespace {

using ::testing::ElementsAre;

float fromDb(double db) {
    return static_cast<float>(std::pow(10.0, db / 10.0));
}

// TS 38.214 Table 5.2.1.4-2.
TEST(Subbands, Sizes) {
    EXPECT_EQ(subbandSize(24, SubbandConfiguration::first), 4);
    EXPECT_EQ(subbandSize(72, SubbandConfiguration::second), 8);
    EXPECT_EQ(subbandSize(106, SubbandConfiguration::first), 8);
    EXPECT_EQ(subbandSize(273, SubbandConfiguration::second), 32);
    EXPECT_EQ(subbandSize(11, SubbandConfiguration::first), 11);
    EXPECT_THROW(subbandSize(0, SubbandConfiguration::first), ConfigError);
    EXPECT_THROW(subbandSize(276, SubbandConfiguration::first), ConfigError);
}

// TS 38.214 Table 5.2.2.1-1.
TEST(DifferentialCqi, Levels) {
    EXPECT_EQ(differentialCqi(7, 7), 0);
    EXPECT_EQ(differentialCqi(8, 7), 1);
    EXPECT_EQ(differentialCqi(9, 7), 2);
    EXPECT_EQ(differentialCqi(15, 7), 2);
    EXPECT_EQ(differentialCqi(6, 7), 3);
    EXPECT_EQ(differentialCqi(0, 7), 3);
    for (int wideband = 0; wideband <= 15; ++wideband)
        for (int subband = 0; subband <= 15; ++subband) {
            const int seen = cqiFromDifferential(differentialCqi(subband, wideband), wideband);
            EXPECT_EQ(seen, std::clamp(std::clamp(subband, wideband - 1, wideband + 2), 0, 15));
        }
}

TEST(WidebandCqi, OfAFlatChannelIsThatOfItsSinr) {
    for (const McsTable table :
         {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se, McsTable::table4_1024qam})
        for (double db = -12.0; db < 32.0; db += 0.31) {
            const std::vector<float> flat(51, fromDb(db));
            EXPECT_EQ(widebandCqi(flat, table), cqiFromSinr(db, table)) << db;
        }
    EXPECT_EQ(widebandCqi({}, McsTable::table1_64qam), 0);
    const std::vector<float> nothing(3, 0.0F);
    EXPECT_EQ(widebandCqi(nothing, McsTable::table1_64qam), 0);
}

TEST(MeanCqi, OneCqiIsItselfAndMixturesLieBetween) {
    for (const McsTable table : {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::lte_64qam})
        for (int low = 1; low <= 15; ++low) {
            std::array<int, 16> prbs{};
            prbs[static_cast<std::size_t>(low)] = 7;
            EXPECT_EQ(meanCqi(prbs, table), low);
            EXPECT_DOUBLE_EQ(sinrOfCqisDb(prbs, table), cqiThresholdDb(low, table));
            for (int high = low + 1; high <= 15; ++high) {
                double before = cqiThresholdDb(low, table);
                for (int share = 1; share <= 7; ++share) {
                    prbs = {};
                    prbs[static_cast<std::size_t>(low)] = 7 - share;
                    prbs[static_cast<std::size_t>(high)] = share;
                    const double db = sinrOfCqisDb(prbs, table);
                    EXPECT_GE(db, before - 1e-9) << low << " and " << high;
                    before = db;
                }
                EXPECT_DOUBLE_EQ(before, cqiThresholdDb(high, table));
            }
        }
}

// TS 38.214 Table 5.2.2.1-2: CQI 4 has 0.6016 bit, CQI 6 has 1.1758, CQI 5 0.8770, CQI 7 1.4766.
TEST(MeanCqi, AveragesEfficiency) {
    std::array<int, 16> prbs{};
    prbs[4] = prbs[6] = 5;  // 0.8887
    EXPECT_EQ(meanCqi(prbs, McsTable::table1_64qam), 5);
    prbs[4] = 6;  // 0.8626
    EXPECT_EQ(meanCqi(prbs, McsTable::table1_64qam), 4);
    prbs = {};
    prbs[0] = prbs[7] = 2;  // 0.7383: half of the PRBs carry nothing
    EXPECT_EQ(meanCqi(prbs, McsTable::table1_64qam), 4);
    prbs[7] = 0;
    EXPECT_EQ(meanCqi(prbs, McsTable::table1_64qam), 0);
    EXPECT_EQ(sinrOfCqisDb(prbs, McsTable::table1_64qam), -std::numeric_limits<double>::infinity());
}

TEST(NewestReport, WaitsForItsDelay) {
    EXPECT_EQ(newestReportSlot(0, 20, 0, 0), 0);
    EXPECT_EQ(newestReportSlot(19, 20, 0, 0), 0);
    EXPECT_EQ(newestReportSlot(20, 20, 0, 0), 20);
    EXPECT_EQ(newestReportSlot(23, 20, 0, 4), 0);
    EXPECT_EQ(newestReportSlot(24, 20, 0, 4), 20);
    EXPECT_EQ(newestReportSlot(8, 20, 5, 4), -1);
    EXPECT_EQ(newestReportSlot(9, 20, 5, 4), 5);
    for (std::int64_t slot = 0; slot < 500; ++slot) {
        const std::int64_t newest = newestReportSlot(slot, 7, 3, 5);
        if (newest >= 0) {
            EXPECT_LE(newest + 5, slot);
            EXPECT_GT(newest + 7 + 5, slot);
        }
    }
}

}  // namespace
}  // namespace celltwin::phy
