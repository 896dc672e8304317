// SPDX-License-Identifier: BSD-3-Clause
#include "service/bench_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/base/error.h"

namespace celltwin::service {
namespace {

using nlohmann::json;

constexpr double kMiB = 1024.0 * 1024.0;

double over(double a, double b) {
    return b > 0.0 ? a / b : 0.0;
}
std::string optionalText(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : "-";
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BenchRun, name, series, host, threads, skipped, cells, ues, slots, events,
                                   simulated_s, build_s, wall_s, cpu_s, peak_bytes, fingerprint)

std::string benchRunText(const BenchRun& run) {
    return json(run).dump(-1, ' ', false, json::error_handler_t::replace);
}
BenchRun benchRunFromText(const std::string& text) {
    return json::parse(text).get<BenchRun>();
}

BenchRates ratesOf(const BenchRun& run) {
    return {over(static_cast<double>(run.cells) * run.simulated_s, run.cpu_s),
            over(run.simulated_s, run.wall_s), over(static_cast<double>(run.slots), run.wall_s),
            over(static_cast<double>(run.events), run.wall_s), over(run.cpu_s, run.simulated_s)};
}

BenchRun betterOf(const BenchRun& a, const BenchRun& b) {
    if (!a.skipped.empty() || !b.skipped.empty()) return a.skipped.empty() ? b : a;
    if (a.fingerprint != b.fingerprint)
        throw DataError(fmt::format("{} with {} thread(s) gave two fingerprints: {} and {}", a.name,
                                    a.threads, a.fingerprint, b.fingerprint));
    BenchRun better = a.cpu_s <= b.cpu_s ? a : b;
    better.wall_s = std::min(a.wall_s, b.wall_s);
    better.build_s = std::min(a.build_s, b.build_s);
    better.peak_bytes = std::min(a.peak_bytes, b.peak_bytes);
    return better;
}

const BenchRun* BenchTable::firstOf(std::size_t run, bool of_series) const {
    const BenchRun& of = runs_[run];
    const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const BenchRun& other) {
        if (!other.skipped.empty()) return false;
        return of_series ? other.series == of.series && other.threads == of.threads : other.name == of.name;
    });
    return found == runs_.end() || &*found == &of ? nullptr : &*found;
}

std::optional<double> BenchTable::costOverSeries(std::size_t run) const {
    const BenchRun& of = runs_[run];
    if (of.series.empty() || !of.skipped.empty()) return std::nullopt;
    const BenchRun* first = firstOf(run, true);
    if (first == nullptr) return std::nullopt;
    return over(ratesOf(*first).cell_s_per_core_s, ratesOf(of).cell_s_per_core_s);
}

std::optional<double> BenchTable::speedup(std::size_t run) const {
    const BenchRun* first = runs_[run].skipped.empty() ? firstOf(run, false) : nullptr;
    if (first == nullptr) return std::nullopt;
    return over(first->wall_s, runs_[run].wall_s);
}

std::vector<std::string> BenchTable::differing() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const BenchRun* first = runs_[i].skipped.empty() ? firstOf(i, false) : nullptr;
        if (first != nullptr && first->fingerprint != runs_[i].fingerprint &&
            (names.empty() || names.back() != runs_[i].name))
            names.push_back(runs_[i].name);
    }
    return names;
}

std::string BenchTable::text() const {
    std::string out = fmt::format("{:<26}{:>8}{:>7}{:>8}{:>13}{:>11}{:>11}{:>11}{:>10}{:>10}{:>9}{:>9}  {}\n",
                                  "case", "threads", "cells", "UEs", "cell-s/core-s", "real time", "slots/s",
                                  "events/s", "CPU s/s", "peak MiB", "series", "speedup", "fingerprint");
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const BenchRun& run = runs_[i];
        if (!run.skipped.empty()) {
            out += fmt::format("{:<26}{:>8}  skipped: {}\n", run.name, run.threads, run.skipped);
            continue;
        }
        const BenchRates rates = ratesOf(run);
        out += fmt::format(
            "{:<26}{:>8}{:>7}{:>8}{:>13.1f}{:>11.3f}{:>11.0f}{:>11}{:>10.4f}{:>10.1f}{:>9}{:>9}  {}\n",
            run.name, run.threads, run.cells, run.ues, rates.cell_s_per_core_s, rates.real_time,
            rates.slots_per_s, run.host == "ns3" ? fmt::format("{:.0f}", rates.events_per_s) : "-",
            rates.cpu_s_per_s, run.peak_bytes / kMiB, optionalText(costOverSeries(i)),
            optionalText(speedup(i)), run.fingerprint.substr(0, 12));
    }
    return out;
}

std::string BenchTable::json(Better better) const {
    nlohmann::json out = nlohmann::json::array();
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const BenchRun& run = runs_[i];
        if (!run.skipped.empty()) continue;
        const std::string extra =
            fmt::format("{} cells, {} UEs, {:g} s simulated on {}, {}", run.cells, run.ues, run.simulated_s,
                        run.host == "ns3" ? "ns-3" : "the plain loop", run.fingerprint.substr(0, 12));
        const auto add = [&](Better direction, const char* what, const char* unit,
                             const std::optional<double>& value) {
            if (direction == better && value)
                out.push_back({{"name", fmt::format("{}, {} thread{}: {}", run.name, run.threads,
                                                    run.threads == 1 ? "" : "s", what)},
                               {"unit", unit},
                               {"value", *value},
                               {"extra", extra}});
        };
        const BenchRates rates = ratesOf(run);
        add(Better::bigger, "cell-seconds per core-second", "cell-s/core-s", rates.cell_s_per_core_s);
        add(Better::bigger, "real-time factor", "times", rates.real_time);
        add(Better::bigger, "slots per second", "1/s", rates.slots_per_s);
        if (run.host == "ns3") add(Better::bigger, "events per second", "1/s", rates.events_per_s);
        add(Better::bigger, "speed over the first number of threads", "ratio", speedup(i));
        add(Better::smaller, "CPU time per simulated second", "s/s", rates.cpu_s_per_s);
        add(Better::smaller, "peak memory", "MiB", run.peak_bytes / kMiB);
        add(Better::smaller, "start", "s", run.build_s);
        add(Better::smaller, "cost of a cell over the series' first", "ratio", costOverSeries(i));
    }
    return out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace celltwin::service
