// SPDX-License-Identifier: BSD-3-Clause
//
// What tests of fidelity `flow` share.
#pragma once

#include "sim/engine/flow_level.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::testing {

inline void runFor(scenario::Scenario& s, double seconds) {
    s.run.duration_s = seconds;
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = seconds;
}

inline scenario::TrafficShare filesOf(double share, double bytes, double per_second) {
    scenario::TrafficShare files;
    files.share = share;
    files.bearers[0].profile.kind = traffic::Kind::ftp3;
    files.bearers[0].profile.file_bytes = bytes;
    files.bearers[0].profile.files_per_second = per_second;
    return files;
}

inline Keeper flowRun(const scenario::Scenario& s) {
    engine::FlowLevel flow(s, engine::dropUsers(s));
    Keeper keeper;
    EXPECT_TRUE(engine::runFlowLevel(flow, keeper, {}));
    return keeper;
}

}  // namespace celltwin::testing
