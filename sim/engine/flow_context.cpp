// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/flow_context.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/phy/nr_frame.h"
#include "models/rrc/filter.h"
#include "sim/engine/air_interface.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

/// Slots of a pattern that carry downlink data, by what a block of theirs holds.
std::vector<phy::SlotKind> slotKinds(const StepContext& x, std::uint32_t carrier) {
    std::vector<phy::SlotKind> kinds;
    const std::vector<int>& pattern = x.slots[carrier].downlink_symbols;
    for (const int symbols : pattern) {
        const int re = x.resourceElementsPerPrb(carrier, symbols);
        if (re <= 0) continue;
        const double factor = x.code_rate_factor[carrier * 15 + static_cast<std::size_t>(symbols)];
        const auto same = std::find_if(kinds.begin(), kinds.end(), [&](const phy::SlotKind& kind) {
            return kind.resource_elements_per_prb == re && kind.code_rate_factor == factor;
        });
        if (same == kinds.end())
            kinds.push_back({1.0 / static_cast<double>(pattern.size()), re, factor});
        else
            same->share += 1.0 / static_cast<double>(pattern.size());
    }
    return kinds;
}

FlowCarrier makeCarrier(const StepContext& x, std::uint32_t index) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[index];
    const int part = carrier.scheduled().prb_count;
    phy::LinkRateParameters p{.mcs_table = carrier.mcs_table,
                              .link_table = carrier.link_table,
                              .prb_count = part,
                              .layers = carrier.layers,
                              .slots = slotKinds(x, index),
                              .combining = x.scenario.ran.link_adaptation.combining,
                              .max_transmissions = x.scenario.ran.link_adaptation.max_transmissions};
    const CarrierSlots& slots = x.slots[index];
    double data_share = 0.0, feedback = 0.0;
    for (const phy::SlotKind& kind : p.slots) data_share += kind.share;
    for (std::size_t i = 0; i < slots.feedback_slots.size(); ++i)
        if (slots.downlink_symbols[i % slots.downlink_symbols.size()] > 0)
            feedback += slots.feedback_slots[i];
    const auto open = std::count_if(slots.downlink_symbols.begin(), slots.downlink_symbols.end(),
                                    [](int symbols) { return symbols > 0; });
    const double slots_per_s = 1e9 / static_cast<double>(x.clock.slot_ns);
    return {.rates = phy::LinkRates(p),
            .data_share = data_share,
            .bytes_per_s_per_bit = part * slots_per_s / 8.0,
            .activity_share = static_cast<double>(part) / carrier.prb_count,
            .feedback_slots = open > 0 ? feedback / static_cast<double>(open) : 1.0,
            .uplink_symbols = slots.uplink_symbols,
            .uplink_grant_slots = slots.uplink_grant_slots,
            .uplink_re_per_prb = slots.uplink_re_per_prb,
            .uplink_noise_mw = slots.uplink_noise_mw};
}

}  // namespace

FlowContext::FlowContext(const scenario::Scenario& s, const RadioModel& radio_model)
    : scenario(s), radio(radio_model), clock(makeClock(s)), random(s.run.seed) {
    const AirInterface air(s);
    const StepContext x(s, radio, air);
    for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k) carriers.push_back(makeCarrier(x, k));
    flows = x.flows;
    bearer_count = x.bearer_count;
    for (const BearerRules& rules : x.bearers)
        bearers.push_back({rules.profile, rules.priority_level, rules.discard_ns, rules.five_qi_label});
    moves = std::any_of(s.users.mobility.begin(), s.users.mobility.end(),
                        [](const scenario::MobilityShare& share) {
                            return share.share > 0.0 && share.profile.kind != mobility::Kind::fixed;
                        });
    window_s = s.ran.pf_window_ms * 1e-3;
    slot_s = static_cast<double>(clock.slot_ns) * 1e-9;
    tick_s = static_cast<double>(clock.cqi_slots) * slot_s;
    // Distributions of links need no more than a look a second, and it is dear.
    sample_slots = std::max<std::int64_t>(1, std::llround(1.0 / slot_s));
    filter_weight = rrc::filterWeight(s.ran.handover.filter_coefficient_k,
                                      static_cast<double>(clock.mobility_slots) * slot_s * 1e3);
    report_age = x.csi_delay_slots / clock.cqi_slots;
    older_share =
        static_cast<double>(x.csi_delay_slots % clock.cqi_slots) / static_cast<double>(clock.cqi_slots);
    // The period before counts as the present one, so reports are of one more before.
    depth = static_cast<std::size_t>(report_age) + 3;
    reports_see_data = s.ran.link_adaptation.csi_interference == scenario::CsiInterference::data;
}

namespace {

void makeUeColumns(const FlowContext& x, const UserDrop& users, FlowState& state) {
    const std::size_t ues = users.position.size();
    state.height_m = users.height_m;
    state.place = users.place;
    state.indoor_distance_m = users.indoor_distance_m;
    state.penetration_draw = users.penetration_draw;
    state.mobility_class = users.mobility_class;
    state.traffic_class = users.traffic_class;
    for (std::size_t ue = 0; ue < ues; ++ue) {
        state.east_m.push_back(users.position[ue].east_m);
        state.north_m.push_back(users.position[ue].north_m);
        state.mobility_cursor.push_back(
            mobility::begin(x.scenario.users.mobility[users.mobility_class[ue]].profile, x.random, ue,
                            users.position[ue], users.mobility_rank[ue]));
    }
    state.serving_cell.assign(ues, -1);
    state.link.resize(ues);
    state.service.resize(ues);
    for (std::vector<double>* column : {&state.delivered_bytes, &state.period_thp_kbit, &state.period_thp_ms})
        column->assign(ues, 0.0);
    if (x.moves) state.filtered_rsrp_dbm.assign(ues * x.radio.row(), 0.0F);
    state.sinr_db.assign(ues * x.depth, 0.0F);
    state.reference_sinr_db = state.sinr_db;
    state.sinr_tick.assign(ues * x.depth, std::numeric_limits<std::int64_t>::min());
    state.traffic_cursor.resize(ues * x.flows);
    state.experience.resize(ues * x.flows);
    state.queue.resize(ues * x.flows);
    for (std::size_t ue = 0; ue < ues; ++ue) {
        const std::size_t first = state.traffic_class[ue] * scenario::kMaxBearers;
        for (std::size_t b = 0; b < x.bearer_count[state.traffic_class[ue]]; ++b)
            state.traffic_cursor[ue * x.flows + b] =
                traffic::begin(*x.bearers[first + b].profile, x.random, ue * x.flows + b);
    }
}

}  // namespace

FlowState makeFlowState(const FlowContext& x, const UserDrop& users) {
    FlowState state;
    const std::size_t cells = x.radio.cellCount();
    makeUeColumns(x, users, state);
    state.backlogged.resize(cells);
    state.cell_mark_ns.assign(cells, 0);
    state.cell_next_ns.assign(cells, EventHeap::kNever);
    for (std::vector<double>* column :
         {&state.tick_busy_s, &state.period_busy_s, &state.activity_sum, &state.owed_s})
        column->assign(cells, 0.0);
    state.connected.assign(cells, 0);
    state.connected_mark_ns.assign(cells, 0);
    state.heard.assign(x.depth * x.radio.row(), 0.0F);
    state.heard_mean.assign(x.depth, 0.0F);
    for (const scenario::Cell& cell : x.scenario.network.cells) state.is_on.push_back(cell.active ? 1 : 0);
    state.kpi.assign(cells * record::rowWidth(), 0.0);
    return state;
}

}  // namespace celltwin::engine
