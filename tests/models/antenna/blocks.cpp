// SPDX-License-Identifier: BSD-3-Clause
//
// A block of directions is its directions one by one, bit for bit, for every kind of pattern; and what must
// hold for every kind.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "models/antenna/beams.h"
#include "models/antenna/grid.h"
#include "models/antenna/pattern.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

std::unique_ptr<Pattern> measured(bool with_back) {
    PatternCuts cuts;
    cuts.name = "cuts", cuts.gain_dbi = 16.0;
    for (int i = 0; i < 72; ++i) {
        cuts.azimuth_deg.push_back(5.0 * i);
        cuts.azimuth_loss_db.push_back(12.0 * (1.0 - std::cos(toRadians(5.0 * i))));
        const double e = 5.0 * i - 180.0;
        if (!with_back && std::fabs(e) > 90.0) continue;
        cuts.elevation_deg.push_back(e);
        cuts.elevation_loss_db.push_back(12.0 * (1.0 - std::cos(toRadians(e))));
    }
    return makeMeasured(cuts);
}

std::unique_ptr<Pattern> grid() {
    PatternGrid g{
        "grid", 14.0, {0, 40, 80, 120, 160, 200, 240, 280, 320}, {-90, -45, -10, 0, 30, 70, 90}, {}};
    for (const double e : g.elevation_deg)
        for (const double a : g.azimuth_deg)
            g.loss_db.push_back(10.0 * (1.0 - std::cos(toRadians(a)) * std::cos(toRadians(e))));
    return makeGridPattern(g);
}

PanelArray panel() {
    PanelArray array;
    array.rows = 8, array.columns = 4, array.polarisations = 2;
    return array;
}

PanelArray slantedPanel() {
    PanelArray array = panel();
    array.polarisation_model = PolarisationModel::model_1;
    return array;
}

std::unique_ptr<Pattern> sector(int rows) {
    Tr38901Sector p;
    p.rows = rows;
    return makeTr38901Sector(p);
}

struct Kind {
    const char* name;
    std::function<std::unique_ptr<Pattern>()> make;
    bool poles_have_one_value;  ///< TR formulas of azimuth and elevation do not have that
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = {{"isotropic", [] { return makeIsotropic(Db{2.0}); }, true},
                                          {"element", [] { return sector(1); }, false},
                                          {"column", [] { return sector(8); }, false},
                                          {"tr36814", [] { return makeTr36814Sector(); }, false},
                                          {"tr36942", [] { return makeTr36942Sector(); }, false},
                                          {"cuts", [] { return measured(true); }, true},
                                          {"front cuts", [] { return measured(false); }, true},
                                          {"grid", grid, true},
                                          {"panel",
                                           [] {
                                               return makePanel(panel(), {2, 1, 4.0, 10.0});
                                           },
                                           false},
                                          {"slanted panel",
                                           [] {
                                               return makePanel(slantedPanel(), {2, 1, 4.0, 10.0});
                                           },
                                           false},
                                          {"beam",
                                           [] {
                                               return makeBeam(panel(), {-6.0, 20.0, 0, 0});
                                           },
                                           false},
                                          {"beam of slanted elements",
                                           [] {
                                               return makeBeam(slantedPanel(), {-6.0, 20.0, 4, 4});
                                           },
                                           false}};
    return all;
}

TEST(Blocks, AreTheirDirectionsBitForBit) {
    const Random random(3);
    std::vector<double> bearing, elevation;
    for (std::uint64_t i = 0; i < 2500; ++i) {
        bearing.push_back(720.0 * random.uniform(Stream::layout, i, 0) - 360.0);
        elevation.push_back(180.0 * random.uniform(Stream::layout, i, 1) - 90.0);
    }
    for (const Kind& kind : kinds())
        for (const Mounting& mounting : {Mounting{30.0, 6.0, 0.0}, Mounting{300.0, 2.0, 7.0}}) {
            const auto pattern = kind.make();
            std::vector<double> got(bearing.size());
            mountedGainDbi(*pattern, mounting, bearing, elevation, got);
            for (std::size_t i = 0; i < got.size(); ++i)
                ASSERT_EQ(got[i], mountedGainDbi(*pattern, mounting, bearing[i], elevation[i])) << kind.name;
        }
}

TEST(Blocks, EmptyIsFine) {
    mountedGainDbi(*sector(1), {}, {}, {}, std::span<double>{});
}

TEST(EveryPattern, IsFiniteAndNeverAboveItsMaximum) {
    for (const Kind& kind : kinds()) {
        const auto pattern = kind.make();
        for (const double tilt : {0.0, 5.0, 12.0})
            for (double a = -180; a <= 180; a += 4.7)
                for (double e = -90; e <= 90; e += 2.3) {
                    const double gain = pattern->gainDbi(a, e, tilt);
                    ASSERT_TRUE(std::isfinite(gain)) << kind.name;
                    ASSERT_LE(gain, pattern->maxGainDbi() + 1e-9) << kind.name << ' ' << a << ' ' << e;
                }
    }
}

TEST(EveryPattern, IsContinuousBehindAndTurnsWithTheMast) {
    for (const Kind& kind : kinds()) {
        const auto pattern = kind.make();
        for (double e = -80; e <= 80; e += 7.9) {
            EXPECT_NEAR(pattern->gainDbi(-180 + 1e-9, e, 4), pattern->gainDbi(180 - 1e-9, e, 4), 1e-5)
                << kind.name;
            for (double turn = 0; turn < 360; turn += 41)
                EXPECT_NEAR(mountedGainDbi(*pattern, {20.0, 3.0, 5.0}, 75.0, e),
                            mountedGainDbi(*pattern, {20.0 + turn, 3.0, 5.0}, 75.0 + turn, e), 1e-6)
                    << kind.name;
        }
    }
}

TEST(EveryPattern, HasOneValueAtThePolesWhereItCan) {
    for (const Kind& kind : kinds()) {
        if (!kind.poles_have_one_value) continue;
        const auto pattern = kind.make();
        for (const double pole : {-90.0, 90.0})
            for (double a = -180; a <= 180; a += 15)
                EXPECT_NEAR(pattern->gainDbi(a, pole, 6.0), pattern->gainDbi(0, pole, 0.0), 1e-9)
                    << kind.name;
    }
}

// TR 36.814 Table A.2.1.1-2 and TR 36.942 clause 4.2.1 at points worked out by hand.
TEST(LteSectors, ClosedForms) {
    const auto pattern = makeTr36814Sector();
    EXPECT_DOUBLE_EQ(pattern->gainDbi(0, -15, 15), 14.0);
    EXPECT_DOUBLE_EQ(pattern->gainDbi(35, -15, 15), 11.0);  // half the beamwidth: 3 dB
    EXPECT_DOUBLE_EQ(pattern->gainDbi(0, -10, 15), 11.0);   // 12 (5/10)^2
    EXPECT_DOUBLE_EQ(pattern->gainDbi(0, 5, 15), -6.0);     // SLA_v 20
    EXPECT_DOUBLE_EQ(pattern->gainDbi(35, 5, 15), -9.0);    // 3 + 20
    EXPECT_DOUBLE_EQ(pattern->gainDbi(70, 5, 15), -11.0);   // 12 + 20, capped at 25
    EXPECT_DOUBLE_EQ(pattern->gainDbi(180, -15, 15), -11.0);
    const auto flat = makeTr36942Sector();
    EXPECT_DOUBLE_EQ(flat->gainDbi(32.5, -40, 3), 12.0);
    EXPECT_DOUBLE_EQ(flat->gainDbi(-65, 10, 0), 3.0);
    EXPECT_DOUBLE_EQ(flat->gainDbi(180, 0, 0), -5.0);
    EXPECT_DOUBLE_EQ(flat->maxGainDbi(), 15.0);
}

}  // namespace
}  // namespace celltwin::antenna
