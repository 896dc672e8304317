// SPDX-License-Identifier: BSD-3-Clause
//
// Every model of the slot engine at once: what must hold however they are combined.
#include <gtest/gtest.h>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/models/scheduler/allocation_count.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using scenario::EffectiveSinr;
using testing::everythingOn;
using testing::expectSame;
using testing::fingerprintOf;
using testing::Keeper;

constexpr auto kIr = phy::Combining::incremental_redundancy;

TEST(Everything, SameBytesAtAnyThreadCount) {
    for (const auto& [combining, average] :
         {std::pair{kIr, EffectiveSinr::miesm}, std::pair{phy::Combining::chase, EffectiveSinr::eesm}}) {
        scenario::Scenario s = everythingOn(combining, average);
        s.run.duration_s = 1.0;
        const record::Digest one = fingerprintOf(s, 1);
        for (const int threads : {1, 2, 3, 4, 8}) EXPECT_EQ(fingerprintOf(s, threads), one) << threads;
    }
}

TEST(Everything, EachPartChangesTheRun) {
    scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    s.run.duration_s = 0.2;
    const record::Digest all = fingerprintOf(s, 1);
    const auto without = [&](auto change) {
        scenario::Scenario other = s;
        change(other);
        return fingerprintOf(other, 1);
    };
    using S = scenario::Scenario;
    EXPECT_NE(without([](S& x) { x.radio.fading.profile = fading::TdlProfile::a; }), all);
    EXPECT_NE(without([](S& x) { x.radio.fading.los_profile = fading::TdlProfile::c; }), all);
    EXPECT_NE(without([](S& x) { x.ran.link_adaptation.combining = phy::Combining::chase; }), all);
    EXPECT_NE(without([](S& x) { x.ran.link_adaptation.effective_sinr = EffectiveSinr::eesm; }), all);
    EXPECT_NE(without([](S& x) { x.ran.link_adaptation.csi_delay_ms = 4.0; }), all);
    EXPECT_NE(without([](S& x) { x.radio.inter_sector_correlation = 1.0; }), all);
    EXPECT_NE(without([](S& x) { x.network.wrap_offsets.clear(); }), all);
    EXPECT_NE(without([](S& x) { x.users.car_share = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.users.floors_max = 0; }), all);
    EXPECT_NE(without([](S& x) { x.network.antennas[0].beam_grid.reset(); }), all);
}

// Long enough for a decision on the sleep of cells, once a second.
TEST(Everything, EachRuleChangesTheRun) {
    scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    s.run.duration_s = 0.9;
    const record::Digest all = fingerprintOf(s, 2);
    const auto without = [&](auto change) {
        scenario::Scenario other = s;
        change(other);
        return fingerprintOf(other, 2);
    };
    using S = scenario::Scenario;
    EXPECT_NE(without([](S& x) { x.users.component_carriers = 1; }), all);
    EXPECT_NE(without([](S& x) { x.ran.slices[1].ratio.max_percent = 20.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.rule.policy = scheduler::Policy::proportional_fair; }), all);
    EXPECT_NE(without([](S& x) { x.users.traffic[0].bearers[0].rlc_mode = scenario::RlcMode::am; }), all);
    EXPECT_NE(without([](S& x) { x.users.traffic[0].bearers[0].five_qi = 9; }), all);
    EXPECT_NE(without([](S& x) { x.users.traffic[0].bearers[1].guaranteed_kbps = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.uplink.power.alpha = 1.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.uplink.request_period_ms = 20.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.handover_procedure.measurement_error_db = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.handover_procedure.preparation_ms = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.handover_procedure.inter_frequency.reset(); }), all);
    EXPECT_NE(without([](S& x) { x.ran.radio_link.n310 = 0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.connection.inactivity_timer_ms = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.connection.inactive_to_idle_ms = 0.0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.connection.max_connected = 0; }), all);
    EXPECT_NE(without([](S& x) { x.ran.load_balancing.reset(); }), all);
    EXPECT_NE(without([](S& x) { x.energy.cell_sleep.reset(); }), all);
    EXPECT_NE(without([](S& x) { x.energy.sleep.deepest = energy::Depth::micro; }), all);
}

TEST(Everything, ContinuesFromEveryCheckpointBitForBit) {
    const scenario::Scenario s = everythingOn(kIr, EffectiveSinr::eesm);
    Keeper straight;
    Engine whole(s, dropUsers(s), 2);
    ASSERT_TRUE(runPlainLoop(whole, straight, {}));
    ASSERT_GE(straight.checkpoints.size(), 3U);
    for (const record::Checkpoint& checkpoint : straight.checkpoints) {
        Keeper rest;
        Engine resumed(s, dropUsers(s), 1);
        resumed.restore(checkpoint);
        ASSERT_TRUE(runPlainLoop(resumed, rest, {}));
        expectSame(resumed.checkpoint(), whole.checkpoint());
        const std::size_t skipped = straight.values.size() - rest.values.size();
        for (std::size_t i = 0; i < rest.values.size(); ++i)
            for (std::size_t k = 0; k < rest.values[i].size(); ++k) {
                const double a = rest.values[i][k], b = straight.values[skipped + i][k];
                ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << "period " << i << " column " << k;
            }
    }
}

TEST(Everything, CheckpointsWithinAPeriodContinueToo) {
    const scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    Engine straight(s, dropUsers(s), 1);
    Keeper a;
    ASSERT_TRUE(runPlainLoop(straight, a, {}));
    // Between CSI reports, within a mobility step, with blocks in the air, and within the warm-up.
    for (const int stop : {3, 233, 1237}) {
        Engine broken(s, dropUsers(s), 2), resumed(s, dropUsers(s), 1);
        Keeper b, c;
        int slots = 0;
        ASSERT_FALSE(runPlainLoop(broken, b, [&] { return ++slots > stop; }));
        resumed.restore(b.checkpoints.back());
        ASSERT_TRUE(runPlainLoop(resumed, c, {}));
        expectSame(resumed.checkpoint(), straight.checkpoint());
        EXPECT_EQ(a.values.size(), b.values.size() + c.values.size());
        EXPECT_EQ(a.all_events.size(), b.all_events.size() + c.all_events.size());
    }
}

/// Keeps nothing, so that what is counted is the engine's.
struct Deaf final : record::RunSink {
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod&) override {}
    void ueSamples(const record::UeSamples&) override {}
    void events(std::span<const record::Event> e) override { events_seen += e.size(); }
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}
    std::size_t events_seen = 0;
};

// Slots of mobility apart, which gather moved UEs into blocks. Handovers, set-ups and releases, a decision on
// the sleep of cells and the end of a KPI period are among the slots.
TEST(Everything, ASlotAllocatesNothing) {
    const scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    Engine engine(s, dropUsers(s), 1);
    Deaf deaf;
    while (engine.slot() < 700) engine.step(deaf);
    deaf.events_seen = 0;
    int counted = 0;
    while (engine.slot() < 1'200) {
        const std::int64_t slot = engine.slot();
        const long before = allocationCount();
        engine.step(deaf);
        if (slot % engine.clock().mobility_slots == 0) continue;
        EXPECT_EQ(allocationCount(), before) << "slot " << slot;
        ++counted;
    }
    EXPECT_GT(counted, 400);
    EXPECT_GT(deaf.events_seen, 50U);
}

}  // namespace
}  // namespace celltwin::engine
