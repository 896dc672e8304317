// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>

#include "bench/slot_networks.h"
#include "bench/slot_rows.h"
#include "sim/engine/engine.h"
#include "sim/ranks/world.h"
#include "sim/record/fingerprint.h"
#include "sim/run/processes.h"

namespace celltwin::bench {
namespace {

using engine::Engine;
using engine::Exchange;
using SteadyClock = std::chrono::steady_clock;

constexpr int kSlotsBefore = 50, kTrades = 2'000;

double secondsSince(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// CPU time of this thread.
double cpuS() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Counts what passes through another exchange.
class WatchedExchange final : public Exchange {
  public:
    explicit WatchedExchange(Exchange& inner) : inner_(inner) {}
    int rank() const override { return inner_.rank(); }
    int size() const override { return inner_.size(); }
    std::span<const Bytes> trade(std::span<const Bytes> to) override {
        const auto start = SteadyClock::now();
        const double before_s = cpuS();
        const std::span<const Bytes> from = inner_.trade(to);
        cpu_s += cpuS() - before_s;
        seconds += secondsSince(start);
        for (const Bytes& sent : to) bytes = std::max(bytes, sent.size());
        return from;
    }
    double seconds = 0.0, cpu_s = 0.0;
    std::size_t bytes = 0;

  private:
    Exchange& inner_;
};

/// Slots of one engine: least wall time of its rounds, and least CPU time outside of trades.
struct Round {
    double least_s = std::numeric_limits<double>::infinity(), least_cpu_s = least_s;
    void time(Engine& engine, record::RunSink& sink, int slots, const WatchedExchange* exchange) {
        const auto trades = [exchange] { return exchange != nullptr ? exchange->cpu_s : 0.0; };
        const auto start = SteadyClock::now();
        const double cpu_s = cpuS() - trades();
        for (int slot = 0; slot < slots; ++slot) engine.step(sink);
        least_cpu_s = std::min(least_cpu_s, (cpuS() - trades() - cpu_s) / slots);
        least_s = std::min(least_s, secondsSince(start) / slots);
    }
};

/// The largest of what the ranks have.
double largest(Exchange& exchange, double mine) {
    const std::vector<Exchange::Bytes> to(static_cast<std::size_t>(exchange.size()),
                                          std::as_bytes(std::span(&mine, 1)));
    double most = mine;
    for (const Exchange::Bytes bytes : exchange.trade(to)) {
        if (bytes.empty()) continue;
        double other = 0.0;
        std::memcpy(&other, bytes.data(), sizeof other);
        most = std::max(most, other);
    }
    return most;
}

/// Trades of `bytes` to each rank, nothing else between them.
double bareTradeS(Exchange& exchange, std::size_t bytes) {
    const std::vector<std::byte> message(bytes);
    const std::vector<Exchange::Bytes> to(static_cast<std::size_t>(exchange.size()), message);
    double least_s = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 5; ++round) {
        exchange.meet();
        const auto start = SteadyClock::now();
        for (int i = 0; i < kTrades / 5; ++i) exchange.trade(to);
        least_s = std::min(least_s, secondsSince(start) / (kTrades / 5));
    }
    return least_s;
}

bool sameState(const record::Checkpoint& a, const record::Checkpoint& b) {
    return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                      [](const auto& x, const auto& y) { return x.name == y.name && x.bytes == y.bytes; });
}

struct RankCase {
    std::string check;
    SlotNetwork network;
    int round_slots, rounds;

    std::string text() const {
        return fmt::format("{} {} {} {} {}", network.sites, network.ues_per_cell, network.numerology,
                           round_slots, rounds);
    }
};

void compare(const RankCase& one, int ranks, std::vector<FigureRow>& rows, const SlotOptions& options) {
    const std::string check = fmt::format("{} ranks over one, {}", ranks, one.check);
    const std::string mpirun = CELLTWIN_MPIRUN;
    if (mpirun.empty()) {
        rows.push_back(skippedRow(check, "built without MPI: cmake --preset mpi"));
        return;
    }
    if (static_cast<int>(std::thread::hardware_concurrency()) < ranks) {
        rows.push_back(skippedRow(check, "this machine has fewer cores"));
        return;
    }
    std::string line;
    const auto done = run::runProcesses(
        {{mpirun, "--allow-run-as-root", "--oversubscribe", "-n", std::to_string(ranks),
          run::ownProgramPath(), "--rank-case", one.text()}},
        1, [&](std::size_t, const std::string& text) { line = text; }, [] { return false; });
    double alone_s = 0.0, split_s = 0.0, waiting_s = 0.0, trade_s = 0.0, kibibytes = 0.0, cpu_ratio = 0.0;
    int same = 0;
    if (done.front().exit_code != 0 ||
        std::sscanf(line.c_str(), "ranks %lf %lf %lf %lf %lf %lf %d", &alone_s, &split_s, &waiting_s,
                    &trade_s, &kibibytes, &cpu_ratio, &same) != 7)
        throw std::runtime_error("mpirun failed: " + one.check);
    FigureRow row{check,
                  alone_s / split_s,
                  {},
                  {},
                  "x",
                  Better::above,
                  fmt::format("{:.3g} and {:.3g} ms a slot; {}", 1e3 * split_s, 1e3 * alone_s,
                              same != 0 ? "same state and fingerprint" : "ANOTHER STATE")};
    row.must = 1.7;
    row.aim = 1.9;
    rows.push_back(timeRow(options, row));
    rows.push_back({fmt::format("{} ranks, {}: states other than one rank's", ranks, one.check),
                    same != 0 ? 0.0 : 1.0, 0.0, 0.0, "", Better::below, ""});
    rows.push_back({fmt::format("{} ranks, {}: CPU time of one over the slower's", ranks, one.check),
                    cpu_ratio,
                    {},
                    {},
                    "x",
                    Better::above,
                    "its exchange included, its wait not"});
    rows.push_back(
        {fmt::format("{} ranks, {}: exchange of a slot", ranks, one.check),
         1e6 * trade_s,
         {},
         {},
         "us",
         Better::below,
         fmt::format("{:.1f} KiB each way, trades alone; {:.0f} us with the wait for the slower rank",
                     kibibytes, 1e6 * waiting_s)});
}

}  // namespace

void rankRows(const SlotOptions& options, std::vector<FigureRow>& rows) {
    if (options.quick) {
        compare({"57 cells x 10 UEs", {.sites = 19}, 50, 2}, 2, rows, options);
        return;
    }
    compare({"570 cells x 30 UEs", {.sites = 190, .ues_per_cell = 30}, 20, 12}, 2, rows, options);
    compare({"1,002 cells x 10 UEs", {.sites = 334, .numerology = 1}, 20, 12}, 2, rows, options);
}

int runRankCase(const std::string& text) {
    RankCase one;
    if (std::sscanf(text.c_str(), "%d %d %d %d %d", &one.network.sites, &one.network.ues_per_cell,
                    &one.network.numerology, &one.round_slots, &one.rounds) != 5)
        throw std::runtime_error("not a case: " + text);
    const ranks::World world(true);
    if (world.exchange() == nullptr) throw std::runtime_error("one rank is not several");
    WatchedExchange watched(*world.exchange());
    const scenario::Scenario s = slotScenario(one.network);
    const engine::UserDrop users = engine::dropUsers(s);
    const bool first = world.rank() == 0;
    record::FingerprintSink split_print, alone_print;
    record::TeeSink deaf({});
    record::RunSink& split_sink = first ? static_cast<record::RunSink&>(split_print) : deaf;
    Engine split(s, users, 1, &watched);
    const std::unique_ptr<Engine> alone = first ? std::make_unique<Engine>(s, users, 1) : nullptr;
    Round split_round, alone_round;
    for (int slot = 0; slot < kSlotsBefore; ++slot) {
        split.step(split_sink);
        if (first) alone->step(alone_print);
    }
    watched.seconds = 0.0;
    watched.bytes = 0;
    for (int round = 0; round < one.rounds; ++round) {
        if (first) alone_round.time(*alone, alone_print, one.round_slots, nullptr);
        world.exchange()->meet();
        split_round.time(split, split_sink, one.round_slots, &watched);
    }
    const double waiting_s = watched.seconds / (one.rounds * one.round_slots);
    const std::size_t bytes = watched.bytes;
    const record::Checkpoint end = split.checkpoint();
    const double trade_s = bareTradeS(*world.exchange(), bytes);
    const double slower_cpu_s = largest(*world.exchange(), split_round.least_cpu_s) + trade_s;
    if (!first) return 0;
    const bool same = sameState(end, alone->checkpoint()) && split_print.digest() == alone_print.digest();
    fmt::print("ranks {} {} {} {} {} {} {}\n", alone_round.least_s, split_round.least_s, waiting_s, trade_s,
               static_cast<double>(bytes) / 1024.0, alone_round.least_cpu_s / slower_cpu_s, same ? 1 : 0);
    return 0;
}

}  // namespace celltwin::bench
