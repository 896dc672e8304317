// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: connections, handovers, random access and paging. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kMobilityKpis = std::to_array({
    counter(Kpi::rrc_conn_estab_att, "RRC.ConnEstabAtt", "1", "NRCellCU", Kind::count, "5.1.1.15.1",
            "RRC connection establishments attempted, all causes."),
    split(kEstablishmentCauses,
          counter(Kpi::rrc_conn_estab_att_by_cause, "RRC.ConnEstabAtt.cause", "1", "NRCellCU", Kind::count,
                  "5.1.1.15.1", "RRC.ConnEstabAtt by establishment cause.")),
    counter(Kpi::rrc_conn_estab_succ, "RRC.ConnEstabSucc", "1", "NRCellCU", Kind::count, "5.1.1.15.2",
            "RRC connection establishments completed, all causes."),
    split(kEstablishmentCauses,
          counter(Kpi::rrc_conn_estab_succ_by_cause, "RRC.ConnEstabSucc.cause", "1", "NRCellCU", Kind::count,
                  "5.1.1.15.2", "RRC.ConnEstabSucc by establishment cause.")),
    split(kEstablishmentFailures,
          counter(Kpi::rrc_conn_estab_fail_by_cause, "RRC.ConnEstabFailCause.cause", "1", "NRCellCU",
                  Kind::count, "5.1.1.15.3",
                  "RRC connection establishments failed: refused by admission, unanswered, or otherwise.")),
    counter(Kpi::rrc_re_estab_att, "RRC.ReEstabAtt", "1", "NRCellCU", Kind::count, "5.1.1.17.1",
            "RRC re-establishments attempted, counted at the cell that received the request."),
    counter(Kpi::rrc_re_estab_succ_with_ue_context, "RRC.ReEstabSuccWithUeContext", "1", "NRCellCU",
            Kind::count, "5.1.1.17.2", "RRC re-establishments completed where the UE's context was at hand."),
    counter(Kpi::rrc_re_estab_succ_without_ue_context, "RRC.ReEstabSuccWithoutUeContext", "1", "NRCellCU",
            Kind::count, "5.1.1.17.3",
            "RRC re-establishments completed by a new set-up, the UE's context not being at hand."),
    counter(Kpi::rrc_inactive_conn_mean, "RRC.InactiveConnMean", "UE", "NRCellCU", Kind::mean, "5.1.1.4.3",
            "UEs in RRC inactive camping on the cell, mean over the period."),
    counter(Kpi::rrc_inactive_conn_max, "RRC.InactiveConnMax", "UE", "NRCellCU", Kind::maximum, "5.1.1.4.4",
            "Most UEs in RRC inactive camping on the cell at one time."),
    counter(Kpi::x_idle_mean, "X.IdleMean", "UE", "NRCellCU", Kind::mean, "own",
            "UEs in RRC idle camping on the cell, mean over the period."),
    counter(Kpi::drb_estab_att, "DRB.EstabAtt", "1", "NRCellCU", Kind::count, "5.1.1.10.1",
            "Data radio bearers whose set-up was attempted."),
    counter(Kpi::drb_estab_succ, "DRB.EstabSucc", "1", "NRCellCU", Kind::count, "5.1.1.10.2",
            "Data radio bearers that were set up."),
    counter(Kpi::drb_rel_act_nbr, "DRB.RelActNbr", "1", "NRCellCU", Kind::count, "5.1.1.10.3",
            "Data radio bearers released abnormally while they had data: by radio link failure that no "
            "re-establishment repaired."),
    counter(Kpi::sm_pdu_session_setup_req, "SM.PDUSessionSetupReq", "1", "NRCellCU", Kind::count, "5.1.1.5.1",
            "PDU sessions asked for."),
    counter(Kpi::sm_pdu_session_setup_succ, "SM.PDUSessionSetupSucc", "1", "NRCellCU", Kind::count,
            "5.1.1.5.2", "PDU sessions set up as asked for."),
    counter(Kpi::sm_pdu_session_setup_fail, "SM.PDUSessionSetupFail", "1", "NRCellCU", Kind::count,
            "5.1.1.5.3", "PDU sessions asked for and refused."),
    counter(Kpi::x_blocked_sessions, "X.BlockedSessions", "1", "NRCellCU", Kind::count, "own",
            "Sessions of the traffic model that admission control turned away."),
    counter(Kpi::mm_ho_prep_intra_req, "MM.HoPrepIntraReq", "1", "NRCellCU", Kind::count, "5.1.3.7.1.1",
            "Outgoing handovers within the site prepared, counted at the source cell."),
    counter(Kpi::mm_ho_prep_intra_succ, "MM.HoPrepIntraSucc", "1", "NRCellCU", Kind::count, "5.1.3.7.1.2",
            "Outgoing handovers within the site whose preparation succeeded."),
    counter(Kpi::x_ho_prep_intra_fail, "X.HoPrepIntraFail", "1", "NRCellCU", Kind::count, "own",
            "Outgoing handovers within the site whose preparation failed: refused by the target cell, or the "
            "UE's "
            "link was lost meanwhile."),
    counter(Kpi::mm_ho_prep_inter_req, "MM.HoPrepInterReq", "1", "NRCellCU", Kind::count, "5.1.1.6.1.1",
            "Outgoing handovers to another site prepared, counted at the source cell."),
    counter(Kpi::mm_ho_prep_inter_succ, "MM.HoPrepInterSucc", "1", "NRCellCU", Kind::count, "5.1.1.6.1.2",
            "Outgoing handovers to another site whose preparation succeeded."),
    counter(Kpi::mm_ho_prep_inter_fail, "MM.HoPrepInterFail", "1", "NRCellCU", Kind::count, "5.1.1.6.1.3",
            "Outgoing handovers to another site whose preparation failed, all causes."),
    split(
        kPreparationFailures,
        counter(Kpi::mm_ho_prep_inter_fail_by_cause, "MM.HoPrepInterFail.cause", "1", "NRCellCU", Kind::count,
                "5.1.1.6.1.3",
                "MM.HoPrepInterFail by cause, named after TS 38.413; a link lost meanwhile is unspecified.")),
    counter(Kpi::mm_ho_exe_inter_req, "MM.HoExeInterReq", "1", "NRCellCU", Kind::count, "5.1.1.6.1.7",
            "Outgoing handovers to another site begun."),
    counter(Kpi::mm_ho_exe_inter_succ, "MM.HoExeInterSucc", "1", "NRCellCU", Kind::count, "5.1.1.6.1.8",
            "Outgoing handovers to another site completed."),
    counter(Kpi::mm_ho_exe_inter_fail, "MM.HoExeInterFail", "1", "NRCellCU", Kind::count, "5.1.1.6.1.9",
            "Outgoing handovers to another site that failed, all causes."),
    split(kExecutionFailures, counter(Kpi::mm_ho_exe_inter_fail_by_cause, "MM.HoExeInterFail.cause", "1",
                                      "NRCellCU", Kind::count, "5.1.1.6.1.9",
                                      "MM.HoExeInterFail by cause: the UE asked for re-establishment here, "
                                      "the supervision timer ran out, or another cell fetched its context.")),
    counter(Kpi::mm_ho_exe_intra_req, "MM.HoExeIntraReq", "1", "NRCellCU", Kind::count, "5.1.1.6.2.1",
            "Outgoing handovers within the site begun."),
    counter(Kpi::mm_ho_exe_intra_succ, "MM.HoExeIntraSucc", "1", "NRCellCU", Kind::count, "5.1.1.6.2.2",
            "Outgoing handovers within the site completed."),
    counter(Kpi::x_ho_exe_intra_fail, "X.HoExeIntraFail", "1", "NRCellCU", Kind::count, "own",
            "Outgoing handovers within the site that failed, all causes."),
    split(kExecutionFailures,
          counter(Kpi::x_ho_exe_intra_fail_by_cause, "X.HoExeIntraFail.cause", "1", "NRCellCU", Kind::count,
                  "own", "X.HoExeIntraFail by the causes of MM.HoExeInterFail.")),
    counter(Kpi::mm_ho_exe_inter_freq_req, "MM.HoExeInterFreqReq", "1", "NRCellCU", Kind::count,
            "5.1.1.6.5.3", "Outgoing inter-frequency handovers begun, counted at the source cell."),
    counter(Kpi::mm_ho_exe_inter_freq_succ, "MM.HoExeInterFreqSucc", "1", "NRCellCU", Kind::count,
            "5.1.1.6.5.4", "Outgoing inter-frequency handovers completed, counted at the source cell."),
    counter(Kpi::x_ho_exe_intra_freq_fail, "X.HoExeIntraFreqFail", "1", "NRCellCU", Kind::count, "own",
            "Outgoing intra-frequency handovers that failed, counted at the source cell."),
    counter(Kpi::x_ho_exe_inter_freq_fail, "X.HoExeInterFreqFail", "1", "NRCellCU", Kind::count, "own",
            "Outgoing inter-frequency handovers that failed, counted at the source cell."),
    counter(
        Kpi::ho_intra_sys_too_early, "HO.IntraSys.TooEarly", "1", "NRCellCU", Kind::count, "5.1.1.25.1",
        "Handovers begun too early: failure during or shortly after, re-establishment at the source cell."),
    counter(
        Kpi::ho_intra_sys_too_late, "HO.IntraSys.TooLate", "1", "NRCellCU", Kind::count, "5.1.1.25.1",
        "Handovers begun too late: radio link failure after a long stay, re-establishment at another cell."),
    counter(Kpi::ho_intra_sys_to_wrong_cell, "HO.IntraSys.ToWrongCell", "1", "NRCellCU", Kind::count,
            "5.1.1.25.1",
            "Handovers to a wrong cell: failure during or shortly after, re-establishment at a cell that is "
            "neither source nor target."),
    counter(Kpi::x_ping_pong, "X.PingPong", "1", "NRCellCU", Kind::count, "own",
            "Handovers back to the cell left a short time before, counted at the cell that hands back."),
    counter(Kpi::x_radio_link_failure, "X.RadioLinkFailure", "1", "NRCellCU", Kind::count, "own",
            "Radio link failures by T310 or by RLC, counted at the serving cell."),
    counter(Kpi::rach_preamble_ded_cell, "RACH.PreambleDedCell", "1/s", "NRCellDU", Kind::mean, "5.1.1.20.1",
            "Dedicated random access preambles received a second, as handovers use them."),
    counter(Kpi::rach_preamble_a_cell, "RACH.PreambleACell", "1/s", "NRCellDU", Kind::mean, "5.1.1.20.1",
            "Contention-based random access preambles of group A received a second; group B is not used."),
    counter(Kpi::pag_received_nbr, "PAG.ReceivedNbr", "1", "NRCellDU", Kind::count, "5.1.1.27.3",
            "Paging records received for the cell."),
});

}  // namespace celltwin::record
