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

std::string mobilityText(const MobilityShare& m) {
    const mobility::Profile& p = m.profile;
    Flow flow;
    flow.add("share", m.share).raw("model", nameOf(p.kind, mobilityKindNames()));
    if (p.kind == mobility::Kind::random_waypoint)
        flow.raw("speed_min_kmh", kilometresPerHour(p.speed_min_mps))
            .raw("speed_max_kmh", kilometresPerHour(p.speed_max_mps))
            .add("pause_s", p.pause_s)
            .raw("area", areaText(p.area));
    if (p.kind == mobility::Kind::route && p.route) {
        std::string points = "[";
        for (const mobility::RoutePoint& point : *p.route)
            points += (points.size() == 1 ? "[" : ", [") +
                      shortest(static_cast<double>(point.time_ns) / 1e9) + ", " +
                      shortest(point.position.east_m) + ", " + shortest(point.position.north_m) + "]";
        flow.raw("route", points + "]");
    }
    return flow.text();
}

}  // namespace

std::string usersText(const Users& u) {
    std::string out = "users:\n";
    const auto line = [&](const std::string& key, const std::string& value) {
        out += "  " + key + ": " + value + "\n";
    };
    line("count", std::to_string(u.count));
    line("placement", nameOf(u.placement, placementNames()));
    line("area", areaText(u.area));
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
