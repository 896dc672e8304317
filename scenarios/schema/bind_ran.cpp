// SPDX-License-Identifier: BSD-3-Clause
//
// The RAN's behaviour.
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"

namespace celltwin::scenario {
namespace {

void bindLinkAdaptation(const Node& ran_node, LinkAdaptation& l) {
    const Node* node = valueOf(ran_node, "link_adaptation");
    if (node == nullptr) return;
    readName(*node, "effective_sinr", effectiveSinrNames(), l.effective_sinr);
    readName(*node, "harq_combining", combiningNames(), l.combining);
    read(*node, "max_transmissions", l.max_transmissions);
    read(*node, "harq_processes", l.harq_processes);
    read(*node, "csi_delay_ms", l.csi_delay_ms);
    readName(*node, "csi_interference", csiInterferenceNames(), l.csi_interference);
}

}  // namespace

Ran bindRan(const Node& root) {
    Ran ran;
    const Node* node = valueOf(root, "ran");
    if (node == nullptr) return ran;
    readName(*node, "scheduler", schedulerNames(), ran.scheduler);
    read(*node, "pf_window_ms", ran.pf_window_ms);
    read(*node, "max_ues_per_slot", ran.max_ues_per_slot);
    read(*node, "handover_interruption_ms", ran.handover_interruption_ms);
    bindLinkAdaptation(*node, ran.link_adaptation);
    if (const Node* handover = valueOf(*node, "handover")) {
        read(*handover, "offset_db", ran.handover.offset_db);
        read(*handover, "hysteresis_db", ran.handover.hysteresis_db);
        read(*handover, "time_to_trigger_ms", ran.handover.time_to_trigger_ms);
        read(*handover, "filter_coefficient_k", ran.handover.filter_coefficient_k);
    }
    return ran;
}

}  // namespace celltwin::scenario
