// SPDX-License-Identifier: BSD-3-Clause
//
// The ns-3 event host: one event a slot drives the engine, and virtual gNBs, cells and UEs exist as ns-3
// nodes, so ns-3's mobility, tracing and Config paths see them. This header is free of ns-3. One host per
// process: ns-3 keeps process-wide state that outlives Simulator::Destroy. The events run on
// celltwin::LadderSimulatorImpl (ladder_simulator.h), where ns-3 has not yet made a simulator by then.
//
// Nodes (TypeIds): celltwin::VirtualGnb, one per site; celltwin::VirtualCell, one per cell;
// celltwin::VirtualUe, one per UE. Each carries a celltwin::EngineMobilityModel (an ns3::MobilityModel) that
// reads RanState and fires CourseChange when the engine moved it. Trace sources: VirtualUe ServingCell,
// SinrDb; VirtualCell ConnectedUes, Activity.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/engine/engine.h"
#include "sim/record/run_sink.h"

namespace celltwin::ns3host {

struct HostResult {
    bool complete = false;
    std::uint64_t events = 0;  ///< ns-3 events executed
};

/// How many of each node exist, seen from ns-3's own node list.
struct NodeCensus {
    std::uint32_t gnbs = 0, cells = 0, ues = 0;
};

/// Runs the engine from where it stands to its end under ns-3's simulator, or until `interrupted` (asked once
/// a slot; a checkpoint is then handed to the sink). `inspect`, where given, is called once after the nodes
/// exist and once more at the end. The simulated clock of ns-3 equals the engine's. Results equal
/// runPlainLoop's bit for bit.
HostResult runOnNs3(engine::Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted,
                    const std::function<void()>& inspect = {});

/// Counts celltwin nodes in ns-3's node list; call it from `inspect`.
NodeCensus countNodes();

/// Version of the ns-3 library in use, "3.37".
std::string ns3Version();

}  // namespace celltwin::ns3host
