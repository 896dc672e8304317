// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/user_drop.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using testing::smallNetwork;

constexpr int kUsers = 20000;

/// Users over an area so wide that they do not share buildings.
scenario::Scenario wide() {
    scenario::Scenario s = smallNetwork(1, kUsers);
    s.users.area = {-20e3, -20e3, 20e3, 20e3};
    return s;
}

TEST(UserDrop, KeepsItsDistanceAndItsShares) {
    scenario::Scenario s = smallNetwork(3, 20000);
    s.users.min_distance_m = 35.0;
    s.users.indoor_share = 0.3;
    s.users.hot_spots = {{{100.0, 100.0}, 30.0, 0.25}};
    const UserDrop drop = dropUsers(s);
    int moving = 0, indoor = 0, in_spot = 0;
    for (std::size_t ue = 0; ue < drop.position.size(); ++ue) {
        for (const scenario::Site& site : s.network.sites)
            EXPECT_GE(distance2dM(site.position, drop.position[ue]), 35.0);
        moving += drop.mobility_class[ue];
        indoor += isIndoor(drop.place[ue]) ? 1 : 0;
        in_spot += distance2dM({100.0, 100.0}, drop.position[ue]) <= 30.0 ? 1 : 0;
    }
    // Binomial: four standard deviations of 20,000 draws are under 0.014.
    EXPECT_NEAR(moving / 20000.0, 0.33, 0.014);
    EXPECT_NEAR(indoor / 20000.0, 0.3, 0.014);
    EXPECT_NEAR(in_spot / 20000.0, 0.25 + 0.75 * kPi * 900.0 / (1500.0 * 600.0), 0.014);
}

TEST(UserDrop, PlacesFollowTheShares) {
    scenario::Scenario s = wide();
    s.users.indoor_share = 0.5;
    s.users.high_loss_share = 0.3;
    s.users.car_share = 0.25;
    const UserDrop drop = dropUsers(s);
    std::array<int, 4> count{};
    double square = 0.0;
    for (std::size_t ue = 0; ue < kUsers; ++ue) {
        ++count[static_cast<std::size_t>(drop.place[ue])];
        const bool inside = isIndoor(drop.place[ue]);
        EXPECT_EQ(drop.indoor_distance_m[ue] > 0.0, inside);
        EXPECT_LE(drop.indoor_distance_m[ue], 25.0);
        if (drop.place[ue] == Place::outdoor) {
            EXPECT_EQ(drop.penetration_draw[ue], 0.0);
        }
        square += drop.penetration_draw[ue] * drop.penetration_draw[ue];
    }
    // Four standard deviations of a binomial; buildings are shared within 50 m, which here few users do.
    EXPECT_NEAR(count[0] / double{kUsers}, 0.25, 0.013);
    EXPECT_NEAR(count[1] / double{kUsers}, 0.35, 0.02);
    EXPECT_NEAR(count[2] / double{kUsers}, 0.15, 0.02);
    EXPECT_NEAR(count[3] / double{kUsers}, 0.25, 0.013);
    EXPECT_NEAR(square / (kUsers * 0.75), 1.0, 0.05);
}

double meanIndoorDistance(const scenario::Scenario& s) {
    double sum = 0.0;
    for (const double distance_m : dropUsers(s).indoor_distance_m) sum += distance_m;
    return sum / kUsers;
}

// TR 38.901 clause 7.4.3.1: the smaller of two uniforms over 25 m (UMa, UMi) or 10 m (RMa), mean a third of
// it; Table 7.4.3-3: one uniform, mean a half.
TEST(UserDrop, IndoorDistanceHasTheClausesMean) {
    scenario::Scenario s = wide();
    s.users.indoor_share = 1.0;
    EXPECT_NEAR(meanIndoorDistance(s), 25.0 / 3.0, 0.3);
    s.radio.propagation = "tr38901-rma";
    EXPECT_NEAR(meanIndoorDistance(s), 10.0 / 3.0, 0.12);
    s.radio.building_loss = scenario::BuildingLoss::below_6ghz;
    EXPECT_NEAR(meanIndoorDistance(s), 5.0, 0.1);
    s.radio.propagation = "tr38901-uma";
    EXPECT_NEAR(meanIndoorDistance(s), 12.5, 0.25);
}

// Table 7.2-1: n_fl uniform on 1..N_fl, N_fl uniform on 4..8; 3 (n_fl - 1) + 1.5 m. The mean of n_fl - 1 is
// E (N_fl - 1) / 2 = 2.5, the chance of floor 8 is 1/5 x 1/8.
TEST(UserDrop, FloorsAreThoseOfTheTable) {
    scenario::Scenario s = wide();
    s.users.indoor_share = 0.8;
    s.users.floors_min = 4;
    s.users.floors_max = 8;
    const UserDrop drop = dropUsers(s);
    double sum = 0.0;
    int inside = 0, top = 0;
    std::set<double> heights;
    for (std::size_t ue = 0; ue < kUsers; ++ue) {
        if (!isIndoor(drop.place[ue])) {
            EXPECT_EQ(drop.height_m[ue], 1.5);
            continue;
        }
        ++inside;
        sum += drop.height_m[ue] - 1.5;
        top += drop.height_m[ue] > 22.0 ? 1 : 0;
        heights.insert(drop.height_m[ue]);
    }
    EXPECT_EQ(heights, (std::set<double>{1.5, 4.5, 7.5, 10.5, 13.5, 16.5, 19.5, 22.5}));
    EXPECT_NEAR(sum / inside, 7.5, 0.2);
    EXPECT_NEAR(top / static_cast<double>(inside), 0.025, 0.005);
}

TEST(UserDrop, HexagonsHoldEquallyMany) {
    scenario::Scenario s = smallNetwork(2, 4000);
    s.users.placement = scenario::Placement::hexagons;
    s.users.isd_m = 500.0;
    s.users.min_distance_m = 35.0;
    const UserDrop drop = dropUsers(s);
    int west = 0;
    double farthest = 0.0, mean_square = 0.0;
    for (const Enu& at : drop.position) {
        const double a = distance2dM(at, {0.0, 0.0}), b = distance2dM(at, {500.0, 0.0});
        const double nearest = std::min(a, b);
        west += a < b ? 1 : 0;
        farthest = std::max(farthest, nearest);
        mean_square += nearest * nearest / 4000.0;
        EXPECT_GE(nearest, 35.0);
    }
    EXPECT_EQ(west, 2000);
    // A hexagon's corner is isd / sqrt 3 away; the mean square over it 5 isd^2 / 36, the disc of 35 m left
    // out.
    EXPECT_LE(farthest, 500.0 / std::sqrt(3.0) + 1e-9);
    EXPECT_GT(farthest, 0.95 * 500.0 / std::sqrt(3.0));
    const double hexagon_m2 = std::sqrt(0.75) * 250e3, disc_m2 = kPi * 1225.0;
    const double expected =
        (5.0 / 36.0 * 250e3 * hexagon_m2 - 0.5 * 1225.0 * disc_m2) / (hexagon_m2 - disc_m2);
    EXPECT_NEAR(mean_square / expected, 1.0, 0.04);
}

TEST(UserDrop, NeighboursStandInOneBuilding) {
    scenario::Scenario s = smallNetwork(1, 400);
    s.users.area = {300.0, 100.0, 301.0, 101.0};
    s.users.indoor_share = 1.0;
    s.users.high_loss_share = 0.5;
    const UserDrop drop = dropUsers(s);
    // Within 1.4 m of one another against 10 m of correlation.
    for (std::size_t ue = 1; ue < drop.place.size(); ++ue)
        if (drop.place[ue] == drop.place[0]) {
            EXPECT_NEAR(drop.penetration_draw[ue], drop.penetration_draw[0], 3.0 * std::sqrt(2.0 * 0.14));
        }
}

/// Whether a count of `trials` with this probability is within five binomial standard deviations.
void expectBinomial(int count, int trials, double p, const char* what) {
    EXPECT_NEAR(count, trials * p, 5.0 * std::sqrt(trials * p * (1.0 - p)) + 1e-9) << what;
}

TEST(UserDrop, RasterSharesFollowTheWeights) {
    scenario::Scenario s = smallNetwork(1, kUsers);
    s.users.placement = scenario::Placement::raster;
    s.users.min_distance_m = 0.0;
    // Weight 0 first, last and in between; sizes differ, weights do not scale with them.
    s.users.raster =
        std::make_shared<const std::vector<scenario::RasterCell>>(
            std::vector<scenario::RasterCell>{{{-1000.0, 0.0}, 100.0, 0.0},
                                              {{0.0, 0.0}, 100.0, 6.0},
                                              {{200.0, 0.0}, 50.0, 0.0},
                                              {{400.0, 0.0}, 10.0, 3.0},
                                              {{600.0, 50.0}, 200.0, 1.0},
                                              {{2000.0, 0.0}, 100.0, 0.0}});
    const UserDrop drop = dropUsers(s);
    std::array<int, 6> count{};
    int upper_right = 0;
    for (const Enu at : drop.position) {
        int squares = 0;
        for (std::size_t i = 0; i < count.size(); ++i) {
            const scenario::RasterCell& square = (*s.users.raster)[i];
            const double east = at.east_m - square.centre.east_m, north = at.north_m - square.centre.north_m;
            if (std::fabs(east) > square.size_m / 2.0 || std::fabs(north) > square.size_m / 2.0) continue;
            ++squares;
            ++count[i];
            if (i == 1 && east > 0.0 && north > 0.0) ++upper_right;
        }
        EXPECT_EQ(squares, 1) << "each in one square";
    }
    for (const std::size_t nobody : {std::size_t{0}, std::size_t{2}, std::size_t{5}})
        EXPECT_EQ(count[nobody], 0);
    expectBinomial(count[1], kUsers, 0.6, "weight 6 of 10");
    expectBinomial(count[3], kUsers, 0.3, "weight 3 of 10");
    expectBinomial(count[4], kUsers, 0.1, "weight 1 of 10");
    expectBinomial(upper_right, count[1], 0.25, "uniform within a square");
}

TEST(UserDrop, RasterGoesWithHotSpots) {
    scenario::Scenario s = smallNetwork(1, kUsers);
    s.users.placement = scenario::Placement::raster;
    s.users.raster = std::make_shared<const std::vector<scenario::RasterCell>>(
        std::vector<scenario::RasterCell>{{{1000.0, 0.0}, 100.0, 1.0}});
    s.users.hot_spots = {{{-500.0, 0.0}, 30.0, 0.4}};
    int in_spot = 0;
    for (const Enu at : dropUsers(s).position) in_spot += distance2dM({-500.0, 0.0}, at) <= 30.0 ? 1 : 0;
    expectBinomial(in_spot, kUsers, 0.4, "the hot spot's share");
}

TEST(UserDrop, CellWeightsFillTheSectors) {
    scenario::Scenario s = smallNetwork(1, kUsers);
    s.users.placement = scenario::Placement::around_cells;
    s.users.cell_weights = {1.0, 0.0, 3.0};
    const UserDrop drop = dropUsers(s);
    std::array<int, 3> count{};
    for (const Enu at : drop.position) {
        const double bearing = bearingDeg(s.network.sites[0].position, at);
        ++count[static_cast<std::size_t>(bearing < 60.0 || bearing >= 300.0 ? 0 : bearing < 180.0 ? 1 : 2)];
    }
    EXPECT_EQ(count[1], 0);
    expectBinomial(count[0], kUsers, 0.25, "weight 1 of 4");
}

TEST(UserDrop, PlacesByWeightAreTheSameEachTimeAndDoNotDependOnTheNumberOfUsers) {
    scenario::Scenario s = smallNetwork(2, 500);
    s.users.placement = scenario::Placement::raster;
    s.users.raster = std::make_shared<const std::vector<scenario::RasterCell>>(
        std::vector<scenario::RasterCell>{{{0.0, 0.0}, 300.0, 2.0}, {{500.0, 0.0}, 300.0, 1.0}});
    const UserDrop once = dropUsers(s), again = dropUsers(s);
    s.users.count = 700;
    const UserDrop more = dropUsers(s);
    for (std::size_t ue = 0; ue < 500; ++ue) {
        EXPECT_EQ(once.position[ue].east_m, again.position[ue].east_m);
        EXPECT_EQ(once.position[ue].north_m, again.position[ue].north_m);
        EXPECT_EQ(once.position[ue].east_m, more.position[ue].east_m);
        EXPECT_EQ(once.mobility_rank[ue], more.mobility_rank[ue]);
    }
}

TEST(UserDrop, RanksCountTheUsersOfAClass) {
    const UserDrop drop = dropUsers(smallNetwork(1, 1000));
    std::array<std::uint32_t, 2> next{};
    for (std::size_t ue = 0; ue < 1000; ++ue)
        EXPECT_EQ(drop.mobility_rank[ue], next[drop.mobility_class[ue]]++);
}

TEST(UserDrop, RadioAndNetworkChangesMoveNobody) {
    scenario::Scenario s = wide();
    s.users.indoor_share = 0.5;
    s.users.floors_min = s.users.floors_max = 3;
    scenario::Scenario other = s;
    other.network.cells[0].azimuth_deg += 40.0;
    other.network.cells[1].active = false;
    other.radio.fading.profile = fading::TdlProfile::c;
    other.ran.max_ues_per_slot = 1;
    const UserDrop a = dropUsers(s), b = dropUsers(other);
    EXPECT_EQ(a.place, b.place);
    EXPECT_EQ(a.height_m, b.height_m);
    EXPECT_EQ(a.penetration_draw, b.penetration_draw);
    for (std::size_t ue = 0; ue < kUsers; ++ue) ASSERT_EQ(a.position[ue].east_m, b.position[ue].east_m);
}

}  // namespace
}  // namespace celltwin::engine
