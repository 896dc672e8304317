// SPDX-License-Identifier: BSD-3-Clause
//
// The network's part of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

std::string pdschText(const phy::PdschOverhead& p) {
    return Flow()
        .add("pdcch_symbols", p.pdcch_symbols)
        .add("dmrs_type", static_cast<int>(p.dmrs_type))
        .add("dmrs_symbols", p.dmrs_symbols)
        .add("dmrs_additional_positions", p.dmrs_additional_positions)
        .add("dmrs_cdm_groups_without_data", p.dmrs_cdm_groups_without_data)
        .add("x_overhead", p.x_overhead)
        .add("csi_rs_re_per_prb", p.csi_rs_re_per_prb)
        .add("csi_rs_period_slots", p.csi_rs_period_slots)
        .add("ssb_beams", p.ssb_beams)
        .add("ssb_period_ms", p.ssb_period_ms)
        .text();
}

std::string carrierText(const Carrier& c) {
    Flow flow;
    flow.add("id", c.id)
        .add("band", c.band)
        .add("frequency_mhz", c.frequency_mhz)
        .add("bandwidth_mhz", c.bandwidth_mhz)
        .add("numerology", c.numerology)
        .add("prb_count", c.prb_count)
        .add("tdd_pattern", c.tdd_pattern)
        .add("special_downlink_symbols", c.special_downlink_symbols)
        .add("tx_power_dbm", c.tx_power_dbm)
        .add("frequency_offset_db", c.frequency_offset_db)
        .raw("mcs_table", nameOf(c.mcs_table, mcsTableNames(), 1))
        .add("layers", c.layers)
        .add("ports", c.ports);
    if (c.link_table)
        flow.raw("link_table",
                 Flow()
                     .add("sinr_db",
                          std::vector<double>(c.link_table->sinr_db.begin(), c.link_table->sinr_db.end()))
                     .add("mcs", std::vector<double>(c.link_table->mcs.begin(), c.link_table->mcs.end()))
                     .text());
    if (c.pdsch)
        flow.raw("pdsch", pdschText(*c.pdsch));
    else
        flow.add("overhead", c.overhead);
    if (c.bandwidth_part)
        flow.raw("bandwidth_part", Flow()
                                       .add("first_prb", c.bandwidth_part->first_prb)
                                       .add("prb_count", c.bandwidth_part->prb_count)
                                       .text());
    return flow.text();
}

void addElement(Flow& flow, const antenna::Tr38901Element& element) {
    flow.add("gain_dbi", element.gain_dbi)
        .add("horizontal_beamwidth_deg", element.horizontal_beamwidth_deg)
        .add("vertical_beamwidth_deg", element.vertical_beamwidth_deg)
        .add("side_lobe_db", element.side_lobe_db)
        .add("front_to_back_db", element.front_to_back_db);
}

void addPanel(Flow& flow, const antenna::PanelArray& panel, const antenna::PortLayout& ports) {
    addElement(flow, panel.element);
    flow.add("rows", panel.rows)
        .add("columns", panel.columns)
        .add("polarisations", panel.polarisations)
        .add("panel_rows", panel.panel_rows)
        .add("panel_columns", panel.panel_columns)
        .add("row_spacing_wavelengths", panel.row_spacing_wavelengths)
        .add("column_spacing_wavelengths", panel.column_spacing_wavelengths)
        .add("panel_row_spacing_wavelengths", panel.panel_row_spacing_wavelengths)
        .add("panel_column_spacing_wavelengths", panel.panel_column_spacing_wavelengths)
        .add("first_slant_deg", panel.first_slant_deg)
        .add("second_slant_deg", panel.second_slant_deg)
        .add("port_rows", ports.rows)
        .add("port_columns", ports.columns)
        .add("steering_azimuth_deg", ports.steering_azimuth_deg);
}

void addBeams(Flow& flow, const Antenna& a) {
    if (!a.beam_azimuths_deg.empty())
        flow.add("beam_azimuths_deg", a.beam_azimuths_deg).add("beam_downtilts_deg", a.beam_downtilts_deg);
    if (a.beam_grid)
        flow.raw("beam_grid", Flow()
                                  .add("row_oversampling", a.beam_grid->row_oversampling)
                                  .add("column_oversampling", a.beam_grid->column_oversampling)
                                  .add("max_azimuth_deg", a.beam_grid->max_azimuth_deg)
                                  .add("min_downtilt_deg", a.beam_grid->min_downtilt_deg)
                                  .add("max_downtilt_deg", a.beam_grid->max_downtilt_deg)
                                  .add("ssb_beams", a.beam_grid->ssb_beams)
                                  .text());
}

std::string antennaText(const Antenna& a) {
    Flow flow;
    flow.add("id", a.id).raw("model", nameOf(a.model, antennaModelNames()));
    if (a.model == AntennaModel::isotropic || a.model == AntennaModel::tr36814_sector ||
        a.model == AntennaModel::tr36942_sector)
        flow.add("gain_dbi", a.tr38901.gain_dbi);
    if (a.model == AntennaModel::measured_grid)
        flow.add("name", a.grid.name)
            .add("gain_dbi", a.grid.gain_dbi)
            .add("azimuth_deg", a.grid.azimuth_deg)
            .add("elevation_deg", a.grid.elevation_deg)
            .add("loss_db", a.grid.loss_db);
    if (a.model == AntennaModel::tr38901_sector) {
        addElement(flow, a.tr38901);
        flow.add("rows", a.tr38901.rows).add("row_spacing_wavelengths", a.tr38901.row_spacing_wavelengths);
    }
    if (a.model == AntennaModel::tr38901_panel) {
        addPanel(flow, a.panel, a.ports);
        addBeams(flow, a);
    }
    if (a.model == AntennaModel::measured)
        flow.add("name", a.cuts.name)
            .add("gain_dbi", a.cuts.gain_dbi)
            .add("azimuth_deg", a.cuts.azimuth_deg)
            .add("azimuth_loss_db", a.cuts.azimuth_loss_db)
            .add("elevation_deg", a.cuts.elevation_deg)
            .add("elevation_loss_db", a.cuts.elevation_loss_db);
    return flow.text();
}

}  // namespace

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
        .add("cell_offset_db", c.cell_offset_db)
        .add("carrier", network.carriers[c.carrier].id)
        .add("antenna", network.antennas[c.antenna].id)
        .add("active", c.active)
        .text();
}

std::string networkText(const NetworkSnapshot& network) {
    std::string out = "network:\n";
    if (network.geographic)
        out += "  reference: " +
               Flow().add("lat_deg", network.origin.lat_deg).add("lon_deg", network.origin.lon_deg).text() +
               "\n";
    if (!network.wrap_offsets.empty()) {
        std::string list;
        for (const Enu& o : network.wrap_offsets)
            list += (list.empty() ? "[" : ", [") + shortest(o.east_m) + ", " + shortest(o.north_m) + "]";
        out += "  wrap_offsets_m: [" + list + "]\n";
    }
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

}  // namespace celltwin::scenario
