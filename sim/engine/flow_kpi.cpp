// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI period of fidelity `flow`: the same names and definitions as at slot fidelity, NaN where nothing is
// known without slots.
#include "sim/engine/flow_kpi.h"

#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "sim/engine/flow_steps.h"
#include "sim/engine/fluid_kpis.h"
#include "sim/engine/service_label.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

void bookExperience(FlowWorld& w, std::size_t ue, std::size_t b, std::int64_t now_ns) {
    FlowState& state = w.state;
    const std::size_t flow = ue * w.x.flows + b;
    const traffic::Profile& profile =
        *w.x.bearers[state.traffic_class[ue] * scenario::kMaxBearers + b].profile;
    traffic::Experience& seen = state.experience[flow];
    traffic::account(profile, now_ns, state.traffic_cursor[flow], seen);
    const traffic::Score score = traffic::score(profile, state.traffic_cursor[flow], seen, now_ns);
    if (state.serving_cell[ue] >= 0) {
        const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
        addTo(state, cell, Kpi::x_stall_time, static_cast<double>(seen.stall_ns) * 1e-9);
        addTo(state, cell, Kpi::x_view_time, static_cast<double>(seen.stall_ns + seen.play_ns) * 1e-9);
        if (!std::isnan(score.mos)) {
            addToLabel(state, cell, Kpi::x_mos_sum, serviceLabel(profile.kind), score.mos);
            addToLabel(state, cell, Kpi::x_mos_count, serviceLabel(profile.kind), 1.0);
        }
    }
    seen = {};
}

void bookUes(FlowWorld& w, std::int64_t now_ns) {
    for (std::size_t ue = 0; ue < w.state.ueCount(); ++ue) {
        bookUe(w, ue);
        if (w.state.serving_cell[ue] >= 0 && w.state.period_thp_ms[ue] > 0.0)
            countIn(w.state, static_cast<std::size_t>(w.state.serving_cell[ue]), Kpi::drb_ue_thp_dl_dist,
                    w.state.period_thp_kbit[ue] / w.state.period_thp_ms[ue] * 1e3);
        for (std::size_t b = 0; b < w.x.bearer_count[w.state.traffic_class[ue]]; ++b)
            bookExperience(w, ue, b, now_ns);
    }
}

void closeCell(FlowWorld& w, std::size_t cell, double period_s, double* row) {
    const auto at = [row](Kpi kpi) -> double& { return row[record::column(kpi)]; };
    const scenario::Cell& config = w.x.scenario.network.cells[cell];
    const FluidCarrier& carrier = w.x.carrierOf(cell);
    for (const Kpi kpi : {Kpi::rrc_conn_mean, Kpi::drb_mean_active_ue_dl}) at(kpi) /= period_s;
    const int prbs = w.x.scenario.network.carriers[config.carrier].scheduled().prb_count;
    const bool on = w.state.is_on[cell] != 0 && carrier.data_share > 0.0;
    const double used = w.state.period_busy_s[cell] / period_s;
    at(Kpi::rru_prb_avail_dl) = on ? prbs : kNoSample;
    at(Kpi::rru_prb_used_dl) = on ? used * prbs : kNoSample;
    at(Kpi::rru_prb_tot_dl) = on ? used * 100.0 : kNoSample;
    at(Kpi::drb_rlc_sdu_delay_dl) =
        at(Kpi::x_pdcp_sdu_delay_volume_dl) > 0.0
            ? 10.0 * at(Kpi::x_pdcp_sdu_delay_sum_dl) / at(Kpi::x_pdcp_sdu_delay_volume_dl)
            : kNoSample;
    const double activity = w.state.ticks_in_period > 0
                                ? w.state.activity_sum[cell] / static_cast<double>(w.state.ticks_in_period)
                                : 0.0;
    at(Kpi::carr_max_tx_pwr) = config.active ? config.tx_power_dbm : kNoSample;
    at(Kpi::carr_mean_tx_pwr) =
        config.active && activity > 0.0 ? config.tx_power_dbm + toDb(activity).value : kNoSample;
    record::fillRatios({row, record::rowWidth()});
}

}  // namespace

void countConnected(FlowState& state, std::size_t cell, std::int64_t now_ns) {
    addTo(state, cell, Kpi::rrc_conn_mean,
          state.connected[cell] * static_cast<double>(now_ns - state.connected_mark_ns[cell]) * 1e-9);
    raiseTo(state, cell, Kpi::rrc_conn_max, state.connected[cell]);
    state.connected_mark_ns[cell] = now_ns;
}

void sampleLinks(FlowWorld& w) {
    FlowState& state = w.state;
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        if (state.serving_cell[ue] < 0) continue;
        const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
        const double reference_db = flowSinrDb(w.x, state, ue, state.tick - 1, true);
        countIn(state, cell, Kpi::carr_wbcqi_dist,
                w.x.carrierOf(cell).rates.cqi(flowSinrDb(w.x, state, ue, state.tick - 1)));
        countIn(state, cell, Kpi::l1m_ss_rsrp, toDbm(Milliwatts{state.link[ue].reference_mw}).value);
        countIn(state, cell, Kpi::mr_nr_sc_ss_sinr, reference_db);
    }
}

void closeFlowPeriod(FlowWorld& w, std::int64_t now_ns, std::vector<double>& values) {
    FlowState& state = w.state;
    const std::size_t cells = state.backlogged.size(), width = record::rowWidth();
    for (std::size_t c = 0; c < cells; ++c) {
        settleCell(w, c, now_ns);
        countConnected(state, c, now_ns);
    }
    bookUes(w, now_ns);
    values.assign(state.kpi.size(), kNoSample);
    const double period_s = static_cast<double>(state.slot - state.kpi_begin_slot) * w.x.slot_s;
    for (std::size_t c = 0; c < cells; ++c) {
        for (const Kpi kpi : kFluidKpis)
            for (std::size_t i = 0; i < record::definition(kpi).width(); ++i)
                values[c * width + record::column(kpi) + i] = state.kpi[c * width + record::column(kpi) + i];
        closeCell(w, c, period_s, values.data() + c * width);
    }
    clearFlowPeriod(w, now_ns);
}

void clearFlowPeriod(FlowWorld& w, std::int64_t now_ns) {
    FlowState& state = w.state;
    for (std::vector<double>* column : {&state.kpi, &state.period_thp_kbit, &state.period_thp_ms,
                                        &state.period_busy_s, &state.activity_sum})
        std::fill(column->begin(), column->end(), 0.0);
    for (std::size_t c = 0; c < state.backlogged.size(); ++c) {
        settleCell(w, c, now_ns);
        state.connected_mark_ns[c] = now_ns;
        // Who is there when a period begins counts in it.
        raiseTo(state, c, Kpi::rrc_conn_max, state.connected[c]);
        raiseTo(state, c, Kpi::drb_max_active_ue_dl, static_cast<double>(state.backlogged[c].size()));
    }
    state.ticks_in_period = 0;
    state.kpi_begin_slot = state.slot;
}

}  // namespace celltwin::engine
