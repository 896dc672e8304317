// SPDX-License-Identifier: BSD-3-Clause
//
// An unmodified model of ns-3, its LTE module, runs the same on ns-3's own simulator and on the ladder: three
// cells with three UEs each, full buffer, 50 ms. Each run has a process of its own, since ns-3 counts its
// random streams for as long as a process lives.
#include <gtest/gtest.h>

#ifndef CELLTWIN_HAS_NS3_LTE
TEST(LteOnTheLadder, HasTheEventsAndResultsOfTheDefaultSimulator) {
    GTEST_SKIP() << "ns-3's lte module is not installed: the comparison on an unmodified model is left out";
}
#else
#include <ns3/config.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/enum.h>
#include <ns3/lte-common.h>
#include <ns3/lte-enb-rrc.h>
#include <ns3/lte-helper.h>
#include <ns3/lte-spectrum-phy.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-phy.h>
#include <ns3/net-device-container.h>
#include <ns3/node-container.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/sim/ns3/both_simulators.h"

namespace celltwin::ns3host {
namespace {

using ns3::Ptr;
using ns3::Simulator;

constexpr std::uint32_t kCells = 3, kUesPerCell = 3;

/// What a run came to. Sums of doubles too must be equal to the bit: the same additions in the same order.
struct Outcome {
    std::uint64_t events = 0;
    std::uint64_t blocks = 0, bytes = 0, lost = 0, mcs_sum = 0;
    double sinr_sum = 0.0;
    std::array<std::uint64_t, kCells * kUesPerCell> ue_bytes{};
    std::int64_t time_weighted_bytes = 0;

    bool operator==(const Outcome&) const = default;
};

void onBlock(Outcome* outcome, std::size_t ue, ns3::PhyReceptionStatParameters block) {
    ++outcome->blocks;
    outcome->bytes += block.m_size;
    outcome->ue_bytes[ue] += block.m_size;
    outcome->lost += block.m_correctness == 0 ? 1 : 0;
    outcome->mcs_sum += block.m_mcs;
    outcome->time_weighted_bytes += Simulator::Now().GetMicroSeconds() * block.m_size;
}

void onSinr(Outcome* outcome, std::uint16_t, std::uint16_t, double, double sinr, std::uint8_t) {
    outcome->sinr_sum += sinr;
}

void standAt(const Ptr<ns3::Node>& node, double x, double y, double z) {
    const auto mobility = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
    mobility->SetPosition(ns3::Vector(x, y, z));
    node->AggregateObject(mobility);
}

Outcome runLte(const std::string& simulator) {
    testing::startSimulator(simulator);
    ns3::Config::SetDefault("ns3::LteEnbRrc::EpsBearerToRlcMapping",
                            ns3::EnumValue(ns3::LteEnbRrc::RLC_SM_ALWAYS));
    const auto lte = ns3::CreateObject<ns3::LteHelper>();
    ns3::NodeContainer cell_nodes, ue_nodes;
    cell_nodes.Create(kCells);
    ue_nodes.Create(kCells * kUesPerCell);
    for (std::uint32_t c = 0; c < kCells; ++c) standAt(cell_nodes.Get(c), 500.0 * c, 0.0, 30.0);
    for (std::uint32_t u = 0; u < ue_nodes.GetN(); ++u)
        standAt(ue_nodes.Get(u), 500.0 * (u / kUesPerCell) + 60.0 * (u % kUesPerCell), 40.0 + 15.0 * u, 1.5);
    const ns3::NetDeviceContainer cells = lte->InstallEnbDevice(cell_nodes);
    const ns3::NetDeviceContainer ues = lte->InstallUeDevice(ue_nodes);
    for (std::uint32_t u = 0; u < ues.GetN(); ++u) lte->Attach(ues.Get(u), cells.Get(u / kUesPerCell));
    lte->ActivateDataRadioBearer(ues, ns3::EpsBearer(ns3::EpsBearer::NGBR_VIDEO_TCP_DEFAULT));
    Outcome outcome;
    for (std::uint32_t u = 0; u < ues.GetN(); ++u) {
        const auto phy = ues.Get(u)->GetObject<ns3::LteUeNetDevice>()->GetPhy();
        phy->GetDownlinkSpectrumPhy()->TraceConnectWithoutContext(
            "DlPhyReception", ns3::MakeBoundCallback(&onBlock, &outcome, std::size_t{u}));
        phy->TraceConnectWithoutContext("ReportCurrentCellRsrpSinr",
                                        ns3::MakeBoundCallback(&onSinr, &outcome));
    }
    Simulator::Stop(ns3::MilliSeconds(50));
    Simulator::Run();
    outcome.events = Simulator::GetEventCount();
    Simulator::Destroy();
    return outcome;
}

/// Runs in a child, which has the parent's state of ns-3 as it is now.
Outcome runLteApart(const std::string& simulator) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
        const Outcome outcome = runLte(simulator);
        const bool whole = write(ends[1], &outcome, sizeof outcome) == static_cast<ssize_t>(sizeof outcome);
        _exit(whole ? 0 : 1);
    }
    close(ends[1]);
    Outcome outcome;
    EXPECT_EQ(read(ends[0], &outcome, sizeof outcome), static_cast<ssize_t>(sizeof outcome)) << simulator;
    close(ends[0]);
    int status = -1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << simulator;
    return outcome;
}

TEST(LteOnTheLadder, HasTheEventsAndResultsOfTheDefaultSimulator) {
    const Outcome expected = runLteApart(testing::kDefaultSimulator);
    const Outcome actual = runLteApart(testing::kLadderSimulator);
    EXPECT_GT(expected.events, 5'000U);
    for (const std::uint64_t bytes : expected.ue_bytes) EXPECT_GT(bytes, 0U) << "every UE is served";
    EXPECT_NE(expected.sinr_sum, 0.0);
    EXPECT_EQ(actual.events, expected.events);
    EXPECT_EQ(actual.bytes, expected.bytes);
    EXPECT_EQ(actual.lost, expected.lost);
    EXPECT_EQ(actual.sinr_sum, expected.sinr_sum);
    EXPECT_TRUE(actual == expected) << "and all the rest";
    RecordProperty("events", static_cast<int>(expected.events));
}

}  // namespace
}  // namespace celltwin::ns3host
#endif
