// SPDX-License-Identifier: BSD-3-Clause
//
// Invariants of slice quotas over thousands of random cases, and closed forms where everybody has data.
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "tests/models/scheduler/draws.h"

namespace celltwin::scheduler {
namespace {

using namespace celltwin::scheduler::testing;

/// Quotas whose minima fit into `prb_count`.
std::vector<SliceQuota> drawQuotas(std::uint64_t trial, int slices, int prb_count) {
    Draws draw(1'000'000 + trial);
    std::vector<SliceQuota> quotas;
    int free = prb_count;
    for (int s = 0; s < slices; ++s) {
        SliceQuota quota;
        quota.min_prbs = draw() < 0.3 ? 0 : draw.below(free + 1);
        quota.dedicated_prbs = draw() < 0.5 ? 0 : draw.below(quota.min_prbs + 1);
        quota.max_prbs = quota.min_prbs + (draw() < 0.4 ? prb_count : draw.below(prb_count));
        free -= quota.min_prbs;
        quotas.push_back(quota);
    }
    return quotas;
}

struct Case {
    Rule rule;
    std::vector<SliceQuota> quotas;
    std::vector<Candidate> candidates;
    int prb_count, max_grants;
    std::vector<Grant> grants;
    std::map<std::uint32_t, int> given;  ///< by row
    std::vector<int> used;               ///< by slice
    int left = 0;

    explicit Case(std::uint64_t trial)
        : rule{kPolicies[trial % 4]},
          prb_count(1 + static_cast<int>(trial % 273)),
          max_grants(trial % 3 == 0 ? 1000 : 1 + static_cast<int>(trial % 11)) {
        const int slices = 1 + static_cast<int>(trial % 5);
        quotas = drawQuotas(trial, slices, prb_count);
        candidates = drawCandidates(trial, trial % 37, slices);
    }
    void run(Scratch& scratch) {
        allocate(rule, candidates, quotas, 100, prb_count, max_grants, scratch, grants);
        given.clear();
        used.assign(quotas.size(), 0);
        left = prb_count;
        for (const Grant& grant : grants) {
            EXPECT_GT(grant.prb_count, 0);
            EXPECT_TRUE(given.emplace(grant.row, grant.prb_count).second) << "two grants for one UE";
            used[byRow(candidates, grant.row).slice] += grant.prb_count;
            left -= grant.prb_count;
        }
    }
    int of(const Candidate& c) const { return given.count(c.row) == 0 ? 0 : given.at(c.row); }
    /// PRBs dedicated to slices other than `slice` and not used.
    int keptFrom(std::size_t slice) const {
        int kept = 0;
        for (std::size_t s = 0; s < quotas.size(); ++s)
            if (s != slice) kept += std::max(0, quotas[s].dedicated_prbs - used[s]);
        return kept;
    }
    /// What its candidates could use.
    int demand(std::size_t slice) const {
        int sum = 0;
        for (const Candidate& c : candidates)
            if (c.slice == slice && c.max_prbs > 0)
                sum = std::min(100'000, sum + countNeeded(c, std::min(c.max_prbs, 1000)));
        return sum;
    }
};

TEST(Slices, QuotasHoldInEveryCase) {
    Scratch scratch;
    for (std::uint64_t trial = 0; trial < 6000; ++trial) {
        Case c(trial);
        c.run(scratch);
        ASSERT_GE(c.left, 0) << trial;
        ASSERT_LE(c.grants.size(), static_cast<std::size_t>(c.max_grants)) << trial;
        int dedicated_unused = 0;
        for (std::size_t s = 0; s < c.quotas.size(); ++s) {
            ASSERT_LE(c.used[s], c.quotas[s].max_prbs) << trial;
            dedicated_unused += std::max(0, c.quotas[s].dedicated_prbs - c.used[s]);
            // With grants for all, nobody is kept from its minimum.
            if (c.max_grants == 1000) {
                ASSERT_GE(c.used[s], std::min(c.quotas[s].min_prbs, c.demand(s))) << trial;
            }
        }
        ASSERT_GE(c.left, dedicated_unused) << trial << ": dedicated PRBs were lent";
        for (const Candidate& candidate : c.candidates) {
            ASSERT_LE(c.of(candidate), std::max(0, candidate.max_prbs)) << trial;
            ASSERT_LE(c.of(candidate), countNeeded(candidate, 1000)) << trial;
        }
    }
}

TEST(Slices, NothingUsableIsLeftOver) {
    Scratch scratch;
    int satisfied = 0, full = 0, slice_at_max = 0, no_grants = 0;
    for (std::uint64_t trial = 0; trial < 6000; ++trial) {
        Case c(trial);
        c.run(scratch);
        for (const Candidate& candidate : c.candidates) {
            const std::size_t s = candidate.slice;
            if (candidate.max_prbs < 1 ||
                c.of(candidate) == countNeeded(candidate, std::min(candidate.max_prbs, 1000)))
                ++satisfied;
            else if (c.left - c.keptFrom(s) <= 0)
                ++full;
            else if (c.used[s] == c.quotas[s].max_prbs)
                ++slice_at_max;
            else if (c.of(candidate) == 0 && static_cast<int>(c.grants.size()) == c.max_grants)
                ++no_grants;
            else
                FAIL() << "trial " << trial << " row " << candidate.row << " could have had more";
        }
    }
    // The cases reach every reason.
    for (const int count : {satisfied, full, slice_at_max, no_grants}) EXPECT_GT(count, 1000);
}

TEST(Slices, OrderAndNumberingOfCandidatesDoNotMatter) {
    Scratch scratch;
    for (std::uint64_t trial = 0; trial < 2000; ++trial) {
        Case c(trial);
        Case other = c;
        c.run(scratch);
        // Backwards, and rows renamed in a way that keeps their order, which decides ties.
        std::reverse(other.candidates.begin(), other.candidates.end());
        for (Candidate& candidate : other.candidates) candidate.row = 7 * candidate.row + 5;
        other.run(scratch);
        ASSERT_EQ(c.grants.size(), other.grants.size());
        for (std::size_t i = 0; i < c.grants.size(); ++i) {
            ASSERT_EQ(7 * c.grants[i].row + 5, other.grants[i].row) << trial;
            ASSERT_EQ(c.grants[i].prb_count, other.grants[i].prb_count) << trial;
        }
    }
}

TEST(Slices, NumberingOfSlicesDoesNotMatter) {
    Scratch scratch;
    for (std::uint64_t trial = 0; trial < 2000; ++trial) {
        Case c(trial);
        Case other = c;
        c.run(scratch);
        std::reverse(other.quotas.begin(), other.quotas.end());
        for (Candidate& candidate : other.candidates)
            candidate.slice = static_cast<std::uint16_t>(other.quotas.size() - 1 - candidate.slice);
        other.run(scratch);
        ASSERT_EQ(c.given, other.given) << trial;
    }
}

TEST(Slices, OneWithoutAQuotaIsNone) {
    Scratch scratch;
    std::vector<Grant> plain;
    for (std::uint64_t trial = 0; trial < 2000; ++trial) {
        Case c(5 * trial);
        c.quotas = {SliceQuota{}};
        c.run(scratch);
        allocate(c.rule, c.candidates, {}, 100, c.prb_count, c.max_grants, scratch, plain);
        ASSERT_EQ(plain.size(), c.grants.size());
        for (std::size_t i = 0; i < plain.size(); ++i) {
            ASSERT_EQ(plain[i].row, c.grants[i].row);
            ASSERT_EQ(plain[i].prb_count, c.grants[i].prb_count);
        }
    }
}

/// PRBs by slice, each with `ues` full-buffer UEs.
std::vector<int> fullBuffer(const std::vector<SliceQuota>& quotas, const std::vector<int>& ues,
                            int max_grants = 100, int slots = 1) {
    std::vector<Candidate> candidates;
    for (std::size_t s = 0; s < ues.size(); ++s)
        for (int i = 0; i < ues[s]; ++i) {
            Candidate c{static_cast<std::uint32_t>(candidates.size()), kEndless, 50.0, 10.0, -1};
            c.slice = static_cast<std::uint16_t>(s);
            candidates.push_back(c);
        }
    std::vector<int> used(quotas.size(), 0);
    Scratch scratch;
    std::vector<Grant> grants;
    for (int slot = 0; slot < slots; ++slot) {
        allocate({Policy::round_robin}, candidates, quotas, slot, 100, max_grants, scratch, grants);
        for (const Grant& grant : grants) {
            used[candidates[grant.row].slice] += grant.prb_count;
            candidates[grant.row].last_served_slot = slot;
        }
    }
    return used;
}

// By hand: minima first, the rest goes to the first by rank, here by row, up to its slice's maximum.
TEST(Slices, FullBufferByHand) {
    using Used = std::vector<int>;
    EXPECT_EQ(fullBuffer({{0, 30, 100}, {0, 50, 100}}, {1, 1}), (Used{50, 50}));
    EXPECT_EQ(fullBuffer({{0, 30, 35}, {0, 50, 100}}, {1, 1}), (Used{35, 65}));
    EXPECT_EQ(fullBuffer({{0, 30, 35}, {0, 50, 60}}, {1, 1}), (Used{35, 60}));  // 5 are nobody's
    EXPECT_EQ(fullBuffer({{0, 30, 100}, {20, 50, 100}}, {1, 0}), (Used{80, 0}));
    EXPECT_EQ(fullBuffer({{30, 30, 100}, {20, 50, 100}}, {0, 5}), (Used{0, 70}));
    EXPECT_EQ(fullBuffer({{0, 0, 100}, {0, 40, 40}}, {5, 5}), (Used{60, 40}));
}

// One grant a slot: the minima cannot be met in a slot, and nobody starves over slots.
TEST(Slices, FewGrantsGoRound) {
    const auto used = fullBuffer({{0, 50, 100}, {0, 50, 100}}, {8, 2}, 1, 1000);
    EXPECT_GT(used[0], 10'000);
    EXPECT_GT(used[1], 10'000);
}

TEST(Slices, RatiosAreRoundedDownToWholePrbs) {
    // 106 PRBs: 10 % = 10.6, 25 % = 26.5, 50 % = 53
    const SliceQuota quota = quotaOf({25, 50, 10}, 106);
    EXPECT_EQ(quota.dedicated_prbs, 10);
    EXPECT_EQ(quota.min_prbs, 26);
    EXPECT_EQ(quota.max_prbs, 53);
    EXPECT_EQ(quotaOf({0, 0.5, 0}, 106).max_prbs, 0);
    const SliceQuota rest = quotaOf({25, 50, 10}, 106, 15);  // 15 taken already
    EXPECT_EQ(rest.dedicated_prbs, 0);
    EXPECT_EQ(rest.min_prbs, 11);
    EXPECT_EQ(rest.max_prbs, 38);
    for (int prb_count = 1; prb_count <= 275; ++prb_count)
        for (int percent = 0; percent <= 100; ++percent)  // in whole numbers
            EXPECT_EQ(quotaOf({double(percent), 100, 0}, prb_count).min_prbs, percent * prb_count / 100);
}

}  // namespace
}  // namespace celltwin::scheduler
