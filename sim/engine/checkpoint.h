// SPDX-License-Identifier: BSD-3-Clause
//
// RanState to and from named byte columns. Derived columns (the UE lists by cell, per-carrier activity) are
// left out and rebuilt.
#pragma once

#include "sim/engine/ran_state.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

record::Checkpoint saveState(const RanState& state, record::SimTimeNs time_ns);
/// `state` must have been built from the same scenario: every column must be there with the same length.
/// Throws DataError naming the column otherwise.
void loadState(const record::Checkpoint& checkpoint, RanState& state);

}  // namespace celltwin::engine
