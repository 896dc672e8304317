// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: users, traffic, the RAN's behaviour, the run and what it writes.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

constexpr double kMaxSeconds = 7.0 * 86400.0;

const Object& areaObject() {
    static const Object object{
        "an area",
        "users.area",
        "A rectangle in metres of the local frame.",
        {numberKey("min_east_m", "m", -4 * kMaxCoordinateM, 4 * kMaxCoordinateM, "", "Western edge.").must(),
         numberKey("min_north_m", "m", -4 * kMaxCoordinateM, 4 * kMaxCoordinateM, "", "Southern edge.")
             .must(),
         numberKey("max_east_m", "m", -4 * kMaxCoordinateM, 4 * kMaxCoordinateM, "", "Eastern edge.").must(),
         numberKey("max_north_m", "m", -4 * kMaxCoordinateM, 4 * kMaxCoordinateM, "", "Northern edge.")
             .must()},
        {}};
    return object;
}

const Object& hotSpotObject() {
    static const Object object{
        "a hot spot",
        "users.hot_spots[]",
        "A disc that holds a share of all UEs.",
        {numberKey("lat_deg", "deg", -90, 90, "", "WGS84 latitude; with lon_deg."),
         numberKey("lon_deg", "deg", -180, 180, "", "WGS84 longitude; with lat_deg."),
         numberKey("east_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "", "Metres east; with north_m."),
         numberKey("north_m", "m", -kMaxCoordinateM, kMaxCoordinateM, "", "Metres north; with east_m."),
         above(numberKey("radius_m", "m", 0, 100000, HotSpot{}.radius_m, "Radius.")),
         numberKey("share", "", 0, 1, HotSpot{}.share,
                   "Share of all UEs; all hot spots together at most 1.")},
        {{{"lat_deg", "east_m"}, true}, {{"lon_deg", "north_m"}, true}, {{"lat_deg", "north_m"}, false}}};
    return object;
}

const Object& mobilityObject() {
    static const Object object = [] {
        const mobility::Profile p;
        Shape time = numberKey("", "", -kMaxCoordinateM, kMaxCoordinateM, "", "").shape;
        Shape point = listKey("", std::move(time), 3, 3, "", "").shape;
        return Object{
            "a mobility entry",
            "users.mobility[]",
            "How a share of the UEs moves.",
            {numberKey("share", "", 0, 1, MobilityShare{}.share, "Share of all UEs; the shares sum to 1."),
             choiceKey("model", mobilityKindNames(), nameOf(p.kind, mobilityKindNames()), "The model."),
             above(numberKey("speed_min_kmh", "km/h", 0, 1000, shortest(p.speed_min_mps * 3.6),
                             "random-waypoint: slowest leg.")),
             above(numberKey("speed_max_kmh", "km/h", 0, 1000, shortest(p.speed_max_mps * 3.6),
                             "random-waypoint: fastest leg.")),
             numberKey("pause_s", "s", 0, kMaxSeconds, p.pause_s, "random-waypoint: stop at each waypoint."),
             objectKey("area", &areaObject, "users.area", "random-waypoint: where waypoints lie."),
             textKey("file", "",
                     "route: CSV with time_s and lat, lon or east_m, north_m; relative to the scenario file.",
                     4000),
             listKey("route", std::move(point), 1, kMaxRoutePoints, "",
                     "route: points [time_s, east_m, north_m], instead of a file.")},
            {{{"file", "route"}, false}}};
    }();
    return object;
}

const Object& linkAdaptationObject() {
    static const Object object = [] {
        const LinkAdaptation l;
        return Object{
            "link adaptation",
            "ran.link_adaptation",
            "From SINR to transport blocks and their retransmissions.",
            {choiceKey("effective_sinr", effectiveSinrNames(), nameOf(l.effective_sinr, effectiveSinrNames()),
                       "How subbands and layers become one SINR."),
             choiceKey("harq_combining", combiningNames(), nameOf(l.combining, combiningNames()),
                       "What a retransmission adds."),
             integerKey("max_transmissions", 1, 4, std::uint64_t(l.max_transmissions),
                        "Of a transport block, the first included; what is lost then is sent again by RLC."),
             integerKey("harq_processes", 1, 16, std::uint64_t(l.harq_processes), "Of a UE."),
             numberKey("csi_delay_ms", "ms", 0, 1000, l.csi_delay_ms,
                       "From measuring the channel to scheduling by the report.")},
            {}};
    }();
    return object;
}

const Object& handoverObject() {
    static const Object object = [] {
        const mobility::A3Parameters a;
        return Object{"handover parameters",
                      "ran.handover",
                      "Event A3 of TS 38.331 clause 5.5.4.4.",
                      {numberKey("offset_db", "dB", -30, 30, a.offset_db, "a3-Offset."),
                       numberKey("hysteresis_db", "dB", 0, 30, a.hysteresis_db, "hysteresis."),
                       numberKey("time_to_trigger_ms", "ms", 0, 5120, a.time_to_trigger_ms, "timeToTrigger."),
                       integerKey("filter_coefficient_k", 0, 19, std::uint64_t(a.filter_coefficient_k),
                                  "filterCoefficientRSRP; the L3 filter's a = 1 / 2^(k/4).")},
                      {}};
    }();
    return object;
}

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

}  // namespace

const Object& usersObject() {
    static const Object object = [] {
        const Users u;
        return Object{
            "users",
            "users",
            "The UEs: how many, where, how they move.",
            {integerKey("count", 0, kMaxUes, std::uint64_t(u.count), "UEs in all."),
             integerKey("per_cell", 1, 10000, "", "UEs for each cell of the network, instead of count."),
             choiceKey("placement", placementNames(), nameOf(u.placement, placementNames()),
                       "Over the area, in the sectors of the cells, or over the hexagons around the sites."),
             objectKey("area", &areaObject, "bounding box of the sites and half a site distance around",
                       "Where UEs are placed."),
             above(numberKey("max_distance_m", "m", 0, 100000, u.max_distance_m,
                             "around-cells: radius of the sector.")),
             numberKey("isd_m", "m", 1, 100000, "the layout's, else the typical distance of sites",
                       "hexagons: distance between neighbouring sites."),
             numberKey("min_distance_m", "m", 0, 100000, u.min_distance_m, "To any site, horizontally."),
             numberKey("height_m", "m", 0.1, 1000, u.height_m, "Of the UEs above ground or floor."),
             numberKey("indoor_share", "", 0, 1, u.indoor_share,
                       "Share of UEs indoors; they suffer radio.building_loss."),
             numberKey("high_loss_share", "", 0, 1, u.high_loss_share,
                       "Share of buildings with coated glass (TR 38.901 Table 7.4.3-2)."),
             integerKey(
                 "floors_min", 0, 100, std::uint64_t(u.floors_min),
                 "With floors_max: UEs indoors are on any floor, 3 m each, of buildings of so many (TR "
                 "38.901 Table 7.2-1: 4 to 8)."),
             integerKey("floors_max", 0, 100, std::uint64_t(u.floors_max),
                        "0 = UEs indoors are at height_m."),
             numberKey("car_share", "", 0, 1, u.car_share,
                       "Share of UEs in cars; they suffer the loss of TR 38.901 clause 7.4.3.2."),
             integerKey("antennas", 1, 4, std::uint64_t(u.antennas),
                        "Receive antennas, with fading: 1, 2 or 4."),
             listKey("hot_spots", objectShape(&hotSpotObject), 0, 1000, "none", "Discs with more UEs."),
             listKey("mobility", objectShape(&mobilityObject), 1, 100, "all static", "The mobility mix.")},
            {{{"count", "per_cell"}, false}}};
    }();
    return object;
}

const Object& trafficObject() {
    static const Object object = [] {
        const traffic::Profile p;
        return Object{
            "a traffic entry",
            "traffic[]",
            "What a share of the UEs downloads.",
            {numberKey("share", "", 0, 1, TrafficShare{}.share, "Share of all UEs; the shares sum to 1."),
             choiceKey("model", trafficKindNames(), nameOf(p.kind, trafficKindNames()), "The model."),
             numberKey("file_bytes", "bytes", 1, 1e12, p.file_bytes, "ftp3: size of a file (TR 36.889)."),
             above(numberKey("files_per_second", "1/s", 0, 10000, p.files_per_second,
                             "ftp3: mean arrivals at each UE.")),
             above(numberKey("rate_kbps", "kbit/s", 0, 1e8, p.rate_kbps, "constant-rate: bit rate.")),
             numberKey("packet_bytes", "bytes", 1, 1e6, p.packet_bytes, "constant-rate: packet size.")},
            {}};
    }();
    return object;
}

const Object& ranObject() {
    static const Object object = [] {
        const Ran r;
        return Object{
            "the RAN",
            "ran",
            "How the cells behave.",
            {choiceKey("scheduler", schedulerNames(), nameOf(r.scheduler, schedulerNames()), "The policy."),
             above(numberKey("pf_window_ms", "ms", 0, 60000, r.pf_window_ms,
                             "Averaging time of proportional fair.")),
             integerKey("max_ues_per_slot", 1, 1000, std::uint64_t(r.max_ues_per_slot),
                        "UEs a cell serves in one slot at most."),
             objectKey("link_adaptation", &linkAdaptationObject, "", "Channel quality reports, BLER, HARQ."),
             objectKey("handover", &handoverObject, "", "Event A3."),
             numberKey("handover_interruption_ms", "ms", 0, 10000, r.handover_interruption_ms,
                       "No data for this long at each handover.")},
            {}};
    }();
    return object;
}

const Object& runObject() {
    static const Object object = [] {
        const Run r;
        return Object{
            "a run",
            "run",
            "How the run goes. Cadences are rounded to whole slots. Fidelity geometry drops users and looks "
            "at their "
            "coupling gain, SIR and SINR; it knows no time.",
            {choiceKey("fidelity", fidelityNames(), "slot", "What advances."),
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
             numberKey("segment_s", "s", 0.1, 3600, r.segment_s, "Simulated time a trace segment holds.")},
            {}};
    }();
    return object;
}

const Object& outputsObject() {
    static const Object object = [] {
        const Outputs o;
        return Object{"outputs",
                      "outputs",
                      "What a run writes.",
                      {textKey("directory", "out/<name of the scenario file>",
                               "Folder, made where it is missing; relative to the working directory.", 4000),
                       flagKey("report", o.report, "report.html"),
                       flagKey("maps", o.maps, "Coverage, best server and SINR maps in the report."),
                       numberKey("map_resolution_m", "m", 0, 10000, o.map_resolution_m,
                                 "Pixel size; 0 = about 250 pixels along the longer side."),
                       objectKey("measurements", &measurementsObject, "none",
                                 "Measured points where predictions are wanted.")},
                      {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
