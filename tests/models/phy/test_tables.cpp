// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {
namespace {

// The spectral efficiency column as TS 38.214 prints it: a column of its own there, so a slip in a code rate
// or a modulation order shows.
const std::vector<double> kPrintedMcs1 = {0.2344, 0.3066, 0.3770, 0.4902, 0.6016, 0.7402, 0.8770, 1.0273,
                                          1.1758, 1.3262, 1.3281, 1.4766, 1.6953, 1.9141, 2.1602, 2.4063,
                                          2.5703, 2.5664, 2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129,
                                          4.5234, 4.8164, 5.1152, 5.3320, 5.5547};
const std::vector<double> kPrintedMcs2 = {0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.6953,
                                          1.9141, 2.1602, 2.4063, 2.5703, 2.7305, 3.0293, 3.3223,
                                          3.6094, 3.9023, 4.2129, 4.5234, 4.8164, 5.1152, 5.3320,
                                          5.5547, 5.8906, 6.2266, 6.5703, 6.9141, 7.1602, 7.4063};
const std::vector<double> kPrintedMcs3 = {0.0586, 0.0781, 0.0977, 0.1250, 0.1523, 0.1934, 0.2344, 0.3066,
                                          0.3770, 0.4902, 0.6016, 0.7402, 0.8770, 1.0273, 1.1758, 1.3281,
                                          1.4766, 1.6953, 1.9141, 2.1602, 2.4063, 2.5664, 2.7305, 3.0293,
                                          3.3223, 3.6094, 3.9023, 4.2129, 4.5234};
const std::vector<double> kPrintedCqi1 = {0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766, 1.9141,
                                          2.4063, 2.7305, 3.3223, 3.9023, 4.5234, 5.1152, 5.5547};
const std::vector<double> kPrintedCqi2 = {0.1523, 0.3770, 0.8770, 1.4766, 1.9141, 2.4063, 2.7305, 3.3223,
                                          3.9023, 4.5234, 5.1152, 5.5547, 6.2266, 6.9141, 7.4063};
const std::vector<double> kPrintedCqi3 = {0.0586, 0.0977, 0.1523, 0.2344, 0.3770, 0.6016, 0.8770, 1.1758,
                                          1.4766, 1.9141, 2.4063, 2.7305, 3.3223, 3.9023, 4.5234};

// Table 4 prints them too (Release 17).
const std::vector<double> kPrintedMcs4 = {0.2344, 0.3770, 0.8770, 1.4766, 1.9141, 2.4063, 2.7305,
                                          3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234, 4.8164,
                                          5.1152, 5.3320, 5.5547, 5.8906, 6.2266, 6.5703, 6.9141,
                                          7.1602, 7.4063, 7.8662, 8.3301, 8.7939, 9.2578};
const std::vector<double> kPrintedCqi4 = {0.1523, 0.3770, 0.8770, 1.4766, 2.4063, 3.3223, 3.9023, 4.5234,
                                          5.1152, 5.5547, 6.2266, 6.9141, 7.4063, 8.3301, 9.2578};

void expectPrinted(std::span<const Scheme> rows, const std::vector<double>& printed, int first_index) {
    ASSERT_EQ(rows.size(), printed.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].index, static_cast<int>(i) + first_index);
        EXPECT_NEAR(rows[i].spectral_efficiency(), printed[i], 5.1e-5) << "index " << rows[i].index;
    }
}

TEST(SchemeTables, SpectralEfficiencyIsAsPrinted) {
    expectPrinted(mcsTable(McsTable::table1_64qam), kPrintedMcs1, 0);
    expectPrinted(mcsTable(McsTable::table2_256qam), kPrintedMcs2, 0);
    expectPrinted(mcsTable(McsTable::table3_low_se), kPrintedMcs3, 0);
    expectPrinted(mcsTable(McsTable::table4_1024qam), kPrintedMcs4, 0);
    expectPrinted(cqiTable(McsTable::table4_1024qam), kPrintedCqi4, 1);
    expectPrinted(cqiTable(McsTable::table1_64qam), kPrintedCqi1, 1);
    expectPrinted(cqiTable(McsTable::table2_256qam), kPrintedCqi2, 1);
    expectPrinted(cqiTable(McsTable::table3_low_se), kPrintedCqi3, 1);
}

TEST(SchemeTables, OrderRisesAndRateIsBelowOne) {
    for (const McsTable table :
         {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se, McsTable::table4_1024qam})
        for (const auto rows : {mcsTable(table), cqiTable(table)})
            for (std::size_t i = 0; i < rows.size(); ++i) {
                EXPECT_LT(rows[i].code_rate_x1024, 1024.0);
                EXPECT_EQ(std::fmod(2.0 * rows[i].code_rate_x1024, 1.0), 0.0);
                if (i > 0) {
                    EXPECT_GE(rows[i].modulation_order, rows[i - 1].modulation_order);
                }
            }
}

// Every CQI row from 2 on (tables 1 and 2) is also an MCS row, so link adaptation loses nothing to rounding.
TEST(SchemeTables, EveryCqiHasItsMcs) {
    for (const McsTable table :
         {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se, McsTable::table4_1024qam})
        for (const Scheme& cqi : cqiTable(table).subspan(table == McsTable::table3_low_se ? 0 : 1)) {
            const Scheme mcs = mcsTable(table)[static_cast<std::size_t>(mcsFromCqi(cqi.index, table))];
            EXPECT_DOUBLE_EQ(mcs.spectral_efficiency(), cqi.spectral_efficiency()) << "CQI " << cqi.index;
        }
}

}  // namespace
}  // namespace celltwin::phy
