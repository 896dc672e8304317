// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: radio resource control, below `ran`.
#include "scenarios/schema/keys_rrc.h"

#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::scenario {
namespace {

const Object& interFrequencyObject() {
    static const Object object = [] {
        const InterFrequency f;
        return Object{
            "handover between frequencies",
            "ran.handover.inter_frequency",
            "A2 starts measuring other frequencies, A1 ends it, A5 or A3 names the target; hysteresis_db and "
            "time_to_trigger_ms are the handover's.",
            {numberKey("a2_threshold_dbm", "dBm", kMinRsrpDbm, kMaxRsrpDbm, f.a2_threshold_dbm,
                       "Other frequencies are measured once the serving cell is below."),
             numberKey("a1_threshold_dbm", "dBm", kMinRsrpDbm, kMaxRsrpDbm, "3 dB above a2_threshold_dbm",
                       "And no longer once it is above."),
             choiceKey("event", interFrequencyEventNames(), nameOf(f.event, interFrequencyEventNames()),
                       "a5: below threshold 1 here, above threshold 2 there; a3: better there by offset_db."),
             numberKey("a5_threshold_1_dbm", "dBm", kMinRsrpDbm, kMaxRsrpDbm, "a2_threshold_dbm",
                       "a5-Threshold1, of the serving cell."),
             numberKey("a5_threshold_2_dbm", "dBm", kMinRsrpDbm, kMaxRsrpDbm, "3 dB above a5_threshold_1_dbm",
                       "a5-Threshold2, of the target."),
             numberKey("offset_db", "dB", -30, 30, f.offset_db, "a3-Offset between frequencies.")},
            {}};
    }();
    return object;
}

}  // namespace

std::vector<Key> handoverProcedureKeys() {
    const HandoverProcedure h;
    return {
        numberKey("measurement_error_db", "dB", 0, 20, h.measurement_error_db,
                  "Standard deviation of the Gaussian error of each measurement; TR 36.839: 1.216."),
        numberKey("preparation_ms", "ms", 0, 10000, h.preparation_ms,
                  "From the measurement report to the command; TR 36.839: 50."),
        numberKey(
            "command_ms", "ms", 0, 10000, h.command_ms,
            "How long RLC sends the command again on a source link below q_out_db; TR 36.839: 0, once."),
        numberKey("t304_ms", "ms", 0, 10000, "1000, or handover_interruption_ms where that is longer",
                  "From the command to giving up the target."),
        numberKey("recent_ms", "ms", 0, 100000, h.recent_ms,
                  "A radio link that fails so soon after a handover speaks of too early or the wrong cell, "
                  "later of too late (TS 38.300 clause 15.5.2: Tstore_UE_cntxt)."),
        numberKey("minimum_stay_ms", "ms", 0, 100000, h.minimum_stay_ms,
                  "A return to the previous cell after a shorter stay is ping-pong (TR 36.839)."),
        objectKey("inter_frequency", &interFrequencyObject, "a UE stays on its frequency",
                  "Handover to other frequencies."),
    };
}

const Object& radioLinkObject() {
    static const Object object = [] {
        const RadioLink r;
        return Object{
            "radio link monitoring",
            "ran.radio_link",
            "Radio link failure, TS 38.331 clause 5.3.10.",
            {numberKey("q_out_db", "dB", -30, 30, r.q_out_db, "SINR below it is out of sync (TR 36.839)."),
             numberKey("q_in_db", "dB", -30, 30, r.q_in_db, "SINR above it is in sync (TR 36.839)."),
             integerKey("n310", 0, 20, std::uint64_t(r.n310),
                        "Out-of-sync indications in a row that start T310; 0 = links do not fail."),
             numberKey("t310_ms", "ms", 0, 6000, r.t310_ms, "From there to the failure."),
             integerKey("n311", 1, 10, std::uint64_t(r.n311), "In-sync indications in a row that stop T310."),
             numberKey("t311_ms", "ms", 0, 30000, r.t311_ms,
                       "From the failure to giving up re-establishment.")},
            {}};
    }();
    return object;
}

const Object& connectionObject() {
    static const Object object = [] {
        const Connection c;
        return Object{"RRC connections",
                      "ran.connection",
                      "RRC states, TS 38.331 clause 4.2.1.",
                      {numberKey("inactivity_timer_ms", "ms", 0, 600000, c.inactivity_timer_ms,
                                 "Without data so long, a connection is released; 0 = never."),
                       numberKey("inactive_to_idle_ms", "ms", 0, 3600000, c.inactive_to_idle_ms,
                                 "From inactive to idle; 0 = there is no inactive, a release leads to idle."),
                       numberKey("setup_ms", "ms", 0, 10000, c.setup_ms, "From idle to connected."),
                       numberKey("resume_ms", "ms", 0, 10000, c.resume_ms, "From inactive to connected."),
                       integerKey("max_connected", 0, 100000, std::uint64_t(c.max_connected),
                                  "Connections a cell admits; 0 = no limit.")},
                      {}};
    }();
    return object;
}

const Object& loadBalancingObject() {
    static const Object object = [] {
        const LoadBalancing l;
        return Object{
            "load balancing",
            "ran.load_balancing",
            "Mobility load balancing, the idea of TS 38.300 clause 15.5.1: a full cell lowers its cell "
            "individual offset step by step.",
            {above(numberKey("period_ms", "ms", 0, 3600000, l.period_ms, "Between two decisions.")),
             above(numberKey("step_db", "dB", 0, 24, l.step_db, "One step of the offset.")),
             numberKey("max_offset_db", "dB", 0, 24, l.max_offset_db,
                       "The offset goes no lower than minus this."),
             numberKey("threshold", "", 0, 1, l.threshold, "PRB share above which a cell sheds UEs."),
             numberKey("hysteresis", "", 0, 1, l.hysteresis,
                       "So far below the threshold the offset returns; also the lead over its neighbours "
                       "that a cell needs to shed.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
