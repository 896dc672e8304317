// SPDX-License-Identifier: BSD-3-Clause
#include "calibration/score.h"

#include <gtest/gtest.h>

#include <cmath>

namespace celltwin::calibration {
namespace {

TEST(Score, BiasSpreadAndRmseByHand) {
    const std::vector<double> predicted{-100, -90, -80}, measured{-103, -90, -86};
    const ErrorScore s = scoreErrors("x", predicted, measured);
    EXPECT_EQ(s.count, 3U);
    EXPECT_DOUBLE_EQ(s.mean_error_db, 3.0);        // (3 + 0 + 6) / 3
    EXPECT_DOUBLE_EQ(s.rmse_db, std::sqrt(15.0));  // (9 + 0 + 36) / 3
    EXPECT_DOUBLE_EQ(s.std_db, std::sqrt(6.0));    // rmse² = bias² + std²
}

TEST(Score, GroupsComeInFirstSeenOrderWithAllLast) {
    const std::vector<std::string> group{"b", "a", "b"};
    const std::vector<double> predicted{1, 2, 3}, measured{0, 0, 0};
    const auto scores = scoreByGroup(group, predicted, measured);
    ASSERT_EQ(scores.size(), 3U);
    EXPECT_EQ(scores[0].group, "b");
    EXPECT_DOUBLE_EQ(scores[0].mean_error_db, 2.0);
    EXPECT_EQ(scores[1].group, "a");
    EXPECT_EQ(scores[2].group, "all");
    EXPECT_EQ(scores[2].count, 3U);
}

TEST(Score, NothingIsZeroNotNan) {
    const ErrorScore s = scoreErrors("none", {}, {});
    EXPECT_EQ(s.count, 0U);
    EXPECT_EQ(s.rmse_db, 0.0);
}

}  // namespace
}  // namespace celltwin::calibration
