// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: counters split by 5QI and by slice. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kSplitKpis = std::to_array({
    split(kFiveQiLabels, counter(Kpi::rru_prb_used_dl_by_5qi, "RRU.PrbUsedDl.5QI", "PRB", "NRCellDU",
                                 Kind::mean, "5.1.1.2.5", "RRU.PrbUsedDl split by 5QI.")),
    split(kFiveQiLabels, counter(Kpi::rru_prb_used_ul_by_5qi, "RRU.PrbUsedUl.5QI", "PRB", "NRCellDU",
                                 Kind::mean, "5.1.1.2.7", "RRU.PrbUsedUl split by 5QI.")),
    split(kFiveQiLabels,
          counter(Kpi::drb_pdcp_sdu_volume_dl_by_5qi, "DRB.PdcpSduVolumeDL.5QI", "Mbit", "NRCellCU",
                  Kind::count, "5.1.2.1.1.1", "DRB.PdcpSduVolumeDL split by 5QI.")),
    split(kFiveQiLabels,
          counter(Kpi::drb_pdcp_sdu_volume_ul_by_5qi, "DRB.PdcpSduVolumeUL.5QI", "Mbit", "NRCellCU",
                  Kind::count, "5.1.2.1.2.1", "DRB.PdcpSduVolumeUL split by 5QI.")),
    split(kFiveQiLabels,
          ratio(Kpi::drb_ue_thp_dl_by_5qi, "DRB.UEThpDl.5QI", "kbit/s", "NRCellDU", "DRB.UEThpVolDl.5QI",
                "DRB.UEThpTimeDl.5QI", "5.1.1.3.1", "DRB.UEThpDl split by 5QI.", 1000.0)),
    split(kFiveQiLabels, counter(Kpi::drb_ue_thp_vol_dl_by_5qi, "DRB.UEThpVolDl.5QI", "kbit", "NRCellDU",
                                 Kind::count, "5.1.1.3.1", "DRB.UEThpVolDl split by 5QI.")),
    split(kFiveQiLabels, counter(Kpi::drb_ue_thp_time_dl_by_5qi, "DRB.UEThpTimeDl.5QI", "ms", "NRCellDU",
                                 Kind::count, "5.1.1.3.1", "DRB.UEThpTimeDl split by 5QI.")),
    split(kFiveQiLabels,
          ratio(Kpi::drb_ue_thp_ul_by_5qi, "DRB.UEThpUl.5QI", "kbit/s", "NRCellDU", "DRB.UEThpVolUl.5QI",
                "DRB.UEThpTimeUl.5QI", "5.1.1.3.3", "DRB.UEThpUl split by 5QI.", 1000.0)),
    split(kFiveQiLabels, counter(Kpi::drb_ue_thp_vol_ul_by_5qi, "DRB.UEThpVolUl.5QI", "kbit", "NRCellDU",
                                 Kind::count, "5.1.1.3.3", "DRB.UEThpVolUl split by 5QI.")),
    split(kFiveQiLabels, counter(Kpi::drb_ue_thp_time_ul_by_5qi, "DRB.UEThpTimeUl.5QI", "ms", "NRCellDU",
                                 Kind::count, "5.1.1.3.3", "DRB.UEThpTimeUl split by 5QI.")),
    split(kFiveQiLabels, counter(Kpi::drb_pdcp_sdu_volume_dl_in_by_5qi, "DRB.PdcpSduVolumeDLIn.5QI", "Mbit",
                                 "NRCellCU", Kind::count, "own", "DRB.PdcpSduVolumeDLIn split by 5QI.")),
    split(kFiveQiLabels, ratio(Kpi::drb_pdcp_sdu_delay_dl_by_5qi, "DRB.PdcpSduDelayDl.5QI", "0.1 ms",
                               "NRCellCU", "X.PdcpSduDelaySumDl.5QI", "X.PdcpSduDelayVolumeDl.5QI",
                               "5.1.3.3.1", "DRB.PdcpSduDelayDl split by 5QI.", 10.0)),
    split(kFiveQiLabels, counter(Kpi::x_pdcp_sdu_delay_sum_dl_by_5qi, "X.PdcpSduDelaySumDl.5QI", "ms kbit",
                                 "NRCellCU", Kind::count, "own", "X.PdcpSduDelaySumDl split by 5QI.")),
    split(kFiveQiLabels, counter(Kpi::x_pdcp_sdu_delay_volume_dl_by_5qi, "X.PdcpSduDelayVolumeDl.5QI", "kbit",
                                 "NRCellCU", Kind::count, "own", "X.PdcpSduDelayVolumeDl split by 5QI.")),
    split(kFiveQiLabels, ratio(Kpi::drb_pdcp_packet_drop_rate_dl_by_5qi, "DRB.PdcpPacketDropRateDl.5QI",
                               "1e-6", "NRCellCU", "X.PdcpDropVolumeDl.5QI", "DRB.PdcpSduVolumeDLIn.5QI",
                               "5.1.3.2.1", "DRB.PdcpPacketDropRateDl split by 5QI.", 1e6)),
    split(kFiveQiLabels, counter(Kpi::x_pdcp_drop_volume_dl_by_5qi, "X.PdcpDropVolumeDl.5QI", "Mbit",
                                 "NRCellCU", Kind::count, "own", "X.PdcpDropVolumeDl split by 5QI.")),
    split(kSliceLabels,
          counter(Kpi::rru_prb_used_dl_by_slice, "RRU.PrbUsedDl.SNSSAI", "PRB", "NRCellDU", Kind::mean,
                  "5.1.1.2.5", "RRU.PrbUsedDl split by slice, under its index in the scenario.")),
    split(kSliceLabels,
          counter(Kpi::rru_prb_used_ul_by_slice, "RRU.PrbUsedUl.SNSSAI", "PRB", "NRCellDU", Kind::mean,
                  "5.1.1.2.7", "RRU.PrbUsedUl split by slice, under its index in the scenario.")),
    split(kSliceLabels, counter(Kpi::drb_pdcp_sdu_volume_dl_by_slice, "DRB.PdcpSduVolumeDL.SNSSAI", "Mbit",
                                "NRCellCU", Kind::count, "5.1.2.1.1.1",
                                "DRB.PdcpSduVolumeDL split by slice, under its index in the scenario.")),
    split(kSliceLabels, counter(Kpi::drb_pdcp_sdu_volume_ul_by_slice, "DRB.PdcpSduVolumeUL.SNSSAI", "Mbit",
                                "NRCellCU", Kind::count, "5.1.2.1.2.1",
                                "DRB.PdcpSduVolumeUL split by slice, under its index in the scenario.")),
    split(kSliceLabels, ratio(Kpi::drb_ue_thp_dl_by_slice, "DRB.UEThpDl.SNSSAI", "kbit/s", "NRCellDU",
                              "DRB.UEThpVolDl.SNSSAI", "DRB.UEThpTimeDl.SNSSAI", "5.1.1.3.1",
                              "DRB.UEThpDl split by slice, under its index in the scenario.", 1000.0)),
    split(kSliceLabels,
          counter(Kpi::drb_ue_thp_vol_dl_by_slice, "DRB.UEThpVolDl.SNSSAI", "kbit", "NRCellDU", Kind::count,
                  "5.1.1.3.1", "DRB.UEThpVolDl split by slice, under its index in the scenario.")),
    split(kSliceLabels,
          counter(Kpi::drb_ue_thp_time_dl_by_slice, "DRB.UEThpTimeDl.SNSSAI", "ms", "NRCellDU", Kind::count,
                  "5.1.1.3.1", "DRB.UEThpTimeDl split by slice, under its index in the scenario.")),
    split(kSliceLabels, ratio(Kpi::drb_ue_thp_ul_by_slice, "DRB.UEThpUl.SNSSAI", "kbit/s", "NRCellDU",
                              "DRB.UEThpVolUl.SNSSAI", "DRB.UEThpTimeUl.SNSSAI", "5.1.1.3.3",
                              "DRB.UEThpUl split by slice, under its index in the scenario.", 1000.0)),
    split(kSliceLabels,
          counter(Kpi::drb_ue_thp_vol_ul_by_slice, "DRB.UEThpVolUl.SNSSAI", "kbit", "NRCellDU", Kind::count,
                  "5.1.1.3.3", "DRB.UEThpVolUl split by slice, under its index in the scenario.")),
    split(kSliceLabels,
          counter(Kpi::drb_ue_thp_time_ul_by_slice, "DRB.UEThpTimeUl.SNSSAI", "ms", "NRCellDU", Kind::count,
                  "5.1.1.3.3", "DRB.UEThpTimeUl split by slice, under its index in the scenario.")),
});

}  // namespace celltwin::record
