// SPDX-License-Identifier: BSD-3-Clause
//
// Three-dimensional pattern tables: values read off the texts given here, or off closed forms sampled into a
// grid.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "models/antenna/grid.h"
#include "models/base/error.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

using ::testing::HasSubstr;

template <class Call>
std::string errorOf(Call call) {
    try {
        call();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no error";
}

/// A smooth pattern on the sphere: 10 dB (1 - cos of the angle from boresight), the same from any side at the
/// poles.
double smoothLoss(double azimuth_deg, double elevation_deg) {
    return 10.0 * (1.0 - std::cos(toRadians(azimuth_deg)) * std::cos(toRadians(elevation_deg)));
}

PatternGrid gridOf(double step_deg) {
    PatternGrid grid{"smooth", 12.0, {}, {}, {}};
    for (double a = 0; a < 360; a += step_deg) grid.azimuth_deg.push_back(a);
    for (double e = -90; e <= 90; e += step_deg) grid.elevation_deg.push_back(e);
    for (const double e : grid.elevation_deg)
        for (const double a : grid.azimuth_deg) grid.loss_db.push_back(smoothLoss(a, e));
    return grid;
}

// Bilinear: exact at nodes; between them off by h^2/8 of the curvature in either direction, 10 dB a square
// radian.
TEST(GridPattern, NodesAndBetween) {
    const auto pattern = makeGridPattern(gridOf(5.0));
    for (double a = -180; a < 180; a += 5)
        for (double e = -90; e <= 90; e += 5)
            EXPECT_NEAR(pattern->gainDbi(a, e, 0), 12.0 - smoothLoss(a, e), 1e-9);
    const double bound = 2.0 * 10.0 * toRadians(5.0) * toRadians(5.0) / 8.0;
    for (double a = -180; a < 180; a += 1.3)
        for (double e = -90; e <= 90; e += 1.7) {
            EXPECT_NEAR(pattern->gainDbi(a, e, 0), 12.0 - smoothLoss(a, e), bound);
            EXPECT_LE(pattern->gainDbi(a, e, 0), pattern->maxGainDbi());
        }
    EXPECT_NEAR(pattern->gainDbi(2.5, 2.5, 0),
                12.0 - (smoothLoss(0, 0) + smoothLoss(5, 0) + smoothLoss(0, 5) + smoothLoss(5, 5)) / 4,
                1e-12);
}

TEST(GridPattern, ContinuousAroundTheTurnAndAtThePoles) {
    PatternGrid grid = gridOf(15.0);
    for (double& a : grid.azimuth_deg) a += 4.0;  // no node at 0 or 180
    const auto pattern = makeGridPattern(grid);
    for (const double tilt : {0.0, 8.0})
        for (double e = -90; e <= 90; e += 4.5) {
            EXPECT_NEAR(pattern->gainDbi(-180 + 1e-9, e, tilt), pattern->gainDbi(180 - 1e-9, e, tilt), 1e-6);
            EXPECT_NEAR(pattern->gainDbi(-1e-9, e, tilt), pattern->gainDbi(1e-9, e, tilt), 1e-6);
            EXPECT_NEAR(pattern->gainDbi(4 - 1e-9, e, tilt), pattern->gainDbi(4 + 1e-9, e, tilt), 1e-6);
            EXPECT_NEAR(pattern->gainDbi(17, e, tilt), pattern->gainDbi(17 + 720, e, tilt), 1e-9);
        }
    for (const double pole : {-90.0, 90.0})
        for (double a = -180; a <= 180; a += 7) {
            EXPECT_NEAR(pattern->gainDbi(a, pole, 8), pattern->gainDbi(0, pole, 0), 1e-9);
            EXPECT_NEAR(pattern->gainDbi(a, pole * (1 - 1e-9), 8), pattern->gainDbi(0, pole, 0), 1e-5);
        }
}

TEST(GridPattern, TiltLowersTheBeam) {
    const auto pattern = makeGridPattern(gridOf(2.5));
    for (double a = -180; a < 180; a += 10)
        for (double e = -30; e <= 45; e += 2.5)
            EXPECT_NEAR(pattern->gainDbi(a, e - 7.5, 7.5), pattern->gainDbi(a, e, 0), 1e-9);
}

TEST(GridPattern, APoleIsOneDirection) {
    PatternGrid grid = gridOf(15.0);
    // Half of the zenith row 0.8 dB lower: the mean of 1 and 10^-0.08 is -0.3817 dB.
    for (std::size_t i = 0; i < 12; ++i) grid.loss_db[grid.loss_db.size() - 1 - i] += 0.8;
    EXPECT_NEAR(makeGridPattern(grid)->gainDbi(33, 90, 0), 12.0 - 10.0 - 0.3817, 1e-4);
    for (std::size_t i = 0; i < 12; ++i) grid.loss_db[grid.loss_db.size() - 1 - i] += 0.4;
    EXPECT_THAT(errorOf([&] { makeGridPattern(grid); }),
                HasSubstr("at elevation 90 the losses go from 10 to 11.2"));
    // A grid that stops at 60 degrees: the linear mean of its last row stands for the pole.
    PatternGrid open{
        "open", 0.0, {0, 45, 90, 135, 180, 225, 270, 315}, {-60, -20, 20, 60}, std::vector<double>(32, 3.0)};
    for (std::size_t i = 0; i < 4; ++i) open.loss_db[24 + i] = 13.0;
    EXPECT_NEAR(makeGridPattern(open)->gainDbi(33, 90, 0), -3.0 + 10 * std::log10(0.55), 1e-9);
    EXPECT_NEAR(makeGridPattern(open)->gainDbi(33, -75, 0), -3.0, 1e-9);
}

TEST(GridPattern, RefusesWhatIsNotAGrid) {
    const auto after = [](auto change) {
        PatternGrid grid = gridOf(15.0);
        change(grid);
        return errorOf([&] { makeGridPattern(grid); });
    };
    EXPECT_EQ(after([](PatternGrid&) {}), "no error");
    EXPECT_THAT(after([](PatternGrid& g) { g = {}; }), HasSubstr("at least 4 azimuths and 3 elevations"));
    EXPECT_THAT(after([](PatternGrid& g) { g.loss_db.pop_back(); }),
                HasSubstr("needs 312 losses, it has 311"));
    EXPECT_THAT(after([](PatternGrid& g) { g.loss_db[7] = NAN; }),
                HasSubstr("a loss must be 0 dB or more, finite"));
    EXPECT_THAT(after([](PatternGrid& g) { g.loss_db[7] = -1; }), HasSubstr("got -1"));
    EXPECT_THAT(after([](PatternGrid& g) { g.azimuth_deg[3] = g.azimuth_deg[2]; }),
                HasSubstr("must increase"));
    EXPECT_THAT(after([](PatternGrid& g) { g.azimuth_deg[3] = NAN; }),
                HasSubstr("azimuth_deg must be 0 to 360"));
    EXPECT_THAT(after([](PatternGrid& g) { g.azimuth_deg.back() = 360; }), HasSubstr("below 360"));
    EXPECT_THAT(after([](PatternGrid& g) { g.elevation_deg[0] = -91; }), HasSubstr("-90 to 90, got -91"));
    EXPECT_THAT(after([](PatternGrid& g) { g.gain_dbi = INFINITY; }), HasSubstr("gain"));
    EXPECT_THAT(errorOf([] {
                    makeGridPattern({"g", 0, {0, 90, 180, 270}, {-90, 0, 90}, std::vector<double>(12, 1.0)});
                }),
                HasSubstr("azimuth_deg has a gap from 0 to 90"));
    EXPECT_THAT(
        errorOf([] {
            makeGridPattern({"g", 0, {0, 40, 80, 120}, {-90, -45, 0, 45}, std::vector<double>(16, 1.0)});
        }),
        HasSubstr("azimuth_deg has a gap from 120 to 360"));
    EXPECT_THAT(errorOf([] {
                    const std::vector<double> eight{0, 45, 90, 135, 180, 225, 270, 315};
                    makeGridPattern({"g", 0, eight, {-30, 0, 45}, std::vector<double>(24, 1.0)});
                }),
                HasSubstr("must reach from -45 or below"));
}

std::string csvText(const std::string& header, double sign, bool theta, bool closed) {
    std::ostringstream text;
    text << header << '\n';
    for (int e = 90; e >= -90; e -= 30)
        for (int a = -180; a <= (closed ? 180 : 150); a += 30)
            text << a << ',' << (theta ? 90 - e : e) << ','
                 << sign * smoothLoss(a, e) + (sign < 0 ? 12.0 : 0.0) << '\n';
    return text.str();
}

TEST(ParseGridCsv, FourFormsAreOnePattern) {
    const std::vector<PatternGrid> grids = {
        parseGridCsv(csvText("azimuth_deg,elevation_deg,gain_dbi", -1, false, true), "f.csv", {}),
        parseGridCsv(csvText("azimuth_deg,theta_deg,gain_dbi", -1, true, false), "f.csv", {}),
        parseGridCsv(csvText("azimuth_deg,elevation_deg,loss_db", 1, false, true), "f.csv", Db{12.0}),
        parseGridCsv(csvText("azimuth_deg,theta_deg,loss_db", 1, true, false), "f.csv", Db{12.0})};
    for (const PatternGrid& grid : grids) {
        EXPECT_NEAR(grid.gain_dbi, 12.0, 1e-12);
        ASSERT_EQ(grid.azimuth_deg.size(), 12U);
        ASSERT_EQ(grid.elevation_deg.size(), 7U);
        const auto pattern = makeGridPattern(grid);
        for (int e = -90; e <= 90; e += 30)
            for (int a = -180; a < 180; a += 30)
                EXPECT_NEAR(pattern->gainDbi(a, e, 0), 12.0 - smoothLoss(a, e),
                            1e-4);  // six digits were written
    }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ParseGridCsv, ErrorsNameTheCell) {
    const std::string text = csvText("azimuth_deg,elevation_deg,loss_db", 1, false, false);
    const auto with = [&](const std::string& from, const std::string& to) {
        return errorOf([&] { parseGridCsv(replaced(text, from, to), "f.csv", Db{12.0}); });
    };
    EXPECT_EQ(with("30,60", "30,60"), "no error");
    EXPECT_THAT(with("\n-180,60", "\n-180,x"), HasSubstr("f.csv:14:6: error: column 'elevation_deg': 'x'"));
    EXPECT_THAT(with("\n-180,60", "\n-180,91"), HasSubstr("'elevation_deg': must be -90 to 90"));
    EXPECT_THAT(with("\n-180,60", "\n-400,60"),
                HasSubstr("f.csv:14:1: error: column 'azimuth_deg': must be -360 to 360"));
    EXPECT_THAT(with("\n-180,60,15", "\n-180,60,-15"),
                HasSubstr("f.csv:14:9: error: column 'loss_db': must be 0 to 200"));
    EXPECT_THAT(with("\n-180,60,15", "\n-180,60,nan"), HasSubstr("f.csv:14:9"));
    EXPECT_THAT(with("\n-180,60", "\n-150,60"), HasSubstr("given twice (also in line 14)"));
    EXPECT_THAT(with("\n-180,60,15", ""), HasSubstr("the grid has no value for azimuth 180, elevation 60"));
    EXPECT_THAT(with("\n-180,60", "\n-181,60"), HasSubstr("the grid has no value for azimuth"));
    EXPECT_THAT(with("loss_db", "gain_dbi"), HasSubstr("leave the gain beside it out"));
    EXPECT_THAT(with("loss_db", "loss"),
                HasSubstr("f.csv:1:1: error: needs a column gain_dbi or a column loss_db"));
    EXPECT_THAT(with("azimuth_deg", "azimut_deg"), HasSubstr("did you mean 'azimut_deg'?"));
    EXPECT_THAT(errorOf([&] { parseGridCsv(text, "f.csv", {}); }), HasSubstr("needs the maximum gain"));
    EXPECT_THAT(errorOf([] { parseGridCsv("", "f.csv", {}); }), HasSubstr("f.csv"));
    EXPECT_THAT(errorOf([] { parseGridCsv("azimuth_deg,theta_deg,gain_dbi\n", "f.csv", {}); }),
                HasSubstr("no rows"));
}

// Any bytes give a pattern or a ConfigError; a pattern has a finite gain everywhere, never over its maximum.
TEST(ParseGridCsv, SurvivesMutation) {
    const Random random(22);
    const std::string whole = csvText("azimuth_deg,elevation_deg,loss_db", 1, false, true);
    int patterns = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        std::string text = whole;
        for (std::uint64_t k = 0; k < 1 + i % 2; ++k) {
            const std::uint64_t bits = random.bits(Stream::layout, i, k);
            const auto at = static_cast<std::size_t>(bits % text.size());
            if ((bits >> 60) % 2 == 0)
                text.erase(at, 1 + (bits >> 40) % 5);
            else
                text[at] = "09.-+eE, \n\"\0\xFFn"[(bits >> 32) % 14];
        }
        try {
            const auto pattern = makeGridPattern(parseGridCsv(text, "f", Db{10.0}));
            for (double a = -180; a <= 180; a += 45)
                for (double e = -90; e <= 90; e += 30) {
                    const double gain = pattern->gainDbi(a, e, 5.0);
                    ASSERT_TRUE(std::isfinite(gain) && gain <= pattern->maxGainDbi() + 1e-9);
                }
            ++patterns;
        } catch (const ConfigError&) {
        }
    }
    EXPECT_GT(patterns, 50);
}

}  // namespace
}  // namespace celltwin::antenna
