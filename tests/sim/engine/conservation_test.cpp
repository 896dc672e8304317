// SPDX-License-Identifier: BSD-3-Clause
//
// Random scenarios (random_scenario.h), watched from slot to slot (watched_run.h).
// CELLTWIN_RANDOM_SCENARIOS sets how many are run; default: 10,000, a tenth of it under a sanitizer.
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/engine/steps.h"
#include "tests/sim/engine/random_scenario.h"
#include "tests/sim/engine/watched_run.h"

namespace celltwin::engine {
namespace {

using testing::RandomScenario;
using testing::Seen;
using testing::Watch;

constexpr int kParts = 10;

int scenarioCount() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr int kDefault = 1'000;
#else
    constexpr int kDefault = 10'000;
#endif
    const char* asked = std::getenv("CELLTWIN_RANDOM_SCENARIOS");
    return asked == nullptr ? kDefault : std::atoi(asked);
}

class Conservation : public ::testing::TestWithParam<int> {};

TEST_P(Conservation, HoldsInEverySlot) {
    const int count = scenarioCount();
    Seen seen;
    for (int n = GetParam() * count / kParts; n < (GetParam() + 1) * count / kParts && !HasFailure(); ++n) {
        SCOPED_TRACE("scenario " + std::to_string(n));
        const RandomScenario random(static_cast<std::uint64_t>(n));
        Watch watch(random.get());
        watch.run();
        watch.addTo(seen);
    }
    if (count < 10'000) return;
    for (const char* what : {"handover",
                             "handover_failure",
                             "radio_link_failure",
                             "reestablishment",
                             "detach",
                             "connection_release",
                             "blocked",
                             "T304",
                             "lost commands",
                             "refused handovers",
                             "handovers to another frequency",
                             "establishments",
                             "failed establishments",
                             "UEs inactive",
                             "retransmissions",
                             "blocks given up",
                             "cells asleep",
                             "secondary cells",
                             "delivered down",
                             "delivered up",
                             "dropped down",
                             "dropped up",
                             "in flight down",
                             "in flight up",
                             "waiting again down",
                             "waiting again up"})
        EXPECT_GT(seen[what], 0.0) << what << ": balances of what never happens say nothing";
}
INSTANTIATE_TEST_SUITE_P(Random, Conservation, ::testing::Range(0, kParts));

class MixedConservation : public Conservation {};

TEST_P(MixedConservation, HoldsWhereSomeSitesServeAsAFluid) {
    const int count = scenarioCount() / 2;
    Seen seen;
    for (int n = GetParam() * count / kParts; n < (GetParam() + 1) * count / kParts && !HasFailure(); ++n) {
        SCOPED_TRACE("scenario " + std::to_string(n));
        const scenario::Scenario mixed = RandomScenario::mixed(static_cast<std::uint64_t>(n));
        Watch watch(mixed);
        watch.run();
        watch.addTo(seen);
    }
    if (count < 5'000) return;
    for (const char* what :
         {"into the background", "out of the background", "delivered down", "delivered up", "dropped down",
          "dropped up", "in flight down", "in flight up", "waiting again down", "cells asleep"})
        EXPECT_GT(seen[what], 0.0) << what << ": balances of what never happens say nothing";
}
INSTANTIATE_TEST_SUITE_P(Random, MixedConservation, ::testing::Range(0, kParts));

/// Whether what a cell sends in a slot lies within its bandwidth part, no PRB used twice.
void expectDisjoint(const std::vector<Transmission>& sent, const phy::BandwidthPart& part) {
    std::vector<int> users(static_cast<std::size_t>(part.first_prb + part.prb_count), 0);
    for (const Transmission& t : sent) {
        ASSERT_GE(t.prbs.first, part.first_prb);
        ASSERT_LE(t.prbs.first + t.prbs.count, part.first_prb + part.prb_count);
        for (int prb = t.prbs.first; prb < t.prbs.first + t.prbs.count; ++prb)
            ASSERT_LE(++users[static_cast<std::size_t>(prb)], 1) << "PRB " << prb;
    }
}

/// The same where blocks lie in sets of subbands: each set has room for its block, the part for all.
void expectFits(const std::vector<Transmission>& sent, const AirInterface& air,
                const phy::BandwidthPart& part) {
    int used = 0;
    for (const Transmission& t : sent) {
        used += t.prbs.count;
        int room = 0;
        for (int subband = 0; subband < air.subbandCount(t.carrier); ++subband)
            if ((t.subbands >> subband & 1U) != 0) {
                const int begin = subband * air.subbandPrbs(t.carrier);
                room += std::min(begin + air.subbandPrbs(t.carrier), part.first_prb + part.prb_count) -
                        std::max(begin, part.first_prb);
            }
        ASSERT_LE(t.prbs.count, room);
    }
    ASSERT_LE(used, part.prb_count);
}

// The columns do not say which PRBs a block took; the scheduling step does, run on a copy of them.
TEST(Prbs, NoneIsUsedTwice) {
    int sent_down = 0, sent_up = 0, shared_subbands = 0;
    for (std::uint64_t n = 0; n < 300 && !HasFailure(); ++n) {
        SCOPED_TRACE("scenario " + std::to_string(n));
        const RandomScenario random(n);
        const scenario::Scenario& s = random.get();
        const RadioModel radio(s);
        const AirInterface air(s);
        const StepContext context(s, radio, air);
        Engine engine(s, dropUsers(s), 1);
        testing::Keeper keeper;
        std::vector<CellScratch> scratch(s.network.cells.size());
        SiteScratch shared;
        while (!engine.done() && engine.slot() < 200) {
            engine.step(keeper);
            if (engine.slot() % 7 != 0) continue;
            RanState state = engine.state();
            groupLegsByCell(context, state);
            for (std::uint32_t site = 0; site < s.network.sites.size(); ++site)
                scheduleSite(context, state, site, scratch, shared);
            for (std::uint32_t cell = 0; cell < scratch.size(); ++cell) {
                const phy::BandwidthPart part = context.carrierOf(cell).scheduled();
                if (context.bySubband())
                    expectFits(scratch[cell].sent, air, part);
                else
                    expectDisjoint(scratch[cell].sent, part);
                shared_subbands += context.bySubband() && scratch[cell].sent.size() > 1 ? 1 : 0;
                expectDisjoint(scratch[cell].sent_up, part);
                sent_down += scratch[cell].sent.size() > 1 ? 1 : 0;
                sent_up += scratch[cell].sent_up.size() > 1 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(sent_down, 100) << "slots that several UEs share";
    EXPECT_GT(sent_up, 100);
    EXPECT_GT(shared_subbands, 50);
}

}  // namespace
}  // namespace celltwin::engine
