// SPDX-License-Identifier: BSD-3-Clause
//
// What cells draw and when they sleep, of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"

namespace celltwin::scenario {

std::string cellSleepText(const energy::CellSleepRule& rule) {
    return Flow()
        .add("sleep_below_load", rule.sleep_below_load)
        .add("neighbours_below_load", rule.neighbours_below_load)
        .add("wake_above_load", rule.wake_above_load)
        .add("hold_s", rule.hold_s)
        .text();
}

std::string energyText(const Energy& e) {
    Flow flow;
    flow.raw("model", nameOf(e.model, energyModelNames()));
    if (e.model == EnergyModel::linear)
        flow.add("p0_w", e.linear.p0_w)
            .add("slope", e.linear.slope)
            .add("max_w", e.linear.max_w)
            .add("sleep_w", e.linear.sleep_w);
    else
        flow.add("watt_per_unit", e.watt_per_unit);
    flow.raw("deepest_sleep", nameOf(e.sleep.deepest, sleepDepthNames()))
        .add("idle_ms_before_light", e.sleep.idle_ms_before_light)
        .add("idle_ms_before_deep", e.sleep.idle_ms_before_deep)
        .add("wake_after_ms", e.sleep.wake_after_ms)
        .add("reading_s", e.reading_s);
    if (e.cell_sleep) flow.raw("cell_sleep", cellSleepText(*e.cell_sleep));
    return "energy: " + flow.text() + "\n";
}

}  // namespace celltwin::scenario
