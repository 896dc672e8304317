// SPDX-License-Identifier: BSD-3-Clause
//
// Fidelity `flow`: users, traffic and radio of the slot engine, with the slots taken out. A cell is one
// server that its UEs with data share as its scheduler would (models/scheduler/shares.h); a UE alone would
// get the rate of its SINR (models/phy/rate_curve.h). Between two events all rates are constant. Events:
// arrival of a unit, its end, and every CQI period, at which cells' activity becomes the interference others
// hear, reports age, outer loops and averages move. Idle cells and UEs cost nothing.
//
// The same scenario has the same users, shadowing, ways and arrivals as at slot fidelity: all of it is keyed,
// not counted. Block errors are not drawn, their means count.
//
// Downlink: interference is that of the CQI period before, by cell; the 32 strongest of a UE count one by
// one, the rest with the network's mean activity. Uplink: what is sent up (requests, voice, poses, reports)
// arrives after its scheduling request and grant at the UE's own rate over noise, without contention.
// RRC: UEs are connected from the start, to the cell of the strongest filtered RSRP; a moving UE changes to
// one on its frequency that stays stronger by the A3 offset and hysteresis for the time to trigger, at once
// and without fail.
// Not modelled and refused (checkFlowLevel): fading, carrier aggregation, slices, max C/I and QoS-aware
// scheduling, load balancing, cell sleep, elastic traffic in the uplink. Not modelled: handover interruption
// and failure, radio link failure, idle and inactive states, admission, energy, whole PRBs and padding of
// small blocks.
//
// One serial loop, so the bytes are the same whatever the number of threads.
#pragma once

#include <functional>
#include <memory>

#include "scenarios/schema/scenario.h"
#include "sim/engine/clock.h"
#include "sim/engine/user_drop.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

/// Throws ConfigError naming every key of the scenario that flow fidelity cannot honour.
void checkFlowLevel(const scenario::Scenario& scenario);

/// Memory it takes, bytes, before anything is allocated.
std::size_t estimateFlowBytes(const scenario::Scenario& scenario);

/// Counts of what has happened since the start, for benches.
struct FlowEvents {
    std::uint64_t arrivals = 0, ends = 0, link_updates = 0;
};

class FlowLevel {
  public:
    /// As Engine's. Throws as checkFlowLevel.
    FlowLevel(const scenario::Scenario& scenario, const UserDrop& users);
    ~FlowLevel();
    FlowLevel(const FlowLevel&) = delete;
    FlowLevel& operator=(const FlowLevel&) = delete;

    const Clock& clock() const;
    /// Up to where it has been simulated; clock().end_slot when done.
    std::int64_t slot() const;
    bool done() const { return slot() >= clock().end_slot; }
    /// Simulates up to the next cadence and hands closed periods, samples, events and checkpoints to `sink`.
    void step(record::RunSink& sink);

    /// Everything a later one of the same scenario needs to go on bit for bit.
    record::Checkpoint checkpoint() const;
    /// Throws DataError where a column is missing or has another length.
    void restore(const record::Checkpoint& checkpoint);

    FlowEvents events() const;
    /// Bytes a second that a UE would get alone, as last planned; 0 where it cannot be served.
    double rateAloneBytesPerS(std::size_t ue) const;
    /// Sums over a UE's bearers, downlink: offered = delivered + dropped + waiting.
    struct Bytes {
        double offered = 0.0, delivered = 0.0, dropped = 0.0, waiting = 0.0;
    };
    Bytes bytesOf(std::size_t ue) const;
    /// What a UE's bearer noticed since the last KPI period.
    const traffic::Experience& experienceOf(std::size_t ue, std::size_t bearer) const;
    std::int32_t servingCell(std::size_t ue) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// As runPlainLoop.
bool runFlowLevel(FlowLevel& flow, record::RunSink& sink, const std::function<bool()>& interrupted);

}  // namespace celltwin::engine
