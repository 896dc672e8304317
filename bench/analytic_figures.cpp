// SPDX-License-Identifier: BSD-3-Clause
//
// The analytic fidelity: how long a solve takes beside what the memory allows, and how far its loads and
// throughputs are from the slot engine's on the same seeds and users, printed together with the speed ratio.
// Rows as figure_rows.h has them; exit 1 where a "must" is missed.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <random>

#include "bench/figure_rows.h"
#include "models/load_coupling/gradient.h"
#include "models/load_coupling/solve.h"
#include "scenarios/schema/reader.h"
#include "sim/engine/analytic.h"
#include "sim/engine/engine.h"
#include "sim/record/kpi.h"

namespace celltwin::bench {
namespace {

using load_coupling::Interferers;
using load_coupling::Network;
using load_coupling::RatePoint;
using load_coupling::Solution;

/// CPU time, which others on the machine do not stretch as they do wall time.
double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The shortest of several runs, in CPU time.
template <class Work>
double shortest(int times, const Work& work) {
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < times; ++i) {
        const double start = cpuSeconds();
        work();
        best = std::min(best, cpuSeconds() - start);
    }
    return best;
}

// ---- One solve -------------------------------------------------------------------------------------------

constexpr std::size_t kCells = 1000, kPixels = 64, kNeighbours = 20;
/// The busiest cells are overloaded at that.
constexpr double kMbpsPerPixel = 0.2;

/// Cells at random in a square, 64 pixels around each, path loss of exponent 3.76 with 8 dB shadowing, the
/// strongest cell serving; 20 MHz, the rate Shannon's with a gap of 2 dB up to 7.4 bit/s/Hz.
Network syntheticNetwork(double mbps_per_pixel, Interferers interferers) {
    constexpr double kHz = 18e6, kSpacingM = 300.0, kNoise = 2e-15;
    std::mt19937 draw(1);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    std::normal_distribution<double> normal(0.0, 8.0);
    std::vector<RatePoint> rates;
    for (double db = -20.0; db < 45.0; db += 0.25)
        rates.push_back({db, kHz * std::min(7.4, std::log2(1.0 + std::pow(10.0, (db - 2.0) / 10.0)))});
    const double side = kSpacingM * std::sqrt(static_cast<double>(kCells));
    std::vector<std::pair<double, double>> at(kCells);
    for (auto& [x, y] : at) x = side * unit(draw), y = side * unit(draw);
    Network network(kCells, {load_coupling::CostCurve(rates)}, kNeighbours, interferers);
    for (std::uint32_t c = 0; c < kCells; ++c) {
        std::vector<std::pair<double, std::uint32_t>> near;
        for (std::uint32_t k = 0; k < kCells; ++k)
            if (k != c)
                near.emplace_back(std::hypot(at[k].first - at[c].first, at[k].second - at[c].second), k);
        std::partial_sort(near.begin(), near.begin() + kNeighbours, near.end());
        std::vector<std::uint32_t> heard(kNeighbours);
        for (std::size_t k = 0; k < kNeighbours; ++k) heard[k] = near[k].second;
        const std::vector<double> demand(kPixels, mbps_per_pixel * 1e6);
        std::vector<float> noise, gain;
        for (std::size_t p = 0; p < kPixels; ++p) {
            const double x = at[c].first + kSpacingM * (unit(draw) - 0.5);
            const double y = at[c].second + kSpacingM * (unit(draw) - 0.5);
            const auto gainOf = [&](std::uint32_t k) {
                const double m = std::max(20.0, std::hypot(at[k].first - x, at[k].second - y));
                return std::pow(10.0, normal(draw) / 10.0) * std::pow(m, -3.76);
            };
            double own = gainOf(c);
            std::vector<double> others;
            for (const std::uint32_t k : heard) others.push_back(gainOf(k));
            // The strongest serves.
            for (double& other : others)
                if (other > own) std::swap(own, other);
            noise.push_back(static_cast<float>(kNoise / own * 1e3));
            for (const double other : others) gain.push_back(static_cast<float>(other / own));
        }
        network.addCell({}, {demand, noise, heard, gain});
    }
    return network;
}

double meanOf(std::span<const double> values) {
    double sum = 0.0;
    for (const double v : values) sum += v;
    return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

/// Time to read as many bytes once, eight sums side by side.
double readSeconds(std::size_t bytes) {
    std::vector<float> data(bytes / sizeof(float), 1.0F);
    volatile float keep = 0.0F;
    return shortest(20, [&] {
        float lane[64] = {};
        for (std::size_t i = 0; i + 64 <= data.size(); i += 64)
            for (std::size_t j = 0; j < 64; ++j) lane[j] += data[i + j];
        keep = lane[0] + lane[63];
    });
}

void addSolveRows(bool quick, std::vector<FigureRow>& rows) {
    const int times = quick ? 5 : 25;
    load_coupling::Scratch scratch;
    for (const auto& [interferers, name] :
         {std::pair{Interferers::strongest_apart, "strongest apart"}, std::pair{Interferers::mean, "mean"}}) {
        const Network network = syntheticNetwork(kMbpsPerPixel, interferers);
        Solution s;
        const double solve_s = shortest(times, [&] {
            s = {};
            load_coupling::solve(network, {}, scratch, s);
        });
        const std::string note =
            fmt::format("{} rounds to 1e-5, mean load {:.2f}, {} overloaded", s.rounds, meanOf(s.load),
                        std::count_if(s.load.begin(), s.load.end(), [](double l) { return l > 1.0; }));
        FigureRow row{fmt::format("solve, 1,000 cells x 64 x 20, interferers {}", name),
                      solve_s * 1e3,
                      {},
                      {},
                      "ms",
                      Better::below,
                      note};
        if (interferers == Interferers::strongest_apart) row.must = 20.0, row.aim = 5.0;
        if (!s.converged) row.measured = std::numeric_limits<double>::quiet_NaN();
        rows.push_back(row);
        if (interferers == Interferers::mean) continue;
        const double read_s = readSeconds(network.bytes());
        rows.push_back({"the same, over reading its rows once a round",
                        solve_s / (read_s * s.rounds),
                        {},
                        {},
                        "",
                        Better::below,
                        fmt::format("{:.1f} MB, {:.3f} ms to read", network.bytes() / 1e6, read_s * 1e3)});
        Network busier = network;
        for (std::size_t p = 0; p < busier.pixelCount(); ++p) busier.setDemand(p, busier.demandBps(p) * 1.02);
        int rounds = 0;
        const double warm_s = shortest(times, [&] {
            Solution warm = s;
            load_coupling::solve(busier, {}, scratch, warm);
            rounds = warm.rounds;
        });
        rows.push_back({"from the former solution, demands up 2 %",
                        warm_s * 1e3,
                        {},
                        {},
                        "ms",
                        Better::below,
                        fmt::format("{} rounds", rounds)});
        load_coupling::Gradient gradient;
        const std::vector<double> u(kCells, 1.0);
        const double gradient_s = shortest(times, [&] {
            load_coupling::differentiate(network, s, u, {}, load_coupling::Interferer::summed, scratch,
                                         gradient);
        });
        rows.push_back({"gradient of one objective by all demands, gains, powers",
                        gradient_s * 1e3,
                        {},
                        {},
                        "ms",
                        Better::below,
                        fmt::format("{} Neumann rounds", gradient.rounds)});
    }
}

// ---- Beside the slot engine ------------------------------------------------------------------------------

/// 19 sites with three sectors, 10 UEs for each cell, files of 0.5 MB that arrive by a Poisson process.
scenario::Scenario filesNetwork(double files_per_second, double seconds) {
    const std::string text = fmt::format(
        "name: files\n"
        "network:\n"
        "  layout: {{type: hexagonal, sites: 19, isd_m: 500, defaults: {{height_m: 25, downtilt_deg: 10}}}}\n"
        "  carrier: {{frequency_mhz: 2000, bandwidth_mhz: 20, prb_count: 106, tx_power_dbm: 46}}\n"
        "radio: {{propagation: tr38901-uma}}\n"
        "users: {{per_cell: 10, placement: around-cells, max_distance_m: 290, min_distance_m: 35}}\n"
        "traffic: [{{model: ftp3, file_bytes: 500000, files_per_second: {:.6f}}}]\n"
        "run: {{duration_s: {}, warmup_s: 3, seed: 5, kpi_period_s: {}, ue_sample_period_s: {}}}\n",
        files_per_second, seconds, seconds, seconds);
    return scenario::readScenarioText(text, "files.yaml", {}, {});
}

/// The one KPI period of a run.
struct KpiRows final : record::RunSink {
    std::vector<double> values;
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& period) override {
        values.assign(period.values.begin(), period.values.end());
    }
    void ueSamples(const record::UeSamples&) override {}
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}
    double at(std::size_t cell, record::Kpi kpi) const {
        return values[cell * record::rowWidth() + record::column(kpi)];
    }
    std::size_t cells() const { return values.size() / record::rowWidth(); }
    double sum(record::Kpi kpi) const {
        double total = 0.0;
        for (std::size_t c = 0; c < cells(); ++c)
            if (!std::isnan(at(c, kpi))) total += at(c, kpi);
        return total;
    }
};

/// Arrivals a UE for which the analytic fidelity has this mean load.
double filesFor(double load, double seconds) {
    double low = 0.001, high = 5.0;
    for (int i = 0; i < 12; ++i) {
        const double middle = std::sqrt(low * high);
        const scenario::Scenario s = filesNetwork(middle, seconds);
        engine::AnalyticEngine analytic(s, engine::dropUsers(s), 1);
        KpiRows rows;
        engine::runAnalytic(analytic, rows, {});
        (rows.sum(record::Kpi::rru_prb_tot_dl) / (100.0 * static_cast<double>(rows.cells())) < load ? low
                                                                                                    : high) =
            middle;
    }
    return std::sqrt(low * high);
}

struct Pair {
    KpiRows slot, analytic;
    double slot_s = 0.0, analytic_s = 0.0, solve_s = 0.0;
};

Pair runBoth(const scenario::Scenario& s) {
    Pair pair;
    const engine::UserDrop users = engine::dropUsers(s);
    double start = cpuSeconds();
    {
        engine::AnalyticEngine analytic(s, users, 1);
        const double built = cpuSeconds();
        engine::runAnalytic(analytic, pair.analytic, {});
        pair.solve_s = cpuSeconds() - built;
    }
    pair.analytic_s = cpuSeconds() - start;
    start = cpuSeconds();
    engine::Engine slots(s, users, 1);
    engine::runPlainLoop(slots, pair.slot, {});
    pair.slot_s = cpuSeconds() - start;
    return pair;
}

void addComparison(double load, double seconds, std::vector<FigureRow>& rows) {
    using record::Kpi;
    const Pair pair = runBoth(filesNetwork(filesFor(load, seconds), seconds));
    const std::string at = fmt::format("load {:.1f}: ", load);
    const double cells = static_cast<double>(pair.slot.cells());
    double apart = 0.0, cost_apart = 0.0, throughput_apart = 0.0, with_throughput = 0.0;
    for (std::size_t c = 0; c < pair.slot.cells(); ++c) {
        const double slot = pair.slot.at(c, Kpi::rru_prb_tot_dl),
                     its = pair.analytic.at(c, Kpi::rru_prb_tot_dl);
        apart += std::abs(its - slot) / cells;
        // PRBs for each bit offered: what chance did to arrivals drops out.
        const double offered = pair.slot.at(c, Kpi::drb_pdcp_sdu_volume_dl_in);
        const double expected = pair.analytic.at(c, Kpi::drb_pdcp_sdu_volume_dl_in);
        cost_apart += std::abs(its / expected / (slot / offered) - 1.0) / cells;
        const double slot_thp = pair.slot.at(c, Kpi::drb_ue_thp_dl),
                     its_thp = pair.analytic.at(c, Kpi::drb_ue_thp_dl);
        if (std::isnan(slot_thp) || std::isnan(its_thp)) continue;
        throughput_apart += std::abs(its_thp / slot_thp - 1.0);
        with_throughput += 1.0;
    }
    const double slot_load = pair.slot.sum(Kpi::rru_prb_tot_dl) / cells;
    const double its_load = pair.analytic.sum(Kpi::rru_prb_tot_dl) / cells;
    const double offered =
        pair.slot.sum(Kpi::drb_pdcp_sdu_volume_dl_in) / pair.analytic.sum(Kpi::drb_pdcp_sdu_volume_dl_in);
    const auto throughput = [](const KpiRows& r) {
        return r.sum(Kpi::drb_ue_thp_vol_dl) / r.sum(Kpi::drb_ue_thp_time_dl);
    };
    const auto inform = [&](const std::string& what, double value, const std::string& unit,
                            const std::string& note) {
        rows.push_back({at + what, value, {}, {}, unit, Better::below, note});
    };
    inform("mean load, error", std::abs(its_load - slot_load) / slot_load * 100.0, "%",
           fmt::format("{:.1f} % of PRBs, slots {:.1f} %, which were offered {:.3f} of the mean", its_load,
                       slot_load, offered));
    inform("load of a cell, mean error", apart, "points", "arrivals by chance included");
    inform("load for each bit offered, mean error of a cell", cost_apart * 100.0, "%", "");
    inform("user throughput, error",
           std::abs(throughput(pair.analytic) / throughput(pair.slot) - 1.0) * 100.0, "%",
           fmt::format("{:.2f} Mbit/s, slots {:.2f}", throughput(pair.analytic), throughput(pair.slot)));
    inform("user throughput of a cell, mean error", throughput_apart / with_throughput * 100.0, "%",
           "arrivals by chance included");
    rows.push_back({at + "CPU time of slots over analytic",
                    pair.slot_s / pair.analytic_s,
                    {},
                    {},
                    "x",
                    Better::above,
                    fmt::format("{:.2f} s and {:.3f} s for {:g} s; {:.4f} s of them the period itself",
                                pair.slot_s, pair.analytic_s, seconds, pair.solve_s)});
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    bool as_json = false, quick = false;
    std::string only;
    CLI::App app{"The analytic fidelity: time of a solve, and errors beside the slot engine"};
    app.add_option("--only", only, "solve or slots")->check(CLI::IsMember({"solve", "slots"}));
    app.add_flag("--quick", quick, "Fewer repetitions and shorter runs: errors then hold more chance");
    app.add_flag("--json", as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    try {
        std::vector<FigureRow> rows;
        if (only != "slots") addSolveRows(quick, rows);
        if (only != "solve")
            for (const double load : {0.3, 0.5, 0.7}) addComparison(load, quick ? 10.0 : 60.0, rows);
        fmt::print("{}", as_json ? figureJson(rows) : figureTable(rows));
        return figureStatus(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "analytic_figures: {}\n", error.what());
        return 2;
    }
}
