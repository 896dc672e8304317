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
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// Text in double quotes; control characters escaped (YAML 1.2 clause 5.7).
std::string quoted(const std::string& text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

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

/// `{key: value, ...}` on one line.
class Flow {
  public:
    Flow& raw(const char* key, const std::string& value) {
        text_ += (text_.size() == 1 ? "" : ", ") + std::string(key) + ": " + value;
        return *this;
    }
    Flow& add(const char* key, double value) { return raw(key, shortest(value)); }
    Flow& add(const char* key, int value) { return raw(key, std::to_string(value)); }
    Flow& add(const char* key, std::uint64_t value) { return raw(key, std::to_string(value)); }
    Flow& add(const char* key, bool value) { return raw(key, value ? "true" : "false"); }
    /// Empty texts stand for "not given" and are left out.
    Flow& add(const char* key, const std::string& value) {
        return value.empty() ? *this : raw(key, quoted(value));
    }
    Flow& add(const char* key, const std::vector<double>& values) {
        std::string list = "[";
        for (const double v : values) list += (list.size() == 1 ? "" : ", ") + shortest(v);
        return raw(key, list + "]");
    }
    Flow& add(const char* key, const std::optional<double>& value) {
        return value ? add(key, *value) : *this;
    }
    Flow& add(const char* key, const std::optional<Adjustment>& value) {
        if (!value) return *this;
        const std::string number = shortest(value->value);
        return raw(key, value->kind == Adjustment::Kind::set ? number : "{add: " + number + "}");
    }
    std::string text() const { return text_ + "}"; }

  private:
    std::string text_ = "{";
};

std::string carrierText(const Carrier& c) {
    return Flow()
        .add("id", c.id)
        .add("band", c.band)
        .add("frequency_mhz", c.frequency_mhz)
        .add("bandwidth_mhz", c.bandwidth_mhz)
        .add("numerology", c.numerology)
        .add("prb_count", c.prb_count)
        .add("tdd_pattern", c.tdd_pattern)
        .add("special_downlink_symbols", c.special_downlink_symbols)
        .add("tx_power_dbm", c.tx_power_dbm)
        .raw("mcs_table", nameOf(c.mcs_table, mcsTableNames(), 1))
        .add("layers", c.layers)
        .add("overhead", c.overhead)
        .text();
}

std::string antennaText(const Antenna& a) {
    Flow flow;
    flow.add("id", a.id).raw("model", nameOf(a.model, antennaModelNames()));
    if (a.model == AntennaModel::isotropic) flow.add("gain_dbi", a.tr38901.gain_dbi);
    if (a.model == AntennaModel::tr38901_sector)
        flow.add("gain_dbi", a.tr38901.gain_dbi)
            .add("horizontal_beamwidth_deg", a.tr38901.horizontal_beamwidth_deg)
            .add("vertical_beamwidth_deg", a.tr38901.vertical_beamwidth_deg)
            .add("side_lobe_db", a.tr38901.side_lobe_db)
            .add("front_to_back_db", a.tr38901.front_to_back_db)
            .add("rows", a.tr38901.rows)
            .add("row_spacing_wavelengths", a.tr38901.row_spacing_wavelengths);
    if (a.model == AntennaModel::measured)
        flow.add("name", a.cuts.name)
            .add("gain_dbi", a.cuts.gain_dbi)
            .add("azimuth_deg", a.cuts.azimuth_deg)
            .add("azimuth_loss_db", a.cuts.azimuth_loss_db)
            .add("elevation_deg", a.cuts.elevation_deg)
            .add("elevation_loss_db", a.cuts.elevation_loss_db);
    return flow.text();
}

std::string cellText(const Cell& c, const std::string& site, const NetworkSnapshot& network) {
    return Flow()
        .add("id", c.id)
        .add("site", site)
        .add("east_m", c.position.east_m)
        .add("north_m", c.position.north_m)
        .add("height_m", c.height_m)
        .add("azimuth_deg", c.azimuth_deg)
        .add("downtilt_deg", c.downtilt_deg)
        .add("mechanical_downtilt_deg", c.mechanical_downtilt_deg)
        .add("tx_power_dbm", c.tx_power_dbm)
        .add("load", c.load)
        .add("carrier", network.carriers[c.carrier].id)
        .add("antenna", network.antennas[c.antenna].id)
        .add("active", c.active)
        .text();
}

std::string areaText(const mobility::Area& a) {
    return Flow()
        .add("min_east_m", a.min_east_m)
        .add("min_north_m", a.min_north_m)
        .add("max_east_m", a.max_east_m)
        .add("max_north_m", a.max_north_m)
        .text();
}

std::string networkText(const NetworkSnapshot& network) {
    std::string out = "network:\n";
    if (network.geographic)
        out += "  reference: " +
               Flow().add("lat_deg", network.origin.lat_deg).add("lon_deg", network.origin.lon_deg).text() +
               "\n";
    out += "  carriers:\n";
    for (const Carrier& c : network.carriers) out += "    - " + carrierText(c) + "\n";
    out += "  antennas:\n";
    for (const Antenna& a : network.antennas) out += "    - " + antennaText(a) + "\n";
    out += "  sites:\n";
    for (const Site& s : network.sites)
        out += "    - " +
               Flow()
                   .add("id", s.id)
                   .add("east_m", s.position.east_m)
                   .add("north_m", s.position.north_m)
                   .text() +
               "\n";
    out += "  cells:\n";
    for (const Cell& c : network.cells)
        out += "    - " + cellText(c, network.sites[c.site].id, network) + "\n";
    return out;
}

std::string radioText(const Radio& r) {
    return "radio: " +
           Flow()
               .raw("propagation", Flow().raw("model", r.propagation).text())
               .raw("line_of_sight", nameOf(r.line_of_sight, losModeNames()))
               .add("shadowing", r.shadowing)
               .add("shadow_sigma_db", r.shadow_sigma_db)
               .add("inter_site_correlation", r.inter_site_correlation)
               .add("noise_figure_db", r.noise_figure_db)
               .add("offset_db", r.offset_db)
               .text() +
           "\n";
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
    line("height_m", shortest(u.height_m));
    line("indoor_share", shortest(u.indoor_share));
    line("high_loss_buildings", u.high_loss_buildings ? "true" : "false");
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
