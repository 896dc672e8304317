// SPDX-License-Identifier: BSD-3-Clause
//
// How fast the slot engine is, as ratios within one run: against ns-3 3.37's LTE module on the same network
// with matched KPIs, against the clock, in larger networks at the same density, with more threads and ranks,
// and against what the hardware allows. scripts/bench prints it with the other tables.
//
// ns-3: hexagonal sites, UMa without line of sight, ten UEs a cell, full buffer both ways (its RLC in
// saturation mode sends up as well), proportional fair, HARQ. Its CPU time is taken after the window in which
// KPIs are compared, while nothing of ours listens, without its start. As in lte_peer, which has the list of
// what is left different.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "bench/lte_peer_case.h"
#include "bench/lte_peer_ns3.h"
#include "bench/slot_rows.h"
#include "sim/run/processes.h"

namespace celltwin::bench {
namespace {

struct Part {
    const char* name;
    void (*rows)(const SlotOptions&, std::vector<FigureRow>&);
};
constexpr Part kParts[] = {{"bounds", boundRows},       {"threads", threadRows},  {"ranks", rankRows},
                           {"real-time", realTimeRows}, {"density", densityRows}, {"ns3-21", peerRows21},
                           {"ns3-57", peerRows57}};

std::vector<std::string> partNames() {
    std::vector<std::string> names;
    for (const Part& part : kParts) names.emplace_back(part.name);
    return names;
}

int run(const SlotOptions& options, const std::vector<std::string>& only, bool as_json) {
    std::vector<FigureRow> rows;
    for (const Part& part : kParts) {
        if (!only.empty() && std::find(only.begin(), only.end(), part.name) == only.end()) continue;
        fmt::print(stderr, "slot_figures: {}\n", part.name);
        part.rows(options, rows);
    }
    fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
    return figureStatus(rows);
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    SlotOptions options;
    std::vector<std::string> only;
    std::string peer_case, rank_case;
    int link_table_prbs = 0;
    std::vector<int> profile;
    bool as_json = false;
    CLI::App app{"The slot engine's speed, as ratios within this run"};
    app.add_option("--only", only, "These parts alone (repeatable)")
        ->allow_extra_args(false)
        ->check(CLI::IsMember(partNames()));
    app.add_flag("--quick", options.quick, "Small networks, few rounds; times are told and not judged");
    app.add_flag("--verbose", options.verbose, "What was measured, on standard error");
    app.add_flag("--json", as_json, "Print JSON");
    app.add_option("--profile", profile, "Step a network alone: sites, UEs a cell, numerology, slots")
        ->expected(4);
    app.add_option("--peer", peer_case, "Run ns-3 on this case and print what it finds")->group("");
    app.add_option("--rank-case", rank_case, "A rank's part of this case")->group("");
    app.add_option("--peer-link-table", link_table_prbs, "Print ns-3's link adaptation")->group("");
    CLI11_PARSE(app, argc, argv);
    try {
        if (!profile.empty()) {
            runSlots(profile[0], profile[1], profile[2], profile[3]);
            return 0;
        }
        if (!rank_case.empty()) return runRankCase(rank_case);
        if (peer_case.empty() && link_table_prbs == 0) return run(options, only, as_json);
        celltwin::run::endWithParent();
        fmt::print("{}\n", link_table_prbs > 0 ? linkTableText(ns3LinkTable(link_table_prbs))
                                               : resultText(runNs3(caseFromText(peer_case))));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "slot_figures: {}\n", error.what());
        return 2;
    }
}
