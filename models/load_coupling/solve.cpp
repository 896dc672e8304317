// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/solve.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "models/load_coupling/cell_rows.h"

namespace celltwin::load_coupling {
namespace {

/// Of the tolerance: neighbours that move less leave a cell as it is.
constexpr double kStillShare = 0.05;

/// Eight running sums, so that their order is fixed and the same at any vector width.
double weightedSum(const float* weight, const float* value, std::size_t count) {
    double lane[8] = {};
    for (std::size_t i = 0; i < count; i += 8)
        for (std::size_t j = 0; j < 8; ++j)
            lane[j] += static_cast<double>(weight[i + j]) * static_cast<double>(value[i + j]);
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/// Load of a cell whose columns' activities have been gathered.
double gatheredLoad(const Network& network, std::size_t c, Scratch& scratch) {
    const PixelRows rows = rowsOfCell(network, c);
    if (rows.padded == 0) return 0.0;
    for (std::size_t p = 0; p < rows.padded; p += kPad) {
        alignas(32) float quiet[kPad], busy[kApart * kPad];
        fillRatios(rows, p, scratch.activity.data(), quiet, busy);
        fillCosts(network.curveOf(c), quiet, busy, rows.apart_gain + p * kApart, scratch.cost.data() + p);
    }
    return weightedSum(network.rowsOf(c).demand, scratch.cost.data(), rows.padded);
}

/// Whether what a cell hears has moved by more than `least` since it was evaluated; notes it where so.
bool hasMoved(const Network& network, std::size_t c, float least, Scratch& scratch) {
    const std::size_t columns = network.columnsOf(c).size();
    float* heard = scratch.heard.data() + c * network.mostColumns();
    float most = 0.0F;
    for (std::size_t k = 0; k < columns; ++k) most = std::max(most, std::abs(scratch.activity[k] - heard[k]));
    if (most <= least) return false;
    std::copy_n(scratch.activity.begin(), columns, heard);
    return true;
}

double activityOf(const Cell& cell, double load) {
    return cell.floor_activity + (1.0 - cell.floor_activity) * std::min(load, cell.max_load);
}

}  // namespace

void reserve(const Network& network, Scratch& scratch) {
    // A cell that hears nobody still has a column to look at.
    scratch.activity.resize(network.mostColumns() + 1, 0.0F);
    for (std::vector<float>* row : {&scratch.quiet, &scratch.cost, &scratch.by_quiet})
        row->resize(network.mostPadded());
    for (std::vector<float>* rows : {&scratch.busy, &scratch.by_busy, &scratch.by_loud})
        rows->resize(network.mostPadded() * kApart);
}

double meanActivity(std::span<const double> activity) {
    return activity.empty() ? 0.0
                            : std::accumulate(activity.begin(), activity.end(), 0.0) /
                                  static_cast<double>(activity.size());
}

void gather(const Network& network, std::size_t c, std::span<const double> activity, double mean,
            Scratch& scratch) {
    const std::span<const std::uint32_t> columns = network.columnsOf(c);
    for (std::size_t k = 0; k < columns.size(); ++k)
        scratch.activity[k] = static_cast<float>(columns[k] < activity.size() ? activity[columns[k]] : mean);
}

double loadOf(const Network& network, std::size_t c, std::span<const double> activity, Scratch& scratch) {
    reserve(network, scratch);
    gather(network, c, activity, meanActivity(activity), scratch);
    return gatheredLoad(network, c, scratch);
}

void solve(const Network& network, const SolveOptions& options, Scratch& scratch, Solution& solution) {
    const std::size_t cells = network.cellCount();
    reserve(network, scratch);
    if (solution.activity.size() != cells) solution.activity.assign(cells, 0.0);
    solution.load.resize(cells);
    solution.converged = false;
    // Nothing has been heard yet: every cell is evaluated in the first round.
    scratch.heard.assign(cells * network.mostColumns(), -1.0F);
    const auto least = static_cast<float>(kStillShare * options.tolerance);
    double before = 0.0;
    for (solution.rounds = 0; solution.rounds < options.most_rounds && !solution.converged;) {
        double change = 0.0;
        const double mean = meanActivity(solution.activity);
        for (std::size_t c = 0; c < cells; ++c) {
            gather(network, c, solution.activity, mean, scratch);
            if (!hasMoved(network, c, least, scratch) && solution.rounds > 0) continue;
            solution.load[c] = gatheredLoad(network, c, scratch);
            const double activity = activityOf(network.cell(c), solution.load[c]);
            change = std::max(change, std::abs(activity - solution.activity[c]));
            solution.activity[c] = activity;
        }
        ++solution.rounds;
        // What is left of a geometric series of changes: change * q / (1 - q) with q the last ratio.
        const double q = before > 0.0 ? std::min(change / before, 1.0) : 1.0;
        const bool near = change == 0.0 || (q < 1.0 && change * q / (1.0 - q) <= options.tolerance);
        solution.converged = change <= options.tolerance && near;
        solution.last_change = before = change;
    }
}

double servedShare(const Network& network, const Solution& solution, std::size_t c) {
    const double most = network.cell(c).max_load;
    return solution.load[c] > most ? most / solution.load[c] : 1.0;
}

void pixelStates(const Network& network, std::size_t c, std::span<const double> activity, Scratch& scratch,
                 std::span<PixelState> states) {
    reserve(network, scratch);
    gather(network, c, activity, meanActivity(activity), scratch);
    const PixelRows rows = rowsOfCell(network, c);
    assert(states.size() <= rows.padded);
    for (std::size_t p = 0; p < rows.padded; p += kPad) {
        float quiet[kPad], busy[kApart * kPad], cost[kPad];
        const float* apart_gain = rows.apart_gain + p * kApart;
        fillRatios(rows, p, scratch.activity.data(), quiet, busy);
        fillCosts(network.curveOf(c), quiet, busy, apart_gain, cost);
        for (std::size_t i = 0; i < kPad && p + i < states.size(); ++i) {
            float ratio = quiet[i];
            for (std::size_t j = 0; j < kApart; ++j) ratio += busy[j * kPad + i] * apart_gain[j * kPad + i];
            states[p + i] = {1.0F / ratio, 1.0 / static_cast<double>(cost[i])};
        }
    }
}

}  // namespace celltwin::load_coupling
