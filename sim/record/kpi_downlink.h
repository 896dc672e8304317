// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: cell, radio and downlink. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kDownlinkKpis = std::to_array({
    ratio(Kpi::drb_ue_thp_dl, "DRB.UEThpDl", "kbit/s", "NRCellDU", "DRB.UEThpVolDl", "DRB.UEThpTimeDl",
          "5.1.1.3.1",
          "Mean UE throughput while data waits: 1000 * DRB.UEThpVolDl / DRB.UEThpTimeDl. No value where no "
          "burst of more than one slot was served.",
          1000.0),
    counter(Kpi::drb_ue_thp_vol_dl, "DRB.UEThpVolDl", "kbit", "NRCellDU", Kind::count, "5.1.1.3.1",
            "Numerator of DRB.UEThpDl: volume delivered in bursts that took more than one slot, without the "
            "slot that empties the queue. A burst is the time a UE's queue is never empty; one that outlasts "
            "the period counts with what it has so far."),
    counter(Kpi::drb_ue_thp_time_dl, "DRB.UEThpTimeDl", "ms", "NRCellDU", Kind::count, "5.1.1.3.1",
            "Denominator of DRB.UEThpDl: the time that volume took, from the first slot that served the "
            "burst to the one that empties the queue, this one excluded; summed over UEs."),
    counter(Kpi::drb_ue_thp_dl_dist, "DRB.UEThpDlDist", "1", "NRCellDU", Kind::distribution, "5.1.1.3.2",
            "UE throughput samples in kbit/s by bin: one for each UE and period in which it added to "
            "DRB.UEThpTimeDl, counted at the cell that serves it when the period ends.",
            kThroughputEdges),
    counter(Kpi::rru_prb_tot_dl, "RRU.PrbTotDl", "%", "NRCellDU", Kind::mean, "5.1.1.2.1",
            "PRBs used in downlink slots as a share of the PRBs available there, 0..100, not rounded. Only "
            "data uses PRBs in this model; control and reference signals are overhead within them."),
    counter(Kpi::rru_prb_used_dl, "RRU.PrbUsedDl", "PRB", "NRCellDU", Kind::mean, "5.1.1.2.5",
            "PRBs used for data, mean over the downlink slots of the period."),
    counter(Kpi::rru_prb_avail_dl, "RRU.PrbAvailDl", "PRB", "NRCellDU", Kind::mean, "5.1.1.2.6",
            "PRBs available, mean over the downlink slots of the period."),
    counter(Kpi::rru_max_prb_used_dl, "RRU.MaxPrbUsedDl", "PRB", "NRCellDU", Kind::maximum, "5.1.1.2.9",
            "Most PRBs used for data in any one downlink slot of the period."),
    counter(Kpi::rrc_conn_mean, "RRC.ConnMean", "UE", "NRCellCU", Kind::mean, "5.1.1.4.1",
            "UEs in RRC connected that the cell serves, mean over the period."),
    counter(Kpi::rrc_conn_max, "RRC.ConnMax", "UE", "NRCellCU", Kind::maximum, "5.1.1.4.2",
            "Most UEs in RRC connected that the cell serves at one time."),
    counter(Kpi::drb_mean_active_ue_dl, "DRB.MeanActiveUeDl", "UE", "NRCellDU", Kind::mean, "5.1.1.23.1",
            "Attached UEs with data in their downlink queue, mean over the slots of the period."),
    counter(Kpi::drb_max_active_ue_dl, "DRB.MaxActiveUeDl", "UE", "NRCellDU", Kind::maximum, "5.1.1.23.2",
            "Most attached UEs with data in their downlink queue in any one slot."),
    counter(Kpi::drb_pdcp_sdu_volume_dl, "DRB.PdcpSduVolumeDL", "Mbit", "NRCellCU", Kind::count,
            "5.1.2.1.1.1",
            "Volume delivered to UEs of the cell, 1 Mbit = 1e6 bit. The clause counts what is handed to "
            "PDCP; the two differ by what waits in queues."),
    counter(Kpi::drb_rlc_sdu_delay_dl, "DRB.RlcSduDelayDl", "0.1 ms", "NRCellDU", Kind::mean, "5.1.3.3.3",
            "Time data waits in the queue until it is delivered, mean over the bits delivered: bits waiting, "
            "summed over time, over bits delivered (Little's law). Full-buffer UEs are left out. No value "
            "where nothing was delivered."),
    counter(Kpi::tb_tot_nbr_dl, "TB.TotNbrDl", "1", "NRCellDU", Kind::count, "5.1.1.7.3",
            "Transport blocks sent, HARQ retransmissions included."),
    counter(Kpi::tb_err_tot_nbr_dl, "TB.ErrTotNbrDl", "1", "NRCellDU", Kind::count, "5.1.1.7.4",
            "Transport blocks received in error, HARQ retransmissions included."),
    counter(Kpi::carr_wbcqi_dist, "CARR.WBCQIDist", "1", "NRCellDU", Kind::distribution, "5.1.1.11.1",
            "Wideband CQI reports of attached UEs, bin i = CQI i.", kCqiEdges),
    counter(Kpi::carr_pdsch_mcs_dist, "CARR.PDSCHMCSDist", "PRB", "NRCellDU", Kind::distribution,
            "5.1.1.12.1", "PRBs scheduled on PDSCH, bin i = MCS index i.", kMcsEdges),
    counter(Kpi::carr_max_tx_pwr, "CARR.MaxTxPwr", "dBm", "NRCellDU", Kind::maximum, "5.1.1.29.1",
            "Carrier power of the active cell with every PRB in use, at the antenna connector."),
    counter(Kpi::carr_mean_tx_pwr, "CARR.MeanTxPwr", "dBm", "NRCellDU", Kind::mean, "5.1.1.29.2",
            "Carrier power at the antenna connector, mean in mW over the downlink slots of the period. No "
            "value where nothing was sent."),
    counter(Kpi::mm_ho_exe_intra_freq_req, "MM.HoExeIntraFreqReq", "1", "NRCellCU", Kind::count,
            "5.1.1.6.5.1", "Outgoing intra-frequency handovers begun; counted at the source cell."),
    counter(Kpi::mm_ho_exe_intra_freq_succ, "MM.HoExeIntraFreqSucc", "1", "NRCellCU", Kind::count,
            "5.1.1.6.5.2",
            "Outgoing intra-frequency handovers completed: random access at the target; counted at the "
            "source cell."),
    counter(Kpi::l1m_ss_rsrp, "L1M.SS-RSRP", "1", "NRCellDU", Kind::distribution, "5.1.1.22.1",
            "SS-RSRP of the serving cell in dBm, one sample for each attached UE and measurement, by bin.",
            kRsrpEdges),
    counter(Kpi::mr_nr_sc_ss_sinr, "MR.NRScSSSINR", "1", "NRCellCU", Kind::distribution, "5.1.1.32.1",
            "SS-SINR of the serving cell in dB, one sample for each attached UE and measurement, by bin.",
            kSinrEdges),
    counter(Kpi::tb_tot_nbr_dl_initial, "TB.TotNbrDlInitial", "1", "NRCellDU", Kind::count, "5.1.1.7.1",
            "Transport blocks sent for the first time."),
    counter(Kpi::tb_initial_err_nbr_dl, "TB.IntialErrNbrDl", "1", "NRCellDU", Kind::count, "5.1.1.7.2",
            "Transport blocks received in error at their first transmission."),
    counter(
        Kpi::tb_residual_err_nbr_dl, "TB.ResidualErrNbrDl", "1", "NRCellDU", Kind::count, "5.1.1.7.5",
        "Transport blocks still in error after the last HARQ retransmission; RLC sends their data again."),
});

}  // namespace celltwin::record
