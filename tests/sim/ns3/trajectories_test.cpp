// SPDX-License-Identifier: BSD-3-Clause
//
// Routes made of ns-3's mobility models against ns-3's own positions, asked at times of no meaning to the
// model; and that nothing but seed, UE and entry decides them.
#include "sim/ns3/trajectories.h"

#include <gtest/gtest.h>
#include <ns3/box.h>
#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/double.h>
#include <ns3/gauss-markov-mobility-model.h>
#include <ns3/pointer.h>
#include <ns3/position-allocator.h>
#include <ns3/random-variable-stream.h>
#include <ns3/random-walk-2d-mobility-model.h>
#include <ns3/random-waypoint-mobility-model.h>
#include <ns3/rectangle.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>
#include <ns3/string.h>

#include <cmath>
#include <functional>

#include "models/base/random.h"
#include "scenarios/schema/ns3_mobility.h"
#include "sim/run/simulate.h"
#include "tests/sim/small_network.h"

namespace celltwin::ns3host {
namespace {

using testing::smallNetwork;

constexpr mobility::Area kArea{-400.0, -200.0, 600.0, 300.0};
using Attributes = std::vector<std::pair<std::string, std::string>>;

/// Users of whom `share` move as the model says, the others stand.
scenario::Scenario moving(const std::string& type, const Attributes& attributes, int users = 12,
                          double share = 1.0) {
    scenario::Scenario s = smallNetwork(3, users);
    s.run.warmup_s = 0.0;
    s.run.duration_s = 60.0;
    s.users.area = kArea;
    scenario::MobilityShare entry, rest;
    entry.share = share;
    rest.share = 1.0 - share;
    entry.profile.kind = mobility::Kind::ns3;
    entry.profile.area = kArea;
    entry.ns3 = {type, attributes};
    s.users.mobility = {entry, rest};
    return s;
}

std::vector<mobility::Route> routesOf(scenario::Scenario s) {
    turnNs3MobilityIntoRoutes(s, engine::dropUsers(s));
    EXPECT_EQ(s.users.mobility[0].profile.kind, mobility::Kind::route);
    return s.users.mobility[0].profile.routes;
}

void expectSame(const std::vector<mobility::Route>& a, const std::vector<mobility::Route>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t r = 0; r < a.size(); ++r) {
        ASSERT_EQ(a[r]->size(), b[r]->size());
        for (std::size_t i = 0; i < a[r]->size(); ++i) {
            EXPECT_EQ((*a[r])[i].time_ns, (*b[r])[i].time_ns);
            EXPECT_EQ((*a[r])[i].position.east_m, (*b[r])[i].position.east_m);
            EXPECT_EQ((*a[r])[i].position.north_m, (*b[r])[i].position.north_m);
        }
    }
}

/// Follows every route and asks ns-3's model, set up by `make`, where it is.
void compareWithNs3(const scenario::Scenario& s, const std::function<ns3::Ptr<ns3::MobilityModel>()>& make) {
    scenario::Scenario routed = s;
    const engine::UserDrop drop = engine::dropUsers(s);
    turnNs3MobilityIntoRoutes(routed, drop);
    const mobility::Profile& profile = routed.users.mobility[0].profile;
    ASSERT_EQ(profile.routes.size(), drop.position.size());
    const Random random(s.run.seed);
    ns3::RngSeedManager::SetSeed(1);
    ns3::RngSeedManager::SetRun(random.bits(Stream::mobility, 0, ~0ULL) >> 14);
    std::vector<ns3::Ptr<ns3::MobilityModel>> models;
    std::vector<mobility::Cursor> cursors;
    for (std::size_t ue = 0; ue < drop.position.size(); ++ue) {
        models.push_back(make());
        models.back()->AssignStreams(static_cast<std::int64_t>(32 * ue));
        models.back()->SetPosition({drop.position[ue].east_m, drop.position[ue].north_m, 0.0});
        // A new position stops this model.
        if (auto steady = ns3::DynamicCast<ns3::ConstantVelocityMobilityModel>(models.back()))
            steady->SetVelocity({12.5, -3.0, 0.0});
        models.back()->Initialize();
        cursors.push_back(mobility::begin(profile, random, ue, drop.position[ue], ue));
    }
    int asked = 0;
    double travelled = 0.0;
    const std::function<void()> ask = [&] {
        const std::int64_t now_ns = ns3::Simulator::Now().GetNanoSeconds();
        for (std::size_t ue = 0; ue < models.size(); ++ue, ++asked) {
            const Enu here = mobility::positionAt(profile, random, ue, now_ns, cursors[ue]);
            const ns3::Vector there = models[ue]->GetPosition();
            // Rounding of coordinates of some hundred metres, stepped through: far below a micrometre.
            EXPECT_NEAR(here.east_m, there.x, 1e-6) << "UE " << ue << " at " << now_ns;
            EXPECT_NEAR(here.north_m, there.y, 1e-6) << "UE " << ue << " at " << now_ns;
            travelled += distance2dM(here, drop.position[ue]);
        }
        if (now_ns < 59'000'000'000) ns3::Simulator::Schedule(ns3::NanoSeconds(371'234'567), ask);
    };
    ns3::Simulator::Schedule(ns3::NanoSeconds(1), ask);
    ns3::Simulator::Stop(ns3::Seconds(60.0));
    ns3::Simulator::Run();
    ns3::Simulator::Destroy();
    EXPECT_GT(asked, 12 * 150);
    EXPECT_GT(travelled, 1000.0);
}

TEST(Trajectories, ConstantVelocityIsNs3s) {
    compareWithNs3(moving("ns3::ConstantVelocityMobilityModel", {{"Velocity", "12.5:-3:0"}}), [] {
        return ns3::Ptr<ns3::MobilityModel>(ns3::CreateObject<ns3::ConstantVelocityMobilityModel>());
    });
}

TEST(Trajectories, RandomWalkIsNs3s) {
    const std::string speed = "ns3::UniformRandomVariable[Min=5|Max=30]";
    compareWithNs3(
        moving("ns3::RandomWalk2dMobilityModel", {{"Mode", "Time"}, {"Time", "3.7s"}, {"Speed", speed}}),
        [&] {
            auto model = ns3::CreateObject<ns3::RandomWalk2dMobilityModel>();
            model->SetAttribute("Bounds", ns3::RectangleValue({-400.0, 600.0, -200.0, 300.0}));
            model->SetAttribute("Mode", ns3::StringValue("Time"));
            model->SetAttribute("Time", ns3::StringValue("3.7s"));
            model->SetAttribute("Speed", ns3::StringValue(speed));
            return ns3::Ptr<ns3::MobilityModel>(model);
        });
}

TEST(Trajectories, RandomWaypointIsNs3s) {
    const std::string speed = "ns3::UniformRandomVariable[Min=10|Max=30]";
    compareWithNs3(
        moving("ns3::RandomWaypointMobilityModel",
               {{"Speed", speed}, {"Pause", "ns3::ConstantRandomVariable[Constant=1.5]"}}),
        [&] {
            auto places = ns3::CreateObject<ns3::RandomRectanglePositionAllocator>();
            places->SetAttribute("X", ns3::StringValue("ns3::UniformRandomVariable[Min=-400|Max=600]"));
            places->SetAttribute("Y", ns3::StringValue("ns3::UniformRandomVariable[Min=-200|Max=300]"));
            auto model = ns3::CreateObject<ns3::RandomWaypointMobilityModel>();
            model->SetAttribute("PositionAllocator", ns3::PointerValue(places));
            model->SetAttribute("Speed", ns3::StringValue(speed));
            model->SetAttribute("Pause", ns3::StringValue("ns3::ConstantRandomVariable[Constant=1.5]"));
            return ns3::Ptr<ns3::MobilityModel>(model);
        });
}

TEST(Trajectories, GaussMarkovIsNs3s) {
    const std::string speed = "ns3::UniformRandomVariable[Min=10|Max=20]";
    compareWithNs3(
        moving("ns3::GaussMarkovMobilityModel",
               {{"Alpha", "0.85"}, {"TimeStep", "0.9s"}, {"MeanVelocity", speed}}),
        [&] {
            auto model = ns3::CreateObject<ns3::GaussMarkovMobilityModel>();
            model->SetAttribute("Bounds", ns3::BoxValue({-400.0, 600.0, -200.0, 300.0, -1.0, 1.0}));
            model->SetAttribute("Alpha", ns3::DoubleValue(0.85));
            model->SetAttribute("TimeStep", ns3::StringValue("0.9s"));
            model->SetAttribute("MeanVelocity", ns3::StringValue(speed));
            model->SetAttribute("NormalPitch",
                                ns3::StringValue("ns3::NormalRandomVariable[Mean=0|Variance=0|Bound=0]"));
            return ns3::Ptr<ns3::MobilityModel>(model);
        });
}

// s = v t + a t^2 / 2 at the samples, which lie a mobility period apart; half a sagitta between.
TEST(Trajectories, ConstantAccelerationIsSampled) {
    const scenario::Scenario s = moving("ns3::ConstantAccelerationMobilityModel",
                                        {{"Velocity", "1:0:0"}, {"Acceleration", "0.5:0.25:0"}}, 3);
    const engine::UserDrop drop = engine::dropUsers(s);
    const auto routes = routesOf(s);
    ASSERT_EQ(routes.size(), 3U);
    for (std::size_t ue = 0; ue < 3; ++ue) {
        ASSERT_EQ(routes[ue]->size(), 601U) << "60 s of 100 ms, both ends";
        for (const mobility::RoutePoint& p : *routes[ue]) {
            const double t = static_cast<double>(p.time_ns) * 1e-9;
            EXPECT_NEAR(p.position.east_m - drop.position[ue].east_m, t + 0.25 * t * t, 1e-6);
            EXPECT_NEAR(p.position.north_m - drop.position[ue].north_m, 0.125 * t * t, 1e-6);
        }
    }
}

const Attributes kWalk = {
    {"Mode", "Time"}, {"Time", "2s"}, {"Speed", "ns3::UniformRandomVariable[Min=5|Max=30]"}};

TEST(Trajectories, NothingButSeedAndUeDecides) {
    const auto first = routesOf(moving("ns3::RandomWalk2dMobilityModel", kWalk));
    // What ns-3 did before must not matter: its stream counter, seed and run.
    ns3::RngSeedManager::SetSeed(77);
    ns3::RngSeedManager::SetRun(5);
    for (int i = 0; i < 100; ++i) ns3::CreateObject<ns3::UniformRandomVariable>()->GetValue();
    expectSame(first, routesOf(moving("ns3::RandomWalk2dMobilityModel", kWalk)));
    EXPECT_EQ(ns3::RngSeedManager::GetSeed(), 77U) << "put back";
    EXPECT_EQ(ns3::RngSeedManager::GetRun(), 5U);
    // More users behind them.
    auto more = routesOf(moving("ns3::RandomWalk2dMobilityModel", kWalk, 40));
    ASSERT_EQ(more.size(), 40U);
    more.resize(12);
    expectSame(first, more);
    scenario::Scenario other = moving("ns3::RandomWalk2dMobilityModel", kWalk);
    ++other.run.seed;
    EXPECT_NE((*routesOf(other)[0])[1].position.east_m, (*first[0])[1].position.east_m);
}

// Users of another entry in between: each UE's way is still its own number's.
TEST(Trajectories, OtherEntriesDoNotDisturb) {
    const scenario::Scenario s = moving("ns3::RandomWalk2dMobilityModel", kWalk, 40, 0.5);
    const engine::UserDrop drop = engine::dropUsers(s);
    const auto half = routesOf(s), all = routesOf(moving("ns3::RandomWalk2dMobilityModel", kWalk, 40));
    std::vector<mobility::Route> expected;
    for (std::size_t ue = 0; ue < 40; ++ue)
        if (drop.mobility_class[ue] == 0) {
            EXPECT_EQ(drop.mobility_rank[ue], expected.size());
            expected.push_back(all[ue]);
        }
    ASSERT_GT(expected.size(), 5U);
    ASSERT_LT(expected.size(), 35U);
    expectSame(half, expected);
}

TEST(Trajectories, BoundedModelsStayInsideAlsoWhereTheyStartOutside) {
    for (const char* type : {"ns3::RandomWalk2dMobilityModel", "ns3::RandomDirection2dMobilityModel",
                             "ns3::RandomWaypointMobilityModel", "ns3::GaussMarkovMobilityModel",
                             "ns3::SteadyStateRandomWaypointMobilityModel"}) {
        scenario::Scenario s = moving(type, {}, 30);
        s.users.mobility[0].profile.area = {0.0, 0.0, 50.0, 40.0};
        for (const mobility::Route& route : routesOf(s))
            for (const mobility::RoutePoint& p : *route) {
                EXPECT_GE(p.position.east_m, -1e-6) << type;
                EXPECT_LE(p.position.east_m, 50.0 + 1e-6) << type;
                EXPECT_GE(p.position.north_m, -1e-6) << type;
                EXPECT_LE(p.position.north_m, 40.0 + 1e-6) << type;
            }
    }
}

// A value that the reader accepts must not end the process.
TEST(Trajectories, NoAcceptedAttributeStopsNs3) {
    const char* values[] = {"0",
                            "1",
                            "0.01s",
                            "0.5",
                            "1.5707963267948966",
                            "3.141592653589793",
                            "-1.5707963267948966",
                            "300",
                            "100000s",
                            "1000000",
                            "100000",
                            "Time",
                            "Distance",
                            "ns3::UniformRandomVariable[Min=0.01|Max=300]",
                            "ns3::UniformRandomVariable[Min=0|Max=0]",
                            "ns3::NormalRandomVariable[Mean=0|Variance=1000000|Bound=300]",
                            "ns3::NormalRandomVariable[Mean=3|Variance=0|Bound=0]",
                            "ns3::ExponentialRandomVariable[Mean=0.001|Bound=0.001]",
                            "-300:300"};
    int runs = 0;
    for (const std::string& type : scenario::ns3MobilityTypes())
        for (const std::string& name : scenario::ns3AttributesOf(type))
            for (const char* value : values) {
                const auto text = scenario::ns3AttributeText(type, name, value);
                if (!text) continue;
                if (type.find("SteadyState") != std::string::npos) continue;  // its ranges go in pairs
                for (const char* mode : {"Distance", "Time"}) {
                    Attributes attributes = {{name, *text}};
                    if (type.find("Walk2d") != std::string::npos && name != "Mode")
                        attributes.emplace_back("Mode", mode);
                    scenario::Scenario s = moving(type, attributes, 5);
                    s.run.duration_s = 5.0;
                    EXPECT_EQ(routesOf(s).size(), 5U) << type << " " << name << " " << value;
                    ++runs;
                }
            }
    EXPECT_GT(runs, 100);
}

TEST(Trajectories, BothHostsGiveOneFingerprint) {
    scenario::Scenario s = moving("ns3::RandomWaypointMobilityModel",
                                  {{"Speed", "ns3::UniformRandomVariable[Min=20|Max=30]"},
                                   // ns-3 pauses first, two seconds by default.
                                   {"Pause", "ns3::ConstantRandomVariable[Constant=0]"}},
                                  30, 0.5);
    s.run.duration_s = 2.0;
    run::SimulateOptions options;
    options.host = run::Host::plain;
    const auto plain = run::simulate(s, options);
    options.threads = 2;
    EXPECT_EQ(run::simulate(s, options).fingerprint, plain.fingerprint);
    options.host = run::Host::ns3;
    EXPECT_EQ(run::simulate(s, options).fingerprint, plain.fingerprint);
    scenario::Scenario still = s;
    still.users.mobility[0].profile.kind = mobility::Kind::fixed;
    options.host = run::Host::plain;
    EXPECT_NE(run::simulate(still, options).fingerprint, plain.fingerprint) << "movement shows";
}

}  // namespace
}  // namespace celltwin::ns3host
