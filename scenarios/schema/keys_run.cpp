// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: the run and what it writes.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

const Object& measurementsObject() {
    static const Object object = [] {
        const MeasurementInput m;
        return Object{
            "a measurement table",
            "outputs.measurements",
            "A drive test beside which predictions are written.",
            {textKey("csv", "", "Path of the table (.gz accepted), relative to the scenario file.", 4000)
                 .must(),
             textKey("cell_column", m.cell_column, "Column with the cell's id."),
             textKey("lat_column", m.lat_column, "Column with the latitude."),
             textKey("lon_column", m.lon_column, "Column with the longitude."),
             textKey("rsrp_column", m.rsrp_column, "Column with the measured RSRP, dBm."),
             textKey("skip_column", "", "Rows with a non-zero value in this column are left out.")},
            {}};
    }();
    return object;
}

const Object& placeObject() {
    static const Object object{
        "a place",
        "run.foreground.places[]",
        "A disc.",
        {numberKey("lat_deg", "deg", -90, 90, "", "WGS84 latitude; with lon_deg."),
         numberKey("lon_deg", "deg", -180, 180, "", "WGS84 longitude; with lat_deg."),
         numberKey("east_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "", "Metres east; with north_m."),
         numberKey("north_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "", "Metres north; with east_m."),
         above(numberKey("radius_m", "m", 0, kMaxCoordinateM, "", "Radius.")).must()},
        {{{"lat_deg", "east_m"}, true}, {{"lon_deg", "north_m"}, true}, {{"lat_deg", "north_m"}, false}}};
    return object;
}

const Object& foregroundObject() {
    static const Object object{
        "a foreground",
        "run.foreground",
        "The cells that are simulated slot by slot, in every leg of a what-if; all others are the "
        "background, whose queues drain as a fluid. Mobility, RRC and traffic are the same for both. The "
        "cells of a site go together: one that is named here takes the others of its site along. Cells are "
        "named, or lie near places, or near what changes; these add up. Background cells have no fading, "
        "slices, carrier aggregation, max C/I or QoS-aware scheduling, so a run with them has none.",
        {listKey("cells", textKey("", "", "").shape, 1, kMaxCells, "none",
                 "Cells by name, new cells of changes too."),
         listKey("places", objectShape(&placeObject), 1, 1000, "none", "Cells within these discs."),
         numberKey("near_changes_m", "m", 0, kMaxCoordinateM, "none",
                   "Cells within this distance of a cell that changes, or of a new one."),
         above(numberKey("background_step_ms", "ms", 0, 1000, Foreground{}.background_step_ms,
                         "How often background cells are served, and how old their load is for others."))},
        {}};
    return object;
}

}  // namespace

const Object& runObject() {
    static const Object object = [] {
        const Run r;
        return Object{
            "a run",
            "run",
            "How the run goes. Cadences are rounded to whole slots. Fidelity geometry drops users and looks "
            "at their "
            "coupling gain, SIR and SINR; it knows no time. Fidelity analytic solves each KPI period for the "
            "loads of all cells at once, without slots: mean counters of the downlink only. Fidelity flow "
            "has "
            "arrivals and ends of data in place of slots: cells are shared servers, much faster, no fading, "
            "slices or carrier aggregation.",
            {choiceKey("fidelity", fidelityNames(), "slot", "What advances."),
             objectKey("foreground", &foregroundObject, "every cell",
                       "slot: which cells go slot by slot, where not all do."),
             integerKey("drops", 1, 100000, std::uint64_t(r.drops),
                        "geometry: independent drops of the users; drop k has the seed seed + k."),
             above(numberKey("duration_s", "s", 0, kMaxSeconds, r.duration_s, "Simulated and recorded.")),
             numberKey("warmup_s", "s", 0, kMaxSeconds, r.warmup_s, "Simulated before, not recorded."),
             integerKey("seed", 0, 9007199254740991.0, r.seed,
                        "Same seed, same bytes; at most 2^53 - 1, which JSON carries exactly."),
             numberKey("kpi_period_s", "s", 0.01, 3600, r.kpi_period_s, "A row of KPIs per cell."),
             numberKey("ue_sample_period_s", "s", 0.01, 3600, r.ue_sample_period_s, "A row per UE."),
             numberKey("mobility_period_ms", "ms", 1, 60000, r.mobility_period_ms, "Positions and links."),
             numberKey("measurement_period_ms", "ms", 1, 60000, r.measurement_period_ms,
                       "L3 measurements and event A3."),
             numberKey("cqi_period_ms", "ms", 0.1, 10000, r.cqi_period_ms, "Channel quality reports."),
             numberKey("segment_s", "s", 0.1, 3600, r.segment_s, "Simulated time a trace segment holds."),
             textKey("start_utc", r.start_utc,
                     "Date and time (ISO 8601, 1970 to 2200) at which recording begins, after the warm-up.",
                     40),
             numberKey("start_hour", "h", 0, 168, r.start_hour,
                       "Hour of the week, from Monday 0 h, at the start; see traffic[].hourly.")},
            {}};
    }();
    return object;
}

const Object& outputsObject() {
    static const Object object = [] {
        const Outputs o;
        return Object{
            "outputs",
            "outputs",
            "What a run writes.",
            {textKey("directory", "out/<name of the scenario file>",
                     "Folder, made where it is missing; relative to the working directory.", 4000),
             flagKey("report", o.report, "report.html"),
             flagKey("maps", o.maps, "Coverage, best server and SINR maps in the report."),
             numberKey("map_resolution_m", "m", 0, 10000, o.map_resolution_m,
                       "Pixel size; 0 = about 250 pixels along the longer side."),
             choiceKey("pm_xml", pmXmlNames(), "none",
                       "KPI periods as 3GPP performance measurement files in pm/<leg>/: the form of "
                       "TS 32.435, of TS 28.532, or both, a folder each."),
             objectKey("measurements", &measurementsObject, "none",
                       "Measured points where predictions are wanted.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
