// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "scenarios/schema/bind.h"
#include "scenarios/schema/change_fields.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

double after(const CellField& field, const Cell& cell, const Adjustment& adjustment) {
    const double before = cell.*field.value;
    return field.value == &Cell::azimuth_deg ? adjustedAzimuth(before, adjustment)
                                             : adjusted(before, adjustment);
}

void applyToCells(const Change& change, NetworkSnapshot& network) {
    for (const std::uint32_t index : change.cells) {
        Cell& cell = network.cells[index];
        for (const CellField& field : kCellFields)
            if (const auto& adjustment = change.*field.adjustment)
                cell.*field.value = after(field, cell, *adjustment);
        if (change.active) cell.active = *change.active;
    }
}

void scaleTraffic(double factor, Users& users) {
    for (TrafficShare& entry : users.traffic)
        for (Bearer& bearer : entry.bearers) bearer.profile = traffic::scaled(bearer.profile, factor);
}

void applyToSlice(const Change& change, Ran& ran) {
    if (!change.slice) return;
    scheduler::SliceRatio& ratio = ran.slices[*change.slice].ratio;
    for (const SliceField& field : kSliceFields)
        if (const auto& adjustment = change.*field.adjustment)
            ratio.*field.value = adjusted(ratio.*field.value, *adjustment);
}

/// Three significant decimals are enough for a sentence.
std::string shown(double value) {
    return shortest(std::round(value * 1000.0) / 1000.0);
}

std::string cellNames(const Change& change, const NetworkSnapshot& network) {
    constexpr std::size_t kNamed = 3;
    std::string names;
    for (std::size_t i = 0; i < change.cells.size() && i < kNamed; ++i)
        names += (i == 0 ? "" : ", ") + network.cells[change.cells[i]].id;
    if (change.cells.size() > kNamed)
        names += " and " + std::to_string(change.cells.size() - kNamed) + " more";
    return names;
}

/// "4° → 8°" where all cells start alike, else "+4°" or "→ 8°".
std::string describeField(const CellField& field, const Change& change, const NetworkSnapshot& network) {
    const Adjustment& adjustment = *(change.*field.adjustment);
    const Cell& first = network.cells[change.cells.front()];
    bool alike = true;
    for (const std::uint32_t index : change.cells)
        alike = alike && network.cells[index].*field.value == first.*field.value;
    const std::string words = std::string(field.words) + " ";
    if (alike)
        return words + shown(first.*field.value) + field.unit + " \xE2\x86\x92 " +
               shown(after(field, first, adjustment)) + field.unit;
    if (adjustment.kind == Adjustment::Kind::set)
        return words + "\xE2\x86\x92 " + shown(adjustment.value) + field.unit;
    return words + (adjustment.value >= 0 ? "+" : "") + shown(adjustment.value) +
           (field.value == &Cell::tx_power_dbm ? " dB" : field.unit);
}

/// "slice video minimum 20 % → 40 %".
std::string describeSlice(const Change& change, const Slice& slice) {
    std::string text = "slice " + slice.name, comma = " ";
    for (const SliceField& field : kSliceFields)
        if (const auto& adjustment = change.*field.adjustment) {
            const double value = slice.ratio.*field.value;
            text += comma + field.words + " " + shown(value) + " % \xE2\x86\x92 " +
                    shown(adjusted(value, *adjustment)) + " %";
            comma = ", ";
        }
    return text;
}

/// "deep sleep", "no sleep".
std::string depthText(energy::Depth depth) {
    if (depth == energy::Depth::none) return "no sleep";
    return std::string(energy::depthNames()[static_cast<std::size_t>(depth)]) + " sleep";
}

}  // namespace

double adjusted(double before, const Adjustment& adjustment) {
    return adjustment.kind == Adjustment::Kind::set ? adjustment.value : before + adjustment.value;
}

double adjustedAzimuth(double before, const Adjustment& adjustment) {
    if (adjustment.kind == Adjustment::Kind::set) return adjustment.value;
    const double turned = std::fmod(before + adjustment.value, 360.0);
    return turned < 0.0 ? turned + 360.0 : turned;
}

Scenario applyChanges(const Scenario& before) {
    Scenario scenario = before;
    scenario.changes.clear();
    for (const Change& change : before.changes) {
        applyToCells(change, scenario.network);
        if (change.new_site) scenario.network.sites.push_back(*change.new_site);
        if (change.new_cell) scenario.network.cells.push_back(*change.new_cell);
        if (change.traffic_factor) scaleTraffic(*change.traffic_factor, scenario.users);
        applyToSlice(change, scenario.ran);
        for (const HandoverField& field : kHandoverFields)
            if (const auto& adjustment = change.*field.adjustment)
                scenario.ran.handover.*field.value =
                    adjusted(scenario.ran.handover.*field.value, *adjustment);
        if (change.deepest_sleep) scenario.energy.sleep.deepest = *change.deepest_sleep;
        if (change.cell_sleep) scenario.energy.cell_sleep = change.cell_sleep;
    }
    return scenario;
}

std::string describeChange(const Change& change, const Scenario& before) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (!change.cells.empty()) {
        for (const CellField& field : kCellFields)
            if (change.*field.adjustment) add(describeField(field, change, before.network));
        if (change.active) add(*change.active ? "switched on" : "switched off");
        text = cellNames(change, before.network) + " " + text;
    }
    if (change.new_cell) {
        const Cell& cell = *change.new_cell;
        add("new cell " + cell.id + ", azimuth " + shown(cell.azimuth_deg) + "\xC2\xB0, downtilt " +
            shown(cell.downtilt_deg) + "\xC2\xB0, " + shown(cell.tx_power_dbm) + " dBm");
    }
    if (change.traffic_factor) add("traffic \xC3\x97 " + shown(*change.traffic_factor));
    if (change.slice) add(describeSlice(change, before.ran.slices[*change.slice]));
    for (const HandoverField& field : kHandoverFields)
        if (const auto& adjustment = change.*field.adjustment) {
            const double value = before.ran.handover.*field.value;
            add(std::string(field.words) + " " + shown(value) + field.unit + " \xE2\x86\x92 " +
                shown(adjusted(value, *adjustment)) + field.unit);
        }
    if (change.deepest_sleep)
        add(depthText(before.energy.sleep.deepest) + " \xE2\x86\x92 " + depthText(*change.deepest_sleep));
    if (change.cell_sleep)
        add("whole cells sleep below " + shown(100.0 * change.cell_sleep->sleep_below_load) + " % load");
    return text;
}

}  // namespace celltwin::scenario
