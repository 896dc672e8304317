// SPDX-License-Identifier: BSD-3-Clause
//
// The fixed point against closed forms and against the double loops of reference.h.
#include "models/load_coupling/solve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/models/load_coupling/reference.h"
#include "tests/models/scheduler/allocation_count.h"

namespace celltwin::load_coupling {
namespace {

using namespace testing;

Solution solved(const Network& network, Solution start = {}) {
    Scratch scratch;
    solve(network, {.tolerance = 1e-7}, scratch, start);
    return start;
}

/// Two cells, a pixel each, that hear each other alike.
RawNetwork twins(double demand_bps, double noise, double gain, Interferers interferers) {
    RawNetwork n;
    n.interferers = interferers;
    n.cells.resize(2);
    n.pixels = {{0, demand_bps, noise, {0.0, gain}}, {1, demand_bps, noise, {gain, 0.0}}};
    return n;
}

// x = d / (B log2(1 + 1 / (n + g x))), its root by bisection.
TEST(Solve, TwoCellsAtMeanInterferenceMeetTheRootFoundByBisection) {
    for (const double demand : {1e6, 5e6, 12e6, 20e6}) {
        const double noise = 0.02, gain = 0.3;
        double low = 0.0, high = 1.0;
        for (int i = 0; i < 60; ++i) {
            const double x = 0.5 * (low + high);
            (demand * shannonCost(10e6, noise + gain * x) > x ? low : high) = x;
        }
        const Solution s = solved(pack(twins(demand, noise, gain, Interferers::mean), 20));
        ASSERT_LT(low, 0.999);
        EXPECT_TRUE(s.converged);
        for (const double load : s.load) EXPECT_NEAR(load, low, 5e-4 * low) << demand;
    }
}

// x = d ((1 - x) c0 + x c1): x = d c0 / (1 - d (c1 - c0)).
TEST(Solve, TwoCellsWithTheStrongestApartMeetTheClosedForm) {
    for (const double demand : {1e6, 5e6, 12e6, 20e6}) {
        const double noise = 0.02, gain = 0.3;
        const double quiet = shannonCost(10e6, noise), loud = shannonCost(10e6, noise + gain);
        const double exact = demand * quiet / (1.0 - demand * (loud - quiet));
        ASSERT_LT(exact, 1.0);
        const Solution s = solved(pack(twins(demand, noise, gain, Interferers::strongest_apart), 20));
        for (const double load : s.load) EXPECT_NEAR(load, exact, 5e-4 * exact) << demand;
    }
}

TEST(Solve, RandomNetworksMeetTheDoubleReference) {
    for (unsigned seed = 0; seed < 24; ++seed)
        for (const Interferers interferers : {Interferers::mean, Interferers::strongest_apart}) {
            const RawNetwork raw = randomNetwork(seed, {.load = seed % 3 == 0 ? 0.9 : 0.3}, interferers);
            const std::vector<double> exact = referenceSolve(raw);
            const Solution s = solved(pack(raw, 40));
            ASSERT_TRUE(s.converged) << seed;
            for (std::size_t c = 0; c < exact.size(); ++c)
                EXPECT_NEAR(s.load[c], exact[c], 1e-3 * exact[c]) << seed << " cell " << c;
        }
}

// Yates: started below the fixed point, activities climb; started above, they fall; both to the same.
TEST(Solve, ClimbsFromBelowFallsFromAboveAndMeetsOnePoint) {
    for (unsigned seed = 100; seed < 110; ++seed) {
        const Network network = pack(randomNetwork(seed, {.load = 0.8}, Interferers::strongest_apart), 40);
        const Solution fixed = solved(network);
        Scratch scratch;
        Solution below, above;
        above.activity.assign(network.cellCount(), 1.0);
        for (int round = 0; round < 200; ++round) {
            const std::vector<double> was_below = below.activity, was_above = above.activity;
            solve(network, {.most_rounds = 1}, scratch, below);
            solve(network, {.most_rounds = 1}, scratch, above);
            for (std::size_t c = 0; c < network.cellCount(); ++c) {
                if (round > 0) {
                    EXPECT_GE(below.activity[c], was_below[c] - 1e-6);
                }
                EXPECT_LE(above.activity[c], was_above[c] + 1e-6);
                EXPECT_LE(below.activity[c], fixed.activity[c] + 1e-5);
                EXPECT_GE(above.activity[c], fixed.activity[c] - 1e-5);
            }
        }
        for (std::size_t c = 0; c < network.cellCount(); ++c)
            EXPECT_NEAR(below.activity[c], above.activity[c], 2e-5) << seed;
    }
}

// Scalability of a standard interference function: load(k a) < k load(a) for k > 1, and monotony.
TEST(Solve, LoadsAreStandardInterferenceFunctions) {
    Scratch scratch;
    for (unsigned seed = 200; seed < 220; ++seed) {
        const Network network = pack(randomNetwork(seed, {}, Interferers::strongest_apart), 40);
        std::mt19937 draw(seed);
        std::uniform_real_distribution<double> unit(0.0, 0.5);
        std::vector<double> activity(network.cellCount());
        for (double& a : activity) a = unit(draw);
        for (const double k : {1.05, 1.5, 2.0}) {
            std::vector<double> more = activity;
            for (double& a : more) a *= k;
            for (std::size_t c = 0; c < network.cellCount(); ++c) {
                const double load = loadOf(network, c, activity, scratch),
                             grown = loadOf(network, c, more, scratch);
                if (load == 0.0) continue;
                EXPECT_GE(grown, load);
                EXPECT_LT(grown, k * load);
            }
        }
    }
}

TEST(Solve, MoreDemandAnywhereLowersNoLoad) {
    for (unsigned seed = 300; seed < 310; ++seed) {
        Network network = pack(randomNetwork(seed, {}, Interferers::strongest_apart), 40);
        const Solution before = solved(network);
        const std::size_t pixel = network.pixelCount() / 2;
        network.setDemand(pixel, network.demandBps(pixel) * 2.0);
        const Solution after = solved(network);
        for (std::size_t c = 0; c < network.cellCount(); ++c) EXPECT_GE(after.load[c], before.load[c] - 1e-6);
    }
}

TEST(Solve, WarmStartComesToTheSameInFewerRounds) {
    int cold_rounds = 0, warm_rounds = 0;
    for (unsigned seed = 400; seed < 410; ++seed) {
        Network network = pack(randomNetwork(seed, {.load = 0.7}, Interferers::strongest_apart), 40);
        const Solution before = solved(network);
        for (std::size_t p = 0; p < network.pixelCount(); ++p)
            network.setDemand(p, network.demandBps(p) * (p % 2 == 0 ? 1.01 : 0.99));
        const Solution cold = solved(network), warm = solved(network, before);
        cold_rounds += cold.rounds;
        warm_rounds += warm.rounds;
        for (std::size_t c = 0; c < network.cellCount(); ++c) EXPECT_NEAR(warm.load[c], cold.load[c], 1e-5);
    }
    EXPECT_LT(warm_rounds, cold_rounds);
}

// With fewer rows than neighbours the rest is heard at the network's mean: exact where all are alike.
TEST(Solve, FoldsWhatHasNoRowOfItsOwn) {
    RawNetwork raw;
    raw.cells.resize(9);
    for (std::size_t c = 0; c < 9; ++c) {
        RawPixel p{c, 8e6, 0.01, std::vector<double>(9, 0.03)};
        p.gain[c] = 0.0;
        raw.pixels.push_back(p);
    }
    const Solution whole = solved(pack(raw, 20));
    for (const std::size_t neighbours : {0, 1, 5}) {
        const Solution folded = solved(pack(raw, neighbours));
        for (std::size_t c = 0; c < 9; ++c) EXPECT_NEAR(folded.load[c], whole.load[c], 1e-5);
    }
}

TEST(Solve, KeepsTheStrongestNeighbours) {
    RawNetwork raw;
    raw.cells.resize(6);
    raw.pixels = {{0, 1e6, 0.01, {0.0, 0.001, 0.5, 0.002, 0.3, 0.0}}};
    const Network network = pack(raw, 2);
    const auto columns = network.columnsOf(0);
    EXPECT_EQ(std::vector<std::uint32_t>(columns.begin(), columns.end()),
              (std::vector<std::uint32_t>{2, 4, 6}));
}

// An overloaded cell transmits all the time, serves the share it can, and its load says what it would need.
TEST(Solve, OverloadIsClampedAndReported) {
    RawNetwork raw = twins(10e6, 0.02, 0.3, Interferers::mean);
    raw.pixels[0].demand_bps = 200e6;
    raw.cells[0].max_load = 0.9;
    const Network network = pack(raw, 20);
    const Solution s = solved(network);
    EXPECT_DOUBLE_EQ(s.activity[0], 0.9);
    const double needed = 200e6 * shannonCost(10e6, 0.02 + 0.3 * s.activity[1]);
    EXPECT_NEAR(s.load[0], needed, 1e-3 * needed);
    EXPECT_NEAR(servedShare(network, s, 0), 0.9 / needed, 1e-3);
    EXPECT_NEAR(s.load[1], 10e6 * shannonCost(10e6, 0.02 + 0.3 * 0.9), 1e-3 * s.load[1]);
    EXPECT_EQ(servedShare(network, s, 1), 1.0);
}

TEST(Solve, EmptyCellsAndFloorsAndNoCells) {
    RawNetwork raw = twins(10e6, 0.02, 0.3, Interferers::mean);
    raw.pixels.pop_back();
    raw.cells[1].floor_activity = 0.4;
    const Solution s = solved(pack(raw, 20));
    EXPECT_EQ(s.load[1], 0.0);
    EXPECT_DOUBLE_EQ(s.activity[1], 0.4);
    EXPECT_NEAR(s.load[0], 10e6 * shannonCost(10e6, 0.02 + 0.3 * 0.4), 1e-3 * s.load[0]);
    const Solution none = solved(Network(0, {shannonCurve(1e6)}));
    EXPECT_TRUE(none.converged);
    RawNetwork deserted;
    deserted.cells.resize(3);
    const Solution nobody = solved(pack(deserted, 20));
    EXPECT_TRUE(nobody.converged);
    EXPECT_EQ(nobody.load, std::vector<double>(3, 0.0));
}

TEST(Solve, PixelsHaveTheSinrAndRateOfTheirActivities) {
    const RawNetwork raw = randomNetwork(7, {.empty_cells = false}, Interferers::strongest_apart);
    const Network network = pack(raw, 40);
    const Solution s = solved(network);
    Scratch scratch;
    std::size_t at = 0;
    for (std::size_t c = 0; c < network.cellCount(); ++c) {
        std::vector<PixelState> states(network.pixelBegin(c + 1) - network.pixelBegin(c));
        pixelStates(network, c, s.activity, scratch, states);
        for (const PixelState& state : states) {
            const RawPixel& p = raw.pixels[at++];
            double y = p.noise;
            for (std::size_t k = 0; k < p.gain.size(); ++k) y += s.activity[k] * p.gain[k];
            EXPECT_NEAR(state.sinr * y, 1.0, 1e-5);
            EXPECT_NEAR(state.rate_bps * referenceCost(raw, p, s.activity), 1.0, 1e-3);
        }
    }
}

TEST(Solve, AllocatesNothingTheSecondTime) {
    const Network network = pack(randomNetwork(9, {}, Interferers::strongest_apart), 5);
    Scratch scratch;
    Solution s;
    solve(network, {}, scratch, s);
    const long before = allocationCount();
    solve(network, {}, scratch, s);
    EXPECT_EQ(allocationCount(), before);
}

}  // namespace
}  // namespace celltwin::load_coupling
