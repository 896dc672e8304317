// SPDX-License-Identifier: BSD-3-Clause
//
// What a cell that serves as a fluid counts. Private to sim/engine.
#pragma once

#include "sim/record/kpi.h"

namespace celltwin::engine {

/// Ratios follow from them.
inline constexpr record::Kpi kFluidKpis[] = {
    record::Kpi::drb_ue_thp_vol_dl,
    record::Kpi::drb_ue_thp_time_dl,
    record::Kpi::drb_ue_thp_dl_dist,
    record::Kpi::rru_prb_used_dl,
    record::Kpi::rru_prb_avail_dl,
    record::Kpi::rrc_conn_mean,
    record::Kpi::rrc_conn_max,
    record::Kpi::drb_mean_active_ue_dl,
    record::Kpi::drb_max_active_ue_dl,
    record::Kpi::drb_pdcp_sdu_volume_dl,
    record::Kpi::carr_wbcqi_dist,
    record::Kpi::mm_ho_exe_intra_freq_req,
    record::Kpi::mm_ho_exe_intra_freq_succ,
    record::Kpi::l1m_ss_rsrp,
    record::Kpi::mr_nr_sc_ss_sinr,
    record::Kpi::drb_pdcp_sdu_volume_ul,
    record::Kpi::drb_pdcp_sdu_volume_dl_in,
    record::Kpi::drb_pdcp_sdu_volume_ul_in,
    record::Kpi::x_pdcp_sdu_delay_sum_dl,
    record::Kpi::x_pdcp_sdu_delay_volume_dl,
    record::Kpi::x_pdcp_drop_volume_dl,
    record::Kpi::x_rlc_sdu_volume_dl,
    record::Kpi::qosflow_pdcp_pdu_volume_dl,
    record::Kpi::qosflow_pdcp_pdu_volume_ul,
    record::Kpi::drb_pdcp_sdu_volume_dl_by_5qi,
    record::Kpi::drb_pdcp_sdu_volume_ul_by_5qi,
    record::Kpi::drb_ue_thp_vol_dl_by_5qi,
    record::Kpi::drb_ue_thp_time_dl_by_5qi,
    record::Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi,
    record::Kpi::x_pdcp_sdu_delay_sum_dl_by_5qi,
    record::Kpi::x_pdcp_sdu_delay_volume_dl_by_5qi,
    record::Kpi::x_pdcp_drop_volume_dl_by_5qi,
    record::Kpi::x_stall_time,
    record::Kpi::x_view_time,
    record::Kpi::x_mos_sum,
    record::Kpi::x_mos_count,
};

}  // namespace celltwin::engine
