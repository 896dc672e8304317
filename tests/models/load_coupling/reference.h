// SPDX-License-Identifier: BSD-3-Clause
//
// The judge: coupled networks as plain double loops over a full matrix of gains, with Shannon's rate itself
// instead of a table. Shares nothing with the room but the definition of the load.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "models/load_coupling/network.h"

namespace celltwin::load_coupling::testing {

struct RawPixel {
    std::size_t cell;
    double demand_bps, noise;  ///< noise over signal
    std::vector<double> gain;  ///< by cell, over signal; 0 for its own
};

struct RawNetwork {
    double bandwidth_hz = 10e6;
    Interferers interferers = Interferers::mean;
    std::vector<Cell> cells;
    std::vector<RawPixel> pixels;  ///< ordered by cell
};

inline double shannonCost(double bandwidth_hz, double y) {
    return 1.0 / (bandwidth_hz * std::log2(1.0 + 1.0 / y));
}

/// Mean cost of a bit at a pixel: with strongest_apart over the four states of its two strongest interferers.
inline double referenceCost(const RawNetwork& n, const RawPixel& p, const std::vector<double>& activity) {
    std::vector<std::size_t> order(p.gain.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return p.gain[a] > p.gain[b]; });
    const std::size_t apart = n.interferers == Interferers::mean ? 0 : std::min<std::size_t>(2, order.size());
    double y = p.noise;
    for (std::size_t i = apart; i < order.size(); ++i) y += activity[order[i]] * p.gain[order[i]];
    double sum = 0.0;
    for (std::size_t state = 0; state < (std::size_t{1} << apart); ++state) {
        double probability = 1.0, its = y;
        for (std::size_t i = 0; i < apart; ++i) {
            const bool on = (state >> i & 1U) != 0;
            probability *= on ? activity[order[i]] : 1.0 - activity[order[i]];
            its += on ? p.gain[order[i]] : 0.0;
        }
        sum += probability * shannonCost(n.bandwidth_hz, its);
    }
    return sum;
}

inline std::vector<double> referenceLoads(const RawNetwork& n, const std::vector<double>& activity) {
    std::vector<double> load(n.cells.size(), 0.0);
    for (const RawPixel& p : n.pixels) load[p.cell] += p.demand_bps * referenceCost(n, p, activity);
    return load;
}

inline std::vector<double> activityFrom(const RawNetwork& n, const std::vector<double>& load) {
    std::vector<double> activity(load.size());
    for (std::size_t c = 0; c < load.size(); ++c)
        activity[c] = n.cells[c].floor_activity +
                      (1.0 - n.cells[c].floor_activity) * std::min(load[c], n.cells[c].max_load);
    return activity;
}

/// Loads at the fixed point: Jacobi iteration until nothing moves in double precision, or 10,000 rounds.
inline std::vector<double> referenceSolve(const RawNetwork& n) {
    std::vector<double> activity(n.cells.size(), 0.0), load;
    for (int round = 0; round < 10'000; ++round) {
        load = referenceLoads(n, activity);
        const std::vector<double> next = activityFrom(n, load);
        double change = 0.0;
        for (std::size_t c = 0; c < next.size(); ++c)
            change = std::max(change, std::abs(next[c] - activity[c]));
        activity = next;
        if (change < 1e-14) break;
    }
    return load;
}

inline CostCurve shannonCurve(double bandwidth_hz) {
    std::vector<RatePoint> points;
    for (double db = -42.0; db <= 60.0; db += 0.05)
        points.push_back({db, 1.0 / shannonCost(bandwidth_hz, std::pow(10.0, -db / 10.0))});
    return CostCurve(points);
}

/// The room's network of the same cells and pixels.
inline Network pack(const RawNetwork& n, std::size_t neighbours) {
    Network network(n.cells.size(), {shannonCurve(n.bandwidth_hz)}, neighbours, n.interferers);
    std::vector<std::uint32_t> heard(n.cells.size());
    for (std::uint32_t c = 0; c < heard.size(); ++c) heard[c] = c;
    for (std::size_t c = 0; c < n.cells.size(); ++c) {
        std::vector<double> demand;
        std::vector<float> noise, gain;
        for (const RawPixel& p : n.pixels) {
            if (p.cell != c) continue;
            demand.push_back(p.demand_bps);
            noise.push_back(static_cast<float>(p.noise));
            for (const double g : p.gain) gain.push_back(static_cast<float>(g));
        }
        network.addCell(n.cells[c], {demand, noise, heard, gain});
    }
    return network;
}

struct RandomShape {
    std::size_t cells = 12, most_pixels = 40;
    double load = 0.5;  ///< about, of a cell
    bool empty_cells = true;
};

/// Cells at random with gains log-uniform over 40 dB, a few of them empty, some with a floor or a low
/// maximum.
inline RawNetwork randomNetwork(unsigned seed, const RandomShape& shape, Interferers interferers) {
    std::mt19937 draw(seed);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    RawNetwork n;
    n.interferers = interferers;
    n.cells.resize(shape.cells);
    for (std::size_t c = 0; c < shape.cells; ++c) {
        n.cells[c].floor_activity = unit(draw) < 0.2 ? 0.3 * unit(draw) : 0.0;
        n.cells[c].max_load = unit(draw) < 0.2 ? 0.8 : 1.0;
        std::size_t pixels =
            1 + static_cast<std::size_t>(unit(draw) * static_cast<double>(shape.most_pixels));
        if (shape.empty_cells && unit(draw) < 0.15) pixels = 0;
        for (std::size_t i = 0; i < pixels; ++i) {
            RawPixel p{c, 0.0, std::pow(10.0, -3.0 * unit(draw)), std::vector<double>(shape.cells)};
            p.demand_bps = unit(draw) * 2.0 * shape.load * 2.0 * n.bandwidth_hz / static_cast<double>(pixels);
            for (std::size_t k = 0; k < shape.cells; ++k)
                p.gain[k] = k == c ? 0.0 : 0.5 * std::pow(10.0, -4.0 * unit(draw));
            n.pixels.push_back(p);
        }
    }
    return n;
}

}  // namespace celltwin::load_coupling::testing
