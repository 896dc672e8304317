// SPDX-License-Identifier: BSD-3-Clause
//
// Closed forms of TR 38.901 Table 7.3-1 and of a steered column, and properties any mounted pattern must
// have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "models/antenna/pattern.h"
#include "models/base/error.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

TEST(Isotropic, SameEverywhere) {
    const auto pattern = makeIsotropic(Db{2.15});
    EXPECT_EQ(pattern->gainDbi(77.0, -31.0, 4.0), 2.15);
    EXPECT_EQ(pattern->maxGainDbi(), 2.15);
}

// Half-power points: 12 (32.5/65)^2 = 3 dB down; the back is 30 dB down.
TEST(Tr38901Sector, BeamwidthAndBack) {
    const auto pattern = makeTr38901Sector({});
    EXPECT_DOUBLE_EQ(pattern->gainDbi(0, 0, 0), 8.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(32.5, 0, 0), 5.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(-32.5, 0, 0), 5.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(0, 32.5, 0), 5.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(180, 0, 0), -22.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(32.5, -32.5 - 7.0, 7.0), 2.0);
}

// A column of M: + 10 log10 M at its tilt; first null at sin(el) = -sin(tilt) + 1/(M d).
TEST(Tr38901Sector, SteeredColumn) {
    Tr38901Sector parameters;
    parameters.rows = 10;
    parameters.row_spacing_wavelengths = 0.8;
    parameters.vertical_beamwidth_deg = 360.0;  // so flat that the array factor stands alone within 0.4 dB
    const auto column = makeTr38901Sector(parameters);
    EXPECT_DOUBLE_EQ(column->maxGainDbi(), 18.0);
    EXPECT_NEAR(column->gainDbi(0, -6.0, 6.0), 18.0, 0.01);
    EXPECT_GT(column->gainDbi(0, -6.0, 6.0), column->gainDbi(0, -5.0, 6.0));
    EXPECT_GT(column->gainDbi(0, -6.0, 6.0), column->gainDbi(0, -7.0, 6.0));
    const double null_deg = toDegrees(std::asin(-std::sin(toRadians(6.0)) + 1.0 / 8.0));
    EXPECT_NEAR(column->gainDbi(0, null_deg, 6.0), 18.0 - 60.0, 0.5);
    // First side lobe of a uniform column of ten, -12.97 dB: the largest |sin 10x / (10 sin x)| past the
    // null.
    double lobe = -100.0;
    for (double el = null_deg; el < null_deg + 8.0; el += 0.01)
        lobe = std::max(lobe, column->gainDbi(0, el, 6.0));
    EXPECT_NEAR(lobe - 18.0, -12.97, 0.05);
}

TEST(Tr38901Sector, RefusesNonsense) {
    for (const auto& change :
         {+[](Tr38901Sector& p) { p.rows = 0; }, +[](Tr38901Sector& p) { p.rows = 1 << 20; },
          +[](Tr38901Sector& p) { p.horizontal_beamwidth_deg = 0.0; },
          +[](Tr38901Sector& p) { p.vertical_beamwidth_deg = std::nan(""); },
          +[](Tr38901Sector& p) { p.side_lobe_db = -1.0; }, +[](Tr38901Sector& p) { p.gain_dbi = INFINITY; },
          +[](Tr38901Sector& p) { p.row_spacing_wavelengths = 0.0; }}) {
        Tr38901Sector parameters;
        change(parameters);
        EXPECT_THROW(makeTr38901Sector(parameters), ConfigError);
    }
}

std::unique_ptr<Pattern> patternOf(int rows) {
    Tr38901Sector parameters;
    parameters.rows = rows;
    return makeTr38901Sector(parameters);
}

TEST(Mounting, BoresightPointsAtAzimuthAndBelowTheHorizon) {
    const auto pattern = patternOf(1);
    const Mounting east{90.0, 0.0, 10.0};
    EXPECT_NEAR(mountedGainDbi(*pattern, east, 90.0, -10.0), 8.0, 1e-9);
    // Sideways the tilt axis stays level; behind, the pattern's horizon points up by the tilt.
    EXPECT_NEAR(mountedGainDbi(*pattern, east, 180.0, 0.0), pattern->gainDbi(90.0, 0.0, 0.0), 1e-9);
    EXPECT_NEAR(mountedGainDbi(*pattern, east, 270.0, 10.0), pattern->gainDbi(180.0, 0.0, 0.0), 1e-9);
    // Clockwise: south is to the right of a mast that looks east.
    class RightOnly final : public Pattern {
        double gainDbi(double azimuth_deg, double, double) const override {
            return wrapDegrees(azimuth_deg) > 0.0 ? 1.0 : 0.0;
        }
        double maxGainDbi() const override { return 1.0; }
    };
    EXPECT_EQ(mountedGainDbi(RightOnly{}, east, 170.0, 0.0), 1.0);
    EXPECT_EQ(mountedGainDbi(RightOnly{}, east, 10.0, 0.0), 0.0);
}

class MountedProperties : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Rows, MountedProperties, ::testing::Values(1, 8));

TEST_P(MountedProperties, TurningNetworkAndDirectionTogetherChangesNothing) {
    const auto pattern = patternOf(GetParam());
    const Random random(5);
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const auto draw = [&](std::uint64_t k) { return random.uniform(Stream::layout, i, k); };
        const Mounting mast{360.0 * draw(0), 10.0 * draw(1), 20.0 * draw(2) - 5.0};
        const double bearing = 360.0 * draw(3), elevation = 170.0 * draw(4) - 85.0,
                     turn = 720.0 * draw(5) - 360.0;
        Mounting turned = mast;
        turned.azimuth_deg += turn;
        EXPECT_NEAR(mountedGainDbi(*pattern, mast, bearing, elevation),
                    mountedGainDbi(*pattern, turned, bearing + turn, elevation), 1e-6);
    }
}

TEST_P(MountedProperties, NeverAboveTheMaximum) {
    const auto pattern = patternOf(GetParam());
    for (const double tilt : {0.0, 3.0, 12.0})
        for (double bearing = -180; bearing <= 180; bearing += 5)
            for (double elevation = -90; elevation <= 90; elevation += 0.5)
                EXPECT_LE(mountedGainDbi(*pattern, {40.0, tilt, tilt}, bearing, elevation),
                          pattern->maxGainDbi() + 1e-9);
}

TEST_P(MountedProperties, MirrorSymmetric) {
    const auto pattern = patternOf(GetParam());
    for (double turn = 0; turn <= 180; turn += 7)
        for (double elevation = -80; elevation <= 80; elevation += 9)
            EXPECT_NEAR(mountedGainDbi(*pattern, {50.0, 4.0, 6.0}, 50.0 + turn, elevation),
                        mountedGainDbi(*pattern, {50.0, 4.0, 6.0}, 50.0 - turn, elevation), 1e-6);
}

// Across +-180 degrees, and over the world's zenith and nadir, which are ordinary directions of a tilted
// mast.
TEST_P(MountedProperties, ContinuousAcrossTheBackAndTheZenith) {
    const auto pattern = patternOf(GetParam());
    const Mounting mast{10.0, 0.0, 9.0};
    for (double elevation = -60; elevation <= 60; elevation += 11)
        EXPECT_NEAR(mountedGainDbi(*pattern, mast, 190.0 - 1e-7, elevation),
                    mountedGainDbi(*pattern, mast, 190.0 + 1e-7, elevation), 1e-4);
    for (double bearing = 0; bearing < 180; bearing += 13)
        for (const double pole : {90.0, -90.0}) {
            const double near = pole * (1.0 - 1e-10);
            EXPECT_NEAR(mountedGainDbi(*pattern, mast, bearing, near),
                        mountedGainDbi(*pattern, mast, bearing + 180.0, near), 1e-4);
        }
}

TEST_P(MountedProperties, SmallTiltIsNearNoTilt) {
    const auto pattern = patternOf(GetParam());
    for (double turn = 0; turn < 360; turn += 17)
        for (double elevation = -70; elevation <= 70; elevation += 9)
            EXPECT_NEAR(mountedGainDbi(*pattern, {0.0, 2.0, 0.0}, turn, elevation),
                        mountedGainDbi(*pattern, {0.0, 2.0, 1e-9}, turn, elevation), 1e-4);
}

}  // namespace
}  // namespace celltwin::antenna
