// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: the names of TS 28.552 V17 with unit, object, kind, aggregation and definition. The one
// place where a KPI is named. Values live in flat rows, one per cell and period, laid out by `column()`.
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
    drb_ue_thp_dl,              ///< DRB.UEThpDl, kbit/s
    drb_ue_thp_vol_dl,          ///< DRB.UEThpVolDl (numerator of the above), kbit
    drb_ue_thp_time_dl,         ///< DRB.UEThpTimeDl (denominator), ms
    drb_ue_thp_dl_dist,         ///< DRB.UEThpDlDist.Bin
    rru_prb_tot_dl,             ///< RRU.PrbTotDl, %
    rru_prb_used_dl,            ///< RRU.PrbUsedDl, PRB
    rru_prb_avail_dl,           ///< RRU.PrbAvailDl, PRB
    rru_max_prb_used_dl,        ///< RRU.MaxPrbUsedDl, PRB
    rrc_conn_mean,              ///< RRC.ConnMean
    rrc_conn_max,               ///< RRC.ConnMax
    drb_mean_active_ue_dl,      ///< DRB.MeanActiveUeDl
    drb_max_active_ue_dl,       ///< DRB.MaxActiveUeDl
    drb_pdcp_sdu_volume_dl,     ///< DRB.PdcpSduVolumeDL, Mbit, delivered
    drb_rlc_sdu_delay_dl,       ///< DRB.RlcSduDelayDl, 0.1 ms (queue to last bit delivered, per burst)
    tb_tot_nbr_dl,              ///< TB.TotNbrDl
    tb_err_tot_nbr_dl,          ///< TB.ErrTotNbrDl
    carr_wbcqi_dist,            ///< CARR.WBCQIDist.Bin 0..15
    carr_pdsch_mcs_dist,        ///< CARR.PDSCHMCSDist.Bin 0..28, PRB-weighted
    carr_max_tx_pwr,            ///< CARR.MaxTxPwr, dBm
    carr_mean_tx_pwr,           ///< CARR.MeanTxPwr, dBm
    mm_ho_exe_intra_freq_req,   ///< MM.HoExeIntraFreqReq (outgoing)
    mm_ho_exe_intra_freq_succ,  ///< MM.HoExeIntraFreqSucc
    l1m_ss_rsrp,                ///< L1M.SS-RSRP.Bin of attached UEs
    mr_nr_sc_ss_sinr,           ///< MR.NRScSSSINR.Bin of attached UEs
    tb_tot_nbr_dl_initial,      ///< TB.TotNbrDlInitial
    tb_initial_err_nbr_dl,      ///< TB.IntialErrNbrDl (the standard's spelling)
    tb_residual_err_nbr_dl,     ///< TB.ResidualErrNbrDl
    count_
};

enum class Kind : std::uint8_t { count, mean, maximum, ratio, distribution };

struct KpiDefinition {
    Kpi id;
    std::string_view name;    ///< TS 28.552
    std::string_view unit;    ///< of the stored value
    std::string_view object;  ///< measured object class: NRCellDU, NRCellCU
    Kind kind;
    std::string_view numerator, denominator;  ///< for ratio: how periods and cells combine; else empty
    std::string_view clause;                  ///< TS 28.552 clause
    std::string_view definition;              ///< what is counted here, in one or two sentences
    std::span<const double> bin_edges = {};   ///< distribution: n+1 edges of n bins (ends may be ±infinity)
    double ratio_scale = 1.0;                 ///< ratio: value = ratio_scale * numerator / denominator
    constexpr std::size_t width() const { return kind == Kind::distribution ? bin_edges.size() - 1 : 1; }
};

std::span<const KpiDefinition> kpiCatalogue();
const KpiDefinition& definition(Kpi kpi);
std::optional<Kpi> findKpi(std::string_view name);

/// First column of a KPI in a flat row; distributions take width() columns.
std::size_t column(Kpi kpi);
/// Columns of a whole row.
std::size_t rowWidth();
/// Name of a column: the KPI's, or "CARR.WBCQIDist.Bin7".
std::string columnName(std::size_t column);
/// Bin of a value, which must not be NaN: bin i holds edge[i] <= value < edge[i+1]; the outer bins take what
/// lies beyond.
std::size_t binOf(const KpiDefinition& kpi, double value);

/// "count", "mean", "maximum", "ratio" or "distribution".
std::string_view kindName(Kind kind);
/// The page docs/kpi.md, generated from the catalogue.
std::string kpiPage();

}  // namespace celltwin::record
