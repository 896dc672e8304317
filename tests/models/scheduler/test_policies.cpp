// SPDX-License-Identifier: BSD-3-Clause
//
// What the policies do in the long run, with UEs that always have data at rates that do not vary. Expected
// values are closed forms.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/models/scheduler/draws.h"

namespace celltwin::scheduler {
namespace {

using namespace celltwin::scheduler::testing;

/// Share of slots each candidate is served in; averages as the engine keeps them, over about `window` slots.
std::vector<double> timeShares(const Rule& rule, std::vector<Candidate> candidates, int slots, int window) {
    std::vector<double> share(candidates.size(), 0.0);
    Scratch scratch;
    std::vector<Grant> grants;
    const double weight = 1.0 / window;
    const int settling = 20 * window;
    for (int slot = 0; slot < settling + slots; ++slot) {
        allocate(rule, candidates, {}, slot, 50, 4, scratch, grants);
        for (Candidate& candidate : candidates) candidate.average_rate *= 1.0 - weight;
        for (const Grant& grant : grants) {
            Candidate& winner = candidates[grant.row];
            winner.average_rate += weight * grant.prb_count * winner.bytes_per_prb;
            winner.last_served_slot = slot;
            if (slot >= settling) share[grant.row] += 1.0 / slots;
        }
    }
    return share;
}

std::vector<Candidate> withRates(const std::vector<double>& rates) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < rates.size(); ++i)
        candidates.push_back({static_cast<std::uint32_t>(i), kEndless, rates[i], 0.0, -1});
    return candidates;
}

TEST(RoundRobin, Cycles) {
    const auto shares = timeShares({Policy::round_robin}, withRates({10, 20, 30, 40, 50, 60, 70}), 700, 100);
    for (const double share : shares) EXPECT_NEAR(share, 1.0 / 7.0, 1e-9);
}

// Analytic limit: with rates that do not vary, proportional fairness maximises the sum of log rates, which
// gives everyone the same share of time, be the rates equal or not.
TEST(ProportionalFair, EqualTimeShareInTheLongRun) {
    for (const auto& rates : {std::vector<double>(10, 80.0), std::vector<double>{10, 20, 40, 80, 160}})
        for (const double share : timeShares({Policy::proportional_fair}, withRates(rates), 20'000, 100))
            EXPECT_NEAR(share * static_cast<double>(rates.size()), 1.0, 0.02);
}

// Fixed point: metrics are equal, r1^a / R1^b = r2^a / R2^b with R = share * r, so the shares of time are as
// (r1 / r2)^(a / b - 1). From it: a = 0 gives equal rates, a = b equal time.
TEST(ProportionalFair, ExponentsMoveTheSharesToTheFixedPoint) {
    for (const double ratio : {1.5, 2.0, 4.0})
        for (const auto& [alpha, beta] : std::vector<std::pair<double, double>>{{0.0, 1.0},
                                                                                {0.5, 1.0},
                                                                                {1.0, 1.0},
                                                                                {1.0, 0.7},
                                                                                {1.5, 1.0},
                                                                                {0.0, 2.0},
                                                                                {2.0, 2.0},
                                                                                {1.0, 2.0}}) {
            const auto shares = timeShares({Policy::proportional_fair, alpha, beta},
                                           withRates({ratio * 40.0, 40.0}), 100'000, 1000);
            const double expected = std::pow(ratio, alpha / beta - 1.0);
            EXPECT_NEAR(shares[0] / shares[1] / expected, 1.0, 0.01)
                << "rates " << ratio << " alpha " << alpha << " beta " << beta;
            EXPECT_NEAR(shares[0] + shares[1], 1.0, 1e-9);
        }
}

TEST(ProportionalFair, WithoutTheAverageIsMaxCarrierToInterference) {
    Scratch scratch;
    std::vector<Grant> fair, greedy;
    for (std::uint64_t trial = 0; trial < 1000; ++trial) {
        const auto candidates = drawCandidates(trial, trial % 31);
        allocate({Policy::proportional_fair, 1.0, 0.0}, candidates, {}, 100, 60, 8, scratch, fair);
        allocate({Policy::max_ci}, candidates, {}, 100, 60, 8, scratch, greedy);
        ASSERT_EQ(fair.size(), greedy.size());
        for (std::size_t i = 0; i < fair.size(); ++i) {
            EXPECT_EQ(fair[i].row, greedy[i].row);
            EXPECT_EQ(fair[i].prb_count, greedy[i].prb_count);
        }
    }
}

TEST(MaxCarrierToInterference, TheBestTakesAll) {
    const auto shares = timeShares({Policy::max_ci}, withRates({40, 80, 79.9}), 1000, 100);
    EXPECT_EQ(shares[0], 0.0);
    EXPECT_NEAR(shares[1], 1.0, 1e-9);
    EXPECT_EQ(shares[2], 0.0);
}

// Weighted PF maximises the sum of weight * log rate: shares of time go with the weights, here 1 / priority
// level.
TEST(QosAware, TimeGoesWithTheInverseOfThePriorityLevel) {
    auto candidates = withRates({30, 90, 60, 45});
    const float levels[] = {20, 40, 80, 90};
    double sum = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
        candidates[i].priority_level = levels[i];
        sum += 1.0 / static_cast<double>(levels[i]);
    }
    const auto shares = timeShares({Policy::qos_aware}, candidates, 100'000, 1000);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(shares[i] * static_cast<double>(levels[i]) * sum, 1.0, 0.02) << i;
}

TEST(QosAware, IsProportionalFairAmongEquals) {
    Scratch scratch;
    std::vector<Grant> fair, aware;
    for (std::uint64_t trial = 0; trial < 1000; ++trial) {
        auto candidates = drawCandidates(trial, trial % 31);
        for (Candidate& c : candidates) {
            c.average_rate += 1.0;  // of those never served, PF takes the lower row, the other still weighs
            c.priority_level = 70;
            c.head_delay_ms = 30;
            c.delay_budget_ms = 100;
            c.guaranteed_share = -1;
        }
        const Rule rule{Policy::proportional_fair, 0.9, 1.3};
        allocate(rule, candidates, {}, 100, 60, 8, scratch, fair);
        allocate({Policy::qos_aware, 0.9, 1.3}, candidates, {}, 100, 60, 8, scratch, aware);
        ASSERT_EQ(fair.size(), aware.size());
        for (std::size_t i = 0; i < fair.size(); ++i) EXPECT_EQ(fair[i].row, aware[i].row);
    }
}

// exp(a W) with a = -ln(0.02) / budget: at the budget a packet weighs 1 / 0.02 = 50 times one that has just
// come, at half of it the root of that; later than late counts no more.
TEST(QosAware, DelayWeighsFiftyfoldAtTheBudget) {
    Candidate fresh{0, 100, 80.0, 40.0, -1}, late = fresh;
    fresh.delay_budget_ms = late.delay_budget_ms = 100;
    const auto weight = [&](float delay_ms) {
        late.head_delay_ms = delay_ms;
        return std::exp(rank({Policy::qos_aware}, late, 0) - rank({Policy::qos_aware}, fresh, 0));
    };
    EXPECT_NEAR(weight(0), 1.0, 1e-9);
    EXPECT_NEAR(weight(50), std::sqrt(50.0), 1e-6);
    EXPECT_NEAR(weight(100), 50.0, 1e-6);
    EXPECT_NEAR(weight(1000), 50.0, 1e-6);
    // A tenfold average rate is outweighed at the budget, a hundredfold one is not.
    late.head_delay_ms = 100;
    late.average_rate = 400.0;
    EXPECT_GT(rank({Policy::qos_aware}, late, 0), rank({Policy::qos_aware}, fresh, 0));
    late.average_rate = 4000.0;
    EXPECT_LT(rank({Policy::qos_aware}, late, 0), rank({Policy::qos_aware}, fresh, 0));
}

TEST(QosAware, GuaranteedRatesNotReachedComeFirst) {
    const Rule rule{Policy::qos_aware, 10.0, 10.0};  // the largest exponents a scenario may write
    for (std::uint64_t trial = 0; trial < 500; ++trial) {
        auto candidates = drawCandidates(trial, 20);
        candidates[0].average_rate = 0.0;
        candidates[1].average_rate = 1e-320;
        double least_owed = 1e300, most_other = -1e300;
        for (const Candidate& c : candidates) {
            const bool owed = c.guaranteed_share >= 0.0F && c.guaranteed_share < 1.0F;
            const double r = rank(rule, c, 100);
            ASSERT_TRUE(std::isfinite(r));
            (owed ? least_owed : most_other) = owed ? std::min(least_owed, r) : std::max(most_other, r);
        }
        EXPECT_GT(least_owed, most_other);
    }
}

}  // namespace
}  // namespace celltwin::scheduler
