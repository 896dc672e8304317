// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: users, where they are and how they move.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

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

}  // namespace celltwin::scenario
