// SPDX-License-Identifier: BSD-3-Clause
//
// Reports of reference signals: a silent neighbour counts as a busy one, whose data the other reports see.
#include <gtest/gtest.h>

#include "tests/sim/engine/engine_runs.h"

namespace celltwin::testing {
namespace {

/// SINR of every UE after one slot and one CQI period; UEs have nothing to receive, so only `load` makes
/// cells busy.
std::vector<float> reportedSinr(double load, scenario::CsiInterference interference) {
    scenario::Scenario s = smallNetwork(2, 20);
    s.users.traffic = {scenario::TrafficShare{}};
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::constant_rate;
    s.users.traffic[0].bearers[0].profile.rate_kbps = 0.0;
    s.ran.link_adaptation.csi_interference = interference;
    for (scenario::Cell& cell : s.network.cells) cell.load = load;
    Keeper keeper;
    engine::Engine engine(s, engine::dropUsers(s), 1);
    for (int slot = 0; slot < 25; ++slot) engine.step(keeper);
    return engine.state().sinr_db;
}

TEST(CsiInterference, OfReferenceSignalsIsThatOfBusyNeighbours) {
    using enum scenario::CsiInterference;
    const auto busy = reportedSinr(1.0, data), silent = reportedSinr(0.0, data);
    EXPECT_EQ(reportedSinr(0.0, reference), busy);
    EXPECT_EQ(reportedSinr(1.0, reference), busy);
    for (std::size_t ue = 0; ue < busy.size(); ++ue) EXPECT_GT(silent[ue], busy[ue]) << ue;
}

}  // namespace
}  // namespace celltwin::testing
