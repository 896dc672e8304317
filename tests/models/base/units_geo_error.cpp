// SPDX-License-Identifier: BSD-3-Clause
//
// Expected values: WGS84 degree lengths as NIMA TR8350.2's ellipsoid gives them, k T from the SI,
// definitions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "models/base/error.h"
#include "models/base/geo.h"
#include "models/base/units.h"

namespace celltwin {
namespace {

TEST(Units, DecibelsAndLinear) {
    EXPECT_DOUBLE_EQ(toLinear(Db{20.0}), 100.0);
    EXPECT_NEAR(toLinear(Db{3.0}), 1.9952623149688795, 1e-15);
    EXPECT_DOUBLE_EQ(toDb(0.001).value, -30.0);
    EXPECT_DOUBLE_EQ(toMilliwatts(Dbm{30.0}).value, 1000.0);
    EXPECT_DOUBLE_EQ(toDbm(Milliwatts{1.0}).value, 0.0);
    EXPECT_EQ(Dbm{-90.0} + Db{15.0}, Dbm{-75.0});
    EXPECT_EQ(Dbm{43.0} - Dbm{-90.0}, Db{133.0});
    for (double x = -150; x <= 60; x += 7.3) EXPECT_NEAR(toDbm(toMilliwatts(Dbm{x})).value, x, 1e-12);
}

// Boltzmann's constant is exact in the SI: 1.380649e-23 J/K.
TEST(Units, DecibelsOfAFloatAreThoseOfTheLibrary) {
    // Every exponent, mantissas all over, and both ends of the series' interval.
    for (int exponent = -125; exponent < 127; ++exponent)
        for (int step = 0; step < 977; ++step) {
            const float x = std::ldexp(1.0F + static_cast<float>(step) / 977.0F, exponent);
            ASSERT_NEAR(decibelsOf(x), 10.0 * std::log10(static_cast<double>(x)), 1e-11) << x;
        }
    for (const float x : {0.70710677F, 0.70710683F, 1.4142135F, 1.4142137F, 1.0F})
        EXPECT_NEAR(decibelsOf(x), 10.0 * std::log10(static_cast<double>(x)), 1e-11);
    EXPECT_EQ(decibelsOf(1.0F), 0.0);
}

TEST(Units, ThermalNoiseAt290Kelvin) {
    EXPECT_NEAR(kThermalNoiseDbmPerHz, 10.0 * std::log10(1.380649e-23 * 290.0) + 30.0, 1e-12);
}

TEST(Units, WrapDegrees) {
    EXPECT_EQ(wrapDegrees(180.0), -180.0);
    EXPECT_EQ(wrapDegrees(-180.0), -180.0);
    EXPECT_EQ(wrapDegrees(190.0), -170.0);
    EXPECT_EQ(wrapDegrees(-541.0), 179.0);
    EXPECT_EQ(wrapDegrees(3600.0), 0.0);
    EXPECT_LT(wrapDegrees(std::nextafter(-180.0, -200.0)), 180.0);
    for (double a = -2000; a < 2000; a += 3.7) {
        EXPECT_GE(wrapDegrees(a), -180.0);
        EXPECT_LT(wrapDegrees(a), 180.0);
        EXPECT_NEAR(std::remainder(wrapDegrees(a) - a, 360.0), 0.0, 1e-9);
    }
}

// Length of one degree from the radii of curvature, evaluated independently in Python: meridian a (1 - e2) /
// (1 - e2 sin2)^1.5, parallel a cos / sqrt(1 - e2 sin2), times pi/180.
TEST(LocalFrame, DegreeLengths) {
    const double half = 0.005;
    const auto north = [&](double lat) {
        const LocalFrame frame({lat, 10.0});
        return (frame.toEnu({lat + half, 10.0}).north_m - frame.toEnu({lat - half, 10.0}).north_m) /
               (2.0 * half);
    };
    const auto east = [&](double lat) {
        const LocalFrame frame({lat, 10.0});
        return (frame.toEnu({lat, 10.0 + half}).east_m - frame.toEnu({lat, 10.0 - half}).east_m) /
               (2.0 * half);
    };
    EXPECT_NEAR(north(0.0), 110574.276, 0.01);
    EXPECT_NEAR(north(45.0), 111131.777, 0.01);
    EXPECT_NEAR(east(0.0), 111319.491, 0.01);
    EXPECT_NEAR(east(45.0), 78846.835, 0.01);
}

TEST(LocalFrame, RoundTrip) {
    for (const LatLon origin : {LatLon{52.52, 13.4}, LatLon{-33.9, 151.2}, LatLon{0.0, 0.0},
                                LatLon{64.1, -21.9}, LatLon{41.654639, -86.24375}}) {
        const LocalFrame frame(origin);
        EXPECT_NEAR(frame.toEnu(origin).east_m, 0.0, 1e-9);
        EXPECT_NEAR(frame.toEnu(origin).north_m, 0.0, 1e-9);
        for (double east = -60e3; east <= 60e3; east += 17e3)
            for (double north = -60e3; north <= 60e3; north += 13e3) {
                const Enu back = frame.toEnu(frame.toLatLon({east, north}));
                EXPECT_NEAR(back.east_m, east, 1e-5);
                EXPECT_NEAR(back.north_m, north, 1e-5);
            }
    }
}

TEST(LocalFrame, EastIsEastAndNorthIsNorth) {
    const LocalFrame frame({50.0, 8.0});
    EXPECT_GT(frame.toEnu({50.0, 8.01}).east_m, 0.0);
    EXPECT_GT(frame.toEnu({50.01, 8.0}).north_m, 0.0);
    EXPECT_NEAR(frame.toEnu({50.01, 8.0}).east_m, 0.0, 1e-9);
}

TEST(Bearing, ClockwiseFromNorth) {
    EXPECT_DOUBLE_EQ(bearingDeg({0, 0}, {0, 5}), 0.0);
    EXPECT_DOUBLE_EQ(bearingDeg({0, 0}, {5, 0}), 90.0);
    EXPECT_DOUBLE_EQ(bearingDeg({1, 1}, {1, -4}), 180.0);
    EXPECT_DOUBLE_EQ(bearingDeg({0, 0}, {-5, 0}), 270.0);
    EXPECT_DOUBLE_EQ(bearingDeg({0, 0}, {-1, 1}), 315.0);
    EXPECT_DOUBLE_EQ(bearingDeg({3, 4}, {3, 4}), 0.0);
    EXPECT_LT(bearingDeg({0, 0}, {-1e-300, 1}), 360.0);
    EXPECT_DOUBLE_EQ(distance2dM({1, 2}, {4, 6}), 5.0);
}

TEST(Diagnostic, CaretUnderTheWord) {
    Diagnostic wrong;
    wrong.where = {"net.yaml", 12, 9};
    wrong.message = "tilt is 0 to 30";
    wrong.hint = "did you mean 'x'?";
    wrong.source_line = "  tilt: 120";
    wrong.length = 3;
    EXPECT_EQ(wrong.text(),
              "net.yaml:12:9: error: tilt is 0 to 30\n"
              "   12 |   tilt: 120\n"
              "      |         ^~~ did you mean 'x'?");
}

// What a file says must not reach a terminal as a command, nor end the text as a zero byte would.
TEST(Diagnostic, QuotesNoControlCharacters) {
    Diagnostic d;
    d.where = {"a\x1b.csv", 1, 1};
    d.message = std::string("no column (there are: \0\x1b[2J)", 28);
    d.source_line = "\x07one\ttwo\x7f";
    d.hint = "did you mean '\r'?";
    EXPECT_EQ(
        d.text(),
        "a .csv:1:1: error: no column (there are:   [2J)\n    1 |  one two \n      | ^ did you mean ' '?");
}

TEST(Diagnostic, WithoutALine) {
    Diagnostic wrong;
    wrong.message = "no such model";
    wrong.hint = "did you mean 'uma'?";
    EXPECT_EQ(wrong.text(), "error: no such model (did you mean 'uma'?)");
    wrong.hint.clear();
    wrong.where.file = "a.csv";
    EXPECT_EQ(wrong.text(), "a.csv: error: no such model");
}

TEST(ConfigError, CarriesEveryFinding) {
    const ConfigError error(
        {Diagnostic{{"a", 1, 2}, "one", {}, {}, 1}, Diagnostic{{"a", 3, 4}, "two", {}, {}, 1}});
    EXPECT_EQ(error.findings().size(), 2U);
    EXPECT_STREQ(error.what(), "a:1:2: error: one\na:3:4: error: two");
}

TEST(NearestWord, OnlyWhereOneIsMeant) {
    const std::vector<std::string> keys{"azimuth_deg", "downtilt_deg", "tx_power_dbm"};
    EXPECT_EQ(nearestWord("azimut_deg", keys), "azimuth_deg");
    EXPECT_EQ(nearestWord("TX_POWER_DBM", keys), "tx_power_dbm");
    EXPECT_EQ(nearestWord("donwtilt_deg", keys), "downtilt_deg");
    EXPECT_EQ(nearestWord("colour", keys), "");
    EXPECT_EQ(nearestWord("x", {}), "");
}

}  // namespace
}  // namespace celltwin
