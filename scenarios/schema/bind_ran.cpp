// SPDX-License-Identifier: BSD-3-Clause
//
// The RAN's behaviour.
#include <set>
#include <utility>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

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
    readName(*node, "cqi_format", cqiFormatNames(), l.cqi_format);
}

void bindSlices(const Node& ran_node, Ran& ran, Context& context) {
    const Node* list = valueOf(ran_node, "slices");
    if (list == nullptr) return;
    std::set<std::pair<int, int>> identifiers;
    for (const Node& item : list->items) {
        Slice slice;
        read(item, "name", slice.name);
        if (!slice.name.empty()) addName(context.slices, slice.name, "slice", markOf(item, "name"), context);
        int sd = 0;
        read(item, "sst", slice.sst);
        if (read(item, "sd", sd)) slice.sd = sd;
        read(item, "min_percent", slice.ratio.min_percent);
        read(item, "max_percent", slice.ratio.max_percent);
        read(item, "dedicated_percent", slice.ratio.dedicated_percent);
        if (!item.bad && !identifiers.insert({slice.sst, slice.sd.value_or(-1)}).second)
            context.findings.add(item.mark,
                                 "slice " + quotedText(slice.name) + " has the sst and sd of an earlier one");
        ran.slices.push_back(std::move(slice));
    }
    if (context.findings.empty()) checkRatios(ran.slices, list->mark, "", context);
}

void bindUplink(const Node& ran_node, Uplink& u) {
    const Node* node = valueOf(ran_node, "uplink");
    if (node == nullptr) return;
    read(*node, "p0_dbm", u.power.p0_dbm);
    read(*node, "alpha", u.power.alpha);
    read(*node, "p_cmax_dbm", u.power.p_cmax_dbm);
    read(*node, "noise_figure_db", u.noise_figure_db);
    read(*node, "rx_antennas", u.rx_antennas);
    read(*node, "overhead", u.overhead);
    read(*node, "request_period_ms", u.request_period_ms);
    read(*node, "request_grant_bytes", u.request_grant_bytes);
}

}  // namespace

void checkRatios(const std::vector<Slice>& slices, const Mark& mark, const std::string& when,
                 Context& context) {
    double sum = 0.0;
    for (const Slice& slice : slices) {
        const scheduler::SliceRatio& r = slice.ratio;
        sum += r.min_percent;
        if (r.dedicated_percent > r.min_percent || r.min_percent > r.max_percent)
            context.findings.add(mark, when + "slice " + quotedText(slice.name) + " has dedicated_percent " +
                                           shortest(r.dedicated_percent) + ", min_percent " +
                                           shortest(r.min_percent) + ", max_percent " +
                                           shortest(r.max_percent) + ", none may be above the next");
    }
    if (sum > 100.0 + kShareTolerance)
        context.findings.add(mark, when + "the min_percent of all slices sum to " + shortest(sum) +
                                       ", at most 100 is accepted");
}

void checkSlices(const Node& root, const Users& users, Context& context) {
    const Node* list = valueOf(root, "traffic");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < users.traffic.size(); ++i)
        if (!users.traffic[i].slice.empty())
            lookUp(context.slices, users.traffic[i].slice, "slice", "ran.slices",
                   markOf(list->items[i], "slice"), context);
}

Ran bindRan(const Node& root, Context& context) {
    Ran ran;
    const Node* node = valueOf(root, "ran");
    if (node == nullptr) return ran;
    readName(*node, "scheduler", schedulerNames(), ran.rule.policy);
    read(*node, "pf_alpha", ran.rule.alpha);
    read(*node, "pf_beta", ran.rule.beta);
    read(*node, "pf_window_ms", ran.pf_window_ms);
    read(*node, "max_ues_per_slot", ran.max_ues_per_slot);
    read(*node, "handover_interruption_ms", ran.handover_interruption_ms);
    bindSlices(*node, ran, context);
    bindLinkAdaptation(*node, ran.link_adaptation);
    bindUplink(*node, ran.uplink);
    if (const Node* handover = valueOf(*node, "handover")) {
        read(*handover, "offset_db", ran.handover.offset_db);
        read(*handover, "hysteresis_db", ran.handover.hysteresis_db);
        read(*handover, "time_to_trigger_ms", ran.handover.time_to_trigger_ms);
        read(*handover, "filter_coefficient_k", ran.handover.filter_coefficient_k);
    }
    return ran;
}

}  // namespace celltwin::scenario
