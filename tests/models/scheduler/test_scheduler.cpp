// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>

#include "models/scheduler/scheduler.h"
#include "tests/models/scheduler/allocation_count.h"
#include "tests/models/scheduler/draws.h"

namespace celltwin::scheduler {
namespace {

using namespace celltwin::scheduler::testing;

TEST(Allocate, KeepsItsPromises) {
    Scratch scratch;
    std::vector<Grant> grants;
    for (const Policy policy : kPolicies)
        for (std::uint64_t trial = 0; trial < 2000; ++trial) {
            const auto candidates = drawCandidates(trial, trial % 23);
            const int prb_count = 1 + static_cast<int>(trial % 273),
                      max_grants = 1 + static_cast<int>(trial % 9);
            allocate({policy}, candidates, {}, 100, prb_count, max_grants, scratch, grants);
            int left = prb_count;
            for (const Grant& grant : grants) {
                const Candidate& candidate = byRow(candidates, grant.row);
                EXPECT_EQ(grant.prb_count, countNeeded(candidate, std::min(left, candidate.max_prbs)));
                left -= grant.prb_count;
            }
            EXPECT_GE(left, 0);
            EXPECT_LE(grants.size(), static_cast<std::size_t>(max_grants));
            // Work conserving: PRBs are left over only when everyone is served or the grants are used up.
            const auto may = static_cast<std::size_t>(std::count_if(
                candidates.begin(), candidates.end(), [](const Candidate& c) { return c.max_prbs > 0; }));
            if (left > 0) {
                EXPECT_EQ(grants.size(), std::min(may, static_cast<std::size_t>(max_grants)));
            }
        }
}

TEST(Allocate, ServesInOrderOfRankWithTiesToTheLowerRow) {
    Scratch scratch;
    std::vector<Grant> grants;
    for (const Policy policy : kPolicies)
        for (std::uint64_t trial = 0; trial < 500; ++trial) {
            auto candidates = drawCandidates(trial, 12);
            for (Candidate& candidate : candidates) {  // everybody fits
                candidate.queue_bytes = 1;
                candidate.max_prbs = 1;
            }
            // The order in which candidates are handed over must not matter.
            if (trial % 2 == 1) std::reverse(candidates.begin(), candidates.end());
            allocate({policy}, candidates, {}, 100, 273, 100, scratch, grants);
            ASSERT_EQ(grants.size(), candidates.size());
            for (std::size_t i = 1; i < grants.size(); ++i) {
                const double before = rank({policy}, byRow(candidates, grants[i - 1].row), 100);
                const double after = rank({policy}, byRow(candidates, grants[i].row), 100);
                EXPECT_TRUE(before > after || (before == after && grants[i - 1].row < grants[i].row));
            }
        }
}

TEST(Allocate, NeedIsExactAtWholePrbs) {
    Scratch scratch;
    std::vector<Grant> grants;
    for (int whole = 1; whole < 270; ++whole)
        for (const int bytes : {1, 37, 111, 99991})
            for (const int split : {1, 4, 64} /* exact in binary */) {
                // A queue of whole * bytes in PRBs of bytes / split, and one byte either side.
                const double bytes_per_prb = static_cast<double>(bytes) / split;
                for (const int beside : {-1, 0, 1}) {
                    Candidate candidate{0, std::int64_t{whole} * bytes + beside, bytes_per_prb, 1.0, -1};
                    if (candidate.queue_bytes < 1) continue;
                    allocate({Policy::round_robin}, {&candidate, 1}, {}, 0, 100'000, 1, scratch, grants);
                    ASSERT_EQ(grants.size(), 1U);
                    // In whole numbers: ceil(queue * split / bytes)
                    EXPECT_EQ(grants[0].prb_count, (candidate.queue_bytes * split + bytes - 1) / bytes)
                        << whole << " x " << bytes << " / " << split;
                }
            }
}

TEST(Allocate, NothingToGive) {
    Scratch scratch;
    std::vector<Grant> grants{{1, 1}};
    const auto candidates = drawCandidates(1, 5);
    allocate({Policy::round_robin}, candidates, {}, 0, 0, 8, scratch, grants);
    EXPECT_TRUE(grants.empty());
    allocate({Policy::round_robin}, candidates, {}, 0, 100, 0, scratch, grants);
    EXPECT_TRUE(grants.empty());
    allocate({Policy::round_robin}, {}, {}, 0, 100, 8, scratch, grants);
    EXPECT_TRUE(grants.empty());
}

TEST(Allocate, SteadyStateAllocatesNothing) {
    Scratch scratch;
    std::vector<Grant> grants;
    const long at_start = allocationCount();
    const auto candidates = drawCandidates(7, 40);
    ASSERT_GT(allocationCount(), at_start);  // the counter is the one in use
    const std::vector<SliceQuota> quotas = {{20, 40, 100}, {0, 60, 273}, {10, 10, 50}};
    const std::vector<Candidate> sliced = drawCandidates(7, 40, 3);
    for (const Policy policy : kPolicies) {
        allocate({policy}, candidates, {}, 100, 273, 40, scratch, grants);
        allocate({policy}, sliced, quotas, 100, 273, 40, scratch, grants);
        const long before = allocationCount();
        for (int slot = 101; slot < 200; ++slot) {
            allocate({policy}, candidates, {}, slot, 273, 40, scratch, grants);
            allocate({policy}, sliced, quotas, slot, 273, 40, scratch, grants);
        }
        EXPECT_EQ(allocationCount(), before);
    }
}

TEST(SchedulerPolicies, NamesInTheOrderOfTheEnumeration) {
    ASSERT_EQ(policyNames().size(), 4U);
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::round_robin)], "round-robin");
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::proportional_fair)], "proportional-fair");
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::max_ci)], "max-ci");
    EXPECT_EQ(policyNames()[static_cast<std::size_t>(Policy::qos_aware)], "qos-aware");
}

}  // namespace
}  // namespace celltwin::scheduler
