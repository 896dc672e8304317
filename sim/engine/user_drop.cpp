// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/user_drop.h"

#include <algorithm>
#include <cmath>

#include "models/base/random.h"
#include "models/base/units.h"

namespace celltwin::engine {
namespace {

constexpr int kAttempts = 100;
constexpr double kSectorHalfWidthDeg = 60.0;
constexpr double kMaxIndoorDistanceM = 25.0;

Enu inDisc(Enu centre, double radius_m, double u1, double u2) {
    const double r = radius_m * std::sqrt(u1), angle = 2.0 * kPi * u2;
    return {centre.east_m + r * std::sin(angle), centre.north_m + r * std::cos(angle)};
}

/// Uniform over the ring sector in front of a cell.
Enu aroundCell(const scenario::Cell& cell, const scenario::Users& users, double u1, double u2) {
    const double near2 = users.min_distance_m * users.min_distance_m;
    const double far2 = users.max_distance_m * users.max_distance_m;
    const double r = std::sqrt(near2 + u1 * std::max(0.0, far2 - near2));
    const double bearing = toRadians(cell.azimuth_deg + kSectorHalfWidthDeg * (2.0 * u2 - 1.0));
    return {cell.position.east_m + r * std::sin(bearing), cell.position.north_m + r * std::cos(bearing)};
}

const scenario::HotSpot* pickHotSpot(const scenario::Users& users, double u) {
    for (const scenario::HotSpot& spot : users.hot_spots) {
        if (u < spot.share) return &spot;
        u -= spot.share;
    }
    return nullptr;
}

bool tooNear(const scenario::Scenario& s, Enu position) {
    return std::any_of(s.network.sites.begin(), s.network.sites.end(), [&](const scenario::Site& site) {
        return distance2dM(site.position, position) < s.users.min_distance_m;
    });
}

Enu placeOne(const scenario::Scenario& s, const Random& random, std::uint64_t ue) {
    const scenario::Users& users = s.users;
    const scenario::HotSpot* spot = pickHotSpot(users, random.uniform(Stream::ue_position, ue, 0));
    Enu position{};
    for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
        const double u1 = random.uniform(Stream::ue_position, ue, 1 + 2 * attempt);
        const double u2 = random.uniform(Stream::ue_position, ue, 2 + 2 * attempt);
        if (spot != nullptr)
            position = inDisc(spot->position, spot->radius_m, u1, u2);
        else if (users.placement == scenario::Placement::around_cells)
            position = aroundCell(s.network.cells[ue % s.network.cells.size()], users, u1, u2);
        else
            position = {users.area.min_east_m + u1 * (users.area.max_east_m - users.area.min_east_m),
                        users.area.min_north_m + u2 * (users.area.max_north_m - users.area.min_north_m)};
        if (!tooNear(s, position)) break;
    }
    return position;
}

template <class Share>
std::uint8_t pickClass(const std::vector<Share>& shares, double u) {
    for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
        if (u < shares[i].share) return static_cast<std::uint8_t>(i);
        u -= shares[i].share;
    }
    return static_cast<std::uint8_t>(shares.size() - 1);
}

double indoorDistanceM(const scenario::Users& users, const Random& random, std::uint64_t ue) {
    if (random.uniform(Stream::indoor, ue, 0) >= users.indoor_share) return -1.0;
    return kMaxIndoorDistanceM *
           std::min(random.uniform(Stream::indoor, ue, 1), random.uniform(Stream::indoor, ue, 2));
}

}  // namespace

UserDrop dropUsers(const scenario::Scenario& before) {
    const Random random(before.run.seed);
    const auto count = static_cast<std::size_t>(before.users.count);
    UserDrop drop;
    drop.position.resize(count);
    drop.mobility_class.resize(count);
    drop.traffic_class.resize(count);
    drop.indoor_distance_m.resize(count);
    for (std::size_t ue = 0; ue < count; ++ue) {
        drop.position[ue] = placeOne(before, random, ue);
        drop.mobility_class[ue] = pickClass(before.users.mobility, random.uniform(Stream::ue_class, ue));
        drop.traffic_class[ue] = pickClass(before.users.traffic, random.uniform(Stream::traffic_class, ue));
        drop.indoor_distance_m[ue] = indoorDistanceM(before.users, random, ue);
    }
    return drop;
}

}  // namespace celltwin::engine
