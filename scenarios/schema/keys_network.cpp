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
        "S1 in the middle; cells C1, C2, ... site by site.",
        {choiceKey("type", {"hexagonal"}, "hexagonal", "The rule."),
         integerKey("sites", 1, kMaxLayoutSites, std::uint64_t{19}, "Sites; 1, 7, 19, 37 fill whole rings."),
         numberKey("isd_m", "m", 1, 100000, 500.0, "Distance between neighbouring sites."),
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
             choiceKey("mcs_table", mcsTableNames(), nameOf(c.mcs_table, mcsTableNames(), 1),
                       "TS 38.214 Table 5.1.3.1-1, -2 or -3."),
             integerKey("layers", 1, 4, std::uint64_t(c.layers),
                        "MIMO layers to each UE; they share the power, no cross-talk."),
             numberKey("overhead", "", 0, 0.9, c.overhead,
                       "Share of resource elements that are not PDSCH (TS 38.306: 0.14 in FR1 downlink).")},
            {}};
    }();
    return object;
}

const Object& antennaObject() {
    static const Object object = [] {
        const antenna::Tr38901Sector t;
        const auto angles = [](double low, double high) {
            return numberKey("", "deg", low, high, "", "").shape;
        };
        const Shape loss = numberKey("", "dB", 0, 1000, "", "").shape;
        return Object{
            "an antenna",
            "network.antenna",
            "A radiation pattern: a model with its parameters, or `file`, an MSI file (.msi, .pln, .txt) or "
            "a "
            "CSV of field strengths (.csv, with gain_dbi). `model: measured` carries the cuts in the "
            "scenario "
            "itself, as resolved scenarios do.",
            {textKey("id", Antenna{}.id, "Name that cells refer to."),
             choiceKey("model", antennaModelNames(), "tr38901-sector", "The pattern model."),
             textKey("file", "", "Path of a measured pattern, relative to the scenario file.", 4000),
             numberKey("gain_dbi", "dBi", -100, 100,
                       shortest(t.gain_dbi) + " for tr38901-sector, 0 for isotropic, an MSI file's own",
                       "Largest gain; of one element for tr38901-sector."),
             above(numberKey("horizontal_beamwidth_deg", "deg", 0, 360, t.horizontal_beamwidth_deg,
                             "Half-power beamwidth of the element.")),
             above(numberKey("vertical_beamwidth_deg", "deg", 0, 180, t.vertical_beamwidth_deg,
                             "Half-power beamwidth of the element.")),
             numberKey("side_lobe_db", "dB", 0, 100, t.side_lobe_db, "SLA_V of TR 38.901 Table 7.3-1."),
             numberKey("front_to_back_db", "dB", 0, 100, t.front_to_back_db,
                       "A_max of TR 38.901 Table 7.3-1."),
             integerKey("rows", 1, 64, std::uint64_t(t.rows),
                        "Elements in the column; 1 = the element alone."),
             above(numberKey("row_spacing_wavelengths", "wavelengths", 0, 10, t.row_spacing_wavelengths,
                             "Distance between rows.")),
             textKey("name", "", "Name of a measured pattern."),
             listKey("azimuth_deg", angles(0, 360), 4, 100000, "", "Horizontal cut: angles, increasing."),
             listKey("azimuth_loss_db", loss, 4, 100000, "", "Horizontal cut: loss below the maximum."),
             listKey("elevation_deg", angles(-180, 180), 4, 100000, "",
                     "Vertical cut: angles, increasing, 0 = horizon, up positive."),
             listKey("elevation_loss_db", loss, 4, 100000, "", "Vertical cut: loss below the maximum.")},
            {{{"model", "file"}, false}}};
    }();
    return object;
}

const Object& networkObject() {
    static const Object object = [] {
        Key cells = listKey("cells", objectShape(&cellObject), 1, kMaxCells, "",
                            "The cells: a list, or {csv: ...} to read them from a table.");
        cells.shape.or_else = {objectShape(&csvCellsObject)};
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
             std::move(cells), objectKey("layout", &layoutObject, "", "A regular network instead of cells.")},
            {{{"cells", "layout"}, true},
             {{"carrier", "carriers"}, false},
             {{"antenna", "antennas"}, false},
             {{"layout", "sites"}, false}}};
    }();
    return object;
}

}  // namespace celltwin::scenario
