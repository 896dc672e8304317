// SPDX-License-Identifier: BSD-3-Clause
//
// The clock and cadences of a run: slots are the grid, every cadence is a whole number of slots.
#pragma once

#include <cstdint>

#include "scenarios/schema/scenario.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

using record::SimTimeNs;

/// Cadences in slots, each at least 1; rounded to the nearest slot from the scenario's milliseconds and
/// seconds.
struct Clock {
    SimTimeNs slot_ns = 1'000'000;
    std::int64_t warmup_slots = 0;
    std::int64_t end_slot = 0;  ///< warm-up included
    std::int64_t mobility_slots = 1;
    std::int64_t measurement_slots = 1;
    std::int64_t cqi_slots = 1;
    std::int64_t kpi_slots = 1;
    std::int64_t ue_sample_slots = 1;
    std::int64_t segment_slots = 1;  ///< a multiple of kpi_slots

    SimTimeNs timeAt(std::int64_t slot) const { return slot * slot_ns; }
};

Clock makeClock(const scenario::Scenario& scenario);

}  // namespace celltwin::engine
