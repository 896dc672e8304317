// SPDX-License-Identifier: BSD-3-Clause
//
// The scenario's RRC and mobility settings in the terms of models/rrc, made once. Private to sim/engine.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/rrc/connection.h"
#include "models/rrc/events.h"
#include "models/rrc/filter.h"
#include "models/rrc/handover.h"
#include "models/rrc/inter_frequency.h"
#include "models/rrc/load_balance.h"
#include "models/rrc/mobility_history.h"
#include "models/rrc/radio_link.h"
#include "models/rrc/reselection.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/clock.h"

namespace celltwin::engine {

struct RrcRules {
    RrcRules(const scenario::Scenario& scenario, const Clock& clock);

    rrc::MeasurementError measurement_error;
    rrc::EventConfig a3;
    rrc::InterFrequencyConfig inter_frequency;
    bool other_frequencies = false;  ///< UEs may change their frequency
    rrc::HandoverConfig handover;
    rrc::MobilityHistoryConfig history;
    rrc::RadioLinkConfig radio_link;
    bool links_fail = true;
    rrc::ConnectionConfig connection;
    rrc::ReselectionConfig reselection;
    std::optional<rrc::LoadBalancing> load_balancing;
    std::int64_t balancing_slots = 1;
    std::vector<int> cause_label;  ///< of each establishment cause among the counters' causes, -1 = none
};

}  // namespace celltwin::engine
