// SPDX-License-Identifier: BSD-3-Clause
//
// The slot engine alone, in the plain loop: 57 cells and 570 UEs at 0.5 ms slots, without fading and with it.
// Counters: real time (simulated seconds per wall second) and UE slots per second.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "sim/engine/engine.h"
#include "sim/record/fingerprint.h"

namespace {

using namespace celltwin;

/// 19 hexagonal three-sector sites 500 m apart, 100 MHz at 3.5 GHz, half of the users moving.
scenario::Scenario city(int users) {
    scenario::Scenario s;
    scenario::Carrier carrier;
    carrier.bandwidth_mhz = 100.0;
    carrier.numerology = 1;
    carrier.prb_count = 273;
    carrier.tdd_pattern = "DDDSU";
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
    s.users.count = users;
    s.users.area = {-1250.0, -1250.0, 1250.0, 1250.0};
    scenario::MobilityShare still, moving;
    still.share = moving.share = 0.5;
    moving.profile.kind = mobility::Kind::random_waypoint;
    moving.profile.speed_min_mps = 1.0;
    moving.profile.speed_max_mps = 15.0;
    moving.profile.area = s.users.area;
    s.users.mobility = {still, moving};
    scenario::TrafficShare files;
    files.bearers[0].profile.kind = traffic::Kind::ftp3;
    files.bearers[0].profile.files_per_second = 1.0;
    s.users.traffic = {files};
    s.run.duration_s = 3600.0;
    return s;
}

void engineSlots(benchmark::State& state) {
    const scenario::Scenario s = city(static_cast<int>(state.range(0)));
    engine::Engine engine(s, engine::dropUsers(s), static_cast<int>(state.range(1)));
    record::FingerprintSink sink;
    for (auto _ : state) engine.step(sink);
    const auto slots = static_cast<double>(state.iterations());
    state.counters["real_time"] = benchmark::Counter(
        slots * static_cast<double>(engine.clock().slot_ns) * 1e-9, benchmark::Counter::kIsRate);
    state.counters["ue_slots"] =
        benchmark::Counter(slots * static_cast<double>(state.range(0)), benchmark::Counter::kIsRate);
}
BENCHMARK(engineSlots)
    ->ArgNames({"ues", "threads"})
    ->Args({570, 1})
    ->Args({570, 2})
    ->Args({1710, 1})
    ->UseRealTime();

/// The city with TDL-C, up to four layers on four ports and four receive antennas.
scenario::Scenario fadingCity(int users) {
    scenario::Scenario s = city(users);
    s.radio.fading.profile = s.radio.fading.los_profile = fading::TdlProfile::c;
    s.network.carriers[0].layers = s.network.carriers[0].ports = 4;
    s.users.antennas = 4;
    s.ran.link_adaptation.combining = phy::Combining::incremental_redundancy;
    return s;
}

/// Slots of one round: a period of mobility, so that every round has the same work to do.
constexpr int kRound = 200;
/// Until queues and HARQ processes are as full as they stay: one second.
constexpr int kRoundsBefore = 10;

double secondsOfRound(engine::Engine& engine, record::FingerprintSink& sink) {
    const auto begin = std::chrono::steady_clock::now();
    for (int slot = 0; slot < kRound; ++slot) engine.step(sink);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// With fading, rank adaptation and HARQ; `cost_ratio` is a slot's time over that of the plain city, fastest
/// rounds in turns, so that it holds on a busy machine where absolute times do not.
void fadingSlots(benchmark::State& state) {
    const int users = static_cast<int>(state.range(0)), threads = static_cast<int>(state.range(1));
    const scenario::Scenario plain = city(users), fading = fadingCity(users);
    engine::Engine a(plain, engine::dropUsers(plain), threads), b(fading, engine::dropUsers(fading), threads);
    record::FingerprintSink sink_a, sink_b;
    for (int round = 0; round < kRoundsBefore; ++round) {
        secondsOfRound(a, sink_a);
        secondsOfRound(b, sink_b);
    }
    double fastest_plain = std::numeric_limits<double>::infinity(), fastest = fastest_plain;
    for (auto _ : state) {
        fastest_plain = std::min(fastest_plain, secondsOfRound(a, sink_a));
        const double seconds = secondsOfRound(b, sink_b);
        fastest = std::min(fastest, seconds);
        state.SetIterationTime(seconds);
    }
    state.counters["real_time"] = kRound * static_cast<double>(b.clock().slot_ns) * 1e-9 / fastest;
    state.counters["ue_slots"] = kRound * static_cast<double>(users) / fastest;
    state.counters["cost_ratio"] = fastest / fastest_plain;
}
BENCHMARK(fadingSlots)
    ->ArgNames({"ues", "threads"})
    ->Args({570, 1})
    ->Args({570, 2})
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2.0)
    ->UseManualTime();

}  // namespace
