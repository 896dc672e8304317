// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: what cells draw, and when they sleep.
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {

const Object& cellSleepObject() {
    static const Object object = [] {
        const energy::CellSleepRule r;
        return Object{"cell sleep",
                      "energy.cell_sleep",
                      "Whole cells off at low load, their UEs with neighbours (TS 28.310). Written, even "
                      "empty, it is on.",
                      {numberKey("sleep_below_load", "", 0, 1, r.sleep_below_load, "Of the cell's PRBs."),
                       numberKey("neighbours_below_load", "", 0, 1, r.neighbours_below_load,
                                 "Of the busiest neighbour, with its part of the cell's load; less than "
                                 "wake_above_load."),
                       numberKey("wake_above_load", "", 0, 1, r.wake_above_load,
                                 "Of the busiest neighbour: the cell wakes."),
                       numberKey("hold_s", "s", 0, 86400, r.hold_s, "How long a condition must last.")},
                      {}};
    }();
    return object;
}

const Object& energyObject() {
    static const Object object = [] {
        const Energy e;
        return Object{
            "energy",
            "energy",
            "What cells draw (PEE counters), and when they sleep.",
            {choiceKey("model", energyModelNames(), nameOf(e.model, energyModelNames()),
                       "TR 38.864 clause 5.1 in relative units, or P0 + slope x max x load."),
             above(numberKey("watt_per_unit", "W", 0, 100000, "4.3 for tr38864-cat1, 37.5 for tr38864-cat2",
                             "tr38864: a relative unit; by default the full downlink draws about 1200 W.")),
             numberKey("p0_w", "W", 0, 100000, e.linear.p0_w, "linear: without load."),
             numberKey("slope", "", 0, 100, e.linear.slope, "linear: watts drawn for each watt sent."),
             numberKey("max_w", "W", 0, 10000, e.linear.max_w, "linear: sent at full load."),
             numberKey("sleep_w", "W", 0, 100000, e.linear.sleep_w, "linear: asleep, at any depth."),
             choiceKey("deepest_sleep", sleepDepthNames(), nameOf(e.sleep.deepest, sleepDepthNames()),
                       "How deep a cell with nothing to do may sleep."),
             numberKey("idle_ms_before_light", "ms", 0, 600000, e.sleep.idle_ms_before_light,
                       "Idle so long, a cell goes to light sleep."),
             numberKey("idle_ms_before_deep", "ms", 0, 3600000, e.sleep.idle_ms_before_deep,
                       "Idle so long, a cell goes to deep sleep."),
             numberKey("wake_after_ms", "ms", 0, 60000, e.sleep.wake_after_ms,
                       "Something must have waited so long before a sleeping cell wakes."),
             numberKey("reading_s", "s", 0.01, 3600, e.reading_s,
                       "PEE.MinPower and PEE.MaxPower are over means of so long."),
             objectKey("cell_sleep", &cellSleepObject, "none", "Whole cells off at low load.")},
            {}};
    }();
    return object;
}

}  // namespace celltwin::scenario
