// SPDX-License-Identifier: BSD-3-Clause
#include "models/scheduler/subbands.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace celltwin::scheduler {
namespace {

constexpr double kUnusable = -std::numeric_limits<double>::infinity();

struct Assignment {
    std::span<const Candidate> candidates;
    std::span<const SubbandRates> rates;
    SubbandScratch& scratch;
    std::vector<SubbandGrant>& grants;
    int left, grants_left;

    void rankAll(const Rule& rule, std::int64_t slot);
    void openSlices(std::span<const SliceQuota> quotas);
    SubbandScratch::Slice& sliceOf(std::size_t i) const {
        return scratch.slices[scratch.slices.size() == 1 ? 0 : candidates[i].slice];
    }
    int available(const SubbandScratch::Slice& slice) const;
    std::size_t bestIn(std::size_t subband) const;
    void give(std::size_t i, std::size_t subband, int prbs);
    bool pass();
};

void Assignment::rankAll(const Rule& rule, std::int64_t slot) {
    scratch.entries.resize(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        assert(candidates[i].queue_bytes > 0);
        SubbandScratch::Entry& entry = scratch.entries[i];
        entry.left_bytes = static_cast<double>(candidates[i].queue_bytes);
        entry.grant = -1;
        Candidate there = candidates[i];
        for (std::size_t level = 0; level < SubbandRates::kLevels; ++level) {
            there.bytes_per_prb = rates[i].bytes_per_prb[level];
            there.ranked_bytes_per_prb = rates[i].ranked_bytes_per_prb[level];
            entry.rank[level] = there.bytes_per_prb > 0.0 ? rank(rule, there, slot) : kUnusable;
        }
    }
}

void Assignment::openSlices(std::span<const SliceQuota> quotas) {
    static constexpr SliceQuota kNone;
    scratch.slices.clear();
    for (const SliceQuota& quota : quotas.empty() ? std::span(&kNone, 1) : quotas)
        scratch.slices.push_back({quota, 0, 0});
    for (std::size_t i = 0; i < candidates.size(); ++i) ++sliceOf(i).hungry;
}

/// Up to its maximum, less what the others are owed: their minimum while they have data, what is dedicated to
/// them in any case.
int Assignment::available(const SubbandScratch::Slice& slice) const {
    int owed = 0, dedicated = 0;
    for (const SubbandScratch::Slice& other : scratch.slices) {
        if (&other == &slice) continue;
        const int due = other.hungry > 0 ? other.quota.min_prbs : other.quota.dedicated_prbs;
        owed += std::max(0, due - other.used_prbs);
        dedicated += std::max(0, other.quota.dedicated_prbs - other.used_prbs);
    }
    // Where retransmissions left less than all minima, a slice's own comes before what is merely owed.
    const int own = std::max(left - owed, slice.quota.min_prbs - slice.used_prbs);
    return std::min({own, left - dedicated, slice.quota.max_prbs - slice.used_prbs});
}

/// Who is ranked first in a subband, or the number of candidates.
std::size_t Assignment::bestIn(std::size_t subband) const {
    std::size_t best = candidates.size();
    double best_rank = kUnusable;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const SubbandScratch::Entry& entry = scratch.entries[i];
        const double here = entry.rank[rates[i].levelOf(subband)];
        if (here == kUnusable || entry.left_bytes <= 0.0) continue;
        const bool before = best == candidates.size() || here > best_rank ||
                            (here == best_rank && candidates[i].row < candidates[best].row);
        if (!before || (entry.grant < 0 && grants_left <= 0)) continue;
        if (entry.grant >= 0 &&
            grants[static_cast<std::size_t>(entry.grant)].prb_count >= candidates[i].max_prbs)
            continue;
        if (candidates[i].max_prbs <= 0 || available(sliceOf(i)) <= 0) continue;
        best = i;
        best_rank = here;
    }
    return best;
}

void Assignment::give(std::size_t i, std::size_t subband, int prbs) {
    SubbandScratch::Entry& entry = scratch.entries[i];
    if (entry.grant < 0) {
        entry.grant = static_cast<std::int32_t>(grants.size());
        grants.push_back({candidates[i].row, 0, 0, {}});
        --grants_left;
    }
    SubbandGrant& grant = grants[static_cast<std::size_t>(entry.grant)];
    const std::size_t level = rates[i].levelOf(subband);
    grant.subbands |= 1U << subband;
    grant.prb_count += prbs;
    grant.level_prbs[level] += prbs;
    entry.left_bytes -= prbs * rates[i].bytes_per_prb[level];
    SubbandScratch::Slice& slice = sliceOf(i);
    if (entry.left_bytes <= 0.0 || grant.prb_count >= candidates[i].max_prbs) --slice.hungry;
    slice.used_prbs += prbs;
    scratch.free_prbs[subband] -= prbs;
    left -= prbs;
}

/// Every subband once; whether anything was given.
bool Assignment::pass() {
    const int before = left;
    for (std::size_t subband = 0; subband < scratch.free_prbs.size(); ++subband)
        while (scratch.free_prbs[subband] > 0) {
            const std::size_t i = bestIn(subband);
            if (i == candidates.size()) break;
            const SubbandScratch::Entry& entry = scratch.entries[i];
            const int held = entry.grant < 0 ? 0 : grants[static_cast<std::size_t>(entry.grant)].prb_count;
            const int most =
                std::min({scratch.free_prbs[subband], available(sliceOf(i)), candidates[i].max_prbs - held});
            give(i, subband,
                 neededPrbs(entry.left_bytes, rates[i].bytes_per_prb[rates[i].levelOf(subband)], most));
        }
    return left < before;
}

}  // namespace

void allocateSubbands(const Rule& rule, std::span<const Candidate> candidates,
                      std::span<const SubbandRates> rates, std::span<const SliceQuota> slices,
                      std::int64_t slot, std::span<const int> free_prbs, int max_grants,
                      SubbandScratch& scratch, std::vector<SubbandGrant>& grants) {
    assert(rates.size() == candidates.size() && free_prbs.size() <= kMostSubbands);
    grants.clear();
    scratch.free_prbs.assign(free_prbs.begin(), free_prbs.end());
    const int total = std::accumulate(free_prbs.begin(), free_prbs.end(), 0);
    Assignment assignment{candidates, rates, scratch, grants, total, max_grants};
    assignment.rankAll(rule, slot);
    assignment.openSlices(slices);
    // A slice that has had enough releases what was kept for it: the next pass shares that.
    while (assignment.pass() && assignment.left > 0) {
    }
}

}  // namespace celltwin::scheduler
