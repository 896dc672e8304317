// SPDX-License-Identifier: BSD-3-Clause
//
// Does the network behave as theory and published evaluations say it must: shared cells, triggers of
// handover, a loaded network. Rows as figure_rows.h has them; exit 1 where a "must" is missed.
#include "bench/behaviour_figures.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <utility>

namespace celltwin::bench {

scenario::Scenario plainNetwork(const std::vector<Enu>& cells, const std::string& path_loss) {
    scenario::Scenario s;
    s.name = "plain network";
    scenario::Carrier carrier;
    carrier.frequency_mhz = 2000.0;
    carrier.bandwidth_mhz = 10.0;
    carrier.prb_count = 52;
    s.network.carriers = {carrier};
    scenario::Antenna antenna;
    antenna.model = scenario::AntennaModel::isotropic;
    antenna.tr38901.gain_dbi = 0.0;
    s.network.antennas = {antenna};
    for (const Enu& at : cells) {
        const std::string number = std::to_string(s.network.sites.size());
        scenario::Cell cell;
        cell.id = "C" + number;
        cell.site = static_cast<std::uint32_t>(s.network.sites.size());
        cell.position = at;
        s.network.sites.push_back({"S" + number, at});
        s.network.cells.push_back(cell);
    }
    s.radio.propagation = path_loss;
    s.radio.shadowing = false;
    s.users.mobility = {scenario::MobilityShare{}};
    s.users.traffic = {scenario::TrafficShare{}};
    return s;
}

namespace {

using Group = std::vector<FigureRow> (*)(const BehaviourOptions&);
constexpr std::pair<const char*, Group> kGroups[] = {
    {"sharing", sharingRows}, {"handover", handoverRows}, {"full-buffer", fullBufferRows}};

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    BehaviourOptions options;
    std::vector<std::string> only;
    bool as_json = false;
    CLI::App app{"Network behaviour beside theory and published evaluations"};
    app.add_option("--only", only, "These groups alone: sharing, handover, full-buffer")
        ->check(CLI::IsMember({"sharing", "handover", "full-buffer"}));
    app.add_option("--scenario", options.scenario, "Another full-buffer network than the shipped one");
    app.add_option("--threads", options.threads)->check(CLI::Range(1, 64))->capture_default_str();
    app.add_flag("--quick", options.quick, "Shorter runs; what they cannot judge is skipped and says so");
    app.add_flag("--verbose", options.verbose, "Every case, on standard error");
    app.add_flag("--json", as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    try {
        std::vector<FigureRow> rows;
        for (const auto& [name, group] : kGroups) {
            if (!only.empty() && std::find(only.begin(), only.end(), name) == only.end()) continue;
            std::vector<FigureRow> more = group(options);
            std::move(more.begin(), more.end(), std::back_inserter(rows));
        }
        fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
        return figureStatus(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "behaviour_figures: {}\n", error.what());
        return 2;
    }
}
