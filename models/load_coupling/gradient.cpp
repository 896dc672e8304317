// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/gradient.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/load_coupling/cell_rows.h"

namespace celltwin::load_coupling {
namespace {

constexpr double kNepersPerDb = 0.23025850929940458;  // ln(10) / 10

/// What column k adds beyond its row where it is one of the interferers of pixel p told apart: `each` of
/// them.
template <class Each>
double sumApart(const PixelRows& rows, std::size_t k, std::size_t p, const Each& each) {
    double sum = 0.0;
    for (std::size_t j = 0; j < kApart; ++j) {
        const std::size_t at = apartAt(j, p);
        if (rows.apart_gain[at] > 0.0F && rows.apart[at] == static_cast<std::int32_t>(k))
            sum += static_cast<double>(each(at));
    }
    return sum;
}

double byRow(const PixelRows& rows, const Scratch& s, std::size_t k, std::size_t p) {
    return static_cast<double>(s.by_quiet[p]) * static_cast<double>(rows.gain[gainAt(rows.columns, k, p)]);
}

/// Of pixel p by the activity of column k.
double byActivity(const PixelRows& rows, const Scratch& s, std::size_t k, std::size_t p) {
    return byRow(rows, s, k, p) + sumApart(rows, k, p, [&](std::size_t at) { return s.by_busy[at]; });
}

/// Of pixel p by the logarithm of the gain of column k.
double byGain(const PixelRows& rows, const Scratch& s, std::size_t k, std::size_t p) {
    return static_cast<double>(s.activity[k]) * byRow(rows, s, k, p) +
           sumApart(rows, k, p, [&](std::size_t at) { return s.by_loud[at] * rows.apart_gain[at]; });
}

/// Costs and slopes of all pixels of a cell, to the scratch rows.
PixelRows evaluate(const Network& network, std::size_t c, const Solution& solution, double mean, Scratch& s) {
    gather(network, c, solution.activity, mean, s);
    const PixelRows rows = rowsOfCell(network, c);
    const CostCurve& curve = network.curveOf(c);
    for (std::size_t p = 0; p < rows.padded; p += kPad) {
        const float* apart_gain = rows.apart_gain + p * kApart;
        float *quiet = s.quiet.data() + p, *busy = s.busy.data() + p * kApart;
        fillRatios(rows, p, s.activity.data(), quiet, busy);
        fillCosts(curve, quiet, busy, apart_gain, s.cost.data() + p);
        fillSlopes(curve, quiet, busy, apart_gain, s.by_quiet.data() + p, s.by_busy.data() + p * kApart,
                   s.by_loud.data() + p * kApart);
    }
    return rows;
}

/// d load_c / d activity of each of its columns, cells x most columns.
std::vector<double> couplings(const Network& network, const Solution& solution, double mean, Scratch& s) {
    std::vector<double> edges(network.cellCount() * network.mostColumns(), 0.0);
    for (std::size_t c = 0; c < network.cellCount(); ++c) {
        const PixelRows rows = evaluate(network, c, solution, mean, s);
        const float* demand = network.rowsOf(c).demand;
        const std::size_t pixels = network.pixelBegin(c + 1) - network.pixelBegin(c);
        for (std::size_t k = 0; k < rows.columns; ++k)
            for (std::size_t p = 0; p < pixels; ++p)
                edges[c * network.mostColumns() + k] +=
                    static_cast<double>(demand[p]) * byActivity(rows, s, k, p);
    }
    return edges;
}

/// d activity / d load.
double answerOf(const Cell& cell, double load) {
    return load < cell.max_load ? 1.0 - cell.floor_activity : 0.0;
}

/// Neumann iteration for lambda.
void solveAdjoint(const Network& network, const Solution& solution, std::span<const double> by_load,
                  const std::vector<double>& edges, const SolveOptions& options, Gradient& g) {
    const std::size_t cells = network.cellCount();
    g.load.assign(by_load.begin(), by_load.end());
    std::vector<double> heard(cells);
    double scale = 0.0;
    for (const double u : by_load) scale = std::max(scale, std::abs(u));
    g.converged = false;
    for (g.rounds = 0; g.rounds < options.most_rounds && !g.converged; ++g.rounds) {
        std::fill(heard.begin(), heard.end(), 0.0);
        double everyone = 0.0;
        for (std::size_t c = 0; c < cells; ++c) {
            const std::span<const std::uint32_t> columns = network.columnsOf(c);
            for (std::size_t k = 0; k < columns.size(); ++k)
                (columns[k] < cells ? heard[columns[k]] : everyone) +=
                    edges[c * network.mostColumns() + k] * g.load[c];
        }
        double change = 0.0;
        for (std::size_t c = 0; c < cells; ++c) {
            const double next = by_load[c] + answerOf(network.cell(c), solution.load[c]) *
                                                 (heard[c] + everyone / static_cast<double>(cells));
            change = std::max(change, std::abs(next - g.load[c]));
            g.load[c] = next;
        }
        g.converged = change <= options.tolerance * scale;
    }
}

/// Derivatives at the pixels of one cell, and what its interferers' powers do.
void spread(const Network& network, std::size_t c, const PixelRows& rows, const Scratch& s,
            Interferer interferer, Gradient& g, double& everyone) {
    const std::size_t first = network.pixelBegin(c), pixels = network.pixelBegin(c + 1) - first;
    const std::span<const std::uint32_t> columns = network.columnsOf(c);
    const Network::Rows packed = network.rowsOf(c);
    for (std::size_t p = 0; p < pixels; ++p) {
        const double weight = g.load[c] * static_cast<double>(packed.demand[p]);
        g.demand[first + p] = g.load[c] * static_cast<double>(s.cost[p]);
        const double per_db = weight * kNepersPerDb;
        g.noise_db[first + p] =
            per_db * static_cast<double>(s.by_quiet[p]) * static_cast<double>(rows.noise[p]);
        double all = g.noise_db[first + p];
        for (std::size_t k = 0; k < rows.columns; ++k) {
            const double its = per_db * byGain(rows, s, k, p);
            all += its;
            (columns[k] < network.cellCount() ? g.power_db[columns[k]] : everyone) += its;
            if (interferer == Interferer::each) g.interferer_db[g.interferer_begin[c] + k * pixels + p] = its;
        }
        g.signal_db[first + p] = -all;
        g.power_db[c] -= all;
    }
}

}  // namespace

void differentiate(const Network& network, const Solution& solution, std::span<const double> by_load,
                   const SolveOptions& options, Interferer interferer, Scratch& s, Gradient& g) {
    const std::size_t cells = network.cellCount();
    assert(by_load.size() == cells && solution.activity.size() == cells);
    reserve(network, s);
    const double mean = meanActivity(solution.activity);
    solveAdjoint(network, solution, by_load, couplings(network, solution, mean, s), options, g);
    for (std::vector<double>* column : {&g.demand, &g.signal_db, &g.noise_db})
        column->assign(network.pixelCount(), 0.0);
    g.power_db.assign(cells, 0.0);
    g.interferer_begin.assign(cells + 1, 0);
    for (std::size_t c = 0; c < cells; ++c)
        g.interferer_begin[c + 1] =
            g.interferer_begin[c] +
            network.columnsOf(c).size() * (network.pixelBegin(c + 1) - network.pixelBegin(c));
    g.interferer_db.assign(interferer == Interferer::each ? g.interferer_begin[cells] : 0, 0.0);
    double everyone = 0.0;
    for (std::size_t c = 0; c < cells; ++c)
        spread(network, c, evaluate(network, c, solution, mean, s), s, interferer, g, everyone);
    for (double& power : g.power_db) power += everyone / static_cast<double>(cells);
}

}  // namespace celltwin::load_coupling
