// SPDX-License-Identifier: BSD-3-Clause
//
// Files of routes as tracks, before they are placed in the network: CSV, GPX 1.1 (Topografix schema: trk,
// trkseg, trkpt with lat, lon, time) and SUMO's FCD export (fcd-export, timestep, vehicle). XML goes through
// expat; a DOCTYPE, nesting deeper than kMaxXmlDepth and more than kMaxRoutePoints points are refused.
// Not read: GPX rte and wpt, SUMO persons and containers, heights.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/error.h"

namespace celltwin::scenario {

inline constexpr int kMaxXmlDepth = 16;
/// Times lie within this of 0.
inline constexpr double kMaxRouteTimeS = 1e6;

struct TrackPoint {
    std::int64_t time_ns = 0;
    double x = 0.0, y = 0.0;  ///< east and north, or longitude and latitude
    int line = 0, column = 0;
};
/// One vehicle, in the file's order of first mention.
struct Track {
    std::string id;  ///< empty where the file holds one
    std::vector<TrackPoint> points;
};
struct RouteFile {
    std::string name;
    bool degrees = false;  ///< x and y are WGS84 longitude and latitude
    std::vector<Track> tracks;
};

/// Whether a file is XML rather than a table: its first character says so.
bool looksLikeXml(std::string_view text);
/// GPX or FCD by the root element. GPX times begin at 0 with the file's first; points that share a time stamp
/// are spread evenly to the next one, over a second at most. `x_y_degrees`: x and y of FCD are longitude and
/// latitude, as --fcd-output.geo writes them; lon and lat always are. Throws ConfigError.
RouteFile parseRouteXml(std::string_view text, const std::string& file_name, bool x_y_degrees);
/// time_s and lat, lon (or lat_deg, lon_deg) or east_m, north_m; a column vehicle or ue keeps several apart.
/// Throws ConfigError.
RouteFile parseRouteCsv(std::string_view text, const std::string& file_name);
/// An error at a place of a text.
Diagnostic diagnoseAt(std::string_view text, const std::string& file_name, int line, int column,
                      std::string message, std::string hint = {});

}  // namespace celltwin::scenario
