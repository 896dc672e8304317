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
    EXPECT_THAT(subbandSizes({6, 24}, SubbandConfiguration::second), ElementsAre(2, 8, 8, 6));
    const auto sizes = subbandSizes({0, 273}, SubbandConfiguration::first);
    EXPECT_EQ(sizes.size(), 18U);
    EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), 0), 273);
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

TEST(CqiReport, FollowsTheSubbands) {
    std::vector<float> sinr(52, fromDb(12.0));
    for (std::size_t prb = 0; prb < 4; ++prb) sinr[prb] = fromDb(2.0);
    for (std::size_t prb = 48; prb < 52; ++prb) sinr[prb] = fromDb(25.0);
    CqiReport report;
    const McsTable table = McsTable::table2_256qam;
    reportCqi(sinr, {0, 52}, SubbandConfiguration::first, table, report);
    ASSERT_EQ(report.differential.size(), 13U);
    EXPECT_EQ(report.differential.front(), 3);
    EXPECT_EQ(report.differential.back(), 2);
    EXPECT_EQ(cqiFromDifferential(report.differential[5], report.wideband), cqiFromSinr(12.0, table));
    EXPECT_LE(report.wideband, cqiFromSinr(25.0, table));
    EXPECT_GE(report.wideband, cqiFromSinr(2.0, table));
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
