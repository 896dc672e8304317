// SPDX-License-Identifier: BSD-3-Clause
//
// RrcProcedures: set-up, release, re-establishment.
#include <cmath>

#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"
#include "sim/engine/rrc_procedures.h"

namespace celltwin::engine {

using record::EventKind;
using record::Kpi;
using rrc::ConnectionStep;
using rrc::EstablishmentCause;
using rrc::RrcState;

namespace {

// Columns of the counter by cause (sim/record/kpi_bins.h).
constexpr int kNetworkReject = 0, kNoReply = 1;

/// T302 after a reject, the least waitTime of TS 38.331 clause 6.2.2.
constexpr std::int64_t kRejectWaitNs = 1'000'000'000;

/// Voice is 5QI 1 (TS 23.501 Table 5.7.4-1).
EstablishmentCause causeOf(const StepContext& x, RanState& state, std::size_t ue) {
    const std::span<const BearerRules> bearers = x.bearersOf(state, ue);
    bool up = false;
    for (std::size_t b = 0; b < bearers.size(); ++b) {
        if (queueOf(x, state, Direction::uplink, ue, b).waitingBytes() <= 0) continue;
        if (bearers[b].five_qi == 1) return EstablishmentCause::mo_voice_call;
        up = true;
    }
    return up ? EstablishmentCause::mo_data : EstablishmentCause::mt_access;
}

}  // namespace

/// Data waits at a UE without a connection: it asks for one where a cell is there.
void RrcProcedures::wakeForData(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    receiveTraffic(x_, state_, ue);
    const bool waits = state_.ue[ue].waiting_bytes[0] + state_.ue[ue].waiting_bytes[1] > 0;
    if (waits && now() >= rrc.barred_until_ns && request(ue)) return;
    if (rrc.connection.state == RrcState::inactive) advanceConnection(ue);
}

bool RrcProcedures::request(std::size_t ue) {
    const std::int32_t cell = state_.serving_cell[ue];
    if (cell < 0) return false;
    UeRrc& rrc = state_.rrc[ue];
    const EstablishmentCause cause = causeOf(x_, state_, ue);
    const bool idle = rrc.connection.state == RrcState::idle;
    if (!rrc::requestConnection(cause, now(), rrc.connection)) return false;
    if (cause == EstablishmentCause::mt_access) count(cell, Kpi::pag_received_nbr);
    count(cell, Kpi::rach_preamble_a_cell);
    if (!idle) return true;
    count(cell, Kpi::rrc_conn_estab_att);
    countLabel(cell, Kpi::rrc_conn_estab_att_by_cause, x_.rrc.cause_label[static_cast<std::size_t>(cause)]);
    return true;
}

/// Where the UE would get access now: its cell, or while searching the strongest suitable one that carries
/// signalling.
std::int32_t RrcProcedures::accessCell(std::size_t ue) const {
    if (state_.rrc[ue].connection.state != RrcState::searching) return state_.serving_cell[ue];
    return strongestCell(x_, state_, ue, [&](std::uint32_t c, float level_dbm) {
        return state_.cell_on_air[c] == 1 && rrc::suitable(x_.rrc.reselection, level_dbm);
    });
}

void RrcProcedures::advanceConnection(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    if (rrc.connected()) rrc::noteActivity(x_.clock.timeAt(state_.ue[ue].active_slot), rrc.connection);
    const std::int32_t cell = accessCell(ue);
    const bool on = cell >= 0 && state_.cell_on_air[static_cast<std::size_t>(cell)] != 0;
    const bool usable = on && sinrDbAt(ue, cell) >= x_.rrc.radio_link.q_out_db;
    const rrc::Access access{.usable = usable, .admits = cell >= 0 && admits(cell)};
    const ConnectionStep next = rrc::advanceConnection(x_.rrc.connection, access, now(), rrc.connection);
    if (next == ConnectionStep::reestablishing) state_.serving_cell[ue] = cell;
    step(ue, next);
}

void RrcProcedures::step(std::size_t ue, ConnectionStep step) {
    UeRrc& rrc = state_.rrc[ue];
    const std::int32_t cell = state_.serving_cell[ue];
    const int cause = x_.rrc.cause_label[static_cast<std::size_t>(rrc.connection.cause)];
    const auto bearers = static_cast<double>(x_.bearersOf(state_, ue).size());
    switch (step) {
        case ConnectionStep::none:
            break;
        case ConnectionStep::set_up:
            count(cell, Kpi::rrc_conn_estab_succ);
            countLabel(cell, Kpi::rrc_conn_estab_succ_by_cause, cause);
            for (const Kpi kpi : {Kpi::drb_estab_att, Kpi::drb_estab_succ}) count(cell, kpi, bearers);
            for (const Kpi kpi : {Kpi::sm_pdu_session_setup_req, Kpi::sm_pdu_session_setup_succ})
                count(cell, kpi);
            connect(ue, cell);
            classify(ue, cell);
            note(EventKind::connection_setup, ue, -1, cell);
            break;
        case ConnectionStep::resumed:
            connect(ue, cell);
            note(EventKind::connection_setup, ue, -1, cell);
            break;
        case ConnectionStep::reestablishing:
            count(cell, Kpi::rrc_re_estab_att);
            count(cell, Kpi::rach_preamble_a_cell);
            break;
        case ConnectionStep::reestablished:
            backAgain(ue, cell, true);
            break;
        case ConnectionStep::fallen_back:
            backAgain(ue, cell, false);
            break;
        case ConnectionStep::rejected:
        case ConnectionStep::setup_timed_out:
        case ConnectionStep::resume_timed_out:
            // A resume that fails is no failed establishment: it was none.
            if (step == ConnectionStep::setup_timed_out)
                countLabel(cell, Kpi::rrc_conn_estab_fail_by_cause, kNoReply);
            else if (rrc.connection.state == RrcState::idle && step == ConnectionStep::rejected)
                countLabel(cell, Kpi::rrc_conn_estab_fail_by_cause, kNetworkReject);
            if (step == ConnectionStep::rejected) {
                count(cell, Kpi::x_blocked_sessions);
                note(EventKind::blocked, ue, -1, cell);
                rrc.barred_until_ns = now() + kRejectWaitNs;
            }
            dropData(ue);
            break;
        case ConnectionStep::lost:
            dropData(ue);
            state_.serving_cell[ue] = -1;
            note(EventKind::detach, ue, rrc.failed_cell, -1);
            break;
        case ConnectionStep::to_inactive:
        case ConnectionStep::to_idle:
            if (state_.leg_cell[ue * x_.legs] < 0) break;
            disconnect(ue, true);
            rrc.history = {};
            rrc.reselection = {.camped_at_ns = now()};
            note(EventKind::connection_release, ue, cell, -1);
            break;
    }
}

void RrcProcedures::radioLinkFailed(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    const std::int32_t cell = state_.serving_cell[ue];
    count(cell, Kpi::x_radio_link_failure);
    note(EventKind::radio_link_failure, ue, cell, -1);
    if (rrc.handover.phase == rrc::HandoverPhase::preparation)
        refused(ue, rrc.handover.source, rrc.handover.target, Refusal::link_failed);
    rrc.handover = {};
    fail(ue, cell, false);
}

/// The UE looks for a cell; its data waits meanwhile.
void RrcProcedures::fail(std::size_t ue, std::int32_t cell, bool in_handover) {
    UeRrc& rrc = state_.rrc[ue];
    disconnect(ue, true);
    rrc.failed_cell = cell;
    rrc.failed_at_ns = now();
    rrc.failed_in_handover = in_handover ? 1 : 0;
    rrc::startReestablishment(now(), rrc.connection);
}

void RrcProcedures::backAgain(std::size_t ue, std::int32_t cell, bool with_context) {
    count(cell,
          with_context ? Kpi::rrc_re_estab_succ_with_ue_context : Kpi::rrc_re_estab_succ_without_ue_context);
    if (!with_context) dropData(ue);
    note(EventKind::reestablishment, ue, state_.rrc[ue].failed_cell, cell);
    connect(ue, cell);
    classify(ue, cell);
}

/// Books the failure the UE comes back from: TS 28.552 clause 5.1.1.25, at the cell whose handover settings
/// it blames.
void RrcProcedures::classify(std::size_t ue, std::int32_t cell) {
    UeRrc& rrc = state_.rrc[ue];
    if (rrc.failed_cell < 0) return;
    const std::int32_t commander = rrc.history.source;
    const rrc::ConnectionFailure failure{
        .kind = rrc.failed_in_handover != 0 ? rrc::FailureKind::handover : rrc::FailureKind::radio_link,
        .serving = rrc.failed_cell,
        .reestablished = cell,
        .failed_at_ns = rrc.failed_at_ns};
    switch (rrc::classifyFailure(x_.rrc.history, failure, rrc.history)) {
        case rrc::FailureClass::unrelated:
            break;
        case rrc::FailureClass::too_late:
            count(rrc.failed_cell, Kpi::ho_intra_sys_too_late);
            break;
        case rrc::FailureClass::too_early:
            count(commander, Kpi::ho_intra_sys_too_early);
            break;
        case rrc::FailureClass::wrong_cell:
            count(commander, Kpi::ho_intra_sys_to_wrong_cell);
            break;
    }
    rrc.failed_cell = -1;
}

}  // namespace celltwin::engine
