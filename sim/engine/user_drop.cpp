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
/// Step of the draw that picks a weighted cell or square; places use steps from 1 on.
constexpr std::uint64_t kPickStep = 1ULL << 32;

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

Enu inSquare(const scenario::RasterCell& square, double u1, double u2) {
    return {square.centre.east_m + square.size_m * (u1 - 0.5),
            square.centre.north_m + square.size_m * (u2 - 0.5)};
}

/// Indices in proportion to weights.
class Lottery {
  public:
    void add(double weight) { upto_.push_back((upto_.empty() ? 0.0 : upto_.back()) + weight); }
    bool empty() const { return upto_.empty(); }
    /// Never one of weight 0: the first whose running sum is above u times the whole.
    std::size_t pick(double u) const {
        const auto found = std::upper_bound(upto_.begin(), upto_.end(), u * upto_.back());
        if (found != upto_.end()) return static_cast<std::size_t>(found - upto_.begin());
        // u is below 1, but the product may round up to the whole: the last one with a weight.
        return static_cast<std::size_t>(std::lower_bound(upto_.begin(), upto_.end(), upto_.back()) -
                                        upto_.begin());
    }

  private:
    std::vector<double> upto_;
};

/// Draws of stream `ue_position`: 0 hot spot or not, then two for each attempt; kPickStep which cell or
/// square.
class Places {
  public:
    Places(const scenario::Scenario& s, const Random& random) : s_(s), random_(random) {
        if (s.users.placement == scenario::Placement::raster && s.users.raster)
            for (const scenario::RasterCell& square : *s.users.raster) lottery_.add(square.weight);
        if (s.users.placement == scenario::Placement::around_cells)
            for (const double weight : s.users.cell_weights) lottery_.add(weight);
    }

    Enu place(std::uint64_t ue) const {
        const scenario::HotSpot* spot = pickHotSpot(s_.users, draw(ue, 0));
        const std::size_t picked = lottery_.empty() ? ue : lottery_.pick(draw(ue, kPickStep));
        Enu position{};
        for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
            const double u1 = draw(ue, 1 + 2 * attempt), u2 = draw(ue, 2 + 2 * attempt);
            position =
                spot != nullptr ? inDisc(spot->position, spot->radius_m, u1, u2) : candidate(picked, u1, u2);
            if (acceptable(picked, spot != nullptr, position)) break;
        }
        return position;
    }

  private:
    double draw(std::uint64_t ue, std::uint64_t step) const {
        return random_.uniform(Stream::ue_position, ue, step);
    }

    /// `picked`: the UE's number where all cells are alike, else what the weights gave it.
    Enu candidate(std::uint64_t picked, double u1, double u2) const {
        const scenario::Users& users = s_.users;
        if (users.placement == scenario::Placement::raster && users.raster)
            return inSquare((*users.raster)[picked], u1, u2);
        if (users.placement == scenario::Placement::around_cells)
            return aroundCell(s_.network.cells[picked % s_.network.cells.size()], users, u1, u2);
        if (users.placement == scenario::Placement::hexagons)
            return aroundSite(s_.network.sites[picked % s_.network.sites.size()], users.isd_m, u1, u2);
        return {users.area.min_east_m + u1 * (users.area.max_east_m - users.area.min_east_m),
                users.area.min_north_m + u2 * (users.area.max_north_m - users.area.min_north_m)};
    }

    bool acceptable(std::uint64_t picked, bool in_hot_spot, Enu at) const {
        if (s_.users.placement == scenario::Placement::hexagons && !in_hot_spot &&
            !insideHexagon(s_.network.sites[picked % s_.network.sites.size()], s_.users.isd_m, at))
            return false;
        return !tooNear(s_, at);
    }

    const scenario::Scenario& s_;
    Random random_;
    Lottery lottery_;
};

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
    drop.mobility_rank.resize(count);
    drop.traffic_class.resize(count);
    const Places places(before, random);
    const Surroundings surroundings(before, random);
    std::vector<std::uint32_t> of_class(before.users.mobility.size(), 0);
    for (std::size_t ue = 0; ue < count; ++ue) {
        drop.position[ue] = places.place(ue);
        surroundings.place(drop, ue);
        drop.mobility_class[ue] = pickClass(before.users.mobility, random.uniform(Stream::ue_class, ue));
        drop.mobility_rank[ue] = of_class[drop.mobility_class[ue]]++;
        drop.traffic_class[ue] = pickClass(before.users.traffic, random.uniform(Stream::traffic_class, ue));
    }
    return drop;
}

}  // namespace celltwin::engine
