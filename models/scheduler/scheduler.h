// SPDX-License-Identifier: BSD-3-Clause
//
// Who is served in a slot. One loop; the policy is a small function that ranks candidates. PRBs go to UEs in
// order of rank, each as many as its queue needs at its MCS and its power allows, until the carrier is full.
// Ties go to the lower row. Network slices (TS 28.541 clause 4.3.36, RRMPolicyRatio) are quotas around the
// same loop. Pure: no state is kept here.
//
// Proportional fair: D. Tse, Multiuser diversity in wireless networks (1999), with exponents. The quality of
// service policy weighs it by priority level (TS 23.501 clause 5.7.3.3) and by the head-of-line delay over
// its budget: the constant of M-LWDF (Andrews et al., Providing quality of service over a shared wireless
// link, IEEE Communications Magazine, 2001) in the exponent that EXP/PF has (Rhee, Holtzman, Kim, Scheduling
// of real/non-real time services: adaptive EXP/PF algorithm, IEEE VTC 2003-Spring). Valid for rates above 0
// and whole bytes. Frequency-selective scheduling is in subbands.h. Not modelled: multi-user MIMO, limits of
// control channel elements beyond a number of UEs, vendors' own policies. Second-hand: the clauses of
// TS 28.541 and TS 23.501 and the papers' formulas were not read in the original.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace celltwin::scheduler {

enum class Policy : std::uint8_t { round_robin, proportional_fair, max_ci, qos_aware };

/// The policy with its parameters.
struct Rule {
    Policy policy = Policy::proportional_fair;
    /// proportional_fair and qos_aware: exponent of the present rate, >= 0.
    double alpha = 1.0;
    /// Likewise of the average rate. (1, 1) is proportional fair, (1, 0) max C/I, (0, 1) gives equal rates.
    double beta = 1.0;
};

/// A UE with data, as the scheduler sees it.
struct Candidate {
    std::uint32_t row;              ///< the caller's, different for each candidate
    std::int64_t queue_bytes;       ///< > 0, what the grant should carry, with the headers the caller adds
    double bytes_per_prb;           ///< what one PRB carries this slot at its MCS, > 0
    double average_rate;            ///< exponentially averaged served bytes per slot, >= 0
    std::int64_t last_served_slot;  ///< -1 = never
    double ranked_bytes_per_prb = 0.0;  ///< the rate a policy ranks by, where it is another; 0 = the same
    int max_prbs = 1 << 20;             ///< the UE's power allows no more (uplink); below 1 it is not served
    std::uint16_t slice = 0;            ///< index into the slices given to allocate()
    // For qos_aware, of the UE's most urgent bearer:
    float priority_level = 90.0F;    ///< TS 23.501 Table 5.7.4-1, lower is more urgent, > 0; 90 is of 5QI 9
    float head_delay_ms = 0.0F;      ///< how long its oldest data has waited
    float delay_budget_ms = 300.0F;  ///< > 0
    float guaranteed_share = -1.0F;  ///< rate served so far over the guaranteed rate; -1 = none guaranteed
};

struct Grant {
    std::uint32_t row;
    int prb_count;  ///< > 0
};

/// A slice's share of a carrier's PRBs in percent: rRMPolicyDedicatedRatio <= rRMPolicyMinRatio <=
/// rRMPolicyMaxRatio.
struct SliceRatio {
    double min_percent = 0.0, max_percent = 100.0, dedicated_percent = 0.0;
};

/// The same in PRBs of a slot: dedicated <= min <= max. Dedicated PRBs are never lent; those up to min are
/// the slice's when it wants them and shared otherwise; it gets none above max.
struct SliceQuota {
    int dedicated_prbs = 0, min_prbs = 0, max_prbs = 1 << 20;
};

/// The fewest PRBs that carry `bytes` (> 0), at least 1, at most `available` (> 0).
int neededPrbs(double bytes, double bytes_per_prb, int available);

/// All three rounded down to whole PRBs, so that minima of at most 100 % together fit and no maximum is
/// passed; a maximum below one PRB gives none. `used_prbs` of the slot are the slice's already
/// (retransmissions) and count.
SliceQuota quotaOf(const SliceRatio& ratio, int prb_count, int used_prbs = 0);

/// Working memory, re-used so that a steady state allocates nothing. Its content is allocate()'s own.
struct Scratch {
    struct Entry {
        double rank;
        std::uint32_t row;
        std::uint32_t candidate;
    };
    struct Slice {
        SliceQuota quota;
        int used_prbs, waiting;
        std::uint32_t begin, end;  ///< of its entries
    };
    std::vector<Entry> order;
    std::vector<Slice> slices;
    std::vector<std::int32_t> grant_of;  ///< by candidate, -1 = none yet
};

/// Larger is served first; the scale is the policy's own. round_robin: slots since last served.
/// proportional_fair: rate^alpha / average^beta. max_ci: rate. qos_aware: a logarithm, see above; those whose
/// guaranteed rate is not reached come before all others.
double rank(const Rule& rule, const Candidate& candidate, std::int64_t slot);

/// The same for policies that look at rates and turns alone (all but qos_aware).
inline double rank(const Rule& rule, double rate, double average_rate, std::int64_t last_served_slot,
                   std::int64_t slot) {
    if (rule.policy == Policy::round_robin) return static_cast<double>(slot - last_served_slot);
    if (rule.policy == Policy::max_ci) return rate;
    if (rule.alpha == 1.0 && rule.beta == 1.0) return rate / average_rate;
    // rate^alpha / average^beta; one never served goes first
    return std::pow(rate, rule.alpha) / std::pow(average_rate, rule.beta);
}
inline bool goesLater(const Scratch::Entry& a, const Scratch::Entry& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.row > b.row;
}

/// What a candidate wants, in the terms of Candidate.
struct Offer {
    std::int64_t queue_bytes;
    double bytes_per_prb;
    int max_prbs;
};
/// allocate() without slices, of candidates whose ranks are known: appends to `grants` and leaves `order` in
/// another order. `offer(entry)` tells what one wants; only those whose turn comes are asked.
template <class OfferOf>
void serveInOrder(std::span<Scratch::Entry> order, int prb_count, int max_grants, const OfferOf& offer_of,
                  std::vector<Grant>& grants) {
    // Without quotas one turn each is enough. A slot usually serves few of many, so nothing is sorted.
    for (std::size_t left = order.size(); left > 0 && prb_count > 0 && max_grants > 0; --left) {
        Scratch::Entry& last = order[left - 1];
        std::swap(
            *std::max_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(left), goesLater),
            last);
        const Offer offer = offer_of(last);
        const int most = std::min(offer.max_prbs, prb_count);
        if (most <= 0) continue;
        grants.push_back(
            {last.row, neededPrbs(static_cast<double>(offer.queue_bytes), offer.bytes_per_prb, most)});
        prb_count -= grants.back().prb_count;
        --max_grants;
    }
}

/// Fills `grants` (cleared first) for one cell and slot: at most `max_grants`, one for each candidate at
/// most, in total at most `prb_count`. `slices` empty = one slice without a quota.
///
/// First each slice gets its minimum: always the slice that has least of it is next, with its first candidate
/// by rank. Then all candidates share the rest by rank. In both, no slice passes its maximum or takes what
/// others have dedicated and not used. Nothing else is left over while someone can use it.
void allocate(const Rule& rule, std::span<const Candidate> candidates, std::span<const SliceQuota> slices,
              std::int64_t slot, int prb_count, int max_grants, Scratch& scratch, std::vector<Grant>& grants);

/// The scenario's names: round-robin, proportional-fair, max-ci, qos-aware.
std::span<const std::string_view> policyNames();

}  // namespace celltwin::scheduler
