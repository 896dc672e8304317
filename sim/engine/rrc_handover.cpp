// SPDX-License-Identifier: BSD-3-Clause
//
// RrcProcedures: handover from report to random access, with the counters of TS 28.552 clause 5.1.1.6.
#include <cmath>

#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"
#include "sim/engine/rrc_procedures.h"

namespace celltwin::engine {

using record::EventKind;
using record::Kpi;
using rrc::HandoverStep;

namespace {

/// Counters of handovers within a site and between sites.
struct HandoverKpis {
    Kpi prepared, prepared_well, prepared_badly, executed, executed_well, executed_badly,
        executed_badly_by_cause;
};
constexpr HandoverKpis kIntra = {Kpi::mm_ho_prep_intra_req,        Kpi::mm_ho_prep_intra_succ,
                                 Kpi::x_ho_prep_intra_fail,        Kpi::mm_ho_exe_intra_req,
                                 Kpi::mm_ho_exe_intra_succ,        Kpi::x_ho_exe_intra_fail,
                                 Kpi::x_ho_exe_intra_fail_by_cause};
constexpr HandoverKpis kInter = {Kpi::mm_ho_prep_inter_req,         Kpi::mm_ho_prep_inter_succ,
                                 Kpi::mm_ho_prep_inter_fail,        Kpi::mm_ho_exe_inter_req,
                                 Kpi::mm_ho_exe_inter_succ,         Kpi::mm_ho_exe_inter_fail,
                                 Kpi::mm_ho_exe_inter_fail_by_cause};

// Columns of the counters by cause (sim/record/kpi_bins.h).
constexpr int kNoResources = 0, kUnspecified = 1;
constexpr int kReestablishment = 0, kSupervisionTimer = 1;

}  // namespace

void RrcProcedures::beginHandover(std::size_t ue, std::int32_t target) {
    UeRrc& rrc = state_.rrc[ue];
    const std::int32_t source = state_.serving_cell[ue];
    rrc::beginHandover(source, target, now(), rrc.handover);
    count(source, (sameSite(source, target) ? kIntra : kInter).prepared);
    note(EventKind::handover_start, ue, source, target);
    advanceHandover(ue);
}

void RrcProcedures::advanceHandover(std::size_t ue) {
    UeRrc& rrc = state_.rrc[ue];
    while (rrc.handover.phase != rrc::HandoverPhase::none) {
        const std::int32_t source = rrc.handover.source, target = rrc.handover.target;
        const bool executing = rrc.handover.phase == rrc::HandoverPhase::execution;
        const rrc::HandoverSample sample{
            .source_sinr_db = executing ? 0.0 : sinrDbAt(ue, source),
            .target_sinr_db = sinrDbAt(ue, target),
            .target_admits = state_.cell_on_air[static_cast<std::size_t>(target)] == 1 && admits(target)};
        switch (rrc::advanceHandover(x_.rrc.handover, sample, now(), rrc.handover)) {
            case HandoverStep::none:
                return;
            case HandoverStep::commanded:
                commanded(ue, source, target);
                break;
            case HandoverStep::complete:
                completed(ue, source, target);
                break;
            case HandoverStep::preparation_failed:
                refused(ue, source, target, Refusal::target_full);
                break;
            case HandoverStep::command_lost:
                refused(ue, source, target, Refusal::command_lost);
                break;
            case HandoverStep::t304_expired:
                executionFailed(ue, source, target);
                break;
        }
    }
}

/// The UE has the command: it leaves the source and hears nothing until random access at the target.
void RrcProcedures::commanded(std::size_t ue, std::int32_t source, std::int32_t target) {
    const HandoverKpis& kpis = sameSite(source, target) ? kIntra : kInter;
    count(source, kpis.prepared_well);
    count(source, kpis.executed);
    count(source,
          sameFrequency(source, target) ? Kpi::mm_ho_exe_intra_freq_req : Kpi::mm_ho_exe_inter_freq_req);
    rrc::noteCommand(source, target, now(), state_.rrc[ue].history);
    note(EventKind::handover_command, ue, source, target);
    connect(ue, target);
    state_.ue[ue].interrupted_until_slot = traffic::kNever;
}

void RrcProcedures::completed(std::size_t ue, std::int32_t source, std::int32_t target) {
    count(source, (sameSite(source, target) ? kIntra : kInter).executed_well);
    count(source,
          sameFrequency(source, target) ? Kpi::mm_ho_exe_intra_freq_succ : Kpi::mm_ho_exe_inter_freq_succ);
    count(target, Kpi::rach_preamble_ded_cell);
    state_.ue[ue].interrupted_until_slot = state_.slot;
    UeRrc& rrc = state_.rrc[ue];
    if (rrc::noteCompletion(x_.rrc.history, now(), rrc.history) == rrc::Stay::ping_pong)
        count(source, Kpi::x_ping_pong);
    // What the UE measured during the execution is of another serving cell.
    rrc.a3 = {};
    rrc.inter_frequency = {};
    rrc.radio_link = {};
    note(EventKind::handover, ue, source, target);
}

/// The handover ends before it begins; the UE stays where it is, and its events start anew.
void RrcProcedures::refused(std::size_t ue, std::int32_t source, std::int32_t target, Refusal why) {
    const bool intra = sameSite(source, target);
    const HandoverKpis& kpis = intra ? kIntra : kInter;
    const bool sent = why == Refusal::command_lost;
    if (sent) {
        note(EventKind::handover_command, ue, source, target);
        count(source, kpis.prepared_well);
        count(source, kpis.executed);
        count(source, kpis.executed_badly);
        countLabel(source, kpis.executed_badly_by_cause, kReestablishment);
        const bool same = sameFrequency(source, target);
        count(source, same ? Kpi::mm_ho_exe_intra_freq_req : Kpi::mm_ho_exe_inter_freq_req);
        count(source, same ? Kpi::x_ho_exe_intra_freq_fail : Kpi::x_ho_exe_inter_freq_fail);
    } else {
        count(source, kpis.prepared_badly);
        if (!intra)
            countLabel(source, Kpi::mm_ho_prep_inter_fail_by_cause,
                       why == Refusal::target_full ? kNoResources : kUnspecified);
    }
    state_.rrc[ue].a3 = {};
    state_.rrc[ue].inter_frequency = {};
    note(sent ? EventKind::handover_failure : EventKind::handover_refused, ue, source, target);
}

/// T304: random access at the target did not succeed in time; re-establishment follows.
void RrcProcedures::executionFailed(std::size_t ue, std::int32_t source, std::int32_t target) {
    const HandoverKpis& kpis = sameSite(source, target) ? kIntra : kInter;
    count(source, kpis.executed_badly);
    countLabel(source, kpis.executed_badly_by_cause, kSupervisionTimer);
    count(source,
          sameFrequency(source, target) ? Kpi::x_ho_exe_intra_freq_fail : Kpi::x_ho_exe_inter_freq_fail);
    note(EventKind::handover_failure, ue, source, target);
    fail(ue, source, true);
}

}  // namespace celltwin::engine
