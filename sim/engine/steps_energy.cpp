// SPDX-License-Identifier: BSD-3-Clause
//
// What cells draw, slot by slot, and when whole cells sleep.
#include <algorithm>
#include <array>
#include <span>

#include "models/phy/nr_frame.h"
#include "sim/engine/rrc_procedures.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

/// SS/PBCH blocks and system information are sent every 20 ms, and paging with them: a cell on the air wakes
/// for them. TR 38.864's reference keeps them out of sleep's way; here they cost the symbols they take.
constexpr double kBroadcastMs = 20.0;
constexpr int kBroadcastSymbols = 4;

bool broadcasts(const StepContext& x, const RanState& state) {
    const auto period = std::max<std::int64_t>(1, static_cast<std::int64_t>(kBroadcastMs / x.slotMs()));
    return state.slot % period == 0;
}

/// Loads of the cells around that are on, into `loads`.
std::span<const double> loadsAround(const StepContext& x, const RanState& state, std::uint32_t cell,
                                    std::array<double, kBalancedNeighbours>& loads) {
    std::size_t count = 0;
    for (const std::uint32_t n : x.neighbours[cell])
        if (state.cell_on_air[n] == 1) loads[count++] = state.cell_load[n];
    return {loads.data(), count};
}

}  // namespace

void drawPower(const StepContext& x, RanState& state, std::uint32_t cell, const CellScratch& scratch) {
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    energy::Activity activity;
    if (state.cell_on_air[cell] != 0) {
        const double share = state.activity[cell];
        const bool sends = energy::maySend(state.power[cell]);
        const int downlink = x.downlinkSymbols(carrier, state.slot);
        const bool idle_broadcast = sends && share <= 0.0 && broadcasts(x, state) && downlink > 0;
        activity.prb_share = idle_broadcast ? 20.0 / x.scenario.network.carriers[carrier].prb_count : share;
        activity.symbols_downlink =
            share > 0.0 ? downlink : (idle_broadcast ? std::min(downlink, kBroadcastSymbols) : 0);
        activity.symbols_uplink = scratch.sent_up.empty() ? 0 : x.uplinkSymbols(carrier, state.slot);
        activity.prb_share = std::min(1.0, activity.prb_share);
        activity.wants_to_send = scratch.waiting;
    }
    energy::SleepPolicy policy = x.scenario.energy.sleep;
    // A cell that is off is as deep asleep as its equipment can be.
    if (state.cell_on_air[cell] == 0) policy.deepest = energy::Depth::deep;
    const energy::SlotEnergy drawn =
        energy::step(x.power_model[cell], policy, activity, x.clock.slot_ns, state.power[cell]);
    energy::add(state.meter[cell], drawn.joule, x.clock.slot_ns, x.reading_slots * x.clock.slot_ns);
}

void decideSleep(const StepContext& x, RanState& state, RrcProcedures& rrc) {
    if (!x.scenario.energy.cell_sleep) return;
    const std::int64_t elapsed_ns = x.sleep_slots * x.clock.slot_ns;
    std::array<double, kBalancedNeighbours> loads;
    for (std::uint32_t cell = 0; cell < x.scenario.network.cells.size(); ++cell) {
        if (!x.scenario.network.cells[cell].active) continue;
        const std::span<const double> around = loadsAround(x, state, cell, loads);
        const energy::CellOrder order = energy::decideCellSleep(
            *x.scenario.energy.cell_sleep, state.cell_load[cell], around, elapsed_ns, state.sleep[cell]);
        if (order == energy::CellOrder::wake) state.cell_on_air[cell] = 1;
        if (order == energy::CellOrder::sleep) state.cell_on_air[cell] = 2;
        if (state.cell_on_air[cell] != 2) continue;
        // Off the air once the last UE has left.
        if (state.connected_ues[cell] == 0)
            state.cell_on_air[cell] = 0;
        else
            rrc.vacate(cell);
    }
}

}  // namespace celltwin::engine
