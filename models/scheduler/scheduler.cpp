// SPDX-License-Identifier: BSD-3-Clause
#include "models/scheduler/scheduler.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace celltwin::scheduler {
namespace {

/// The present rate, as policies see it.
double rate(const Candidate& c) {
    return c.ranked_bytes_per_prb > 0.0 ? c.ranked_bytes_per_prb : c.bytes_per_prb;
}

/// Delays beyond the budget are to have probability 2 %: TS 23.501 clause 5.7.3.4 has 98 % within it.
constexpr double kLateShare = 0.02;
/// Larger than any other difference of two ranks: logarithms of doubles, times exponents of up to 10.
constexpr double kGuaranteeFirst = 1e5;
constexpr double kSmallestRate = 1e-300;

double qualityOfService(const Rule& rule, const Candidate& c) {
    assert(c.priority_level > 0.0F && c.delay_budget_ms > 0.0F);
    // ln(1 / level): in PF's long run the share of time goes with the weight
    const double weight = -std::log(static_cast<double>(c.priority_level));
    // M-LWDF's a W = -ln(late share) W / budget, in the exponent as in EXP/PF; late is late, so not beyond
    // the budget
    const double delay = std::clamp(static_cast<double>(c.head_delay_ms / c.delay_budget_ms), 0.0, 1.0);
    const double urgency = -std::log(kLateShare) * delay;
    const double fair =
        rule.alpha * std::log(rate(c)) - rule.beta * std::log(std::max(c.average_rate, kSmallestRate));
    const bool owed = c.guaranteed_share >= 0.0F && c.guaranteed_share < 1.0F;
    return weight + urgency + fair + (owed ? kGuaranteeFirst : 0.0);
}

/// One slot of one cell. Heaps, since a slot usually serves few of many: the order below its last grant is
/// never worked out.
struct Allocation {
    std::span<const Candidate> candidates;
    Scratch& scratch;
    std::vector<Grant>& grants;
    int left;
    int grants_left;
    int reserved = 0;  ///< PRBs dedicated to slices and not used by them yet

    bool done() const { return left <= 0; }
    static int unusedDedicated(const Scratch::Slice& s) {
        return std::max(0, s.quota.dedicated_prbs - s.used_prbs);
    }
    /// What the slice may take without passing `limit` or touching what others have dedicated.
    int available(const Scratch::Slice& s, int limit) const {
        return std::min(limit - s.used_prbs, left - (reserved - unusedDedicated(s)));
    }

    void rankAll(const Rule& rule, std::int64_t slot) {
        scratch.order.resize(candidates.size());
        for (std::uint32_t i = 0; i < candidates.size(); ++i)
            scratch.order[i] = {rank(rule, candidates[i], slot), candidates[i].row, i};
    }
    void openSlices(std::span<const SliceQuota> quotas);
    void groupBySlice();
    Scratch::Slice& sliceOf(std::uint32_t candidate) {
        return scratch.slices[scratch.slices.size() == 1 ? 0 : candidates[candidate].slice];
    }
    bool give(std::uint32_t index, Scratch::Slice& slice, int limit);
    Scratch::Slice* nextSlice();
    void giveMinima();
    bool someoneMay() const;
    void share();
};

void Allocation::openSlices(std::span<const SliceQuota> quotas) {
    scratch.slices.clear();
    for (const SliceQuota& quota : quotas) {
        assert(quota.dedicated_prbs <= quota.min_prbs && quota.min_prbs <= quota.max_prbs);
        scratch.slices.push_back({quota, 0, 0, 0, 0});
        reserved += std::max(0, quota.dedicated_prbs);
    }
}

/// Puts the entries of each slice beside each other, each a heap of its own.
void Allocation::groupBySlice() {
    auto begin = scratch.order.begin();
    for (std::size_t s = 0; s < scratch.slices.size(); ++s) {
        const bool last = s + 1 == scratch.slices.size();
        const auto end = last ? scratch.order.end()
                              : std::partition(begin, scratch.order.end(), [&](const Scratch::Entry& e) {
                                    return candidates[e.candidate].slice == s;
                                });
        std::make_heap(begin, end, goesLater);
        scratch.slices[s].begin = static_cast<std::uint32_t>(begin - scratch.order.begin());
        scratch.slices[s].end = static_cast<std::uint32_t>(end - scratch.order.begin());
        begin = end;
    }
}

/// What the candidate still needs, as far as its slice may; false = nothing.
bool Allocation::give(std::uint32_t index, Scratch::Slice& slice, int limit) {
    const Candidate& candidate = candidates[index];
    assert(candidate.queue_bytes > 0 && candidate.bytes_per_prb > 0.0 && candidate.average_rate >= 0.0);
    std::int32_t& position = scratch.grant_of[index];
    const int before = position < 0 ? 0 : grants[static_cast<std::size_t>(position)].prb_count;
    if (position < 0 && grants_left <= 0) return false;
    const int most = std::min(candidate.max_prbs, before + available(slice, limit));
    if (most <= before) return false;
    const int more =
        neededPrbs(static_cast<double>(candidate.queue_bytes), candidate.bytes_per_prb, most) - before;
    if (more <= 0) return false;
    if (position < 0) {
        position = static_cast<std::int32_t>(grants.size());
        grants.push_back({candidate.row, 0});
        --grants_left;
    }
    grants[static_cast<std::size_t>(position)].prb_count += more;
    reserved -= unusedDedicated(slice);
    slice.used_prbs += more;
    reserved += unusedDedicated(slice);
    left -= more;
    return true;
}

/// The one that has least of its minimum, among those that still want some; equal ones by their first
/// candidate.
Scratch::Slice* Allocation::nextSlice() {
    Scratch::Slice* best = nullptr;
    for (Scratch::Slice& s : scratch.slices) {
        if (s.begin == s.end || available(s, s.quota.min_prbs) <= 0) continue;
        if (best == nullptr) {
            best = &s;
            continue;
        }
        // used / min, without the division
        const auto share = static_cast<std::int64_t>(s.used_prbs) * best->quota.min_prbs;
        const auto best_share = static_cast<std::int64_t>(best->used_prbs) * s.quota.min_prbs;
        if (share < best_share ||
            (share == best_share && goesLater(scratch.order[best->begin], scratch.order[s.begin])))
            best = &s;
    }
    return best;
}

void Allocation::giveMinima() {
    groupBySlice();
    while (!done() && grants_left > 0) {
        Scratch::Slice* slice = nextSlice();
        if (slice == nullptr) return;
        const auto begin = scratch.order.begin() + slice->begin;
        std::pop_heap(begin, scratch.order.begin() + slice->end, goesLater);
        --slice->end;
        give(scratch.order[slice->end].candidate, *slice, slice->quota.min_prbs);
    }
}

/// Whether someone who has not had a turn is in a slice that may take more.
bool Allocation::someoneMay() const {
    return std::any_of(scratch.slices.begin(), scratch.slices.end(), [&](const Scratch::Slice& s) {
        return s.waiting > 0 && available(s, s.quota.max_prbs) > 0;
    });
}

void Allocation::share() {
    const auto begin = scratch.order.begin();
    auto end = scratch.order.end();
    std::make_heap(begin, end, goesLater);
    for (const Scratch::Entry& entry : scratch.order) ++sliceOf(entry.candidate).waiting;
    std::size_t growing = grants.size();  // of the minima; one made here is complete at once
    while (!done() && end != begin && (grants_left > 0 || growing > 0)) {
        std::pop_heap(begin, end--, goesLater);
        Scratch::Slice& slice = sliceOf(end->candidate);
        --slice.waiting;
        if (scratch.grant_of[end->candidate] >= 0) --growing;
        if (!give(end->candidate, slice, slice.quota.max_prbs) && !someoneMay()) return;
    }
}

}  // namespace

int neededPrbs(double bytes, double bytes_per_prb, int available) {
    const double ratio = bytes / bytes_per_prb;
    if (!(ratio < available)) return available;
    double count = std::ceil(ratio);
    // The quotient is rounded; the products decide.
    if (count * bytes_per_prb < bytes) count += 1.0;
    if ((count - 1.0) * bytes_per_prb >= bytes) count -= 1.0;
    return std::clamp(static_cast<int>(count), 1, available);
}

SliceQuota quotaOf(const SliceRatio& ratio, int prb_count, int used_prbs) {
    // A percentage of a whole number may come out a rounding below it: 29 % of 100.
    const auto whole = [&](double percent) {
        return std::max(0, static_cast<int>(std::floor(percent * prb_count / 100.0 + 1e-9)) - used_prbs);
    };
    return {whole(ratio.dedicated_percent), whole(ratio.min_percent), whole(ratio.max_percent)};
}

double rank(const Rule& rule, const Candidate& candidate, std::int64_t slot) {
    if (rule.policy == Policy::qos_aware) return qualityOfService(rule, candidate);
    return rank(rule, rate(candidate), candidate.average_rate, candidate.last_served_slot, slot);
}

void allocate(const Rule& rule, std::span<const Candidate> candidates, std::span<const SliceQuota> slices,
              std::int64_t slot, int prb_count, int max_grants, Scratch& scratch,
              std::vector<Grant>& grants) {
    grants.clear();
    Allocation a{candidates, scratch, grants, prb_count, max_grants};
    if (a.done() || max_grants <= 0 || candidates.empty()) return;
    a.rankAll(rule, slot);
    if (slices.empty())
        return serveInOrder(
            scratch.order, prb_count, max_grants,
            [&](const Scratch::Entry& entry) {
                const Candidate& c = candidates[entry.candidate];
                return Offer{c.queue_bytes, c.bytes_per_prb, c.max_prbs};
            },
            grants);
    scratch.grant_of.assign(candidates.size(), -1);
    a.openSlices(slices);
    const auto wants = [](const SliceQuota& quota) { return quota.min_prbs > 0; };
    if (std::any_of(slices.begin(), slices.end(), wants)) a.giveMinima();
    a.share();
}

std::span<const std::string_view> policyNames() {
    static constexpr std::array<std::string_view, 4> kNames = {"round-robin", "proportional-fair", "max-ci",
                                                               "qos-aware"};
    return kNames;
}

}  // namespace celltwin::scheduler
