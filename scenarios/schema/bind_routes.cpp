// SPDX-License-Identifier: BSD-3-Clause
//
// Routes of UEs, from the scenario or a file.
#include <cmath>
#include <memory>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/route_file.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

using Points = std::vector<mobility::RoutePoint>;

/// A list of [time_s, east_m, north_m].
void bindInlineRoute(const Node& list, mobility::Profile& profile, Context& context) {
    auto points = std::make_shared<Points>();
    for (const Node& item : list.items) {
        if (item.bad || item.items.size() != 3) continue;
        const auto at = [&](std::size_t i) { return parseNumber(item.items[i].text).value_or(0.0); };
        points->push_back({std::llround(at(0) * 1e9), {at(1), at(2)}});
        if (points->size() > 1 && points->back().time_ns <= (*points)[points->size() - 2].time_ns) {
            context.findings.add(list.mark, "times of a route must increase: point " +
                                                std::to_string(points->size()) + " is not after point " +
                                                std::to_string(points->size() - 1));
            return;
        }
    }
    profile.routes.push_back(std::move(points));
}

/// Where the file's coordinates lie in the network.
struct Placing {
    bool degrees;
    LocalFrame frame;
    Enu offset;
    Enu operator()(const TrackPoint& p) const {
        if (degrees) return frame.toEnu({p.y, p.x});
        return {p.x + offset.east_m, p.y + offset.north_m};
    }
};

mobility::Route placeTrack(const Track& track, const Placing& placing, const RouteFile& file,
                           std::string_view text) {
    auto points = std::make_shared<Points>();
    points->reserve(track.points.size());
    for (const TrackPoint& p : track.points) {
        const auto refuse = [&](const std::string& message, const std::string& hint = {}) {
            throw ConfigError({diagnoseAt(text, file.name, p.line, p.column, message, hint)});
        };
        if (file.degrees && (std::abs(p.y) > 90.0 || std::abs(p.x) > 180.0)) refuse(kDegreesRange);
        const Enu place = placing(p);
        if (std::abs(place.east_m) > kMaxCoordinateM || std::abs(place.north_m) > kMaxCoordinateM)
            refuse("more than 1000 km from the network's reference",
                   file.degrees ? "" : "offset_east_m and offset_north_m move a file's coordinates");
        if (!points->empty() && p.time_ns <= points->back().time_ns)
            refuse("times of a route must increase: point " + std::to_string(points->size() + 1) +
                   " is not after point " + std::to_string(points->size()) +
                   (track.id.empty() ? "" : " of " + quotedText(track.id)));
        points->push_back({p.time_ns, place});
    }
    return points;
}

void bindRouteFile(const Node& node, const Node& file, mobility::Profile& profile,
                   const NetworkSnapshot& network, Context& context) {
    bool x_y_degrees = false;
    Enu offset{};
    read(node, "geo", x_y_degrees);
    read(node, "offset_east_m", offset.east_m);
    read(node, "offset_north_m", offset.north_m);
    const auto text = readReferenced(file, context);
    if (!text) return;
    const std::string path = referencedPath(context.file, file.text);
    try {
        const RouteFile routes =
            looksLikeXml(*text) ? parseRouteXml(*text, path, x_y_degrees) : parseRouteCsv(*text, path);
        if (routes.degrees && !network.geographic) {
            context.findings.add(file.mark, "the route is in degrees, but the network is in metres",
                                 "give network.reference {lat_deg, lon_deg}");
            return;
        }
        const Placing placing{routes.degrees, LocalFrame(network.origin), offset};
        for (const Track& track : routes.tracks)
            if (!track.points.empty()) profile.routes.push_back(placeTrack(track, placing, routes, *text));
        if (profile.routes.empty()) context.findings.add(file.mark, "the route has no points");
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
}

}  // namespace

void bindRoute(const Node& node, mobility::Profile& profile, const NetworkSnapshot& network,
               Context& context) {
    if (const Node* list = valueOf(node, "route")) {
        bindInlineRoute(*list, profile, context);
    } else if (const Node* lists = valueOf(node, "routes")) {
        for (const Node& item : lists->items)
            if (!item.bad) bindInlineRoute(item, profile, context);
    } else if (const Node* file = valueOf(node, "file")) {
        bindRouteFile(node, *file, profile, network, context);
    } else if (node.find("route") == nullptr && node.find("routes") == nullptr &&
               node.find("file") == nullptr) {
        context.findings.add(node.mark, "model 'route' needs file, route or routes");
    }
}

}  // namespace celltwin::scenario
