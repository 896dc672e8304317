// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: users, where they are and how they move.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/ns3_mobility.h"
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

Shape numberList(std::size_t length) {
    Shape number = numberKey("", "", -kMaxWeight, kMaxWeight, "", "").shape;
    return listKey("", std::move(number), length, length, "", "").shape;
}

const Object& rasterObject() {
    static const Object object{
        "a raster",
        "users.raster",
        "Squares with weights, a population grid say: a UE is in a square as often as its weight says, "
        "uniformly within. Squares whose centre lies outside of users.area are left out.",
        {textKey("file", "",
                 "CSV of the squares' centres: lat, lon or east_m, north_m, and the weights; relative to the "
                 "scenario file.",
                 4000),
         textKey("weight_column", "weight, else population", "The CSV's column of weights, at least 0."),
         above(numberKey("size_m", "m", 0, 100000, RasterCell{}.size_m,
                         "Side of a square, where the CSV has no column size_m.")),
         listKey("squares", numberList(4), 1, kMaxRasterCells, "",
                 "Squares [east_m, north_m, size_m, weight], instead of a file.")},
        {{{"file", "squares"}, true}, {{"squares", "weight_column"}, false}, {{"squares", "size_m"}, false}}};
    return object;
}

const Object& cellWeightObject() {
    static const Object object{"a cell weight",
                               "users.per_cell_weights.cells[]",
                               "How many UEs a cell's sector gets, relative to others.",
                               {textKey("cell", "", "Id of the cell.").must(),
                                numberKey("weight", "", 0, kMaxWeight, "", "0 = nobody.").must()},
                               {}};
    return object;
}

const Object& cellWeightsObject() {
    static const Object object{
        "cell weights",
        "users.per_cell_weights",
        "around-cells: shares of the UEs by cell.",
        {textKey("file", "", "CSV with a cell and a weight a row; relative to the scenario file.", 4000),
         textKey("cell_column", "cell", "The CSV's column of cell ids."),
         textKey("weight_column", "weight", "The CSV's column of weights."),
         listKey("cells", objectShape(&cellWeightObject), 1, kMaxCells, "",
                 "The weights, instead of a file."),
         numberKey("others", "", 0, kMaxWeight, 0.0, "Weight of cells that are not named.")},
        {{{"file", "cells"}, true}, {{"cells", "cell_column"}, false}, {{"cells", "weight_column"}, false}}};
    return object;
}

const Object& ns3AttributesObject() {
    static const Object object = [] {
        Object o{"the attributes",
                 "users.mobility[].attributes",
                 "Attributes of ns-3's mobility models; which type has which is checked. Random variables "
                 "are written as in "
                 "ns-3, every parameter given: `ns3::UniformRandomVariable[Min=1|Max=2]`.",
                 {},
                 {}};
        for (const std::string& name : ns3AttributeNames()) {
            std::string types, range;
            for (const std::string& type : ns3MobilityTypes()) {
                if (ns3AttributeRange(type, name).empty()) continue;
                range = ns3AttributeRange(type, name);
                types += (types.empty() ? "" : ", ") + type.substr(5, type.size() - 5 - 13);
            }
            Key key = textKey(name, "ns-3's", types + ": " + range + ".", 200);
            key.shape.or_else.push_back(numberKey("", "", -1e9, 1e9, "", "").shape);
            o.keys.push_back(std::move(key));
        }
        return o;
    }();
    return object;
}

const Object& mobilityObject() {
    static const Object object = [] {
        const mobility::Profile p;
        Shape route = listKey("", numberList(3), 1, kMaxRoutePoints, "", "").shape;
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
             objectKey("area", &areaObject, "users.area",
                       "random-waypoint: where waypoints lie. ns3: the model's bounds; a UE that would start "
                       "outside starts at the nearest point inside."),
             textKey(
                 "file", "",
                 "route: CSV with time_s and lat, lon or east_m, north_m, and a column vehicle or ue where "
                 "it holds several; GPX 1.1 (times count from the file's first); or SUMO's FCD export. "
                 "The UEs of this entry follow the file's vehicles in turn. Before its first and after "
                 "its last point a UE stands there. Relative to the scenario file.",
                 4000),
             flagKey("geo", false, "route from FCD: x and y are longitude and latitude (--fcd-output.geo)."),
             numberKey("offset_east_m", "m", -1e7, 1e7, 0.0,
                       "route from a file in metres: added to x or east_m, SUMO's net offset say."),
             numberKey("offset_north_m", "m", -1e7, 1e7, 0.0, "The same for y or north_m."),
             listKey("route", numberList(3), 1, kMaxRoutePoints, "",
                     "route: points [time_s, east_m, north_m], instead of a file."),
             listKey("routes", std::move(route), 1, kMaxRoutes, "",
                     "route: several of them, one for each UE in turn, instead of a file."),
             choiceKey("type", ns3MobilityTypes(), "",
                       "ns3: the TypeId. The model runs before the simulation starts, in the plane, with "
                       "streams of its own for each UE; its course changes become a route."),
             objectKey("attributes", &ns3AttributesObject, "ns-3's own", "ns3: what is set on the model.")},
            {{{"file", "route", "routes"}, false}}};
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
                       "Over the area, in the sectors of the cells, over the hexagons around the sites, or "
                       "over the "
                       "squares of a raster."),
             objectKey("raster", &rasterObject, "", "raster: where UEs are."),
             objectKey("per_cell_weights", &cellWeightsObject, "all cells alike",
                       "around-cells: which cells' sectors hold how many."),
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
             integerKey("component_carriers", 1, 8, std::uint64_t(u.component_carriers),
                        "Downlink carriers a UE aggregates at most, those of one site."),
             listKey("hot_spots", objectShape(&hotSpotObject), 0, 1000, "none", "Discs with more UEs."),
             listKey("mobility", objectShape(&mobilityObject), 1, 100, "all static", "The mobility mix.")},
            {{{"count", "per_cell"}, false}}};
    }();
    return object;
}

}  // namespace celltwin::scenario
