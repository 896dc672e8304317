// SPDX-License-Identifier: BSD-3-Clause
//
// Users, their mobility and traffic, radio, the RAN, the run and its outputs.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

constexpr double kShareTolerance = 1e-6;

void checkShares(const Node& list, const std::string& what, double sum, Context& context) {
    if (std::abs(sum - 1.0) <= kShareTolerance) return;
    for (const Node& item : list.items)
        if (item.find("share") != nullptr && item.find("share")->value.bad) return;
    context.findings.add(list.mark, "the shares of " + what + " sum to " +
                                        shortest(std::round(sum * 1e6) / 1e6) + ", they must sum to 1");
}

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

/// The route's points from a list of [time_s, east_m, north_m].
void bindInlineRoute(const Node& list, std::vector<mobility::RoutePoint>& points) {
    for (const Node& item : list.items) {
        if (item.bad || item.items.size() != 3) continue;
        const auto at = [&](std::size_t i) { return parseNumber(item.items[i].text).value_or(0.0); };
        points.push_back({std::llround(at(0) * 1e9), {at(1), at(2)}});
    }
}

/// time_s and lat, lon (or lat_deg, lon_deg) or east_m, north_m.
void bindRouteTable(const CsvTable& table, std::vector<mobility::RoutePoint>& points,
                    const NetworkSnapshot& network, const Mark& mark, Context& context) {
    const auto named = [&](const char* a, const char* b) {
        const auto first = table.column(a);
        return first ? first : table.column(b);
    };
    const std::size_t time = table.requireColumn("time_s");
    const auto lat = named("lat_deg", "lat"), lon = named("lon_deg", "lon");
    const bool degrees = lat && lon;
    const std::size_t x = degrees ? *lon : table.requireColumn("east_m");
    const std::size_t y = degrees ? *lat : table.requireColumn("north_m");
    if (degrees && !network.geographic) {
        context.findings.add(mark, "the route is in degrees, but the network is in metres",
                             "give network.reference {lat_deg, lon_deg}");
        return;
    }
    const LocalFrame frame(network.origin);
    for (std::size_t row = 0; row < table.rowCount() && row < kMaxRoutePoints; ++row) {
        const double t = table.number(row, time), a = table.number(row, x), b = table.number(row, y);
        if (std::abs(t) > 1e6)
            throw ConfigError({table.diagnose(row, time, "out of range: -1e6 to 1e6 s is accepted")});
        if (degrees && (std::abs(b) > 90.0 || std::abs(a) > 180.0))
            throw ConfigError({table.diagnose(row, y, "latitude or longitude out of range")});
        const Enu place = degrees ? frame.toEnu({b, a}) : Enu{a, b};
        if (std::abs(place.east_m) > kMaxCoordinateM || std::abs(place.north_m) > kMaxCoordinateM)
            throw ConfigError({table.diagnose(row, x, "more than 1000 km from the network's reference")});
        points.push_back({std::llround(t * 1e9), place});
    }
    if (table.rowCount() > kMaxRoutePoints)
        context.findings.add(mark, "the route has more than " + std::to_string(kMaxRoutePoints) + " points");
}

mobility::Profile bindMobility(const Node& node, const NetworkSnapshot& network, const mobility::Area& area,
                               Context& context) {
    mobility::Profile profile;
    readName(node, "model", mobilityKindNames(), profile.kind);
    if (profile.kind == mobility::Kind::random_waypoint) {
        double low_kmh = 0.0, high_kmh = 0.0;
        if (read(node, "speed_min_kmh", low_kmh)) profile.speed_min_mps = low_kmh / 3.6;
        if (read(node, "speed_max_kmh", high_kmh)) profile.speed_max_mps = high_kmh / 3.6;
        if (profile.speed_min_mps > profile.speed_max_mps)
            context.findings.add(node.mark, "speed_min_kmh is above speed_max_kmh, " +
                                                shortest(profile.speed_max_mps * 3.6) + " km/h");
        read(node, "pause_s", profile.pause_s);
        profile.area = area;
        bindArea(node, profile.area, context);
    }
    if (profile.kind == mobility::Kind::route) bindRoute(node, profile, network, context);
    return profile;
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

void bindTraffic(const Node& root, Users& users, Context& context) {
    const Node* list = valueOf(root, "traffic");
    if (list == nullptr) {
        users.traffic.emplace_back();
        return;
    }
    double sum = 0.0;
    for (const Node& item : list->items) {
        TrafficShare entry;
        traffic::Profile& p = entry.profile;
        read(item, "share", entry.share);
        readName(item, "model", trafficKindNames(), p.kind);
        if (p.kind == traffic::Kind::ftp3) {
            read(item, "file_bytes", p.file_bytes);
            read(item, "files_per_second", p.files_per_second);
        }
        if (p.kind == traffic::Kind::constant_rate) {
            read(item, "rate_kbps", p.rate_kbps);
            read(item, "packet_bytes", p.packet_bytes);
        }
        sum += entry.share;
        users.traffic.push_back(std::move(entry));
    }
    checkShares(*list, "traffic", sum, context);
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

void bindRoute(const Node& node, mobility::Profile& profile, const NetworkSnapshot& network,
               Context& context) {
    auto points = std::make_shared<std::vector<mobility::RoutePoint>>();
    Mark mark = node.mark;
    if (const Node* list = valueOf(node, "route")) {
        mark = list->mark;
        bindInlineRoute(*list, *points);
    } else if (const Node* file = valueOf(node, "file")) {
        mark = file->mark;
        const auto text = readReferenced(*file, context);
        if (!text) return;
        try {
            bindRouteTable(CsvTable::parse(*text, referencedPath(context.file, file->text)), *points, network,
                           mark, context);
        } catch (const ConfigError& error) {
            context.findings.add(error);
            return;
        }
        if (points->empty()) context.findings.add(mark, "the route has no points");
    } else if (node.find("route") == nullptr && node.find("file") == nullptr) {
        context.findings.add(mark, "model 'route' needs file or route");
    }
    for (std::size_t i = 1; i < points->size(); ++i)
        if ((*points)[i].time_ns <= (*points)[i - 1].time_ns) {
            context.findings.add(mark, "times of a route must increase: point " + std::to_string(i + 1) +
                                           " is not after point " + std::to_string(i));
            break;
        }
    profile.route = std::move(points);
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
    bindHotSpots(node, users, network, context);
    if (const Node* list = valueOf(node, "mobility")) {
        double sum = 0.0;
        for (const Node& item : list->items) {
            MobilityShare entry;
            read(item, "share", entry.share);
            entry.profile = bindMobility(item, network, users.area, context);
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

Run bindRun(const Node& root) {
    Run run;
    const Node* node = valueOf(root, "run");
    if (node == nullptr) return run;
    readName(*node, "fidelity", fidelityNames(), run.fidelity);
    read(*node, "duration_s", run.duration_s);
    read(*node, "warmup_s", run.warmup_s);
    read(*node, "seed", run.seed);
    read(*node, "drops", run.drops);
    read(*node, "kpi_period_s", run.kpi_period_s);
    read(*node, "ue_sample_period_s", run.ue_sample_period_s);
    read(*node, "mobility_period_ms", run.mobility_period_ms);
    read(*node, "measurement_period_ms", run.measurement_period_ms);
    read(*node, "cqi_period_ms", run.cqi_period_ms);
    read(*node, "segment_s", run.segment_s);
    return run;
}

Outputs bindOutputs(const Node& root, const std::string& file) {
    Outputs outputs;
    outputs.directory = "out/" + std::filesystem::path(file).stem().string();
    const Node* node = valueOf(root, "outputs");
    if (node == nullptr) return outputs;
    read(*node, "directory", outputs.directory);
    read(*node, "report", outputs.report);
    read(*node, "maps", outputs.maps);
    read(*node, "map_resolution_m", outputs.map_resolution_m);
    if (const Node* table = valueOf(*node, "measurements")) {
        MeasurementInput m;
        read(*table, "csv", m.csv);
        read(*table, "cell_column", m.cell_column);
        read(*table, "lat_column", m.lat_column);
        read(*table, "lon_column", m.lon_column);
        read(*table, "rsrp_column", m.rsrp_column);
        read(*table, "skip_column", m.skip_column);
        outputs.measurements = std::move(m);
    }
    return outputs;
}

}  // namespace celltwin::scenario
