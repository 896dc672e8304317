// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "bench/lte_peer_case.h"
#include "bench/lte_peer_twin.h"
#include "bench/slot_rows.h"
#include "sim/run/processes.h"

namespace celltwin::bench {
namespace {

constexpr double kSinrMustDb = 0.1, kThroughputMustPercent = 5.0;
constexpr int kTwinParts = 4;

struct PeerSize {
    int sites, prbs;
    double warmup_s, duration_s, timed_s;
    double must, aim;
};

/// One line of a child of ours.
std::string lineOf(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{run::ownProgramPath()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::string line;
    const auto done = run::runProcesses(
        {command}, 1, [&](std::size_t, const std::string& text) { line = text; }, [] { return false; });
    if (done.front().exit_code != 0) throw std::runtime_error("ns-3 failed: " + arguments.front());
    return line;
}

struct Match {
    double sinr_db = 0.0, throughput_percent = 0.0, mean_percent = 0.0;
    std::size_t prbs = 0;
    bool holds() const { return sinr_db <= kSinrMustDb && throughput_percent <= kThroughputMustPercent; }
};

Match matchOf(const PeerCase& c, const PeerResult& peer, const PeerResult& twin) {
    Match match;
    std::vector<double> theirs(c.cells.size(), 0.0), ours(theirs);
    for (std::size_t i = 0; i < c.ues.size(); ++i) {
        for (const double db : peer.sinr_db[i]) {
            match.sinr_db = std::max(match.sinr_db, std::fabs(twin.sinr_db[i].front() - db));
            ++match.prbs;
        }
        theirs[static_cast<std::size_t>(c.ues[i].cell)] += peer.received_bytes[i];
        ours[static_cast<std::size_t>(c.ues[i].cell)] += twin.received_bytes[i];
    }
    for (std::size_t cell = 0; cell < theirs.size(); ++cell) {
        const double percent = 100.0 * (ours[cell] / theirs[cell] - 1.0);
        // A cell that delivers nothing over there matches nothing.
        match.throughput_percent =
            std::max(match.throughput_percent, std::isfinite(percent) ? std::fabs(percent) : HUGE_VAL);
        match.mean_percent += percent / static_cast<double>(theirs.size());
    }
    return match;
}

void compareSize(const PeerSize& size, const SlotOptions& options, std::vector<FigureRow>& rows) {
    PeerCase c = drawHexagons(1, size.sites, size.prbs);
    c.warmup_s = size.warmup_s;
    c.duration_s = size.duration_s;
    c.timed_s = size.timed_s;
    c.uplink = true;
    const PeerLinkTable link = linkTableFromText(lineOf({"--peer-link-table", std::to_string(size.prbs)}));
    // In turns: a part before, the peer's parts, a part after.
    double ours_s = twinCpuSecondsPerSecond(c, link, kTwinParts);
    const PeerResult peer = resultFromText(lineOf({"--peer", caseText(c)}));
    ours_s = std::min(ours_s, twinCpuSecondsPerSecond(c, link, kTwinParts));
    const Match match = matchOf(c, peer, runTwin(c, link));
    if (options.verbose)
        fmt::print(stderr, "{} cells: ns-3 {:.1f} CPU s/s, {:.1f} s in all; celltwin {:.4f} CPU s/s\n",
                   c.cells.size(), peer.cpu_s_per_s, peer.cpu_s, ours_s);
    const std::string name = fmt::format("ns-3 LTE, {} cells x 10 UEs, {} RB: ", c.cells.size(), size.prbs);
    rows.push_back({name + "SINR of a PRB, largest", match.sinr_db, kSinrMustDb, 0.05, "dB", Better::below,
                    fmt::format("{} PRBs", match.prbs)});
    rows.push_back({name + "cell throughput, largest", match.throughput_percent, kThroughputMustPercent, 2.0,
                    "%", Better::below,
                    fmt::format("mean {:+.2f} %, {:g} s simulated", match.mean_percent, c.duration_s)});
    const std::string check = name + "CPU time over celltwin's";
    if (!match.holds())
        rows.push_back(skippedRow(check, "KPIs do not match: no ratio counts"));
    else
        rows.push_back(
            timeRow(options, {check, peer.cpu_s_per_s / ours_s, size.must, size.aim, "x", Better::above,
                              fmt::format("{:.4g} and {:.3g} CPU s a simulated s, both directions full",
                                          peer.cpu_s_per_s, ours_s)}));
}

}  // namespace

void peerRows21(const SlotOptions& options, std::vector<FigureRow>& rows) {
    compareSize(options.quick ? PeerSize{1, 100, 0.3, 0.3, 0.1, 1000.0, 5000.0}
                              : PeerSize{7, 100, 0.3, 0.3, 0.04, 1000.0, 5000.0},
                options, rows);
}

void peerRows57(const SlotOptions& options, std::vector<FigureRow>& rows) {
    compareSize(options.quick ? PeerSize{1, 25, 0.3, 0.3, 0.1, 1000.0, 10000.0}
                              : PeerSize{19, 25, 0.3, 0.2, 0.02, 1000.0, 10000.0},
                options, rows);
}

}  // namespace celltwin::bench
