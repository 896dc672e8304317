// SPDX-License-Identifier: BSD-3-Clause
//
// The fixed point of a coupled network and what each pixel gets there.
//
// Picard iteration, cell after cell with the newest activities of the others (Gauss-Seidel order). From no
// activity it climbs monotonically to the fixed point; from a former solution it takes fewer rounds. With
// noise and such a cost curve the activities are a standard interference function, bounded by 1: there is
// exactly one fixed point and the iteration converges to it from any start (Yates 1995, Theorems 1 and 2;
// asynchronous
// order: Theorem 4). A cell whose neighbours have hardly moved since it was evaluated keeps its load for the
// round. Anderson and Newton steps leave the monotone path and fail where cells are
// overloaded.
#pragma once

#include <span>
#include <vector>

#include "models/load_coupling/network.h"

namespace celltwin::load_coupling {

struct SolveOptions {
    double tolerance = 1e-5;  ///< of an activity, between two rounds and to the fixed point as estimated
    int most_rounds = 500;
};

struct Solution {
    std::vector<double> load;      ///< needed, above max_load where a cell cannot serve all; without floor
    std::vector<double> activity;  ///< transmitted, 0..1
    int rounds = 0;
    double last_change = 0.0;  ///< of an activity in the last round, at most
    bool converged = false;
};

/// Working memory, re-used: a solve allocates nothing when it has served one of the same network before.
struct Scratch {
    std::vector<float> activity, cost;
    std::vector<float> quiet, busy, by_quiet, by_busy, by_loud;  ///< of differentiate()
    std::vector<float> heard;  ///< of solve(): activities each cell was evaluated at last, by column
};

/// Solves from solution.activity where it has an entry for each cell, else from no activity.
void solve(const Network& network, const SolveOptions& options, Scratch& scratch, Solution& solution);

/// Load of cell c where the others are active as `activity` says.
double loadOf(const Network& network, std::size_t c, std::span<const double> activity, Scratch& scratch);

/// Share of its demand that a cell serves, 0..1.
double servedShare(const Network& network, const Solution& solution, std::size_t c);

/// What a pixel has at given activities.
struct PixelState {
    float sinr;       ///< signal over noise and mean interference, linear
    double rate_bps;  ///< alone in its cell: 1 / mean cost
};
/// Of cell c, one for each of its pixels.
void pixelStates(const Network& network, std::size_t c, std::span<const double> activity, Scratch& scratch,
                 std::span<PixelState> states);

}  // namespace celltwin::load_coupling
