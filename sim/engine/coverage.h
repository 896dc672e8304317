// SPDX-License-Identifier: BSD-3-Clause
//
// Radio predictions away from UEs: at measured points and over a map. The same models, fields and arithmetic
// as the engine's links, so a map and a UE standing on it agree. Outdoor, at the scenario's UE height.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// A raster in the local frame; row 0 is the northernmost, as in an image.
struct Grid {
    Enu south_west;
    double step_m = 10.0;
    int columns = 0, rows = 0;
    Enu centreOf(int column, int row) const {
        return {south_west.east_m + (column + 0.5) * step_m,
                south_west.north_m + (rows - row - 0.5) * step_m};
    }
};
/// The users' area (or the sites' surroundings) at the scenario's map resolution.
Grid mapGrid(const scenario::Scenario& scenario);

struct CoverageMap {
    Grid grid;
    std::vector<float> rsrp_dbm;          ///< of the best cell
    std::vector<std::int32_t> best_cell;  ///< -1 where no cell is active
    std::vector<float> sinr_db;           ///< with `activity` of each cell as interference
};
/// `activity[cell]`: share of PRBs in use, 0..1; empty = all 1.
CoverageMap computeCoverage(const scenario::Scenario& scenario, const Grid& grid,
                            std::span<const double> activity, int threads);

/// RSRP in dBm of cells[i] at points[i].
std::vector<double> predictRsrpDbm(const scenario::Scenario& scenario, std::span<const Enu> points,
                                   std::span<const std::uint32_t> cells, int threads);

}  // namespace celltwin::engine
