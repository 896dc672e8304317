// SPDX-License-Identifier: BSD-3-Clause
#include "models/antenna/beams.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "models/antenna/panel.h"
#include "models/antenna/range.h"

namespace celltwin::antenna {
namespace {

constexpr double kEdgeDeg = 1e-9;  // a beam on a limit is inside

void checkLimits(const BeamGrid& g) {
    requireRange("min_elevation_deg", g.min_elevation_deg, -90, 90);
    requireRange("max_elevation_deg", g.max_elevation_deg, g.min_elevation_deg, 90);
    requireRange("min_azimuth_deg", g.min_azimuth_deg, -90, 90);
    requireRange("max_azimuth_deg", g.max_azimuth_deg, g.min_azimuth_deg, 90);
    requireRange("row_oversampling", g.row_oversampling, 1, 16);
    requireRange("column_oversampling", g.column_oversampling, 1, 16);
}

/// Direction cosines k / (oversampling * aperture * spacing) within half a turn of phase a step, ascending.
std::vector<double> gridCosines(int aperture, int oversampling, double spacing) {
    const int turns = aperture * oversampling;
    std::vector<double> out;
    // k and k - turns are one beam: the half turn itself is taken once.
    for (int k = -((turns - 1) / 2); k <= turns / 2; ++k) {
        const double cosine = k / (turns * spacing);
        if (std::fabs(cosine) <= 1.0) out.push_back(cosine);
    }
    return out;
}

std::vector<Beam> beamsInside(const PanelArray& array, const BeamGrid& g) {
    const Line rows = rowLine(array, g.rows), columns = columnLine(array, g.columns);
    const auto inside = [](double x, double low, double high) {
        return x >= low - kEdgeDeg && x <= high + kEdgeDeg;
    };
    const std::vector<double> left_cosines =
        gridCosines(columns.count(), g.column_oversampling, columns.spacing);
    std::vector<Beam> out;
    for (const double up : gridCosines(rows.count(), g.row_oversampling, rows.spacing)) {
        const double elevation = std::asin(up);
        if (!inside(toDegrees(elevation), g.min_elevation_deg, g.max_elevation_deg)) continue;
        for (auto left = left_cosines.rbegin(); left != left_cosines.rend(); ++left) {
            // The direction cosine along y' is -cos(e) sin(a).
            const double sine = -*left / std::cos(elevation);
            if (!(std::fabs(sine) <= 1.0)) continue;
            const double azimuth_deg = toDegrees(std::asin(sine));
            if (!inside(azimuth_deg, g.min_azimuth_deg, g.max_azimuth_deg)) continue;
            out.push_back({toDegrees(elevation), azimuth_deg, rows.count(), columns.count()});
        }
    }
    return out;
}

/// 1, 2, 4 ... that a line of these panels can use as an aperture.
std::vector<int> apertures(int elements, int panels, bool joined) {
    std::vector<int> out;
    for (int n = 1; n <= elements * panels; n *= 2)
        if (joined || n <= elements || n % elements == 0) out.push_back(n);
    return out;
}

}  // namespace

std::vector<Beam> makeBeams(const PanelArray& array, const BeamGrid& grid) {
    checkPanel(array);
    checkLimits(grid);
    std::vector<Beam> beams = beamsInside(array, grid);
    if (beams.empty())
        throw ConfigError("antenna: no beam of the grid lies inside the limits of elevation and azimuth");
    requireRange("the number of beams of a grid", static_cast<double>(beams.size()), 1, kMaxBeams);
    return beams;
}

std::vector<Beam> makeSsbBeams(const PanelArray& array, const BeamGrid& limits, int most) {
    checkPanel(array);
    checkLimits(limits);
    requireRange("the number of SSB beams", most, 1, 64);
    const bool rows_join = rowLine(array).panels == 1, columns_join = columnLine(array).panels == 1;
    std::vector<Beam> best;
    for (const int columns : apertures(array.columns, array.panel_columns, columns_join))
        for (const int rows : apertures(array.rows, array.panel_rows, rows_join)) {
            BeamGrid grid = limits;
            grid.rows = rows;
            grid.columns = columns;
            grid.row_oversampling = grid.column_oversampling = 1;
            std::vector<Beam> beams = beamsInside(array, grid);
            if (beams.size() <= static_cast<std::size_t>(most) && beams.size() >= best.size())
                best = std::move(beams);
        }
    if (best.empty())
        throw ConfigError("antenna: no SSB beam lies inside the limits of elevation and azimuth");
    return best;
}

}  // namespace celltwin::antenna
