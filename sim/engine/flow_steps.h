// SPDX-License-Identifier: BSD-3-Clause
//
// What happens to the columns of fidelity `flow`, event by event. Private to sim/engine.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/engine/flow_context.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

/// Working memory, re-used.
struct FlowScratch {
    std::vector<scheduler::Backlogged> ues;
    std::vector<double> shares;
    std::vector<std::uint32_t> order;
    std::vector<std::pair<float, std::uint32_t>> heard;
};

struct FlowWorld {
    const FlowContext& x;
    FlowState& state;
    EventHeap arrivals;  ///< UE x flows
    EventHeap ends;      ///< cells
    FlowScratch scratch;
    std::vector<record::Event> events;

    FlowWorld(const FlowContext& context, FlowState& columns)
        : x(context),
          state(columns),
          arrivals(columns.traffic_cursor.size()),
          ends(columns.backlogged.size()) {}
};

/// Positions, links and serving cells at a mobility step; attaches everyone where `first`. UEs that change
/// their cell take what waits along.
void measureFlowUes(FlowWorld& world, std::int64_t now_ns, bool first);

/// SINR in dB of a UE's data (`reference`: of the reference signal) under the activity of a CQI period.
/// Reads link and heard; keeps what it finds until the UE's cell changes.
float flowSinrDb(const FlowContext& x, FlowState& state, std::size_t ue, std::int64_t tick,
                 bool reference = false);
/// CQI periods after which UEs that share with `sharing` in all get a new rate: where each is served little,
/// its link changes little from one turn to the next.
inline std::int64_t ratePeriods(std::size_t sharing) {
    return static_cast<std::int64_t>(std::min<std::size_t>(4, (sharing + 3) / 4));
}
/// Rate, error rate and outer loop of a UE from now on, sharing with `sharing` UEs in all.
void planRate(const FlowContext& x, FlowState& state, std::size_t ue, std::size_t sharing);
/// The period's activity becomes what others hear; all UEs with data get new rates and shares.
void closeTick(FlowWorld& world, std::int64_t now_ns);

/// Serves the UEs of a cell up to now at the rates and shares they had.
void settleCell(FlowWorld& world, std::size_t cell, std::int64_t now_ns);
/// Shares from now on, and when the first unit ends.
void planCell(FlowWorld& world, std::size_t cell, std::int64_t now_ns);
/// Units of a bearer that are due are handed to its queue, or sent up.
void arrive(FlowWorld& world, std::size_t flow, std::int64_t now_ns);
/// The bearer of the highest priority that has data, -1 = none.
std::int32_t urgentFlow(const FlowContext& x, const FlowState& state, std::size_t ue);
/// Slots until the last block of a unit is there, beyond the fluid's end: the youngest failed block of those
/// in the air decides, tried again `feedback_slots` after it was sent; and a unit's blocks are whole slots.
double tailSlots(double blocks, double slots_between, double first_error, double feedback_slots);
/// Tells the traffic model that a downlink unit is done.
void settleUnit(FlowWorld& world, std::size_t ue, std::size_t b, const FlowUnit& unit, std::int64_t done_ns,
                std::int64_t lost_bytes);
/// Units of a cell that are sent leave their queues.
void endUnits(FlowWorld& world, std::size_t cell, std::int64_t now_ns);
/// Units older than their bearer's discard timer are dropped.
void discardOldUnits(FlowWorld& world, std::size_t ue, std::int64_t now_ns);
/// A UE with data joins its cell's UEs, or leaves them.
void joinCell(FlowWorld& world, std::size_t ue, std::int64_t now_ns);
void leaveCell(FlowWorld& world, std::size_t ue);
/// What a UE has counted since it was last called goes to the cell that serves it.
void bookUe(FlowWorld& world, std::size_t ue);
/// When data handed to a UE's PDCP now has reached the base station; kNever without an uplink.
std::int64_t uplinkDoneNs(const FlowContext& x, const FlowState& state, std::size_t ue, std::int64_t now_ns,
                          std::int64_t bytes);

/// Distributions of connected UEs' SINR, RSRP and CQI.
void sampleLinks(FlowWorld& world);
void countConnected(FlowState& state, std::size_t cell, std::int64_t now_ns);
/// As closeKpiPeriod and clearKpiPeriod of the slot engine, at `state.slot`.
void closeFlowPeriod(FlowWorld& world, std::int64_t now_ns, std::vector<double>& values);
void clearFlowPeriod(FlowWorld& world, std::int64_t now_ns);

}  // namespace celltwin::engine
