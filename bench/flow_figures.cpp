// SPDX-License-Identifier: BSD-3-Clause
//
// Fidelity `flow` beside fidelity `slot`: the same scenario, seed and users through both, error and speed of
// the same run. 57 cells with 10 UEs each and files of FTP model 3 at three loads, and a mix of files, web,
// video, voice and constant rates. User throughput is DRB.UEThpDl, bits over the time bursts lasted, summed
// over the network; by cell, the mean of the cells' absolute errors weighted by their bits. Speed: CPU time
// of stepping through the run on one thread, slot over flow, shorter of `--rounds` each.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>

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
};

/// 19 hexagonal three-sector sites 500 m apart, 20 MHz at 2 GHz, everybody standing.
scenario::Scenario city() {
    scenario::Scenario s;
    scenario::Carrier carrier;
    carrier.frequency_mhz = 2000.0;
    s.network.carriers = {carrier};
    s.network.antennas.resize(1);
    for (int ring = -2; ring <= 2; ++ring)
        for (int step = -2; step <= 2; ++step) {
            if (std::abs(ring + step) > 2) continue;
            const Enu at{500.0 * (ring + 0.5 * step), 500.0 * std::sqrt(0.75) * step};
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
    s.users.count = 570;
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

scenario::Scenario files() {
    scenario::Scenario s = city();
    s.users.traffic = {share(1.0, traffic::Kind::ftp3)};
    return s;
}

scenario::Scenario mix() {
    scenario::Scenario s = city();
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
    void ueSamples(const record::UeSamples&) override {}
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}

    double meanLoad() const {
        double sum = 0.0;
        for (const double x : load) sum += x / periods;
        return sum / static_cast<double>(load.size());
    }
    double throughputKbps() const {
        double bits = 0.0, time = 0.0;
        for (std::size_t c = 0; c < kbit.size(); ++c) {
            bits += kbit[c];
            time += ms[c];
        }
        return bits / time * 1e3;
    }
    std::vector<double> kbit, ms, load;
    double megabits = 0.0, delay_kbit_ms = 0.0;
    int periods = 0;
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
    app.add_flag("--quick", options.quick, "One load and two seconds; judges nothing");
    app.add_flag("--verbose", options.verbose, "Every run, on standard error");
    app.add_flag("--json", options.as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    if (options.quick) options.seconds = 2.0;
    try {
        std::vector<FigureRow> rows;
        for (const Case& c : casesOf(options))
            for (FigureRow& row : rowsOf(options, c)) rows.push_back(std::move(row));
        fmt::print("{}", options.as_json ? figureJson(rows) : figureTable(rows));
        return figureStatus(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "flow_figures: {}\n", error.what());
        return 2;
    }
}
