// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/sectors.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "service/report/statistics.h"

namespace celltwin::report {

namespace {

Enu offsetBy(Enu from, double bearing_deg, double distance_m) {
    const double bearing = toRadians(bearing_deg);
    return {from.east_m + distance_m * std::sin(bearing), from.north_m + distance_m * std::cos(bearing)};
}

std::vector<Enu> outlineOf(const scenario::Cell& cell, bool isotropic, double radius_m) {
    std::vector<Enu> outline;
    if (isotropic) {
        for (int i = 0; i < 16; ++i) outline.push_back(offsetBy(cell.position, i * 22.5, 0.5 * radius_m));
        return outline;
    }
    outline.push_back(cell.position);
    constexpr int kSteps = 6;
    for (int i = 0; i <= kSteps; ++i) {
        const double bearing = cell.azimuth_deg + kOpeningDeg * (static_cast<double>(i) / kSteps - 0.5);
        outline.push_back(offsetBy(cell.position, bearing, radius_m));
    }
    return outline;
}

}  // namespace

Enu labelPoint(const scenario::Cell& cell, const Wedge& wedge) {
    const double radius = distance2dM(cell.position, wedge.outline[wedge.outline.size() / 2]);
    return offsetBy(cell.position, cell.azimuth_deg, 1.6 * radius);
}

std::vector<Wedge> drawWedges(const scenario::NetworkSnapshot& network, double radius_m) {
    std::vector<Wedge> wedges;
    for (std::uint32_t i = 0; i < network.cells.size(); ++i) {
        const scenario::Cell& cell = network.cells[i];
        const bool isotropic = cell.antenna < network.antennas.size() &&
                               network.antennas[cell.antenna].model == scenario::AntennaModel::isotropic;
        wedges.push_back({i, outlineOf(cell, isotropic, radius_m)});
    }
    return wedges;
}

double wedgeRadiusM(const scenario::NetworkSnapshot& network, double fallback_m) {
    std::vector<double> nearest;
    for (const auto& site : network.sites) {
        double distance = std::numeric_limits<double>::infinity();
        for (const auto& other : network.sites)
            if (const double d = distance2dM(site.position, other.position); d > 1.0)
                distance = std::min(distance, d);
        if (std::isfinite(distance)) nearest.push_back(distance);
    }
    return nearest.empty() ? fallback_m : 0.3 * quantile(nearest, 0.5);
}

engine::Grid mapFrame(const Input& input, const engine::Grid* raster) {
    if (raster) return *raster;
    const auto& cells = (input.after ? *input.after : input.before).scenario.network.cells;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double west = kInfinity, south = kInfinity, east = -kInfinity, north = -kInfinity;
    for (const auto& cell : cells) {
        west = std::min(west, cell.position.east_m);
        east = std::max(east, cell.position.east_m);
        south = std::min(south, cell.position.north_m);
        north = std::max(north, cell.position.north_m);
    }
    if (cells.empty()) west = east = south = north = 0.0;
    const double margin = std::max(200.0, 0.1 * std::max(east - west, north - south));
    engine::Grid frame;
    frame.south_west = {west - margin, south - margin};
    frame.columns = static_cast<int>(std::ceil((east - west + 2.0 * margin) / frame.step_m));
    frame.rows = static_cast<int>(std::ceil((north - south + 2.0 * margin) / frame.step_m));
    return frame;
}

}  // namespace celltwin::report
