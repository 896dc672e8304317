// SPDX-License-Identifier: BSD-3-Clause
//
// Fidelity `flow` beside fidelity `slot`: the same scenario, seed and users through both, error and speed of
// the same run. 57 cells with 10 UEs each and files of FTP model 3 at three loads, and a mix of files, web,
// video, voice and constant rates. User throughput is DRB.UEThpDl, bits over the time bursts lasted, summed
// over the network; by cell, the mean of the cells' absolute errors weighted by their bits. Speed: CPU time
// of stepping through the run on one thread, slot over flow, shorter of `--rounds` each.
//
// Then cities of which the nine cells in the middle go slot by slot and the others serve as a fluid, beside
// the same with every cell slot by slot: what is off in the nine, and how much faster the whole is.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <numeric>

#include "bench/figure_rows.h"
#include "sim/engine/engine.h"
#include "sim/engine/flow_level.h"
#include "sim/record/kpi.h"

namespace celltwin::bench {
namespace {

using record::Kpi;

struct Options {
    bool quick = false, as_json = false, verbose = false;
    int seeds = 1, rounds = 1;
    double seconds = 40.0;
    double step_ms = scenario::Foreground{}.background_step_ms;
    std::string only;  ///< flow, mixed; empty = both
};

/// Hexagonal three-sector sites 500 m apart in `rings` rings around one, 10 UEs a cell, 20 MHz at 2 GHz,
/// everybody standing.
scenario::Scenario city(int rings = 2) {
    scenario::Scenario s;
    scenario::Carrier carrier;
    carrier.frequency_mhz = 2000.0;
    s.network.carriers = {carrier};
    s.network.antennas.resize(1);
    for (int row = -rings; row <= rings; ++row)
        for (int step = -rings; step <= rings; ++step) {
            if (std::abs(row + step) > rings) continue;
            const Enu at{500.0 * (row + 0.5 * step), 500.0 * std::sqrt(0.75) * step};
            const auto site = static_cast<std::uint32_t>(s.network.sites.size());
            s.network.sites.push_back({"S" + std::to_string(site), at});
            for (int sector = 0; sector < 3; ++sector) {
                scenario::Cell cell;
                cell.id = "C" + std::to_string(s.network.cells.size());
                cell.site = site;
                cell.position = at;
                cell.azimuth_deg = 30.0 + 120.0 * sector;
                cell.downtilt_deg = 6.0;
                s.network.cells.push_back(cell);
            }
        }
    s.users.count = 10 * static_cast<int>(s.network.cells.size());
    s.users.placement = scenario::Placement::hexagons;
    s.users.min_distance_m = 35.0;
    s.users.mobility = {scenario::MobilityShare{}};
    s.run.warmup_s = 5.0;
    return s;
}

scenario::TrafficShare share(double of_all, traffic::Kind kind) {
    scenario::TrafficShare traffic;
    traffic.share = of_all;
    traffic.bearers[0].profile.kind = kind;
    return traffic;
}

scenario::Scenario files(int rings = 2) {
    scenario::Scenario s = city(rings);
    s.users.traffic = {share(1.0, traffic::Kind::ftp3)};
    return s;
}

scenario::Scenario mix(int rings = 2) {
    scenario::Scenario s = city(rings);
    s.users.traffic = {share(0.4, traffic::Kind::ftp3), share(0.2, traffic::Kind::web),
                       share(0.2, traffic::Kind::video_streaming), share(0.1, traffic::Kind::voip),
                       share(0.1, traffic::Kind::constant_rate)};
    s.users.traffic[1].bearers[0].profile.web.reading_s = 5.0;
    s.users.traffic[2].bearers[0].profile.video.ladder_kbps = {1000.0, 2500.0, 5000.0};
    return s;
}

/// Keeps the sums of one run.
class Sums final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& p) override {
        const std::size_t width = record::rowWidth(), cells = p.values.size() / width;
        kbit.resize(cells, 0.0);
        ms.resize(cells, 0.0);
        load.resize(cells, 0.0);
        for (std::size_t c = 0; c < cells; ++c) {
            const auto at = [&](Kpi kpi) {
                const double x = p.values[c * width + record::column(kpi)];
                return std::isnan(x) ? 0.0 : x;
            };
            kbit[c] += at(Kpi::drb_ue_thp_vol_dl);
            ms[c] += at(Kpi::drb_ue_thp_time_dl);
            load[c] += at(Kpi::rru_prb_tot_dl) / 100.0;
            megabits += at(Kpi::drb_pdcp_sdu_volume_dl);
            delay_kbit_ms += at(Kpi::x_pdcp_sdu_delay_sum_dl);
        }
        ++periods;
    }
    void ueSamples(const record::UeSamples& samples) override {
        for (std::size_t ue = 0; ue < samples.serving_cell.size(); ++ue) {
            if (samples.serving_cell[ue] < 0 || std::isnan(samples.sinr_db[ue])) continue;
            const auto cell = static_cast<std::size_t>(samples.serving_cell[ue]);
            if (cell >= sinr_db.size()) sinr_db.resize(cell + 1), sampled.resize(cell + 1);
            sinr_db[cell] += static_cast<double>(samples.sinr_db[ue]);
            sampled[cell] += 1.0;
        }
    }
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}

    double meanLoad() const { return meanLoad(all()); }
    double meanLoad(const std::vector<std::size_t>& cells) const {
        return sum(load, cells) / periods / static_cast<double>(cells.size());
    }
    double throughputKbps() const { return throughputKbps(all()); }
    double throughputKbps(const std::vector<std::size_t>& cells) const {
        return sum(kbit, cells) / sum(ms, cells) * 1e3;
    }
    double meanSinrDb(const std::vector<std::size_t>& cells) const {
        return sum(sinr_db, cells) / sum(sampled, cells);
    }
    std::vector<double> kbit, ms, load, sinr_db, sampled;
    double megabits = 0.0, delay_kbit_ms = 0.0;
    int periods = 0;

  private:
    std::vector<std::size_t> all() const {
        std::vector<std::size_t> cells(kbit.size());
        std::iota(cells.begin(), cells.end(), std::size_t{0});
        return cells;
    }
    static double sum(const std::vector<double>& values, const std::vector<std::size_t>& cells) {
        double sum = 0.0;
        for (const std::size_t cell : cells) sum += cell < values.size() ? values[cell] : 0.0;
        return sum;
    }
};

struct Run {
    Sums sums;
    double cpu_s = 0.0;
    engine::FlowEvents events;
};

double cpuS() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Make, class Go>
Run timed(int rounds, const Make& make, const Go& go) {
    Run best;
    best.cpu_s = std::numeric_limits<double>::infinity();
    for (int round = 0; round < rounds; ++round) {
        const auto engine = make();
        Run run;
        const double start_s = cpuS();
        go(*engine, run);
        run.cpu_s = cpuS() - start_s;
        if (run.cpu_s < best.cpu_s) best = run;
    }
    return best;
}

Run slotRun(const scenario::Scenario& s, int rounds) {
    return timed(
        rounds, [&] { return std::make_unique<engine::Engine>(s, engine::dropUsers(s), 1); },
        [](engine::Engine& engine, Run& run) { engine::runPlainLoop(engine, run.sums, {}); });
}

Run flowRun(const scenario::Scenario& s, int rounds) {
    return timed(
        rounds, [&] { return std::make_unique<engine::FlowLevel>(s, engine::dropUsers(s)); },
        [](engine::FlowLevel& flow, Run& run) {
            engine::runFlowLevel(flow, run.sums, {});
            run.events = flow.events();
        });
}

void runFor(scenario::Scenario& s, double seconds) {
    s.run.duration_s = seconds;
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = seconds;
}

/// The files a second with which flow fidelity has this mean load, within 1 %.
double rateFor(scenario::Scenario s, double load) {
    runFor(s, 20.0);
    double low = 0.0, high = 8.0;
    for (int i = 0; i < 12; ++i) {
        const double rate = 0.5 * (low + high);
        for (scenario::TrafficShare& traffic : s.users.traffic)
            traffic.bearers[0].profile.files_per_second = rate;
        const double found = flowRun(s, 1).sums.meanLoad();
        if (std::fabs(found / load - 1.0) < 0.01) return rate;
        (found < load ? low : high) = rate;
    }
    return 0.5 * (low + high);
}

double cellErrorPercent(const Sums& slot, const Sums& flow) {
    double sum = 0.0, weight = 0.0;
    for (std::size_t c = 0; c < slot.kbit.size(); ++c) {
        if (slot.ms[c] <= 0.0 || flow.ms[c] <= 0.0) continue;
        sum += slot.kbit[c] * std::fabs((flow.kbit[c] / flow.ms[c]) / (slot.kbit[c] / slot.ms[c]) - 1.0);
        weight += slot.kbit[c];
    }
    return 100.0 * sum / weight;
}

struct Case {
    std::string name;
    scenario::Scenario s;
};

/// Means over seeds, in percent where they compare; sums of times.
struct Comparison {
    double error = 0.0, worst = 0.0, by_cell = 0.0, delay = 0.0;
    double slot_s = 0.0, flow_s = 0.0, slot_load = 0.0, flow_load = 0.0, slot_kbps = 0.0, flow_kbps = 0.0;
    std::uint64_t events = 0, link_updates = 0;
};

Comparison compare(const Options& options, const Case& c) {
    Comparison all;
    for (int seed = 1; seed <= options.seeds; ++seed) {
        scenario::Scenario s = c.s;
        s.run.seed = static_cast<std::uint64_t>(seed);
        const Run slot = slotRun(s, options.rounds), flow = flowRun(s, options.rounds);
        const double off = 100.0 * (flow.sums.throughputKbps() / slot.sums.throughputKbps() - 1.0);
        const auto mean = [&](double& sum, double value) { sum += value / options.seeds; };
        mean(all.error, off);
        all.worst = std::max(all.worst, std::fabs(off));
        mean(all.by_cell, cellErrorPercent(slot.sums, flow.sums));
        mean(all.delay, 100.0 * (flow.sums.delay_kbit_ms / slot.sums.delay_kbit_ms - 1.0));
        mean(all.slot_load, slot.sums.meanLoad());
        mean(all.flow_load, flow.sums.meanLoad());
        mean(all.slot_kbps, slot.sums.throughputKbps());
        mean(all.flow_kbps, flow.sums.throughputKbps());
        all.slot_s += slot.cpu_s;
        all.flow_s += flow.cpu_s;
        all.events += flow.events.arrivals + flow.events.ends;
        all.link_updates += flow.events.link_updates;
        if (options.verbose)
            fmt::print(stderr, "{} seed {}: {:+.2f} %, {:.1f} s against {:.3f} s\n", c.name, seed, off,
                       slot.cpu_s, flow.cpu_s);
    }
    return all;
}

std::vector<FigureRow> rowsOf(const Options& options, const Case& c) {
    const Comparison x = compare(options, c);
    const double simulated_s = options.seeds * (c.s.run.warmup_s + c.s.run.duration_s);
    std::vector<FigureRow> rows = {
        {c.name + ": user throughput, off slot level", std::fabs(x.error), 5.0, 2.0, "%", Better::below,
         fmt::format("{:+.2f} %, worst seed {:.2f}; {:.0f} kbit/s against {:.0f}; load {:.3f} (slot {:.3f}); "
                     "{} seeds of {:g} s",
                     x.error, x.worst, x.flow_kbps, x.slot_kbps, x.flow_load, x.slot_load, options.seeds,
                     c.s.run.duration_s)},
        {c.name + ": the same by cell, mean of absolute values",
         x.by_cell,
         {},
         {},
         "%",
         Better::below,
         "weighted by bits"},
        {c.name + ": bytes waiting x time, off slot level",
         std::fabs(x.delay),
         {},
         {},
         "%",
         Better::below,
         fmt::format("{:+.2f} %", x.delay)},
        {c.name + ": speed over slot level, one thread", x.slot_s / x.flow_s, 20.0, 100.0, "x", Better::above,
         fmt::format(
             "flow {:.0f} times real time, slot {:.1f}; {:.2f} us an arrival or end, {:.2f} with "
             "links counted as events",
             simulated_s / x.flow_s, simulated_s / x.slot_s,
             x.flow_s / static_cast<double>(std::max<std::uint64_t>(1, x.events)) * 1e6,
             x.flow_s / static_cast<double>(std::max<std::uint64_t>(1, x.events + x.link_updates)) * 1e6)}};
    if (!options.quick) return rows;
    for (FigureRow& row : rows) {
        row.must = row.aim = {};
        row.note = "too short to judge: " + row.note;
    }
    return rows;
}

std::vector<Case> casesOf(const Options& options) {
    std::vector<Case> cases;
    const std::vector<double> loads =
        options.quick ? std::vector<double>{0.3} : std::vector<double>{0.3, 0.5, 0.7};
    for (const double load : loads) {
        Case c{fmt::format("57 cells x 10 UEs, files, load {:g}", load), files()};
        c.s.users.traffic[0].bearers[0].profile.files_per_second = rateFor(c.s, load);
        cases.push_back(c);
    }
    cases.push_back({"57 cells x 10 UEs, busy mix", mix()});
    for (Case& c : cases) runFor(c.s, options.seconds);
    return cases;
}

/// The site in the middle and the two beside it in one row.
scenario::Scenario withForeground(scenario::Scenario s, double step_ms, std::vector<std::size_t>& cells) {
    s.run.foreground.emplace();
    s.run.foreground->background_step_ms = step_ms;
    cells.clear();
    for (std::uint32_t site = 0; site < s.network.sites.size(); ++site)
        if (std::hypot(s.network.sites[site].position.east_m, 2.0 * s.network.sites[site].position.north_m) <
            501.0)
            s.run.foreground->sites.push_back(site);
    for (std::size_t cell = 0; cell < s.network.cells.size(); ++cell)
        for (const std::uint32_t site : s.run.foreground->sites)
            if (s.network.cells[cell].site == site) cells.push_back(cell);
    return s;
}

/// Errors of the foreground, means over seeds.
struct MixedComparison {
    double error = 0.0, worst = 0.0, slot_load = 0.0, load = 0.0, slot_sinr_db = 0.0, sinr_db = 0.0;
    double rest_error = 0.0, rest_slot_load = 0.0, rest_load = 0.0;
    double slot_s = 0.0, mixed_s = 0.0;
    std::size_t cells = 0;
};

MixedComparison compareMixed(const Options& options, const Case& c) {
    MixedComparison all;
    for (int seed = 1; seed <= options.seeds; ++seed) {
        scenario::Scenario s = c.s;
        s.run.seed = static_cast<std::uint64_t>(seed);
        s.run.ue_sample_period_s = 1.0;
        std::vector<std::size_t> front, rest;
        const scenario::Scenario mixed = withForeground(s, options.step_ms, front);
        for (std::size_t cell = 0; cell < s.network.cells.size(); ++cell)
            if (std::find(front.begin(), front.end(), cell) == front.end()) rest.push_back(cell);
        const Run slot = slotRun(s, options.rounds), run = slotRun(mixed, options.rounds);
        const auto off = [&](const std::vector<std::size_t>& cells) {
            return 100.0 * (run.sums.throughputKbps(cells) / slot.sums.throughputKbps(cells) - 1.0);
        };
        const auto mean = [&](double& sum, double value) { sum += value / options.seeds; };
        mean(all.error, off(front));
        all.worst = std::max(all.worst, std::fabs(off(front)));
        mean(all.rest_error, off(rest));
        mean(all.slot_load, slot.sums.meanLoad(front));
        mean(all.load, run.sums.meanLoad(front));
        mean(all.rest_slot_load, slot.sums.meanLoad(rest));
        mean(all.rest_load, run.sums.meanLoad(rest));
        mean(all.slot_sinr_db, slot.sums.meanSinrDb(front));
        mean(all.sinr_db, run.sums.meanSinrDb(front));
        all.slot_s += slot.cpu_s;
        all.mixed_s += run.cpu_s;
        all.cells = front.size();
        if (options.verbose)
            fmt::print(stderr, "{} seed {}: front {:+.2f} %, rest {:+.2f} %, {:.1f} s against {:.2f} s\n",
                       c.name, seed, off(front), off(rest), slot.cpu_s, run.cpu_s);
    }
    return all;
}

std::vector<FigureRow> mixedRowsOf(const Options& options, const Case& c) {
    const MixedComparison x = compareMixed(options, c);
    const double simulated_s = options.seeds * (c.s.run.warmup_s + c.s.run.duration_s);
    std::vector<FigureRow> rows = {
        {fmt::format("{}, {} in front: user throughput there, off slot level", c.name, x.cells),
         std::fabs(x.error), 5.0, 2.0, "%", Better::below,
         fmt::format("{:+.2f} %, worst seed {:.2f}; {} seeds of {:g} s", x.error, x.worst, options.seeds,
                     c.s.run.duration_s)},
        {c.name + ": PRB use in front, off slot level",
         100.0 * std::fabs(x.load / x.slot_load - 1.0),
         {},
         {},
         "%",
         Better::below,
         fmt::format("{:.3f} (slot {:.3f})", x.load, x.slot_load)},
        {c.name + ": mean SS-SINR in front, off slot level",
         std::fabs(x.sinr_db - x.slot_sinr_db),
         {},
         {},
         "dB",
         Better::below,
         fmt::format("{:.2f} dB (slot {:.2f})", x.sinr_db, x.slot_sinr_db)},
        {c.name + ": user throughput of the background, off slot level",
         std::fabs(x.rest_error),
         {},
         {},
         "%",
         Better::below,
         fmt::format("{:+.2f} %; PRB use {:.3f} (slot {:.3f})", x.rest_error, x.rest_load, x.rest_slot_load)},
        {c.name + ": speed over slot level, one thread",
         x.slot_s / x.mixed_s,
         {},
         {},
         "x",
         Better::above,
         fmt::format("mixed {:.1f} times real time, slot {:.2f}", simulated_s / x.mixed_s,
                     simulated_s / x.slot_s)}};
    if (options.quick)
        for (FigureRow& row : rows) row.must = row.aim = {};
    return rows;
}

std::vector<Case> mixedCasesOf(const Options& options) {
    std::vector<Case> cases;
    const double rate = rateFor(files(), 0.5);
    const auto filesOf = [&](int rings) {
        scenario::Scenario s = files(rings);
        s.users.traffic[0].bearers[0].profile.files_per_second = rate;
        return s;
    };
    const auto add = [&](const char* name, scenario::Scenario s) {
        runFor(s, options.seconds);
        cases.push_back({name, std::move(s)});
    };
    add("57 cells, files, load 0.5", filesOf(2));
    if (options.quick) return cases;
    add("57 cells, busy mix", mix());
    add("993 cells, files, load 0.5", filesOf(10));
    return cases;
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    Options options;
    CLI::App app{"Flow fidelity beside slot fidelity: error and speed of the same runs"};
    app.add_option("--seeds", options.seeds)->check(CLI::Range(1, 100))->capture_default_str();
    app.add_option("--rounds", options.rounds, "Timings of each, the shortest counts")
        ->check(CLI::Range(1, 20))
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "Simulated and judged, after 5 s of warm-up")
        ->check(CLI::Range(1.0, 3600.0))
        ->capture_default_str();
    app.add_option("--step-ms", options.step_ms, "Of background cells")
        ->check(CLI::Range(1.0, 1000.0))
        ->capture_default_str();
    app.add_option("--only", options.only, "One of the two comparisons")
        ->check(CLI::IsMember({"flow", "mixed"}));
    app.add_flag("--quick", options.quick, "One load and two seconds; judges nothing");
    app.add_flag("--verbose", options.verbose, "Every run, on standard error");
    app.add_flag("--json", options.as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    if (options.quick) options.seconds = 2.0;
    try {
        std::vector<FigureRow> rows;
        if (options.only != "mixed")
            for (const Case& c : casesOf(options))
                for (FigureRow& row : rowsOf(options, c)) rows.push_back(std::move(row));
        if (options.only != "flow")
            for (const Case& c : mixedCasesOf(options))
                for (FigureRow& row : mixedRowsOf(options, c)) rows.push_back(std::move(row));
        fmt::print("{}", options.as_json ? figureJson(rows) : figureTable(rows));
        return figureStatus(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "flow_figures: {}\n", error.what());
        return 2;
    }
}
