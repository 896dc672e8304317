// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "models/base/random.h"
#include "models/scheduler/scheduler.h"
#include "tests/models/scheduler/allocation_count.h"

namespace celltwin::scheduler {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Policy kPolicies[] = {Policy::round_robin, Policy::proportional_fair};

std::vector<Candidate> drawCandidates(std::uint64_t trial, std::size_t count) {
    const Random random(2024);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint64_t what) {
            return random.uniform(Stream::layout, trial, 8 * i + what);
        };
        candidates.push_back({static_cast<std::uint32_t>(3 * i + 1),
                              draw(0) < 0.2 ? kInfinity : 1.0 + 4000 * draw(1), 10.0 + 100 * draw(2),
                              draw(3) < 0.1 ? 0.0 : 500 * draw(4),
                              static_cast<std::int64_t>(50 * draw(5)) - 1});
    }
    return candidates;
}

const Candidate& byRow(const std::vector<Candidate>& candidates, std::uint32_t row) {
    return *std::find_if(candidates.begin(), candidates.end(),
                         [&](const Candidate& c) { return c.row == row; });
}

/// By counting up: the fewest PRBs whose bytes reach the queue, or `limit`.
int countNeeded(const Candidate& candidate, int limit) {
    int count = 1;
    while (count < limit && count * candidate.bytes_per_prb < candidate.queue_bytes) ++count;
    return count;
}

TEST(Allocate, KeepsItsPromises) {
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants;
    for (const Policy policy : kPolicies)
        for (std::uint64_t trial = 0; trial < 2000; ++trial) {
            const auto candidates = drawCandidates(trial, trial % 23);
            const int prb_count = 1 + static_cast<int>(trial % 273),
                      max_grants = 1 + static_cast<int>(trial % 9);
            allocate(policy, candidates, 100, prb_count, max_grants, order, grants);
            int left = prb_count;
            for (const Grant& grant : grants) {
                EXPECT_EQ(grant.prb_count, countNeeded(byRow(candidates, grant.row), left));
                left -= grant.prb_count;
            }
            EXPECT_GE(left, 0);
            EXPECT_LE(grants.size(), static_cast<std::size_t>(max_grants));
            // Work conserving: PRBs are left over only when everyone is served or the grants are used up.
            if (left > 0) {
                EXPECT_EQ(grants.size(), std::min(candidates.size(), static_cast<std::size_t>(max_grants)));
            }
        }
}

TEST(Allocate, ServesInOrderOfRankWithTiesToTheLowerRow) {
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants;
    for (const Policy policy : kPolicies)
        for (std::uint64_t trial = 0; trial < 500; ++trial) {
            auto candidates = drawCandidates(trial, 12);
            for (Candidate& candidate : candidates) candidate.queue_bytes = 1.0;  // everybody fits
            // The order in which candidates are handed over must not matter.
            if (trial % 2 == 1) std::reverse(candidates.begin(), candidates.end());
            allocate(policy, candidates, 100, 273, 100, order, grants);
            ASSERT_EQ(grants.size(), candidates.size());
            for (std::size_t i = 1; i < grants.size(); ++i) {
                const double before = rank(policy, byRow(candidates, grants[i - 1].row), 100);
                const double after = rank(policy, byRow(candidates, grants[i].row), 100);
                EXPECT_TRUE(before > after || (before == after && grants[i - 1].row < grants[i].row));
            }
        }
}

TEST(Allocate, NeedIsExactAtWholePrbs) {
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants;
    for (int whole = 1; whole < 270; ++whole)
        for (const double bytes_per_prb : {0.1, 1.0 / 3.0, 37.3, 111.0}) {
            const Candidate candidate{0, whole * bytes_per_prb, bytes_per_prb, 1.0, -1};
            allocate(Policy::round_robin, {&candidate, 1}, 0, 273, 1, order, grants);
            ASSERT_EQ(grants.size(), 1U);
            EXPECT_EQ(grants[0].prb_count, whole) << bytes_per_prb;
        }
}

TEST(Allocate, NothingToGive) {
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants{{1, 1}};
    const auto candidates = drawCandidates(1, 5);
    allocate(Policy::round_robin, candidates, 0, 0, 8, order, grants);
    EXPECT_TRUE(grants.empty());
    allocate(Policy::round_robin, candidates, 0, 100, 0, order, grants);
    EXPECT_TRUE(grants.empty());
    allocate(Policy::round_robin, {}, 0, 100, 8, order, grants);
    EXPECT_TRUE(grants.empty());
}

TEST(Allocate, SteadyStateAllocatesNothing) {
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants;
    const long at_start = allocationCount();
    const auto candidates = drawCandidates(7, 40);
    ASSERT_GT(allocationCount(), at_start);  // the counter is the one in use
    for (const Policy policy : kPolicies) {
        allocate(policy, candidates, 100, 273, 40, order, grants);
        const long before = allocationCount();
        for (int slot = 101; slot < 200; ++slot) allocate(policy, candidates, slot, 273, 40, order, grants);
        EXPECT_EQ(allocationCount(), before);
    }
}

/// Slots each of `rates.size()` full-buffer UEs is served in; averages as the engine keeps them (factor
/// 1/100).
std::vector<int> servedSlots(Policy policy, const std::vector<double>& rates, int slots) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < rates.size(); ++i)
        candidates.push_back({static_cast<std::uint32_t>(i), kInfinity, rates[i], 0.0, -1});
    std::vector<int> served(rates.size(), 0);
    std::vector<std::uint32_t> order;
    std::vector<Grant> grants;
    for (int slot = 0; slot < slots; ++slot) {
        allocate(policy, candidates, slot, 50, 4, order, grants);
        for (Candidate& candidate : candidates) candidate.average_rate *= 0.99;
        for (const Grant& grant : grants) {
            Candidate& winner = candidates[grant.row];
            winner.average_rate += 0.01 * grant.prb_count * winner.bytes_per_prb;
            winner.last_served_slot = slot;
            ++served[grant.row];
        }
    }
    return served;
}

TEST(RoundRobin, Cycles) {
    for (const int served : servedSlots(Policy::round_robin, {10, 20, 30, 40, 50, 60, 70}, 700))
        EXPECT_EQ(served, 100);
}

// Analytic limit: with rates that do not vary, proportional fairness maximises the sum of log rates, which
// gives everyone the same share of time, be the rates equal or not.
TEST(ProportionalFair, EqualTimeShareInTheLongRun) {
    for (const auto& rates : {std::vector<double>(10, 80.0), std::vector<double>{10, 20, 40, 80, 160}}) {
        const int slots = 20'000;
        for (const int served : servedSlots(Policy::proportional_fair, rates, slots))
            EXPECT_NEAR(served * static_cast<double>(rates.size()) / slots, 1.0, 0.02);
    }
}

TEST(SchedulerPolicies, NamesInTheOrderOfTheEnumeration) {
    ASSERT_EQ(policyNames().size(), 2U);
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::round_robin)], "round-robin");
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::proportional_fair)], "proportional-fair");
}

}  // namespace
}  // namespace celltwin::scheduler
