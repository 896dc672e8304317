// SPDX-License-Identifier: BSD-3-Clause
//
// The complete scenario as text: every default written out, every referenced file inlined, numbers in the
// shortest form that reads back to the same double.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "models/base/csv.h"
#include "scenarios/schema/change_fields.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/reader.h"
#include "scenarios/schema/resolved_text.h"
#include "scenarios/schema/shape.h"

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
    out += "traffic:\n";
    for (const TrafficShare& t : u.traffic) {
        Flow flow;
        flow.add("share", t.share).raw("model", nameOf(t.profile.kind, trafficKindNames()));
        if (t.profile.kind == traffic::Kind::ftp3)
            flow.add("file_bytes", t.profile.file_bytes).add("files_per_second", t.profile.files_per_second);
        if (t.profile.kind == traffic::Kind::constant_rate)
            flow.add("rate_kbps", t.profile.rate_kbps).add("packet_bytes", t.profile.packet_bytes);
        out += "  - " + flow.text() + "\n";
    }
    return out;
}

std::string ranText(const Ran& r) {
    return "ran: " +
           Flow()
               .raw("scheduler", nameOf(r.scheduler, schedulerNames()))
               .add("pf_window_ms", r.pf_window_ms)
               .add("max_ues_per_slot", r.max_ues_per_slot)
               .raw("link_adaptation",
                    Flow()
                        .raw("effective_sinr", nameOf(r.link_adaptation.effective_sinr, effectiveSinrNames()))
                        .raw("harq_combining", nameOf(r.link_adaptation.combining, combiningNames()))
                        .add("max_transmissions", r.link_adaptation.max_transmissions)
                        .add("harq_processes", r.link_adaptation.harq_processes)
                        .add("csi_delay_ms", r.link_adaptation.csi_delay_ms)
                        .text())
               .raw("handover", Flow()
                                    .add("offset_db", r.handover.offset_db)
                                    .add("hysteresis_db", r.handover.hysteresis_db)
                                    .add("time_to_trigger_ms", r.handover.time_to_trigger_ms)
                                    .add("filter_coefficient_k", r.handover.filter_coefficient_k)
                                    .text())
               .add("handover_interruption_ms", r.handover_interruption_ms)
               .text() +
           "\n";
}

std::string runText(const Run& r) {
    return "run: " +
           Flow()
               .raw("fidelity", nameOf(r.fidelity, fidelityNames()))
               .add("duration_s", r.duration_s)
               .add("warmup_s", r.warmup_s)
               .add("seed", r.seed)
               .add("drops", r.drops)
               .add("kpi_period_s", r.kpi_period_s)
               .add("ue_sample_period_s", r.ue_sample_period_s)
               .add("mobility_period_ms", r.mobility_period_ms)
               .add("measurement_period_ms", r.measurement_period_ms)
               .add("cqi_period_ms", r.cqi_period_ms)
               .add("segment_s", r.segment_s)
               .text() +
           "\n";
}

std::string outputsText(const Outputs& o) {
    Flow flow;
    flow.add("directory", o.directory)
        .add("report", o.report)
        .add("maps", o.maps)
        .add("map_resolution_m", o.map_resolution_m);
    if (o.measurements)
        flow.raw("measurements", Flow()
                                     .add("csv", o.measurements->csv)
                                     .add("cell_column", o.measurements->cell_column)
                                     .add("lat_column", o.measurements->lat_column)
                                     .add("lon_column", o.measurements->lon_column)
                                     .add("rsrp_column", o.measurements->rsrp_column)
                                     .add("skip_column", o.measurements->skip_column)
                                     .text());
    return "outputs: " + flow.text() + "\n";
}

std::string cellList(const std::vector<std::uint32_t>& cells, const NetworkSnapshot& network) {
    std::string list = "[";
    for (const std::uint32_t cell : cells)
        list += (list.size() == 1 ? "" : ", ") + quoted(network.cells[cell].id);
    return list + "]";
}

std::string changeText(const Change& change, const NetworkSnapshot& network,
                       const std::vector<std::string>& site_names) {
    Flow flow;
    if (!change.cells.empty()) flow.raw("cells", cellList(change.cells, network));
    for (const CellField& field : kCellFields) flow.add(field.key, change.*field.adjustment);
    if (change.active) flow.add("active", *change.active);
    if (change.new_cell)
        flow.raw("new_cell", cellText(*change.new_cell, site_names[change.new_cell->site], network));
    flow.add("traffic_factor", change.traffic_factor);
    Flow handover;
    for (const HandoverField& field : kHandoverFields) handover.add(field.key, change.*field.adjustment);
    if (handover.text() != "{}") flow.raw("handover", handover.text());
    return flow.text();
}

std::string changesText(const Scenario& s) {
    if (s.changes.empty()) return "changes: []\n";
    std::string out = "changes:\n";
    std::vector<std::string> site_names;
    for (const Site& site : s.network.sites) site_names.push_back(site.id);
    for (const Change& change : s.changes) {
        if (change.new_site) site_names.push_back(change.new_site->id);
        out += "  - " + changeText(change, s.network, site_names) + "\n";
    }
    return out;
}

std::string expectText(const Scenario& s) {
    if (s.expect.empty()) return "expect: []\n";
    std::string out = "expect:\n";
    for (const Expectation& e : s.expect) {
        Flow flow;
        flow.add("kpi", e.kpi);
        if (!e.cells.empty()) flow.raw("cells", cellList(e.cells, s.network));
        flow.raw("leg", nameOf(e.leg, legNames())).add("percent", e.percent);
        flow.add("at_least", e.at_least).add("at_most", e.at_most);
        out += "  - " + flow.text() + "\n";
    }
    return out;
}

}  // namespace

std::string resolvedYaml(const Scenario& s) {
    std::string out;
    if (!s.name.empty()) out += "name: " + quoted(s.name) + "\n";
    if (!s.description.empty()) out += "description: " + quoted(s.description) + "\n";
    return out + networkText(s.network) + radioText(s.radio) + usersText(s.users) + ranText(s.ran) +
           runText(s.run) + outputsText(s.outputs) + changesText(s) + expectText(s);
}

}  // namespace celltwin::scenario
