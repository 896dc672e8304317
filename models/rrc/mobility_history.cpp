// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/mobility_history.h"

#include <cassert>

namespace celltwin::rrc {
namespace {

/// A handover led to where the connection failed, not longer ago than the window.
bool isRecent(const MobilityHistoryConfig& config, const ConnectionFailure& failure,
              const MobilityHistory& history) {
    if (failure.kind == FailureKind::handover) return true;
    return history.commanded_at_ns >= 0 && history.target == failure.serving &&
           failure.failed_at_ns - history.commanded_at_ns <= config.recent_ns;
}

}  // namespace

void noteCommand(std::int32_t source, std::int32_t target, std::int64_t now_ns, MobilityHistory& history) {
    history.commanded_at_ns = now_ns;
    history.source = source;
    history.target = target;
}

Stay noteCompletion(const MobilityHistoryConfig& config, std::int64_t now_ns, MobilityHistory& history) {
    assert(history.commanded_at_ns >= 0);
    const bool back = history.previous >= 0 && history.previous == history.target;
    const bool short_stay =
        history.entered_at_ns >= 0 && now_ns - history.entered_at_ns < config.minimum_stay_ns;
    history.previous = history.source;
    history.entered_at_ns = now_ns;
    return back && short_stay ? Stay::ping_pong : Stay::ordinary;
}

FailureClass classifyFailure(const MobilityHistoryConfig& config, const ConnectionFailure& failure,
                             MobilityHistory& history) {
    const MobilityHistory before = history;
    history = MobilityHistory{};
    const std::int32_t back_in = failure.reestablished;
    if (back_in < 0) return FailureClass::unrelated;
    if (!isRecent(config, failure, before))
        return back_in == failure.serving ? FailureClass::unrelated : FailureClass::too_late;
    if (back_in == before.source) return FailureClass::too_early;
    return back_in == before.target ? FailureClass::unrelated : FailureClass::wrong_cell;
}

}  // namespace celltwin::rrc
