// SPDX-License-Identifier: BSD-3-Clause
//
// The steps of a slot, in the order Engine::step calls them. Each is a function of a block of UEs or cells
// and touches only rows of that block, so blocks may run on any thread. The comment of each says what it
// reads and writes.
#pragma once

#include <cstdint>
#include <vector>

#include "models/base/random.h"
#include "models/scheduler/scheduler.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/clock.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/ran_state.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

/// Everything a step reads and never writes.
struct StepContext {
    const scenario::Scenario& scenario;
    const RadioModel& radio;
    Clock clock;
    Random random;
    std::vector<std::vector<int>> downlink_symbols;  ///< per carrier, per slot of its pattern
    std::vector<int> resource_elements_per_prb;      ///< per carrier and symbols: [carrier * 15 + symbols]
    double pf_weight = 0.0;                          ///< 1 / PF window in slots
    double filter_weight = 1.0;                      ///< of a new measurement in the L3 filter

    int downlinkSymbols(std::uint32_t carrier, std::int64_t slot) const {
        const std::vector<int>& pattern = downlink_symbols[carrier];
        return pattern[static_cast<std::size_t>(slot) % pattern.size()];
    }
    int resourceElementsPerPrb(std::uint32_t carrier, int symbols) const {
        return resource_elements_per_prb[carrier * 15 + static_cast<std::size_t>(symbols)];
    }
};
StepContext makeStepContext(const scenario::Scenario& scenario, const RadioModel& radio);

/// Per-cell working memory, re-used every slot.
struct CellScratch {
    std::vector<scheduler::Candidate> candidates;
    std::vector<std::uint32_t> order;
    std::vector<scheduler::Grant> grants;
};

struct Range {
    std::size_t begin, end;
};

/// Reads mobility columns; writes positions and rsrp_mw of the UEs that moved (all where `first`).
void moveAndMeasureLinks(const StepContext& context, RanState& state, Range ues, bool first);
/// Reads rsrp_mw; writes filtered_rsrp_dbm (set, not filtered, where `first`).
void filterMeasurements(const StepContext& context, RanState& state, Range ues, bool first);
/// Reads filtered_rsrp_dbm; writes a3; returns the target cell, or -1.
std::int32_t evaluateHandover(const StepContext& context, RanState& state, std::size_t ue);
/// Serial: changes serving cells, counts, and appends events.
void attachAll(const StepContext& context, RanState& state, std::vector<record::Event>& events);
void executeHandover(const StepContext& context, RanState& state, std::size_t ue, std::int32_t target,
                     std::vector<record::Event>& events);
/// Serial: rebuilds cell_begin and cell_ues from serving_cell.
void groupUesByCell(const StepContext& context, RanState& state);

/// First pass of a cell: arrivals, CQI reports, measurement histograms, scheduling. Reads csi_activity;
/// writes rows of the cell's UEs, the cell's kpi row and activity, and the grants in `scratch`.
void scheduleCell(const StepContext& context, RanState& state, std::uint32_t cell, CellScratch& scratch);
/// Second pass of a cell, after every cell's activity is known: SINR, block errors, delivery, throughput.
void transmitCell(const StepContext& context, RanState& state, std::uint32_t cell, CellScratch& scratch);
/// Serial: activity weighted by carrier overlap, one padded row per carrier.
void spreadActivity(const StepContext& context, const std::vector<float>& activity,
                    std::vector<float>& per_carrier);
/// Serial, at the end of a slot: keeps the mean activity that CQI reports see.
void averageActivity(const StepContext& context, RanState& state);

/// Closes the KPI period: turns accumulators into values (cell x rowWidth(), NaN = no sample) and clears
/// them.
void closeKpiPeriod(const StepContext& context, RanState& state, std::vector<double>& values);
/// Clears the accumulators without looking at them (end of the warm-up).
void clearKpiPeriod(RanState& state);

/// SINR in dB of a UE on its serving cell, its carrier's power split over the layers; `on_carrier` is one of
/// RanState's per-carrier activity rows. -infinity for a detached UE.
float sinrDb(const StepContext& context, const RanState& state, std::size_t ue,
             const std::vector<float>& on_carrier);

}  // namespace celltwin::engine
