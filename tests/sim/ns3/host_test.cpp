// SPDX-License-Identifier: BSD-3-Clause
#include "sim/ns3/host.h"

#include <gtest/gtest.h>
#include <ns3/config.h>
#include <ns3/node-list.h>
#include <ns3/simulator-impl.h>
#include <ns3/simulator.h>

#include <cmath>
#include <set>

#include "sim/engine/ran_state.h"
#include "sim/ns3/nodes.h"
#include "sim/record/fingerprint.h"
#include "tests/sim/engine/engine_runs.h"
#include "tests/sim/small_network.h"

namespace celltwin::ns3host {
namespace {

using testing::smallNetwork;

TEST(Ns3Host, GivesTheBytesOfThePlainLoop) {
    const scenario::Scenario s = smallNetwork();
    record::FingerprintSink plain, hosted;
    plain.begin({});
    hosted.begin({});
    engine::Engine a(s, engine::dropUsers(s), 2), b(s, engine::dropUsers(s), 3);
    ASSERT_TRUE(engine::runPlainLoop(a, plain, {}));
    const HostResult result = runOnNs3(b, hosted, {});
    EXPECT_TRUE(result.complete);
    EXPECT_EQ(plain.digest(), hosted.digest());
    // One event a slot, a last one, and ns-3's own Initialize of each of the 3 + 9 + 60 nodes: none per UE
    // and slot.
    EXPECT_EQ(result.events, static_cast<std::uint64_t>(a.clock().end_slot) + 1 + 72);
}

TEST(Ns3Host, GivesTheBytesOfThePlainLoopWithEverythingOn) {
    const scenario::Scenario s =
        testing::everythingOn(phy::Combining::incremental_redundancy, scenario::EffectiveSinr::miesm);
    record::FingerprintSink hosted;
    hosted.begin({});
    engine::Engine engine(s, engine::dropUsers(s), 2);
    EXPECT_TRUE(runOnNs3(engine, hosted, {}).complete);
    EXPECT_EQ(hosted.digest(), testing::fingerprintOf(s, 1));
}

TEST(Ns3Host, EveryElementIsANodeOfItsOwnType) {
    const scenario::Scenario s = smallNetwork();
    engine::Engine engine(s, engine::dropUsers(s), 1);
    record::FingerprintSink sink;
    int calls = 0;
    runOnNs3(engine, sink, {}, [&] {
        ++calls;
        const NodeCensus census = countNodes();
        EXPECT_EQ(census.gnbs, 3U);
        EXPECT_EQ(census.cells, 9U);
        EXPECT_EQ(census.ues, 60U);
        EXPECT_EQ(ns3::Simulator::GetImplementation()->GetInstanceTypeId().GetName(),
                  "celltwin::LadderSimulatorImpl");
    });
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(countNodes().ues, 0U) << "the host leaves no node behind";
    for (const char* name : {"celltwin::VirtualGnb", "celltwin::VirtualCell", "celltwin::VirtualUe"})
        EXPECT_TRUE(ns3::TypeId::LookupByName(name).IsChildOf(ns3::Node::GetTypeId())) << name;
}

int g_course_changes = 0;
int g_handovers = 0;
void onCourseChange(std::string, ns3::Ptr<const ns3::MobilityModel>) {
    ++g_course_changes;
}
void onServingCell(std::string, std::int32_t, std::int32_t) {
    ++g_handovers;
}

TEST(Ns3Host, TracingSeesMovementAndHandover) {
    const scenario::Scenario s = smallNetwork();
    engine::Engine engine(s, engine::dropUsers(s), 1);
    record::FingerprintSink sink;
    bool connected = false;
    runOnNs3(engine, sink, {}, [&] {
        if (connected) {
            const engine::RanState& state = engine.state();
            const std::uint32_t first_ue = 3 + 9;
            for (std::uint32_t ue = 0; ue < 60; ++ue) {
                const auto node = ns3::NodeList::GetNode(first_ue + ue);
                const ns3::Vector at = node->GetObject<ns3::MobilityModel>()->GetPosition();
                EXPECT_NEAR(at.x, state.east_m[ue], 3.1) << "at most one mobility period behind at 30 m/s";
                EXPECT_NEAR(at.y, state.north_m[ue], 3.1);
            }
            return;
        }
        connected = true;
        EXPECT_TRUE(ns3::Config::ConnectFailSafe("/NodeList/*/$ns3::MobilityModel/CourseChange",
                                                 ns3::MakeCallback(&onCourseChange)));
        EXPECT_TRUE(ns3::Config::ConnectFailSafe("/NodeList/*/$celltwin::VirtualUe/ServingCell",
                                                 ns3::MakeCallback(&onServingCell)));
    });
    EXPECT_GT(g_course_changes, 300) << "about twenty cars, ten updates a second, three seconds";
    EXPECT_GT(g_handovers, 0);
}

TEST(Ns3Host, AnInterruptedRunResumesToTheSameEnd) {
    const scenario::Scenario s = smallNetwork();
    struct Last final : record::RunSink {
        void begin(const record::RunHeader&) override {}
        void kpiPeriod(const record::KpiPeriod& p) override {
            values.assign(p.values.begin(), p.values.end());
        }
        void ueSamples(const record::UeSamples&) override {}
        void events(std::span<const record::Event>) override {}
        void checkpoint(const record::Checkpoint& c) override { checkpoint_ = c; }
        void end(const record::RunSummary&) override {}
        std::vector<double> values;
        record::Checkpoint checkpoint_;
    } straight, first, rest;
    engine::Engine a(s, engine::dropUsers(s), 1), b(s, engine::dropUsers(s), 1),
        c(s, engine::dropUsers(s), 1);
    ASSERT_TRUE(engine::runPlainLoop(a, straight, {}));
    int slots = 0;
    EXPECT_FALSE(runOnNs3(b, first, [&slots] { return ++slots > 1000; }).complete);
    c.restore(first.checkpoint_);
    EXPECT_TRUE(runOnNs3(c, rest, {}).complete);
    ASSERT_EQ(rest.values.size(), straight.values.size());
    for (std::size_t i = 0; i < rest.values.size(); ++i)
        EXPECT_TRUE(rest.values[i] == straight.values[i] ||
                    (std::isnan(rest.values[i]) && std::isnan(straight.values[i])));
}

}  // namespace
}  // namespace celltwin::ns3host
