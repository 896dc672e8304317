// SPDX-License-Identifier: BSD-3-Clause
//
// Users: how many and where.
#include <algorithm>
#include <cmath>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

mobility::Area defaultArea(const NetworkSnapshot& network) {
    if (network.sites.empty()) return {};
    const Enu first = network.sites[0].position;
    mobility::Area area{first.east_m, first.north_m, first.east_m, first.north_m};
    for (const Site& site : network.sites) {
        area.min_east_m = std::min(area.min_east_m, site.position.east_m);
        area.max_east_m = std::max(area.max_east_m, site.position.east_m);
        area.min_north_m = std::min(area.min_north_m, site.position.north_m);
        area.max_north_m = std::max(area.max_north_m, site.position.north_m);
    }
    const double margin = typicalSiteDistanceM(network.sites) / 2.0;
    return {area.min_east_m - margin, area.min_north_m - margin, area.max_east_m + margin,
            area.max_north_m + margin};
}

void bindHotSpots(const Node& users, Users& out, const NetworkSnapshot& network, Context& context) {
    const Node* list = valueOf(users, "hot_spots");
    if (list == nullptr) return;
    double sum = 0.0;
    for (const Node& item : list->items) {
        HotSpot spot;
        if (const auto place = readPlace(item, context))
            spot.position = toEnu(*place, network, item.mark, context);
        read(item, "radius_m", spot.radius_m);
        read(item, "share", spot.share);
        sum += spot.share;
        out.hot_spots.push_back(spot);
    }
    if (sum > 1.0 + kShareTolerance)
        context.findings.add(
            list->mark, "the shares of users.hot_spots sum to " + shortest(sum) + ", at most 1 is accepted");
}

void bindCount(const Node& node, Users& users, const NetworkSnapshot& network, Context& context) {
    read(node, "count", users.count);
    int per_cell = 0;
    if (!read(node, "per_cell", per_cell)) return;
    const double total = static_cast<double>(per_cell) * static_cast<double>(network.cells.size());
    if (total > kMaxUes)
        context.findings.add(
            node.find("per_cell")->value.mark,
            shortest(total) + " UEs in all, at most " + std::to_string(kMaxUes) + " are accepted");
    else
        users.count = static_cast<int>(total);
}

void bindBuildings(const Node& node, Users& users, Context& context) {
    read(node, "indoor_share", users.indoor_share);
    read(node, "high_loss_share", users.high_loss_share);
    read(node, "floors_min", users.floors_min);
    read(node, "floors_max", users.floors_max);
    read(node, "car_share", users.car_share);
    if (users.floors_min > users.floors_max)
        context.findings.add(markOf(node, "floors_min"),
                             "floors_min is above floors_max, " + std::to_string(users.floors_max));
    if (users.floors_max > 0 && users.floors_min == 0) users.floors_min = 1;
    if (users.indoor_share + users.car_share > 1.0 + kShareTolerance)
        context.findings.add(markOf(node, "car_share"), "indoor_share and car_share sum to " +
                                                            shortest(users.indoor_share + users.car_share) +
                                                            ", at most 1 is accepted");
}

void bindAntennaCount(const Node& node, Users& users, Context& context) {
    read(node, "antennas", users.antennas);
    if (users.antennas == 3)
        context.findings.add(markOf(node, "antennas"), "a UE has 1, 2 or 4 receive antennas");
}

}  // namespace

void checkShares(const Node& list, const std::string& what, double sum, Context& context) {
    if (std::abs(sum - 1.0) <= kShareTolerance) return;
    for (const Node& item : list.items)
        if (item.find("share") != nullptr && item.find("share")->value.bad) return;
    context.findings.add(list.mark, "the shares of " + what + " sum to " +
                                        shortest(std::round(sum * 1e6) / 1e6) + ", they must sum to 1");
}

void bindArea(const Node& map, mobility::Area& area, Context& context) {
    const Node* node = valueOf(map, "area");
    if (node == nullptr) return;
    read(*node, "min_east_m", area.min_east_m);
    read(*node, "min_north_m", area.min_north_m);
    read(*node, "max_east_m", area.max_east_m);
    read(*node, "max_north_m", area.max_north_m);
    if (!(area.min_east_m < area.max_east_m) || !(area.min_north_m < area.max_north_m))
        context.findings.add(node->mark, "the area is empty: its minimum is not below its maximum");
    else if (std::max(area.max_east_m - area.min_east_m, area.max_north_m - area.min_north_m) < 1.0)
        context.findings.add(node->mark, "the area is smaller than 1 m: its longer side is at least 1 m");
}

Users bindUsers(const Node& root, const NetworkSnapshot& network, Context& context) {
    static const Node kEmpty;
    Users users;
    users.area = defaultArea(network);
    const Node* given = valueOf(root, "users");
    const Node& node = given == nullptr ? kEmpty : *given;
    bindCount(node, users, network, context);
    readName(node, "placement", placementNames(), users.placement);
    bindArea(node, users.area, context);
    if (users.placement == Placement::raster) bindRaster(node, users, network, context);
    if (users.placement == Placement::around_cells) bindCellWeights(node, users, network, context);
    read(node, "max_distance_m", users.max_distance_m);
    read(node, "min_distance_m", users.min_distance_m);
    if (users.placement == Placement::around_cells && users.min_distance_m >= users.max_distance_m)
        context.findings.add(node.mark, "min_distance_m is not below max_distance_m, " +
                                            shortest(users.max_distance_m) + " m");
    users.isd_m = typicalSiteDistanceM(network.sites);
    read(node, "isd_m", users.isd_m);
    read(node, "height_m", users.height_m);
    bindBuildings(node, users, context);
    bindAntennaCount(node, users, context);
    read(node, "component_carriers", users.component_carriers);
    bindHotSpots(node, users, network, context);
    if (const Node* list = valueOf(node, "mobility")) {
        double sum = 0.0;
        for (const Node& item : list->items) {
            MobilityShare entry = bindMobility(item, network, users.area, context);
            sum += entry.share;
            users.mobility.push_back(std::move(entry));
        }
        checkShares(*list, "users.mobility", sum, context);
    } else {
        users.mobility.emplace_back();
    }
    bindTraffic(root, users, context);
    return users;
}

}  // namespace celltwin::scenario
