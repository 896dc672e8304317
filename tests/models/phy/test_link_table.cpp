// SPDX-License-Identifier: BSD-3-Clause
//
// A link table is looked up as the text of TS 36.213 clause 7.2.3 reads: the highest CQI whose condition
// holds. With the thresholds of link_adaptation.h as its rows it must say what the curves say.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/base/error.h"
#include "models/phy/link_table.h"

namespace celltwin::phy {
namespace {

LinkTable tableOfCurves(McsTable mcs_table) {
    LinkTable table;
    for (int cqi = 1; cqi <= static_cast<int>(kCqiCount); ++cqi) {
        table.sinr_db[static_cast<std::size_t>(cqi - 1)] = cqiThresholdDb(cqi, mcs_table);
        table.mcs[static_cast<std::size_t>(cqi - 1)] = static_cast<std::uint8_t>(mcsFromCqi(cqi, mcs_table));
    }
    return table;
}

TEST(LinkTable, OfTheCurvesSaysWhatTheCurvesSay) {
    for (const McsTable mcs_table : {McsTable::lte_64qam, McsTable::table2_256qam}) {
        const LinkTable table = tableOfCurves(mcs_table);
        ASSERT_NO_THROW(checkLinkTable(table, mcs_table));
        for (double sinr_db = -20.0; sinr_db < 40.0; sinr_db += 0.01) {
            const int cqi = cqiFromSinr(sinr_db, mcs_table);
            ASSERT_EQ(cqiFromSinr(sinr_db, table), cqi) << sinr_db;
            ASSERT_EQ(mcsFromCqi(cqi, table), mcsFromCqi(cqi, mcs_table)) << sinr_db;
        }
    }
}

TEST(LinkTable, ThresholdsThemselvesAreReached) {
    const LinkTable table = tableOfCurves(McsTable::lte_64qam);
    for (std::size_t i = 0; i < kCqiCount; ++i) {
        EXPECT_EQ(cqiFromSinr(table.sinr_db[i], table), static_cast<int>(i) + 1);
        EXPECT_EQ(cqiFromSinr(std::nextafter(table.sinr_db[i], -100.0), table), static_cast<int>(i));
    }
    EXPECT_EQ(cqiFromSinr(-std::numeric_limits<double>::infinity(), table), 0);
    EXPECT_EQ(cqiFromSinr(std::numeric_limits<double>::quiet_NaN(), table), 0);
    EXPECT_EQ(mcsFromCqi(0, table), 0);
}

// ns-3's rule never reports some CQIs: two rows share a threshold, and the higher one counts.
TEST(LinkTable, EqualThresholdsGiveTheHigherCqi) {
    LinkTable table = tableOfCurves(McsTable::lte_64qam);
    table.sinr_db[6] = table.sinr_db[7];
    EXPECT_NO_THROW(checkLinkTable(table, McsTable::lte_64qam));
    EXPECT_EQ(cqiFromSinr(table.sinr_db[7], table), 8);
    EXPECT_EQ(cqiFromSinr(table.sinr_db[7] - 1e-9, table), 6);
}

TEST(LinkTable, RefusesWhatFallsOrIsNotThere) {
    const LinkTable good = tableOfCurves(McsTable::lte_64qam);
    LinkTable bad = good;
    bad.sinr_db[3] = bad.sinr_db[2] - 0.1;
    EXPECT_THROW(checkLinkTable(bad, McsTable::lte_64qam), ConfigError);
    bad = good;
    bad.sinr_db[14] = std::numeric_limits<double>::infinity();
    EXPECT_THROW(checkLinkTable(bad, McsTable::lte_64qam), ConfigError);
    bad = good;
    bad.mcs[9] = static_cast<std::uint8_t>(bad.mcs[8] - 1);
    EXPECT_THROW(checkLinkTable(bad, McsTable::lte_64qam), ConfigError);
    bad = good;
    bad.mcs[14] = 28;
    EXPECT_NO_THROW(checkLinkTable(bad, McsTable::lte_64qam));
    EXPECT_THROW(checkLinkTable(bad, McsTable::lte_256qam), ConfigError) << "its rows end at 27";
}

}  // namespace
}  // namespace celltwin::phy
