// SPDX-License-Identifier: BSD-3-Clause
//
// Writing into the open KPI period. What every slot touches lies in a few cache lines of its own for each
// cell (RanState::slot_kpi) until the period closes; a whole row takes ninety. Private to sim/engine.
#pragma once

#include <algorithm>
#include <array>

#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {

/// In the order of their lines: whole cells, then what transmissions count downlink and uplink.
inline constexpr auto kSlotKpis = std::to_array<record::Kpi>({
    record::Kpi::rrc_conn_mean,           record::Kpi::rrc_conn_max,
    record::Kpi::drb_mean_active_ue_dl,   record::Kpi::drb_max_active_ue_dl,
    record::Kpi::drb_mean_active_ue_ul,   record::Kpi::drb_max_active_ue_ul,
    record::Kpi::rru_prb_used_dl,         record::Kpi::rru_prb_avail_dl,
    record::Kpi::rru_max_prb_used_dl,     record::Kpi::tb_tot_nbr_dl,
    record::Kpi::tb_err_tot_nbr_dl,       record::Kpi::tb_tot_nbr_dl_initial,
    record::Kpi::tb_initial_err_nbr_dl,   record::Kpi::x_scheduled_prb_dl,
    record::Kpi::x_layer_prb_dl,          record::Kpi::drb_pdcp_sdu_volume_dl,
    record::Kpi::x_rlc_sdu_volume_dl,     record::Kpi::qosflow_pdcp_pdu_volume_dl,
    record::Kpi::drb_ue_thp_vol_dl,       record::Kpi::drb_ue_thp_time_dl,
    record::Kpi::x_air_if_delay_sum_dl,   record::Kpi::x_air_if_delay_volume_dl,
    record::Kpi::x_pdcp_sdu_delay_sum_dl, record::Kpi::x_pdcp_sdu_delay_volume_dl,
    record::Kpi::rru_prb_used_ul,         record::Kpi::rru_prb_avail_ul,
    record::Kpi::rru_max_prb_used_ul,     record::Kpi::x_iot_ul,
    record::Kpi::x_interference_ul,       record::Kpi::tb_tot_nbr_ul,
    record::Kpi::tb_err_tot_nbr_ul,       record::Kpi::tb_tot_nbr_ul_init,
    record::Kpi::tb_err_nbr_ul_initial,   record::Kpi::drb_pdcp_sdu_volume_ul,
    record::Kpi::x_pdcp_sent_volume_ul,   record::Kpi::drb_ue_thp_vol_ul,
    record::Kpi::drb_ue_thp_time_ul,
});
/// Doubles of a cell, in whole cache lines.
inline constexpr std::size_t kSlotKpiStride = (kSlotKpis.size() + 7) / 8 * 8;

inline constexpr std::uint8_t kNotInSlots = 0xFF;
inline constexpr auto kSlotPlace = [] {
    std::array<std::uint8_t, static_cast<std::size_t>(record::Kpi::count_)> place{};
    place.fill(kNotInSlots);
    for (std::size_t i = 0; i < kSlotKpis.size(); ++i)
        place[static_cast<std::size_t>(kSlotKpis[i])] = static_cast<std::uint8_t>(i);
    return place;
}();

inline double* kpiRow(RanState& state, std::uint32_t cell) {
    return state.kpi.data() + cell * record::rowWidth();
}
inline double& kpiValue(RanState& state, std::uint32_t cell, record::Kpi kpi) {
    const std::uint8_t place = kSlotPlace[static_cast<std::size_t>(kpi)];
    return place != kNotInSlots ? state.slot_kpi[cell * kSlotKpiStride + place]
                                : kpiRow(state, cell)[record::column(kpi)];
}
inline void addTo(RanState& state, std::uint32_t cell, record::Kpi kpi, double value) {
    kpiValue(state, cell, kpi) += value;
}
/// Of a split counter; a label of -1 is not split.
inline void addToLabel(RanState& state, std::uint32_t cell, record::Kpi kpi, int label, double value) {
    if (label >= 0) kpiRow(state, cell)[record::column(kpi) + static_cast<std::size_t>(label)] += value;
}
inline void raiseTo(RanState& state, std::uint32_t cell, record::Kpi kpi, double value) {
    double& x = kpiValue(state, cell, kpi);
    x = std::max(x, value);
}
inline void countIn(RanState& state, std::uint32_t cell, record::Kpi kpi, double value, double weight = 1.0) {
    kpiRow(state, cell)[record::column(kpi) + record::binOf(record::definition(kpi), value)] += weight;
}
/// Puts what slots counted into the rows.
inline void foldSlotKpis(RanState& state) {
    for (std::uint32_t cell = 0; cell * kSlotKpiStride < state.slot_kpi.size(); ++cell)
        for (std::size_t i = 0; i < kSlotKpis.size(); ++i)
            kpiRow(state, cell)[record::column(kSlotKpis[i])] = state.slot_kpi[cell * kSlotKpiStride + i];
}

}  // namespace celltwin::engine
