// SPDX-License-Identifier: BSD-3-Clause
//
// The key table, last part: the what-if, what is expected of it, and the scenario as a whole.
#include "scenarios/schema/limits.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

/// `{add: x}`; units and ranges are those of the key it stands at, so each has its own object.
template <int kIndex>
const Object& addObject() {
    static constexpr struct {
        const char* what;
        const char* unit;
        double reach;
    } kKinds[] = {{"an angle shift", "deg", 360}, {"a power shift", "dB", 60},  {"a height shift", "m", 1000},
                  {"an offset shift", "dB", 30},  {"a time shift", "ms", 5120}, {"a share shift", "%", 100}};
    static const Object object{
        kKinds[kIndex].what,
        std::string("add: ") + kKinds[kIndex].what,
        "A number to add to what stands there before the change.",
        {numberKey("add", kKinds[kIndex].unit, -kKinds[kIndex].reach, kKinds[kIndex].reach, "", "The shift.")
             .must()},
        {}};
    return object;
}

Key adjustable(Key key, const Object& (*add)()) {
    key.shape.or_else = {objectShape(add)};
    key.default_text.clear();
    return key;
}

const Object& handoverChangeObject() {
    static const Object object{
        "a handover change",
        "changes[].handover",
        "New parameters of event A3, for all cells.",
        {adjustable(numberKey("offset_db", "dB", -30, 30, "", "a3-Offset."), &addObject<3>),
         adjustable(numberKey("hysteresis_db", "dB", 0, 30, "", "hysteresis."), &addObject<3>),
         adjustable(numberKey("time_to_trigger_ms", "ms", 0, 5120, "", "timeToTrigger."), &addObject<4>)},
        {}};
    return object;
}

const Object& energyChangeObject() {
    static const Object object = [] {
        Key deepest = choiceKey("deepest_sleep", sleepDepthNames(), "",
                                "How deep a cell with nothing to do may sleep.");
        return Object{"an energy change",
                      "changes[].energy",
                      "New rules of sleep, for all cells.",
                      {std::move(deepest),
                       objectKey("cell_sleep", &cellSleepObject, "",
                                 "Whole cells off at low load, by this rule in place of any before.")},
                      {}};
    }();
    return object;
}

}  // namespace

const Object& changeObject() {
    static const Object object{
        "a change",
        "changes[]",
        "One step of the what-if. It names its cells (cell, cells or site) and what changes there, as a new "
        "value or {add: shift}; or adds a cell, scales the traffic, or changes a slice's ratios, the "
        "handover "
        "or when cells sleep.",
        {textKey("cell", "", "The cell that changes."),
         listKey("cells", textKey("", "", "").shape, 1, kMaxCells, "", "The cells that change."),
         textKey("site", "", "All cells of this site change."),
         adjustable(numberKey("azimuth_deg", "deg", -360, 360, "", "Boresight, clockwise from north."),
                    &addObject<0>),
         adjustable(numberKey("downtilt_deg", "deg", -90, 90, "", "Electrical tilt, positive = down."),
                    &addObject<0>),
         adjustable(numberKey("mechanical_downtilt_deg", "deg", -90, 90, "", "Mechanical tilt."),
                    &addObject<0>),
         adjustable(numberKey("tx_power_dbm", "dBm", kMinPowerDbm, kMaxPowerDbm, "", "Total power."),
                    &addObject<1>),
         adjustable(numberKey("height_m", "m", 0.5, 1000, "", "Antenna height above ground."), &addObject<2>),
         [] {
             Key key = flagKey("active", true, "false switches off, true switches on.");
             key.default_text.clear();
             return key;
         }(),
         objectKey("new_cell", &cellObject, "", "A cell that is not there before."),
         above(numberKey("traffic_factor", "", 0, 1000, "", "Scales what every UE is offered.")),
         textKey("slice", "", "The slice of ran.slices whose ratios change.", 60),
         adjustable(numberKey("min_percent", "%", 0, 100, "", "slice: rRMPolicyMinRatio."), &addObject<5>),
         adjustable(numberKey("max_percent", "%", 0, 100, "", "slice: rRMPolicyMaxRatio."), &addObject<5>),
         adjustable(numberKey("dedicated_percent", "%", 0, 100, "", "slice: rRMPolicyDedicatedRatio."),
                    &addObject<5>),
         objectKey("handover", &handoverChangeObject, "", "New handover parameters."),
         objectKey("energy", &energyChangeObject, "", "New rules of sleep.")},
        {{{"cell", "cells", "site", "new_cell", "traffic_factor", "slice", "handover", "energy"}, true}}};
    return object;
}

const Object& expectationObject() {
    static const Object object{
        "an expectation",
        "expect[]",
        "A threshold on a KPI, averaged over the run; a run that crosses one ends with exit code 99.",
        {textKey("kpi", "", "TS 28.552 name, such as DRB.UEThpDl.").must(),
         textKey("cell", "the whole network", "The cell it is about."),
         listKey("cells", textKey("", "", "").shape, 1, kMaxCells, "the whole network",
                 "The cells it is about."),
         choiceKey("leg", legNames(), nameOf(Expectation{}.leg, legNames()),
                   "The run after the changes, before them, or the difference after - before."),
         flagKey("percent", Expectation{}.percent, "With leg: change, the difference in percent of before."),
         numberKey("at_least", "", -1e15, 1e15, "", "Lower threshold, in the KPI's unit."),
         numberKey("at_most", "", -1e15, 1e15, "", "Upper threshold, in the KPI's unit.")},
        {{{"cell", "cells"}, false}}};
    return object;
}

const Object& scenarioObject() {
    static const Object object{
        "a scenario",
        "the scenario file",
        "Everything a run needs. Keys carry their unit in the name.",
        {textKey("name", "the file's name", "One line that says what this is."),
         textKey("description", "", "What it shows, for people.", 10000),
         objectKey("network", &networkObject, "", "Sites, cells, carriers, antennas.").must(),
         objectKey("radio", &radioObject, "", "How radio waves travel."),
         objectKey("users", &usersObject, "", "The UEs."),
         listKey("traffic", objectShape(&trafficObject), 1, 100, "all full-buffer", "The traffic mix."),
         objectKey("ran", &ranObject, "", "Scheduler and handover."),
         objectKey("energy", &energyObject, "", "What cells draw, and when they sleep."),
         objectKey("run", &runObject, "", "Duration, seed, cadences."),
         objectKey("outputs", &outputsObject, "", "What is written."),
         listKey("changes", objectShape(&changeObject), 0, 10000, "none", "The what-if."),
         listKey("expect", objectShape(&expectationObject), 0, 1000, "none", "Thresholds on KPIs.")},
        {}};
    return object;
}

}  // namespace celltwin::scenario
