// SPDX-License-Identifier: BSD-3-Clause
//
// The what-if and what is expected of it, checked against the network they apply to.
#include <algorithm>
#include <set>

#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/change_fields.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

Mark keyMark(const Node& node, std::string_view key) {
    const Entry* entry = node.find(key);
    return entry == nullptr ? node.mark : entry->key_mark;
}

std::optional<Adjustment> readAdjustment(const Node& map, std::string_view key) {
    const Node* node = valueOf(map, key);
    if (node == nullptr) return std::nullopt;
    Adjustment adjustment;
    if (node->kind == Node::Kind::map) {
        adjustment.kind = Adjustment::Kind::add;
        if (!read(*node, "add", adjustment.value)) return std::nullopt;
    } else {
        adjustment.value = parseNumber(node->text).value_or(0.0);
    }
    return adjustment;
}

/// `cell` or `cells`; unknown names are findings.
std::vector<std::uint32_t> readCells(const Node& node, Context& context) {
    std::vector<std::uint32_t> cells;
    std::set<std::uint32_t> seen;
    const auto take = [&](const Node& name) {
        if (name.bad) return;
        name.used = true;
        const auto index = lookUp(context.cells, name.text, "cell", context.cells_source, name.mark, context);
        if (!index) return;
        if (seen.insert(*index).second)
            cells.push_back(*index);
        else
            context.findings.add(name.mark, "cell " + quotedText(name.text) + " is listed twice");
    };
    if (const Node* one = valueOf(node, "cell")) take(*one);
    if (const Node* list = valueOf(node, "cells"))
        for (const Node& item : list->items) take(item);
    return cells;
}

/// Reads one change after another, remembering what earlier ones did.
class ChangeReader {
  public:
    ChangeReader(const Scenario& scenario, Context& context)
        : scenario_(scenario), network_(scenario.network), context_(context) {}

    Change read(const Node& node) {
        Change change;
        change.cells = readCells(node, context_);
        readSite(node, change);
        const bool names_cells =
            node.find("cell") != nullptr || node.find("cells") != nullptr || node.find("site") != nullptr;
        const bool fields = readFields(node, change, names_cells);
        if (names_cells && !fields)
            context_.findings.add(node.mark, "this change changes nothing",
                                  "give downtilt_deg, azimuth_deg, tx_power_dbm, height_m or active");
        readNewCell(node, change);
        if (scenario::read(node, "traffic_factor", change.traffic_factor))
            claim("all UEs", "traffic_factor", keyMark(node, "traffic_factor"));
        readSlice(node, change);
        readHandover(node, change);
        readEnergy(node, change);
        change.text = describeChange(change, scenario_);
        return change;
    }

  private:
    void claim(const std::string& of, const std::string& key, const Mark& mark) {
        if (!claimed_.insert(of + "\n" + key).second)
            context_.findings.add(
                mark, "conflicting changes: an earlier change sets " + key + " of " + of + " already");
    }

    void readSite(const Node& node, Change& change) {
        const Node* name = valueOf(node, "site");
        if (name == nullptr) return;
        const auto site = lookUp(context_.sites, name->text, "site", "the network", name->mark, context_);
        if (!site) return;
        for (std::size_t i = 0; i < network_.cells.size(); ++i)
            if (network_.cells[i].site == *site) change.cells.push_back(static_cast<std::uint32_t>(i));
        if (change.cells.empty())
            context_.findings.add(name->mark, "site " + quotedText(name->text) + " has no cells");
    }

    /// Whether any field of cells is written, right or wrong.
    bool readFields(const Node& node, Change& change, bool names_cells) {
        bool any = false;
        for (const CellField& field : kCellFields) {
            if (node.find(field.key) == nullptr) continue;
            any = true;
            if (!names_cells)
                context_.findings.add(keyMark(node, field.key),
                                      std::string("'") + field.key + "' needs cell, cells or site beside it");
            change.*field.adjustment = readAdjustment(node, field.key);
            if (change.*field.adjustment) checkField(field, node, change);
        }
        if (node.find("active") == nullptr) return any;
        if (!names_cells)
            context_.findings.add(keyMark(node, "active"), "'active' needs cell, cells or site beside it");
        bool active = true;
        if (scenario::read(node, "active", active)) change.active = active;
        for (const std::uint32_t cell : change.cells)
            claim("cell " + network_.cells[cell].id, "active", keyMark(node, "active"));
        return true;
    }

    void checkField(const CellField& field, const Node& node, const Change& change) {
        const Shape& shape = changeObject().find(field.key)->shape;
        const Adjustment& adjustment = *(change.*field.adjustment);
        for (const std::uint32_t index : change.cells) {
            const Cell& cell = network_.cells[index];
            claim("cell " + cell.id, field.key, keyMark(node, field.key));
            if (field.value == &Cell::azimuth_deg) continue;
            std::string hint;
            const std::string trouble = numberTrouble(adjusted(cell.*field.value, adjustment), shape, hint);
            if (!trouble.empty())
                context_.findings.add(node.find(field.key)->value.mark,
                                      std::string(field.key) + " of cell " + cell.id + " becomes " + trouble);
        }
    }

    void readNewCell(const Node& node, Change& change) {
        const Node* given = valueOf(node, "new_cell");
        if (given == nullptr) return;
        RawCell raw = readInlineCell(*given, context_);
        if (context_.cells.count(raw.cell.id) != 0 || !new_cells_.insert(raw.cell.id).second)
            complain(raw, raw.mark, "cell id " + quotedText(raw.cell.id) + " is taken already", {}, context_);
        resolveCarrierAndAntenna(raw, network_, context_);
        if (raw.place) raw.cell.position = toEnu(*raw.place, network_, raw.mark, context_);
        placeNewCell(*given, raw, change);
        change.new_cell = raw.cell;
    }

    void placeNewCell(const Node& given, RawCell& raw, Change& change) {
        if (raw.site.empty() && raw.place) raw.site = "site of " + raw.cell.id;
        const auto known = context_.sites.find(raw.site);
        const auto added = new_sites_.find(raw.site);
        if (known != context_.sites.end() || added != new_sites_.end()) {
            const bool old = known != context_.sites.end();
            raw.cell.site = old ? known->second : added->second.first;
            if (!raw.place)
                raw.cell.position = old ? network_.sites[known->second].position : added->second.second;
        } else if (raw.place) {
            raw.cell.site = static_cast<std::uint32_t>(network_.sites.size() + new_sites_.size());
            new_sites_[raw.site] = {raw.cell.site, raw.cell.position};
            change.new_site = Site{raw.site, raw.cell.position};
        } else if (!raw.site.empty()) {
            lookUp(context_.sites, raw.site, "site", "the network, and the new cell has no place of its own",
                   raw.site_mark, context_);
        } else if (!hasPlaceKeys(given)) {
            context_.findings.add(given.mark, "a new cell needs a site of the network, or a place of its own",
                                  "site: ..., or lat_deg and lon_deg, or east_m and north_m");
        }
    }

    void readHandover(const Node& node, Change& change) {
        const Node* given = valueOf(node, "handover");
        if (given == nullptr) return;
        if (given->entries.empty()) context_.findings.add(given->mark, "this change changes nothing");
        const Object& rules = changeObject().find("handover")->shape.object();
        for (const HandoverField& field : kHandoverFields) {
            change.*field.adjustment = readAdjustment(*given, field.key);
            if (!(change.*field.adjustment)) continue;
            claim("the handover", field.key, keyMark(*given, field.key));
            std::string hint;
            const double after = adjusted(scenario_.ran.handover.*field.value, *(change.*field.adjustment));
            const std::string trouble = numberTrouble(after, rules.find(field.key)->shape, hint);
            if (!trouble.empty())
                context_.findings.add(given->find(field.key)->value.mark,
                                      std::string(field.key) + " becomes " + trouble);
        }
    }

    void readEnergy(const Node& node, Change& change) {
        const Node* given = valueOf(node, "energy");
        if (given == nullptr) return;
        if (given->entries.empty()) context_.findings.add(given->mark, "this change changes nothing");
        energy::Depth depth{};
        if (readName(*given, "deepest_sleep", sleepDepthNames(), depth)) change.deepest_sleep = depth;
        change.cell_sleep = bindCellSleep(*given, context_);
        for (const char* key : {"deepest_sleep", "cell_sleep"})
            if (given->find(key) != nullptr) claim("the energy", key, keyMark(*given, key));
    }

    void readSlice(const Node& node, Change& change) {
        const Node* name = valueOf(node, "slice");
        if (name != nullptr)
            change.slice = lookUp(context_.slices, name->text, "slice", "ran.slices", name->mark, context_);
        bool any = false;
        for (const SliceField& field : kSliceFields) {
            if (node.find(field.key) == nullptr) continue;
            any = true;
            if (node.find("slice") == nullptr)
                context_.findings.add(keyMark(node, field.key),
                                      std::string("'") + field.key + "' needs slice beside it");
            change.*field.adjustment = readAdjustment(node, field.key);
            if (!(change.*field.adjustment) || !change.slice) continue;
            const Slice& slice = scenario_.ran.slices[*change.slice];
            claim("slice " + slice.name, field.key, keyMark(node, field.key));
            std::string hint;
            const std::string trouble =
                numberTrouble(adjusted(slice.ratio.*field.value, *(change.*field.adjustment)),
                              changeObject().find(field.key)->shape, hint);
            if (!trouble.empty())
                context_.findings.add(
                    node.find(field.key)->value.mark,
                    std::string(field.key) + " of slice " + slice.name + " becomes " + trouble);
        }
        if (name != nullptr && !any)
            context_.findings.add(node.mark, "this change changes nothing",
                                  "give min_percent, max_percent or dedicated_percent");
    }

    const Scenario& scenario_;
    const NetworkSnapshot& network_;
    Context& context_;
    std::set<std::string> claimed_;
    std::set<std::string> new_cells_;
    std::unordered_map<std::string, std::pair<std::uint32_t, Enu>> new_sites_;
};

/// Single changes were in range; whether the slices still fit shows when all are made.
void checkSlicesAfter(const Node& root, const Scenario& before, const std::vector<Change>& changes,
                      Context& context) {
    const bool any =
        std::any_of(changes.begin(), changes.end(), [](const Change& c) { return c.slice.has_value(); });
    if (!any || !context.findings.empty()) return;
    Scenario scenario;
    scenario.ran.slices = before.ran.slices;
    for (const Change& change : changes) {
        if (!change.slice) continue;
        scenario.changes = {change};
        scenario = applyChanges(scenario);
    }
    checkRatios(scenario.ran.slices, markOf(root, "changes"), "after the changes, ", context);
}

Expectation bindExpectation(const Node& node, Context& context) {
    Expectation expectation;
    expectation.line = node.mark.line;
    if (const Node* kpi = valueOf(node, "kpi")) {
        expectation.kpi = kpi->text;
        const std::vector<std::string>& known = context.kpis.names;
        if (!known.empty() && std::find(known.begin(), known.end(), kpi->text) == known.end())
            context.findings.add(kpi->mark, "unknown KPI " + quotedText(kpi->text),
                                 didYouMean(kpi->text, known));
    }
    expectation.cells = readCells(node, context);
    readName(node, "leg", legNames(), expectation.leg);
    if (read(node, "percent", expectation.percent) && expectation.percent &&
        expectation.leg != Expectation::Leg::change)
        context.findings.add(keyMark(node, "percent"), "'percent' goes with leg: change only");
    read(node, "at_least", expectation.at_least);
    read(node, "at_most", expectation.at_most);
    if (node.find("at_least") == nullptr && node.find("at_most") == nullptr)
        context.findings.add(node.mark, "an expectation needs at_least or at_most");
    if (expectation.at_least && expectation.at_most && *expectation.at_least > *expectation.at_most)
        context.findings.add(keyMark(node, "at_least"), "at_least is above at_most");
    return expectation;
}

}  // namespace

std::vector<Change> bindChanges(const Node& root, const Scenario& scenario, Context& context) {
    std::vector<Change> changes;
    ChangeReader reader(scenario, context);
    if (const Node* list = valueOf(root, "changes"))
        for (const Node& item : list->items)
            if (!item.bad) changes.push_back(reader.read(item));
    checkSlicesAfter(root, scenario, changes, context);
    return changes;
}

std::vector<Expectation> bindExpectations(const Node& root, Context& context) {
    std::vector<Expectation> expectations;
    if (const Node* list = valueOf(root, "expect"))
        for (const Node& item : list->items)
            if (!item.bad) expectations.push_back(bindExpectation(item, context));
    return expectations;
}

}  // namespace celltwin::scenario
