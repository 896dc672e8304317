// SPDX-License-Identifier: BSD-3-Clause
//
// The fast kernel is judged by the plain sum beside it, and both by properties of a sum of powers.
#include "models/link/sinr.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "models/base/random.h"

namespace celltwin::link {
namespace {

struct Row {
    std::vector<float> power_mw, activity;
    std::size_t cells = 0;
};

/// Powers over 100 dB as a real row has, activities 0 to 1, zeros in the pads.
Row makeRow(std::uint64_t index, std::size_t cells) {
    const Random random(77);
    Row row{std::vector<float>(paddedRow(cells), 0.0F), std::vector<float>(paddedRow(cells), 0.0F), cells};
    for (std::size_t c = 0; c < cells; ++c) {
        const double dbm = -140.0 + 100.0 * random.uniform(Stream::layout, index, 2 * c);
        row.power_mw[c] = static_cast<float>(std::pow(10.0, dbm / 10.0));
        row.activity[c] = static_cast<float>(random.uniform(Stream::layout, index, 2 * c + 1));
    }
    return row;
}

double gapDb(double a, double b) {
    return std::fabs(10.0 * std::log10(a / b));
}

TEST(InterferenceMw, MatchesTheReference) {
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const std::size_t cells = 2 + i % 173;
        const Row row = makeRow(i, cells);
        for (const std::size_t serving : {std::size_t{0}, i % cells, cells - 1})
            ASSERT_LT(gapDb(interferenceMw(row.power_mw, row.activity, serving),
                            referenceInterferenceMw(row.power_mw, row.activity, serving)),
                      1e-4)
                << "row " << i << ", " << cells << " cells, serving " << serving;
    }
}

// Subtracting the serving cell from the whole sum would lose the rest here: 120 dB between them.
TEST(InterferenceMw, StrongServingCellCostsNoDigits) {
    for (std::size_t serving = 0; serving < 57; ++serving) {
        Row row = makeRow(serving, 57);
        row.power_mw[serving] = 1e6F;
        row.activity[serving] = 1.0F;
        EXPECT_LT(gapDb(interferenceMw(row.power_mw, row.activity, serving),
                        referenceInterferenceMw(row.power_mw, row.activity, serving)),
                  1e-4);
    }
}

TEST(InterferenceMw, OneCellAloneHearsNone) {
    const Row row = makeRow(1, 1);
    EXPECT_EQ(interferenceMw(row.power_mw, row.activity, 0), 0.0F);
    EXPECT_EQ(referenceInterferenceMw(row.power_mw, row.activity, 0), 0.0);
}

TEST(InterferenceMw, ServingPowerAndActivityDoNotCount) {
    Row row = makeRow(4, 40);
    const float before = interferenceMw(row.power_mw, row.activity, 17);
    row.power_mw[17] *= 1000.0F;
    row.activity[17] = 0.25F;
    EXPECT_EQ(interferenceMw(row.power_mw, row.activity, 17), before);
}

TEST(InterferenceMw, SilentNeighboursInterfereNot) {
    Row row = makeRow(5, 33);
    std::fill(row.activity.begin(), row.activity.end(), 0.0F);
    EXPECT_EQ(interferenceMw(row.power_mw, row.activity, 3), 0.0F);
}

TEST(InterferenceMw, GrowsWithEveryNeighboursActivity) {
    Row row = makeRow(6, 57);
    for (std::size_t c = 0; c < 57; ++c) {
        if (c == 20) continue;
        const float kept = row.activity[c];
        const float before = interferenceMw(row.power_mw, row.activity, 20);
        row.activity[c] = 1.0F;
        EXPECT_GE(interferenceMw(row.power_mw, row.activity, 20), before) << c;
        row.activity[c] = kept;
    }
}

// Fingerprints hold the order of the additions.
TEST(InterferenceMw, SumsSixteenLanesThenHalves) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        const std::size_t cells = 2 + i % 173, serving = i % cells;
        const Row row = makeRow(i, cells);
        std::array<float, kRowPad> lanes{};
        for (std::size_t c = 0; c < cells; ++c)
            if (c != serving) lanes[c % kRowPad] += row.power_mw[c] * row.activity[c];
        for (std::size_t half = kRowPad / 2; half > 0; half /= 2)
            for (std::size_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
        ASSERT_EQ(interferenceMw(row.power_mw, row.activity, serving), lanes[0])
            << cells << " cells, serving " << serving;
    }
}

// Powers of two scale a float sum exactly.
TEST(InterferenceMw, ScalesExactly) {
    Row row = makeRow(7, 57);
    const float before = interferenceMw(row.power_mw, row.activity, 9);
    for (float& p : row.power_mw) p *= 8.0F;
    EXPECT_EQ(interferenceMw(row.power_mw, row.activity, 9), 8.0F * before);
}

TEST(InterferenceMw, MorePadsChangeNoBit) {
    Row row = makeRow(8, 23);
    const float before = interferenceMw(row.power_mw, row.activity, 5);
    row.power_mw.resize(row.power_mw.size() + kRowPad, 0.0F);
    row.activity.resize(row.activity.size() + kRowPad, 0.0F);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(interferenceMw(row.power_mw, row.activity, 5)),
              std::bit_cast<std::uint32_t>(before));
}

TEST(PaddedRow, RoundsUp) {
    EXPECT_EQ(paddedRow(0), 0U);
    EXPECT_EQ(paddedRow(1), kRowPad);
    EXPECT_EQ(paddedRow(kRowPad), kRowPad);
    EXPECT_EQ(paddedRow(kRowPad + 1), 2 * kRowPad);
}

}  // namespace
}  // namespace celltwin::link
