// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#ifdef CELLTWIN_WITH_NS3_LTE
#include <ns3/lte-amc.h>
#endif

#include <utility>

#include "models/phy/bler.h"
#include "models/phy/lte_tables.h"

namespace celltwin::phy {
namespace {

// ns-3 3.37 as oracle: LteAmc holds Tables 7.1.7.1-1 and 7.1.7.2.1-1 (I_TBS 0 to 26).
TEST(LteTransportBlock, MatchesNs3) {
#ifdef CELLTWIN_WITH_NS3_LTE
    const auto amc = ns3::CreateObject<ns3::LteAmc>();
    for (int mcs = 0; mcs <= 28; ++mcs)
        for (int prb = 1; prb <= 110; ++prb)
            // I_TBS 6 with one PRB is 328 in the table and 88 in ns-3.
            ASSERT_EQ(mcs == 6 && prb == 1 ? 88U : lteTransportBlockBits(prb, mcs, McsTable::lte_64qam, 1),
                      static_cast<std::uint32_t>(amc->GetDlTbSizeFromMcs(mcs, prb)))
                << "MCS " << mcs << ", " << prb << " PRB";
#else
    GTEST_SKIP() << "ns-3's LTE module is not there; the comparison needs it";
#endif
}

// TS 36.213 Table 7.1.6.1-1, at the ends of its rows.
TEST(LteRbg, Sizes) {
    for (const auto& [prbs, size] :
         {std::pair{1, 1}, {10, 1}, {11, 2}, {26, 2}, {27, 3}, {63, 3}, {64, 4}, {110, 4}})
        EXPECT_EQ(lteRbgSize(prbs), size) << prbs;
}

// UE categories of TS 36.306 Table 4.1-1: the largest blocks they must take are those of 100 PRB at the last
// MCS: 75376 (category 3 and 4, two blocks 150752), 97896 with 256QAM (195816 on two layers), 149776 on two
// layers (category 5).
TEST(LteTransportBlock, LargestBlocksOfTheCategories) {
    EXPECT_EQ(lteTransportBlockBits(100, 28, McsTable::lte_64qam, 1), 75376U);
    EXPECT_EQ(lteTransportBlockBits(100, 28, McsTable::lte_64qam, 2), 150752U);
    EXPECT_EQ(lteTransportBlockBits(100, 28, McsTable::lte_64qam, 4), 299552U);
    EXPECT_EQ(lteTransportBlockBits(100, 27, McsTable::lte_256qam, 1), 97896U);
    EXPECT_EQ(lteTransportBlockBits(100, 27, McsTable::lte_256qam, 4), 2U * 195816U);
    EXPECT_EQ(lteTransportBlockBits(0, 5, McsTable::lte_64qam, 1), 0U);
    EXPECT_EQ(lteTransportBlockBits(1, 6, McsTable::lte_64qam, 1), 328U);  // the table's one odd entry
}

// Every one-layer size of 56 PRB and more has its translation; two layers hold about twice one, and more PRBs
// or a higher MCS never hold less.
TEST(LteTransportBlock, TwoLayersAreAboutTwice) {
    for (const McsTable table : {McsTable::lte_64qam, McsTable::lte_256qam})
        for (int mcs = 0; mcs < static_cast<int>(mcsTable(table).size()); ++mcs)
            for (int prb = 2; prb <= 110; ++prb) {
                const double one = lteTransportBlockBits(prb, mcs, table, 1);
                const double two = lteTransportBlockBits(prb, mcs, table, 3) - one;
                if (prb > 20 &&
                    mcs + 1 < static_cast<int>(mcsTable(table).size())) {  // the last row is cut off
                    EXPECT_NEAR(two / one, 2.0, 0.1) << mcs << " " << prb;
                }
                EXPECT_GE(one, lteTransportBlockBits(prb - 1, mcs, table, 1) * (prb == 2 ? 0.5 : 1.0));
                if (mcs > 0) {
                    EXPECT_GE(one, lteTransportBlockBits(prb, mcs - 1, table, 1));
                }
            }
}

TEST(LteSchemes, RatesAndThresholdsRise) {
    for (const McsTable table : {McsTable::lte_64qam, McsTable::lte_256qam}) {
        const auto rows = mcsTable(table);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(rows[i].index, static_cast<int>(i));
            EXPECT_GT(rows[i].code_rate_x1024, 90.0);
            EXPECT_LT(rows[i].code_rate_x1024, 950.0);
        }
        EXPECT_EQ(cqiTable(table).size(), 15U);
        int previous = 0;
        for (double db = -10.0; db < 30.0; db += 0.1) {
            const int mcs = mcsFromSinr(db, table);
            EXPECT_GE(mcs, previous);
            previous = mcs;
        }
        EXPECT_EQ(previous, static_cast<int>(rows.size()) - 1);
    }
    // By hand: (75376 + 24 + 13 x 24) / (100 x 144 x 6) at MCS 28, 13 code blocks.
    EXPECT_NEAR(lteScheme(28, McsTable::lte_64qam, 100, 144, 1).code_rate_x1024 / 1024.0, 75712.0 / 86400.0,
                1e-12);
}

}  // namespace
}  // namespace celltwin::phy
