// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: the RAN's behaviour.
#include "scenarios/schema/keys_rrc.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

const Object& linkAdaptationObject() {
    static const Object object = [] {
        const LinkAdaptation l;
        return Object{
            "link adaptation",
            "ran.link_adaptation",
            "From SINR to transport blocks and their retransmissions.",
            {choiceKey("effective_sinr", effectiveSinrNames(), nameOf(l.effective_sinr, effectiveSinrNames()),
                       "How subbands and layers become one SINR."),
             choiceKey("harq_combining", combiningNames(), nameOf(l.combining, combiningNames()),
                       "What a retransmission adds."),
             integerKey("max_transmissions", 1, 4, std::uint64_t(l.max_transmissions),
                        "Of a transport block, the first included; what is lost then is sent again by RLC."),
             integerKey("harq_processes", 1, 16, std::uint64_t(l.harq_processes), "Of a UE."),
             numberKey("csi_delay_ms", "ms", 0, 1000, l.csi_delay_ms,
                       "From measuring the channel to scheduling by the report."),
             choiceKey("csi_interference", csiInterferenceNames(),
                       nameOf(l.csi_interference, csiInterferenceNames()),
                       "What a report takes for interference: the neighbours' data of late, or their "
                       "reference signals, "
                       "which are always on."),
             choiceKey(
                 "cqi_format", cqiFormatNames(), nameOf(l.cqi_format, cqiFormatNames()),
                 "One CQI for the carrier, or one for each subband beside it: then the downlink scheduler "
                 "gives each subband to the UE it ranks first there.")},
            {}};
    }();
    return object;
}

const Object& sliceObject() {
    static const Object object = [] {
        const scheduler::SliceRatio s;
        return Object{
            "a slice",
            "ran.slices[]",
            "A network slice's share of the PRBs of every cell, as RRMPolicyRatio of TS 28.541 has it: "
            "dedicated_percent <= min_percent <= max_percent, and all min_percent together at most 100. Each "
            "is "
            "rounded down to whole PRBs.",
            {textKey("name", "", "What traffic[] and changes[] call it.", 60).must(),
             integerKey("sst", 1, 255, "", "Slice/service type of its S-NSSAI.").must(),
             integerKey("sd", 0, 16777215, "none", "Slice differentiator."),
             numberKey("min_percent", "%", 0, 100, s.min_percent,
                       "rRMPolicyMinRatio: its own when it wants them, shared otherwise."),
             numberKey("max_percent", "%", 0, 100, s.max_percent, "rRMPolicyMaxRatio: it gets no more."),
             numberKey("dedicated_percent", "%", 0, 100, s.dedicated_percent,
                       "rRMPolicyDedicatedRatio: never lent to others.")},
            {}};
    }();
    return object;
}

const Object& handoverObject() {
    static const Object object = [] {
        const Handover a;
        Object o{"handover parameters",
                 "ran.handover",
                 "Event A3 of TS 38.331 clause 5.5.4.4, and the handover that follows.",
                 {numberKey("offset_db", "dB", -30, 30, a.offset_db, "a3-Offset."),
                  numberKey("hysteresis_db", "dB", 0, 30, a.hysteresis_db, "hysteresis."),
                  numberKey("time_to_trigger_ms", "ms", 0, 5120, a.time_to_trigger_ms, "timeToTrigger."),
                  integerKey("filter_coefficient_k", 0, 19, std::uint64_t(a.filter_coefficient_k),
                             "filterCoefficientRSRP; the L3 filter's a = 1 / 2^(k/4).")},
                 {}};
        for (Key& key : handoverProcedureKeys()) o.keys.push_back(std::move(key));
        return o;
    }();
    return object;
}

const Object& uplinkObject() {
    static const Object object = [] {
        const Uplink u;
        const phy::UplinkPower p;
        return Object{
            "the uplink",
            "ran.uplink",
            "PUSCH: power control of TS 38.213 clause 7.1.1, the base station's receiver, requests and "
            "grants.",
            {numberKey("p0_dbm", "dBm", -202, 24, p.p0_dbm,
                       "P0: wanted at the receiver on a PRB of 180 kHz where alpha is 1."),
             numberKey("alpha", "", 0, 1, p.alpha,
                       "Share of the path loss that is made up for (TS 38.331: 0, 0.4, 0.5, ... 1)."),
             numberKey("p_cmax_dbm", "dBm", -40, 35, p.p_cmax_dbm, "Most a UE sends; 23 is power class 3."),
             numberKey("noise_figure_db", "dB", 0, 30, u.noise_figure_db, "Of the base station."),
             integerKey("rx_antennas", 1, 256, std::uint64_t(u.rx_antennas),
                        "Of the base station; they combine by maximum ratio."),
             numberKey("overhead", "", 0, 0.9, u.overhead,
                       "Share of resource elements without PUSCH data (TS 38.306: 0.08 in FR1)."),
             above(numberKey("request_period_ms", "ms", 0, 1000, u.request_period_ms,
                             "Between a UE's opportunities for scheduling requests.")),
             integerKey("request_grant_bytes", 1, 100000, std::uint64_t(u.request_grant_bytes),
                        "Of the first grant, before the buffer status is known.")},
            {}};
    }();
    return object;
}

}  // namespace

const Object& ranObject() {
    static const Object object = [] {
        const Ran r;
        return Object{
            "the RAN",
            "ran",
            "How the cells behave.",
            {choiceKey(
                 "scheduler", schedulerNames(), nameOf(r.rule.policy, schedulerNames()),
                 "Who is served first: whoever waits longest; rate^pf_alpha / average^pf_beta; the highest "
                 "rate; the same as PF weighted by priority level and delay, guaranteed rates first."),
             numberKey("pf_alpha", "", 0, 10, r.rule.alpha,
                       "proportional-fair, qos-aware: exponent of a UE's present rate."),
             numberKey("pf_beta", "", 0, 10, r.rule.beta,
                       "Likewise of its average rate; 1 and 0 give max C/I, 0 and 1 equal rates."),
             listKey("slices", objectShape(&sliceObject), 0, 64, "one slice without a quota",
                     "Network slices that share every carrier."),
             above(numberKey("pf_window_ms", "ms", 0, 60000, r.pf_window_ms,
                             "Averaging time of proportional fair.")),
             integerKey("max_ues_per_slot", 1, 1000, std::uint64_t(r.max_ues_per_slot),
                        "UEs a cell serves in one slot at most."),
             objectKey("link_adaptation", &linkAdaptationObject, "", "Channel quality reports, BLER, HARQ."),
             objectKey("handover", &handoverObject, "", "Event A3."),
             numberKey("handover_interruption_ms", "ms", 0, 10000, r.handover_interruption_ms,
                       "No data for this long at each handover: from the command to the target."),
             objectKey("radio_link", &radioLinkObject, "", "Radio link failure."),
             objectKey("connection", &connectionObject, "", "RRC states."),
             objectKey("load_balancing", &loadBalancingObject, "none", "Mobility load balancing."),
             objectKey("uplink", &uplinkObject, "", "PUSCH: power control, reception, grants.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
