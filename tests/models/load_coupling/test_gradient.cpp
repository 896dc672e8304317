// SPDX-License-Identifier: BSD-3-Clause
//
// The adjoint gradient against central differences of the double reference: another code, and Shannon's curve
// itself instead of its pieces, whose slopes are within 4 % of it.
#include "models/load_coupling/gradient.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/models/load_coupling/reference.h"

namespace celltwin::load_coupling {
namespace {

using namespace testing;

/// J = sum of u load, at the reference's fixed point.
double objective(const RawNetwork& raw, const std::vector<double>& u) {
    const std::vector<double> load = referenceSolve(raw);
    double sum = 0.0;
    for (std::size_t c = 0; c < u.size(); ++c) sum += u[c] * load[c];
    return sum;
}

/// Central difference under `change`, which moves the network by a step.
double difference(const RawNetwork& raw, const std::vector<double>& u, double step,
                  const std::function<void(RawNetwork&, double)>& change) {
    RawNetwork up = raw, down = raw;
    change(up, step);
    change(down, -step);
    return (objective(up, u) - objective(down, u)) / (2.0 * step);
}

double factorOf(double db) {
    return std::pow(10.0, db / 10.0);
}

class Case {
  public:
    Case(unsigned seed, double load, Interferers interferers)
        : raw(randomNetwork(seed, {.cells = 7, .most_pixels = 6, .load = load}, interferers)),
          network(pack(raw, 20)) {
        std::mt19937 draw(seed);
        std::uniform_real_distribution<double> unit(-1.0, 1.0);
        for (std::size_t c = 0; c < raw.cells.size(); ++c) u.push_back(unit(draw));
        Scratch scratch;
        solve(network, {.tolerance = 1e-8}, scratch, solution);
        differentiate(network, solution, u, {.tolerance = 1e-8}, Interferer::each, scratch, gradient);
        // No difference can be taken where max_load is just reached.
        for (std::size_t c = 0; c < raw.cells.size(); ++c)
            smooth = smooth && std::abs(solution.load[c] - raw.cells[c].max_load) > 0.02;
    }
    RawNetwork raw;
    Network network;
    std::vector<double> u;
    Solution solution;
    Gradient gradient;
    bool smooth = true;
};

void expectClose(double gradient, double exact, double scale, const char* what, std::size_t at) {
    EXPECT_NEAR(gradient, exact, 0.04 * std::abs(exact) + 0.01 * scale) << what << " " << at;
}

void compare(const Case& k) {
    ASSERT_TRUE(k.gradient.converged);
    const std::size_t pixels = k.raw.pixels.size();
    double demand_scale = 0.0, db_scale = 0.0;
    for (std::size_t p = 0; p < pixels; ++p) {
        demand_scale = std::max(demand_scale, std::abs(k.gradient.demand[p]));
        db_scale = std::max(db_scale, std::abs(k.gradient.signal_db[p]));
    }
    for (std::size_t p = 0; p < pixels; ++p) {
        expectClose(
            k.gradient.demand[p],
            difference(k.raw, k.u, 1e3, [p](RawNetwork& n, double by) { n.pixels[p].demand_bps += by; }),
            demand_scale, "demand", p);
        expectClose(k.gradient.noise_db[p],
                    difference(k.raw, k.u, 0.01,
                               [p](RawNetwork& n, double by) { n.pixels[p].noise *= factorOf(by); }),
                    db_scale, "noise", p);
        expectClose(k.gradient.signal_db[p],
                    difference(k.raw, k.u, 0.01,
                               [p](RawNetwork& n, double by) {
                                   n.pixels[p].noise /= factorOf(by);
                                   for (double& g : n.pixels[p].gain) g /= factorOf(by);
                               }),
                    db_scale, "signal", p);
    }
}

TEST(Gradient, OfDemandsNoiseAndSignalsMeetsDifferencesOfTheReference) {
    int judged = 0;
    for (unsigned seed = 0; seed < 12; ++seed)
        for (const Interferers interferers : {Interferers::mean, Interferers::strongest_apart}) {
            const Case k(seed, seed % 4 == 0 ? 0.8 : 0.3, interferers);
            if (!k.smooth) continue;
            compare(k);
            ++judged;
        }
    EXPECT_GE(judged, 12);
}

TEST(Gradient, OfPowersMeetsDifferencesOfTheReference) {
    for (unsigned seed = 20; seed < 26; ++seed) {
        const Case k(seed, 0.3, Interferers::strongest_apart);
        if (!k.smooth) continue;
        double scale = 0.0;
        for (const double g : k.gradient.power_db) scale = std::max(scale, std::abs(g));
        for (std::size_t c = 0; c < k.raw.cells.size(); ++c)
            expectClose(k.gradient.power_db[c],
                        difference(k.raw, k.u, 0.01,
                                   [c](RawNetwork& n, double by) {
                                       for (RawPixel& p : n.pixels) {
                                           p.gain[c] *= factorOf(by);
                                           if (p.cell != c) continue;
                                           p.noise /= factorOf(by);
                                           for (double& g : p.gain) g /= factorOf(by);
                                       }
                                   }),
                        scale, "power", c);
    }
}

TEST(Gradient, OfSingleGainsMeetsDifferencesAndSumsToThoseOfPowers) {
    const Case k(31, 0.3, Interferers::strongest_apart);
    ASSERT_TRUE(k.smooth);
    double scale = 0.0;
    for (const double g : k.gradient.interferer_db) scale = std::max(scale, std::abs(g));
    std::vector<double> power(k.raw.cells.size(), 0.0);
    for (std::size_t c = 0; c < k.raw.cells.size(); ++c) {
        const std::size_t first = k.network.pixelBegin(c), pixels = k.network.pixelBegin(c + 1) - first;
        const auto columns = k.network.columnsOf(c);
        for (std::size_t p = 0; p < pixels; ++p) power[c] += k.gradient.signal_db[first + p];
        for (std::size_t i = 0; i < columns.size(); ++i)
            for (std::size_t p = 0; p < pixels; ++p) {
                const double its = k.gradient.interferer_db[k.gradient.interferer_begin[c] + i * pixels + p];
                power[columns[i]] += its;
                expectClose(its,
                            difference(k.raw, k.u, 0.01,
                                       [&](RawNetwork& n, double by) {
                                           n.pixels[first + p].gain[columns[i]] *= factorOf(by);
                                       }),
                            scale, "gain", p);
            }
    }
    for (std::size_t c = 0; c < power.size(); ++c)
        EXPECT_NEAR(k.gradient.power_db[c], power[c], 1e-9 + 1e-6 * std::abs(power[c]));
}

// The kernel against itself: where no pixel crosses from one piece of the curve to the next the derivative is
// exact, so that a small difference of packed solutions meets it within what floats leave.
TEST(Gradient, OfOneDemandIsExactOnThePackedNetwork) {
    Case k(40, 0.3, Interferers::mean);
    Scratch scratch;
    for (std::size_t p = 0; p < k.network.pixelCount(); p += 5) {
        const double demand = k.network.demandBps(p), step = 0.02 * demand;
        double sum[2];
        for (const int side : {0, 1}) {
            k.network.setDemand(p, demand + (side == 0 ? -step : step));
            Solution s = k.solution;
            solve(k.network, {.tolerance = 1e-9}, scratch, s);
            sum[side] = 0.0;
            for (std::size_t c = 0; c < k.u.size(); ++c) sum[side] += k.u[c] * s.load[c];
        }
        k.network.setDemand(p, demand);
        const double slope = (sum[1] - sum[0]) / (2.0 * step);
        EXPECT_NEAR(k.gradient.demand[p], slope, 0.01 * std::abs(slope) + 1e-6 / step) << p;
    }
}

// Overloaded cells pass nothing on: an island of them answers with its own load alone.
TEST(Gradient, StopsAtOverloadedCells) {
    RawNetwork raw;
    raw.cells.resize(2);
    raw.pixels = {{0, 100e6, 0.02, {0.0, 0.3}}, {1, 5e6, 0.02, {0.3, 0.0}}};
    const Network network = pack(raw, 20);
    Scratch scratch;
    Solution s;
    solve(network, {.tolerance = 1e-8}, scratch, s);
    ASSERT_GT(s.load[0], 1.0);
    Gradient g;
    const std::vector<double> u = {0.0, 1.0};
    differentiate(network, s, u, {}, Interferer::summed, scratch, g);
    EXPECT_EQ(g.demand[0], 0.0);
    EXPECT_NEAR(g.demand[1], s.load[1] / 5e6, 1e-4 * g.demand[1]);
}

}  // namespace
}  // namespace celltwin::load_coupling
