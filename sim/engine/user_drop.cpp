// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/user_drop.h"

#include <algorithm>
#include <cmath>

#include "models/base/random.h"
#include "models/base/units.h"
#include "models/cluster/large_scale.h"
#include "models/shadowing/building_field.h"

namespace celltwin::engine {
namespace {

constexpr int kAttempts = 100;
constexpr double kSectorHalfWidthDeg = 60.0;
constexpr double kFloorHeightM = 3.0;

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

/// Uniform over the square around a site's hexagon, whose sides face its neighbours at 0, 60, 120 degrees.
Enu aroundSite(const scenario::Site& site, double isd_m, double u1, double u2) {
    return {site.position.east_m + isd_m * (u1 - 0.5),
            site.position.north_m + isd_m / std::sqrt(3.0) * (2.0 * u2 - 1.0)};
}

bool insideHexagon(const scenario::Site& site, double isd_m, Enu at) {
    const double east = at.east_m - site.position.east_m, north = at.north_m - site.position.north_m;
    const double along = 0.5 * std::fabs(east) + std::sqrt(0.75) * std::fabs(north);
    return std::fabs(east) <= isd_m / 2.0 && along <= isd_m / 2.0;
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

Enu candidate(const scenario::Scenario& s, std::uint64_t ue, double u1, double u2) {
    const scenario::Users& users = s.users;
    if (users.placement == scenario::Placement::around_cells)
        return aroundCell(s.network.cells[ue % s.network.cells.size()], users, u1, u2);
    if (users.placement == scenario::Placement::hexagons)
        return aroundSite(s.network.sites[ue % s.network.sites.size()], users.isd_m, u1, u2);
    return {users.area.min_east_m + u1 * (users.area.max_east_m - users.area.min_east_m),
            users.area.min_north_m + u2 * (users.area.max_north_m - users.area.min_north_m)};
}

bool acceptable(const scenario::Scenario& s, std::uint64_t ue, bool in_hot_spot, Enu at) {
    if (s.users.placement == scenario::Placement::hexagons && !in_hot_spot &&
        !insideHexagon(s.network.sites[ue % s.network.sites.size()], s.users.isd_m, at))
        return false;
    return !tooNear(s, at);
}

Enu placeOne(const scenario::Scenario& s, const Random& random, std::uint64_t ue) {
    const scenario::HotSpot* spot = pickHotSpot(s.users, random.uniform(Stream::ue_position, ue, 0));
    Enu position{};
    for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
        const double u1 = random.uniform(Stream::ue_position, ue, 1 + 2 * attempt);
        const double u2 = random.uniform(Stream::ue_position, ue, 2 + 2 * attempt);
        position =
            spot != nullptr ? inDisc(spot->position, spot->radius_m, u1, u2) : candidate(s, ue, u1, u2);
        if (acceptable(s, ue, spot != nullptr, position)) break;
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

/// Draws of stream `indoor`: 0 where, 1 how deep where buildings do not say, 3 and 4 how high.
class Surroundings {
  public:
    Surroundings(const scenario::Scenario& s, const Random& random)
        : users_(s.users),
          legacy_(s.radio.building_loss == scenario::BuildingLoss::below_6ghz),
          // TR 38.901 clause 7.4.3.1: 25 m in cities, 10 m in the country.
          max_indoor_m_(cluster::scenarioOf(s.radio.propagation) == cluster::Scenario::rma ? 10.0 : 25.0),
          random_(random),
          buildings_(random) {}

    void place(UserDrop& drop, std::size_t ue) const {
        const double where = draw(ue, 0);
        drop.height_m[ue] = users_.height_m;
        if (where < users_.indoor_share) {
            const shadowing::BuildingDraws building = buildings_.at(drop.position[ue]);
            const bool high = building.type < users_.high_loss_share;
            drop.place[ue] = high ? Place::high_loss_building : Place::low_loss_building;
            // Table 7.4.3-3 has one uniform draw, clause 7.4.3.1 the smaller of two.
            drop.indoor_distance_m[ue] = max_indoor_m_ * (legacy_ ? draw(ue, 1) : building.indoor_distance);
            drop.penetration_draw[ue] = high ? building.high_penetration : building.low_penetration;
            if (users_.floors_max > 0) drop.height_m[ue] += kFloorHeightM * floorsBelow(ue);
        } else if (where < users_.indoor_share + users_.car_share) {
            drop.place[ue] = Place::car;
            drop.penetration_draw[ue] = random_.normal(Stream::building, ue, 1);
        }
    }

  private:
    double draw(std::uint64_t ue, std::uint64_t number) const {
        return random_.uniform(Stream::indoor, ue, number);
    }
    /// n_fl - 1: the building has floors_min..floors_max floors, the UE is on any of them.
    double floorsBelow(std::uint64_t ue) const {
        const double kinds = users_.floors_max - users_.floors_min + 1.0;
        const double floors = users_.floors_min + std::floor(kinds * draw(ue, 3));
        return std::floor(floors * draw(ue, 4));
    }

    const scenario::Users& users_;
    bool legacy_;
    double max_indoor_m_;
    Random random_;
    shadowing::BuildingField buildings_;
};

}  // namespace

UserDrop dropUsers(const scenario::Scenario& before) {
    const Random random(before.run.seed);
    const auto count = static_cast<std::size_t>(before.users.count);
    UserDrop drop;
    drop.position.resize(count);
    drop.height_m.resize(count);
    drop.place.assign(count, Place::outdoor);
    drop.indoor_distance_m.assign(count, 0.0);
    drop.penetration_draw.assign(count, 0.0);
    drop.mobility_class.resize(count);
    drop.traffic_class.resize(count);
    const Surroundings surroundings(before, random);
    for (std::size_t ue = 0; ue < count; ++ue) {
        drop.position[ue] = placeOne(before, random, ue);
        surroundings.place(drop, ue);
        drop.mobility_class[ue] = pickClass(before.users.mobility, random.uniform(Stream::ue_class, ue));
        drop.traffic_class[ue] = pickClass(before.users.traffic, random.uniform(Stream::traffic_class, ue));
    }
    return drop;
}

}  // namespace celltwin::engine
