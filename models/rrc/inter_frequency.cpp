// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/inter_frequency.h"

#include <cassert>

namespace celltwin::rrc {

bool updateGaps(const InterFrequencyConfig& config, double serving_value, std::int64_t now_ns,
                InterFrequencyState& state) {
    assert(config.start.event == Event::a2 && config.stop.event == Event::a1);
    const bool worse = updateServing(config.start, serving_value, now_ns, state.start);
    const bool better = updateServing(config.stop, serving_value, now_ns, state.stop);
    // Where hysteresis keeps both on their lists, or thresholds overlap, A1 has the last word.
    const std::uint32_t measuring = better ? 0 : worse ? 1 : state.measuring;
    if (measuring == 0 && state.measuring != 0) state.target = EventState{};
    state.measuring = measuring;
    return measuring != 0;
}

Triggered updateInterFrequency(const InterFrequencyConfig& config, const Measurement& serving,
                               std::span<const Measurement> neighbours, std::int64_t now_ns,
                               InterFrequencyState& state) {
    if (state.measuring == 0) return {};
    return update(config.target, serving, neighbours, now_ns, state.target);
}

}  // namespace celltwin::rrc
