// SPDX-License-Identifier: BSD-3-Clause
//
// The columns of fidelity `flow` as bytes and back. Private to sim/engine.
#pragma once

#include "sim/engine/flow_context.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

record::Checkpoint saveFlow(const FlowState& state, record::SimTimeNs time_ns);
/// Throws DataError where a column is missing or has another length than `state` has.
void loadFlow(const record::Checkpoint& checkpoint, FlowState& state);

}  // namespace celltwin::engine
