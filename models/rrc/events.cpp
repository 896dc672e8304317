// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/events.h"

#include <cassert>

#include "models/rrc/tracking.h"

namespace celltwin::rrc {
namespace {

bool isServing(Event event) {
    return event == Event::a1 || event == Event::a2;
}

/// The tracked cells on the list, best first.
Triggered listOf(const Tracked& tracked, const Ranks& ranks) {
    Triggered list;
    std::array<double, kTrackedCells> sorted{};
    for (std::size_t i = 0; i < kTrackedCells; ++i) {
        if (tracked[i].cell < 0 || tracked[i].triggered == 0) continue;
        auto at = static_cast<std::size_t>(list.count++);
        for (; at > 0 && ranksBefore(ranks[i], tracked[i].cell, sorted[at - 1], list.cells[at - 1]); --at) {
            sorted[at] = sorted[at - 1];
            list.cells[at] = list.cells[at - 1];
        }
        sorted[at] = ranks[i];
        list.cells[at] = tracked[i].cell;
    }
    return list;
}

}  // namespace

bool entering(const EventConfig& config, double serving_value) {
    assert(isServing(config.event));
    // A1-1: Ms - Hys > Thresh (clause 5.5.4.2); A2-1: Ms + Hys < Thresh (clause 5.5.4.3)
    return config.event == Event::a1 ? serving_value - config.hysteresis_db > config.threshold
                                     : serving_value + config.hysteresis_db < config.threshold;
}

bool leaving(const EventConfig& config, double serving_value) {
    assert(isServing(config.event));
    // A1-2: Ms + Hys < Thresh (clause 5.5.4.2); A2-2: Ms - Hys > Thresh (clause 5.5.4.3)
    return config.event == Event::a1 ? serving_value + config.hysteresis_db < config.threshold
                                     : serving_value - config.hysteresis_db > config.threshold;
}

bool entering(const EventConfig& config, const Measurement& serving, const Measurement& neighbour) {
    assert(!isServing(config.event));
    const double lowered = neighbour.value + neighbour.offset_db - config.hysteresis_db;
    switch (config.event) {
        case Event::a4:
            // A4-1: Mn + Ofn + Ocn - Hys > Thresh (clause 5.5.4.5)
            return lowered > config.threshold;
        case Event::a5:
            // A5-1: Mp + Hys < Thresh1 and A5-2: Mn + Ofn + Ocn - Hys > Thresh2 (clause 5.5.4.6)
            return serving.value + config.hysteresis_db < config.threshold && lowered > config.threshold_2;
        default:
            // A3-1: Mn + Ofn + Ocn - Hys > Mp + Ofp + Ocp + Off (clause 5.5.4.4); A6-1 (clause 5.5.4.7)
            return lowered > serving.value + serving.offset_db + config.offset_db;
    }
}

bool leaving(const EventConfig& config, const Measurement& serving, const Measurement& neighbour) {
    assert(!isServing(config.event));
    const double raised = neighbour.value + neighbour.offset_db + config.hysteresis_db;
    switch (config.event) {
        case Event::a4:
            // A4-2: Mn + Ofn + Ocn + Hys < Thresh (clause 5.5.4.5)
            return raised < config.threshold;
        case Event::a5:
            // A5-3: Mp - Hys > Thresh1 or A5-4: Mn + Ofn + Ocn + Hys < Thresh2 (clause 5.5.4.6)
            return serving.value - config.hysteresis_db > config.threshold || raised < config.threshold_2;
        default:
            // A3-2: Mn + Ofn + Ocn + Hys < Mp + Ofp + Ocp + Off (clause 5.5.4.4); A6-2 (clause 5.5.4.7)
            return raised < serving.value + serving.offset_db + config.offset_db;
    }
}

Triggered update(const EventConfig& config, const Measurement& serving,
                 std::span<const Measurement> neighbours, std::int64_t now_ns, EventState& state) {
    const Ranks ranks = followCells(
        neighbours, config.time_to_trigger_ns, now_ns, state.tracked,
        [&](const Measurement& m) { return entering(config, serving, m); },
        [&](const Measurement& m) { return leaving(config, serving, m); });
    std::int32_t fresh = 0;
    for (TrackedCell& place : state.tracked) {
        if (place.cell < 0 || place.triggered != 0) continue;
        if (now_ns - place.entered_at_ns < config.time_to_trigger_ns) continue;
        place.triggered = 1;
        ++fresh;
    }
    Triggered list = listOf(state.tracked, ranks);
    list.fresh = fresh;
    return list;
}

bool updateServing(const EventConfig& config, double serving_value, std::int64_t now_ns,
                   ServingEventState& state) {
    const bool changes =
        state.triggered == 0 ? entering(config, serving_value) : leaving(config, serving_value);
    if (!changes) {
        state.since_ns = -1;
        return state.triggered != 0;
    }
    if (state.since_ns < 0) state.since_ns = now_ns;
    if (now_ns - state.since_ns >= config.time_to_trigger_ns)
        state = ServingEventState{.triggered = 1U - state.triggered};
    return state.triggered != 0;
}

}  // namespace celltwin::rrc
