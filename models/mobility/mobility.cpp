// SPDX-License-Identifier: BSD-3-Clause
#include "models/mobility/mobility.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::mobility {
namespace {

constexpr double kNsPerSecond = 1e9;
/// Later than any run: 73 years; two of them still fit.
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max() / 4;

/// Draws of one leg: waypoint east, north, speed; the fourth number is free.
constexpr std::uint64_t kDrawsPerLeg = 4;

std::int64_t saturate(double time_ns) {
    return time_ns < static_cast<double>(kForever) ? static_cast<std::int64_t>(time_ns) : kForever;
}

Enu between(Enu from, Enu to, double fraction) {
    return {from.east_m + fraction * (to.east_m - from.east_m),
            from.north_m + fraction * (to.north_m - from.north_m)};
}

Cursor startLeg(const Profile& profile, const Random& random, std::uint64_t ue, std::uint64_t leg, Enu from,
                std::int64_t start_ns) {
    const auto draw = [&](std::uint64_t which) {
        return random.uniform(Stream::mobility, ue, kDrawsPerLeg * leg + which);
    };
    const Area& area = profile.area;
    const Enu waypoint{area.min_east_m + draw(0) * (area.max_east_m - area.min_east_m),
                       area.min_north_m + draw(1) * (area.max_north_m - area.min_north_m)};
    const double speed_mps =
        profile.speed_min_mps + draw(2) * (profile.speed_max_mps - profile.speed_min_mps);
    const double length_m = distance2dM(from, waypoint);
    // Rounded up, so that no leg is walked faster than drawn. An area that is a point is reached once.
    const double duration_ns =
        length_m > 0.0 ? std::ceil(length_m / speed_mps * kNsPerSecond) : static_cast<double>(kForever);
    return {leg, start_ns, std::min(kForever, start_ns + saturate(duration_ns)), from, waypoint, 0};
}

Enu walk(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t time_ns,
         Cursor& cursor) {
    const std::int64_t pause_ns = saturate(profile.pause_s * kNsPerSecond);
    while (time_ns >= cursor.leg_end_ns + pause_ns)
        cursor = startLeg(profile, random, ue, cursor.leg + 1, cursor.to, cursor.leg_end_ns + pause_ns);
    if (time_ns >= cursor.leg_end_ns) return cursor.to;
    return between(cursor.from, cursor.to,
                   static_cast<double>(time_ns - cursor.leg_start_ns) /
                       static_cast<double>(cursor.leg_end_ns - cursor.leg_start_ns));
}

Enu follow(const std::vector<RoutePoint>& route, std::int64_t time_ns, Cursor& cursor) {
    while (cursor.leg + 1 < route.size() && route[cursor.leg + 1].time_ns <= time_ns) ++cursor.leg;
    const RoutePoint& last = route[cursor.leg];
    if (cursor.leg + 1 == route.size() || time_ns <= last.time_ns) return last.position;
    const RoutePoint& next = route[cursor.leg + 1];
    return between(
        last.position, next.position,
        static_cast<double>(time_ns - last.time_ns) / static_cast<double>(next.time_ns - last.time_ns));
}

}  // namespace

Cursor begin(const Profile& profile, const Random& random, std::uint64_t ue, Enu start, std::uint64_t rank) {
    switch (profile.kind) {
        case Kind::fixed:
            return {0, 0, kForever, start, start, 0};
        case Kind::random_waypoint:
            assert(profile.speed_min_mps > 0.0 && profile.speed_max_mps >= profile.speed_min_mps);
            assert(profile.pause_s >= 0.0);
            return startLeg(profile, random, ue, 0, start, 0);
        case Kind::route: {
            assert(!profile.routes.empty());
            const std::uint64_t own = rank % profile.routes.size();
            assert(profile.routes[own] && !profile.routes[own]->empty());
            const Enu first = profile.routes[own]->front().position;
            return {0, 0, kForever, first, first, own};
        }
        case Kind::ns3:
            break;
    }
    assert(false);
    return {};
}

Enu positionAt(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t time_ns,
               Cursor& cursor) {
    assert(time_ns >= 0);
    switch (profile.kind) {
        case Kind::fixed:
            return cursor.from;
        case Kind::random_waypoint:
            return walk(profile, random, ue, time_ns, cursor);
        case Kind::route:
            return follow(*profile.routes[cursor.route], time_ns, cursor);
        case Kind::ns3:
            break;
    }
    assert(false);
    return {};
}

std::span<const std::string_view> kindNames() {
    static constexpr std::array<std::string_view, 4> kNames = {"static", "random-waypoint", "route", "ns3"};
    return kNames;
}

}  // namespace celltwin::mobility
