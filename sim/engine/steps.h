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
#include "sim/engine/air_interface.h"
#include "sim/engine/clock.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/ran_state.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {

/// Everything a step reads and never writes.
struct StepContext {
    StepContext(const scenario::Scenario& scenario, const RadioModel& radio, const AirInterface& air);

    const scenario::Scenario& scenario;
    const RadioModel& radio;
    const AirInterface& air;
    Clock clock;
    Random random;
    std::vector<std::vector<int>> downlink_symbols;  ///< per carrier, per slot of its pattern
    std::vector<std::vector<int>> feedback_slots;  ///< likewise: until the base station knows a block's fate
    std::vector<int> resource_elements_per_prb;    ///< per carrier and symbols: [carrier * 15 + symbols]
    /// Likewise: what the code rate of a block really is over that of its MCS, since CSI-RS and SS/PBCH
    /// blocks take resource elements that its size does not know of.
    std::vector<double> code_rate_factor;
    std::vector<float> always_on_carrier;  ///< activity of reference signals, as RanState::csi_on_carrier
    double pf_weight = 0.0;                ///< 1 / PF window in slots
    double filter_weight = 1.0;            ///< of a new measurement in the L3 filter
    double min_speed_mps = 0.0;            ///< behind the fading of a UE that stands
    int csi_delay_slots = 0;
    std::int64_t csi_depth = 1;  ///< reports of a UE that are kept: until the newest is known

    int downlinkSymbols(std::uint32_t carrier, std::int64_t slot) const {
        return atSlot(downlink_symbols[carrier], slot);
    }
    int feedbackSlots(std::uint32_t carrier, std::int64_t slot) const {
        return atSlot(feedback_slots[carrier], slot);
    }
    int resourceElementsPerPrb(std::uint32_t carrier, int symbols) const {
        return resource_elements_per_prb[carrier * 15 + static_cast<std::size_t>(symbols)];
    }
    double codeRateFactor(std::uint32_t carrier, std::int64_t slot) const {
        return code_rate_factor[carrier * 15 + static_cast<std::size_t>(downlinkSymbols(carrier, slot))];
    }
    std::span<HarqProcess> processes(RanState& state, std::size_t ue) const {
        const auto count = static_cast<std::size_t>(scenario.ran.link_adaptation.harq_processes);
        return {state.harq.data() + ue * count, count};
    }
    /// The report the scheduler knows in the current slot, and the one measured last.
    CsiReport activeReport(const RanState& state, std::size_t ue) const;
    CsiReport latestReport(const RanState& state, std::size_t ue) const;

  private:
    void addResourceElements(const scenario::Carrier& carrier, int symbols);
    static int atSlot(const std::vector<int>& pattern, std::int64_t slot) {
        return pattern[static_cast<std::size_t>(slot) % pattern.size()];
    }
};

/// What is sent in the current slot.
struct Transmission {
    std::uint32_t ue, carrier;
    PrbRange prbs;
    HarqProcess* process;
};

/// Per-cell working memory, re-used every slot.
struct CellScratch {
    std::vector<scheduler::Candidate> candidates;
    std::vector<std::uint32_t> order;
    std::vector<scheduler::Grant> grants;
    std::vector<Transmission> sent;
    ChannelScratch channel;
};

struct Range {
    std::size_t begin, end;
};

/// Reads mobility columns; writes positions, travelled_m, speed_mps, and the rows of links of the UEs that
/// moved (all where `first`).
void moveAndMeasureLinks(const StepContext& context, RanState& state, Range ues, bool first);
/// Reads rsrp_mw; writes filtered_rsrp_dbm (set, not filtered, where `first`).
void filterMeasurements(const StepContext& context, RanState& state, Range ues, bool first);
/// Reads filtered_rsrp_dbm; writes a3; returns the target cell, or -1.
std::int32_t evaluateHandover(const StepContext& context, RanState& state, std::size_t ue);
/// Serial: changes serving cells, counts, and appends events.
void attachAll(const StepContext& context, RanState& state, std::vector<record::Event>& events);
void executeHandover(const StepContext& context, RanState& state, std::size_t ue, std::int32_t target,
                     ChannelScratch& scratch, std::vector<record::Event>& events);
/// Serial: rebuilds cell_begin and cell_ues from serving_cell.
void groupUesByCell(const StepContext& context, RanState& state);

/// First pass of a cell: arrivals, CQI reports, measurement histograms, scheduling. Reads csi_activity;
/// writes rows of the cell's UEs, the cell's kpi row and activity, and what is sent in `scratch`.
void scheduleCell(const StepContext& context, RanState& state, std::uint32_t cell, CellScratch& scratch);
/// Second pass of a cell, after every cell's activity is known: SINR, block errors, HARQ, delivery,
/// throughput.
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

/// Mean signal over interference and noise of an attached UE, linear, all layers together: of the reference
/// signal (SS-SINR) and of its data; `on_carrier` is one of RanState's per-carrier activity rows.
struct Signal {
    float reference_snr, data_snr;
};
Signal signalOf(const StepContext& context, const RanState& state, std::size_t ue,
                const std::vector<float>& on_carrier);
/// The same link for the air interface, in the current slot.
LinkState linkOf(const StepContext& context, const RanState& state, std::size_t ue, float snr);
/// Reads csi_on_carrier; writes sinr_db and the UE's report `age` periods ago (0: the current one).
void measureCsi(const StepContext& context, RanState& state, std::size_t ue, std::int64_t age,
                ChannelScratch& scratch);
/// Empties the UE's hybrid ARQ processes: what was not decoded goes back into its queue.
void returnToQueue(const StepContext& context, RanState& state, std::size_t ue);

}  // namespace celltwin::engine
