// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: the RAN's behaviour.
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
                       "which are always on.")},
            {}};
    }();
    return object;
}

const Object& handoverObject() {
    static const Object object = [] {
        const mobility::A3Parameters a;
        return Object{"handover parameters",
                      "ran.handover",
                      "Event A3 of TS 38.331 clause 5.5.4.4.",
                      {numberKey("offset_db", "dB", -30, 30, a.offset_db, "a3-Offset."),
                       numberKey("hysteresis_db", "dB", 0, 30, a.hysteresis_db, "hysteresis."),
                       numberKey("time_to_trigger_ms", "ms", 0, 5120, a.time_to_trigger_ms, "timeToTrigger."),
                       integerKey("filter_coefficient_k", 0, 19, std::uint64_t(a.filter_coefficient_k),
                                  "filterCoefficientRSRP; the L3 filter's a = 1 / 2^(k/4).")},
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
            {choiceKey("scheduler", schedulerNames(), nameOf(r.scheduler, schedulerNames()), "The policy."),
             above(numberKey("pf_window_ms", "ms", 0, 60000, r.pf_window_ms,
                             "Averaging time of proportional fair.")),
             integerKey("max_ues_per_slot", 1, 1000, std::uint64_t(r.max_ues_per_slot),
                        "UEs a cell serves in one slot at most."),
             objectKey("link_adaptation", &linkAdaptationObject, "", "Channel quality reports, BLER, HARQ."),
             objectKey("handover", &handoverObject, "", "Event A3."),
             numberKey("handover_interruption_ms", "ms", 0, 10000, r.handover_interruption_ms,
                       "No data for this long at each handover.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
