// SPDX-License-Identifier: BSD-3-Clause
//
// One case on either simulator, ns-3's own and the ladder, in one process: each makes its simulator afresh.
#pragma once

#include <gtest/gtest.h>
#include <ns3/global-value.h>
#include <ns3/simulator-impl.h>
#include <ns3/simulator.h>
#include <ns3/string.h>

#include <string>

#include "sim/ns3/ladder_simulator.h"

namespace celltwin::testing {

inline constexpr const char* kDefaultSimulator = "ns3::DefaultSimulatorImpl";
inline constexpr const char* kLadderSimulator = "celltwin::LadderSimulatorImpl";

/// From here on ns-3's time stands at 0 and nothing is pending.
inline void startSimulator(const std::string& type) {
    ns3::Simulator::Destroy();
    if (type == kLadderSimulator)
        ns3host::selectLadderSimulator();
    else
        ns3::GlobalValue::Bind("SimulatorImplementationType", ns3::StringValue(type));
    ASSERT_EQ(ns3::Simulator::GetImplementation()->GetInstanceTypeId().GetName(), type);
}

/// A suite over both.
class OnEachSimulator : public ::testing::TestWithParam<const char*> {
  protected:
    void SetUp() override { startSimulator(GetParam()); }
    void TearDown() override { ns3::Simulator::Destroy(); }
};

}  // namespace celltwin::testing
