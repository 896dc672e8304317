// SPDX-License-Identifier: BSD-3-Clause
//
// Networks made by rule: 3GPP's hexagonal grid, with or without repetition at its edge, and its indoor
// office.
#include <algorithm>
#include <cmath>
#include <optional>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// Hexagonal rings around the origin, counter-clockwise from the east; Enu in units of the site distance.
std::vector<Enu> hexagonalSpiral(int count) {
    constexpr int kSteps[6][2] = {{-1, 1}, {-1, 0}, {0, -1}, {1, -1}, {1, 0}, {0, 1}};
    std::vector<Enu> places;
    const auto place = [&](int q, int r) {
        if (static_cast<int>(places.size()) < count)
            places.push_back({q + r / 2.0, r * std::sqrt(3.0) / 2.0});
    };
    place(0, 0);
    for (int ring = 1; static_cast<int>(places.size()) < count; ++ring) {
        int q = ring, r = 0;
        for (const auto& step : kSteps)
            for (int i = 0; i < ring; ++i) {
                place(q, r);
                q += step[0];
                r += step[1];
            }
    }
    return places;
}

/// The six displacements at which a network of `count` sites tiles the plane, in units of the site distance;
/// nothing where the sites do not fill whole rings. k rings have i^2 + ij + j^2 sites with i = k + 1, j = k.
std::optional<std::vector<Enu>> wrapDisplacements(std::size_t count) {
    std::size_t rings = 0;
    while (3 * rings * (rings + 1) + 1 < count) ++rings;
    if (3 * rings * (rings + 1) + 1 != count) return std::nullopt;
    double q = static_cast<double>(rings + 1), r = static_cast<double>(rings);
    std::vector<Enu> all;
    for (int turn = 0; turn < 6; ++turn) {
        all.push_back({q + r / 2.0, r * std::sqrt(3.0) / 2.0});
        // A sixth of a turn: (q, r) -> (-r, q + r) in axial coordinates.
        const double next_q = -r;
        r = q + r;
        q = next_q;
    }
    return all;
}

/// TR 38.901 Table 7.2-2: two rows of six sites 20 m apart in a room of 120 m x 50 m, around the origin.
std::vector<Enu> indoorOffice() {
    std::vector<Enu> places;
    for (const double north_m : {-10.0, 10.0})
        for (int i = 0; i < 6; ++i) places.push_back({-50.0 + 20.0 * i, north_m});
    return places;
}

struct Layout {
    bool indoor = false, wrap_around = false;
    int sites = 19, sectors = 3;
    double isd_m = 500.0, first_azimuth_deg = 30.0;
};

Layout readLayout(const Node& node) {
    Layout layout;
    std::string type;
    read(node, "type", type);
    layout.indoor = type == "indoor-office";
    read(node, "sites", layout.sites);
    read(node, "isd_m", layout.isd_m);
    read(node, "sectors", layout.sectors);
    read(node, "first_azimuth_deg", layout.first_azimuth_deg);
    read(node, "wrap_around", layout.wrap_around);
    return layout;
}

std::vector<Enu> placesOf(const Layout& layout) {
    if (layout.indoor) return indoorOffice();
    std::vector<Enu> places = hexagonalSpiral(layout.sites);
    for (Enu& place : places) place = {layout.isd_m * place.east_m, layout.isd_m * place.north_m};
    return places;
}

void wrapNetwork(const Node& node, const Layout& layout, NetworkSnapshot& network, Context& context) {
    const auto displacements =
        layout.indoor ? std::nullopt : wrapDisplacements(static_cast<std::size_t>(layout.sites));
    if (!displacements) {
        context.findings.add(
            node.mark, "wrap_around needs a hexagonal layout of whole rings: 1, 7, 19, 37, 61 ... sites");
        return;
    }
    for (const Enu& d : *displacements)
        network.wrap_offsets.push_back({layout.isd_m * d.east_m, layout.isd_m * d.north_m});
}

}  // namespace

std::string numbered(const char* letter, std::size_t number) {
    std::string name = letter;
    name += std::to_string(number);
    return name;
}

std::vector<RawCell> bindLayout(const Node& node, NetworkSnapshot& network, Context& context) {
    const Layout layout = readLayout(node);
    RawCell defaults;
    defaults.mark = node.mark;
    if (const Node* given = valueOf(node, "defaults")) readCellValues(*given, defaults);
    const std::vector<Enu> places = placesOf(layout);
    const double reach_m = std::hypot(places.back().east_m, places.back().north_m);
    if (reach_m > kMaxCoordinateM) {
        context.findings.add(node.mark, "this layout reaches " + shortest(std::round(reach_m / 1000.0)) +
                                            " km from its centre, at most " +
                                            shortest(kMaxCoordinateM / 1000.0) + " km are accepted");
        return {};
    }
    if (layout.wrap_around) wrapNetwork(node, layout, network, context);
    std::vector<RawCell> cells;
    for (const Enu& place : places) {
        const Site site{numbered("S", network.sites.size() + 1), place};
        context.sites.emplace(site.id, static_cast<std::uint32_t>(network.sites.size()));
        network.sites.push_back(site);
        for (int k = 0; k < layout.sectors; ++k) {
            RawCell raw = defaults;
            raw.cell.id = numbered("C", cells.size() + 1);
            raw.cell.azimuth_deg = std::fmod(
                layout.first_azimuth_deg + defaults.cell.azimuth_deg + 360.0 + 360.0 * k / layout.sectors,
                360.0);
            raw.site = site.id;
            cells.push_back(std::move(raw));
        }
    }
    return cells;
}

void bindWrapOffsets(const Node& node, NetworkSnapshot& network) {
    const Node* list = valueOf(node, "wrap_offsets_m");
    if (list == nullptr) return;
    for (const Node& item : list->items) {
        if (item.bad || item.items.size() != 2) continue;
        network.wrap_offsets.push_back(
            {parseNumber(item.items[0].text).value_or(0.0), parseNumber(item.items[1].text).value_or(0.0)});
    }
}

}  // namespace celltwin::scenario
