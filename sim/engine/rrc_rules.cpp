// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/rrc_rules.h"

#include <algorithm>
#include <cmath>

#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

std::int64_t toNs(double ms) {
    return std::llround(ms * 1e6);
}

rrc::InterFrequencyConfig interFrequencyOf(const scenario::InterFrequency& keys, const rrc::EventConfig& a3) {
    rrc::InterFrequencyConfig config;
    const auto event = [&a3](rrc::Event which) {
        return rrc::EventConfig{
            .event = which, .hysteresis_db = a3.hysteresis_db, .time_to_trigger_ns = a3.time_to_trigger_ns};
    };
    config.start = event(rrc::Event::a2);
    config.start.threshold = keys.a2_threshold_dbm;
    config.stop = event(rrc::Event::a1);
    config.stop.threshold = keys.a1_threshold_dbm;
    config.target = event(keys.event == scenario::InterFrequencyEvent::a3 ? rrc::Event::a3 : rrc::Event::a5);
    config.target.threshold = keys.a5_threshold_1_dbm;
    config.target.threshold_2 = keys.a5_threshold_2_dbm;
    config.target.offset_db = keys.offset_db;
    return config;
}

std::vector<int> causeLabels() {
    const auto labels = record::definition(record::Kpi::rrc_conn_estab_att_by_cause).labels;
    std::vector<int> of_cause(rrc::kEstablishmentCauses, -1);
    for (std::int32_t cause = 0; cause < rrc::kEstablishmentCauses; ++cause) {
        const auto found =
            std::find(labels.begin(), labels.end(), rrc::nameOf(static_cast<rrc::EstablishmentCause>(cause)));
        if (found != labels.end())
            of_cause[static_cast<std::size_t>(cause)] = static_cast<int>(found - labels.begin());
    }
    return of_cause;
}

}  // namespace

RrcRules::RrcRules(const scenario::Scenario& s, const Clock& clock) : cause_label(causeLabels()) {
    const scenario::Ran& ran = s.ran;
    measurement_error.sigma_db = ran.handover_procedure.measurement_error_db;
    a3 = {.event = rrc::Event::a3,
          .offset_db = ran.handover.offset_db,
          .hysteresis_db = ran.handover.hysteresis_db,
          .time_to_trigger_ns = toNs(ran.handover.time_to_trigger_ms)};
    if (ran.handover_procedure.inter_frequency) {
        inter_frequency = interFrequencyOf(*ran.handover_procedure.inter_frequency, a3);
        other_frequencies = true;
    }
    handover = {.preparation_ns = toNs(ran.handover_procedure.preparation_ms),
                .execution_ns = toNs(ran.handover_interruption_ms),
                .command_ns = toNs(ran.handover_procedure.command_ms),
                .t304_ns = toNs(ran.handover_procedure.t304_ms),
                .q_out_db = ran.radio_link.q_out_db};
    history = {.recent_ns = toNs(ran.handover_procedure.recent_ms),
               .minimum_stay_ns = toNs(ran.handover_procedure.minimum_stay_ms)};
    links_fail = ran.radio_link.n310 > 0;
    radio_link = {.q_out_db = ran.radio_link.q_out_db,
                  .q_in_db = ran.radio_link.q_in_db,
                  .n310 = std::max(1, ran.radio_link.n310),
                  .n311 = ran.radio_link.n311,
                  .t310_ns = toNs(ran.radio_link.t310_ms)};
    connection.setup_ns = toNs(ran.connection.setup_ms);
    connection.resume_ns = toNs(ran.connection.resume_ms);
    connection.inactivity_ns = toNs(ran.connection.inactivity_timer_ms);
    connection.inactive_to_idle_ns = toNs(ran.connection.inactive_to_idle_ms);
    connection.t311_ns = toNs(ran.radio_link.t311_ms);
    if (ran.load_balancing) {
        const scenario::LoadBalancing& keys = *ran.load_balancing;
        load_balancing = {keys.step_db, keys.max_offset_db, keys.threshold, keys.hysteresis};
        balancing_slots = std::max<std::int64_t>(
            1, std::llround(toNs(keys.period_ms) / static_cast<double>(clock.slot_ns)));
    }
}

}  // namespace celltwin::engine
