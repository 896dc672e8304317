// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: volumes, delays and drops of bearers. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kBearerKpis = std::to_array({
    counter(Kpi::drb_pdcp_sdu_volume_dl_in, "DRB.PdcpSduVolumeDLIn", "Mbit", "NRCellCU", Kind::count, "own",
            "Downlink volume offered: what arrived for UEs of the cell, whether delivered, dropped or still "
            "queued. Full-buffer UEs are left out."),
    counter(Kpi::drb_pdcp_sdu_volume_ul_in, "DRB.PdcpSduVolumeULIn", "Mbit", "NRCellCU", Kind::count, "own",
            "Uplink volume offered by UEs of the cell. Full-buffer UEs are left out."),
    ratio(Kpi::drb_pdcp_sdu_delay_dl, "DRB.PdcpSduDelayDl", "0.1 ms", "NRCellCU", "X.PdcpSduDelaySumDl",
          "X.PdcpSduDelayVolumeDl", "5.1.3.3.1",
          "Time from arrival at PDCP until delivery to the UE, mean over the bits delivered: 10 * "
          "X.PdcpSduDelaySumDl / X.PdcpSduDelayVolumeDl. The clause stops the clock where data leave the "
          "CU-UP; no queue waits there in this model.",
          10.0),
    counter(Kpi::x_pdcp_sdu_delay_sum_dl, "X.PdcpSduDelaySumDl", "ms kbit", "NRCellCU", Kind::count, "own",
            "Numerator of DRB.PdcpSduDelayDl: delay times volume of what was delivered. Full-buffer UEs are "
            "left out."),
    counter(Kpi::x_pdcp_sdu_delay_volume_dl, "X.PdcpSduDelayVolumeDl", "kbit", "NRCellCU", Kind::count, "own",
            "Denominator of DRB.PdcpSduDelayDl: the volume whose delay was summed."),
    ratio(
        Kpi::drb_air_if_delay_dl, "DRB.AirIfDelayDl", "0.1 ms", "NRCellDU", "X.AirIfDelaySumDl",
        "X.AirIfDelayVolumeDl", "5.1.1.1.1",
        "Time from the first transmission of data over the air until they are decoded, HARQ retransmissions "
        "included, mean over the bits delivered: 10 * X.AirIfDelaySumDl / X.AirIfDelayVolumeDl.",
        10.0),
    counter(Kpi::x_air_if_delay_sum_dl, "X.AirIfDelaySumDl", "ms kbit", "NRCellDU", Kind::count, "own",
            "Numerator of DRB.AirIfDelayDl: delay times volume of what was decoded."),
    counter(Kpi::x_air_if_delay_volume_dl, "X.AirIfDelayVolumeDl", "kbit", "NRCellDU", Kind::count, "own",
            "Denominator of DRB.AirIfDelayDl: the volume whose delay was summed."),
    ratio(Kpi::drb_pdcp_packet_drop_rate_dl, "DRB.PdcpPacketDropRateDl", "1e-6", "NRCellCU",
          "X.PdcpDropVolumeDl", "DRB.PdcpSduVolumeDLIn", "5.1.3.2.1",
          "Share of the volume offered that PDCP dropped, times 1e6: X.PdcpDropVolumeDl / "
          "DRB.PdcpSduVolumeDLIn. Volumes stand for the packets of the clause.",
          1e6),
    counter(Kpi::x_pdcp_drop_volume_dl, "X.PdcpDropVolumeDl", "Mbit", "NRCellCU", Kind::count, "own",
            "Numerator of DRB.PdcpPacketDropRateDl: volume dropped before it was handed to RLC, by discard "
            "timer, full queue or release."),
    ratio(Kpi::drb_rlc_packet_drop_rate_dl, "DRB.RlcPacketDropRateDl", "1e-6", "NRCellDU",
          "X.RlcDropVolumeDl", "X.RlcSduVolumeDl", "5.1.3.2.2",
          "Share of the volume that left RLC unsent or undelivered, times 1e6: X.RlcDropVolumeDl / "
          "X.RlcSduVolumeDl. Volumes stand for the packets of the clause.",
          1e6),
    counter(Kpi::x_rlc_drop_volume_dl, "X.RlcDropVolumeDl", "Mbit", "NRCellDU", Kind::count, "own",
            "Numerator of DRB.RlcPacketDropRateDl: volume RLC gave up, in UM after the last HARQ "
            "transmission, in AM after the last RLC retransmission."),
    counter(Kpi::x_rlc_sdu_volume_dl, "X.RlcSduVolumeDl", "Mbit", "NRCellDU", Kind::count, "own",
            "Denominator of DRB.RlcPacketDropRateDl: volume that left RLC, delivered or dropped."),
    ratio(Kpi::drb_packet_loss_rate_ul, "DRB.PacketLossRateUl", "1e-6", "NRCellCU", "X.PdcpLossVolumeUl",
          "X.PdcpSentVolumeUl", "5.1.3.1.1",
          "Share of the uplink volume sent that PDCP never received, times 1e6: X.PdcpLossVolumeUl / "
          "X.PdcpSentVolumeUl. Volumes stand for the packets of the clause.",
          1e6),
    counter(Kpi::x_pdcp_loss_volume_ul, "X.PdcpLossVolumeUl", "Mbit", "NRCellCU", Kind::count, "own",
            "Numerator of DRB.PacketLossRateUl: uplink volume lost for good."),
    counter(Kpi::x_pdcp_sent_volume_ul, "X.PdcpSentVolumeUl", "Mbit", "NRCellCU", Kind::count, "own",
            "Denominator of DRB.PacketLossRateUl: uplink volume received or lost for good."),
    counter(
        Kpi::qosflow_pdcp_pdu_volume_dl, "QosFlow.PdcpPduVolumeDL", "Mbit", "NRCellCU", Kind::count,
        "5.1.3.6.1.1",
        "Downlink volume handed from PDCP to RLC, PDCP headers included where the bearer model has them."),
    counter(Kpi::qosflow_pdcp_pdu_volume_ul, "QosFlow.PdcpPduVolumeUL", "Mbit", "NRCellCU", Kind::count,
            "5.1.3.6.1.2",
            "Uplink volume handed from RLC to PDCP, PDCP headers included where the bearer model has them."),
});

}  // namespace celltwin::record
