// SPDX-License-Identifier: BSD-3-Clause
//
// What fading and MIMO cost a UE: reading its channel from the table, the SINR of its layers, its choice of
// rank and precoder. Each is timed in turns with a plain reference within one run, so that `speedup`, the
// ratio of their fastest rounds, holds on a busy machine where absolute times do not. 4 x 4 antennas,
// cross-polarised at medium correlation, 10,000 links.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>

#include <span>
#include <vector>

#include "models/fading/tdl.h"
#include "models/link/mimo.h"

namespace celltwin {
namespace {

using Clock = std::chrono::steady_clock;
using Complex = std::complex<float>;

constexpr std::size_t kAntennas = 4, kPairs = kAntennas * kAntennas, kUes = 10000;

fading::FadingTable makeTable(std::size_t subbands, std::size_t antennas = kAntennas) {
    return {Random(1),
            fading::TdlProfile::c,
            {.delay_spread_s = 300e-9,
             .subbands = subbands,
             .subband_width_hz = 5.76e6,
             .rx = antennas,
             .tx = antennas,
             .correlation = fading::antennaCorrelation(fading::AntennaArray::cross_polarized,
                                                       fading::CorrelationLevel::medium)}};
}

double turnsOf(std::size_t ue) {
    return 0.01 * static_cast<double>(ue);
}

/// Channels of all UEs, [ue][subband][rx][tx].
struct Channels {
    explicit Channels(std::size_t subbands_) : subbands(subbands_), h(kUes * subbands * kPairs) {
        const fading::FadingTable table = makeTable(subbands);
        for (std::size_t ue = 0; ue < kUes; ++ue)
            table.at(ue, turnsOf(ue), std::span(h).subspan(ue * subbands * kPairs, subbands * kPairs));
    }
    link::MimoChannel of(std::size_t ue) const {
        return {std::span(h).subspan(ue * subbands * kPairs, subbands * kPairs), subbands, kAntennas,
                kAntennas};
    }

    std::size_t subbands;
    std::vector<Complex> h;
};

/// Seconds a pass of `work` over all UEs takes.
template <class Work>
double secondsOf(std::size_t ues, Work work) {
    const auto begin = Clock::now();
    for (std::size_t ue = 0; ue < ues; ++ue) work(ue);
    benchmark::ClobberMemory();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Times `fast` over all UEs and `judge`, which is slow, over the first `judged`, in turns.
template <class Fast, class Judge>
void race(benchmark::State& state, Fast fast, Judge judge, std::size_t judged) {
    double fastest = std::numeric_limits<double>::infinity(), fastest_judge = fastest;
    for (auto _ : state) {
        const double seconds = secondsOf(kUes, fast);
        fastest = std::min(fastest, seconds / static_cast<double>(kUes));
        fastest_judge = std::min(fastest_judge, secondsOf(judged, judge) / static_cast<double>(judged));
        state.SetIterationTime(seconds);
    }
    state.counters["ns_per_ue"] = fastest * 1e9;
    state.counters["speedup"] = fastest_judge / fastest;
}

/// The reference: what the table spares, each link's own sum of 32 sinusoids for each tap and antenna pair.
void sumOfSinusoids(std::size_t ue, std::size_t subbands, std::size_t pairs, std::span<Complex> h) {
    std::fill(h.begin(), h.end(), Complex());
    const Random random(1);
    for (const fading::Tap& tap : fading::taps(fading::TdlProfile::c))
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            std::complex<double> gain;
            for (std::size_t n = 0; n < 32; ++n) {
                const double angle = random.uniform(Stream::fading, ue, pair * 32 + n);
                gain += std::polar(1.0, 6.28 * (std::cos(6.28 * angle) * turnsOf(ue) + angle));
            }
            for (std::size_t subband = 0; subband < subbands; ++subband)
                h[subband * pairs + pair] += Complex(
                    gain * std::polar(1.0, 6.28 * tap.normalized_delay * static_cast<double>(subband)));
        }
}

void tableAt(benchmark::State& state) {
    const auto subbands = static_cast<std::size_t>(state.range(0));
    const auto antennas = static_cast<std::size_t>(state.range(1));
    const fading::FadingTable table = makeTable(subbands, antennas);
    std::vector<Complex> h(table.coefficients());
    double turns = 0.0;
    race(
        state,
        [&](std::size_t ue) {
            table.at(ue, turnsOf(ue) + turns, h);
            benchmark::DoNotOptimize(h.data());
            turns += 1e-7;
        },
        [&](std::size_t ue) {
            sumOfSinusoids(ue, subbands, antennas * antennas, h);
            benchmark::DoNotOptimize(h.data());
        },
        20);
    state.counters["table_bytes"] = static_cast<double>(table.bytes());
}
BENCHMARK(tableAt)
    ->ArgNames({"subbands", "antennas"})
    ->Args({13, 4})
    ->Args({26, 4})
    ->Args({13, 1})
    ->UseManualTime();

void layerSinr(benchmark::State& state) {
    const auto subbands = static_cast<std::size_t>(state.range(0));
    const auto rank = static_cast<std::size_t>(state.range(1));
    const Channels channels(subbands);
    const link::Codebook codebook(link::CodebookKind::nr_4_ports);
    const auto precoder = codebook.precoder(rank, 3);
    const float snr = 100.0F;
    std::vector<float> sinr(subbands * rank);
    std::vector<double> judge(subbands * rank);
    const auto fast = [&](std::size_t ue) {
        link::layerSinr(channels.of(ue), precoder, rank, {&snr, 1}, sinr);
        benchmark::DoNotOptimize(sinr.data());
    };
    const auto reference = [&](std::size_t ue) {
        for (std::size_t subband = 0; subband < subbands; ++subband)
            link::referenceLayerSinr(channels.of(ue).h.subspan(subband * kPairs, kPairs), kAntennas,
                                     kAntennas, precoder, static_cast<double>(snr),
                                     std::span(judge).subspan(subband * rank, rank));
        benchmark::DoNotOptimize(judge.data());
    };
    race(state, fast, reference, kUes / 10);
    fast(7);
    reference(7);
    for (std::size_t i = 0; i < judge.size(); ++i)
        if (std::abs(static_cast<double>(sinr[i]) - judge[i]) > 1e-3 * (judge[i] + 0.01))
            state.SkipWithError("kernel and reference differ");
}
BENCHMARK(layerSinr)
    ->ArgNames({"subbands", "rank"})
    ->Args({13, 1})
    ->Args({13, 2})
    ->Args({13, 3})
    ->Args({13, 4})
    ->Args({26, 4})
    ->UseManualTime();

/// The reference: all precoders of all ranks by rankCapacity.
void selectPrecoder(benchmark::State& state) {
    const auto subbands = static_cast<std::size_t>(state.range(0));
    const auto max_rank = static_cast<std::size_t>(state.range(1));
    const Channels channels(subbands);
    const link::Codebook codebook(link::CodebookKind::nr_4_ports);
    const float snr = 100.0F;
    double lost = 0.0, sum = 0.0;
    const auto fast = [&](std::size_t ue) {
        benchmark::DoNotOptimize(link::selectPrecoder(codebook, channels.of(ue), {&snr, 1}, max_rank));
    };
    const auto all = [&](std::size_t ue) {
        double best = 0.0;
        for (std::size_t rank = 1; rank <= max_rank; ++rank)
            for (std::size_t index = 0; index < codebook.size(rank); ++index)
                best = std::max(best, link::rankCapacity(channels.of(ue), codebook.precoder(rank, index),
                                                         rank, {&snr, 1}));
        const link::PrecoderChoice choice =
            link::selectPrecoder(codebook, channels.of(ue), {&snr, 1}, max_rank);
        lost += best - choice.capacity[choice.rank - 1];
        sum += best;
    };
    race(state, fast, all, 200);
    state.counters["capacity_lost"] = lost / sum;
}
BENCHMARK(selectPrecoder)
    ->ArgNames({"subbands", "max_rank"})
    ->Args({13, 1})
    ->Args({13, 2})
    ->Args({13, 4})
    ->Args({26, 4})
    ->UseManualTime();

}  // namespace
}  // namespace celltwin
