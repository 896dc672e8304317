// SPDX-License-Identifier: BSD-3-Clause
//
// Interference and SINR of models/link: fast kernels against their references. Both are timed in turns within
// one run, so that `speedup`, the ratio of their fastest rounds, holds on a busy machine where absolute times
// do not. Arguments: cells in a power row (before padding), UEs, subbands. 57 x 570 is the demo network, 32 a
// neighbour list.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "models/base/random.h"
#include "models/link/sinr.h"

namespace celltwin::link {
namespace {

using Clock = std::chrono::steady_clock;

/// Power rows of all UEs and one activity row, drawn once: -120 to -60 dBm, activity 0 to 1, pads zero.
struct Network {
    Network(std::size_t cells, std::size_t ues)
        : row(paddedRow(cells)), ue_count(ues), cell_count(cells), power_mw(row * ues), activity(row) {
        const Random random(1);
        for (std::size_t c = 0; c < cells; ++c)
            activity[c] = static_cast<float>(random.uniform(Stream::layout, c));
        for (std::size_t u = 0; u < ues; ++u)
            for (std::size_t c = 0; c < cells; ++c)
                power_mw[u * row + c] = static_cast<float>(
                    std::pow(10.0, -12.0 + 6.0 * random.uniform(Stream::shadow_field, u, c)));
    }
    std::span<const float> rowOf(std::size_t ue) const { return {power_mw.data() + ue * row, row}; }
    std::size_t servingOf(std::size_t ue) const { return ue % cell_count; }

    std::size_t row, ue_count, cell_count;
    std::vector<float> power_mw, activity;
};

/// Seconds one pass of `sum` over all UEs takes; the results go to `out`.
template <class Sum, class Out>
double secondsOf(const Network& network, Sum sum, std::vector<Out>& out) {
    const auto begin = Clock::now();
    for (std::size_t u = 0; u < network.ue_count; ++u)
        out[u] = sum(network.rowOf(u), network.activity, network.servingOf(u));
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void interference(benchmark::State& state) {
    const Network network(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    std::vector<float> fast(network.ue_count);
    std::vector<double> judge(network.ue_count);
    double fastest = std::numeric_limits<double>::infinity(), fastest_judge = fastest;
    for (auto _ : state) {
        const double seconds = secondsOf(network, interferenceMw, fast);
        fastest = std::min(fastest, seconds);
        fastest_judge = std::min(fastest_judge, secondsOf(network, referenceInterferenceMw, judge));
        state.SetIterationTime(seconds);
    }
    for (std::size_t u = 0; u < network.ue_count; ++u)
        if (std::abs(fast[u] - judge[u]) > 1e-5 * judge[u])
            state.SkipWithError("kernel and reference differ");
    const auto links = static_cast<double>(network.ue_count * network.cell_count);
    state.counters["ns_per_link"] = fastest * 1e9 / links;
    state.counters["speedup"] = fastest_judge / fastest;
}
BENCHMARK(interference)
    ->ArgNames({"cells", "ues"})
    ->Args({20, 570})
    ->Args({57, 570})
    ->Args({570, 1000})
    ->UseManualTime();

/// UEs of one cell, by subbands.
void subbands(benchmark::State& state) {
    const Network network(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    const auto subband_count = static_cast<std::size_t>(state.range(2)), row = paddedRow(subband_count);
    std::vector<float> activity(network.cell_count * row, 0.0F), out(network.ue_count * row);
    std::vector<const float*> power, heard;
    for (std::size_t u = 0; u < network.ue_count; ++u) power.push_back(network.rowOf(u).data());
    for (std::size_t c = 0; c < network.cell_count; ++c) {
        std::fill_n(activity.begin() + static_cast<std::ptrdiff_t>(c * row), c == 0 ? 0 : subband_count,
                    network.activity[c]);
        heard.push_back(activity.data() + c * row);
    }
    const std::vector<float> ones(network.ue_count, 1.0F), noise(network.ue_count, 1e-12F);
    const SubbandBlock block{power, ones, noise, heard, subband_count};
    double fastest = std::numeric_limits<double>::infinity(), fastest_judge = fastest;
    for (auto _ : state) {
        const auto begin = Clock::now();
        sinr(block, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
        const auto between = Clock::now();
        for (std::size_t u = 0; u < network.ue_count; ++u)
            for (std::size_t s = 0; s < subband_count; ++s)
                if (const double judge = referenceSinr(block, u, s);
                    std::abs(out[u * row + s] - judge) > 1e-5 * judge)
                    state.SkipWithError("kernel and reference differ");
        const double seconds = std::chrono::duration<double>(between - begin).count();
        fastest = std::min(fastest, seconds);
        fastest_judge =
            std::min(fastest_judge, std::chrono::duration<double>(Clock::now() - between).count());
        state.SetIterationTime(seconds);
    }
    const auto sums = static_cast<double>(network.ue_count * network.cell_count * subband_count);
    state.counters["ns_per_link_subband"] = fastest * 1e9 / sums;
    state.counters["speedup"] = fastest_judge / fastest;
    state.SetLabel(std::string(vectorUnits().front().name));
}
BENCHMARK(subbands)
    ->ArgNames({"cells", "ues", "subbands"})
    ->Args({32, 10, 13})
    ->Args({32, 30, 13})
    ->Args({32, 30, 26})
    ->UseManualTime();

}  // namespace
}  // namespace celltwin::link
