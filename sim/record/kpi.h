// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: the names of TS 28.552 V17 with unit, object, kind, aggregation and definition, and
// names of its own (X.…) where no clause knows the quantity. The one place where a KPI is named. Values live
// in flat rows, one per cell and period, laid out by `column()`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace celltwin::record {

/// Index into kpiCatalogue(); append only.
enum class Kpi : std::uint16_t {
    drb_ue_thp_dl,                     ///< DRB.UEThpDl, kbit/s
    drb_ue_thp_vol_dl,                 ///< DRB.UEThpVolDl (numerator of the above), kbit
    drb_ue_thp_time_dl,                ///< DRB.UEThpTimeDl (denominator), ms
    drb_ue_thp_dl_dist,                ///< DRB.UEThpDlDist.Bin
    rru_prb_tot_dl,                    ///< RRU.PrbTotDl, %
    rru_prb_used_dl,                   ///< RRU.PrbUsedDl, PRB
    rru_prb_avail_dl,                  ///< RRU.PrbAvailDl, PRB
    rru_max_prb_used_dl,               ///< RRU.MaxPrbUsedDl, PRB
    rrc_conn_mean,                     ///< RRC.ConnMean
    rrc_conn_max,                      ///< RRC.ConnMax
    drb_mean_active_ue_dl,             ///< DRB.MeanActiveUeDl
    drb_max_active_ue_dl,              ///< DRB.MaxActiveUeDl
    drb_pdcp_sdu_volume_dl,            ///< DRB.PdcpSduVolumeDL, Mbit, delivered
    drb_rlc_sdu_delay_dl,              ///< DRB.RlcSduDelayDl, 0.1 ms (queue to last bit delivered, per burst)
    tb_tot_nbr_dl,                     ///< TB.TotNbrDl
    tb_err_tot_nbr_dl,                 ///< TB.ErrTotNbrDl
    carr_wbcqi_dist,                   ///< CARR.WBCQIDist.Bin 0..15
    carr_pdsch_mcs_dist,               ///< CARR.PDSCHMCSDist.Bin 0..28, PRB-weighted
    carr_max_tx_pwr,                   ///< CARR.MaxTxPwr, dBm
    carr_mean_tx_pwr,                  ///< CARR.MeanTxPwr, dBm
    mm_ho_exe_intra_freq_req,          ///< MM.HoExeIntraFreqReq (outgoing)
    mm_ho_exe_intra_freq_succ,         ///< MM.HoExeIntraFreqSucc
    l1m_ss_rsrp,                       ///< L1M.SS-RSRP.Bin of attached UEs
    mr_nr_sc_ss_sinr,                  ///< MR.NRScSSSINR.Bin of attached UEs
    tb_tot_nbr_dl_initial,             ///< TB.TotNbrDlInitial
    tb_initial_err_nbr_dl,             ///< TB.IntialErrNbrDl (the standard's spelling)
    tb_residual_err_nbr_dl,            ///< TB.ResidualErrNbrDl
    drb_ue_thp_ul,                     ///< DRB.UEThpUl, kbit/s
    drb_ue_thp_vol_ul,                 ///< DRB.UEThpVolUl, kbit
    drb_ue_thp_time_ul,                ///< DRB.UEThpTimeUl, ms
    drb_ue_thp_ul_dist,                ///< DRB.UEThpUlDist
    rru_prb_tot_ul,                    ///< RRU.PrbTotUl, %
    rru_prb_used_ul,                   ///< RRU.PrbUsedUl, PRB
    rru_prb_avail_ul,                  ///< RRU.PrbAvailUl, PRB
    rru_max_prb_used_ul,               ///< RRU.MaxPrbUsedUl, PRB
    drb_mean_active_ue_ul,             ///< DRB.MeanActiveUeUl, UE
    drb_max_active_ue_ul,              ///< DRB.MaxActiveUeUl, UE
    drb_pdcp_sdu_volume_ul,            ///< DRB.PdcpSduVolumeUL, Mbit
    tb_tot_nbr_ul,                     ///< TB.TotNbrUl
    tb_err_tot_nbr_ul,                 ///< TB.ErrTotNbrUl
    tb_tot_nbr_ul_init,                ///< TB.TotNbrUlInit
    tb_err_nbr_ul_initial,             ///< TB.ErrNbrUlInitial
    tb_residual_err_nbr_ul,            ///< TB.ResidualErrNbrUl
    carr_pusch_mcs_dist,               ///< CARR.PUSCHMCSDist, PRB
    l1m_phr1,                          ///< L1M.PHR1
    l1m_ata_dist,                      ///< L1M.ATADist
    x_iot_ul,                          ///< X.IotUl, dB
    x_noise_ul,                        ///< X.NoiseUl, dBm
    x_interference_ul,                 ///< X.InterferenceUl, dBm
    carr_average_layers_dl,            ///< CARR.AverageLayersDl
    x_layer_prb_dl,                    ///< X.LayerPrbDl, PRB
    x_scheduled_prb_dl,                ///< X.ScheduledPrbDl, PRB
    carr_average_layers_ul,            ///< CARR.AverageLayersUl
    x_layer_prb_ul,                    ///< X.LayerPrbUl, PRB
    x_scheduled_prb_ul,                ///< X.ScheduledPrbUl, PRB
    drb_pdcp_sdu_volume_dl_in,         ///< DRB.PdcpSduVolumeDLIn, Mbit
    drb_pdcp_sdu_volume_ul_in,         ///< DRB.PdcpSduVolumeULIn, Mbit
    drb_pdcp_sdu_delay_dl,             ///< DRB.PdcpSduDelayDl, 0.1 ms
    x_pdcp_sdu_delay_sum_dl,           ///< X.PdcpSduDelaySumDl, ms kbit
    x_pdcp_sdu_delay_volume_dl,        ///< X.PdcpSduDelayVolumeDl, kbit
    drb_air_if_delay_dl,               ///< DRB.AirIfDelayDl, 0.1 ms
    x_air_if_delay_sum_dl,             ///< X.AirIfDelaySumDl, ms kbit
    x_air_if_delay_volume_dl,          ///< X.AirIfDelayVolumeDl, kbit
    drb_pdcp_packet_drop_rate_dl,      ///< DRB.PdcpPacketDropRateDl, 1e-6
    x_pdcp_drop_volume_dl,             ///< X.PdcpDropVolumeDl, Mbit
    drb_rlc_packet_drop_rate_dl,       ///< DRB.RlcPacketDropRateDl, 1e-6
    x_rlc_drop_volume_dl,              ///< X.RlcDropVolumeDl, Mbit
    x_rlc_sdu_volume_dl,               ///< X.RlcSduVolumeDl, Mbit
    drb_packet_loss_rate_ul,           ///< DRB.PacketLossRateUl, 1e-6
    x_pdcp_loss_volume_ul,             ///< X.PdcpLossVolumeUl, Mbit
    x_pdcp_sent_volume_ul,             ///< X.PdcpSentVolumeUl, Mbit
    qosflow_pdcp_pdu_volume_dl,        ///< QosFlow.PdcpPduVolumeDL, Mbit
    qosflow_pdcp_pdu_volume_ul,        ///< QosFlow.PdcpPduVolumeUL, Mbit
    rru_prb_used_dl_by_5qi,            ///< RRU.PrbUsedDl.5QI, PRB
    rru_prb_used_ul_by_5qi,            ///< RRU.PrbUsedUl.5QI, PRB
    drb_pdcp_sdu_volume_dl_by_5qi,     ///< DRB.PdcpSduVolumeDL.5QI, Mbit
    drb_pdcp_sdu_volume_ul_by_5qi,     ///< DRB.PdcpSduVolumeUL.5QI, Mbit
    drb_ue_thp_dl_by_5qi,              ///< DRB.UEThpDl.5QI, kbit/s
    drb_ue_thp_vol_dl_by_5qi,          ///< DRB.UEThpVolDl.5QI, kbit
    drb_ue_thp_time_dl_by_5qi,         ///< DRB.UEThpTimeDl.5QI, ms
    drb_ue_thp_ul_by_5qi,              ///< DRB.UEThpUl.5QI, kbit/s
    drb_ue_thp_vol_ul_by_5qi,          ///< DRB.UEThpVolUl.5QI, kbit
    drb_ue_thp_time_ul_by_5qi,         ///< DRB.UEThpTimeUl.5QI, ms
    drb_pdcp_sdu_volume_dl_in_by_5qi,  ///< DRB.PdcpSduVolumeDLIn.5QI, Mbit
    drb_pdcp_sdu_delay_dl_by_5qi,      ///< DRB.PdcpSduDelayDl.5QI, 0.1 ms
    x_pdcp_sdu_delay_sum_dl_by_5qi,    ///< X.PdcpSduDelaySumDl.5QI, ms kbit
    x_pdcp_sdu_delay_volume_dl_by_5qi,     ///< X.PdcpSduDelayVolumeDl.5QI, kbit
    drb_pdcp_packet_drop_rate_dl_by_5qi,   ///< DRB.PdcpPacketDropRateDl.5QI, 1e-6
    x_pdcp_drop_volume_dl_by_5qi,          ///< X.PdcpDropVolumeDl.5QI, Mbit
    rru_prb_used_dl_by_slice,              ///< RRU.PrbUsedDl.SNSSAI, PRB
    rru_prb_used_ul_by_slice,              ///< RRU.PrbUsedUl.SNSSAI, PRB
    drb_pdcp_sdu_volume_dl_by_slice,       ///< DRB.PdcpSduVolumeDL.SNSSAI, Mbit
    drb_pdcp_sdu_volume_ul_by_slice,       ///< DRB.PdcpSduVolumeUL.SNSSAI, Mbit
    drb_ue_thp_dl_by_slice,                ///< DRB.UEThpDl.SNSSAI, kbit/s
    drb_ue_thp_vol_dl_by_slice,            ///< DRB.UEThpVolDl.SNSSAI, kbit
    drb_ue_thp_time_dl_by_slice,           ///< DRB.UEThpTimeDl.SNSSAI, ms
    drb_ue_thp_ul_by_slice,                ///< DRB.UEThpUl.SNSSAI, kbit/s
    drb_ue_thp_vol_ul_by_slice,            ///< DRB.UEThpVolUl.SNSSAI, kbit
    drb_ue_thp_time_ul_by_slice,           ///< DRB.UEThpTimeUl.SNSSAI, ms
    rrc_conn_estab_att,                    ///< RRC.ConnEstabAtt
    rrc_conn_estab_att_by_cause,           ///< RRC.ConnEstabAtt.cause
    rrc_conn_estab_succ,                   ///< RRC.ConnEstabSucc
    rrc_conn_estab_succ_by_cause,          ///< RRC.ConnEstabSucc.cause
    rrc_conn_estab_fail_by_cause,          ///< RRC.ConnEstabFailCause.cause
    rrc_re_estab_att,                      ///< RRC.ReEstabAtt
    rrc_re_estab_succ_with_ue_context,     ///< RRC.ReEstabSuccWithUeContext
    rrc_re_estab_succ_without_ue_context,  ///< RRC.ReEstabSuccWithoutUeContext
    rrc_inactive_conn_mean,                ///< RRC.InactiveConnMean, UE
    rrc_inactive_conn_max,                 ///< RRC.InactiveConnMax, UE
    x_idle_mean,                           ///< X.IdleMean, UE
    drb_estab_att,                         ///< DRB.EstabAtt
    drb_estab_succ,                        ///< DRB.EstabSucc
    drb_rel_act_nbr,                       ///< DRB.RelActNbr
    sm_pdu_session_setup_req,              ///< SM.PDUSessionSetupReq
    sm_pdu_session_setup_succ,             ///< SM.PDUSessionSetupSucc
    sm_pdu_session_setup_fail,             ///< SM.PDUSessionSetupFail
    x_blocked_sessions,                    ///< X.BlockedSessions
    mm_ho_prep_intra_req,                  ///< MM.HoPrepIntraReq
    mm_ho_prep_intra_succ,                 ///< MM.HoPrepIntraSucc
    x_ho_prep_intra_fail,                  ///< X.HoPrepIntraFail
    mm_ho_prep_inter_req,                  ///< MM.HoPrepInterReq
    mm_ho_prep_inter_succ,                 ///< MM.HoPrepInterSucc
    mm_ho_prep_inter_fail,                 ///< MM.HoPrepInterFail
    mm_ho_prep_inter_fail_by_cause,        ///< MM.HoPrepInterFail.cause
    mm_ho_exe_inter_req,                   ///< MM.HoExeInterReq
    mm_ho_exe_inter_succ,                  ///< MM.HoExeInterSucc
    mm_ho_exe_inter_fail,                  ///< MM.HoExeInterFail
    mm_ho_exe_inter_fail_by_cause,         ///< MM.HoExeInterFail.cause
    mm_ho_exe_intra_req,                   ///< MM.HoExeIntraReq
    mm_ho_exe_intra_succ,                  ///< MM.HoExeIntraSucc
    x_ho_exe_intra_fail,                   ///< X.HoExeIntraFail
    x_ho_exe_intra_fail_by_cause,          ///< X.HoExeIntraFail.cause
    mm_ho_exe_inter_freq_req,              ///< MM.HoExeInterFreqReq
    mm_ho_exe_inter_freq_succ,             ///< MM.HoExeInterFreqSucc
    x_ho_exe_intra_freq_fail,              ///< X.HoExeIntraFreqFail
    x_ho_exe_inter_freq_fail,              ///< X.HoExeInterFreqFail
    ho_intra_sys_too_early,                ///< HO.IntraSys.TooEarly
    ho_intra_sys_too_late,                 ///< HO.IntraSys.TooLate
    ho_intra_sys_to_wrong_cell,            ///< HO.IntraSys.ToWrongCell
    x_ping_pong,                           ///< X.PingPong
    x_radio_link_failure,                  ///< X.RadioLinkFailure
    rach_preamble_ded_cell,                ///< RACH.PreambleDedCell, 1/s
    rach_preamble_a_cell,                  ///< RACH.PreambleACell, 1/s
    pag_received_nbr,                      ///< PAG.ReceivedNbr
    pee_avg_power,                         ///< PEE.AvgPower, W
    pee_min_power,                         ///< PEE.MinPower, W
    pee_max_power,                         ///< PEE.MaxPower, W
    pee_energy,                            ///< PEE.Energy, kWh
    x_stall_ratio,                         ///< X.StallRatio, %
    x_stall_time,                          ///< X.StallTime, s
    x_view_time,                           ///< X.ViewTime, s
    x_mos,                                 ///< X.Mos.service
    x_mos_sum,                             ///< X.MosSum.service
    x_mos_count,                           ///< X.MosCount.service
    count_
};

enum class Kind : std::uint8_t { count, mean, maximum, ratio, distribution, minimum };

struct KpiDefinition {
    Kpi id;
    std::string_view name;    ///< TS 28.552, or X.…; a split one ends in what it is split by
    std::string_view unit;    ///< of the stored value
    std::string_view object;  ///< measured object class: NRCellDU, NRCellCU, ManagedElement
    Kind kind;
    std::string_view numerator, denominator;  ///< for ratio: how periods and cells combine; else empty
    std::string_view clause;                  ///< TS 28.552 clause, or "own"
    std::string_view definition;              ///< what is counted here, in one or two sentences
    std::span<const double> bin_edges = {};   ///< distribution: n+1 edges of n bins (ends may be ±infinity)
    double ratio_scale = 1.0;                 ///< ratio: value = ratio_scale * numerator / denominator
    /// Of a split counter: a column each; its ratios split numerator and denominator alike.
    std::span<const std::string_view> labels = {};
    constexpr std::size_t width() const {
        return kind == Kind::distribution ? bin_edges.size() - 1 : labels.empty() ? 1 : labels.size();
    }
};

std::span<const KpiDefinition> kpiCatalogue();
const KpiDefinition& definition(Kpi kpi);
std::optional<Kpi> findKpi(std::string_view name);

/// First column of a KPI in a flat row; distributions and split counters take width() columns.
std::size_t column(Kpi kpi);
/// Columns of a whole row.
std::size_t rowWidth();
/// Name of a column: the KPI's, "CARR.WBCQIDist.Bin7", "RRU.PrbUsedDl.5QI9".
std::string columnName(std::size_t column);
/// Bin of a value, which must not be NaN: bin i holds edge[i] <= value < edge[i+1]; the outer bins take what
/// lies beyond.
std::size_t binOf(const KpiDefinition& kpi, double value);

/// Every ratio of a row of rowWidth() values from its numerator and denominator; NaN where that is not above
/// 0.
void fillRatios(std::span<double> row);

/// "count", "mean", "maximum", "ratio", "distribution" or "minimum".
std::string_view kindName(Kind kind);
/// The page docs/kpi.md, generated from the catalogue.
std::string kpiPage();

}  // namespace celltwin::record
