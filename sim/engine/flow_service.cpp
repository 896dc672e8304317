// SPDX-License-Identifier: BSD-3-Clause
//
// Data of fidelity `flow`: units arrive, are served, end or are dropped.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/engine/flow_kpi.h"
#include "sim/engine/flow_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

/// The throughput of a burst (TS 28.552 clause 5.1.1.3) leaves out its last piece, what its last data slot
/// carries.
void countBurst(FlowQueue& queue, double piece_bytes, bool ended) {
    if (piece_bytes <= 0.0) return;
    const double countable = ended ? piece_bytes * (std::ceil(queue.burst_bytes / piece_bytes) - 1.0)
                                   : queue.burst_bytes - piece_bytes;
    const double bytes = countable - queue.counted_bytes, left = queue.burst_bytes - queue.counted_bytes;
    if (bytes <= 0.0) return;
    const double seconds = (queue.burst_s - queue.counted_s) * bytes / left;
    queue.throughput_bytes += bytes;
    queue.throughput_s += seconds;
    queue.counted_bytes += bytes;
    queue.counted_s += seconds;
}

/// Little's law: bytes waiting x time, those in service half of what they were.
void countWaiting(const FlowContext& x, FlowState& state, std::size_t ue, double served, double elapsed_s) {
    const std::size_t bearers = x.bearer_count[state.traffic_class[ue]];
    for (std::size_t b = 0; b < bearers; ++b) {
        FlowQueue& queue = state.queue[ue * x.flows + b];
        if (queue.first == kNoUnit || std::isinf(queue.waiting_bytes)) continue;
        const bool in_service = static_cast<std::int32_t>(b) == state.service[ue].flow;
        queue.waiting_byte_s += (queue.waiting_bytes - (in_service ? 0.5 * served : 0.0)) * elapsed_s;
    }
}

void serve(const FlowContext& x, FlowState& state, std::size_t ue, double served_s, double elapsed_s,
           double kept) {
    FlowService& s = state.service[ue];
    FlowQueue& queue = state.queue[ue * x.flows + static_cast<std::size_t>(s.flow)];
    const double bytes = std::min(s.share * s.rate * served_s, queue.head_bytes);
    s.active_s += elapsed_s;
    countWaiting(x, state, ue, bytes, elapsed_s);
    // As scheduler::fluidAverage, with its exponential taken once for the cell.
    s.average_rate = s.average_rate * kept + s.share * s.rate * (1.0 - kept);
    s.offset_db = std::clamp(s.offset_db + s.offset_db_per_s * s.share * served_s, -phy::kOuterLoopLimitDb,
                             phy::kOuterLoopLimitDb);
    if (bytes <= 0.0 && queue.burst_bytes <= 0.0) return;
    queue.head_bytes -= bytes;
    queue.waiting_bytes -= bytes;
    queue.delivered_bytes += bytes;
    queue.served_bytes += bytes;
    state.delivered_bytes[ue] += bytes;
    queue.burst_bytes += bytes;
    queue.burst_s += elapsed_s;
    countBurst(queue, s.piece_bytes, false);
}

}  // namespace

std::int32_t urgentFlow(const FlowContext& x, const FlowState& state, std::size_t ue) {
    std::int32_t best = -1;
    for (std::size_t b = 0; b < x.bearer_count[state.traffic_class[ue]]; ++b) {
        if (state.queue[ue * x.flows + b].first == kNoUnit) continue;
        if (best < 0 || bearerOf(x, state, ue, b).priority_level <
                            bearerOf(x, state, ue, static_cast<std::size_t>(best)).priority_level)
            best = static_cast<std::int32_t>(b);
    }
    return best;
}

double tailSlots(double blocks, double slots_between, double first_error, double feedback_slots) {
    double tail = std::ceil(blocks) - blocks - 0.5, none_failed = 1.0;
    for (double sent_before = 0.0, k = 0.0; k < blocks && sent_before < feedback_slots;
         k += 1.0, sent_before += slots_between) {
        tail += none_failed * first_error * (feedback_slots - sent_before);
        none_failed *= 1.0 - first_error;
    }
    return std::max(0.0, tail);
}

void settleUnit(FlowWorld& w, std::size_t ue, std::size_t b, const FlowUnit& unit, std::int64_t done_ns,
                std::int64_t lost_bytes) {
    const std::size_t flow = ue * w.x.flows + b;
    FlowQueue& queue = w.state.queue[flow];
    queue.last_done_ns = std::max(queue.last_done_ns, done_ns);
    traffic::settle(*bearerOf(w.x, w.state, ue, b).profile, w.x.random, flow,
                    {.arrived_ns = unit.arrived_ns,
                     .done_ns = queue.last_done_ns,
                     .bytes = unit.bytes,
                     .lost_bytes = lost_bytes,
                     .number = unit.number,
                     .direction = traffic::Direction::downlink},
                    w.state.traffic_cursor[flow], w.state.experience[flow]);
    w.arrivals.set(flow, w.state.traffic_cursor[flow].next_ns);
    ++w.state.ends;
}

namespace {

/// Takes the first unit out of a queue.
FlowUnit popUnit(FlowState& state, FlowQueue& queue) {
    const std::uint32_t at = queue.first;
    const FlowUnit unit = state.units[at];
    queue.first = unit.next;
    if (queue.first == kNoUnit)
        queue.last = kNoUnit;
    else
        queue.head_bytes = static_cast<double>(state.units[queue.first].bytes);
    state.units[at].next = state.free_unit;
    state.free_unit = at;
    return unit;
}

/// After a unit has left: the bearer's burst may be over, another bearer's turn, or the UE's.
void continueService(FlowWorld& w, std::size_t ue, std::size_t b, double tail_s) {
    FlowState& state = w.state;
    FlowQueue& queue = state.queue[ue * w.x.flows + b];
    if (queue.first == kNoUnit) {
        countBurst(queue, state.service[ue].piece_bytes, true);
        queue.waiting_bytes = queue.head_bytes = 0.0;
        queue.burst_bytes = queue.burst_s = queue.counted_bytes = queue.counted_s = 0.0;
    }
    state.service[ue].flow = urgentFlow(w.x, state, ue);
    if (state.service[ue].flow >= 0) return;
    state.service[ue].active_s += tail_s;
    leaveCell(w, ue);
}

void endUnit(FlowWorld& w, std::size_t ue, std::int64_t now_ns) {
    FlowState& state = w.state;
    const auto b = static_cast<std::size_t>(state.service[ue].flow);
    const FlowService& s = state.service[ue];
    const FlowUnit unit = popUnit(state, state.queue[ue * w.x.flows + b]);
    const auto& carrier = w.x.carrierOf(static_cast<std::size_t>(state.serving_cell[ue]));
    const double piece = s.piece_bytes;
    const double tail_s = w.x.slot_s * tailSlots(piece > 0.0 ? static_cast<double>(unit.bytes) / piece : 1.0,
                                                 1.0 / std::max(0.01, s.share * carrier.data_share),
                                                 s.first_error, carrier.feedback_slots);
    settleUnit(w, ue, b, unit, now_ns + std::llround(tail_s * 1e9), 0);
    continueService(w, ue, b, tail_s);
}

}  // namespace

void settleCell(FlowWorld& w, std::size_t cell, std::int64_t now_ns) {
    FlowState& state = w.state;
    const std::int64_t elapsed_ns = now_ns - state.cell_mark_ns[cell];
    if (elapsed_ns <= 0) return;
    state.cell_mark_ns[cell] = now_ns;
    const double elapsed_s = static_cast<double>(elapsed_ns) * 1e-9;
    const double taken_s = std::min(elapsed_s, state.owed_s[cell]), left_s = elapsed_s - taken_s;
    state.owed_s[cell] -= taken_s;
    double share = 0.0;
    if (!state.backlogged[cell].empty()) {
        const double kept = std::exp(-elapsed_s / w.x.window_s);
        for (const std::uint32_t ue : state.backlogged[cell]) {
            share += state.service[ue].share;
            serve(w.x, state, ue, left_s, elapsed_s, kept);
            state.service[ue].mark_ns = now_ns;
        }
    }
    const double busy_s = taken_s + share * left_s;
    state.tick_busy_s[cell] += busy_s;
    state.period_busy_s[cell] += busy_s;
}

void bookUe(FlowWorld& w, std::size_t ue) {
    FlowState& state = w.state;
    if (state.serving_cell[ue] < 0) return;
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    FlowService& s = state.service[ue];
    addTo(state, cell, Kpi::drb_mean_active_ue_dl, s.active_s);
    s.active_s = 0.0;
    for (std::size_t b = 0; b < w.x.bearer_count[state.traffic_class[ue]]; ++b) {
        FlowQueue& queue = state.queue[ue * w.x.flows + b];
        const int label = bearerOf(w.x, state, ue, b).five_qi_label;
        const auto book = [&](Kpi kpi, Kpi split, double value) {
            addTo(state, cell, kpi, value);
            addToLabel(state, cell, split, label, value);
        };
        const double megabits = queue.served_bytes * 8e-6;
        book(Kpi::drb_pdcp_sdu_volume_dl, Kpi::drb_pdcp_sdu_volume_dl_by_5qi, megabits);
        for (const Kpi kpi : {Kpi::x_rlc_sdu_volume_dl, Kpi::qosflow_pdcp_pdu_volume_dl})
            addTo(state, cell, kpi, megabits);
        book(Kpi::drb_ue_thp_vol_dl, Kpi::drb_ue_thp_vol_dl_by_5qi, queue.throughput_bytes * 8e-3);
        book(Kpi::drb_ue_thp_time_dl, Kpi::drb_ue_thp_time_dl_by_5qi, queue.throughput_s * 1e3);
        state.period_thp_kbit[ue] += queue.throughput_bytes * 8e-3;
        state.period_thp_ms[ue] += queue.throughput_s * 1e3;
        if (!std::isinf(queue.waiting_bytes)) {
            book(Kpi::x_pdcp_sdu_delay_volume_dl, Kpi::x_pdcp_sdu_delay_volume_dl_by_5qi,
                 queue.served_bytes * 8e-3);
            book(Kpi::x_pdcp_sdu_delay_sum_dl, Kpi::x_pdcp_sdu_delay_sum_dl_by_5qi,
                 queue.waiting_byte_s * 8.0);
        }
        queue.served_bytes = queue.waiting_byte_s = queue.throughput_bytes = queue.throughput_s = 0.0;
    }
}

void planCell(FlowWorld& w, std::size_t cell, std::int64_t now_ns) {
    FlowState& state = w.state;
    const std::vector<std::uint32_t>& ues = state.backlogged[cell];
    std::int64_t next_ns = EventHeap::kNever;
    if (!ues.empty()) {
        FlowScratch& scratch = w.scratch;
        scratch.ues.clear();
        for (const std::uint32_t ue : ues)
            scratch.ues.push_back(
                {state.is_on[cell] ? state.service[ue].rate : 0.0, state.service[ue].average_rate});
        scratch.shares.resize(ues.size());
        scheduler::fluidShares(w.x.scenario.ran.rule, scratch.ues, w.x.window_s, w.x.tick_s, scratch.order,
                               scratch.shares);
        double soonest_s = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < ues.size(); ++i) {
            FlowService& s = state.service[ues[i]];
            s.share = scratch.shares[i];
            const FlowQueue& queue = state.queue[ues[i] * w.x.flows + static_cast<std::size_t>(s.flow)];
            if (s.share * s.rate > 0.0)
                soonest_s = std::min(soonest_s, queue.head_bytes / (s.share * s.rate));
        }
        constexpr double kLongS = 1e8;
        if (soonest_s < kLongS) next_ns = now_ns + static_cast<std::int64_t>(std::ceil(soonest_s * 1e9));
    }
    state.cell_next_ns[cell] = next_ns;
    w.ends.set(cell, next_ns);
}

void joinCell(FlowWorld& w, std::size_t ue, std::int64_t now_ns) {
    FlowState& state = w.state;
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    settleCell(w, cell, now_ns);
    std::vector<std::uint32_t>& ues = state.backlogged[cell];
    ues.insert(std::lower_bound(ues.begin(), ues.end(), ue), static_cast<std::uint32_t>(ue));
    FlowService& s = state.service[ue];
    s.average_rate = scheduler::fluidAverage(s.average_rate, 0.0, 0.0,
                                             static_cast<double>(now_ns - s.mark_ns) * 1e-9, w.x.window_s);
    s.mark_ns = now_ns;
    raiseTo(state, cell, Kpi::drb_max_active_ue_dl, static_cast<double>(ues.size()));
    planRate(w.x, state, ue, ues.size());
    planCell(w, cell, now_ns);
}

void leaveCell(FlowWorld& w, std::size_t ue) {
    std::vector<std::uint32_t>& ues = w.state.backlogged[static_cast<std::size_t>(w.state.serving_cell[ue])];
    ues.erase(std::lower_bound(ues.begin(), ues.end(), ue));
    w.state.service[ue].share = 0.0;
}

void endUnits(FlowWorld& w, std::size_t cell, std::int64_t now_ns) {
    std::vector<std::uint32_t>& ues = w.state.backlogged[cell];
    for (std::size_t i = ues.size(); i-- > 0;) {
        const std::uint32_t ue = ues[i];
        const FlowQueue& queue =
            w.state.queue[ue * w.x.flows + static_cast<std::size_t>(w.state.service[ue].flow)];
        if (queue.head_bytes <= 0.0) endUnit(w, ue, now_ns);
    }
}

void discardOldUnits(FlowWorld& w, std::size_t ue, std::int64_t now_ns) {
    FlowState& state = w.state;
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    for (std::size_t b = 0; b < w.x.bearer_count[state.traffic_class[ue]]; ++b) {
        const FlowBearer& bearer = bearerOf(w.x, state, ue, b);
        FlowQueue& queue = state.queue[ue * w.x.flows + b];
        if (bearer.discard_ns >= traffic::kNever || std::isinf(queue.waiting_bytes)) continue;
        bool dropped = false;
        while (queue.first != kNoUnit && state.units[queue.first].arrived_ns <= now_ns - bearer.discard_ns) {
            const double bytes = queue.head_bytes;
            const FlowUnit unit = popUnit(state, queue);
            queue.waiting_bytes -= bytes;
            queue.dropped_bytes += bytes;
            addTo(state, cell, Kpi::x_pdcp_drop_volume_dl, bytes * 8e-6);
            addToLabel(state, cell, Kpi::x_pdcp_drop_volume_dl_by_5qi, bearer.five_qi_label, bytes * 8e-6);
            settleUnit(w, ue, b, unit, now_ns, std::clamp<std::int64_t>(std::llround(bytes), 1, unit.bytes));
            dropped = true;
        }
        if (!dropped) continue;
        continueService(w, ue, b, 0.0);
        if (state.service[ue].flow < 0) return;
    }
}

}  // namespace celltwin::engine
