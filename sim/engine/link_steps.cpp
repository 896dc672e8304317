// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/link_steps.h"

#include <algorithm>
#include <cmath>

#include "models/phy/link_adaptation.h"
#include "models/scheduler/logical_channels.h"
#include "sim/engine/kpi_row.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using Phase = HarqProcess::Phase;

/// Prioritised bit rates are kept for this long (bucketSizeDuration of TS 38.331).
constexpr double kBucketSizeS = 0.1;

std::size_t indexOf(Direction direction) {
    return static_cast<std::size_t>(direction);
}

/// How much of its guaranteed rate a bearer has coming to it, as of this slot.
Bucket& filledBucketOf(const StepContext& x, RanState& state, const Link& link, std::size_t bearer,
                       const BearerRules& rules) {
    Bucket& bucket = state.bucket[indexOf(link.direction)][link.ue * x.flows + bearer];
    const double elapsed_s = static_cast<double>(state.slot - bucket.slot) * x.slotMs() * 1e-3;
    bucket.bytes =
        scheduler::filledBucket(bucket.bytes, rules.guaranteed_bytes_per_s, kBucketSizeS, elapsed_s);
    bucket.slot = state.slot;
    return bucket;
}

constexpr DirectionKpis kDownlinkKpis = {
    .tb_total = Kpi::tb_tot_nbr_dl,
    .tb_errors = Kpi::tb_err_tot_nbr_dl,
    .tb_initial = Kpi::tb_tot_nbr_dl_initial,
    .tb_initial_errors = Kpi::tb_initial_err_nbr_dl,
    .tb_residual_errors = Kpi::tb_residual_err_nbr_dl,
    .mcs_dist = Kpi::carr_pdsch_mcs_dist,
    .prb_used = Kpi::rru_prb_used_dl,
    .prb_available = Kpi::rru_prb_avail_dl,
    .prb_most = Kpi::rru_max_prb_used_dl,
    .five_qi_prb_used = Kpi::rru_prb_used_dl_by_5qi,
    .slice_prb_used = Kpi::rru_prb_used_dl_by_slice,
    .volume = Kpi::drb_pdcp_sdu_volume_dl,
    .handled_volume = Kpi::x_rlc_sdu_volume_dl,
    .offered_volume = Kpi::drb_pdcp_sdu_volume_dl_in,
    .qos_flow_volume = Kpi::qosflow_pdcp_pdu_volume_dl,
    .five_qi_volume = Kpi::drb_pdcp_sdu_volume_dl_by_5qi,
    .slice_volume = Kpi::drb_pdcp_sdu_volume_dl_by_slice,
    .throughput_volume = Kpi::drb_ue_thp_vol_dl,
    .throughput_time = Kpi::drb_ue_thp_time_dl,
    .five_qi_throughput_volume = Kpi::drb_ue_thp_vol_dl_by_5qi,
    .five_qi_throughput_time = Kpi::drb_ue_thp_time_dl_by_5qi,
    .slice_throughput_volume = Kpi::drb_ue_thp_vol_dl_by_slice,
    .slice_throughput_time = Kpi::drb_ue_thp_time_dl_by_slice,
    .layer_prbs = Kpi::x_layer_prb_dl,
    .scheduled_prbs = Kpi::x_scheduled_prb_dl,
};
constexpr DirectionKpis kUplinkKpis = {
    .tb_total = Kpi::tb_tot_nbr_ul,
    .tb_errors = Kpi::tb_err_tot_nbr_ul,
    .tb_initial = Kpi::tb_tot_nbr_ul_init,
    .tb_initial_errors = Kpi::tb_err_nbr_ul_initial,
    .tb_residual_errors = Kpi::tb_residual_err_nbr_ul,
    .mcs_dist = Kpi::carr_pusch_mcs_dist,
    .prb_used = Kpi::rru_prb_used_ul,
    .prb_available = Kpi::rru_prb_avail_ul,
    .prb_most = Kpi::rru_max_prb_used_ul,
    .five_qi_prb_used = Kpi::rru_prb_used_ul_by_5qi,
    .slice_prb_used = Kpi::rru_prb_used_ul_by_slice,
    .volume = Kpi::drb_pdcp_sdu_volume_ul,
    .handled_volume = Kpi::x_pdcp_sent_volume_ul,
    .offered_volume = Kpi::drb_pdcp_sdu_volume_ul_in,
    .qos_flow_volume = Kpi::qosflow_pdcp_pdu_volume_ul,
    .five_qi_volume = Kpi::drb_pdcp_sdu_volume_ul_by_5qi,
    .slice_volume = Kpi::drb_pdcp_sdu_volume_ul_by_slice,
    .throughput_volume = Kpi::drb_ue_thp_vol_ul,
    .throughput_time = Kpi::drb_ue_thp_time_ul,
    .five_qi_throughput_volume = Kpi::drb_ue_thp_vol_ul_by_5qi,
    .five_qi_throughput_time = Kpi::drb_ue_thp_time_ul_by_5qi,
    .slice_throughput_volume = Kpi::drb_ue_thp_vol_ul_by_slice,
    .slice_throughput_time = Kpi::drb_ue_thp_time_ul_by_slice,
    .layer_prbs = Kpi::x_layer_prb_ul,
    .scheduled_prbs = Kpi::x_scheduled_prb_ul,
};

/// Known when the code is built: the places of counters are constants then.
template <Direction kDirection>
constexpr const DirectionKpis& kKpis = kDirection == Direction::downlink ? kDownlinkKpis : kUplinkKpis;

void countLost(RanState& state, const Link& link, std::int64_t bytes) {
    const double megabits = static_cast<double>(bytes) * 8e-6;
    const bool down = link.direction == Direction::downlink;
    addTo(state, link.cell, down ? Kpi::x_rlc_drop_volume_dl : Kpi::x_pdcp_loss_volume_ul, megabits);
    addTo(state, link.cell, down ? Kpi::x_rlc_sdu_volume_dl : Kpi::x_pdcp_sent_volume_ul, megabits);
}

template <Direction kDirection>
void countVolume(RanState& state, const Link& link, const BearerRules& rules, bool endless, double bytes) {
    constexpr const DirectionKpis& kpis = kKpis<kDirection>;
    const double megabits = bytes * 8e-6, kilobits = bytes * 8e-3;
    addTo(state, link.cell, kpis.volume, megabits);
    addTo(state, link.cell, kpis.handled_volume, megabits);
    addTo(state, link.cell, kpis.qos_flow_volume, megabits);
    addToLabel(state, link.cell, kpis.five_qi_volume, rules.five_qi_label, megabits);
    addToLabel(state, link.cell, kpis.slice_volume, rules.slice, megabits);
    if (endless || kDirection == Direction::uplink) return;
    addTo(state, link.cell, Kpi::x_pdcp_sdu_delay_volume_dl, kilobits);
    addToLabel(state, link.cell, Kpi::x_pdcp_sdu_delay_volume_dl_by_5qi, rules.five_qi_label, kilobits);
}

/// The throughput a burst shows is known up to its last but one piece: count the piece before this one.
template <Direction kDirection>
void countBurstPiece(const StepContext& x, RanState& state, const Link& link, const BearerRules& rules,
                     Burst& burst) {
    constexpr const DirectionKpis& kpis = kKpis<kDirection>;
    const std::int64_t end_slot = burst.piece_slot + 1;
    const double ms = static_cast<double>(end_slot - burst.mark_slot) * x.slotMs();
    const double kbit = static_cast<double>(burst.piece_bytes) * 8e-3;
    addTo(state, link.cell, kpis.throughput_volume, kbit);
    addTo(state, link.cell, kpis.throughput_time, ms);
    addToLabel(state, link.cell, kpis.five_qi_throughput_volume, rules.five_qi_label, kbit);
    addToLabel(state, link.cell, kpis.five_qi_throughput_time, rules.five_qi_label, ms);
    addToLabel(state, link.cell, kpis.slice_throughput_volume, rules.slice, kbit);
    addToLabel(state, link.cell, kpis.slice_throughput_time, rules.slice, ms);
    UeThroughput& shown = state.throughput[link.ue];
    shown.kbit[indexOf(link.direction)] += kbit;
    shown.ms[indexOf(link.direction)] += ms;
    burst.mark_slot = end_slot;
}

/// A burst begins with its first transmission, received or not (T2 of TS 28.552 clause 5.1.1.3.1). Until a
/// piece is received there is an empty one that ends where the burst begins.
void openBurst(std::int64_t slot, Burst& burst) {
    if (burst.open == 0) burst = {slot, slot - 1, 0, 1};
}

template <Direction kDirection>
void trackBurst(const StepContext& x, RanState& state, const Link& link, const BearerRules& rules,
                Queue& queue, std::int64_t bytes, std::int64_t slot) {
    countBurstPiece<kDirection>(x, state, link, rules, queue.burst);
    queue.burst.piece_slot = slot;
    queue.burst.piece_bytes = bytes;
    if (!queue.busy()) queue.burst.open = 0;
}

template <Direction kDirection>
void deliver(const StepContext& x, RanState& state, const Link& link, std::size_t bearer, std::int64_t bytes,
             std::int64_t slot) {
    const BearerRules& rules = x.bearersOf(state, link.ue)[bearer];
    Queue& queue = queueOf(x, state, link.direction, link.ue, bearer);
    queue.deliver(bytes);
    noteQueue(state, link.direction, link.ue, bearer, queue);
    const auto volume = static_cast<double>(bytes);
    countVolume<kDirection>(state, link, rules, queue.endless(), volume);
    if (kDirection == Direction::downlink) state.delivered_bytes[link.ue] += volume;
    link.line().average_rate_bytes +=
        x.pf_weight * volume * state.pf_growth[indexOf(link.direction)][link.cell];
    openBurst(slot, queue.burst);
    trackBurst<kDirection>(x, state, link, rules, queue, bytes, slot);
    settleUnits(x, state, link.direction, link.ue, bearer, slot);
}

/// A block's PRBs go to its bearers by their bytes.
template <Direction kDirection>
void countPrbs(const StepContext& x, RanState& state, const Link& link, const HarqProcess& process) {
    constexpr const DirectionKpis& kpis = kKpis<kDirection>;
    const double prbs = process.prb_count;
    addTo(state, link.cell, kpis.scheduled_prbs, prbs);
    addTo(state, link.cell, kpis.layer_prbs, prbs * process.rank);
    const std::span<const BearerRules> bearers = x.bearersOf(state, link.ue);
    addToLabel(state, link.cell, kpis.slice_prb_used, bearers[0].slice, prbs);
    const auto payload = static_cast<double>(process.payload());
    if (payload <= 0.0) return;
    for (std::size_t b = 0; b < bearers.size(); ++b)
        if (process.payload_bytes[b] > 0)
            addToLabel(state, link.cell, kpis.five_qi_prb_used, bearers[b].five_qi_label,
                       prbs * process.payload_bytes[b] / payload);
}

/// From the first transmission of a block to its reception.
void countAirDelay(const StepContext& x, RanState& state, const Link& link, const HarqProcess& process) {
    const double kilobits = static_cast<double>(process.payload()) * 8e-3;
    const double ms = static_cast<double>(state.slot + 1 - process.first_slot) * x.slotMs();
    addTo(state, link.cell, Kpi::x_air_if_delay_sum_dl, kilobits * ms);
    addTo(state, link.cell, Kpi::x_air_if_delay_volume_dl, kilobits);
}

/// What hybrid ARQ could not deliver.
void giveUp(const StepContext& x, RanState& state, const Link& link, const HarqProcess& process) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, link.ue);
    for (std::size_t b = 0; b < bearers.size(); ++b) {
        const std::int64_t bytes = process.payload_bytes[b];
        if (bytes == 0) continue;
        Queue& queue = queueOf(x, state, link.direction, link.ue, b);
        if (bearers[b].acknowledged) {
            queue.giveBack(bytes);
            if (!queue.endless()) state.ue[link.ue].waiting_bytes[indexOf(link.direction)] += bytes;
            continue;
        }
        queue.lose(bytes);
        noteQueue(state, link.direction, link.ue, b, queue);
        countLost(state, link, bytes);
        settleUnits(x, state, link.direction, link.ue, b, state.slot);
        if (!queue.busy()) queue.burst.open = 0;
    }
}

void setPhase(const StepContext& x, const Link& link, HarqProcess& process, Phase phase) {
    const auto bit = static_cast<std::uint16_t>(1U << (&process - processesOf(x, link).data()));
    std::uint16_t &idle = link.line().idle, &waiting = link.line().waiting;
    idle = static_cast<std::uint16_t>(phase == Phase::idle ? idle | bit : idle & ~bit);
    waiting = static_cast<std::uint16_t>(phase == Phase::waiting ? waiting | bit : waiting & ~bit);
    process.phase = phase;
}

/// The acknowledgement of one process is here.
void settle(const StepContext& x, RanState& state, const Link& link, HarqProcess& process) {
    const bool lost = process.phase == Phase::failed;
    double& outer_loop_db = link.line().outer_loop_db;
    // The outer loop steers first transmissions: later ones are meant to succeed.
    if (process.transmissions == 1) outer_loop_db = phy::outerLoopOffsetDb(outer_loop_db, lost);
    if (link.direction == Direction::downlink) state.down.rows[link.row].rate.report = -1;
    if (lost && process.transmissions < x.scenario.ran.link_adaptation.max_transmissions) {
        setPhase(x, link, process, Phase::waiting);
        return;
    }
    const HarqProcess ended = process;
    process = HarqProcess{};
    setPhase(x, link, process, Phase::idle);
    if (!lost) return;
    addTo(state, link.cell, kpisOf(link.direction).tb_residual_errors, 1.0);
    giveUp(x, state, link, ended);
}

}  // namespace

const DirectionKpis& kpisOf(Direction direction) {
    return direction == Direction::downlink ? kDownlinkKpis : kUplinkKpis;
}

void settleUnits(const StepContext& x, RanState& state, Direction direction, std::size_t ue,
                 std::size_t bearer, std::int64_t slot) {
    Queue& queue = queueOf(x, state, direction, ue, bearer);
    if (queue.unit_count == 0) return;
    const BearerRules& rules = x.bearersOf(state, ue)[bearer];
    const std::size_t flow = ue * x.flows + bearer;
    queue.settleUnits([&](const PendingUnit& unit) {
        // Units that were merged in a long queue end together; each has its share, the oldest are lost first.
        std::int64_t lost_left = unit.lost_bytes;
        for (std::uint32_t k = 0; k < unit.merged; ++k) {
            const std::int64_t bytes = unit.bytes * (k + 1) / unit.merged - unit.bytes * k / unit.merged;
            const std::int64_t lost = std::min(bytes, lost_left);
            lost_left -= lost;
            // A fluid's bytes are not told apart by unit: none is done before the slot it came in has ended.
            const traffic::Fate fate{
                .arrived_ns = unit.arrived_ns,
                .done_ns = x.clock.timeAt(std::max(slot, unit.arrived_ns / x.clock.slot_ns) + 1),
                .bytes = bytes,
                .lost_bytes = lost,
                .number = unit.number - (unit.merged - 1) + k,
                .direction = direction};
            traffic::settle(*rules.profile, x.random, flow, fate, state.traffic_cursor[flow],
                            state.experience[flow]);
        }
    });
    // Closed loops go on when a unit is done.
    state.ue[ue].traffic_due_ns = std::min(state.ue[ue].traffic_due_ns, state.traffic_cursor[flow].next_ns);
}

void decayAverages(const StepContext& x, RanState& state, Direction direction, std::uint32_t cell,
                   std::int64_t slots) {
    constexpr double kLargest = 1e100;
    double& growth = state.pf_growth[indexOf(direction)][cell];
    const auto power = [slots](double base) {
        return slots == 1 ? base : std::pow(base, static_cast<double>(slots));
    };
    double factor = power(1.0 - x.pf_weight);
    if (x.pf_growth_step > 0.0) {
        growth *= power(x.pf_growth_step);
        if (growth < kLargest) return;
        factor = 1.0 / growth;
        growth = 1.0;
    }
    LinkColumns& columns = direction == Direction::downlink ? state.down : state.up;
    for (std::uint32_t i = state.cell_begin[cell]; i < state.cell_begin[cell + 1]; ++i) {
        const std::uint32_t leg = state.cell_legs[i];
        if (direction == Direction::downlink)
            columns.rows[leg].average_rate_bytes *= factor;
        else if (leg % x.legs == 0)
            columns.rows[leg / x.legs].average_rate_bytes *= factor;
    }
}

void actOnFeedback(const StepContext& x, RanState& state, const Link& link) {
    std::int64_t& due_slot = link.line().harq_due_slot;
    due_slot = kNothingDue;
    auto in_air = static_cast<std::uint16_t>(allProcesses(x) & ~(link.line().idle | link.line().waiting));
    for (; in_air != 0; in_air = static_cast<std::uint16_t>(in_air & (in_air - 1U))) {
        HarqProcess& process = processesOf(x, link)[static_cast<std::size_t>(std::countr_zero(in_air))];
        if (process.due_slot <= state.slot)
            settle(x, state, link, process);
        else
            due_slot = std::min(due_slot, process.due_slot);
    }
}

void fillProcess(const StepContext& x, RanState& state, const Link& link, const BlockPlan& plan,
                 HarqProcess& process) {
    process = HarqProcess{};
    process.first_slot = state.slot;
    process.transport_bits = plan.transport_bits;
    process.prb_count = static_cast<std::uint16_t>(plan.prb_count);
    process.resource_elements_per_prb = static_cast<std::uint16_t>(plan.re_per_prb);
    process.precoder = static_cast<std::uint16_t>(plan.precoder);
    process.mcs = static_cast<std::uint8_t>(plan.mcs);
    process.rank = static_cast<std::uint8_t>(plan.rank);
    process.payload_bytes = takeBytes(x, state, link, plan.transport_bits / 8, state.slot);
}

Payload takeBytes(const StepContext& x, RanState& state, const Link& link, std::int64_t bytes,
                  std::int64_t slot) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, link.ue);
    UeRow& ue = state.ue[link.ue];
    const std::size_t direction = indexOf(link.direction);
    std::array<scheduler::LogicalChannel, kMaxBearers> channels;
    std::size_t count = 0;
    Payload payload{};
    const std::uint8_t busy = ue.busy[direction];
    forEachBearer(busy, [&](std::size_t b) {
        const double bucket_bytes = bearers[b].guaranteed_bytes_per_s > 0.0
                                        ? filledBucketOf(x, state, link, b, bearers[b]).bytes
                                        : 0.0;
        const Queue& queue = queueOf(x, state, link.direction, link.ue, b);
        channels[count++] = {bearers[b].priority_level, bucket_bytes, queue.waitingBytes(), 0};
    });
    scheduler::prioritise({channels.data(), count}, bytes);
    const scheduler::LogicalChannel* channel = channels.data();
    forEachBearer(busy, [&](std::size_t b) {
        Queue& queue = queueOf(x, state, link.direction, link.ue, b);
        payload[b] = static_cast<std::int32_t>(queue.send(channel->given_bytes));
        if (payload[b] > 0) openBurst(slot, queue.burst);
        if (bearers[b].guaranteed_bytes_per_s > 0.0)
            state.bucket[direction][link.ue * x.flows + b].bytes = channel->bucket_bytes;
        if (!queue.endless()) ue.waiting_bytes[direction] -= payload[b];
        ++channel;
    });
    return payload;
}

namespace {

template <Direction kDirection>
void book(const StepContext& x, RanState& state, const Link& link, HarqProcess& process, bool lost,
          int due_slots) {
    constexpr const DirectionKpis& kpis = kKpis<kDirection>;
    const bool first = process.transmissions == 1;
    setPhase(x, link, process, lost ? Phase::failed : Phase::decoded);
    process.due_slot = state.slot + due_slots;
    std::int64_t& due = link.line().harq_due_slot;
    due = std::min(due, process.due_slot);
    addTo(state, link.cell, kpis.tb_total, 1.0);
    addTo(state, link.cell, kpis.tb_errors, lost ? 1.0 : 0.0);
    addTo(state, link.cell, kpis.tb_initial, first ? 1.0 : 0.0);
    addTo(state, link.cell, kpis.tb_initial_errors, first && lost ? 1.0 : 0.0);
    countIn(state, link.cell, kpis.mcs_dist, process.mcs, process.prb_count);
    countPrbs<kDirection>(x, state, link, process);
    link.line().last_served_slot = state.slot;
    if (lost) return;
    if (kDirection == Direction::downlink) countAirDelay(x, state, link, process);
    for (std::size_t b = 0; b < kMaxBearers; ++b)
        if (process.payload_bytes[b] > 0)
            deliver<kDirection>(x, state, link, b, process.payload_bytes[b], state.slot);
}

}  // namespace

void deliverBytes(const StepContext& x, RanState& state, const Link& link, std::size_t bearer,
                  std::int64_t bytes, std::int64_t slot) {
    if (link.direction == Direction::downlink)
        deliver<Direction::downlink>(x, state, link, bearer, bytes, slot);
    else
        deliver<Direction::uplink>(x, state, link, bearer, bytes, slot);
}

void bookTransmission(const StepContext& x, RanState& state, const Link& link, HarqProcess& process,
                      bool lost, int due_slots) {
    if (link.direction == Direction::downlink)
        book<Direction::downlink>(x, state, link, process, lost, due_slots);
    else
        book<Direction::uplink>(x, state, link, process, lost, due_slots);
}

void returnToQueue(const StepContext& x, RanState& state, const Link& link) {
    for (HarqProcess& process : processesOf(x, link)) {
        if (process.undecoded()) giveUp(x, state, link, process);
        process = HarqProcess{};
    }
    link.line().idle = allProcesses(x);
    link.line().waiting = 0;
    link.line().harq_due_slot = kNothingDue;
}

namespace {

void setQuotas(const StepContext& x, const scenario::Carrier& carrier, SiteScratch& shared) {
    shared.quotas.clear();
    for (std::size_t i = 0; i < shared.slice_prbs.size(); ++i)
        shared.quotas.push_back(scheduler::quotaOf(x.scenario.ran.slices[i].ratio,
                                                   carrier.scheduled().prb_count, shared.slice_prbs[i]));
}
}  // namespace

int grantsLeft(const StepContext& x, std::size_t sent) {
    return x.scenario.ran.max_ues_per_slot - static_cast<int>(sent);
}

void allocatePrbs(const StepContext& x, std::int64_t slot, const scenario::Carrier& carrier, int used,
                  std::size_t sent, SiteScratch& shared) {
    setQuotas(x, carrier, shared);
    scheduler::allocate(x.scenario.ran.rule, shared.candidates, shared.quotas, slot,
                        carrier.scheduled().prb_count - used, grantsLeft(x, sent), shared.scheduling,
                        shared.grants);
}

void allocateSubbandPrbs(const StepContext& x, std::int64_t slot, std::span<const int> free_prbs,
                         const scenario::Carrier& carrier, std::size_t sent, SiteScratch& shared) {
    setQuotas(x, carrier, shared);
    scheduler::allocateSubbands(x.scenario.ran.rule, shared.candidates, shared.rates, shared.quotas, slot,
                                free_prbs, grantsLeft(x, sent), shared.subband_scheduling,
                                shared.subband_grants);
}

void describeUrgency(const StepContext& x, RanState& state, const Link& link,
                     scheduler::Candidate& candidate) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, link.ue);
    candidate.slice = static_cast<std::uint16_t>(std::max(0, bearers[0].slice));
    if (x.scenario.ran.rule.policy != scheduler::Policy::qos_aware) return;
    const std::int64_t now_ns = x.clock.timeAt(state.slot);
    double most_urgent = -1.0;
    for (std::size_t b = 0; b < bearers.size(); ++b) {
        Queue& queue = queueOf(x, state, link.direction, link.ue, b);
        if (queue.waitingBytes() <= 0) continue;
        const double waited_ms =
            queue.unit_count > 0 ? static_cast<double>(now_ns - queue.unit(0).arrived_ns) * 1e-6 : 0.0;
        const double urgency = (1.0 + waited_ms / bearers[b].delay_budget_ms) / bearers[b].priority_level;
        if (urgency <= most_urgent) continue;
        most_urgent = urgency;
        candidate.priority_level = static_cast<float>(bearers[b].priority_level);
        candidate.head_delay_ms = static_cast<float>(waited_ms);
        candidate.delay_budget_ms = static_cast<float>(bearers[b].delay_budget_ms);
        const double guaranteed = bearers[b].guaranteed_bytes_per_s;
        candidate.guaranteed_share =
            guaranteed > 0.0 ? static_cast<float>(1.0 - filledBucketOf(x, state, link, b, bearers[b]).bytes /
                                                            (guaranteed * kBucketSizeS))
                             : -1.0F;
    }
}

}  // namespace celltwin::engine
