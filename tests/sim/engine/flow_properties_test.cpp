// SPDX-License-Identifier: BSD-3-Clause
//
// Fidelity `flow` against the slot engine, and against itself: bytes, resume, order.
#include <algorithm>
#include <cmath>

#include "models/base/error.h"
#include "models/scheduler/shares.h"
#include "sim/engine/event_heap.h"
#include "tests/sim/engine/flow_runs.h"
#include "tests/sim/engine/random_scenario.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using testing::filesOf;
using testing::flowRun;
using testing::Keeper;
using testing::runFor;

/// The random scenario without what flow fidelity refuses.
scenario::Scenario acceptable(std::uint64_t number) {
    scenario::Scenario s = testing::RandomScenario(number).get();
    s.run.fidelity = scenario::Fidelity::flow;
    s.radio.fading.profile = s.radio.fading.los_profile = {};
    s.users.component_carriers = 1;
    s.ran.slices.clear();
    for (scenario::TrafficShare& share : s.users.traffic) {
        share.slice.clear();
        for (scenario::Bearer& bearer : share.bearers)
            bearer.profile.direction = traffic::Direction::downlink;
    }
    if (!scheduler::hasFluid(s.ran.rule)) s.ran.rule = {};
    s.energy.cell_sleep.reset();
    s.ran.load_balancing.reset();
    return s;
}

TEST(FlowLevel, BytesAreConservedInRandomScenarios) {
    for (std::uint64_t number = 0; number < 60; ++number) {
        const scenario::Scenario s = acceptable(number);
        FlowLevel flow(s, dropUsers(s));
        Keeper keeper;
        ASSERT_TRUE(runFlowLevel(flow, keeper, {}));
        double delivered = 0.0;
        for (int ue = 0; ue < s.users.count; ++ue) {
            const FlowLevel::Bytes b = flow.bytesOf(static_cast<std::size_t>(ue));
            delivered += b.delivered;
            EXPECT_GE(b.delivered, 0.0);
            EXPECT_GE(b.waiting, -1e-3);
            if (std::isinf(b.waiting)) continue;
            EXPECT_NEAR(b.offered, b.delivered + b.dropped + b.waiting, 1e-3 + 1e-9 * b.offered)
                << "scenario " << number << ", UE " << ue;
        }
        EXPECT_LE(keeper.delivered, delivered * (1.0 + 1e-9) + 1e-3);
        for (const auto& values : keeper.values)
            for (std::size_t c = 0; c < s.network.cells.size(); ++c) {
                const double load = values[c * record::rowWidth() + record::column(Kpi::rru_prb_tot_dl)];
                EXPECT_TRUE(std::isnan(load) || (load >= 0.0 && load <= 100.0 + 1e-6)) << load;
            }
    }
}

record::Digest digestOf(const scenario::Scenario& s) {
    record::FingerprintSink sink;
    sink.begin({});
    FlowLevel flow(s, dropUsers(s));
    EXPECT_TRUE(runFlowLevel(flow, sink, {}));
    return sink.digest();
}

TEST(FlowLevel, TheSameScenarioGivesTheSameBytes) {
    for (std::uint64_t number = 0; number < 5; ++number) {
        const scenario::Scenario s = acceptable(number);
        EXPECT_EQ(digestOf(s), digestOf(s));
    }
}

// Interrupted after every so many steps and built anew from the checkpoint: the same fingerprint.
TEST(FlowLevel, ResumesBitForBit) {
    scenario::Scenario s = testing::smallNetwork();
    s.users.traffic[0].bearers[0].profile.file_bytes = 300e3;
    const record::Digest straight = digestOf(s);
    record::FingerprintSink sink;
    sink.begin({});
    const UserDrop users = dropUsers(s);
    auto flow = std::make_unique<FlowLevel>(s, users);
    for (int steps = 0; !flow->done(); ++steps) {
        flow->step(sink);
        if (steps % 37 != 0) continue;
        const record::Checkpoint checkpoint = flow->checkpoint();
        flow = std::make_unique<FlowLevel>(s, users);
        flow->restore(checkpoint);
    }
    EXPECT_EQ(sink.digest(), straight);
}

TEST(FlowLevel, RefusesAnotherFidelitysCheckpoint) {
    const scenario::Scenario s = testing::smallNetwork();
    const Engine engine(s, dropUsers(s), 1);
    FlowLevel flow(s, dropUsers(s));
    EXPECT_THROW(flow.restore(engine.checkpoint()), DataError);
}

TEST(FlowLevel, NamesEverythingItCannotDo) {
    scenario::Scenario s = testing::smallNetwork();
    s.radio.fading.profile = fading::TdlProfile::c;
    s.users.component_carriers = 2;
    s.ran.rule.policy = scheduler::Policy::max_ci;
    s.users.traffic[0].bearers[0].profile.direction = traffic::Direction::uplink;
    try {
        FlowLevel flow(s, dropUsers(s));
        FAIL();
    } catch (const ConfigError& error) {
        EXPECT_EQ(error.findings().size(), 4U);
    }
}

TEST(FlowLevel, MovingUesChangeTheirCell) {
    scenario::Scenario s = testing::smallNetwork();
    runFor(s, 20.0);
    const Keeper keeper = flowRun(s);
    double attached = 0.0, moved = 0.0;
    for (const record::Event& e : keeper.all_events) {
        attached += e.kind == record::EventKind::attach ? 1.0 : 0.0;
        moved += e.kind == record::EventKind::handover ? 1.0 : 0.0;
    }
    EXPECT_EQ(attached, s.users.count);
    EXPECT_GT(moved, 5.0);
    double connected = 0.0;
    for (std::size_t c = 0; c < s.network.cells.size(); ++c) connected += keeper.total(c, Kpi::rrc_conn_mean);
    EXPECT_NEAR(connected, s.users.count, 1e-9);
}

// The other simulator is the slot engine: same users, same arrivals.
TEST(FlowLevel, ThroughputIsTheSlotEngines) {
    scenario::Scenario s = testing::smallNetwork(3, 60);
    s.users.mobility = {scenario::MobilityShare{}};
    s.users.traffic = {filesOf(1.0, 300e3, 0.5)};
    s.run.warmup_s = 3.0;
    runFor(s, 30.0);
    const Keeper flow = flowRun(s);
    Keeper slot;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, slot, {}));
    const auto sum = [&](const Keeper& keeper, Kpi kpi) {
        double total = 0.0;
        for (std::size_t c = 0; c < s.network.cells.size(); ++c) total += keeper.total(c, kpi);
        return total;
    };
    const auto throughput = [&](const Keeper& keeper) {
        return sum(keeper, Kpi::drb_ue_thp_vol_dl) / sum(keeper, Kpi::drb_ue_thp_time_dl);
    };
    EXPECT_NEAR(sum(flow, Kpi::drb_pdcp_sdu_volume_dl_in) / sum(slot, Kpi::drb_pdcp_sdu_volume_dl_in), 1.0,
                1e-3);
    EXPECT_NEAR(throughput(flow) / throughput(slot), 1.0, 0.05);
    EXPECT_NEAR(sum(flow, Kpi::rru_prb_tot_dl) / sum(slot, Kpi::rru_prb_tot_dl), 1.0, 0.05);
}

TEST(EventHeap, GivesTheSoonestAndTheLowerRowOfATie) {
    const Random random(3);
    EventHeap heap(50);
    std::vector<std::int64_t> times(50, EventHeap::kNever);
    for (std::uint64_t step = 0; step < 5000; ++step) {
        const std::size_t row = random.bits(Stream::traffic_arrival, step, 0) % 50;
        times[row] = static_cast<std::int64_t>(random.bits(Stream::traffic_arrival, step, 1) % 40);
        heap.set(row, times[row]);
        const auto least = std::min_element(times.begin(), times.end());
        ASSERT_EQ(heap.nextNs(), *least);
        ASSERT_EQ(heap.nextRow(), static_cast<std::uint32_t>(least - times.begin()));
    }
}

}  // namespace
}  // namespace celltwin::engine
