// SPDX-License-Identifier: BSD-3-Clause
//
// The key link_table of a carrier: what is written arrives, in the resolved text too; what falls or is short
// is refused.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

constexpr const char* kSinr =
    "[-4.5, -3.5, -1.5, 0.5, 2, 4.25, 6, 7.75, 10.25, 11.5, 13.5, 15.5, 17, 19, 20]";
constexpr const char* kMcs = "[0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28]";

std::string scenarioWith(const std::string& sinr, const std::string& mcs, const std::string& table) {
    return "network:\n  carrier: {mcs_table: " + table +
           ", prb_count: 50, bandwidth_mhz: 10, link_table: {sinr_db: " + sinr + ", mcs: " + mcs + "}}\n" +
           std::string(kNetwork).substr(std::string("network:\n").size());
}

TEST(LinkTableKey, ArrivesAndRoundTrips) {
    const Scenario s = readText(scenarioWith(kSinr, kMcs, "lte-qam64"));
    ASSERT_TRUE(s.network.carriers[0].link_table);
    const phy::LinkTable& table = *s.network.carriers[0].link_table;
    EXPECT_EQ(table.sinr_db[5], 4.25);
    EXPECT_EQ(table.mcs[14], 28);
    const Scenario again = readText(resolvedYaml(s));
    ASSERT_TRUE(again.network.carriers[0].link_table);
    EXPECT_EQ(again.network.carriers[0].link_table->sinr_db, table.sinr_db);
    EXPECT_EQ(again.network.carriers[0].link_table->mcs, table.mcs);
}

TEST(LinkTableKey, WhatCannotBeIsRefused) {
    const auto said = [](const std::string& sinr, const std::string& mcs, const std::string& table) {
        return complaints(scenarioWith(sinr, mcs, table));
    };
    const std::string falls = "[-4.5, -3.5, -5, 0.5, 2, 4.25, 6, 7.75, 10.25, 11.5, 13.5, 15.5, 17, 19, 20]";
    EXPECT_THAT(said(falls, kMcs, "lte-qam64"), HasSubstr("of CQI 3 must not be below"));
    EXPECT_THAT(said(kSinr, kMcs, "lte-qam256"), HasSubstr("MCS 28 of CQI 15; the table ends at 27"));
    EXPECT_THAT(said("[1, 2]", kMcs, "lte-qam64"), HasSubstr("sinr_db"));
    EXPECT_EQ(said(kSinr, kMcs, "lte-qam64"), "");
}

}  // namespace
}  // namespace celltwin::scenario
