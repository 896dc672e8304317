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
using testing::fingerprintOf;
using testing::Keeper;

constexpr auto kIr = phy::Combining::incremental_redundancy;

void expectSame(const record::Checkpoint& a, const record::Checkpoint& b) {
    EXPECT_EQ(a.time_ns, b.time_ns);
    ASSERT_EQ(a.columns.size(), b.columns.size());
    for (std::size_t i = 0; i < a.columns.size(); ++i) {
        EXPECT_EQ(a.columns[i].name, b.columns[i].name);
        EXPECT_EQ(a.columns[i].bytes, b.columns[i].bytes) << a.columns[i].name;
    }
}

TEST(Everything, SameBytesAtAnyThreadCount) {
    for (const auto& [combining, average] :
         {std::pair{kIr, EffectiveSinr::miesm}, std::pair{phy::Combining::chase, EffectiveSinr::eesm}}) {
        scenario::Scenario s = everythingOn(combining, average);
        s.run.duration_s = 0.8;
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

TEST(Everything, ASlotAllocatesNothing) {
    scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    s.users.traffic.resize(1);
    s.users.traffic[0] = {};
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    while (engine.slot() < 400) engine.step(keeper);
    int counted = 0;
    while (engine.slot() < 480) {
        const Clock& clock = engine.clock();
        const std::int64_t slot = engine.slot();
        const bool plain = slot % clock.mobility_slots != 0 && slot % clock.measurement_slots != 0;
        const long before = allocationCount();
        engine.step(keeper);
        if (!plain) continue;
        EXPECT_EQ(allocationCount(), before) << "slot " << slot;
        ++counted;
    }
    EXPECT_GT(counted, 70) << "CSI slots included";
}

}  // namespace
}  // namespace celltwin::engine
