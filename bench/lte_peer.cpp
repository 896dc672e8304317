// SPDX-License-Identifier: BSD-3-Clause
//
// A judge from outside: ns-3 3.37's LTE module and celltwin's engine on the same three cells and thirty UEs,
// drawn by seed. Full buffer: SINR of every PRB, cell throughput, order of the UEs. UDP over the EPC: PRB use
// and the order of mean delays over four loads. Every ns-3 simulation runs in a process of its own, this
// program again.
//
// The same in both: places, path loss, antennas, powers, noise figure, arrivals of packets, and the link
// adaptation, which ns-3 is asked for in the same call (network.carrier.link_table). A row that informs says
// how far celltwin's own link curves are instead: ns-3 stays two MCS below what a link carries and so never
// loses a block.
//
// CQI reports see the neighbours' control region, always on (ran.link_adaptation.csi_interference:
// reference): ns-3's other way reports the noise alone while the own cell is silent, so bursts begin with too
// high an MCS.
//
// Left different: ns-3's noise is -174 dBm/Hz, celltwin's kT of 290 K is 0.025 dB higher. ns-3's scheduler
// gives a whole subframe to one UE whatever it needs, so UDP comes in bursts of many packets. ns-3 needs 4 ms
// more from PDCP to PDCP.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/figure_rows.h"
#include "bench/lte_peer_case.h"
#include "bench/lte_peer_ns3.h"
#include "bench/lte_peer_twin.h"
#include "sim/run/processes.h"

namespace celltwin::bench {
namespace {

struct Options {
    std::string peer_case;  ///< inner use: a case as text
    std::string which = "all";
    int seeds = 3, udp_seeds = 1, first_seed = 1, at_once = 1;
    double duration_s = 2.0;
    bool link_table = false, as_json = false, quick = false, verbose = false;
};

/// PRB use, mean over the cells.
constexpr std::array kLoads{0.2, 0.35, 0.5, 0.65};
constexpr std::size_t kHalfLoad = 2;
constexpr double kLoadTolerance = 0.005;

std::vector<PeerResult> runPeers(const std::vector<PeerCase>& cases, int at_once) {
    std::vector<std::vector<std::string>> commands;
    for (const PeerCase& c : cases) commands.push_back({run::ownProgramPath(), "--peer", caseText(c)});
    std::vector<std::string> lines(cases.size());
    const auto done = run::runProcesses(
        commands, static_cast<std::size_t>(at_once),
        [&](std::size_t i, const std::string& line) { lines[i] = line; }, [] { return false; });
    std::vector<PeerResult> results;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (done[i].exit_code != 0)
            throw std::runtime_error("ns-3 failed on seed " + std::to_string(cases[i].seed));
        results.push_back(resultFromText(lines[i]));
    }
    return results;
}

PeerLinkTable peerLinkTable() {
    std::string text;
    const auto done = run::runProcesses(
        {{run::ownProgramPath(), "--peer-link-table"}}, 1,
        [&](std::size_t, const std::string& line) { text = line; }, [] { return false; });
    if (done.front().exit_code != 0) throw std::runtime_error("ns-3 gave no link adaptation table");
    return linkTableFromText(text);
}

std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<double> out;
    for (const double v : values) {
        const auto below = std::count_if(values.begin(), values.end(), [&](double w) { return w < v; });
        const auto equal = std::count(values.begin(), values.end(), v);
        out.push_back(static_cast<double>(below) + 0.5 * static_cast<double>(equal - 1));
    }
    return out;
}

/// Spearman's: Pearson's of the ranks, equal values sharing theirs.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
    const std::vector<double> x = ranks(a), y = ranks(b);
    const double mean = 0.5 * static_cast<double>(x.size() - 1);
    double xy = 0.0, xx = 0.0, yy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

std::vector<double> cellBytes(const PeerCase& c, const PeerResult& r) {
    std::vector<double> sum(c.cells.size(), 0.0);
    for (std::size_t i = 0; i < c.ues.size(); ++i)
        sum[static_cast<std::size_t>(c.ues[i].cell)] += r.received_bytes[i];
    return sum;
}

/// The worst over cells, UEs and seeds, and what is said of them.
struct Worst {
    double value = 0.0, sum = 0.0;
    int count = 0;
    void add(double deviation) {
        value = std::max(value, std::fabs(deviation));
        sum += deviation;
        ++count;
    }
    double mean() const { return sum / std::max(1, count); }
};

struct FullBuffer {
    Worst sinr_db, throughput;
    double correlation = 1.0;
    int prbs_heard = 0;

    void compare(const PeerCase& c, const PeerResult& peer, const PeerResult& twin) {
        for (std::size_t i = 0; i < c.ues.size(); ++i)
            for (const double db : peer.sinr_db[i]) {
                sinr_db.add(twin.sinr_db[i].front() - db);
                ++prbs_heard;
            }
        const auto theirs = cellBytes(c, peer), ours = cellBytes(c, twin);
        for (std::size_t cell = 0; cell < ours.size(); ++cell)
            throughput.add(100.0 * (ours[cell] / theirs[cell] - 1.0));
        correlation = std::min(correlation, rankCorrelation(peer.received_bytes, twin.received_bytes));
    }
};

void say(const char* what, const PeerCase& c, const PeerResult& peer, const PeerResult& twin) {
    fmt::print(stderr, "{} seed {} {} {}:\n", what, c.seed, c.loss, c.sectors ? "sectors" : "sites");
    const auto theirs = cellBytes(c, peer), ours = cellBytes(c, twin);
    for (std::size_t i = 0; i < c.cells.size(); ++i)
        fmt::print(stderr,
                   "  cell {}: Mbit/s {:.2f} {:.2f} ({:+.1f} %), PRB use {:.3f} {:.3f}, MCS {:.2f} {:.2f}, "
                   "first BLER "
                   "{:.3f} {:.3f}, delay ms {:.1f} {:.1f}\n",
                   i, theirs[i] * 8e-6 / c.duration_s, ours[i] * 8e-6 / c.duration_s,
                   100.0 * (ours[i] / theirs[i] - 1.0), peer.prb_use[i], twin.prb_use[i], peer.mean_mcs[i],
                   twin.mean_mcs[i], peer.block_error_rate[i], twin.block_error_rate[i],
                   1e3 * peer.cell_delay_s[i], 1e3 * twin.cell_delay_s[i]);
    if (c.burst_period_s <= 0.0)
        for (std::size_t i = 0; i < c.ues.size(); ++i)
            fmt::print(stderr, "    ue {:2} cell {} sinr {:6.2f} {:6.2f} Mbit/s {:.3f} {:.3f}\n", i,
                       c.ues[i].cell, peer.sinr_db[i].empty() ? NAN : peer.sinr_db[i].front(),
                       twin.sinr_db[i].front(), peer.received_bytes[i] * 8e-6 / c.duration_s,
                       twin.received_bytes[i] * 8e-6 / c.duration_s);
    fmt::print(stderr, "  CPU s {:.1f} {:.2f}\n", peer.cpu_s, twin.cpu_s);
}

std::vector<PeerCase> drawCases(const Options& options) {
    std::vector<PeerCase> cases;
    for (int i = 0; i < options.seeds; ++i) {
        cases.push_back(drawCase(static_cast<std::uint64_t>(options.first_seed + i)));
        cases.back().duration_s = options.duration_s;
    }
    return cases;
}

void fullBufferRows(const Options& options, const PeerLinkTable& link, std::vector<FigureRow>& rows) {
    const std::vector<PeerCase> cases = drawCases(options);
    const std::vector<PeerResult> peers = runPeers(cases, options.at_once);
    FullBuffer figures, own;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const PeerResult twin = runTwin(cases[i], link);
        figures.compare(cases[i], peers[i], twin);
        own.compare(cases[i], peers[i], runTwin(cases[i], {}));
        if (options.verbose) say("full buffer", cases[i], peers[i], twin);
    }
    const auto scope = fmt::format("{} networks of 3 cells x 10 UEs", cases.size());
    rows.push_back({"ns-3 LTE, full buffer: SINR of a PRB, largest", figures.sinr_db.value, 0.1, 0.05, "dB",
                    Better::below,
                    fmt::format("{} PRBs, mean {:+.3f} dB", figures.prbs_heard, figures.sinr_db.mean())});
    rows.push_back({"ns-3 LTE, full buffer: cell throughput, largest", figures.throughput.value, 5.0, 2.0,
                    "%", Better::below, fmt::format("{}, mean {:+.2f} %", scope, figures.throughput.mean())});
    rows.push_back(
        {"ns-3 LTE, full buffer: the same by celltwin's own link curves",
         own.throughput.value,
         {},
         {},
         "%",
         Better::below,
         fmt::format("mean {:+.2f} %, rank correlation {:.3f}", own.throughput.mean(), own.correlation)});
    rows.push_back({"ns-3 LTE, full buffer: rank correlation of UEs, least", figures.correlation, 0.95, 0.98,
                    "", Better::above, "Spearman, " + scope});
}

/// Pairs of loads whose delays the two put in different order.
int discordantPairs(const std::vector<double>& a, const std::vector<double>& b) {
    int count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = i + 1; j < a.size(); ++j) count += (a[i] < a[j]) != (b[i] < b[j]) ? 1 : 0;
    return count;
}

double mean(const std::vector<double>& v) {
    return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

/// Offered so much that the twin uses `load` of its PRBs, by bisection: neighbours that are seldom busy
/// interfere less than in the full-buffer run. ns-3 then gets the same traffic, whatever it makes of it.
PeerCase udpCase(const PeerCase& full, const PeerResult& rates, const PeerLinkTable& link, double load) {
    double low = 0.0, high = 4.0;
    for (int i = 0; i < 20; ++i) {
        const double offered = 0.5 * (low + high);
        const PeerCase c = withUdp(full, rates, offered);
        const double use = mean(runTwin(c, link).prb_use);
        if (std::fabs(use - load) < kLoadTolerance) return c;
        (use < load ? low : high) = offered;
    }
    return withUdp(full, rates, 0.5 * (low + high));
}

struct Udp {
    Worst half, all;
    int discordant = 0;
    std::string note;

    /// One network under all loads.
    void compare(const std::vector<PeerResult>& peers, const std::vector<PeerResult>& twins) {
        std::vector<double> theirs, ours;
        for (std::size_t i = 0; i < kLoads.size(); ++i) {
            for (std::size_t cell = 0; cell < twins[i].prb_use.size(); ++cell) {
                const double points = 100.0 * (twins[i].prb_use[cell] - peers[i].prb_use[cell]);
                all.add(points);
                if (i == kHalfLoad) half.add(points);
            }
            theirs.push_back(1e3 * mean(peers[i].cell_delay_s));
            ours.push_back(1e3 * mean(twins[i].cell_delay_s));
            note += fmt::format("{}{:.0f} % {:.1f}/{:.1f}", note.empty() ? "" : ", ", 100.0 * kLoads[i],
                                theirs.back(), ours.back());
        }
        discordant += discordantPairs(theirs, ours);
    }
};

void udpRows(const Options& options, const PeerLinkTable& link, std::vector<FigureRow>& rows) {
    Options drawn = options;
    drawn.seeds = options.udp_seeds;
    Udp figures;
    for (const PeerCase& full : drawCases(drawn)) {
        const PeerResult rates = runTwin(full, link);
        std::vector<PeerCase> cases;
        std::vector<PeerResult> twins;
        for (const double load : kLoads) {
            cases.push_back(udpCase(full, rates, link, load));
            twins.push_back(runTwin(cases.back(), link));
        }
        const std::vector<PeerResult> peers = runPeers(cases, options.at_once);
        figures.compare(peers, twins);
        for (std::size_t i = 0; options.verbose && i < cases.size(); ++i)
            say("UDP", cases[i], peers[i], twins[i]);
    }
    rows.push_back({"ns-3 LTE, UDP at half load: PRB use of a cell, largest", figures.half.value, 5.0, 2.0,
                    "points", Better::below,
                    fmt::format("{} network(s), mean {:+.1f}; all four loads: largest {:.1f}",
                                options.udp_seeds, figures.half.mean(), figures.all.value)});
    rows.push_back({"ns-3 LTE, UDP: pairs of loads whose delays are in other order",
                    static_cast<double>(figures.discordant), 0.0, 0.0, "", Better::below,
                    "mean ms of ns-3/celltwin: " + figures.note});
}

int run(const Options& options) {
    const PeerLinkTable link = peerLinkTable();
    std::vector<FigureRow> rows;
    if (options.which != "udp") fullBufferRows(options, link, rows);
    if (options.which != "full-buffer") udpRows(options, link, rows);
    fmt::print("{}", options.as_json ? figureJson(rows) : figureTable(rows));
    return figureStatus(rows);
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    using namespace celltwin::bench;
    Options options;
    CLI::App app{"celltwin's engine beside ns-3's LTE module, on the same networks"};
    app.add_option("--case", options.which, "full-buffer, udp or all")
        ->check(CLI::IsMember({"full-buffer", "udp", "all"}))
        ->capture_default_str();
    app.add_option("--seeds", options.seeds, "Networks drawn")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--udp-seeds", options.udp_seeds, "Of them with UDP, four runs each")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--first-seed", options.first_seed, "Of them")->capture_default_str();
    app.add_option("--duration", options.duration_s, "Simulated seconds measured, whole half seconds")
        ->check(CLI::Range(0.5, 1000.0))
        ->capture_default_str();
    app.add_option("--at-once", options.at_once, "ns-3 processes at a time")->check(CLI::Range(1, 64));
    app.add_flag("--quick", options.quick, "One network, one second");
    app.add_flag("--verbose", options.verbose, "Every cell and UE, on standard error");
    app.add_flag("--json", options.as_json, "Print JSON");
    app.add_option("--peer", options.peer_case, "Run ns-3 on this case and print what it finds")->group("");
    app.add_flag("--peer-link-table", options.link_table, "Print ns-3's link adaptation")->group("");
    CLI11_PARSE(app, argc, argv);
    if (options.quick) {
        options.seeds = 1;
        options.duration_s = 1.0;
    }
    try {
        if (options.peer_case.empty() && !options.link_table) return run(options);
        celltwin::run::endWithParent();
        if (options.link_table) {
            fmt::print("{}\n", linkTableText(ns3LinkTable(kMaxPeerPrbs)));
            return 0;
        }
        fmt::print("{}\n", resultText(runNs3(caseFromText(options.peer_case))));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "lte_peer: {}\n", error.what());
        return 2;
    }
}
