// SPDX-License-Identifier: BSD-3-Clause
//
// Radio resource control, below `ran`.
#include <algorithm>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

void bindInterFrequency(const Node& handover, std::optional<InterFrequency>& out, Context& context) {
    const Node* node = valueOf(handover, "inter_frequency");
    if (node == nullptr) return;
    InterFrequency& f = out.emplace();
    read(*node, "a2_threshold_dbm", f.a2_threshold_dbm);
    f.a1_threshold_dbm = std::min(f.a2_threshold_dbm + 3.0, kMaxRsrpDbm);
    read(*node, "a1_threshold_dbm", f.a1_threshold_dbm);
    readName(*node, "event", interFrequencyEventNames(), f.event);
    f.a5_threshold_1_dbm = f.a2_threshold_dbm;
    read(*node, "a5_threshold_1_dbm", f.a5_threshold_1_dbm);
    f.a5_threshold_2_dbm = std::min(f.a5_threshold_1_dbm + 3.0, kMaxRsrpDbm);
    read(*node, "a5_threshold_2_dbm", f.a5_threshold_2_dbm);
    read(*node, "offset_db", f.offset_db);
    if (f.a1_threshold_dbm < f.a2_threshold_dbm)
        context.findings.add(markOf(*node, "a1_threshold_dbm"),
                             "a1_threshold_dbm " + shortest(f.a1_threshold_dbm) +
                                 " dBm is below a2_threshold_dbm " + shortest(f.a2_threshold_dbm) +
                                 " dBm: measurements would start and end at once",
                             "A1 ends what A2 starts");
}

void bindHandover(const Node& ran_node, Ran& ran, Context& context) {
    HandoverProcedure& h = ran.handover_procedure;
    h.t304_ms = std::max(h.t304_ms, ran.handover_interruption_ms);
    const Node* node = valueOf(ran_node, "handover");
    if (node == nullptr) return;
    read(*node, "measurement_error_db", h.measurement_error_db);
    read(*node, "preparation_ms", h.preparation_ms);
    read(*node, "command_ms", h.command_ms);
    read(*node, "recent_ms", h.recent_ms);
    read(*node, "minimum_stay_ms", h.minimum_stay_ms);
    bindInterFrequency(*node, h.inter_frequency, context);
    if (read(*node, "t304_ms", h.t304_ms) && h.t304_ms < ran.handover_interruption_ms)
        context.findings.add(markOf(*node, "t304_ms"),
                             "t304_ms " + shortest(h.t304_ms) + " ms is less than handover_interruption_ms " +
                                 shortest(ran.handover_interruption_ms) + " ms: no handover could succeed",
                             "raise t304_ms");
}

void bindRadioLink(const Node& ran_node, RadioLink& r, Context& context) {
    const Node* node = valueOf(ran_node, "radio_link");
    if (node == nullptr) return;
    read(*node, "q_out_db", r.q_out_db);
    read(*node, "q_in_db", r.q_in_db);
    read(*node, "n310", r.n310);
    read(*node, "t310_ms", r.t310_ms);
    read(*node, "n311", r.n311);
    read(*node, "t311_ms", r.t311_ms);
    if (r.q_in_db < r.q_out_db)
        context.findings.add(markOf(*node, "q_in_db"),
                             "q_in_db " + shortest(r.q_in_db) + " dB is below q_out_db " +
                                 shortest(r.q_out_db) + " dB: a link would be in and out of sync",
                             "q_in_db is 2 dB above q_out_db as a rule");
}

void bindConnection(const Node& ran_node, Connection& c) {
    const Node* node = valueOf(ran_node, "connection");
    if (node == nullptr) return;
    read(*node, "inactivity_timer_ms", c.inactivity_timer_ms);
    read(*node, "inactive_to_idle_ms", c.inactive_to_idle_ms);
    read(*node, "setup_ms", c.setup_ms);
    read(*node, "resume_ms", c.resume_ms);
    read(*node, "max_connected", c.max_connected);
}

void bindLoadBalancing(const Node& ran_node, std::optional<LoadBalancing>& out, Context& context) {
    const Node* node = valueOf(ran_node, "load_balancing");
    if (node == nullptr) return;
    LoadBalancing& l = out.emplace();
    read(*node, "period_ms", l.period_ms);
    read(*node, "step_db", l.step_db);
    read(*node, "max_offset_db", l.max_offset_db);
    read(*node, "threshold", l.threshold);
    read(*node, "hysteresis", l.hysteresis);
    if (l.hysteresis > l.threshold)
        context.findings.add(markOf(*node, "hysteresis"),
                             "hysteresis " + shortest(l.hysteresis) + " is more than threshold " +
                                 shortest(l.threshold) + ": an offset would never return",
                             "lower hysteresis");
}

}  // namespace

void bindRrc(const Node& root, Ran& ran, Context& context) {
    const Node* node = valueOf(root, "ran");
    if (node == nullptr) return;
    bindHandover(*node, ran, context);
    bindRadioLink(*node, ran.radio_link, context);
    bindConnection(*node, ran.connection);
    bindLoadBalancing(*node, ran.load_balancing, context);
}

}  // namespace celltwin::scenario
