// SPDX-License-Identifier: BSD-3-Clause
//
// One run on several ranks: nothing of it may show in the result.
#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <vector>

#include "sim/engine/engine.h"
#include "sim/engine/strips.h"
#include "sim/record/fingerprint.h"
#include "tests/sim/engine/engine_runs.h"
#include "tests/sim/engine/random_scenario.h"
#include "tests/sim/engine/thread_exchange.h"

namespace celltwin::engine {
namespace {

using scenario::EffectiveSinr;
using testing::everythingOn;
using testing::expectSame;
using testing::hexagons;
using testing::Keeper;
using testing::smallNetwork;
using testing::ThreadRanks;

constexpr auto kIr = phy::Combining::incremental_redundancy;

/// What a run leaves: its fingerprint and its last state.
struct Outcome {
    record::Digest fingerprint;
    record::Checkpoint end;
    std::size_t events = 0;
};

Outcome runAlone(const scenario::Scenario& s) {
    record::FingerprintSink fingerprint;
    fingerprint.begin({});
    Keeper keeper;
    record::TeeSink sink({&fingerprint, &keeper});
    Engine engine(s, dropUsers(s), 1);
    EXPECT_TRUE(runPlainLoop(engine, sink, {}));
    return {fingerprint.digest(), engine.checkpoint(), keeper.all_events.size()};
}

/// As `ranks` of them, from `from` where one is given.
Outcome runRanks(const scenario::Scenario& s, int ranks, int threads = 1,
                 const record::Checkpoint* from = nullptr) {
    Outcome out;
    ThreadRanks all(ranks);
    all.run([&](Exchange& exchange) {
        record::FingerprintSink fingerprint;
        fingerprint.begin({});
        Keeper keeper;
        record::TeeSink sink({&fingerprint, &keeper});
        record::TeeSink deaf({});
        Engine engine(s, dropUsers(s), threads, &exchange);
        if (from != nullptr) engine.restore(*from);
        EXPECT_TRUE(runPlainLoop(engine, exchange.rank() == 0 ? sink : deaf, {}));
        const record::Checkpoint end = engine.checkpoint();
        if (exchange.rank() == 0) out = {fingerprint.digest(), end, keeper.all_events.size()};
    });
    return out;
}

void expectSameOnRanks(const scenario::Scenario& s, std::initializer_list<int> ranks) {
    const Outcome alone = runAlone(s);
    for (const int n : ranks) {
        SCOPED_TRACE(std::to_string(n) + " ranks");
        const Outcome split = runRanks(s, n);
        EXPECT_EQ(split.fingerprint, alone.fingerprint);
        EXPECT_EQ(split.events, alone.events);
        expectSame(split.end, alone.end);
    }
}

TEST(Ranks, StripsHaveEachSiteOnceAndWeighTheSame) {
    const scenario::Scenario s = hexagons(4, 1'800);
    const UserDrop users = dropUsers(s);
    std::multiset<std::uint32_t> sites;
    double east_m = -1e9;
    for (int rank = 0; rank < 4; ++rank) {
        const Strips strips(s.network, users.position, rank, 4);
        double most_m = -1e9;
        for (const std::uint32_t site : strips.sites()) {
            sites.insert(site);
            EXPECT_GE(s.network.sites[site].position.east_m, east_m);
            most_m = std::max(most_m, s.network.sites[site].position.east_m);
        }
        east_m = most_m;
        // 61 sites of 30 UEs: a strip cannot be nearer to a quarter than a site or two.
        EXPECT_NEAR(static_cast<double>(strips.sites().size()), 61.0 / 4.0, 4.0);
        for (const std::uint32_t cell : strips.cells()) EXPECT_EQ(strips.rankOfCell(cell), rank);
    }
    EXPECT_EQ(sites.size(), s.network.sites.size());
    EXPECT_EQ(std::set(sites.begin(), sites.end()).size(), s.network.sites.size());
}

TEST(Ranks, SameBytesInASimpleNetwork) {
    expectSameOnRanks(smallNetwork(4, 60), {1, 2, 4});
}

TEST(Ranks, SameBytesWithEverythingOn) {
    expectSameOnRanks(everythingOn(kIr, EffectiveSinr::miesm), {1, 2, 4});
}

TEST(Ranks, SameBytesWhereFarCellsAreASum) {
    scenario::Scenario s = hexagons(3, 150);
    s.radio.neighbours = 10;
    s.run.duration_s = 2.0;
    testing::addSecondCarrier(s);
    testing::addServices(s);
    testing::addProcedures(s);
    expectSameOnRanks(s, {2, 4});
}

// Some of these have fewer sites than ranks, cells that are off, UEs out of coverage.
TEST(Ranks, SameBytesInNetworksDrawnAtRandom) {
    for (std::uint64_t number = 0; number < 40; ++number) {
        SCOPED_TRACE("scenario " + std::to_string(number));
        expectSameOnRanks(testing::RandomScenario(number).get(), {2, 3});
    }
}

TEST(Ranks, ThreadsWithinRanksDoNotShow) {
    scenario::Scenario s = everythingOn(kIr, EffectiveSinr::eesm);
    s.run.duration_s = 0.8;
    const Outcome alone = runAlone(s), split = runRanks(s, 2, 2);
    EXPECT_EQ(split.fingerprint, alone.fingerprint);
    expectSame(split.end, alone.end);
}

TEST(Ranks, ACheckpointOfRanksContinuesAloneAndTheOtherWayRound) {
    scenario::Scenario s = everythingOn(kIr, EffectiveSinr::miesm);
    s.run.duration_s = 1.2;
    s.run.segment_s = 0.4;
    const Outcome alone = runAlone(s);
    std::vector<record::Checkpoint> kept;
    ThreadRanks all(2);
    all.run([&](Exchange& exchange) {
        Keeper keeper;
        record::TeeSink sink({&keeper}), deaf({});
        Engine engine(s, dropUsers(s), 1, &exchange);
        EXPECT_TRUE(runPlainLoop(engine, exchange.rank() == 0 ? sink : deaf, {}));
        if (exchange.rank() == 0) kept = keeper.checkpoints;
    });
    ASSERT_GE(kept.size(), 3U);
    Engine resumed(s, dropUsers(s), 1);
    resumed.restore(kept[0]);
    Keeper rest;
    ASSERT_TRUE(runPlainLoop(resumed, rest, {}));
    expectSame(resumed.checkpoint(), alone.end);
    expectSame(runRanks(s, 3, 1, &kept[1]).end, alone.end);
}

/// Ranks stop after the same slot, whichever of them is asked to.
TEST(Ranks, AllStopWhereOneIsAskedTo) {
    const scenario::Scenario s = smallNetwork(4, 30);
    const Outcome alone = runAlone(s);
    record::Checkpoint stopped;
    std::vector<std::int64_t> slots(3);
    ThreadRanks all(3);
    all.run([&](Exchange& exchange) {
        Keeper keeper;
        record::TeeSink sink({&keeper}), deaf({});
        Engine engine(s, dropUsers(s), 1, &exchange);
        const auto asked = [&] { return exchange.rank() == 2 && engine.slot() >= 777; };
        EXPECT_FALSE(runPlainLoop(engine, exchange.rank() == 0 ? sink : deaf, asked));
        slots[static_cast<std::size_t>(exchange.rank())] = engine.slot();
        if (exchange.rank() == 0) stopped = keeper.checkpoints.back();
    });
    EXPECT_EQ(slots, std::vector<std::int64_t>(3, 778));
    expectSame(runRanks(s, 2, 1, &stopped).end, alone.end);
}

}  // namespace
}  // namespace celltwin::engine
