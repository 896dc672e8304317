// SPDX-License-Identifier: BSD-3-Clause
//
// The complete scenario as text: every default written out, every referenced file inlined, numbers in the
// shortest form that reads back to the same double.
#include <algorithm>

#include "scenarios/schema/change_fields.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/reader.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

/// By the names of its cells, so that the text of a leg says the same without the changes.
std::string foregroundText(const Foreground& f, const Scenario& s) {
    const auto of = [&](const Cell& cell) {
        return std::binary_search(f.sites.begin(), f.sites.end(), cell.site);
    };
    std::string names;
    const auto add = [&](const Cell& cell) {
        if (of(cell)) names += (names.empty() ? "" : ", ") + quoted(cell.id);
    };
    for (const Cell& cell : s.network.cells) add(cell);
    for (const Change& change : s.changes)
        if (change.new_cell) add(*change.new_cell);
    return Flow().raw("cells", "[" + names + "]").add("background_step_ms", f.background_step_ms).text();
}

std::string runText(const Scenario& s) {
    const Run& r = s.run;
    Flow flow;
    flow.raw("fidelity", nameOf(r.fidelity, fidelityNames()));
    if (r.foreground) flow.raw("foreground", foregroundText(*r.foreground, s));
    return "run: " +
           flow.add("duration_s", r.duration_s)
               .add("warmup_s", r.warmup_s)
               .add("seed", r.seed)
               .add("drops", r.drops)
               .add("kpi_period_s", r.kpi_period_s)
               .add("ue_sample_period_s", r.ue_sample_period_s)
               .add("mobility_period_ms", r.mobility_period_ms)
               .add("measurement_period_ms", r.measurement_period_ms)
               .add("cqi_period_ms", r.cqi_period_ms)
               .add("segment_s", r.segment_s)
               .add("start_utc", r.start_utc)
               .add("start_hour", r.start_hour)
               .text() +
           "\n";
}

std::string outputsText(const Outputs& o) {
    Flow flow;
    flow.add("directory", o.directory)
        .add("report", o.report)
        .add("maps", o.maps)
        .add("map_resolution_m", o.map_resolution_m)
        .add("pm_xml", nameOf(o.pm_xml, pmXmlNames()));
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

std::string changeText(const Change& change, const Scenario& s, const std::vector<std::string>& site_names) {
    const NetworkSnapshot& network = s.network;
    Flow flow;
    if (!change.cells.empty()) flow.raw("cells", cellList(change.cells, network));
    for (const CellField& field : kCellFields) flow.add(field.key, change.*field.adjustment);
    if (change.active) flow.add("active", *change.active);
    if (change.new_cell)
        flow.raw("new_cell", cellText(*change.new_cell, site_names[change.new_cell->site], network));
    flow.add("traffic_factor", change.traffic_factor);
    if (change.slice) flow.add("slice", s.ran.slices[*change.slice].name);
    for (const SliceField& field : kSliceFields) flow.add(field.key, change.*field.adjustment);
    Flow handover;
    for (const HandoverField& field : kHandoverFields) handover.add(field.key, change.*field.adjustment);
    if (handover.text() != "{}") flow.raw("handover", handover.text());
    Flow energy;
    if (change.deepest_sleep) energy.raw("deepest_sleep", nameOf(*change.deepest_sleep, sleepDepthNames()));
    if (change.cell_sleep) energy.raw("cell_sleep", cellSleepText(*change.cell_sleep));
    if (energy.text() != "{}") flow.raw("energy", energy.text());
    return flow.text();
}

std::string changesText(const Scenario& s) {
    if (s.changes.empty()) return "changes: []\n";
    std::string out = "changes:\n";
    std::vector<std::string> site_names;
    for (const Site& site : s.network.sites) site_names.push_back(site.id);
    for (const Change& change : s.changes) {
        if (change.new_site) site_names.push_back(change.new_site->id);
        out += "  - " + changeText(change, s, site_names) + "\n";
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
    return out + networkText(s.network) + radioText(s.radio) + usersText(s.users, s.network) +
           trafficText(s.users) + ranText(s.ran) + energyText(s.energy) + runText(s) +
           outputsText(s.outputs) + changesText(s) + expectText(s);
}

}  // namespace celltwin::scenario
