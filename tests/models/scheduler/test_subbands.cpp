// SPDX-License-Identifier: BSD-3-Clause
//
// Scheduling by subband: closed forms, the wideband scheduler where subbands do not differ, and invariants
// over thousands of random cases.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <numeric>

#include "models/scheduler/subbands.h"
#include "tests/models/scheduler/allocation_count.h"
#include "tests/models/scheduler/draws.h"

namespace celltwin::scheduler {
namespace {

using namespace celltwin::scheduler::testing;

SubbandRates flat(double bytes_per_prb) {
    SubbandRates rates;
    rates.bytes_per_prb.fill(bytes_per_prb);
    return rates;
}

SubbandRates steps(double bytes_per_prb, std::uint64_t levels) {
    SubbandRates rates;
    rates.bytes_per_prb = {bytes_per_prb, 1.2 * bytes_per_prb, 1.5 * bytes_per_prb, 0.8 * bytes_per_prb};
    rates.levels = levels;
    return rates;
}

Candidate endless(std::uint32_t row, double average = 1.0) {
    return {row, kEndless, 1.0, average, -1};
}

TEST(Subbands, EachGoesToWhoIsBestThere) {
    // Equal averages: UE 0 is strong in subbands 0 and 2 (level 2), UE 1 in subband 1.
    const std::vector<Candidate> candidates{endless(0), endless(1)};
    const std::vector<SubbandRates> rates{steps(100.0, 0b10'11'10), steps(100.0, 0b11'10'11)};
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    const std::vector<int> prbs{4, 4, 3};
    allocateSubbands({Policy::proportional_fair}, candidates, rates, {}, 0, prbs, 8, scratch, grants);
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants[0].row, 0U);
    EXPECT_EQ(grants[0].subbands, 0b101U);
    EXPECT_EQ(grants[0].prb_count, 7);
    EXPECT_EQ(grants[0].level_prbs[2], 7);
    EXPECT_EQ(grants[1].subbands, 0b010U);
    EXPECT_EQ(grants[1].prb_count, 4);
}

TEST(Subbands, WithoutDifferencesTheWidebandSchedulerDecides) {
    Scratch wide_scratch;
    SubbandScratch scratch;
    std::vector<Grant> wide;
    std::vector<SubbandGrant> grants;
    for (std::uint64_t trial = 0; trial < 4000; ++trial) {
        std::vector<Candidate> candidates = drawCandidates(trial, trial % 23);
        std::vector<SubbandRates> rates;
        for (const Candidate& c : candidates) rates.push_back(flat(c.bytes_per_prb));
        const Rule rule{kPolicies[trial % 4]};
        const std::vector<int> prbs(1 + trial % 19, 1 + static_cast<int>(trial % 16));
        const int total = std::accumulate(prbs.begin(), prbs.end(), 0);
        const int most = 1 + static_cast<int>(trial % 9);
        allocate(rule, candidates, {}, 100, total, most, wide_scratch, wide);
        allocateSubbands(rule, candidates, rates, {}, 100, prbs, most, scratch, grants);
        ASSERT_EQ(grants.size(), wide.size()) << trial;
        for (std::size_t i = 0; i < wide.size(); ++i) {
            EXPECT_EQ(grants[i].row, wide[i].row) << trial;
            // A subband that two share is filled in two steps, each rounded up by the products.
            EXPECT_NEAR(grants[i].prb_count, wide[i].prb_count, 1) << trial;
        }
    }
}

/// Random rates with unusable levels, quotas whose minima fit.
struct Case {
    Rule rule;
    std::vector<Candidate> candidates;
    std::vector<SubbandRates> rates;
    std::vector<SliceQuota> quotas;
    std::vector<int> prbs;
    int max_grants, total;

    explicit Case(std::uint64_t trial) : rule{kPolicies[trial % 4]} {
        Draws draw(500'000 + trial);
        const int slices = 1 + static_cast<int>(trial % 4);
        candidates = drawCandidates(trial, trial % 29, slices);
        for (const Candidate& c : candidates) {
            SubbandRates r = steps(c.bytes_per_prb, 0);
            for (std::size_t s = 0; s < kMostSubbands; ++s)
                r.levels |= static_cast<std::uint64_t>(draw.below(4)) << (2 * s);
            if (draw() < 0.2) r.bytes_per_prb[3] = 0.0;
            rates.push_back(r);
        }
        prbs.resize(1 + trial % kMostSubbands);
        for (int& n : prbs) n = draw.below(17);
        total = std::accumulate(prbs.begin(), prbs.end(), 0);
        max_grants = trial % 3 == 0 ? 1000 : 1 + draw.below(10);
        int free = total;
        for (int s = 0; s < slices; ++s) {
            SliceQuota quota;
            quota.min_prbs = draw() < 0.3 ? 0 : draw.below(free + 1);
            quota.dedicated_prbs = draw() < 0.5 ? 0 : draw.below(quota.min_prbs + 1);
            quota.max_prbs = quota.min_prbs + (draw() < 0.4 ? total : draw.below(total + 1));
            free -= quota.min_prbs;
            quotas.push_back(quota);
        }
    }
};

TEST(Subbands, QuotasQueuesAndSubbandsHoldInEveryCase) {
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    int shared = 0, limited = 0;
    for (std::uint64_t trial = 0; trial < 6000; ++trial) {
        const Case c(trial);
        allocateSubbands(c.rule, c.candidates, c.rates, c.quotas, 100, c.prbs, c.max_grants, scratch, grants);
        ASSERT_LE(static_cast<int>(grants.size()), c.max_grants);
        std::vector<int> used(c.quotas.size(), 0);
        int given = 0;
        std::uint32_t touched = 0;
        for (const SubbandGrant& grant : grants) {
            const Candidate& candidate = byRow(c.candidates, grant.row);
            const SubbandRates& rates = c.rates[static_cast<std::size_t>(&candidate - c.candidates.data())];
            ASSERT_EQ(grant.prb_count, std::accumulate(grant.level_prbs.begin(), grant.level_prbs.end(), 0));
            ASSERT_GT(grant.prb_count, 0);
            ASSERT_LE(grant.prb_count, candidate.max_prbs);
            double bytes = 0.0, largest = 0.0;
            for (std::size_t level = 0; level < SubbandRates::kLevels; ++level) {
                if (grant.level_prbs[level] == 0) continue;
                ASSERT_GT(rates.bytes_per_prb[level], 0.0) << "an unusable subband";
                bytes += grant.level_prbs[level] * rates.bytes_per_prb[level];
                largest = std::max(largest, rates.bytes_per_prb[level]);
            }
            ASSERT_LT(bytes - largest, static_cast<double>(candidate.queue_bytes)) << "more than its queue";
            if ((touched & grant.subbands) != 0) ++shared;
            touched |= grant.subbands;
            used[candidate.slice] += grant.prb_count;
            given += grant.prb_count;
        }
        ASSERT_LE(given, c.total);
        int dedicated_unused = 0;
        for (std::size_t s = 0; s < used.size(); ++s) {
            ASSERT_LE(used[s], c.quotas[s].max_prbs) << trial;
            dedicated_unused += std::max(0, c.quotas[s].dedicated_prbs - used[s]);
        }
        ASSERT_LE(given, c.total - dedicated_unused) << trial << ": dedicated PRBs were lent";
        if (static_cast<int>(grants.size()) == c.max_grants) ++limited;
    }
    EXPECT_GT(shared, 1000);
    EXPECT_GT(limited, 1000);
}

TEST(Subbands, NothingUsableIsLeftOver) {
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    for (std::uint64_t trial = 0; trial < 6000; ++trial) {
        Case c(trial);
        c.quotas.clear();
        for (Candidate& candidate : c.candidates) candidate.slice = 0;
        allocateSubbands(c.rule, c.candidates, c.rates, {}, 100, c.prbs, 1000, scratch, grants);
        std::map<std::uint32_t, const SubbandGrant*> of;
        for (const SubbandGrant& grant : grants) of[grant.row] = &grant;
        for (std::size_t s = 0; s < c.prbs.size(); ++s) {
            if (scratch.free_prbs[s] == 0) continue;
            for (std::size_t i = 0; i < c.candidates.size(); ++i) {
                const SubbandRates& rates = c.rates[i];
                if (rates.bytes_per_prb[rates.levelOf(s)] == 0.0 || c.candidates[i].max_prbs <= 0) continue;
                ASSERT_TRUE(of.contains(c.candidates[i].row)) << trial;
                const SubbandGrant& grant = *of.at(c.candidates[i].row);
                double bytes = 0.0;
                for (std::size_t level = 0; level < SubbandRates::kLevels; ++level)
                    bytes += grant.level_prbs[level] * rates.bytes_per_prb[level];
                ASSERT_TRUE(bytes >= static_cast<double>(c.candidates[i].queue_bytes) * (1.0 - 1e-12) ||
                            grant.prb_count == c.candidates[i].max_prbs)
                    << trial;
            }
        }
    }
}

TEST(Subbands, MinimaAreKeptForSlicesWithEndlessData) {
    // Slice 1's UE is never ranked first, yet has its 30 of 52 PRBs.
    std::vector<Candidate> candidates{endless(0), endless(1, 1e9)};
    candidates[1].slice = 1;
    const std::vector<SubbandRates> rates{flat(100.0), flat(100.0)};
    const std::vector<SliceQuota> quotas{{0, 0, 1000}, {0, 30, 1000}};
    const std::vector<int> prbs(13, 4);
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    allocateSubbands({Policy::proportional_fair}, candidates, rates, quotas, 0, prbs, 8, scratch, grants);
    ASSERT_EQ(grants.size(), 2U);
    EXPECT_EQ(grants[0].prb_count, 22);
    EXPECT_EQ(grants[1].prb_count, 30);
}

/// Rayleigh fading in independent subbands, max C/I over n UEs of equal mean: the mean of the largest of n
/// exponentials is the harmonic number H(n) (e.g. Viswanath, Tse, Laroia, Opportunistic beamforming using
/// dumb antennas, 2002). With one rate a UE and slot there is none of this gain within a slot.
TEST(Subbands, GainOfTheBestOfMany) {
    constexpr int kUsers = 8, kTrials = 20000;
    Draws draw(77);
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    std::vector<Candidate> candidates;
    for (std::uint32_t i = 0; i < kUsers; ++i) candidates.push_back(endless(i));
    double sum = 0.0;
    for (int trial = 0; trial < kTrials; ++trial) {
        std::vector<SubbandRates> rates(kUsers);
        std::vector<double> power(kUsers);
        for (std::size_t i = 0; i < kUsers; ++i) {
            power[i] = -std::log(draw());
            rates[i].bytes_per_prb[0] = power[i];
        }
        allocateSubbands({Policy::max_ci}, candidates, rates, {}, 0, std::vector<int>{1}, 8, scratch, grants);
        sum += power[grants[0].row];
    }
    double harmonic = 0.0;
    for (int k = 1; k <= kUsers; ++k) harmonic += 1.0 / k;
    EXPECT_NEAR(sum / kTrials, harmonic, 0.02 * harmonic);
}

TEST(Subbands, ASteadyStateAllocatesNothing) {
    const Case c(28);
    SubbandScratch scratch;
    std::vector<SubbandGrant> grants;
    allocateSubbands(c.rule, c.candidates, c.rates, c.quotas, 100, c.prbs, 1000, scratch, grants);
    const auto before = allocationCount();
    allocateSubbands(c.rule, c.candidates, c.rates, c.quotas, 101, c.prbs, 1000, scratch, grants);
    EXPECT_EQ(allocationCount(), before);
}

}  // namespace
}  // namespace celltwin::scheduler
