// SPDX-License-Identifier: BSD-3-Clause
//
// Radio resource control of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

std::string interFrequencyText(const InterFrequency& f) {
    return Flow()
        .add("a2_threshold_dbm", f.a2_threshold_dbm)
        .add("a1_threshold_dbm", f.a1_threshold_dbm)
        .raw("event", nameOf(f.event, interFrequencyEventNames()))
        .add("a5_threshold_1_dbm", f.a5_threshold_1_dbm)
        .add("a5_threshold_2_dbm", f.a5_threshold_2_dbm)
        .add("offset_db", f.offset_db)
        .text();
}

}  // namespace

std::string handoverText(const Ran& r) {
    const HandoverProcedure& h = r.handover_procedure;
    Flow flow;
    flow.add("offset_db", r.handover.offset_db)
        .add("hysteresis_db", r.handover.hysteresis_db)
        .add("time_to_trigger_ms", r.handover.time_to_trigger_ms)
        .add("filter_coefficient_k", r.handover.filter_coefficient_k)
        .add("measurement_error_db", h.measurement_error_db)
        .add("preparation_ms", h.preparation_ms)
        .add("command_ms", h.command_ms)
        .add("t304_ms", h.t304_ms)
        .add("recent_ms", h.recent_ms)
        .add("minimum_stay_ms", h.minimum_stay_ms);
    if (h.inter_frequency) flow.raw("inter_frequency", interFrequencyText(*h.inter_frequency));
    return flow.text();
}

void addRrc(Flow& flow, const Ran& r) {
    flow.raw("radio_link", Flow()
                               .add("q_out_db", r.radio_link.q_out_db)
                               .add("q_in_db", r.radio_link.q_in_db)
                               .add("n310", r.radio_link.n310)
                               .add("t310_ms", r.radio_link.t310_ms)
                               .add("n311", r.radio_link.n311)
                               .add("t311_ms", r.radio_link.t311_ms)
                               .text());
    flow.raw("connection", Flow()
                               .add("inactivity_timer_ms", r.connection.inactivity_timer_ms)
                               .add("inactive_to_idle_ms", r.connection.inactive_to_idle_ms)
                               .add("setup_ms", r.connection.setup_ms)
                               .add("resume_ms", r.connection.resume_ms)
                               .add("max_connected", r.connection.max_connected)
                               .text());
    if (r.load_balancing)
        flow.raw("load_balancing", Flow()
                                       .add("period_ms", r.load_balancing->period_ms)
                                       .add("step_db", r.load_balancing->step_db)
                                       .add("max_offset_db", r.load_balancing->max_offset_db)
                                       .add("threshold", r.load_balancing->threshold)
                                       .add("hysteresis", r.load_balancing->hysteresis)
                                       .text());
}

}  // namespace celltwin::scenario
