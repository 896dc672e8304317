// SPDX-License-Identifier: BSD-3-Clause
//
// The RAN of the complete scenario as text.

#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {

std::string ranText(const Ran& r) {
    return "ran: " +
           Flow()
               .raw("scheduler", nameOf(r.scheduler, schedulerNames()))
               .add("pf_window_ms", r.pf_window_ms)
               .add("max_ues_per_slot", r.max_ues_per_slot)
               .raw("link_adaptation",
                    Flow()
                        .raw("effective_sinr", nameOf(r.link_adaptation.effective_sinr, effectiveSinrNames()))
                        .raw("harq_combining", nameOf(r.link_adaptation.combining, combiningNames()))
                        .add("max_transmissions", r.link_adaptation.max_transmissions)
                        .add("harq_processes", r.link_adaptation.harq_processes)
                        .add("csi_delay_ms", r.link_adaptation.csi_delay_ms)
                        .raw("csi_interference",
                             nameOf(r.link_adaptation.csi_interference, csiInterferenceNames()))
                        .text())
               .raw("handover", Flow()
                                    .add("offset_db", r.handover.offset_db)
                                    .add("hysteresis_db", r.handover.hysteresis_db)
                                    .add("time_to_trigger_ms", r.handover.time_to_trigger_ms)
                                    .add("filter_coefficient_k", r.handover.filter_coefficient_k)
                                    .text())
               .add("handover_interruption_ms", r.handover_interruption_ms)
               .text() +
           "\n";
}

}  // namespace celltwin::scenario
