// SPDX-License-Identifier: BSD-3-Clause
//
// Numbers with six decimals come from an independent evaluation of eqs. 7.6-22 to 7.6-27 with the signs of
// Table 7.6.4.1-3 in Python.
#include "models/propagation/blockage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace celltwin::propagation {
namespace {

double at(double azimuth, double zenith, const Screen& s, double ghz) {
    return screenLossDb(s, azimuth, zenith, Hertz{ghz * 1e9});
}

TEST(Screen, Equation) {
    const Screen outdoor{0.0, 10.0, 90.0, 5.0, 10.0};
    EXPECT_NEAR(at(0, 90, outdoor, 30), 10.058278, 1e-6);
    EXPECT_NEAR(at(5, 90, outdoor, 30), 3.948513, 1e-6);
    EXPECT_NEAR(at(7, 91, outdoor, 30), 0.762360, 1e-6);
    EXPECT_NEAR(at(-9.9, 92, outdoor, 30), 0.207076, 1e-6);
    EXPECT_NEAR(at(3, 86, outdoor, 30), 0.991049, 1e-6);
    EXPECT_NEAR(at(0, 90, {0.0, 30.0, 90.0, 10.0, 2.0}, 60), 12.776199, 1e-6);
    EXPECT_NEAR(at(12, 94, {0.0, 30.0, 90.0, 10.0, 2.0}, 3.5), 2.070856, 1e-6);
}

TEST(Screen, EndsOneSpanFromItsCentre) {
    const Screen s{0.0, 10.0, 90.0, 5.0, 10.0};
    for (const double azimuth : {10.0, 11.0, 180.0, -10.0}) EXPECT_EQ(at(azimuth, 90, s, 30), 0.0);
    for (const double zenith : {95.0, 85.0, 0.0, 180.0}) EXPECT_EQ(at(0, zenith, s, 30), 0.0);
}

TEST(Screen, IsSymmetricAndWrapsAround) {
    const Screen s{357.0, 20.0, 90.0, 6.0, 2.0};
    for (double off = 0.0; off < 20.0; off += 0.7)
        for (double up = 0.0; up < 6.0; up += 0.5) {
            const double loss = at(357.0 + off, 90.0 + up, s, 28);
            EXPECT_NEAR(at(357.0 - off, 90.0 + up, s, 28), loss, 1e-9);
            EXPECT_NEAR(at(357.0 + off, 90.0 - up, s, 28), loss, 1e-9);
            EXPECT_NEAR(at(off - 3.0, 90.0 + up, s, 28), loss, 1e-9);
        }
}

// The sign flips where its term is zero: no jump at the edge, and less loss with every step outwards.
TEST(Screen, FallsWithoutAJumpAcrossItsEdge) {
    const Screen s{0.0, 16.0, 90.0, 8.0, 10.0};
    for (const double zenith : {90.0, 93.9, 94.1, 96.0}) {
        double previous = at(0.0, zenith, s, 28);
        for (double azimuth = 0.01; azimuth < 16.0; azimuth += 0.01) {
            const double loss = at(azimuth, zenith, s, 28);
            ASSERT_LE(loss, previous + 1e-9) << azimuth << ' ' << zenith;
            ASSERT_LT(previous - loss, 0.12) << azimuth << ' ' << zenith;
            previous = loss;
        }
        EXPECT_GE(previous, 0.0);
    }
}

// Higher frequencies see sharper edges: more loss behind the middle, and beside the screen less, once its
// height is many wavelengths.
TEST(Screen, SharpensWithFrequency) {
    const Screen s{0.0, 10.0, 90.0, 5.0, 10.0};
    for (const double ghz : {1.0, 3.5, 10.0, 30.0}) EXPECT_GT(at(0, 90, s, 2 * ghz), at(0, 90, s, ghz));
    for (const double ghz : {30.0, 60.0, 120.0}) EXPECT_LT(at(8, 90, s, 2 * ghz), at(8, 90, s, ghz));
}

// Table 7.6.4.1-2: uniform widths; 4 x 5000 draws have a standard error of 0.002 of the span.
TEST(Screens, FollowTheTable) {
    const Random random(5);
    double offices = 0.0, heights = 0.0, streets = 0.0;
    for (std::uint64_t ue = 0; ue < 5000; ++ue) {
        const std::array<double, kScreens> draws{0.1, 0.35, 0.6, 0.85};
        const auto office = screensOf(random, ue, BlockageSetting::indoor_office, draws);
        const auto street = screensOf(random, ue, BlockageSetting::outdoor, draws);
        for (std::size_t k = 0; k < kScreens; ++k) {
            ASSERT_EQ(office[k].azimuth_deg, 360.0 * draws[k]);
            ASSERT_EQ(office[k].distance_m, 2.0);
            ASSERT_TRUE(office[k].azimuth_span_deg > 15.0 && office[k].azimuth_span_deg < 45.0);
            ASSERT_TRUE(office[k].zenith_span_deg > 5.0 && office[k].zenith_span_deg < 15.0);
            ASSERT_TRUE(street[k].azimuth_span_deg > 5.0 && street[k].azimuth_span_deg < 15.0);
            ASSERT_EQ(street[k].zenith_span_deg, 5.0);
            ASSERT_EQ(street[k].distance_m, 10.0);
            offices += office[k].azimuth_span_deg / 20000.0;
            heights += office[k].zenith_span_deg / 20000.0;
            streets += street[k].azimuth_span_deg / 20000.0;
        }
    }
    EXPECT_NEAR(offices, 30.0, 0.25);
    EXPECT_NEAR(heights, 10.0, 0.08);
    EXPECT_NEAR(streets, 10.0, 0.08);
}

TEST(Screens, AreKeyedByTheirEntity) {
    const std::array<double, kScreens> draws{0.1, 0.35, 0.6, 0.85};
    const auto widthOf = [&](std::uint64_t seed, std::uint64_t ue) {
        return screensOf(Random(seed), ue, BlockageSetting::outdoor, draws)[2].azimuth_span_deg;
    };
    EXPECT_EQ(widthOf(1, 7), widthOf(1, 7));
    EXPECT_NE(widthOf(1, 7), widthOf(1, 8));
    EXPECT_NE(widthOf(1, 7), widthOf(2, 7));
}

TEST(Blockage, SumsItsScreens) {
    const std::array<Screen, kScreens> screens{Screen{10, 10, 90, 5, 10}, Screen{14, 8, 90, 5, 10},
                                               Screen{200, 10, 90, 5, 10}, Screen{300, 10, 90, 5, 10}};
    const Hertz carrier{28e9};
    EXPECT_DOUBLE_EQ(blockageLossDb(screens, 12, 90, carrier),
                     screenLossDb(screens[0], 12, 90, carrier) + screenLossDb(screens[1], 12, 90, carrier));
    EXPECT_EQ(blockageLossDb(screens, 100, 90, carrier), 0.0);
}

// Table 7.6.4.1-4.
TEST(Blockage, CorrelationLengths) {
    EXPECT_EQ(blockageCorrelationM(BlockageSetting::outdoor), 10.0);
    EXPECT_EQ(blockageCorrelationM(BlockageSetting::o2i), 5.0);
    EXPECT_EQ(blockageCorrelationM(BlockageSetting::indoor_office), 5.0);
}

}  // namespace
}  // namespace celltwin::propagation
