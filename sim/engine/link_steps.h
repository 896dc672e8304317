// SPDX-License-Identifier: BSD-3-Clause
//
// Hybrid ARQ, queues and their counters on one link, the same for both directions. Private to sim/engine.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {

/// The counters of one direction.
struct DirectionKpis {
    record::Kpi tb_total, tb_errors, tb_initial, tb_initial_errors, tb_residual_errors, mcs_dist;
    record::Kpi prb_used, prb_available, prb_most, five_qi_prb_used, slice_prb_used;
    record::Kpi volume, handled_volume, offered_volume, qos_flow_volume, five_qi_volume, slice_volume;
    record::Kpi throughput_volume, throughput_time;
    record::Kpi five_qi_throughput_volume, five_qi_throughput_time;
    record::Kpi slice_throughput_volume, slice_throughput_time;
    record::Kpi layer_prbs, scheduled_prbs;
};
const DirectionKpis& kpisOf(Direction direction);

/// A leg or UE of a cell.
inline Link downlinkOf(const StepContext& x, RanState& state, std::size_t leg, std::uint32_t cell) {
    return {Direction::downlink, state.down, static_cast<std::uint32_t>(leg),
            static_cast<std::uint32_t>(x.ueOf(leg)), cell};
}
inline Link uplinkOf(RanState& state, std::size_t ue, std::uint32_t cell) {
    return {Direction::uplink, state.up, static_cast<std::uint32_t>(ue), static_cast<std::uint32_t>(ue),
            cell};
}
inline std::span<HarqProcess> processesOf(const StepContext& x, const Link& link) {
    const auto count = static_cast<std::size_t>(x.scenario.ran.link_adaptation.harq_processes);
    return {link.columns.harq.data() + link.row * count, count};
}
inline Queue& queueOf(const StepContext& x, RanState& state, Direction direction, std::size_t ue,
                      std::size_t bearer) {
    return state.queue[static_cast<std::size_t>(direction)][ue * x.flows + bearer];
}

/// After every change of a queue that may fill or empty it.
inline void noteQueue(RanState& state, Direction direction, std::size_t ue, std::size_t bearer,
                      const Queue& queue) {
    const auto d = static_cast<std::size_t>(direction);
    const auto bit = static_cast<std::uint8_t>(1U << bearer);
    const auto set = [bit](std::uint8_t& bits, bool value) {
        bits = static_cast<std::uint8_t>(value ? bits | bit : bits & ~bit);
    };
    set(state.ue[ue].busy[d], queue.busy());
    set(state.ue[ue].endless[d], queue.endless());
}
/// Calls visit(bearer) for each bit.
template <class Visit>
void forEachBearer(std::uint8_t bits, const Visit& visit) {
    for (unsigned left = bits; left != 0; left &= left - 1)
        visit(static_cast<std::size_t>(std::countr_zero(left)));
}

/// A bit for each process of a link.
inline std::uint16_t allProcesses(const StepContext& x) {
    return static_cast<std::uint16_t>((1U << x.scenario.ran.link_adaptation.harq_processes) - 1U);
}
/// The first idle or waiting process, or nullptr.
inline HarqProcess* findProcess(const StepContext& x, const Link& link, HarqProcess::Phase phase) {
    const std::uint16_t bits = phase == HarqProcess::Phase::idle ? link.line().idle : link.line().waiting;
    return bits == 0 ? nullptr : &processesOf(x, link)[static_cast<std::size_t>(std::countr_zero(bits))];
}
/// Asks ahead for what filling a block will touch.
inline void fetchForBlock(const StepContext& x, const RanState& state, const Link& link) {
    const auto direction = static_cast<std::size_t>(link.direction);
    if (const HarqProcess* process = findProcess(x, link, HarqProcess::Phase::idle))
        __builtin_prefetch(process, 1);
    forEachBearer(state.ue[link.ue].busy[direction], [&](std::size_t b) {
        const auto* queue = reinterpret_cast<const char*>(&state.queue[direction][link.ue * x.flows + b]);
        __builtin_prefetch(queue, 1);
        __builtin_prefetch(queue + 64, 1);
    });
}
/// The same for its outcome.
inline void fetchForOutcome(const StepContext& x, const RanState& state, const Link& link,
                            const Transmission& sent) {
    const auto direction = static_cast<std::size_t>(link.direction);
    __builtin_prefetch(sent.process, 1);
    __builtin_prefetch(&link.line(), 1);
    __builtin_prefetch(&state.throughput[link.ue], 1);
    if (link.direction == Direction::downlink) {
        __builtin_prefetch(&state.delivered_bytes[link.ue], 1);
        const float* rsrp_mw = state.rsrp_mw.data() + link.ue * state.width;
        for (std::size_t i = 0; i < state.width; i += 16) __builtin_prefetch(rsrp_mw + i);
    }
    const auto* queue = reinterpret_cast<const char*>(&state.queue[direction][link.ue * x.flows]);
    __builtin_prefetch(queue, 1);
    __builtin_prefetch(queue + 64, 1);
}
/// Hands units that are done with a slot to the traffic model: closed loops go on, what the user noticed is
/// kept.
void settleUnits(const StepContext& x, RanState& state, Direction direction, std::size_t ue,
                 std::size_t bearer, std::int64_t slot);
/// Acts on acknowledgements that are known by now.
void actOnFeedback(const StepContext& x, RanState& state, const Link& link);
inline void settleFeedback(const StepContext& x, RanState& state, const Link& link) {
    if (state.slot >= link.line().harq_due_slot) actOnFeedback(x, state, link);
}
/// Whether nothing of the link is in the air or waits to be sent again.
inline bool harqRests(const LinkColumns& columns, std::size_t row) {
    return columns.rows[row].harq_due_slot == kNothingDue && columns.rows[row].waiting == 0;
}
/// `slots` slots pass over the averages of the links of a cell.
void decayAverages(const StepContext& x, RanState& state, Direction direction, std::uint32_t cell,
                   std::int64_t slots);
/// Takes up to `bytes` into the air, out of the UE's queues by priority; their bursts begin in `slot` if not
/// before. Returns what is of which bearer.
using Payload = std::array<std::int32_t, kMaxBearers>;
Payload takeBytes(const StepContext& x, RanState& state, const Link& link, std::int64_t bytes,
                  std::int64_t slot);
/// Bytes of a bearer that were in the air are there at the end of `slot`.
void deliverBytes(const StepContext& x, RanState& state, const Link& link, std::size_t bearer,
                  std::int64_t bytes, std::int64_t slot);
/// Fills a process with a new block: bytes out of the UE's queues by priority.
struct BlockPlan {
    std::uint32_t transport_bits;
    int prb_count, re_per_prb, mcs, rank, precoder;
};
void fillProcess(const StepContext& x, RanState& state, const Link& link, const BlockPlan& plan,
                 HarqProcess& process);
/// Books a transmission with its outcome; `due_slots`: from now until its fate is acted upon.
void bookTransmission(const StepContext& x, RanState& state, const Link& link, HarqProcess& process,
                      bool lost, int due_slots);
/// Empties the link's processes at a change of cell: RLC AM sends again what was not decoded, UM drops it.
void returnToQueue(const StepContext& x, RanState& state, const Link& link);
/// Distributions over UEs, at a measurement.
void countMeasurements(const StepContext& x, RanState& state, const Link& link);
/// The scheduler's view of a UE's bearers: the most urgent one's terms.
void describeUrgency(const StepContext& x, RanState& state, const Link& link,
                     scheduler::Candidate& candidate);

/// A UE's first opportunity for a scheduling request from a slot on; they come every `period` slots.
inline std::int64_t requestOpportunity(std::int64_t slot, std::size_t ue, std::int64_t period) {
    const std::int64_t phase = static_cast<std::int64_t>(ue) % period;
    return slot + (phase - slot % period + period) % period;
}
inline std::int64_t requestPeriodSlots(const scenario::Uplink& rules, double slot_ms) {
    return std::max<std::int64_t>(1, std::llround(rules.request_period_ms / slot_ms));
}

/// Of a slot, beside `sent` blocks.
int grantsLeft(const StepContext& x, std::size_t sent);
/// A candidate of context.by_rank: its rank is all that is kept.
inline void rankLink(const StepContext& x, std::int64_t slot, const Link& link, double rate,
                     double average_rate, SiteScratch& shared) {
    shared.scheduling.order.push_back(
        {scheduler::rank(x.scenario.ran.rule, rate, average_rate, link.line().last_served_slot, slot),
         link.row, 0});
}
/// Fills shared.grants from shared.candidates on the PRBs of a carrier of which `used` are taken and `sent`
/// blocks are; slices' quotas less what their retransmissions took already.
void allocatePrbs(const StepContext& x, std::int64_t slot, const scenario::Carrier& carrier, int used,
                  std::size_t sent, SiteScratch& shared);
/// The same by subbands, of which `free_prbs` are left: fills shared.subband_grants.
void allocateSubbandPrbs(const StepContext& x, std::int64_t slot, std::span<const int> free_prbs,
                         const scenario::Carrier& carrier, std::size_t sent, SiteScratch& shared);
inline void countSlicePrbs(const StepContext& x, const RanState& state, std::uint32_t ue, int prb_count,
                           std::vector<int>& slice_prbs) {
    const int slice = x.bearersOf(state, ue)[0].slice;
    if (slice >= 0) slice_prbs[static_cast<std::size_t>(slice)] += prb_count;
}

}  // namespace celltwin::engine
