// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/load_balance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "models/rrc/events.h"

namespace celltwin::rrc {
namespace {

TEST(LoadBalancing, StepsByHand) {
    const LoadBalancing rule{.step_db = 1.0, .max_offset_db = 2.5, .threshold = 0.75, .hysteresis = 0.25};
    EXPECT_EQ(nextOffsetDb(rule, 0.75, 0.0, 0.0), 0.0);    // not above
    EXPECT_EQ(nextOffsetDb(rule, 0.875, 0.0, 0.0), -1.0);  // sheds
    EXPECT_EQ(nextOffsetDb(rule, 0.875, 0.0, -2.0), -2.5);
    EXPECT_EQ(nextOffsetDb(rule, 0.875, 0.625, 0.0), 0.0);  // the neighbours are as full
    EXPECT_EQ(nextOffsetDb(rule, 0.5, 0.0, -2.0), -2.0);    // between
    EXPECT_EQ(nextOffsetDb(rule, 0.375, 0.0, -2.0), -1.0);  // recovers
    EXPECT_EQ(nextOffsetDb(rule, 0.375, 0.0, -0.5), 0.0);
    EXPECT_TRUE(shedsTo(rule, 0.875, 0.375));
    EXPECT_FALSE(shedsTo(rule, 0.75, 0.375));
    EXPECT_FALSE(shedsTo(rule, 0.875, 0.5));
}

// Within the bounds, at most one step a period, and never higher for more load.
TEST(LoadBalancing, BoundedAndMonotonic) {
    const LoadBalancing rule;
    std::mt19937 draw(2);
    std::uniform_real_distribution<double> load(0.0, 1.0);
    std::array<double, 6> offsets{}, loads{}, neighbours{};
    for (int period = 0; period < 2000; ++period) {
        std::ranges::generate(loads, [&] { return load(draw); });
        std::ranges::generate(neighbours, [&] { return load(draw) * 0.7; });
        const auto before = offsets;
        updateOffsets(rule, loads, neighbours, offsets);
        for (std::size_t c = 0; c < offsets.size(); ++c) {
            ASSERT_LE(std::abs(offsets[c] - before[c]), rule.step_db);
            ASSERT_LE(offsets[c], 0.0);
            ASSERT_GE(offsets[c], -rule.max_offset_db);
            ASSERT_LE(nextOffsetDb(rule, std::min(1.0, loads[c] + 0.2), neighbours[c], before[c]),
                      nextOffsetDb(rule, loads[c], neighbours[c], before[c]));
        }
    }
}

/// The lead in dB of the neighbour over the serving cell from which A3 enters, in steps of 1/16 dB.
double leadToLeave(double serving_offset_db, double neighbour_offset_db) {
    const EventConfig a3{.offset_db = 2.0, .hysteresis_db = 1.0};
    for (double lead = -30.0;; lead += 0.0625)
        if (entering(a3, {0, -90.0, serving_offset_db}, {1, -90.0 + lead, neighbour_offset_db})) return lead;
}

// Ocp and Ocn from one offset per cell: the way out gets easier by what the way back gets harder.
TEST(LoadBalancing, TheSumOfBothMarginsStays) {
    const double both = 2.0 * leadToLeave(0.0, 0.0);
    for (const double a : {0.0, -1.5, -6.0})
        for (const double b : {0.0, -2.0}) {
            EXPECT_EQ(leadToLeave(a, b) + leadToLeave(b, a), both);
            EXPECT_EQ(leadToLeave(a, b), leadToLeave(0.0, 0.0) + a - b);
        }
}

// Two cells 500 m apart, users evenly on the line but 1.5 times as dense around the first; a border where
// 35 log10(d1/d2) equals the difference of offsets. The rule brings the first below its threshold and rests.
TEST(LoadBalancing, UnloadsAHotCellAndRests) {
    const LoadBalancing rule{.step_db = 0.5, .max_offset_db = 6.0, .threshold = 0.8, .hysteresis = 0.1};
    std::array<double, 2> offsets{};
    const auto loads = [&] {
        const double ratio = std::pow(10.0, (offsets[0] - offsets[1]) / 35.0);
        const double border = ratio / (1.0 + ratio);  // of the way from the first to the second
        const double first = 0.9 * border / 0.5, all = 0.9 + 0.6;
        return std::array<double, 2>{first, all - first};
    };
    EXPECT_GT(loads()[0], rule.threshold);
    for (int period = 0; period < 50; ++period) {
        const auto now = loads();
        updateOffsets(rule, now, std::array<double, 2>{now[1], now[0]}, offsets);
    }
    EXPECT_LE(loads()[0], rule.threshold);
    const auto rested = offsets;
    const auto now = loads();
    updateOffsets(rule, now, std::array<double, 2>{now[1], now[0]}, offsets);
    EXPECT_EQ(offsets, rested);
}

}  // namespace
}  // namespace celltwin::rrc
