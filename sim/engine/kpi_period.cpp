// SPDX-License-Identifier: BSD-3-Clause
//
// From accumulators to the values of TS 28.552, at the end of a KPI period.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/phy/nr_frame.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

double ratioOrNone(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : kNoSample;
}

/// A UE's throughput over the period is one sample of the distribution, at the cell that serves it now.
void binUserThroughput(RanState& state) {
    const auto& dist = record::definition(Kpi::drb_ue_thp_dl_dist);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        if (state.serving_cell[ue] < 0 || state.period_thp_ms[ue] <= 0.0) continue;
        const double kbps = state.period_thp_kbit[ue] / state.period_thp_ms[ue] * 1e3;
        state.kpi[static_cast<std::size_t>(state.serving_cell[ue]) * record::rowWidth() +
                  record::column(Kpi::drb_ue_thp_dl_dist) + record::binOf(dist, kbps)] += 1.0;
    }
}

void closeCell(const StepContext& x, const RanState& state, std::uint32_t c, double* row) {
    const auto at = [row](Kpi kpi) -> double& { return row[record::column(kpi)]; };
    const scenario::Cell& cell = x.scenario.network.cells[c];
    const double slots = static_cast<double>(state.slot + 1 - state.kpi_begin_slot);
    const double avail = at(Kpi::rru_prb_avail_dl);
    const double downlink_slots = avail / x.scenario.network.carriers[cell.carrier].scheduled().prb_count;
    at(Kpi::drb_ue_thp_dl) = ratioOrNone(at(Kpi::drb_ue_thp_vol_dl) * 1e3, at(Kpi::drb_ue_thp_time_dl));
    at(Kpi::drb_rlc_sdu_delay_dl) =
        ratioOrNone(at(Kpi::drb_rlc_sdu_delay_dl), state.queued_delivery_bytes[c]);
    at(Kpi::rru_prb_tot_dl) = ratioOrNone(at(Kpi::rru_prb_used_dl) * 100.0, avail);
    at(Kpi::rru_prb_used_dl) = ratioOrNone(at(Kpi::rru_prb_used_dl), downlink_slots);
    at(Kpi::rru_prb_avail_dl) = ratioOrNone(avail, downlink_slots);
    if (!(avail > 0.0)) at(Kpi::rru_max_prb_used_dl) = kNoSample;
    at(Kpi::rrc_conn_mean) /= slots;
    at(Kpi::drb_mean_active_ue_dl) /= slots;
    const double mean_activity = ratioOrNone(state.period_activity_sum[c], downlink_slots);
    at(Kpi::carr_max_tx_pwr) = cell.active ? cell.tx_power_dbm : kNoSample;
    at(Kpi::carr_mean_tx_pwr) =
        cell.active && mean_activity > 0.0 ? cell.tx_power_dbm + toDb(mean_activity).value : kNoSample;
}

}  // namespace

void closeKpiPeriod(const StepContext& x, RanState& state, std::vector<double>& values) {
    binUserThroughput(state);
    values = state.kpi;
    for (std::uint32_t c = 0; c < x.radio.cellCount(); ++c)
        closeCell(x, state, c, values.data() + c * record::rowWidth());
    clearKpiPeriod(state);
}

void clearKpiPeriod(RanState& state) {
    for (std::vector<double>* column : {&state.kpi, &state.queued_delivery_bytes, &state.period_activity_sum,
                                        &state.period_thp_kbit, &state.period_thp_ms})
        std::fill(column->begin(), column->end(), 0.0);
    state.kpi_begin_slot = state.slot + 1;
}

}  // namespace celltwin::engine
