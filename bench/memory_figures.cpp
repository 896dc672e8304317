// SPDX-License-Identifier: BSD-3-Clause
//
// What a UE and a cell cost in memory at slot fidelity, without fading: each column of the state, by UE and
// by cell, and what the process grows by. Three networks tell the two apart: one, the same with twice the
// UEs, and one of twice the cells. Columns as they go into a checkpoint; the process also has working memory,
// radio model and lists of neighbours.
#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "bench/figure_rows.h"
#include "bench/slot_networks.h"
#include "sim/engine/engine.h"
#include "sim/engine/user_drop.h"

namespace celltwin::bench {
namespace {

/// Bytes that malloc has handed out.
double heapBytes() {
    const struct mallinfo2 info = ::mallinfo2();
    return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

struct Cost {
    double cells = 0.0, ues = 0.0;
    double heap_bytes = 0.0;  ///< what the engine has allocated
    std::map<std::string, double> column_bytes;
};

Cost costOf(const SlotNetwork& network) {
    const scenario::Scenario scenario = slotScenario(network);
    const engine::UserDrop users = engine::dropUsers(scenario);
    Cost cost;
    cost.cells = static_cast<double>(scenario.network.cells.size());
    cost.ues = static_cast<double>(scenario.users.count);
    const double before = heapBytes();
    const engine::Engine engine(scenario, users, 1);
    cost.heap_bytes = heapBytes() - before;
    for (const record::CheckpointColumn& column : engine.checkpoint().columns)
        cost.column_bytes[column.name] += static_cast<double>(column.bytes.size());
    return cost;
}

/// bytes = fixed + cell x cells + ue x ues, from three networks.
struct Slopes {
    double ue, cell;
};
Slopes slopesOf(const Cost& base, const Cost& more_ues, const Cost& more_cells, double bytes, double with_ues,
                double with_cells) {
    const double ue = (with_ues - bytes) / (more_ues.ues - base.ues);
    const double cell =
        (with_cells - bytes - ue * (more_cells.ues - base.ues)) / (more_cells.cells - base.cells);
    return {ue, cell};
}

std::vector<FigureRow> rowsOf(int sites) {
    const Cost base = costOf({.sites = sites}), more_ues = costOf({.sites = sites, .ues_per_cell = 20}),
               more_cells = costOf({.sites = 2 * sites});
    const Slopes whole =
        slopesOf(base, more_ues, more_cells, base.heap_bytes, more_ues.heap_bytes, more_cells.heap_bytes);
    std::vector<FigureRow> rows;
    const std::string note =
        fmt::format("two bearers, lists of 32 cells; {:.0f} cells, {:.0f} UEs", base.cells, base.ues);
    rows.push_back({"a UE, all that is allocated", whole.ue, 2048.0, {}, "byte", Better::below, note});
    rows.push_back({"a cell, all that is allocated", whole.cell, 65536.0, {}, "byte", Better::below, note});
    for (const auto& [name, bytes] : base.column_bytes) {
        const Slopes column = slopesOf(base, more_ues, more_cells, bytes, more_ues.column_bytes.at(name),
                                       more_cells.column_bytes.at(name));
        constexpr double kLeast = 0.5;
        if (column.ue >= kLeast)
            rows.push_back({"a UE, " + name, column.ue, {}, {}, "byte", Better::below, ""});
        if (column.cell >= kLeast)
            rows.push_back({"a cell, " + name, column.cell, {}, {}, "byte", Better::below, ""});
    }
    return rows;
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    CLI::App app{"Memory of the slot engine by UE, by cell and by column"};
    bool as_json = false, quick = false;
    app.add_flag("--json", as_json, "Print JSON");
    app.add_flag("--quick", quick, "Small networks");
    CLI11_PARSE(app, argc, argv);
    const std::vector<FigureRow> rows = rowsOf(quick ? 19 : 61);
    fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
    return figureStatus(rows);
}
