// SPDX-License-Identifier: BSD-3-Clause
//
// The key table, first half: what stands in the field. Defaults are read from the structs of scenario.h.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// latitude/longitude or metres: every place in a scenario is given in one of the two ways.
std::vector<Key> positionKeys() {
    return {numberKey("lat_deg", "deg", -90, 90, "", "WGS84 latitude; with lon_deg."),
            numberKey("lon_deg", "deg", -180, 180, "", "WGS84 longitude; with lat_deg."),
            numberKey("east_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "",
                      "Metres east of network.reference; with north_m, instead of lat_deg and lon_deg."),
            numberKey("north_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "",
                      "Metres north of network.reference; with east_m.")};
}

const std::vector<Choice>& positionChoices() {
    static const std::vector<Choice> choices = {
        {{"lat_deg", "east_m"}, false},
        {{"lat_deg", "north_m"}, false},
        {{"lon_deg", "east_m"}, false},
        {{"lon_deg", "north_m"}, false},
    };
    return choices;
}

/// What a cell has beside its name and place; also the defaults of a CSV network and of a layout.
std::vector<Key> cellValueKeys() {
    const Cell c;
    return {
        numberKey("height_m", "m", 0.5, 1000, c.height_m, "Antenna height above ground."),
        numberKey("azimuth_deg", "deg", -360, 360, c.azimuth_deg, "Boresight, clockwise from north."),
        numberKey("downtilt_deg", "deg", -90, 90, c.downtilt_deg, "Electrical tilt, positive = down."),
        numberKey("mechanical_downtilt_deg", "deg", -90, 90, c.mechanical_downtilt_deg,
                  "Mechanical tilt, positive = down; turns the whole pattern."),
        numberKey("tx_power_dbm", "dBm", kMinPowerDbm, kMaxPowerDbm, "the carrier's tx_power_dbm",
                  "Total power over the carrier at the antenna port."),
        numberKey("load", "", 0, 1, c.load, "Share of PRBs the cell transmits at least (background load)."),
        numberKey("cell_offset_db", "dB", -24, 24, c.cell_offset_db,
                  "Cell individual offset: above 0, UEs come earlier and leave later."),
        textKey("carrier", "the only carrier", "Id of a carrier."),
        textKey("antenna", "the only antenna", "Id of an antenna."),
        flagKey("active", c.active, "false = the cell exists but is switched off."),
    };
}

std::vector<Key> joined(std::vector<Key> first, const std::vector<Key>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

const Object& referenceObject() {
    static const Object object{"a reference",
                               "network.reference",
                               "Origin of the local frame in metres.",
                               {numberKey("lat_deg", "deg", -90, 90, "", "WGS84 latitude.").must(),
                                numberKey("lon_deg", "deg", -180, 180, "", "WGS84 longitude.").must()},
                               {}};
    return object;
}

const Object& siteObject() {
    static const Object object{
        "a site", "network.sites[]", "A place with antennas, in degrees or in metres.",
        joined({textKey("id", "", "Name of the site, unique.").must()}, positionKeys()), positionChoices()};
    return object;
}

/// Column headers of a CSV network; each default is the key's own name.
const Object& columnsObject() {
    static const Object object = [] {
        Object o{"a column mapping",
                 "network.cells.columns",
                 "Which column of the CSV holds what. A key left out means the column of the key's own name, "
                 "where there is one.",
                 {},
                 {}};
        const auto column = [&](const char* name, const char* description) {
            o.keys.push_back(textKey(name, name, description));
        };
        column("id", "Name of the cell. This column is needed.");
        column("site", "Name of the site; without it, cells at equal coordinates share one.");
        for (const Key& key : joined(positionKeys(), cellValueKeys()))
            column(key.name.c_str(), key.description.c_str());
        column("frequency_mhz",
               "Centre frequency; each distinct value becomes a carrier like network.carrier.");
        return o;
    }();
    return object;
}

const Object& csvCellsObject() {
    static const Object object{
        "a CSV network",
        "network.cells (from CSV)",
        "Cells from a table with a header line.",
        {textKey("csv", "", "Path of the table, relative to the scenario file.", 4000).must(),
         objectKey("columns", &columnsObject, "columns named like the keys", "Column mapping."),
         objectKey("defaults", &cellDefaultsObject, "",
                   "Values of cells where the table has no column or a blank.")},
        {}};
    return object;
}

const Object& layoutObject() {
    static const Object object{
        "a layout",
        "network.layout",
        "A regular network made by rule: sites in a spiral of hexagonal rings around the reference, "
        "S1 in the middle, or the twelve of 3GPP's indoor office; cells C1, C2, ... site by site.",
        {choiceKey("type", {"hexagonal", "indoor-office"}, "hexagonal",
                   "The rule; indoor-office is TR 38.901 Table 7.2-2: 12 sites 20 m apart in 120 m x 50 m."),
         integerKey("sites", 1, kMaxLayoutSites, std::uint64_t{19},
                    "hexagonal: sites; 1, 7, 19, 37 fill whole rings."),
         numberKey("isd_m", "m", 1, 100000, 500.0, "hexagonal: distance between neighbouring sites."),
         flagKey("wrap_around", false,
                 "hexagonal, whole rings: the network repeats around itself, so that it has no edge."),
         integerKey("sectors", 1, 6, std::uint64_t{3}, "Cells of each site, evenly spread."),
         numberKey("first_azimuth_deg", "deg", 0, 360, 30.0, "Boresight of the first sector."),
         objectKey("defaults", &cellDefaultsObject, "",
                   "Values of every cell; azimuth_deg turns all sectors.")},
        {}};
    return object;
}

}  // namespace

const Object& cellDefaultsObject() {
    static const Object object = [] {
        Object o{"cell defaults",
                 "network.cells.defaults",
                 "Values for cells that do not bring their own.",
                 cellValueKeys(),
                 {}};
        return o;
    }();
    return object;
}

const Object& cellObject() {
    static const Object object{
        "a cell", "network.cells[]", "One cell. It stands at its site unless it has a place of its own.",
        joined(
            joined({textKey("id", "", "Name of the cell, unique.").must(),
                    textKey("site", "the site at the cell's place",
                            "Id of its site; one that is not in network.sites is made at the cell's place.")},
                   positionKeys()),
            cellValueKeys()),
        positionChoices()};
    return object;
}

const Object& pdschObject() {
    static const Object object = [] {
        const phy::PdschOverhead p;
        return Object{
            "a PDSCH configuration",
            "network.carrier.pdsch",
            "What a slot's PDSCH leaves to others (TS 38.214 clauses 5.1.3.2 and 5.1.4, TS 38.211 clause "
            "7.4).",
            {integerKey("pdcch_symbols", 0, 3, std::uint64_t(p.pdcch_symbols),
                        "Control symbols before the PDSCH."),
             integerKey("dmrs_type", 1, 2, std::uint64_t(1), "DMRS configuration type."),
             integerKey("dmrs_symbols", 1, 2, std::uint64_t(p.dmrs_symbols),
                        "Neighbouring symbols at each position."),
             integerKey("dmrs_additional_positions", 0, 3, std::uint64_t(p.dmrs_additional_positions),
                        "Further positions; 0 or 1 with two symbols."),
             integerKey("dmrs_cdm_groups_without_data", 1, 3, std::uint64_t(p.dmrs_cdm_groups_without_data),
                        "1 or 2 with type 1, 1 to 3 with type 2."),
             integerKey("x_overhead", 0, 18, std::uint64_t(p.x_overhead),
                        "xOverhead: 0, 6, 12 or 18 RE a PRB, in the block size alone."),
             numberKey("csi_rs_re_per_prb", "", 0, 96, p.csi_rs_re_per_prb,
                       "RE of CSI-RS in a PRB of a slot with them."),
             integerKey("csi_rs_period_slots", 0, 640, std::uint64_t(p.csi_rs_period_slots),
                        "0 = no CSI-RS."),
             integerKey("ssb_beams", 0, 64, std::uint64_t(p.ssb_beams), "SS/PBCH blocks a period."),
             numberKey("ssb_period_ms", "ms", 5, 160, p.ssb_period_ms, "5, 10, 20, 40, 80 or 160.")},
            {}};
    }();
    return object;
}

const Object& bandwidthPartObject() {
    static const Object object{
        "a bandwidth part",
        "network.carrier.bandwidth_part",
        "Consecutive PRBs of the carrier (TS 38.213 clause 12), the same for all UEs.",
        {integerKey("first_prb", 0, 274, std::uint64_t{0}, "The first, counted from 0."),
         integerKey("prb_count", 1, 275, "", "How many.").must()},
        {}};
    return object;
}

const Object& linkTableObject() {
    static const Object object{
        "a link table",
        "network.carrier.link_table",
        "Link adaptation as a table, of CQI 1 to 15 each; neither list may fall. No outer loop moves it.",
        {listKey("sinr_db", numberKey("", "dB", -50, 100, "", "").shape, 15, 15, "",
                 "Least SINR at which a UE reports the CQI.")
             .must(),
         listKey("mcs", integerKey("", 0, 28, "", "").shape, 15, 15, "", "MCS of mcs_table that answers it.")
             .must()},
        {}};
    return object;
}

const Object& carrierObject() {
    static const Object object = [] {
        const Carrier c;
        return Object{
            "a carrier",
            "network.carrier",
            "One NR carrier configuration. All carriers of a scenario share the numerology.",
            {textKey("id", c.id, "Name that cells refer to."),
             textKey("band", "", "TS 38.101 operating band, such as n78; the frequency must lie in it."),
             numberKey("frequency_mhz", "MHz", 100, 110000, "middle of the band's downlink, else 3500",
                       "Centre frequency."),
             above(numberKey("bandwidth_mhz", "MHz", 0, 2000, c.bandwidth_mhz, "Channel bandwidth.")),
             integerKey("numerology", 0, 4, std::uint64_t(c.numerology),
                        "Subcarrier spacing 15 kHz x 2^numerology."),
             integerKey("prb_count", 1, 1000, "TS 38.101 Table 5.3.2-1 for bandwidth and numerology",
                        "Physical resource blocks; LTE 20 MHz is written as 100."),
             textKey("tdd_pattern", "none: FDD",
                     "Slots of one period as D, S, U, such as DDDSU. A TDD band needs one, an FDD band has "
                     "none."),
             integerKey("special_downlink_symbols", 0, 13, std::uint64_t(c.special_downlink_symbols),
                        "Downlink symbols of an S slot."),
             numberKey("tx_power_dbm", "dBm", kMinPowerDbm, kMaxPowerDbm, c.tx_power_dbm,
                       "Total power over the carrier at the antenna port, for cells without their own."),
             numberKey("frequency_offset_db", "dB", -24, 24, c.frequency_offset_db,
                       "Offset of the frequency in measurement events, for all its cells."),
             choiceKey(
                 "mcs_table", mcsTableNames(), nameOf(c.mcs_table, mcsTableNames(), 1),
                 "TS 38.214 Table 5.1.3.1-1, -2, -3 or -4, or LTE's of TS 36.213 with its transport blocks."),
             objectKey("link_table", &linkTableObject, "by the error rates of mcs_table",
                       "At which SINR a UE reports which CQI, and the MCS that answers it."),
             integerKey(
                 "layers", 1, 4, std::uint64_t(c.layers),
                 "MIMO layers to a UE. Without radio.fading every UE has all of them, sharing the power, no "
                 "cross-talk; with it, as many as its channel carries."),
             integerKey(
                 "ports", 1, 8, "as many as the layers need",
                 "CSI-RS ports, cross-polarised from 2 on: 1, 2, 4 or 8. They count with radio.fading."),
             numberKey("overhead", "", 0, 0.9, c.overhead,
                       "Share of resource elements that are not PDSCH (TS 38.306: 0.14 in FR1 downlink)."),
             objectKey("pdsch", &pdschObject, "overhead", "The same item by item, instead of overhead."),
             objectKey("bandwidth_part", &bandwidthPartObject, "the whole carrier",
                       "The PRBs that data is scheduled on.")},
            {{{"overhead", "pdsch"}, false}}};
    }();
    return object;
}

const Object& beamGridObject() {
    static const Object object = [] {
        const BeamGrid g;
        return Object{"a beam grid",
                      "network.antenna.beam_grid",
                      "DFT beams of the whole array. UEs measure the strongest SSB beam, are served by the "
                      "best data beam, and "
                      "hear other cells' data beams on average.",
                      {integerKey("row_oversampling", 1, 16, std::uint64_t(g.row_oversampling),
                                  "Beams a row of elements, vertically."),
                       integerKey("column_oversampling", 1, 16, std::uint64_t(g.column_oversampling),
                                  "The same horizontally."),
                       numberKey("max_azimuth_deg", "deg", 0, 90, g.max_azimuth_deg,
                                 "Furthest beam from the boresight."),
                       numberKey("min_downtilt_deg", "deg", -90, 90, g.min_downtilt_deg, "Highest beam."),
                       numberKey("max_downtilt_deg", "deg", -90, 90, g.max_downtilt_deg, "Lowest beam."),
                       integerKey("ssb_beams", 1, 64, std::uint64_t(g.ssb_beams),
                                  "SSB beams at most (TS 38.213 clause 4.1).")},
                      {}};
    }();
    return object;
}

const Object& antennaObject() {
    static const Object object = [] {
        const antenna::Tr38901Sector t;
        const antenna::PanelArray panel;
        const antenna::PortLayout ports;
        const auto angles = [](double low, double high) {
            return numberKey("", "deg", low, high, "", "").shape;
        };
        const Shape loss = numberKey("", "dB", 0, 1000, "", "").shape;
        return Object{
            "an antenna",
            "network.antenna",
            "A radiation pattern: a model with its parameters, or `file`, an MSI file (.msi, .pln, .txt) or "
            "a "
            "CSV of field strengths in two cuts (.csv, with gain_dbi) or of gain_dbi or loss_db by "
            "azimuth_deg and elevation_deg "
            "or theta_deg. `model: measured` carries the cuts in the "
            "scenario "
            "itself, as resolved scenarios do.",
            {textKey("id", Antenna{}.id, "Name that cells refer to."),
             choiceKey("model", antennaModelNames(), "tr38901-sector", "The pattern model."),
             textKey("file", "", "Path of a measured pattern, relative to the scenario file.", 4000),
             numberKey(
                 "gain_dbi", "dBi", -100, 100,
                 shortest(t.gain_dbi) +
                     " for tr38901 models, 14 and 15 for tr36814 and tr36942, 0 for isotropic, a file's own",
                 "Largest gain; of one element for tr38901-sector and tr38901-panel."),
             above(numberKey("horizontal_beamwidth_deg", "deg", 0, 360, t.horizontal_beamwidth_deg,
                             "Half-power beamwidth of the element.")),
             above(numberKey("vertical_beamwidth_deg", "deg", 0, 180, t.vertical_beamwidth_deg,
                             "Half-power beamwidth of the element.")),
             numberKey("side_lobe_db", "dB", 0, 100, t.side_lobe_db, "SLA_V of TR 38.901 Table 7.3-1."),
             numberKey("front_to_back_db", "dB", 0, 100, t.front_to_back_db,
                       "A_max of TR 38.901 Table 7.3-1."),
             integerKey("rows", 1, 64, std::uint64_t(t.rows),
                        "Elements in the column, of one panel; 1 = the element alone."),
             above(numberKey("row_spacing_wavelengths", "wavelengths", 0, 10,
                             shortest(t.row_spacing_wavelengths) + " for tr38901-sector, " +
                                 shortest(panel.row_spacing_wavelengths) + " for tr38901-panel",
                             "Distance between rows.")),
             integerKey("columns", 1, 64, std::uint64_t(panel.columns),
                        "tr38901-panel: N, columns of one panel."),
             integerKey("polarisations", 1, 2, std::uint64_t(panel.polarisations), "tr38901-panel: P."),
             integerKey("panel_rows", 1, 16, std::uint64_t(panel.panel_rows), "tr38901-panel: Mg."),
             integerKey("panel_columns", 1, 16, std::uint64_t(panel.panel_columns), "tr38901-panel: Ng."),
             above(numberKey("column_spacing_wavelengths", "wavelengths", 0, 10,
                             panel.column_spacing_wavelengths, "tr38901-panel: distance between columns.")),
             numberKey("panel_row_spacing_wavelengths", "wavelengths", 0, 1000,
                       panel.panel_row_spacing_wavelengths,
                       "tr38901-panel: from panel to panel; 0 = contiguous."),
             numberKey("panel_column_spacing_wavelengths", "wavelengths", 0, 1000,
                       panel.panel_column_spacing_wavelengths,
                       "tr38901-panel: from panel to panel; 0 = contiguous."),
             numberKey("first_slant_deg", "deg", -180, 180, "45, 0 with one polarisation",
                       "tr38901-panel: slant of the first polarisation."),
             numberKey("second_slant_deg", "deg", -180, 180, panel.second_slant_deg,
                       "tr38901-panel: slant of the second polarisation."),
             integerKey("port_rows", 1, 64, std::uint64_t(ports.rows),
                        "tr38901-panel: rows of ports a panel and polarisation have; divides rows."),
             integerKey("port_columns", 1, 64, std::uint64_t(ports.columns),
                        "tr38901-panel: columns of ports; divides columns."),
             numberKey("steering_azimuth_deg", "deg", -90, 90, ports.steering_azimuth_deg,
                       "tr38901-panel: where phases steer a port, clockwise from the boresight."),
             listKey("beam_azimuths_deg", angles(-90, 90), 1, 64, "no beams",
                     "tr38901-panel: beams of the first port, every azimuth (clockwise from the boresight) "
                     "with every "
                     "downtilt; they carry the SSB and the data."),
             listKey("beam_downtilts_deg", angles(-90, 90), 1, 64, "",
                     "tr38901-panel: with beam_azimuths_deg."),
             objectKey("beam_grid", &beamGridObject, "no beams",
                       "tr38901-panel: a grid of DFT beams for data, wide beams for the SSB."),
             textKey("name", "", "Name of a measured pattern."),
             listKey("loss_db", loss, 12, 1000000, "",
                     "measured-grid: loss below the maximum, row by row of elevation_deg."),
             listKey("azimuth_deg", angles(0, 360), 4, 100000, "", "Horizontal cut: angles, increasing."),
             listKey("azimuth_loss_db", loss, 4, 100000, "", "Horizontal cut: loss below the maximum."),
             listKey("elevation_deg", angles(-180, 180), 4, 100000, "",
                     "Vertical cut: angles, increasing, 0 = horizon, up positive."),
             listKey("elevation_loss_db", loss, 4, 100000, "", "Vertical cut: loss below the maximum.")},
            {{{"model", "file"}, false}, {{"beam_azimuths_deg", "beam_grid"}, false}}};
    }();
    return object;
}

const Object& networkObject() {
    static const Object object = [] {
        Key cells = listKey("cells", objectShape(&cellObject), 1, kMaxCells, "",
                            "The cells: a list, or {csv: ...} to read them from a table.");
        cells.shape.or_else = {objectShape(&csvCellsObject)};
        Shape offset =
            listKey("", numberKey("", "m", -4 * kMaxCoordinateM, 4 * kMaxCoordinateM, "", "").shape, 2, 2, "",
                    "")
                .shape;
        return Object{
            "the network",
            "network",
            "Sites, cells and what they are made of.",
            {objectKey("reference", &referenceObject, "middle of the sites' bounding box",
                       "Origin of the local frame in metres."),
             objectKey("carrier", &carrierObject, "all defaults", "The only carrier."),
             listKey("carriers", objectShape(&carrierObject), 1, 1000, "", "Several carriers."),
             objectKey("antenna", &antennaObject, "all defaults", "The only antenna."),
             listKey("antennas", objectShape(&antennaObject), 1, 1000, "", "Several antennas."),
             listKey("sites", objectShape(&siteObject), 1, kMaxCells, "",
                     "Places of sites; not needed where cells bring their own."),
             std::move(cells), objectKey("layout", &layoutObject, "", "A regular network instead of cells."),
             listKey("wrap_offsets_m", std::move(offset), 0, 6, "none",
                     "Displacements [east_m, north_m] at which the network repeats; a layout's wrap_around "
                     "sets them.")},
            {{{"cells", "layout"}, true},
             {{"carrier", "carriers"}, false},
             {{"antenna", "antennas"}, false},
             {{"layout", "sites"}, false},
             {{"layout", "wrap_offsets_m"}, false}}};
    }();
    return object;
}

}  // namespace celltwin::scenario
