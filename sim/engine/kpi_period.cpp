// SPDX-License-Identifier: BSD-3-Clause
//
// From accumulators to the values of TS 28.552, at the end of a KPI period.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/phy/nr_frame.h"
#include "sim/engine/fluid_kpis.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"
#include "sim/engine/service_label.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

double ratioOrNone(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : kNoSample;
}

/// A UE's throughput over the period is one sample of the distribution, at the cell that serves it now.
void binUserThroughput(const Strips& strips, RanState& state, Direction direction, Kpi kpi) {
    const auto i = static_cast<std::size_t>(direction);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        if (!strips.hasUe(state, ue) || state.serving_cell[ue] < 0 || state.throughput[ue].ms[i] <= 0.0)
            continue;
        const double kbps = state.throughput[ue].kbit[i] / state.throughput[ue].ms[i] * 1e3;
        countIn(state, static_cast<std::uint32_t>(state.serving_cell[ue]), kpi, kbps);
    }
}

/// What users noticed since the last period, at the cell that serves them now.
void bookExperience(const StepContext& x, const Strips& strips, RanState& state) {
    const std::int64_t now_ns = x.clock.timeAt(state.slot + 1);
    for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
        if (!strips.hasUe(state, ue)) continue;
        const std::span<const BearerRules> bearers = x.bearersOf(state, ue);
        for (std::size_t b = 0; b < bearers.size(); ++b) {
            const std::size_t flow = ue * x.flows + b;
            traffic::Experience& seen = state.experience[flow];
            traffic::account(*bearers[b].profile, now_ns, state.traffic_cursor[flow], seen);
            const traffic::Score score =
                traffic::score(*bearers[b].profile, state.traffic_cursor[flow], seen, now_ns);
            const std::int32_t cell = state.serving_cell[ue];
            const int service = serviceLabel(bearers[b].profile->kind);
            if (cell >= 0) {
                const auto c = static_cast<std::uint32_t>(cell);
                addTo(state, c, Kpi::x_stall_time, static_cast<double>(seen.stall_ns) * 1e-9);
                addTo(state, c, Kpi::x_view_time, static_cast<double>(seen.stall_ns + seen.play_ns) * 1e-9);
                if (!std::isnan(score.mos)) {
                    addToLabel(state, c, Kpi::x_mos_sum, service, score.mos);
                    addToLabel(state, c, Kpi::x_mos_count, service, 1.0);
                }
            }
            seen = {};
        }
    }
}

/// Means over the slots of one direction that could carry data.
void closeDirection(const StepContext& x, double* row, std::uint32_t cell, Direction direction) {
    const DirectionKpis& kpis = kpisOf(direction);
    const bool down = direction == Direction::downlink;
    const auto at = [row](Kpi kpi) -> double& { return row[record::column(kpi)]; };
    const auto over = [row](Kpi kpi, double slots) {
        for (std::size_t i = 0; i < record::definition(kpi).width(); ++i)
            row[record::column(kpi) + i] = ratioOrNone(row[record::column(kpi) + i], slots);
    };
    const double avail = at(kpis.prb_available);
    const double slots = avail / x.carrierOf(cell).scheduled().prb_count;
    at(down ? Kpi::rru_prb_tot_dl : Kpi::rru_prb_tot_ul) = ratioOrNone(at(kpis.prb_used) * 100.0, avail);
    for (const Kpi kpi : {kpis.prb_used, kpis.prb_available, kpis.five_qi_prb_used, kpis.slice_prb_used})
        over(kpi, slots);
    if (!(avail > 0.0)) at(kpis.prb_most) = kNoSample;
    if (down) return;
    // dB and dBm of means in linear measure.
    const double noise_mw = x.slots[x.scenario.network.cells[cell].carrier].uplink_noise_mw;
    const auto inDb = [&](double sum) {
        return slots > 0.0 && sum > 0.0 ? toDb(sum / slots).value : kNoSample;
    };
    at(Kpi::x_iot_ul) = inDb(at(Kpi::x_iot_ul));
    at(Kpi::x_interference_ul) = inDb(at(Kpi::x_interference_ul));
    at(Kpi::x_noise_ul) = slots > 0.0 ? toDbm(Milliwatts{noise_mw}).value : kNoSample;
}

void closeEnergy(const RanState& state, std::uint32_t cell, double* row) {
    const energy::PowerReading reading = energy::read(state.meter[cell]);
    row[record::column(Kpi::pee_avg_power)] = reading.average_w;
    row[record::column(Kpi::pee_min_power)] = reading.least_w;
    row[record::column(Kpi::pee_max_power)] = reading.greatest_w;
    row[record::column(Kpi::pee_energy)] = reading.energy_kwh;
}

constexpr Kpi kSliceKpis[] = {
    Kpi::rru_prb_used_dl_by_slice,        Kpi::rru_prb_used_ul_by_slice,
    Kpi::drb_pdcp_sdu_volume_dl_by_slice, Kpi::drb_pdcp_sdu_volume_ul_by_slice,
    Kpi::drb_ue_thp_vol_dl_by_slice,      Kpi::drb_ue_thp_time_dl_by_slice,
    Kpi::drb_ue_thp_vol_ul_by_slice,      Kpi::drb_ue_thp_time_ul_by_slice,
};
/// Sub-counters beyond the `used` ones.
void leaveOut(double* row, std::span<const Kpi> kpis, std::size_t used) {
    for (const Kpi kpi : kpis)
        for (std::size_t i = used; i < record::definition(kpi).width(); ++i)
            row[record::column(kpi) + i] = kNoSample;
}

/// What a background cell knows: what a fluid counts, what follows from it, and procedures.
constexpr auto kInBackground = [] {
    std::array<bool, static_cast<std::size_t>(Kpi::count_)> known{};
    const auto know = [&known](Kpi kpi) { known[static_cast<std::size_t>(kpi)] = true; };
    for (const Kpi kpi : kFluidKpis) know(kpi);
    for (const Kpi kpi : {Kpi::rru_prb_tot_dl, Kpi::drb_rlc_sdu_delay_dl, Kpi::carr_max_tx_pwr,
                          Kpi::carr_mean_tx_pwr, Kpi::l1m_ata_dist})
        know(kpi);
    for (auto i = static_cast<std::size_t>(Kpi::rrc_conn_estab_att);
         i <= static_cast<std::size_t>(Kpi::pag_received_nbr); ++i)
        known[i] = true;
    return known;
}();
void leaveOutUnknown(double* row) {
    for (std::size_t i = 0; i < kInBackground.size(); ++i)
        if (!kInBackground[i]) {
            const auto kpi = static_cast<Kpi>(i);
            std::fill_n(row + record::column(kpi), record::definition(kpi).width(), kNoSample);
        }
}

void closeCell(const StepContext& x, const RanState& state, std::uint32_t c, double* row) {
    const auto at = [row](Kpi kpi) -> double& { return row[record::column(kpi)]; };
    const scenario::Cell& cell = x.scenario.network.cells[c];
    const double slots = static_cast<double>(state.slot + 1 - state.kpi_begin_slot);
    const double downlink_slots = at(Kpi::rru_prb_avail_dl) / x.carrierOf(c).scheduled().prb_count;
    at(Kpi::drb_rlc_sdu_delay_dl) =
        10.0 * ratioOrNone(at(Kpi::x_pdcp_sdu_delay_sum_dl), at(Kpi::x_pdcp_sdu_delay_volume_dl));
    closeDirection(x, row, c, Direction::downlink);
    closeDirection(x, row, c, Direction::uplink);
    for (const Kpi kpi : {Kpi::rrc_conn_mean, Kpi::drb_mean_active_ue_dl, Kpi::drb_mean_active_ue_ul,
                          Kpi::rrc_inactive_conn_mean, Kpi::x_idle_mean})
        at(kpi) /= slots;
    const double seconds = slots * x.slotMs() * 1e-3;
    for (const Kpi kpi : {Kpi::rach_preamble_ded_cell, Kpi::rach_preamble_a_cell}) at(kpi) /= seconds;
    const double mean_activity = ratioOrNone(state.period_activity_sum[c], downlink_slots);
    at(Kpi::carr_max_tx_pwr) = cell.active ? cell.tx_power_dbm : kNoSample;
    at(Kpi::carr_mean_tx_pwr) =
        cell.active && mean_activity > 0.0 ? cell.tx_power_dbm + toDb(mean_activity).value : kNoSample;
    closeEnergy(state, c, row);
    leaveOut(row, kSliceKpis, x.scenario.ran.slices.size());
    if (x.in_background[c] != 0) leaveOutUnknown(row);
    record::fillRatios({row, record::rowWidth()});
    // A cell that is not there counts nothing, not zero.
    if (!cell.active) std::fill_n(row, record::rowWidth(), kNoSample);
}

}  // namespace

void closeKpiPeriod(const StepContext& x, const Strips& strips, RanState& state,
                    std::vector<double>& values) {
    binUserThroughput(strips, state, Direction::downlink, Kpi::drb_ue_thp_dl_dist);
    binUserThroughput(strips, state, Direction::uplink, Kpi::drb_ue_thp_ul_dist);
    bookExperience(x, strips, state);
    foldSlotKpis(state);
    values = state.kpi;
    for (const std::uint32_t c : strips.cells())
        closeCell(x, state, c, values.data() + c * record::rowWidth());
    clearKpiPeriod(state);
}

void clearKpiPeriod(RanState& state) {
    std::fill(state.kpi.begin(), state.kpi.end(), 0.0);
    std::fill(state.slot_kpi.begin(), state.slot_kpi.end(), 0.0);
    std::fill(state.period_activity_sum.begin(), state.period_activity_sum.end(), 0.0);
    std::fill(state.throughput.begin(), state.throughput.end(), UeThroughput{});
    for (energy::PowerMeter& meter : state.meter) energy::clear(meter);
    state.kpi_begin_slot = state.slot + 1;
}

}  // namespace celltwin::engine
