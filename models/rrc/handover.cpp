// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/handover.h"

#include <cassert>

namespace celltwin::rrc {
namespace {

HandoverStep endOfPreparation(const HandoverConfig& config, const HandoverSample& sample, std::int64_t now_ns,
                              HandoverState& state) {
    if (!sample.target_admits) {
        state = HandoverState{};
        return HandoverStep::preparation_failed;
    }
    const std::int64_t prepared_ns = state.since_ns + config.preparation_ns;
    if (sample.source_sinr_db >= config.q_out_db) {
        state.phase = HandoverPhase::execution;
        state.since_ns = state.repeats == 0 ? prepared_ns : now_ns;
        return HandoverStep::commanded;
    }
    if (now_ns - prepared_ns < config.command_ns) {
        state.repeats = 1;
        return HandoverStep::none;
    }
    state = HandoverState{};
    return HandoverStep::command_lost;
}

}  // namespace

void beginHandover(std::int32_t source, std::int32_t target, std::int64_t now_ns, HandoverState& state) {
    assert(state.phase == HandoverPhase::none && source >= 0 && target >= 0 && source != target);
    state = HandoverState{
        .since_ns = now_ns, .phase = HandoverPhase::preparation, .source = source, .target = target};
}

HandoverStep advanceHandover(const HandoverConfig& config, const HandoverSample& sample, std::int64_t now_ns,
                             HandoverState& state) {
    const std::int64_t elapsed_ns = now_ns - state.since_ns;
    if (state.phase == HandoverPhase::preparation && elapsed_ns >= config.preparation_ns)
        return endOfPreparation(config, sample, now_ns, state);
    if (state.phase != HandoverPhase::execution) return HandoverStep::none;
    if (elapsed_ns >= config.execution_ns && sample.target_sinr_db >= config.q_out_db) {
        state = HandoverState{};
        return HandoverStep::complete;
    }
    if (elapsed_ns < config.t304_ns) return HandoverStep::none;
    state = HandoverState{};
    return HandoverStep::t304_expired;
}

}  // namespace celltwin::rrc
