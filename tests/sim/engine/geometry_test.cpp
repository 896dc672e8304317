// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "tests/sim/engine/engine_runs.h"
#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using testing::oneLink;
using testing::smallNetwork;

/// Bit for bit: NaN included.
bool sameBytes(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

void expectSame(const DropStatistics& a, const DropStatistics& b) {
    EXPECT_EQ(a.cell, b.cell);
    EXPECT_EQ(a.indoor, b.indoor);
    for (const auto column :
         {&DropStatistics::height_m, &DropStatistics::coupling_gain_db, &DropStatistics::sir_db,
          &DropStatistics::sinr_db, &DropStatistics::delay_spread_s, &DropStatistics::asd_deg,
          &DropStatistics::asa_deg, &DropStatistics::zsd_deg, &DropStatistics::zsa_deg,
          &DropStatistics::largest_singular_db, &DropStatistics::smallest_singular_db})
        EXPECT_TRUE(sameBytes(a.*column, b.*column));
}

scenario::Scenario hexagons(int users) {
    scenario::Scenario s = smallNetwork(1, users);
    s.network.sites.clear();
    s.network.cells.clear();
    for (int i = 0; i < 7; ++i) {
        const double angle = kPi / 3.0 * i;
        const Enu at = i == 6 ? Enu{0.0, 0.0} : Enu{500.0 * std::cos(angle), 500.0 * std::sin(angle)};
        s.network.sites.push_back({"S" + std::to_string(i), at});
        for (int sector = 0; sector < 3; ++sector) {
            scenario::Cell cell;
            cell.id = "C" + std::to_string(3 * i + sector);
            cell.site = static_cast<std::uint32_t>(i);
            cell.position = at;
            cell.azimuth_deg = 30.0 + 120.0 * sector;
            cell.downtilt_deg = 10.0;
            s.network.cells.push_back(cell);
        }
    }
    s.users.placement = scenario::Placement::hexagons;
    s.users.indoor_share = 0.8;
    s.users.floors_min = 4;
    s.users.floors_max = 8;
    return s;
}

TEST(Geometry, SameBytesAtAnyThreadCount) {
    scenario::Scenario s = hexagons(300);
    for (const auto coupling : {scenario::Coupling::line_of_sight, scenario::Coupling::clusters}) {
        s.radio.coupling = coupling;
        if (coupling == scenario::Coupling::clusters) s.users.count = 150;
        const DropStatistics one = evaluateDrop(s, s, 3, 1);
        EXPECT_EQ(one.delay_spread_s.empty(), coupling == scenario::Coupling::line_of_sight);
        for (const int threads : {2, 3, 8}) expectSame(evaluateDrop(s, s, 3, threads), one);
    }
}

TEST(Geometry, DropsDiffer) {
    const scenario::Scenario s = hexagons(100);
    const DropStatistics a = evaluateDrop(s, s, 0, 1), b = evaluateDrop(s, s, 1, 1);
    int same = 0;
    for (std::size_t ue = 0; ue < a.sinr_db.size(); ++ue)
        same += a.coupling_gain_db[ue] == b.coupling_gain_db[ue] ? 1 : 0;
    EXPECT_EQ(same, 0);
    scenario::Scenario shifted = s;
    shifted.run.seed += 1;
    expectSame(evaluateDrop(shifted, shifted, 0, 1), b);
}

TEST(Geometry, OneIsotropicCellLosesWhatFreeSpaceTakes) {
    scenario::Scenario s = oneLink();
    s.users.count = 200;
    const DropStatistics drop = evaluateDrop(s, s, 0, 2);
    for (std::size_t ue = 0; ue < drop.cell.size(); ++ue) {
        ASSERT_EQ(drop.cell[ue], 0);
        const double distance_m = std::hypot(drop.position[ue].east_m, drop.position[ue].north_m, 25.0 - 1.5);
        // Friis: (4 pi d f / c)^2
        const double loss_db = 20.0 * std::log10(4.0 * kPi * distance_m * 2e9 / 299792458.0);
        EXPECT_NEAR(drop.coupling_gain_db[ue], -loss_db, 1e-4);
        EXPECT_TRUE(std::isinf(drop.sir_db[ue])) << "nobody interferes";
        // 46 dBm over 12 x 52 elements; kT 15 kHz and a noise figure of 7 dB.
        const double expected =
            46.0 - 10.0 * std::log10(624.0) - loss_db - (-174.0 + 10.0 * std::log10(15e3) + 7.0);
        EXPECT_NEAR(drop.sinr_db[ue], expected, 0.03) << "-174 dBm/Hz is rounded";
    }
}

TEST(Geometry, WithoutNoiseSinrIsSir) {
    scenario::Scenario s = hexagons(200);
    const DropStatistics noisy = evaluateDrop(s, s, 0, 1);
    for (std::size_t ue = 0; ue < noisy.cell.size(); ++ue) EXPECT_LT(noisy.sinr_db[ue], noisy.sir_db[ue]);
    s.radio.noise_figure_db = -200.0;
    const DropStatistics quiet = evaluateDrop(s, s, 0, 1);
    EXPECT_TRUE(sameBytes(quiet.sinr_db, quiet.sir_db));
    EXPECT_TRUE(sameBytes(quiet.sir_db, noisy.sir_db));
}

double percentile(std::vector<double> values, double share) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// TR 36.873 and TR 38.901 calibrations of UMa, 500 m: median coupling gain around -100 dB with most users
// indoors, geometry from about -8 to 25 dB.
TEST(Geometry, PercentilesAreThoseOfAMacroNetwork) {
    scenario::Scenario s = hexagons(2000);
    const DropStatistics drop = evaluateDrop(s, s, 0, 2);
    const double gain = percentile(drop.coupling_gain_db, 0.5), sir = percentile(drop.sir_db, 0.5);
    EXPECT_GT(gain, -115.0);
    EXPECT_LT(gain, -85.0);
    EXPECT_GT(sir, 0.0);
    EXPECT_LT(sir, 14.0);
    EXPECT_GT(percentile(drop.sir_db, 0.05), -10.0);
    EXPECT_LT(percentile(drop.sir_db, 0.95), 35.0);
    const auto indoor = std::accumulate(drop.indoor.begin(), drop.indoor.end(), 0);
    EXPECT_NEAR(indoor / 2000.0, 0.8, 4.0 * std::sqrt(0.16 / 2000.0));
}

TEST(Geometry, WhatIsSwitchedOffServesAndDisturbsNobody) {
    scenario::Scenario s = hexagons(100), alone = s;
    for (std::size_t c = 1; c < s.network.cells.size(); ++c) alone.network.cells[c].active = false;
    const DropStatistics drop = evaluateDrop(alone, s, 0, 1);
    for (std::size_t ue = 0; ue < drop.cell.size(); ++ue) {
        EXPECT_EQ(drop.cell[ue], 0);
        EXPECT_TRUE(std::isinf(drop.sir_db[ue]));
    }
    alone.network.cells[0].active = false;
    const DropStatistics dark = evaluateDrop(alone, s, 0, 1);
    EXPECT_EQ(dark.cell, std::vector<std::int32_t>(100, -1));
    EXPECT_EQ(dark.position[7].east_m, drop.position[7].east_m);
}

}  // namespace
}  // namespace celltwin::engine
