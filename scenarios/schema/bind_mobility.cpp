// SPDX-License-Identifier: BSD-3-Clause
//
// How users move.
#include <cmath>
#include <memory>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

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

}  // namespace celltwin::scenario
