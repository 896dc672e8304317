// SPDX-License-Identifier: BSD-3-Clause
//
// Queues that drain as a fluid, beside results that follow from the shares by hand.
#include "sim/engine/fluid_drain.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace celltwin::engine {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

FluidQueue queueOf(double rate_bytes, double left_bytes, double from = 0.0) {
    FluidQueue queue;
    queue.rate_bytes = rate_bytes;
    queue.left_bytes = left_bytes;
    queue.since = queue.from = from;
    return queue;
}
scheduler::Rule roundRobin() {
    scheduler::Rule rule;
    rule.policy = scheduler::Policy::round_robin;
    return rule;
}
int run(std::vector<FluidQueue>& queues, const scheduler::Rule& rule = roundRobin()) {
    FluidScratch scratch;
    return drain(rule, 200.0, 10.0, queues, scratch);
}

TEST(FluidDrain, OneAloneGetsItsRate) {
    std::vector<FluidQueue> queues = {queueOf(100.0, 450.0)};
    EXPECT_EQ(run(queues), 1);
    EXPECT_DOUBLE_EQ(queues[0].served_bytes, 450.0);
    EXPECT_EQ(queues[0].left_bytes, 0.0);
    EXPECT_DOUBLE_EQ(queues[0].end, 4.5);
    EXPECT_DOUBLE_EQ(queues[0].server_slots, 4.5);
    EXPECT_DOUBLE_EQ(queues[0].there_slots, 4.5);
    EXPECT_DOUBLE_EQ(queues[0].byte_slots, 450.0 * 4.5 / 2.0) << "a triangle";
}

TEST(FluidDrain, EqualSharesUntilOneIsEmpty) {
    // Each half until the first has its 200 at 4; the second then has 300 of 400 left, alone at 100 a slot.
    std::vector<FluidQueue> queues = {queueOf(100.0, 200.0), queueOf(50.0, 400.0)};
    EXPECT_EQ(run(queues), 2);
    EXPECT_DOUBLE_EQ(queues[0].end, 4.0);
    EXPECT_DOUBLE_EQ(queues[1].served_bytes, 4.0 * 25.0 + 6.0 * 50.0);
    EXPECT_DOUBLE_EQ(queues[0].server_slots + queues[1].server_slots, 10.0);
}

TEST(FluidDrain, LaterDataWaitsForItsTime) {
    std::vector<FluidQueue> queues = {queueOf(100.0, kEndless), queueOf(100.0, 100.0, 6.0)};
    EXPECT_EQ(run(queues), 2);
    EXPECT_DOUBLE_EQ(queues[1].first, 6.0);
    EXPECT_DOUBLE_EQ(queues[1].end, 8.0);
    EXPECT_DOUBLE_EQ(queues[0].served_bytes, 600.0 + 100.0 + 200.0);
}

TEST(FluidDrain, NobodyIsServedBeforeItMayOrWithoutRate) {
    std::vector<FluidQueue> queues = {queueOf(100.0, 50.0), queueOf(0.0, 70.0)};
    queues[0].since = 2.0;
    queues[0].from = 20.0;
    run(queues);
    for (const FluidQueue& queue : queues) EXPECT_EQ(queue.served_bytes, 0.0);
    EXPECT_DOUBLE_EQ(queues[0].there_slots, 8.0);
    EXPECT_DOUBLE_EQ(queues[0].byte_slots, 400.0);
    EXPECT_DOUBLE_EQ(queues[1].byte_slots, 700.0);
}

TEST(FluidDrain, WhatOneCannotUseTheOthersGet) {
    std::vector<FluidQueue> queues = {queueOf(100.0, kEndless), queueOf(100.0, kEndless),
                                      queueOf(100.0, kEndless)};
    queues[0].most_share = 0.1;
    run(queues);
    EXPECT_DOUBLE_EQ(queues[0].served_bytes, 100.0);
    EXPECT_DOUBLE_EQ(queues[1].served_bytes, 450.0);
    EXPECT_DOUBLE_EQ(queues[2].served_bytes, 450.0);
    queues = {queueOf(100.0, kEndless)};
    queues[0].most_share = 0.25;
    run(queues);
    EXPECT_DOUBLE_EQ(queues[0].server_slots, 2.5) << "the rest stays free";
}

TEST(FluidDrain, ProportionalFairServesANewcomerFirst) {
    std::vector<FluidQueue> queues = {queueOf(100.0, kEndless), queueOf(100.0, 300.0, 2.0)};
    queues[0].average_rate_bytes = 100.0;
    run(queues, scheduler::Rule{});
    EXPECT_DOUBLE_EQ(queues[1].end, 5.0) << "alone: its average is 0, the other's that of full service";
    EXPECT_DOUBLE_EQ(queues[0].served_bytes, 700.0);
}

TEST(FluidDrain, TheServerIsNeverOverdrawnNorBytesLost) {
    std::mt19937_64 draws(5);
    const auto real = [&](double most) { return most * static_cast<double>(draws() >> 11U) * 0x1p-53; };
    for (int n = 0; n < 2000; ++n) {
        std::vector<FluidQueue> queues(1 + draws() % 8);
        std::vector<double> had;
        for (FluidQueue& queue : queues) {
            queue = queueOf(real(1000.0), std::floor(real(5000.0)), real(12.0));
            queue.since = std::min(queue.since, 9.0);
            queue.average_rate_bytes = real(500.0);
            queue.most_share = 0.05 + real(1.0);
            had.push_back(queue.left_bytes);
        }
        run(queues, n % 2 == 0 ? roundRobin() : scheduler::Rule{});
        double busy = 0.0;
        for (std::size_t i = 0; i < queues.size(); ++i) {
            EXPECT_NEAR(queues[i].served_bytes + queues[i].left_bytes, had[i], 2e-3);
            EXPECT_LE(queues[i].server_slots, queues[i].most_share * 10.0 + 1e-9);
            EXPECT_LE(queues[i].end, 10.0);
            busy += queues[i].server_slots;
        }
        EXPECT_LE(busy, 10.0 + 1e-9);
    }
}

}  // namespace
}  // namespace celltwin::engine
