// SPDX-License-Identifier: BSD-3-Clause
//
// What cells draw, and when they sleep.
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

constexpr double kSecondCategoryWattPerUnit = 37.5;

void bindModel(const Node& node, Energy& e) {
    readName(node, "model", energyModelNames(), e.model);
    if (e.model == EnergyModel::linear) {
        read(node, "p0_w", e.linear.p0_w);
        read(node, "slope", e.linear.slope);
        read(node, "max_w", e.linear.max_w);
        read(node, "sleep_w", e.linear.sleep_w);
        return;
    }
    if (e.model == EnergyModel::tr38864_cat2) e.watt_per_unit = kSecondCategoryWattPerUnit;
    read(node, "watt_per_unit", e.watt_per_unit);
}

void bindSleep(const Node& node, energy::SleepPolicy& s) {
    readName(node, "deepest_sleep", sleepDepthNames(), s.deepest);
    read(node, "idle_ms_before_light", s.idle_ms_before_light);
    read(node, "idle_ms_before_deep", s.idle_ms_before_deep);
    read(node, "wake_after_ms", s.wake_after_ms);
}

}  // namespace

std::optional<energy::CellSleepRule> bindCellSleep(const Node& energy_node, Context& context) {
    const Node* node = valueOf(energy_node, "cell_sleep");
    if (node == nullptr) return std::nullopt;
    energy::CellSleepRule rule;
    read(*node, "sleep_below_load", rule.sleep_below_load);
    read(*node, "neighbours_below_load", rule.neighbours_below_load);
    read(*node, "wake_above_load", rule.wake_above_load);
    read(*node, "hold_s", rule.hold_s);
    if (rule.neighbours_below_load >= rule.wake_above_load)
        context.findings.add(markOf(*node, "neighbours_below_load"),
                             "a cell that sleeps while its neighbours' load is below " +
                                 shortest(rule.neighbours_below_load) + " and wakes when it is above " +
                                 shortest(rule.wake_above_load) + " would flap",
                             "make neighbours_below_load less than wake_above_load");
    return rule;
}

Energy bindEnergy(const Node& root, Context& context) {
    Energy e;
    const Node* node = valueOf(root, "energy");
    if (node == nullptr) return e;
    bindModel(*node, e);
    bindSleep(*node, e.sleep);
    read(*node, "reading_s", e.reading_s);
    e.cell_sleep = bindCellSleep(*node, context);
    return e;
}

}  // namespace celltwin::scenario
