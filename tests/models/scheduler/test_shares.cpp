// SPDX-License-Identifier: BSD-3-Clause
//
// Shares against closed forms, and against proportional fair slot by slot.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/base/random.h"
#include "models/scheduler/shares.h"

namespace celltwin::scheduler {
namespace {

std::vector<double> sharesOf(const Rule& rule, const std::vector<Backlogged>& ues, double horizon_s = 0.01) {
    std::vector<std::uint32_t> order;
    std::vector<double> shares(ues.size());
    fluidShares(rule, ues, 0.2, horizon_s, order, shares);
    return shares;
}
Rule exponents(double alpha, double beta) {
    return {Policy::proportional_fair, alpha, beta};
}

/// Lets averages settle; the last shares.
std::vector<double> settled(const Rule& rule, std::vector<Backlogged> ues) {
    std::vector<double> shares, sum(ues.size(), 0.0);
    for (int step = 0; step < 2000; ++step) {
        shares = sharesOf(rule, ues);
        for (std::size_t i = 0; i < ues.size(); ++i) {
            ues[i].average_rate = fluidAverage(ues[i].average_rate, ues[i].rate, shares[i], 0.01, 0.2);
            if (step >= 1000) sum[i] += shares[i] / 1000.0;
        }
    }
    return sum;
}

TEST(FluidShares, RoundRobinIsEqual) {
    for (const double x : sharesOf({Policy::round_robin}, {{1.0, 5.0}, {7.0, 0.0}, {3.0, 2.0}}))
        EXPECT_NEAR(x, 1.0 / 3.0, 1e-15);
}

TEST(FluidShares, SumToOneAndNobodyUnservableIsServed) {
    const Random random(5);
    for (std::uint64_t n = 0; n < 200; ++n) {
        std::vector<Backlogged> ues;
        for (std::uint64_t i = 0; i <= n % 12; ++i)
            ues.push_back({i % 4 == 3 ? 0.0 : 10.0 * random.uniform(Stream::ue_class, n, 2 * i),
                           5.0 * random.uniform(Stream::ue_class, n, 2 * i + 1)});
        const std::vector<double> shares = sharesOf(exponents(1.0, 0.5 + 0.1 * double(n % 10)), ues);
        EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1.0, 1e-12);
        for (std::size_t i = 0; i < ues.size(); ++i) {
            EXPECT_GE(shares[i], 0.0);
            if (ues[i].rate == 0.0) {
                EXPECT_EQ(shares[i], 0.0);
            }
        }
    }
    EXPECT_EQ(sharesOf(exponents(1.0, 1.0), {{0.0, 1.0}, {0.0, 0.0}}), (std::vector<double>{0.0, 0.0}));
}

// Closed form of the balance: shares as r^(alpha / beta - 1).
TEST(FluidShares, SettleWhereTheExponentsSay) {
    const std::vector<Backlogged> ues = {{1.0, 0.0}, {2.0, 0.3}, {8.0, 1.0}};
    for (const auto& [alpha, beta] : {std::pair{1.0, 1.0}, {0.0, 1.0}, {1.0, 2.0}, {1.5, 1.0}}) {
        const std::vector<double> shares = settled(exponents(alpha, beta), ues);
        double sum = 0.0;
        for (const Backlogged& ue : ues) sum += std::pow(ue.rate, alpha / beta - 1.0);
        for (std::size_t i = 0; i < ues.size(); ++i)
            EXPECT_NEAR(shares[i], std::pow(ues[i].rate, alpha / beta - 1.0) / sum, 0.005)
                << alpha << " " << beta << " UE " << i;
    }
}

// By hand: a newcomer beside one that has had the cell for long has it alone until a = 1 - e^(-t/T) has grown
// to e^(-t/T): T ln 2.
TEST(FluidShares, ANewcomerGoesFirstForAWhile) {
    std::vector<Backlogged> ues = {{4.0, 4.0}, {2.0, 0.0}};
    double alone_s = 0.0;
    for (double at_s = 0.0; at_s < 1.0; at_s += 0.001) {
        const std::vector<double> shares = sharesOf(exponents(1.0, 1.0), ues, 0.001);
        if (shares[1] < 0.99) break;
        alone_s += 0.001;
        for (std::size_t i = 0; i < 2; ++i)
            ues[i].average_rate = fluidAverage(ues[i].average_rate, ues[i].rate, shares[i], 0.001, 0.2);
    }
    EXPECT_NEAR(alone_s, 0.2 * std::log(2.0), 0.003);
}

// The policy itself, slot by slot: one UE has each slot, averages move as the engine moves them.
TEST(FluidShares, FollowTheSlotSchedulersService) {
    const std::vector<double> rates = {1.0, 3.0, 5.0};
    std::vector<Backlogged> fluid = {{1.0, 0.9}, {3.0, 0.2}, {5.0, 0.0}};
    std::vector<double> average = {0.9, 0.2, 0.0}, served(3, 0.0), expected(3, 0.0);
    for (int period = 0; period < 40; ++period) {
        const std::vector<double> shares = sharesOf(exponents(1.0, 1.0), fluid);
        for (std::size_t i = 0; i < 3; ++i) {
            fluid[i].average_rate = fluidAverage(fluid[i].average_rate, rates[i], shares[i], 0.01, 0.2);
            expected[i] += 10.0 * shares[i];
        }
        for (int slot = 0; slot < 10; ++slot) {
            std::size_t best = 0;
            for (std::size_t i = 1; i < 3; ++i)
                if (rates[i] * average[best] > rates[best] * average[i]) best = i;
            for (std::size_t i = 0; i < 3; ++i)
                average[i] = average[i] * (1.0 - 0.005) + (i == best ? 0.005 * rates[i] : 0.0);
            served[best] += 1.0;
        }
        for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(served[i], expected[i], 6.0) << period;
    }
}

}  // namespace
}  // namespace celltwin::scheduler
