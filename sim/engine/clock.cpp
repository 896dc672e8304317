// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/clock.h"

#include <algorithm>
#include <cmath>

#include "models/phy/nr_frame.h"

namespace celltwin::engine {
namespace {

std::int64_t toSlots(double seconds, SimTimeNs slot_ns, std::int64_t at_least) {
    return std::max<std::int64_t>(at_least, std::llround(seconds * 1e9 / static_cast<double>(slot_ns)));
}

}  // namespace

Clock makeClock(const scenario::Scenario& scenario) {
    const scenario::Run& run = scenario.run;
    Clock clock;
    clock.slot_ns = phy::slotDurationNs(scenario.network.carriers.front().numerology);
    clock.warmup_slots = toSlots(run.warmup_s, clock.slot_ns, 0);
    clock.end_slot = clock.warmup_slots + toSlots(run.duration_s, clock.slot_ns, 1);
    clock.mobility_slots = toSlots(run.mobility_period_ms * 1e-3, clock.slot_ns, 1);
    clock.measurement_slots = toSlots(run.measurement_period_ms * 1e-3, clock.slot_ns, 1);
    clock.cqi_slots = toSlots(run.cqi_period_ms * 1e-3, clock.slot_ns, 1);
    clock.kpi_slots = toSlots(run.kpi_period_s, clock.slot_ns, 1);
    clock.ue_sample_slots = toSlots(run.ue_sample_period_s, clock.slot_ns, 1);
    const std::int64_t segment = toSlots(run.segment_s, clock.slot_ns, 1);
    clock.segment_slots = std::max<std::int64_t>(1, segment / clock.kpi_slots) * clock.kpi_slots;
    return clock;
}

}  // namespace celltwin::engine
