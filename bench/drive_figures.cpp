// SPDX-License-Identifier: BSD-3-Clause
//
// How a drive of the twin looks beside measured drives: cell changes per km, and the autocorrelation of the
// serving cell's RSRP sampled once a second, as 4G/5G drives in a city show them (ucc_5g: Raca, Leahy,
// Sreenan and Quinlan, ACM MMSys 2020). Runs scenarios/library/grid-drive.yaml, or another scenario of
// routes, over several seeds in the plain loop. Exit 1 where a "must" is missed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "bench/figure_rows.h"
#include "models/base/error.h"
#include "scenarios/schema/reader.h"
#include "sim/engine/engine.h"
#include "sim/record/run_sink.h"

namespace celltwin {
namespace {

constexpr std::array<int, 4> kLagsS = {1, 5, 10, 30};
constexpr std::array<double, 4> kMeasured = {0.97, 0.88, 0.81, 0.59};

struct Options {
    std::string scenario = CELLTWIN_SOURCE_DIR "/scenarios/library/grid-drive.yaml";
    std::vector<std::string> set;
    int seeds = 3, threads = 2;
    bool as_json = false, quick = false;
};

/// What one car saw, once a second.
struct Log {
    std::vector<double> rsrp_dbm;
    std::vector<std::int32_t> cell;
    double metres = 0.0;
    Enu at{};
};

class Logs final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod&) override {}
    void ueSamples(const record::UeSamples& samples) override {
        cars.resize(samples.east_m.size());
        for (std::size_t ue = 0; ue < cars.size(); ++ue) {
            Log& car = cars[ue];
            const Enu here{samples.east_m[ue], samples.north_m[ue]};
            if (!car.cell.empty()) car.metres += distance2dM(car.at, here);
            car.at = here;
            car.cell.push_back(samples.serving_cell[ue]);
            car.rsrp_dbm.push_back(samples.rsrp_dbm[ue]);
        }
    }
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}

    std::vector<Log> cars;
};

/// Means over cars and seeds; autocorrelations about each car's own mean, as the measured ones are.
struct Figures {
    double km = 0.0, hours = 0.0, changes_per_km = 0.0, deviation_db = 0.0, unserved_s = 0.0;
    std::array<double, kLagsS.size()> autocorrelation{};
};

/// Over the seconds in which the car was served: a radio link failure leaves a gap.
struct Moments {
    double mean = 0.0, variance = 0.0;
};
Moments momentsOf(const std::vector<double>& x) {
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (const double v : x) {
        if (!std::isfinite(v)) continue;
        sum += v;
        squares += v * v;
        count += 1.0;
    }
    const double mean = sum / count;
    return {mean, squares / count - mean * mean};
}

/// r(k) = sum (x_t - m)(x_t+k - m) / pairs, over the variance.
double autocorrelation(const std::vector<double>& x, std::size_t lag, const Moments& about) {
    double sum = 0.0, pairs = 0.0;
    for (std::size_t t = 0; t + lag < x.size(); ++t) {
        if (!std::isfinite(x[t]) || !std::isfinite(x[t + lag])) continue;
        sum += (x[t] - about.mean) * (x[t + lag] - about.mean);
        pairs += 1.0;
    }
    return sum / pairs / about.variance;
}

/// From one serving cell to another; a gap between them is none of its own.
double cellChanges(const std::vector<std::int32_t>& cells) {
    double changes = 0.0;
    std::int32_t last = -1;
    for (const std::int32_t cell : cells) {
        if (cell < 0) continue;
        changes += last >= 0 && cell != last ? 1.0 : 0.0;
        last = cell;
    }
    return changes;
}

Figures figuresOf(const std::vector<Log>& cars) {
    Figures out;
    double changes = 0.0;
    const auto count = static_cast<double>(cars.size());
    for (const Log& car : cars) {
        out.km += car.metres / 1000.0;
        out.hours += static_cast<double>(car.cell.size()) / 3600.0;
        changes += cellChanges(car.cell);
        for (const std::int32_t cell : car.cell) out.unserved_s += cell < 0 ? 1.0 : 0.0;
        const Moments moments = momentsOf(car.rsrp_dbm);
        out.deviation_db += std::sqrt(moments.variance) / count;
        for (std::size_t k = 0; k < kLagsS.size(); ++k)
            out.autocorrelation[k] +=
                autocorrelation(car.rsrp_dbm, static_cast<std::size_t>(kLagsS[k]), moments) / count;
    }
    out.changes_per_km = changes / out.km;
    return out;
}

std::vector<Log> driveAll(const Options& options) {
    std::vector<scenario::Override> overrides;
    for (const std::string& text : options.set)
        overrides.emplace_back(text.substr(0, text.find('=')), text.substr(text.find('=') + 1));
    scenario::Scenario s = scenario::readScenarioFile(options.scenario, overrides, {});
    s.run.ue_sample_period_s = 1.0;
    if (options.quick) s.run.duration_s = std::min(s.run.duration_s, 200.0);
    std::vector<Log> all;
    for (int seed = 1; seed <= options.seeds; ++seed) {
        s.run.seed = static_cast<std::uint64_t>(seed);
        Logs logs;
        engine::Engine engine(s, engine::dropUsers(s), options.threads);
        engine::runPlainLoop(engine, logs, {});
        std::move(logs.cars.begin(), logs.cars.end(), std::back_inserter(all));
    }
    return all;
}

/// Distances from what was measured, one run of few kilometres being too short to judge.
std::vector<bench::FigureRow> judge(const Options& options, const Figures& f) {
    const std::string scope = fmt::format("{:.0f} km at {:.1f} km/h, {} seeds, RSRP deviation {:.1f} dB",
                                          f.km, f.km / f.hours, options.seeds, f.deviation_db);
    std::vector<bench::FigureRow> rows = {{"drive in a grid city: cell changes per km, off 3",
                                           std::fabs(f.changes_per_km - 3.0),
                                           1.0,
                                           {},
                                           "1/km",
                                           bench::Better::below,
                                           fmt::format("{:.2f}; {}", f.changes_per_km, scope)}};
    for (std::size_t k = 0; k < kLagsS.size(); ++k)
        rows.push_back({fmt::format("drive in a grid city: RSRP autocorrelation at {} s, off {}", kLagsS[k],
                                    kMeasured[k]),
                        std::fabs(f.autocorrelation[k] - kMeasured[k]), 0.1, 0.05, "", bench::Better::below,
                        fmt::format("{:.3f}", f.autocorrelation[k])});
    if (!options.quick) return rows;
    for (bench::FigureRow& row : rows) {
        row = bench::skippedRow(row.check, "a quick run is too short: " + row.note);
    }
    return rows;
}

}  // namespace
}  // namespace celltwin

int main(int argc, char** argv) {
    using namespace celltwin;
    Options options;
    CLI::App app{"A drive's cell changes and RSRP autocorrelation beside measured ones."};
    app.add_option("--scenario", options.scenario, "A scenario whose users follow routes");
    app.add_option("--set", options.set, "key.path=value on top of it");
    app.add_option("--seeds", options.seeds, "Runs, each with shadowing of its own")
        ->check(CLI::Range(1, 1000));
    app.add_option("--threads", options.threads)->check(CLI::Range(1, 64));
    app.add_flag("--quick", options.quick, "One seed, 200 s: shows that it runs, judges nothing");
    app.add_flag("--json", options.as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    if (options.quick) options.seeds = 1;
    try {
        const std::vector<bench::FigureRow> rows = judge(options, figuresOf(driveAll(options)));
        std::cout << (options.as_json ? bench::figureJson(rows) : bench::figureTable(rows));
        return bench::figureStatus(rows);
    } catch (const ConfigError& error) {
        std::cerr << error.what() << "\n";
        return 2;
    }
}
