// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin geometry`: the statistics of a drop of users, without running anything.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "models/base/error.h"
#include "service/cli.h"
#include "service/geometry.h"
#include "service/outcome.h"
#include "service/scenario_input.h"
#include "sim/engine/geometry.h"

namespace celltwin::service {
namespace {

using engine::DropStatistics;
using nlohmann::json;

struct Arguments {
    std::string file, csv;
    std::vector<std::string> settings;
    int drops = 0, threads = 0;
    bool as_json = false;
};

/// One column of the result, in the order and with the names of the CSV.
struct Metric {
    const char* name;
    const char* words;
    const char* unit;
    std::vector<double> DropStatistics::*column;
    double scale = 1.0;
};
constexpr Metric kMetrics[] = {
    {"coupling_gain_db", "coupling gain", "dB", &DropStatistics::coupling_gain_db},
    {"sir_db", "wideband SIR", "dB", &DropStatistics::sir_db},
    {"sinr_db", "wideband SINR", "dB", &DropStatistics::sinr_db},
    {"delay_spread_ns", "delay spread", "ns", &DropStatistics::delay_spread_s, 1e9},
    {"asd_deg", "azimuth spread of departure", "deg", &DropStatistics::asd_deg},
    {"asa_deg", "azimuth spread of arrival", "deg", &DropStatistics::asa_deg},
    {"zsd_deg", "zenith spread of departure", "deg", &DropStatistics::zsd_deg},
    {"zsa_deg", "zenith spread of arrival", "deg", &DropStatistics::zsa_deg},
    {"largest_singular_db", "largest singular value", "dB", &DropStatistics::largest_singular_db},
    {"smallest_singular_db", "smallest singular value", "dB", &DropStatistics::smallest_singular_db},
};

/// One scenario's drops: the scenario as it stands, and after its changes where it has some.
struct Leg {
    const char* name;
    scenario::Scenario scenario;
    std::vector<DropStatistics> drops;
};

std::vector<Leg> evaluate(const scenario::Scenario& s, int drops, int threads) {
    std::vector<Leg> legs;
    legs.push_back({s.changes.empty() ? "" : "before", s, {}});
    if (!s.changes.empty()) legs.push_back({"after", scenario::applyChanges(s), {}});
    const bool terminal = isatty(STDERR_FILENO) != 0;
    for (Leg& leg : legs)
        for (int drop = 0; drop < drops; ++drop) {
            if (interruptRequested())
                throw std::runtime_error(fmt::format("interrupted after {} of {} drops", drop, drops));
            leg.drops.push_back(engine::evaluateDrop(leg.scenario, s, drop, threads));
            if (terminal)
                fmt::print(stderr, "\r\033[K{}{}drop {} of {}{}", leg.name, *leg.name == 0 ? "" : ": ",
                           drop + 1, drops, drop + 1 == drops ? "\n" : "");
        }
    return legs;
}

/// All attached UEs' values of a metric over all drops, ascending.
std::vector<double> sortedValues(const std::vector<DropStatistics>& drops, const Metric& metric) {
    std::vector<double> values;
    for (const DropStatistics& drop : drops)
        for (std::size_t ue = 0; ue < (drop.*metric.column).size(); ++ue)
            if (drop.cell[ue] >= 0) values.push_back((drop.*metric.column)[ue] * metric.scale);
    std::sort(values.begin(), values.end());
    return values;
}

/// Linear between order statistics.
double percentile(const std::vector<double>& sorted, double percent) {
    const double at = percent / 100.0 * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = at - static_cast<double>(below);
    // Between an infinite value and itself there is nothing to interpolate.
    return part == 0.0 ? sorted[below] : sorted[below] + part * (sorted[above] - sorted[below]);
}

std::string rowsOf(const std::vector<Leg>& legs) {
    const bool several = legs.size() > 1;
    std::string csv = several ? "leg,drop,ue" : "drop,ue";
    csv += ",cell,east_m,north_m,height_m,indoor";
    for (const Metric& metric : kMetrics)
        if (!(legs[0].drops[0].*metric.column).empty()) csv += fmt::format(",{}", metric.name);
    csv += '\n';
    for (const Leg& leg : legs)
        for (std::size_t d = 0; d < leg.drops.size(); ++d) {
            const DropStatistics& drop = leg.drops[d];
            for (std::size_t ue = 0; ue < drop.cell.size(); ++ue) {
                const auto cell = static_cast<std::size_t>(drop.cell[ue]);
                if (several) csv += fmt::format("{},", leg.name);
                csv += fmt::format("{},{},{},{:.3f},{:.3f},{:.2f},{}", d, ue,
                                   drop.cell[ue] < 0 ? "" : csvField(leg.scenario.network.cells[cell].id),
                                   drop.position[ue].east_m, drop.position[ue].north_m, drop.height_m[ue],
                                   drop.indoor[ue]);
                for (const Metric& metric : kMetrics)
                    if (!(drop.*metric.column).empty())
                        csv += fmt::format(",{:.4f}", (drop.*metric.column)[ue] * metric.scale);
                csv += '\n';
            }
        }
    return csv;
}

json percentilesOf(const Leg& leg, std::size_t& attached) {
    json metrics = json::object();
    for (const Metric& metric : kMetrics) {
        const std::vector<double> values = sortedValues(leg.drops, metric);
        if (values.empty()) continue;
        attached = values.size();
        json percentiles = json::array();
        for (int p = 0; p <= 100; ++p) {
            const double value = percentile(values, p);
            percentiles.push_back(std::isfinite(value) ? json(value) : json(nullptr));
        }
        metrics[metric.name] = {{"unit", metric.unit}, {"percentiles", percentiles}};
    }
    return metrics;
}

/// `metrics` of the only leg, or `before` and `after`.
std::string jsonOf(const scenario::Scenario& s, const std::vector<Leg>& legs,
                   const std::vector<std::string>& files) {
    json result = {{"ok", true},
                   {"exit_code", 0},
                   {"scenario", s.file},
                   {"name", s.name},
                   {"drops", legs[0].drops.size()},
                   {"ues", s.users.count},
                   {"seed", s.run.seed},
                   {"warnings", validityWarnings(s)},
                   {"files", files}};
    std::size_t attached = 0;
    for (const Leg& leg : legs) result[*leg.name == 0 ? "metrics" : leg.name] = percentilesOf(leg, attached);
    result["samples"] = attached;
    return result.dump(2, ' ', false, json::error_handler_t::replace);
}

void printTable(const Leg& leg) {
    if (*leg.name != 0) fmt::print("{}\n", leg.name);
    fmt::print("{:<34}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "", "5 %", "25 %", "50 %", "75 %", "95 %");
    for (const Metric& metric : kMetrics) {
        const std::vector<double> values = sortedValues(leg.drops, metric);
        if (values.empty()) continue;
        fmt::print("{:<34}", fmt::format("{}, {}", metric.words, metric.unit));
        for (const double p : {5.0, 25.0, 50.0, 75.0, 95.0}) fmt::print("{:>9.2f}", percentile(values, p));
        fmt::print("\n");
    }
}

int threadsOf(int asked) {
    return asked > 0 ? asked : std::max(1, static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)));
}

void requireUsers(const scenario::Scenario& s) {
    if (s.users.count == 0)
        throw ConfigError(s.file + ": there are no users to drop: users.count or users.per_cell");
}

void reportGeometry(const scenario::Scenario& s, const std::vector<Leg>& legs,
                    const std::vector<std::string>& files, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", jsonOf(s, legs, files));
        return;
    }
    for (const std::string& w : validityWarnings(s)) fmt::print(stderr, "{}: warning: {}\n", s.file, w);
    fmt::print("{} · {} cells · {} UEs · {} drops\n", s.name, s.network.cells.size(), s.users.count,
               legs[0].drops.size());
    for (const Leg& leg : legs) printTable(leg);
    for (const std::string& file : files) fmt::print("wrote   {}\n", file);
}

int geometry(const Arguments& a) {
    const scenario::Scenario s = readScenario(a.file, a.settings);
    requireUsers(s);
    const std::vector<Leg> legs = evaluate(s, a.drops > 0 ? a.drops : s.run.drops, threadsOf(a.threads));
    std::vector<std::string> files;
    if (!a.csv.empty()) {
        writeTextFile(a.csv, rowsOf(legs));
        files.push_back(a.csv);
    }
    reportGeometry(s, legs, files, a.as_json);
    return kOk;
}

}  // namespace

int runGeometry(const scenario::Scenario& s, const std::string& output, std::vector<std::string> files,
                int threads, bool as_json) {
    requireUsers(s);
    const std::vector<Leg> legs = evaluate(s, s.run.drops, threads);
    for (const char* name : {"/geometry.csv", "/geometry.json"}) files.push_back(output + name);
    writeTextFile(output + "/geometry.csv", rowsOf(legs));
    writeTextFile(output + "/geometry.json", jsonOf(s, legs, files) + "\n");
    reportGeometry(s, legs, files, as_json);
    return kOk;
}

void addGeometryCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<Arguments>();
    CLI::App* verb = app.add_subcommand(
        "geometry", "Coupling gain, SIR and SINR of dropped users, without running anything");
    verb->add_option("scenario", a->file, "Scenario file (YAML)")->required();
    verb->add_option("--drops", a->drops, "Independent drops (default: the scenario's run.drops)")
        ->check(CLI::Range(1, 100000));
    verb->add_option("--csv", a->csv, "Write one row for each UE and drop");
    verb->add_option("--set", a->settings, "Override a key: --set run.seed=8 (repeatable)")
        ->allow_extra_args(false);
    verb->add_option("--threads,-t", a->threads, "Threads (default: all cores)")->check(CLI::Range(1, 1024));
    verb->add_flag("--json", a->as_json, "Print all percentiles as JSON");
    verb->callback([a, &action] { action = [a] { return geometry(*a); }; });
}

}  // namespace celltwin::service
