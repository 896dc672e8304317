// SPDX-License-Identifier: BSD-3-Clause
//
// Where a UE is, as a function of time: static, random waypoint, route. Position is a pure function of
// (parameters, seed, ue, time) given the cursor, so stepping at another cadence changes nothing.
// A profile holds any number of routes, and each UE follows one of them; where the route has not begun or is
// over, the UE stands at its first or last point and stays attached. Kind ns3 is a promise: the movement is
// one of ns-3's models, which sim/ns3 turns into routes before an engine sees the profile.
// Random waypoint (Johnson and Maltz 1996): waypoints uniform in the area, one speed a leg, uniform in its
// range. Not modelled: a start in the walk's steady state. With a uniform start the density drifts towards
// the middle of the area and the mean speed falls over the first legs (Navidi and Camp 2004); with
// speed_min_mps > 0 it settles.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "models/base/geo.h"
#include "models/base/random.h"

namespace celltwin::mobility {

enum class Kind : std::uint8_t { fixed, random_waypoint, route, ns3 };

/// Axis-aligned area in the local frame.
struct Area {
    double min_east_m, min_north_m, max_east_m, max_north_m;
};
/// A time-stamped polyline. Times strictly increase; before the first and after the last point the UE stands.
struct RoutePoint {
    std::int64_t time_ns;
    Enu position;
};
using Route = std::shared_ptr<const std::vector<RoutePoint>>;
struct Profile {
    Kind kind = Kind::fixed;
    double speed_min_mps = 0.5;  ///< random_waypoint, > 0
    double speed_max_mps = 1.5;  ///< random_waypoint
    double pause_s = 0.0;        ///< random_waypoint, at each waypoint
    Area area{};                 ///< random_waypoint, ns3
    std::vector<Route> routes;   ///< route: at least one, each with at least one point
};

/// One leg of a random-waypoint walk (the RanState columns of one UE).
struct Cursor {
    std::uint64_t leg = 0;  ///< route: index of the last point reached
    std::int64_t leg_start_ns = 0;
    std::int64_t leg_end_ns = 0;  ///< arrival, pause excluded
    Enu from{}, to{};
    std::uint64_t route = 0;  ///< route: index of the one this UE follows
};
/// Sets up the cursor at time 0 for a UE that starts at `start` (inside the area or out of it; ignored by
/// route). It follows the route `rank` modulo their number: `rank` counts the UEs of one profile from 0.
Cursor begin(const Profile& profile, const Random& random, std::uint64_t ue, Enu start,
             std::uint64_t rank = 0);
/// Position at `time_ns`, which must not decrease between calls on the same cursor.
Enu positionAt(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t time_ns,
               Cursor& cursor);

/// The scenario's names: static, random-waypoint, route, ns3.
std::span<const std::string_view> kindNames();

}  // namespace celltwin::mobility
