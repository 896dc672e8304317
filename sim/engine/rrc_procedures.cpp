// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/rrc_procedures.h"

#include <algorithm>
#include <cmath>

#include "models/rrc/load_balance.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {

using record::EventKind;
using record::Kpi;
using rrc::RrcState;

namespace {
constexpr std::int64_t kNoMoment = traffic::kNever;
/// t-PollRetransmit of signalling bearers (TS 38.331 clause 9.2.1).
constexpr std::int64_t kRepeatNs = 45'000'000;
}  // namespace

void RrcProcedures::count(std::int32_t cell, Kpi kpi, double value) {
    if (cell >= 0) addTo(state_, static_cast<std::uint32_t>(cell), kpi, value);
}
void RrcProcedures::countLabel(std::int32_t cell, Kpi kpi, int label) {
    if (cell >= 0) addToLabel(state_, static_cast<std::uint32_t>(cell), kpi, label, 1.0);
}
void RrcProcedures::note(EventKind kind, std::size_t ue, std::int32_t from, std::int32_t to) {
    events_.push_back({now(), kind, static_cast<std::uint32_t>(ue), from, to});
}
bool RrcProcedures::sameSite(std::int32_t a, std::int32_t b) const {
    const auto& cells = x_.scenario.network.cells;
    return cells[static_cast<std::size_t>(a)].site == cells[static_cast<std::size_t>(b)].site;
}
bool RrcProcedures::sameFrequency(std::int32_t a, std::int32_t b) const {
    return x_.carrierOf(static_cast<std::uint32_t>(a)).frequency_mhz ==
           x_.carrierOf(static_cast<std::uint32_t>(b)).frequency_mhz;
}
bool RrcProcedures::admits(std::int32_t cell) const {
    const int most = x_.scenario.ran.connection.max_connected;
    return most == 0 || state_.connected_ues[static_cast<std::size_t>(cell)] < most;
}
double RrcProcedures::sinrDbAt(std::size_t ue, std::int32_t cell) {
    const std::uint32_t carrier = x_.scenario.network.cells[static_cast<std::size_t>(cell)].carrier;
    gatherCsiLoad(x_, state_, state_.list[ue], carrier, load_);
    const Signal signal = signalOf(x_, state_, ue, static_cast<std::size_t>(cell), load_);
    return toDb(std::max(1e-12F, signal.reference_snr)).value;
}
bool RrcProcedures::takeMoved() {
    return std::exchange(moved_, false);
}
bool RrcProcedures::takeRelisted() {
    return std::exchange(relisted_, false);
}

/// The UE is on `cell`, or nearest to it: what it hears is told apart around there.
void RrcProcedures::moveList(std::size_t ue, std::int32_t cell) {
    const std::uint32_t list = x_.heard.listOf(static_cast<std::uint32_t>(cell));
    if (list == state_.list[ue]) return;
    changeList(x_, state_, ue, list);
    relisted_ = true;
}

void RrcProcedures::setLeg(std::size_t leg, std::int32_t cell) {
    if (state_.leg_cell[leg] >= 0)
        returnToQueue(x_, state_,
                      downlinkOf(x_, state_, leg, static_cast<std::uint32_t>(state_.leg_cell[leg])));
    state_.leg_cell[leg] = cell;
    state_.down.rows[leg].average_rate_bytes = 0.0;
    state_.down.rows[leg].outer_loop_db = 0.0;
    state_.down.rows[leg].rate = kNoRate;
    moved_ = true;
    if (cell < 0) return;
    // The first report on a new cell is measured there at once.
    load_.forget();
    for (std::int64_t age = 0; age < x_.csi_depth; ++age) measureCsi(x_, state_, leg, age, load_, scratch_);
}

/// Puts the UE's connection on `cell`; queues and their data come along.
void RrcProcedures::connect(std::size_t ue, std::int32_t cell) {
    if (state_.leg_cell[ue * x_.legs] >= 0) disconnect(ue, true);
    state_.serving_cell[ue] = cell;
    moveList(ue, cell);
    ++state_.connected_ues[static_cast<std::size_t>(cell)];
    UeRrc& rrc = state_.rrc[ue];
    rrc.a3 = {};
    rrc.inter_frequency = {};
    rrc.radio_link = {};
    setLeg(ue * x_.legs, cell);
    state_.up.rows[ue].average_rate_bytes = 0.0;
    state_.up.rows[ue].outer_loop_db = 0.0;
    state_.ue[ue].uplink = {};
    chooseSecondaries(ue);
}

/// Takes the UE off its legs. Without `keep_data` its bearers are released.
void RrcProcedures::disconnect(std::size_t ue, bool keep_data) {
    const std::int32_t cell = state_.leg_cell[ue * x_.legs];
    if (cell < 0) return;
    --state_.connected_ues[static_cast<std::size_t>(cell)];
    returnToQueue(x_, state_, uplinkOf(state_, ue, static_cast<std::uint32_t>(cell)));
    for (std::size_t k = 0; k < x_.legs; ++k) setLeg(ue * x_.legs + k, -1);
    state_.ue[ue].interrupted_until_slot = 0;
    if (!keep_data) dropData(ue);
}

void RrcProcedures::dropData(std::size_t ue) {
    for (const Direction direction : {Direction::downlink, Direction::uplink})
        for (std::size_t b = 0; b < x_.bearersOf(state_, ue).size(); ++b) {
            Queue& queue = queueOf(x_, state_, direction, ue, b);
            if (queue.endless()) continue;
            if (queue.busy()) count(state_.serving_cell[ue], Kpi::drb_rel_act_nbr);
            state_.ue[ue].waiting_bytes[static_cast<std::size_t>(direction)] -= queue.waitingBytes();
            queue.dropAll();
            noteQueue(state_, direction, ue, b, queue);
            queue.burst.open = 0;
            settleUnits(x_, state_, direction, ue, b, state_.slot);
        }
}

/// Secondary cells: of each other carrier the strongest cell at the primary's site, where it can be heard.
void RrcProcedures::chooseSecondaries(std::size_t ue) {
    forEachSecondary(x_, state_, ue, [this](std::size_t leg, std::int32_t cell) {
        if (state_.leg_cell[leg] != cell) setLeg(leg, cell);
    });
}

/// When the UE's RRC state wants attention next.
void RrcProcedures::schedule(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    const rrc::ConnectionConfig& config = x_.rrc.connection;
    const std::int64_t since = rrc.connection.since_ns;
    std::int64_t due = kNoMoment;
    switch (rrc.connection.state) {
        case RrcState::connected:
            if (rrc.handover.phase == rrc::HandoverPhase::preparation)
                due = std::max(rrc.handover.since_ns + x_.rrc.handover.preparation_ns,
                               now() + (rrc.handover.repeats == 0 ? x_.clock.slot_ns : kRepeatNs));
            else if (rrc.handover.phase == rrc::HandoverPhase::execution)
                due =
                    std::max(now() + x_.clock.slot_ns, rrc.handover.since_ns + x_.rrc.handover.execution_ns);
            else if (config.inactivity_ns > 0)
                due = std::max(now() + x_.clock.slot_ns,
                               x_.clock.timeAt(state_.ue[ue].active_slot) + config.inactivity_ns);
            break;
        case RrcState::idle:
        case RrcState::inactive:
            for (std::size_t b = 0; b < x_.bearersOf(state_, ue).size(); ++b)
                due = std::min(due, state_.traffic_cursor[ue * x_.flows + b].next_ns);
            if (state_.ue[ue].waiting_bytes[0] + state_.ue[ue].waiting_bytes[1] > 0) due = now();
            if (rrc.connection.state == RrcState::inactive && config.inactive_to_idle_ns > 0)
                due = std::min(due, since + config.inactive_to_idle_ns);
            // The next try waits for the next measurement.
            if (due <= now()) due = now() + x_.clock.measurement_slots * x_.clock.slot_ns;
            due = std::max(due, rrc.barred_until_ns);
            break;
        case RrcState::setting_up:
            due = std::max(now() + x_.clock.slot_ns, since + config.setup_ns);
            break;
        case RrcState::resuming:
            due = std::max(now() + x_.clock.slot_ns, since + config.resume_ns);
            break;
        case RrcState::searching:
            due = now() + x_.clock.measurement_slots * x_.clock.slot_ns;
            break;
        case RrcState::reestablishing:
            due = std::max(now() + x_.clock.slot_ns, since + config.reestablishment_ns);
            break;
    }
    state_.rrc_due_ns[ue] = due;
}

void RrcProcedures::attachAll() {
    for (std::size_t ue = 0; ue < state_.ueCount(); ++ue) {
        UeRrc& rrc = state_.rrc[ue];
        const std::int32_t best = strongestHeard(x_, state_, ue);
        const bool heard = best >= 0;
        state_.serving_cell[ue] = best;
        if (heard) moveList(ue, best);
        const bool connects = heard && x_.rrc.connection.inactivity_ns == 0 && admits(best);
        rrc.connection.state = connects ? RrcState::connected : RrcState::idle;
        if (connects) {
            connect(ue, best);
            note(EventKind::attach, ue, -1, best);
        }
        schedule(ue);
    }
}

void RrcProcedures::advance() {
    bringUes([this, until = now()](std::uint32_t ue) { return state_.rrc_due_ns[ue] <= until; });
    for (const std::uint32_t ue : at_hand_) {
        advanceUe(ue);
        schedule(ue);
    }
}

void RrcProcedures::advanceUe(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    if (rrc.connected() && rrc.handover.phase != rrc::HandoverPhase::none)
        advanceHandover(ue);
    else if (rrc.connection.state == RrcState::idle || rrc.connection.state == RrcState::inactive)
        wakeForData(ue);
    else
        advanceConnection(ue);
}

void RrcProcedures::act(const std::vector<RrcWish>& wishes) {
    std::fill(inactive_.begin(), inactive_.end(), 0);
    bringUes([&wishes](std::uint32_t ue) { return wishes[ue].any(); });
    for (const std::uint32_t ue : at_hand_) grant(ue, wishes[ue]);
    for (std::size_t ue = 0; ue < state_.ueCount(); ++ue) countCamped(ue);
    for (std::uint32_t c = 0; c < inactive_.size(); ++c)
        raiseTo(state_, c, Kpi::rrc_inactive_conn_max, inactive_[c]);
}

void RrcProcedures::grant(std::size_t ue, const RrcWish& wish) {
    if (wish.camp_on >= 0) {
        state_.serving_cell[ue] = wish.camp_on;
        moveList(ue, wish.camp_on);
        state_.rrc[ue].reselection = {.camped_at_ns = now()};
    }
    if (wish.radio_link_failed)
        radioLinkFailed(ue);
    else if (wish.handover_to >= 0)
        beginHandover(ue, wish.handover_to);
    else if (state_.rrc[ue].connected())
        chooseSecondaries(ue);
    if (wish.radio_link_failed || wish.handover_to >= 0) schedule(ue);
    if (!state_.rrc[ue].connected() && !x_.heard.complete()) followUe(ue);
}

/// A UE that no cell serves moves on all the same.
void RrcProcedures::followUe(std::size_t ue) {
    if (state_.serving_cell[ue] >= 0 && state_.rrc[ue].connection.state != RrcState::searching) return;
    const std::int32_t best = strongestHeard(x_, state_, ue);
    if (best >= 0) moveList(ue, best);
}

/// UEs that are not connected, at the cell they camp on; a sample stands for a measurement period.
void RrcProcedures::countCamped(std::size_t ue) {
    const RrcState connection = state_.rrc[ue].connection.state;
    if (state_.serving_cell[ue] < 0 || state_.rrc[ue].connected()) return;
    const bool inactive = connection == RrcState::inactive || connection == RrcState::resuming;
    if (inactive) ++inactive_[static_cast<std::size_t>(state_.serving_cell[ue])];
    count(state_.serving_cell[ue], inactive ? Kpi::rrc_inactive_conn_mean : Kpi::x_idle_mean,
          static_cast<double>(x_.clock.measurement_slots));
}

void RrcProcedures::balance() {
    if (!x_.rrc.load_balancing) return;
    for (std::size_t c = 0; c < x_.neighbours.size(); ++c) {
        double sum = 0.0;
        for (const std::uint32_t n : x_.neighbours[c]) sum += state_.cell_load[n];
        neighbour_load_[c] =
            x_.neighbours[c].empty() ? 0.0 : sum / static_cast<double>(x_.neighbours[c].size());
    }
    rrc::updateOffsets(*x_.rrc.load_balancing, state_.cell_load, neighbour_load_, state_.cell_offset_db);
}

void RrcProcedures::vacate(std::uint32_t cell) {
    bringUes([this, cell](std::uint32_t ue) {
        return state_.rrc[ue].connected() && state_.serving_cell[ue] == static_cast<std::int32_t>(cell) &&
               state_.rrc[ue].handover.phase == rrc::HandoverPhase::none;
    });
    for (const std::uint32_t ue : at_hand_) {
        const std::int32_t best = strongestCell(x_, state_, ue, [&](std::uint32_t c, float level_dbm) {
            return c != cell && state_.cell_on_air[c] == 1 && std::isfinite(level_dbm);
        });
        if (best < 0) continue;
        beginHandover(ue, best);
        schedule(ue);
    }
}

}  // namespace celltwin::engine
