// SPDX-License-Identifier: BSD-3-Clause
//
// Users of the complete scenario as text.
#include <charconv>
#include <cmath>

#include "models/base/csv.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

/// km/h whose quotient by 3.6 is exactly `mps`, as short as possible.
std::string kilometresPerHour(double mps) {
    const double middle = mps * 3.6;
    for (const int digits : {6, 15, 16, 17}) {
        char buffer[64];
        const auto end =
            std::to_chars(buffer, buffer + sizeof buffer, middle, std::chars_format::general, digits).ptr;
        const std::string text(buffer, end);
        const auto value = parseNumber(text);
        if (value && *value / 3.6 == mps) return text;
    }
    double low = middle, high = middle;
    for (int i = 0; i < 8; ++i) {
        low = std::nextafter(low, 0.0);
        high = std::nextafter(high, 2.0 * middle);
        if (low / 3.6 == mps) return shortest(low);
        if (high / 3.6 == mps) return shortest(high);
    }
    return shortest(middle);
}

std::string areaText(const mobility::Area& a) {
    return Flow()
        .add("min_east_m", a.min_east_m)
        .add("min_north_m", a.min_north_m)
        .add("max_east_m", a.max_east_m)
        .add("max_north_m", a.max_north_m)
        .text();
}

std::string routeText(const mobility::Route& route) {
    std::string points = "[";
    for (const mobility::RoutePoint& point : *route)
        points += (points.size() == 1 ? "[" : ", [") + shortest(static_cast<double>(point.time_ns) / 1e9) +
                  ", " + shortest(point.position.east_m) + ", " + shortest(point.position.north_m) + "]";
    return points + "]";
}

void addRoutes(const mobility::Profile& p, Flow& flow) {
    if (p.routes.empty()) return;
    if (p.routes.size() == 1) {
        flow.raw("route", routeText(p.routes[0]));
        return;
    }
    std::string all;
    for (const mobility::Route& route : p.routes) all += (all.empty() ? "[" : ", ") + routeText(route);
    flow.raw("routes", all + "]");
}

void addNs3(const MobilityShare& m, Flow& flow) {
    flow.add("type", m.ns3.type).raw("area", areaText(m.profile.area));
    if (m.ns3.attributes.empty()) return;
    Flow attributes;
    for (const auto& [name, value] : m.ns3.attributes) attributes.add(name.c_str(), value);
    flow.raw("attributes", attributes.text());
}

std::string mobilityText(const MobilityShare& m) {
    const mobility::Profile& p = m.profile;
    Flow flow;
    flow.add("share", m.share).raw("model", nameOf(p.kind, mobilityKindNames()));
    if (p.kind == mobility::Kind::random_waypoint)
        flow.raw("speed_min_kmh", kilometresPerHour(p.speed_min_mps))
            .raw("speed_max_kmh", kilometresPerHour(p.speed_max_mps))
            .add("pause_s", p.pause_s)
            .raw("area", areaText(p.area));
    if (p.kind == mobility::Kind::route) addRoutes(p, flow);
    if (p.kind == mobility::Kind::ns3) addNs3(m, flow);
    return flow.text();
}

std::string rasterText(const std::vector<RasterCell>& raster) {
    std::string squares = "[";
    for (const RasterCell& c : raster)
        squares += (squares.size() == 1 ? "[" : ", [") + shortest(c.centre.east_m) + ", " +
                   shortest(c.centre.north_m) + ", " + shortest(c.size_m) + ", " + shortest(c.weight) + "]";
    return Flow().raw("squares", squares + "]").text();
}

/// Weights of the cells of the network before its changes: new ones are not among them.
std::string cellWeightsText(const Users& users, const NetworkSnapshot& network) {
    std::string cells = "[";
    for (std::size_t c = 0; c < users.cell_weights.size(); ++c)
        cells += (cells.size() == 1 ? "" : ", ") +
                 Flow().add("cell", network.cells[c].id).add("weight", users.cell_weights[c]).text();
    return Flow().raw("cells", cells + "]").text();
}

}  // namespace

std::string usersText(const Users& u, const NetworkSnapshot& network) {
    std::string out = "users:\n";
    const auto line = [&](const std::string& key, const std::string& value) {
        out += "  " + key + ": " + value + "\n";
    };
    line("count", std::to_string(u.count));
    line("placement", nameOf(u.placement, placementNames()));
    line("area", areaText(u.area));
    if (u.raster) line("raster", rasterText(*u.raster));
    if (!u.cell_weights.empty()) line("per_cell_weights", cellWeightsText(u, network));
    line("max_distance_m", shortest(u.max_distance_m));
    line("min_distance_m", shortest(u.min_distance_m));
    line("isd_m", shortest(u.isd_m));
    line("height_m", shortest(u.height_m));
    line("indoor_share", shortest(u.indoor_share));
    line("high_loss_share", shortest(u.high_loss_share));
    line("floors_min", std::to_string(u.floors_min));
    line("floors_max", std::to_string(u.floors_max));
    line("car_share", shortest(u.car_share));
    line("antennas", std::to_string(u.antennas));
    line("component_carriers", std::to_string(u.component_carriers));
    line("hot_spots", u.hot_spots.empty() ? "[]" : "");
    for (const HotSpot& h : u.hot_spots)
        out += "    - " +
               Flow()
                   .add("east_m", h.position.east_m)
                   .add("north_m", h.position.north_m)
                   .add("radius_m", h.radius_m)
                   .add("share", h.share)
                   .text() +
               "\n";
    line("mobility", "");
    for (const MobilityShare& m : u.mobility) out += "    - " + mobilityText(m) + "\n";
    return out;
}

}  // namespace celltwin::scenario
