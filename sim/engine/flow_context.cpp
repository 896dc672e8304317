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
FlowContext::FlowContext(const scenario::Scenario& s, const RadioModel& radio_model)
    : scenario(s), radio(radio_model), clock(makeClock(s)), random(s.run.seed) {
    const AirInterface air(s);
    const StepContext x(s, radio, air);
    for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k) carriers.push_back(fluidCarrier(x, k));
    slots = x.slots;
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
