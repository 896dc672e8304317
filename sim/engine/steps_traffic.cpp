// SPDX-License-Identifier: BSD-3-Clause
//
// Application data on its way into the queues, and what waits there too long.
#include <algorithm>

#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

void countOffered(RanState& state, std::size_t ue, const BearerRules& rules, const traffic::Unit& unit) {
    if (state.serving_cell[ue] < 0 || unit.bytes >= traffic::kEndless) return;
    const auto cell = static_cast<std::uint32_t>(state.serving_cell[ue]);
    const double megabits = static_cast<double>(unit.bytes) * 8e-6;
    addTo(state, cell, kpisOf(unit.direction).offered_volume, megabits);
    if (unit.direction == Direction::downlink)
        addToLabel(state, cell, Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi, rules.five_qi_label, megabits);
}

void receiveFlow(const StepContext& x, RanState& state, std::size_t ue, std::size_t bearer,
                 const BearerRules& rules) {
    const std::size_t flow = ue * x.flows + bearer;
    traffic::Cursor& cursor = state.traffic_cursor[flow];
    const std::int64_t end_ns = x.clock.timeAt(state.slot + 1);
    while (cursor.next_ns < end_ns) {
        const auto unit = traffic::take(*rules.profile, x.random, flow, end_ns, cursor);
        if (!unit) break;
        countOffered(state, ue, rules, *unit);
        Queue& queue = queueOf(x, state, unit->direction, ue, bearer);
        const std::int64_t before = queue.waitingBytes();
        queue.push(*unit);
        noteQueue(state, unit->direction, ue, bearer, queue);
        state.ue[ue].waiting_bytes[static_cast<std::size_t>(unit->direction)] +=
            queue.waitingBytes() - before;
    }
}

/// Returns when it is to be looked at again: at once while data waits.
std::int64_t discardOld(const StepContext& x, RanState& state, std::size_t ue, Direction direction,
                        std::size_t bearer, const BearerRules& rules) {
    Queue& queue = queueOf(x, state, direction, ue, bearer);
    if (queue.unsent_bytes == 0 || queue.endless()) return traffic::kNever;
    const std::int64_t now_ns = x.clock.timeAt(state.slot);
    const std::int64_t bytes = queue.discard(now_ns - rules.discard_ns);
    if (bytes == 0) return now_ns;
    state.ue[ue].waiting_bytes[static_cast<std::size_t>(direction)] -= bytes;
    noteQueue(state, direction, ue, bearer, queue);
    if (!queue.busy()) queue.burst.open = 0;
    const auto cell = static_cast<std::uint32_t>(std::max(0, state.serving_cell[ue]));
    if (state.serving_cell[ue] >= 0 && direction == Direction::downlink) {
        const double megabits = static_cast<double>(bytes) * 8e-6;
        addTo(state, cell, Kpi::x_pdcp_drop_volume_dl, megabits);
        addToLabel(state, cell, Kpi::x_pdcp_drop_volume_dl_by_5qi, rules.five_qi_label, megabits);
    }
    settleUnits(x, state, direction, ue, bearer, state.slot);
    return now_ns;
}

}  // namespace

void takeArrivals(const StepContext& x, RanState& state, std::size_t ue) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, ue);
    for (std::size_t b = 0; b < bearers.size(); ++b) receiveFlow(x, state, ue, b, bearers[b]);
}

void dropOldTraffic(const StepContext& x, RanState& state, std::size_t ue) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, ue);
    std::int64_t due_ns = traffic::kNever;
    for (std::size_t b = 0; b < bearers.size(); ++b) {
        if (bearers[b].discard_ns < traffic::kNever)
            for (const Direction direction : {Direction::downlink, Direction::uplink})
                due_ns = std::min(due_ns, discardOld(x, state, ue, direction, b, bearers[b]));
        due_ns = std::min(due_ns, state.traffic_cursor[ue * x.flows + b].next_ns);
    }
    state.ue[ue].traffic_due_ns = due_ns;
}

}  // namespace celltwin::engine
