// SPDX-License-Identifier: BSD-3-Clause
//
// Which cells go slot by slot, and what a run whose other cells are a fluid cannot have.
#include <algorithm>
#include <set>

#include "models/scheduler/shares.h"
#include "scenarios/schema/bind.h"

namespace celltwin::scenario {
namespace {

/// Cells of the network and those that changes add.
std::vector<Cell> allCells(const Scenario& scenario) {
    std::vector<Cell> cells = scenario.network.cells;
    for (const Change& change : scenario.changes)
        if (change.new_cell) cells.push_back(*change.new_cell);
    return cells;
}

class ForegroundReader {
  public:
    ForegroundReader(const Scenario& scenario, Context& context)
        : scenario_(scenario), context_(context), cells_(allCells(scenario)) {}

    Foreground read(const Node& node) {
        Foreground foreground;
        scenario::read(node, "background_step_ms", foreground.background_step_ms);
        readCells(node);
        readPlaces(node);
        readChanges(node);
        if (sites_.empty() && context_.findings.empty())
            context_.findings.add(node.mark, "no cell is in the foreground",
                                  "give cells, places, or near_changes_m with a change of cells");
        foreground.sites.assign(sites_.begin(), sites_.end());
        return foreground;
    }

  private:
    void readCells(const Node& node) {
        const Node* list = valueOf(node, "cells");
        if (list == nullptr) return;
        Index known = context_.cells;
        for (std::size_t i = scenario_.network.cells.size(); i < cells_.size(); ++i)
            known.emplace(cells_[i].id, static_cast<std::uint32_t>(i));
        for (const Node& name : list->items) {
            if (name.bad) continue;
            name.used = true;
            const auto index = lookUp(known, name.text, "cell", context_.cells_source, name.mark, context_);
            if (index) sites_.insert(cells_[*index].site);
        }
    }
    void takeAround(Enu at, double radius_m) {
        for (const Cell& cell : cells_)
            if (distance2dM(cell.position, at) <= radius_m) sites_.insert(cell.site);
    }
    void readPlaces(const Node& node) {
        const Node* list = valueOf(node, "places");
        if (list == nullptr) return;
        for (const Node& item : list->items) {
            const auto place = readPlace(item, context_);
            double radius_m = 0.0;
            if (!scenario::read(item, "radius_m", radius_m) || !place) continue;
            takeAround(toEnu(*place, scenario_.network, item.mark, context_), radius_m);
        }
    }
    void readChanges(const Node& node) {
        double radius_m = 0.0;
        if (!scenario::read(node, "near_changes_m", radius_m)) return;
        for (const Change& change : scenario_.changes) {
            for (const std::uint32_t cell : change.cells)
                takeAround(scenario_.network.cells[cell].position, radius_m);
            if (change.new_cell) takeAround(change.new_cell->position, radius_m);
        }
    }

    const Scenario& scenario_;
    Context& context_;
    std::vector<Cell> cells_;
    std::set<std::uint32_t> sites_;
};

}  // namespace

std::vector<NotFluid> notFluid(const Scenario& s) {
    std::vector<NotFluid> all;
    if (s.radio.fading.profile || s.radio.fading.los_profile)
        all.push_back({"radio.fading is not modelled", "profile: none"});
    if (s.users.component_carriers > 1)
        all.push_back({"users.component_carriers above 1 are not modelled", "component_carriers: 1"});
    if (!s.ran.slices.empty()) all.push_back({"ran.slices are not modelled", {}});
    if (!scheduler::hasFluid(s.ran.rule))
        all.push_back({"ran.scheduler must be round-robin, or proportional-fair with pf_beta above 0", {}});
    return all;
}

std::optional<Foreground> bindForeground(const Node& root, const Scenario& scenario, Context& context) {
    const Node* run = valueOf(root, "run");
    const Node* node = run == nullptr ? nullptr : valueOf(*run, "foreground");
    if (node == nullptr) return std::nullopt;
    if (scenario.run.fidelity != Fidelity::slot)
        context.findings.add(node->mark, "run.foreground goes with fidelity slot only");
    for (const NotFluid& wrong : notFluid(scenario))
        context.findings.add(node->mark, "run.foreground: in background cells " + wrong.what,
                             wrong.instead.empty() ? "leave run.foreground out"
                                                   : wrong.instead + ", or leave run.foreground out");
    return ForegroundReader(scenario, context).read(*node);
}

}  // namespace celltwin::scenario
