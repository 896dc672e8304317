// SPDX-License-Identifier: BSD-3-Clause
//
// Sites beside those that go slot by slot: the same UEs, links, RRC, traffic and queues, but every step of
// some slots a cell serves the data of its UEs as a fluid, downlink and uplink, by the scheduler's shares
// (fluid_drain.h) at the rates of fluid_link.h. A step is served at its end, with the arrivals it has had;
// its activity is what other cells hear until the end of the next. Interference is that of the CQI period
// before, reports are of one more before; links are looked at once a mobility period and where there is
// data. A UE that leaves keeps in its queues what has not been served since the last step.
//
// Not modelled, and refused where a scenario is read (scenario::notFluid): fading, carrier aggregation,
// slices, max C/I and QoS-aware scheduling. Not modelled: blocks and their errors one by one (means count),
// HARQ's delays, limits on UEs in a slot, energy, sleep of symbols, and what foreground UEs bring to the
// uplink of background cells.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/engine/fluid_drain.h"
#include "sim/engine/fluid_link.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {

/// Keeps what channel reports saw before a new CQI period's loads replace it.
void keepLoads(const StepContext& context, RanState& state);

class Background {
  public:
    /// Sites of x.background_sites that are served together.
    static constexpr std::size_t kBlock = 3;

    Background(const StepContext& context, std::size_t ues);

    /// Whether a step ends with this slot. KPI periods and UE samples end one, too.
    bool endsWith(std::int64_t slot) const { return stepBegin(slot + 1) == slot + 1; }
    /// Serves a block of sites over the step that ends with state.slot. Reads csi_on_carrier,
    /// reported_on_carrier; writes rows of the sites' UEs, their cells' kpi rows, activity and load.
    void serve(RanState& state, Range block);
    /// Serial, after all sites are served: what their UEs bring to cells far away.
    void sumFarUplink(const RanState& state);
    /// Then: what they bring to the cells of a range.
    void spreadUplink(RanState& state, Range cells) const;

  private:
    /// One UE of a cell in one direction.
    struct Service {
        std::uint32_t row;
        double piece_bytes;                          ///< what one data slot carries of it
        double offset_db = 0.0, offset_slots = 1.0;  ///< where the outer loop is after so much service
        double power_per_prb_mw = 0.0;               ///< uplink
    };
    struct Served {
        std::vector<Service> ues;
        std::vector<FluidQueue> queues;  ///< one each
    };
    /// Working memory of a block.
    struct Scratch {
        std::array<Served, traffic::kDirections> served;
        FluidScratch fluid;
        NearLoad now, reported;
    };
    class Cell;

    /// The last step boundary at or before a slot.
    std::int64_t stepBegin(std::int64_t slot) const;

    const StepContext& x_;
    std::vector<FluidCarrier> carriers_;
    std::int64_t step_slots_;
    std::vector<Scratch> scratch_;
    // Uplink power that leaves a cell, as CellScratch::reach, the same on all PRBs.
    std::vector<float> reach_;       ///< cell x width
    std::vector<double> far_reach_;  ///< by cell
    std::vector<double> far_heard_;  ///< by carrier
};

}  // namespace celltwin::engine
