// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>

#include "models/mobility/mobility.h"

namespace celltwin::mobility {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kSecond = 1000 * kMs;
const Random kRandom(4);

Profile walker(double pause_s = 0.0) {
    Profile profile;
    profile.kind = Kind::random_waypoint;
    profile.speed_min_mps = 0.8;
    profile.speed_max_mps = 14.0;
    profile.pause_s = pause_s;
    profile.area = {-100.0, 50.0, 300.0, 250.0};
    return profile;
}

TEST(RandomWaypoint, PositionDoesNotDependOnTheCadence) {
    for (const double pause_s : {0.0, 2.5})
        for (std::uint64_t ue = 0; ue < 10; ++ue) {
            const Profile profile = walker(pause_s);
            Cursor fine = begin(profile, kRandom, ue, {0.0, 100.0});
            Cursor coarse = fine;
            for (std::int64_t t = 0; t <= 300 * kSecond; t += 10 * kMs) {
                const Enu here = positionAt(profile, kRandom, ue, t, fine);
                if (t % (100 * kMs) != 0) continue;
                const Enu there = positionAt(profile, kRandom, ue, t, coarse);
                ASSERT_EQ(here.east_m, there.east_m);
                ASSERT_EQ(here.north_m, there.north_m);
            }
            Cursor jump = begin(profile, kRandom, ue, {0.0, 100.0});
            const Enu direct = positionAt(profile, kRandom, ue, 300 * kSecond, jump);
            const Enu stepped = positionAt(profile, kRandom, ue, 300 * kSecond, fine);
            EXPECT_EQ(direct.east_m, stepped.east_m);
            EXPECT_EQ(direct.north_m, stepped.north_m);
            EXPECT_GT(jump.leg, 2U);
        }
}

TEST(RandomWaypoint, StaysInTheAreaAndBelowItsSpeed) {
    const Profile profile = walker();
    for (std::uint64_t ue = 0; ue < 10; ++ue) {
        Cursor cursor = begin(profile, kRandom, ue, {0.0, 100.0});
        Enu before{0.0, 100.0};
        for (std::int64_t t = 100 * kMs; t <= 300 * kSecond; t += 100 * kMs) {
            const Enu here = positionAt(profile, kRandom, ue, t, cursor);
            EXPECT_GE(here.east_m, -100.0);
            EXPECT_LE(here.east_m, 300.0);
            EXPECT_GE(here.north_m, 50.0);
            EXPECT_LE(here.north_m, 250.0);
            EXPECT_LE(distance2dM(before, here), 14.0 * 0.1 + 1e-9);
            before = here;
        }
    }
}

// Analytic: waypoints uniform over the rectangle, speeds uniform over their range; four standard errors.
TEST(RandomWaypoint, LegsAreDrawnUniformly) {
    const Profile profile = walker();
    Cursor cursor = begin(profile, kRandom, 9, {0.0, 100.0});
    const int legs = 5000;
    double east = 0.0, north = 0.0, east_squares = 0.0, speed = 0.0, products = 0.0;
    for (int leg = 0; leg < legs; ++leg) {
        ASSERT_EQ(cursor.leg, static_cast<std::uint64_t>(leg));
        const double x = (cursor.to.east_m + 100.0) / 400.0, y = (cursor.to.north_m - 50.0) / 200.0;
        const double mps = distance2dM(cursor.from, cursor.to) /
                           (1e-9 * static_cast<double>(cursor.leg_end_ns - cursor.leg_start_ns));
        EXPECT_GE(mps, 0.8 * (1 - 1e-6));
        EXPECT_LE(mps, 14.0);
        east += x;
        east_squares += x * x;
        north += y;
        speed += (mps - 0.8) / 13.2;
        products += (x - 0.5) * (y - 0.5) + (x - 0.5) * ((mps - 0.8) / 13.2 - 0.5);
        positionAt(profile, kRandom, 9, cursor.leg_end_ns, cursor);
    }
    const double four_errors = 4.0 * std::sqrt(1.0 / 12.0 / legs);
    EXPECT_NEAR(east / legs, 0.5, four_errors);
    EXPECT_NEAR(north / legs, 0.5, four_errors);
    EXPECT_NEAR(speed / legs, 0.5, four_errors);
    // Independent of each other: each product has mean 0 and standard deviation 1/12.
    EXPECT_NEAR(products / legs, 0.0, 4.0 * std::sqrt(2.0 / legs) / 12.0);
    EXPECT_NEAR(east_squares / legs - east / legs * east / legs, 1.0 / 12.0, 0.005);
}

TEST(RandomWaypoint, PausesAtEachWaypoint) {
    const Profile profile = walker(2.0);
    Cursor cursor = begin(profile, kRandom, 1, {0.0, 100.0});
    const Enu waypoint = cursor.to;
    const std::int64_t arrival = cursor.leg_end_ns;
    for (const std::int64_t wait : {std::int64_t{0}, kSecond, 2 * kSecond - 1}) {
        const Enu here = positionAt(profile, kRandom, 1, arrival + wait, cursor);
        EXPECT_EQ(here.east_m, waypoint.east_m);
        EXPECT_EQ(here.north_m, waypoint.north_m);
        EXPECT_EQ(cursor.leg, 0U);
    }
    const Enu later = positionAt(profile, kRandom, 1, arrival + 3 * kSecond, cursor);
    EXPECT_EQ(cursor.leg, 1U);
    EXPECT_EQ(cursor.leg_start_ns, arrival + 2 * kSecond);
    EXPECT_GT(distance2dM(waypoint, later), 0.8 * 0.99);
}

TEST(RandomWaypoint, WalksInFromOutsideAndEndsInAnAreaWithoutSize) {
    Profile profile = walker();
    profile.area = {10.0, 20.0, 10.0, 20.0};
    Cursor cursor = begin(profile, kRandom, 2, {1000.0, 20.0});
    EXPECT_EQ(positionAt(profile, kRandom, 2, 0, cursor).east_m, 1000.0);
    const Enu there = positionAt(profile, kRandom, 2, 100'000 * kSecond, cursor);
    EXPECT_EQ(there.east_m, 10.0);
    EXPECT_EQ(there.north_m, 20.0);
}

TEST(Route, InterpolatesAndStandsAtItsEnds) {
    Profile profile;
    profile.kind = Kind::route;
    profile.routes = {std::make_shared<const std::vector<RoutePoint>>(std::vector<RoutePoint>{
        {2 * kSecond, {0.0, 0.0}}, {4 * kSecond, {100.0, 0.0}}, {5 * kSecond, {100.0, 50.0}}})};
    Cursor cursor = begin(profile, kRandom, 0, {7.0, 7.0});
    // By hand: 50 m/s east for two seconds, then 50 m/s north for one.
    const double expected[][3] = {{0, 0, 0},         {2, 0, 0},    {2.5, 25, 0}, {4, 100, 0},
                                  {4.25, 100, 12.5}, {5, 100, 50}, {9, 100, 50}};
    for (const auto& [time_s, east_m, north_m] : expected) {
        const Enu here = positionAt(profile, kRandom, 0, static_cast<std::int64_t>(time_s * kSecond), cursor);
        EXPECT_DOUBLE_EQ(here.east_m, east_m) << time_s;
        EXPECT_DOUBLE_EQ(here.north_m, north_m) << time_s;
    }
    Cursor jump = begin(profile, kRandom, 0, {7.0, 7.0});
    EXPECT_DOUBLE_EQ(positionAt(profile, kRandom, 0, 4'250 * kMs, jump).north_m, 12.5);
}

TEST(Route, EachRankFollowsItsOwnAtAnyCadence) {
    Profile profile;
    profile.kind = Kind::route;
    for (int r = 0; r < 3; ++r)
        profile.routes.push_back(std::make_shared<const std::vector<RoutePoint>>(std::vector<RoutePoint>{
            {0, {100.0 * r, 0.0}}, {250 * kMs, {100.0 * r, 2.0}}, {500 * kMs, {100.0 * r + 3.0, 2.0}}}));
    for (std::uint64_t rank = 0; rank < 7; ++rank) {
        Cursor fine = begin(profile, kRandom, 40 + rank, {7.0, 7.0}, rank);
        EXPECT_EQ(fine.from.east_m, 100.0 * static_cast<double>(rank % 3));
        Enu there{};
        for (std::int64_t t = 0; t <= 500 * kMs; t += 10 * kMs)
            there = positionAt(profile, kRandom, 40 + rank, t, fine);
        Cursor jump = begin(profile, kRandom, 40 + rank, {7.0, 7.0}, rank);
        EXPECT_EQ(positionAt(profile, kRandom, 40 + rank, 500 * kMs, jump).east_m, there.east_m);
        EXPECT_EQ(there.east_m, 100.0 * static_cast<double>(rank % 3) + 3.0);
        EXPECT_EQ(there.north_m, 2.0);
    }
}

TEST(Fixed, Stands) {
    const Profile profile;
    Cursor cursor = begin(profile, kRandom, 0, {3.0, 4.0});
    for (const std::int64_t t : {std::int64_t{0}, kSecond, 1'000'000 * kSecond}) {
        EXPECT_EQ(positionAt(profile, kRandom, 0, t, cursor).east_m, 3.0);
        EXPECT_EQ(positionAt(profile, kRandom, 0, t, cursor).north_m, 4.0);
    }
}

TEST(MobilityKinds, NamesInTheOrderOfTheEnumeration) {
    ASSERT_EQ(kindNames().size(), 4U);
    EXPECT_EQ(kindNames()[static_cast<std::size_t>(Kind::fixed)], "static");
    EXPECT_EQ(kindNames()[static_cast<std::size_t>(Kind::random_waypoint)], "random-waypoint");
    EXPECT_EQ(kindNames()[static_cast<std::size_t>(Kind::route)], "route");
    EXPECT_EQ(kindNames()[static_cast<std::size_t>(Kind::ns3)], "ns3");
}

}  // namespace
}  // namespace celltwin::mobility
