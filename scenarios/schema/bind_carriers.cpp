// SPDX-License-Identifier: BSD-3-Clause
//
// Carriers and antennas.
#include <algorithm>
#include <cctype>
#include <filesystem>

#include "models/phy/nr_frame.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// What a maker refuses becomes findings at the antenna.
template <class Make>
void check(const Node& node, Context& context, Make make) {
    try {
        make();
    } catch (const ConfigError& error) {
        for (const Diagnostic& d : error.findings()) context.findings.add(node.mark, d.message, d.hint);
    }
}

/// The nodes of `one` or of the list `many`; empty where neither is given.
std::vector<const Node*> oneOrMany(const Node& node, std::string_view one, std::string_view many) {
    std::vector<const Node*> all;
    if (const Node* single = valueOf(node, one)) all.push_back(single);
    if (const Node* list = valueOf(node, many))
        for (const Node& item : list->items) all.push_back(&item);
    return all;
}

void bindFrequency(const Node& node, Carrier& carrier, Context& context) {
    const bool band_given = read(node, "band", carrier.band);
    const bool frequency_given = read(node, "frequency_mhz", carrier.frequency_mhz);
    if (!band_given) return;
    const auto band = phy::findBand(carrier.band);
    if (!band) {
        context.findings.add(markOf(node, "band"), "unknown band " + quotedText(carrier.band),
                             didYouMean(carrier.band, phy::bandNames()));
        carrier.band.clear();
        return;
    }
    if (!frequency_given) {
        carrier.frequency_mhz = (band->downlink_low_mhz + band->downlink_high_mhz) / 2.0;
        return;
    }
    const std::string trouble = bandTrouble(carrier);
    if (!trouble.empty()) context.findings.add(markOf(node, "frequency_mhz"), trouble);
}

void bindBlocks(const Node& node, Carrier& carrier, Context& context) {
    read(node, "bandwidth_mhz", carrier.bandwidth_mhz);
    read(node, "numerology", carrier.numerology);
    const double block_mhz = phy::kSubcarriersPerPrb * phy::subcarrierSpacingKhz(carrier.numerology) / 1000.0;
    if (read(node, "prb_count", carrier.prb_count)) {
        if (carrier.prb_count * block_mhz > carrier.bandwidth_mhz)
            context.findings.add(markOf(node, "prb_count"),
                                 std::to_string(carrier.prb_count) + " PRBs of " + shortest(block_mhz) +
                                     " MHz do not fit into " + shortest(carrier.bandwidth_mhz) + " MHz");
        return;
    }
    // At 60 kHz FR2 has other values than FR1; TS 38.104 clause 5.1 begins it at 24250 MHz.
    const auto prbs = carrier.frequency_mhz >= 24250.0
                          ? phy::transmissionBandwidthPrb(carrier.bandwidth_mhz, carrier.numerology,
                                                          phy::FrequencyRange::fr2)
                          : phy::transmissionBandwidthPrb(carrier.bandwidth_mhz, carrier.numerology);
    if (prbs) {
        carrier.prb_count = *prbs;
        return;
    }
    std::string known;
    for (const double b : phy::channelBandwidthsMhz(carrier.numerology))
        known += (known.empty() ? "" : ", ") + shortest(b);
    context.findings.add(markOf(node, "bandwidth_mhz"),
                         "no NR channel of " + shortest(carrier.bandwidth_mhz) + " MHz at numerology " +
                             std::to_string(carrier.numerology) +
                             (known.empty() ? "" : " (there are: " + known + ")"),
                         "or give prb_count");
}

void bindDuplex(const Node& node, Carrier& carrier, Context& context) {
    const bool given = read(node, "tdd_pattern", carrier.tdd_pattern);
    read(node, "special_downlink_symbols", carrier.special_downlink_symbols);
    if (given) {
        try {
            phy::downlinkSymbols(carrier.tdd_pattern, carrier.special_downlink_symbols, carrier.numerology);
        } catch (const ConfigError& error) {
            for (const Diagnostic& d : error.findings())
                context.findings.add(markOf(node, "tdd_pattern"), d.message, d.hint);
        }
    }
    const auto band = phy::findBand(carrier.band);
    if (!band) return;
    if (band->duplex == phy::Duplex::tdd && node.find("tdd_pattern") == nullptr)
        context.findings.add(markOf(node, "band"),
                             "band " + carrier.band + " is TDD: the carrier needs a tdd_pattern",
                             "such as tdd_pattern: DDDSU");
    if (band->duplex != phy::Duplex::tdd && given)
        context.findings.add(markOf(node, "tdd_pattern"),
                             "band " + carrier.band + " is not TDD: it has no tdd_pattern");
}

/// CSI-RS ports: as given, else the fewest that carry the layers.
void bindLayers(const Node& node, Carrier& carrier, Context& context) {
    read(node, "layers", carrier.layers);
    const bool given = read(node, "ports", carrier.ports);
    if (!given) carrier.ports = carrier.layers == 3 ? 4 : carrier.layers;
    if (carrier.ports != 1 && carrier.ports != 2 && carrier.ports != 4 && carrier.ports != 8)
        context.findings.add(markOf(node, "ports"), "a carrier has 1, 2, 4 or 8 ports");
    else if (carrier.ports < carrier.layers)
        context.findings.add(markOf(node, "ports"), std::to_string(carrier.ports) + " ports cannot carry " +
                                                        std::to_string(carrier.layers) + " layers");
}

void bindPdsch(const Node& node, Carrier& carrier, Context& context) {
    const Node* given = valueOf(node, "pdsch");
    if (given == nullptr) return;
    phy::PdschOverhead& p = carrier.pdsch.emplace();
    int type = 1;
    read(*given, "pdcch_symbols", p.pdcch_symbols);
    read(*given, "dmrs_type", type);
    p.dmrs_type = static_cast<phy::DmrsType>(type);
    read(*given, "dmrs_symbols", p.dmrs_symbols);
    read(*given, "dmrs_additional_positions", p.dmrs_additional_positions);
    read(*given, "dmrs_cdm_groups_without_data", p.dmrs_cdm_groups_without_data);
    read(*given, "x_overhead", p.x_overhead);
    read(*given, "csi_rs_re_per_prb", p.csi_rs_re_per_prb);
    read(*given, "csi_rs_period_slots", p.csi_rs_period_slots);
    read(*given, "ssb_beams", p.ssb_beams);
    read(*given, "ssb_period_ms", p.ssb_period_ms);
    check(*given, context, [&] { phy::checkPdschOverhead(p); });
    if (phy::isLte(carrier.mcs_table))
        context.findings.add(given->mark, "pdsch describes NR; an LTE carrier has overhead");
}

void bindLinkTable(const Node& node, Carrier& carrier, Context& context) {
    const Node* given = valueOf(node, "link_table");
    if (given == nullptr) return;
    std::vector<double> sinr_db, mcs;
    read(*given, "sinr_db", sinr_db);
    read(*given, "mcs", mcs);
    if (sinr_db.size() != phy::kCqiCount || mcs.size() != phy::kCqiCount) return;  // reported already
    phy::LinkTable& table = carrier.link_table.emplace();
    for (std::size_t i = 0; i < phy::kCqiCount; ++i) {
        table.sinr_db[i] = sinr_db[i];
        table.mcs[i] = static_cast<std::uint8_t>(mcs[i]);
    }
    check(*given, context, [&] { phy::checkLinkTable(table, carrier.mcs_table); });
}

void bindBandwidthPart(const Node& node, Carrier& carrier, Context& context) {
    const Node* given = valueOf(node, "bandwidth_part");
    if (given == nullptr) return;
    phy::BandwidthPart& part = carrier.bandwidth_part.emplace();
    read(*given, "first_prb", part.first_prb);
    read(*given, "prb_count", part.prb_count);
    if (part.first_prb + part.prb_count > carrier.prb_count)
        context.findings.add(given->mark, "the bandwidth part ends at PRB " +
                                              std::to_string(part.first_prb + part.prb_count) +
                                              ", the carrier has " + std::to_string(carrier.prb_count));
}

Carrier bindCarrier(const Node& node, Context& context) {
    Carrier carrier;
    read(node, "id", carrier.id);
    bindFrequency(node, carrier, context);
    bindBlocks(node, carrier, context);
    bindDuplex(node, carrier, context);
    read(node, "tx_power_dbm", carrier.tx_power_dbm);
    read(node, "frequency_offset_db", carrier.frequency_offset_db);
    readName(node, "mcs_table", mcsTableNames(), carrier.mcs_table, 1);
    bindLinkTable(node, carrier, context);
    bindLayers(node, carrier, context);
    read(node, "overhead", carrier.overhead);
    bindPdsch(node, carrier, context);
    bindBandwidthPart(node, carrier, context);
    return carrier;
}

void bindElement(const Node& node, antenna::Tr38901Element& element) {
    read(node, "gain_dbi", element.gain_dbi);
    read(node, "horizontal_beamwidth_deg", element.horizontal_beamwidth_deg);
    read(node, "vertical_beamwidth_deg", element.vertical_beamwidth_deg);
    read(node, "side_lobe_db", element.side_lobe_db);
    read(node, "front_to_back_db", element.front_to_back_db);
}

void bindTr38901(const Node& node, antenna::Tr38901Sector& t) {
    bindElement(node, t);
    read(node, "rows", t.rows);
    read(node, "row_spacing_wavelengths", t.row_spacing_wavelengths);
}

void bindPanel(const Node& node, antenna::PanelArray& panel, antenna::PortLayout& ports) {
    bindElement(node, panel.element);
    read(node, "rows", panel.rows);
    read(node, "columns", panel.columns);
    read(node, "polarisations", panel.polarisations);
    read(node, "panel_rows", panel.panel_rows);
    read(node, "panel_columns", panel.panel_columns);
    read(node, "row_spacing_wavelengths", panel.row_spacing_wavelengths);
    read(node, "column_spacing_wavelengths", panel.column_spacing_wavelengths);
    read(node, "panel_row_spacing_wavelengths", panel.panel_row_spacing_wavelengths);
    read(node, "panel_column_spacing_wavelengths", panel.panel_column_spacing_wavelengths);
    if (panel.polarisations == 1) panel.first_slant_deg = 0.0;
    read(node, "first_slant_deg", panel.first_slant_deg);
    read(node, "second_slant_deg", panel.second_slant_deg);
    read(node, "port_rows", ports.rows);
    read(node, "port_columns", ports.columns);
    read(node, "steering_azimuth_deg", ports.steering_azimuth_deg);
}

void bindBeams(const Node& node, Antenna& antenna, Context& context) {
    read(node, "beam_azimuths_deg", antenna.beam_azimuths_deg);
    read(node, "beam_downtilts_deg", antenna.beam_downtilts_deg);
    if (antenna.beam_azimuths_deg.empty() != antenna.beam_downtilts_deg.empty())
        context.findings.add(node.mark, "beam_azimuths_deg and beam_downtilts_deg come together");
    const Node* grid = valueOf(node, "beam_grid");
    if (grid == nullptr) return;
    BeamGrid& g = antenna.beam_grid.emplace();
    read(*grid, "row_oversampling", g.row_oversampling);
    read(*grid, "column_oversampling", g.column_oversampling);
    read(*grid, "max_azimuth_deg", g.max_azimuth_deg);
    read(*grid, "min_downtilt_deg", g.min_downtilt_deg);
    read(*grid, "max_downtilt_deg", g.max_downtilt_deg);
    read(*grid, "ssb_beams", g.ssb_beams);
}

/// A table with a gain or loss for every direction, told from field strengths in two cuts by its columns.
bool isGridCsv(const std::string& text) {
    const std::string header = text.substr(0, text.find('\n'));
    return header.find("loss_db") != std::string::npos || header.find("gain_dbi") != std::string::npos;
}

void bindPatternFile(const Node& node, const Node& file, Antenna& antenna, Context& context) {
    const auto text = readReferenced(file, context);
    std::string extension = std::filesystem::path(file.text).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::optional<double> gain;
    read(node, "gain_dbi", gain);
    if (!text) return;
    const std::string path = referencedPath(context.file, file.text);
    try {
        if (extension == ".csv" && isGridCsv(*text)) {
            antenna.model = AntennaModel::measured_grid;
            antenna.grid = antenna::parseGridCsv(*text, path, gain ? std::optional(Db{*gain}) : std::nullopt);
            antenna::makeGridPattern(antenna.grid);
            return;
        }
        if (extension == ".csv") {
            if (!gain)
                context.findings.add(file.mark, "a pattern in CSV form needs gain_dbi beside file",
                                     "its values are relative to the maximum");
            antenna.cuts = antenna::parseFieldCsv(*text, path, Db{gain.value_or(0.0)});
        } else {
            antenna.cuts = antenna::parseMsi(*text, path);
            if (gain) antenna.cuts.gain_dbi = *gain;
        }
        antenna::makeMeasured(antenna.cuts);
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
}

void bindCuts(const Node& node, Antenna& antenna, Context& context) {
    antenna::PatternCuts& cuts = antenna.cuts;
    read(node, "name", cuts.name);
    read(node, "gain_dbi", cuts.gain_dbi);
    bool complete = read(node, "azimuth_deg", cuts.azimuth_deg);
    complete = read(node, "azimuth_loss_db", cuts.azimuth_loss_db) && complete;
    complete = read(node, "elevation_deg", cuts.elevation_deg) && complete;
    complete = read(node, "elevation_loss_db", cuts.elevation_loss_db) && complete;
    if (!complete) {
        context.findings.add(node.mark,
                             "model 'measured' needs azimuth_deg, azimuth_loss_db, elevation_deg and "
                             "elevation_loss_db, or a file instead of a model");
        return;
    }
    if (cuts.azimuth_deg.size() != cuts.azimuth_loss_db.size() ||
        cuts.elevation_deg.size() != cuts.elevation_loss_db.size()) {
        context.findings.add(node.mark, "a cut has as many angles as losses");
        return;
    }
    check(node, context, [&] { antenna::makeMeasured(cuts); });
}

/// The default gain of models that have no other parameter.
std::optional<double> plainGainDbi(AntennaModel model) {
    switch (model) {
        case AntennaModel::isotropic:
            return 0.0;
        case AntennaModel::tr36814_sector:
            return 14.0;
        case AntennaModel::tr36942_sector:
            return 15.0;
        default:
            return std::nullopt;
    }
}

void bindGrid(const Node& node, Antenna& antenna, Context& context) {
    antenna::PatternGrid& grid = antenna.grid;
    read(node, "name", grid.name);
    read(node, "gain_dbi", grid.gain_dbi);
    bool complete = read(node, "azimuth_deg", grid.azimuth_deg);
    complete = read(node, "elevation_deg", grid.elevation_deg) && complete;
    complete = read(node, "loss_db", grid.loss_db) && complete;
    if (!complete)
        context.findings.add(node.mark,
                             "model 'measured-grid' needs azimuth_deg, elevation_deg and loss_db, or a file "
                             "instead of a model");
    else
        check(node, context, [&] { antenna::makeGridPattern(grid); });
}

Antenna bindAntenna(const Node& node, Context& context) {
    Antenna antenna;
    read(node, "id", antenna.id);
    if (const Node* file = valueOf(node, "file")) {
        antenna.model = AntennaModel::measured;
        bindPatternFile(node, *file, antenna, context);
        return antenna;
    }
    readName(node, "model", antennaModelNames(), antenna.model);
    if (antenna.model == AntennaModel::tr38901_sector) bindTr38901(node, antenna.tr38901);
    if (antenna.model == AntennaModel::tr38901_panel) {
        bindPanel(node, antenna.panel, antenna.ports);
        bindBeams(node, antenna, context);
        check(node, context, [&] { antenna::makePanel(antenna.panel, antenna.ports); });
    }
    if (const auto gain_dbi = plainGainDbi(antenna.model)) {
        antenna.tr38901.gain_dbi = *gain_dbi;
        read(node, "gain_dbi", antenna.tr38901.gain_dbi);
    }
    if (antenna.model == AntennaModel::measured_grid) bindGrid(node, antenna, context);
    if (antenna.model == AntennaModel::measured) bindCuts(node, antenna, context);
    return antenna;
}

}  // namespace

std::string bandTrouble(const Carrier& carrier) {
    const auto band = phy::findBand(carrier.band);
    if (!band ||
        (carrier.frequency_mhz >= band->downlink_low_mhz && carrier.frequency_mhz <= band->downlink_high_mhz))
        return {};
    return shortest(carrier.frequency_mhz) + " MHz is not in the downlink of band " + carrier.band + ": " +
           shortest(band->downlink_low_mhz) + " to " + shortest(band->downlink_high_mhz) + " MHz";
}

void bindCarriers(const Node& node, NetworkSnapshot& network, Context& context) {
    for (const Node* one : oneOrMany(node, "carrier", "carriers")) {
        Carrier carrier = bindCarrier(*one, context);
        addName(context.carriers, carrier.id, "carrier", markOf(*one, "id"), context);
        if (!network.carriers.empty() && carrier.numerology != network.carriers[0].numerology)
            context.findings.add(markOf(*one, "numerology"),
                                 "all carriers of a scenario share one numerology, the first has " +
                                     std::to_string(network.carriers[0].numerology));
        network.carriers.push_back(std::move(carrier));
    }
    if (network.carriers.empty()) {
        network.carriers.emplace_back();
        context.carriers.emplace(network.carriers[0].id, 0U);
    }
}

void bindAntennas(const Node& node, NetworkSnapshot& network, Context& context) {
    for (const Node* one : oneOrMany(node, "antenna", "antennas")) {
        Antenna antenna = bindAntenna(*one, context);
        addName(context.antennas, antenna.id, "antenna", markOf(*one, "id"), context);
        network.antennas.push_back(std::move(antenna));
    }
    if (network.antennas.empty()) {
        network.antennas.emplace_back();
        context.antennas.emplace(network.antennas[0].id, 0U);
    }
}

}  // namespace celltwin::scenario
