// SPDX-License-Identifier: BSD-3-Clause
//
// Which frequencies a UE looks at. A2 (the serving cell becomes worse than a threshold) starts measurements
// of other frequencies in gaps, A1 (better than a threshold) ends them, and while they last A5 or A3 between
// the frequencies names targets. TS 38.331 defines the events and clause 5.5.2.9 the gaps; that networks
// chain them so is usual practice, not a rule of the standard. Not modelled: throughput lost to gaps, the
// longer L1 period in gaps, priorities between frequencies.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

#include "models/rrc/events.h"

namespace celltwin::rrc {

struct InterFrequencyConfig {
    EventConfig start{.event = Event::a2, .threshold = -110.0};
    EventConfig stop{.event = Event::a1, .threshold = -107.0};
    EventConfig target{.event = Event::a5, .threshold = -110.0, .threshold_2 = -108.0};
};

/// Of one UE; reset with {} after a change of the serving cell.
struct InterFrequencyState {
    ServingEventState start, stop;
    EventState target;
    std::uint32_t measuring = 0;  ///< 1 = other frequencies are measured
    std::uint32_t reserved = 0;
};
static_assert(std::has_unique_object_representations_v<InterFrequencyState>);

/// One sample of the serving cell alone: whether other frequencies are measured from this sample on. To be
/// called before updateInterFrequency, which spares collecting neighbours while the answer is no.
bool updateGaps(const InterFrequencyConfig& config, double serving_value, std::int64_t now_ns,
                InterFrequencyState& state);

/// One sample of the cells on other frequencies; nothing is triggered while they are not measured.
Triggered updateInterFrequency(const InterFrequencyConfig& config, const Measurement& serving,
                               std::span<const Measurement> neighbours, std::int64_t now_ns,
                               InterFrequencyState& state);

}  // namespace celltwin::rrc
