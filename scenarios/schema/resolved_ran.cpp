// SPDX-License-Identifier: BSD-3-Clause
//
// The RAN of the complete scenario as text.

#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {
namespace {

std::string uplinkText(const Uplink& u) {
    return Flow()
        .add("p0_dbm", u.power.p0_dbm)
        .add("alpha", u.power.alpha)
        .add("p_cmax_dbm", u.power.p_cmax_dbm)
        .add("noise_figure_db", u.noise_figure_db)
        .add("rx_antennas", u.rx_antennas)
        .add("overhead", u.overhead)
        .add("request_period_ms", u.request_period_ms)
        .add("request_grant_bytes", u.request_grant_bytes)
        .text();
}

std::string slicesText(const std::vector<Slice>& slices) {
    std::string list = "[";
    for (const Slice& s : slices) {
        Flow flow;
        flow.add("name", s.name).add("sst", s.sst);
        if (s.sd) flow.add("sd", *s.sd);
        flow.add("min_percent", s.ratio.min_percent)
            .add("max_percent", s.ratio.max_percent)
            .add("dedicated_percent", s.ratio.dedicated_percent);
        list += (list.size() == 1 ? "" : ", ") + flow.text();
    }
    return list + "]";
}

}  // namespace

std::string ranText(const Ran& r) {
    Flow flow;
    flow.raw("scheduler", nameOf(r.rule.policy, schedulerNames()))
        .add("pf_alpha", r.rule.alpha)
        .add("pf_beta", r.rule.beta)
        .raw("slices", slicesText(r.slices))
        .add("pf_window_ms", r.pf_window_ms)
        .add("max_ues_per_slot", r.max_ues_per_slot)
        .raw("link_adaptation",
             Flow()
                 .raw("effective_sinr", nameOf(r.link_adaptation.effective_sinr, effectiveSinrNames()))
                 .raw("harq_combining", nameOf(r.link_adaptation.combining, combiningNames()))
                 .add("max_transmissions", r.link_adaptation.max_transmissions)
                 .add("harq_processes", r.link_adaptation.harq_processes)
                 .add("csi_delay_ms", r.link_adaptation.csi_delay_ms)
                 .raw("csi_interference", nameOf(r.link_adaptation.csi_interference, csiInterferenceNames()))
                 .raw("cqi_format", nameOf(r.link_adaptation.cqi_format, cqiFormatNames()))
                 .text())
        .raw("handover", handoverText(r))
        .add("handover_interruption_ms", r.handover_interruption_ms);
    flow.raw("uplink", uplinkText(r.uplink));
    addRrc(flow, r);
    return "ran: " + flow.text() + "\n";
}

}  // namespace celltwin::scenario
