// SPDX-License-Identifier: BSD-3-Clause
//
// Units of fidelity `flow` on their way in.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/engine/flow_kpi.h"
#include "sim/engine/flow_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using traffic::Direction;

std::uint32_t newUnit(FlowState& state, const FlowUnit& unit) {
    if (state.free_unit == kNoUnit) {
        state.units.push_back(unit);
        return static_cast<std::uint32_t>(state.units.size() - 1);
    }
    const std::uint32_t at = state.free_unit;
    state.free_unit = state.units[at].next;
    state.units[at] = unit;
    return at;
}

void countOffered(FlowState& state, std::size_t cell, const traffic::Unit& unit, int label) {
    if (unit.bytes >= traffic::kEndless) return;
    const double megabits = static_cast<double>(unit.bytes) * 8e-6;
    const bool down = unit.direction == Direction::downlink;
    addTo(state, cell, down ? Kpi::drb_pdcp_sdu_volume_dl_in : Kpi::drb_pdcp_sdu_volume_ul_in, megabits);
    if (down) addToLabel(state, cell, Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi, label, megabits);
}

void sendUp(FlowWorld& w, std::size_t ue, std::size_t b, const traffic::Unit& unit, std::int64_t now_ns) {
    const std::size_t flow = ue * w.x.flows + b;
    const std::int64_t done_ns = uplinkDoneNs(w.x, w.state, ue, now_ns, unit.bytes);
    if (done_ns == traffic::kNever) return;
    FlowQueue& queue = w.state.queue[flow];
    queue.last_done_ns = std::max(queue.last_done_ns, done_ns);
    const double megabits = static_cast<double>(unit.bytes) * 8e-6;
    const auto cell = static_cast<std::size_t>(w.state.serving_cell[ue]);
    for (const Kpi kpi : {Kpi::drb_pdcp_sdu_volume_ul, Kpi::qosflow_pdcp_pdu_volume_ul})
        addTo(w.state, cell, kpi, megabits);
    addToLabel(w.state, cell, Kpi::drb_pdcp_sdu_volume_ul_by_5qi, bearerOf(w.x, w.state, ue, b).five_qi_label,
               megabits);
    traffic::settle(*bearerOf(w.x, w.state, ue, b).profile, w.x.random, flow,
                    {.arrived_ns = unit.time_ns,
                     .done_ns = queue.last_done_ns,
                     .bytes = unit.bytes,
                     .lost_bytes = 0,
                     .number = unit.number,
                     .direction = Direction::uplink},
                    w.state.traffic_cursor[flow], w.state.experience[flow]);
}

/// CQI periods for which a rate is good enough for units of less than a slot.
constexpr std::int64_t kSmallRatePeriods = 8;

/// Whether a unit fits into one data slot of an idle UE whose average is below that of all who share.
bool goesOutOfTurn(FlowWorld& w, std::size_t ue, std::size_t cell, double bytes, std::int64_t now_ns) {
    FlowState& state = w.state;
    const FlowService& s = state.service[ue];
    if (s.flow >= 0 || w.x.scenario.ran.rule.policy != scheduler::Policy::proportional_fair ||
        state.is_on[cell] == 0 || state.owed_s[cell] > 0.5 * w.x.tick_s)
        return false;
    const std::size_t sharing = state.backlogged[cell].size() + 1;
    if (s.rate_tick < 0 || state.tick - s.rate_tick > kSmallRatePeriods) planRate(w.x, state, ue, sharing);
    const double average = scheduler::fluidAverage(
        s.average_rate, 0.0, 0.0, static_cast<double>(now_ns - s.mark_ns) * 1e-9, w.x.window_s);
    return bytes <= s.piece_bytes && average * 2.0 * static_cast<double>(sharing) <= s.rate;
}

/// Such a unit goes out in the next slot and the others lose that time. Returns whether it did.
bool sendOutOfTurn(FlowWorld& w, std::size_t ue, std::size_t b, const traffic::Unit& unit,
                   std::int64_t now_ns) {
    FlowState& state = w.state;
    FlowService& s = state.service[ue];
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    const auto bytes = static_cast<double>(unit.bytes);
    if (!goesOutOfTurn(w, ue, cell, bytes, now_ns)) return false;
    const double service_s = bytes / s.rate;
    s.average_rate = scheduler::fluidAverage(s.average_rate, 0.0, 0.0,
                                             static_cast<double>(now_ns - s.mark_ns) * 1e-9, w.x.window_s) +
                     bytes / w.x.window_s;
    s.mark_ns = now_ns;
    s.offset_db = std::clamp(s.offset_db + s.offset_db_per_s * std::max(service_s, 0.5 * w.x.slot_s),
                             -phy::kOuterLoopLimitDb, phy::kOuterLoopLimitDb);
    state.owed_s[cell] += service_s;
    const double feedback_slots = w.x.carrierOf(cell).feedback_slots;
    const double delay_s =
        w.x.slot_s * tailSlots(bytes / s.piece_bytes, feedback_slots, s.first_error, feedback_slots);
    FlowQueue& queue = state.queue[ue * w.x.flows + b];
    for (double* sum :
         {&queue.offered_bytes, &queue.delivered_bytes, &queue.served_bytes, &state.delivered_bytes[ue]})
        *sum += bytes;
    queue.waiting_byte_s += bytes * delay_s;
    s.active_s += delay_s;
    settleUnit(w, ue, b, {unit.time_ns, unit.bytes, unit.number, kNoUnit},
               now_ns + std::llround(delay_s * 1e9), 0);
    return true;
}

void push(FlowWorld& w, std::size_t ue, std::size_t b, const traffic::Unit& unit, std::int64_t now_ns) {
    FlowState& state = w.state;
    if (sendOutOfTurn(w, ue, b, unit, now_ns)) return;
    FlowQueue& queue = state.queue[ue * w.x.flows + b];
    const bool endless = unit.bytes >= traffic::kEndless;
    const double bytes = endless ? std::numeric_limits<double>::infinity() : static_cast<double>(unit.bytes);
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    settleCell(w, cell, now_ns);
    const std::uint32_t at = newUnit(state, {unit.time_ns, unit.bytes, unit.number, kNoUnit});
    if (queue.first == kNoUnit) {
        queue.first = at;
        queue.head_bytes = bytes;
    } else {
        state.units[queue.last].next = at;
    }
    queue.last = at;
    queue.waiting_bytes += bytes;
    if (!endless) queue.offered_bytes += bytes;
    FlowService& s = state.service[ue];
    const std::int32_t before = s.flow;
    s.flow = urgentFlow(w.x, state, ue);
    if (before < 0)
        joinCell(w, ue, now_ns);
    else if (s.flow != before)
        planCell(w, cell, now_ns);
}

}  // namespace

void arrive(FlowWorld& w, std::size_t flow, std::int64_t now_ns) {
    FlowState& state = w.state;
    const std::size_t ue = flow / w.x.flows, b = flow % w.x.flows;
    traffic::Cursor& cursor = state.traffic_cursor[flow];
    const FlowBearer& bearer = bearerOf(w.x, state, ue, b);
    while (cursor.next_ns <= now_ns) {
        const auto unit = traffic::take(*bearer.profile, w.x.random, flow, now_ns + 1, cursor);
        if (!unit) break;
        ++state.arrivals;
        countOffered(state, static_cast<std::size_t>(state.serving_cell[ue]), *unit, bearer.five_qi_label);
        if (unit->direction == Direction::uplink)
            sendUp(w, ue, b, *unit, now_ns);
        else
            push(w, ue, b, *unit, now_ns);
    }
    w.arrivals.set(flow, cursor.next_ns);
}

}  // namespace celltwin::engine
