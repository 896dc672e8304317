// SPDX-License-Identifier: BSD-3-Clause
//
// The table against rows known by heart from TS 23.501 Table 5.7.4-1, and against what the clause says of all
// of them.
#include <gtest/gtest.h>

#include <set>

#include "models/qos/five_qi.h"

namespace celltwin::qos {
namespace {

TEST(FiveQi, KnownRows) {
    const FiveQi* voice = findFiveQi(1);
    ASSERT_NE(voice, nullptr);
    EXPECT_EQ(voice->resource_type, ResourceType::gbr);
    EXPECT_EQ(voice->priority_level, 20);
    EXPECT_EQ(voice->delay_budget_ms, 100.0);
    EXPECT_DOUBLE_EQ(voice->error_rate, 1e-2);
    EXPECT_EQ(voice->averaging_window_ms, 2000.0);
    const FiveQi* default_bearer = findFiveQi(9);
    ASSERT_NE(default_bearer, nullptr);
    EXPECT_EQ(default_bearer->resource_type, ResourceType::non_gbr);
    EXPECT_EQ(default_bearer->priority_level, 90);
    EXPECT_EQ(default_bearer->delay_budget_ms, 300.0);
    EXPECT_DOUBLE_EQ(default_bearer->error_rate, 1e-6);
    const FiveQi* automation = findFiveQi(82);
    ASSERT_NE(automation, nullptr);
    EXPECT_EQ(automation->resource_type, ResourceType::delay_critical_gbr);
    EXPECT_EQ(automation->burst_bytes, 255);
    EXPECT_EQ(findFiveQi(80)->delay_budget_ms, 10.0);
    EXPECT_EQ(findFiveQi(75), nullptr);
    EXPECT_EQ(findFiveQi(0), nullptr);
    EXPECT_EQ(findFiveQi(-1), nullptr);
}

// Clause 5.7.3.6: GBR flows alone have an averaging window; clause 5.7.3.7: delay critical ones alone a burst
// volume, and their delay budget is 30 ms at most.
TEST(FiveQi, CharacteristicsGoWithTheResourceType) {
    std::set<int> numbers;
    for (const FiveQi& row : fiveQis()) {
        EXPECT_TRUE(numbers.insert(row.number).second) << row.number;
        EXPECT_EQ(row.averaging_window_ms > 0.0, row.resource_type != ResourceType::non_gbr) << row.number;
        EXPECT_EQ(row.burst_bytes > 0, row.resource_type == ResourceType::delay_critical_gbr) << row.number;
        if (row.burst_bytes > 0) {
            EXPECT_LE(row.delay_budget_ms, 30.0) << row.number;
        }
        EXPECT_EQ(findFiveQi(row.number), &row);
    }
    EXPECT_EQ(numbers.size(), 31U);
}

}  // namespace
}  // namespace celltwin::qos
