// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/coverage.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using testing::smallNetwork;

TEST(Coverage, AgreesWithAUeStandingThere) {
    const scenario::Scenario s = smallNetwork();
    const Engine engine(s, dropUsers(s), 1);
    const RanState& state = engine.state();
    std::vector<Enu> points;
    std::vector<std::uint32_t> cells;
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        points.push_back({state.east_m[ue], state.north_m[ue]});
        cells.push_back(static_cast<std::uint32_t>(ue % s.network.cells.size()));
    }
    const std::vector<double> predicted = predictRsrpDbm(s, points, cells, 2);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue)
        EXPECT_NEAR(predicted[ue], 10.0 * std::log10(state.rsrp_mw[ue * state.row + cells[ue]]), 1e-4);
}

TEST(Coverage, SameAtAnyThreadCount) {
    const scenario::Scenario s = smallNetwork();
    const Grid grid = mapGrid(s);
    const CoverageMap one = computeCoverage(s, grid, {}, 1), three = computeCoverage(s, grid, {}, 3);
    EXPECT_EQ(one.rsrp_dbm, three.rsrp_dbm);
    EXPECT_EQ(one.best_cell, three.best_cell);
    EXPECT_EQ(one.sinr_db, three.sinr_db);
}

TEST(Coverage, GridCoversTheAreaFromTheNorthWest) {
    const scenario::Scenario s = smallNetwork();
    const Grid grid = mapGrid(s);
    EXPECT_NEAR(grid.columns * grid.step_m, 1500.0, grid.step_m);
    EXPECT_NEAR(grid.rows * grid.step_m, 600.0, grid.step_m);
    EXPECT_LT(grid.centreOf(0, 0).east_m, grid.centreOf(1, 0).east_m);
    EXPECT_GT(grid.centreOf(0, 0).north_m, grid.centreOf(0, 1).north_m);
}

// Users on a road: the map shows some land on both sides of it.
TEST(Coverage, GridOfARoadIsNotALine) {
    scenario::Scenario s = smallNetwork(2, 1);
    s.users.area = {-4000.0, -10.0, 4000.0, 10.0};
    const Grid grid = mapGrid(s);
    EXPECT_NEAR(grid.rows * grid.step_m, 2000.0, grid.step_m);
    EXPECT_NEAR(grid.columns * grid.step_m, 8000.0, grid.step_m);
    EXPECT_NEAR(grid.south_west.north_m, -1000.0, 1e-9);
    EXPECT_NEAR(grid.south_west.east_m, -4000.0, 1e-9);
}

TEST(Coverage, LessActivityNeverLowersSinr) {
    const scenario::Scenario s = smallNetwork();
    const Grid grid = mapGrid(s);
    const std::vector<double> quiet(s.network.cells.size(), 0.2);
    const CoverageMap full = computeCoverage(s, grid, {}, 2), calm = computeCoverage(s, grid, quiet, 2);
    EXPECT_EQ(full.rsrp_dbm, calm.rsrp_dbm);
    for (std::size_t i = 0; i < full.sinr_db.size(); ++i) EXPECT_GE(calm.sinr_db[i], full.sinr_db[i]);
}

TEST(Coverage, RotatingTheWholeNetworkChangesNothingWithoutShadowing) {
    scenario::Scenario s = smallNetwork();
    s.radio.shadowing = false;
    s.radio.line_of_sight = scenario::LosMode::never;
    scenario::Scenario turned = s;
    const double angle = toRadians(37.0);
    // A turn by +37 degrees on the compass is clockwise.
    const auto turn = [angle](Enu p) {
        return Enu{p.east_m * std::cos(angle) + p.north_m * std::sin(angle),
                   -p.east_m * std::sin(angle) + p.north_m * std::cos(angle)};
    };
    for (scenario::Site& site : turned.network.sites) site.position = turn(site.position);
    for (scenario::Cell& cell : turned.network.cells) {
        cell.position = turn(cell.position);
        cell.azimuth_deg += 37.0;
    }
    std::vector<Enu> here, there;
    std::vector<std::uint32_t> cells;
    for (int i = 0; i < 200; ++i) {
        here.push_back({-300.0 + 9.0 * i, 211.0 - 3.0 * i});
        there.push_back(turn(here.back()));
        cells.push_back(static_cast<std::uint32_t>(i) % 9);
    }
    const auto a = predictRsrpDbm(s, here, cells, 1), b = predictRsrpDbm(turned, there, cells, 1);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-6);
}

}  // namespace
}  // namespace celltwin::engine
