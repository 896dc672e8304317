// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: the uplink, and layers in both directions. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kUplinkKpis = std::to_array({
    ratio(Kpi::drb_ue_thp_ul, "DRB.UEThpUl", "kbit/s", "NRCellDU", "DRB.UEThpVolUl", "DRB.UEThpTimeUl",
          "5.1.1.3.3", "Mean uplink UE throughput while data waits: 1000 * DRB.UEThpVolUl / DRB.UEThpTimeUl.",
          1000.0),
    counter(Kpi::drb_ue_thp_vol_ul, "DRB.UEThpVolUl", "kbit", "NRCellDU", Kind::count, "5.1.1.3.3",
            "Numerator of DRB.UEThpUl, counted as DRB.UEThpVolDl is."),
    counter(Kpi::drb_ue_thp_time_ul, "DRB.UEThpTimeUl", "ms", "NRCellDU", Kind::count, "5.1.1.3.3",
            "Denominator of DRB.UEThpUl, counted as DRB.UEThpTimeDl is."),
    counter(Kpi::drb_ue_thp_ul_dist, "DRB.UEThpUlDist", "1", "NRCellDU", Kind::distribution, "5.1.1.3.4",
            "Uplink UE throughput samples in kbit/s by bin, taken as those of DRB.UEThpDlDist.",
            kThroughputEdges),
    counter(Kpi::rru_prb_tot_ul, "RRU.PrbTotUl", "%", "NRCellDU", Kind::mean, "5.1.1.2.2",
            "PRBs used in uplink slots as a share of the PRBs available there, 0..100, not rounded."),
    counter(Kpi::rru_prb_used_ul, "RRU.PrbUsedUl", "PRB", "NRCellDU", Kind::mean, "5.1.1.2.7",
            "PRBs used for uplink data, mean over the uplink slots of the period."),
    counter(Kpi::rru_prb_avail_ul, "RRU.PrbAvailUl", "PRB", "NRCellDU", Kind::mean, "5.1.1.2.8",
            "PRBs available for uplink data, mean over the uplink slots of the period."),
    counter(Kpi::rru_max_prb_used_ul, "RRU.MaxPrbUsedUl", "PRB", "NRCellDU", Kind::maximum, "5.1.1.2.10",
            "Most PRBs used for data in any one uplink slot of the period."),
    counter(Kpi::drb_mean_active_ue_ul, "DRB.MeanActiveUeUl", "UE", "NRCellDU", Kind::mean, "5.1.1.23.3",
            "Attached UEs with data in their uplink queue, mean over the slots of the period."),
    counter(Kpi::drb_max_active_ue_ul, "DRB.MaxActiveUeUl", "UE", "NRCellDU", Kind::maximum, "5.1.1.23.4",
            "Most attached UEs with data in their uplink queue in any one slot."),
    counter(Kpi::drb_pdcp_sdu_volume_ul, "DRB.PdcpSduVolumeUL", "Mbit", "NRCellCU", Kind::count,
            "5.1.2.1.2.1", "Uplink volume delivered by UEs of the cell, 1 Mbit = 1e6 bit."),
    counter(Kpi::tb_tot_nbr_ul, "TB.TotNbrUl", "1", "NRCellDU", Kind::count, "5.1.1.7.8",
            "Uplink transport blocks sent, HARQ retransmissions included."),
    counter(Kpi::tb_err_tot_nbr_ul, "TB.ErrTotNbrUl", "1", "NRCellDU", Kind::count, "5.1.1.7.9",
            "Uplink transport blocks received in error, HARQ retransmissions included."),
    counter(Kpi::tb_tot_nbr_ul_init, "TB.TotNbrUlInit", "1", "NRCellDU", Kind::count, "5.1.1.7.6",
            "Uplink transport blocks sent for the first time."),
    counter(Kpi::tb_err_nbr_ul_initial, "TB.ErrNbrUlInitial", "1", "NRCellDU", Kind::count, "5.1.1.7.7",
            "Uplink transport blocks received in error at their first transmission."),
    counter(Kpi::tb_residual_err_nbr_ul, "TB.ResidualErrNbrUl", "1", "NRCellDU", Kind::count, "5.1.1.7.10",
            "Uplink transport blocks still in error after the last HARQ retransmission."),
    counter(Kpi::carr_pusch_mcs_dist, "CARR.PUSCHMCSDist", "PRB", "NRCellDU", Kind::distribution,
            "5.1.1.12.2", "PRBs scheduled on PUSCH, bin i = MCS index i.", kMcsEdges),
    counter(Kpi::l1m_phr1, "L1M.PHR1", "1", "NRCellDU", Kind::distribution, "5.1.1.26.1",
            "Type 1 power headroom reports of attached UEs in dB, by bin.", kHeadroomEdges),
    counter(Kpi::l1m_ata_dist, "L1M.ATADist", "1", "NRCellDU", Kind::distribution, "5.1.1.33.1",
            "Absolute timing advance commands, index T_A of TS 38.213 clause 4.2, by bin.",
            kTimingAdvanceEdges),
    counter(Kpi::x_iot_ul, "X.IotUl", "dB", "NRCellDU", Kind::mean, "own",
            "Uplink interference over thermal, (I + N) / N for each PRB, linear mean over the PRBs and "
            "uplink slots of the period."),
    counter(Kpi::x_noise_ul, "X.NoiseUl", "dBm", "NRCellDU", Kind::mean, "own",
            "Thermal noise at the receiver of one uplink PRB, noise figure included."),
    counter(Kpi::x_interference_ul, "X.InterferenceUl", "dBm", "NRCellDU", Kind::mean, "own",
            "Interference without noise on one uplink PRB, mean in mW over the PRBs and uplink slots of the "
            "period. No value where there was none."),
    ratio(Kpi::carr_average_layers_dl, "CARR.AverageLayersDl", "1", "NRCellDU", "X.LayerPrbDl",
          "X.ScheduledPrbDl", "5.1.1.30.5",
          "Layers scheduled on a used PRB, mean: X.LayerPrbDl / X.ScheduledPrbDl."),
    counter(Kpi::x_layer_prb_dl, "X.LayerPrbDl", "PRB", "NRCellDU", Kind::count, "own",
            "Numerator of CARR.AverageLayersDl: layers times PRBs, summed over PDSCH allocations."),
    counter(Kpi::x_scheduled_prb_dl, "X.ScheduledPrbDl", "PRB", "NRCellDU", Kind::count, "own",
            "Denominator of CARR.AverageLayersDl: PRBs, summed over PDSCH allocations."),
    ratio(Kpi::carr_average_layers_ul, "CARR.AverageLayersUl", "1", "NRCellDU", "X.LayerPrbUl",
          "X.ScheduledPrbUl", "5.1.1.30.6",
          "Layers scheduled on a used uplink PRB, mean: X.LayerPrbUl / X.ScheduledPrbUl."),
    counter(Kpi::x_layer_prb_ul, "X.LayerPrbUl", "PRB", "NRCellDU", Kind::count, "own",
            "Numerator of CARR.AverageLayersUl: layers times PRBs, summed over PUSCH allocations."),
    counter(Kpi::x_scheduled_prb_ul, "X.ScheduledPrbUl", "PRB", "NRCellDU", Kind::count, "own",
            "Denominator of CARR.AverageLayersUl: PRBs, summed over PUSCH allocations."),
});

}  // namespace celltwin::record
