// SPDX-License-Identifier: BSD-3-Clause
//
// What a cell's slot costs in the scheduler: 10 to 1000 candidates on 273 PRBs, 8 grants, each policy,
// without slices and with four. Timed in turns with a plain reference, sort all by rank and serve in that
// order, so that `speedup`, the ratio of their fastest rounds, holds on a busy machine. The reference knows
// no slices.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "models/base/random.h"
#include "models/scheduler/scheduler.h"

namespace celltwin {
namespace {

using Clock = std::chrono::steady_clock;
using scheduler::Candidate;
using scheduler::Grant;

constexpr int kPrbs = 273, kMaxGrants = 8, kSlots = 200;

std::vector<Candidate> makeCandidates(std::size_t count, std::size_t slices) {
    const Random random(1);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint64_t what) { return random.uniform(Stream::layout, i, what); };
        Candidate c{};
        c.row = static_cast<std::uint32_t>(i);
        c.queue_bytes = 100 + static_cast<std::int64_t>(5000.0 * draw(0));
        c.bytes_per_prb = 10.0 + 100.0 * draw(1);
        c.average_rate = 1.0 + 500.0 * draw(2);
        c.last_served_slot = static_cast<std::int64_t>(50.0 * draw(3));
        c.slice = static_cast<std::uint16_t>(i % std::max<std::size_t>(1, slices));
        c.head_delay_ms = static_cast<float>(300.0 * draw(4));
        c.priority_level = static_cast<float>(1.0 + 89.0 * draw(5));
        candidates.push_back(c);
    }
    return candidates;
}

/// The reference: everybody's rank, sorted, served in that order.
void sortAndServe(const scheduler::Rule& rule, const std::vector<Candidate>& candidates, std::int64_t slot,
                  std::vector<std::pair<double, std::uint32_t>>& order, std::vector<Grant>& grants) {
    grants.clear();
    order.clear();
    for (std::uint32_t i = 0; i < candidates.size(); ++i)
        order.emplace_back(-scheduler::rank(rule, candidates[i], slot), i);
    std::sort(order.begin(), order.end());
    int left = kPrbs;
    for (const auto& [negative_rank, i] : order) {
        if (left <= 0 || grants.size() >= kMaxGrants) break;
        const Candidate& c = candidates[i];
        const int need = static_cast<int>(std::ceil(static_cast<double>(c.queue_bytes) / c.bytes_per_prb));
        grants.push_back({c.row, std::min(need, left)});
        left -= grants.back().prb_count;
    }
}

template <class Work>
double secondsOf(Work work) {
    const auto begin = Clock::now();
    for (std::int64_t slot = 100; slot < 100 + kSlots; ++slot) work(slot);
    benchmark::ClobberMemory();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void allocate(benchmark::State& state) {
    const auto slices = static_cast<std::size_t>(state.range(1));
    const std::vector<Candidate> candidates =
        makeCandidates(static_cast<std::size_t>(state.range(0)), slices);
    const scheduler::Rule rule{static_cast<scheduler::Policy>(state.range(2))};
    const std::vector<scheduler::SliceQuota> quotas(slices, {10, 50, 200});
    scheduler::Scratch scratch;
    std::vector<std::pair<double, std::uint32_t>> order;
    std::vector<Grant> grants, judge;
    double fastest = std::numeric_limits<double>::infinity(), fastest_judge = fastest;
    for (auto _ : state) {
        const double seconds = secondsOf([&](std::int64_t slot) {
            scheduler::allocate(rule, candidates, quotas, slot, kPrbs, kMaxGrants, scratch, grants);
            benchmark::DoNotOptimize(grants.data());
        });
        fastest_judge = std::min(fastest_judge, secondsOf([&](std::int64_t slot) {
                                     sortAndServe(rule, candidates, slot, order, judge);
                                     benchmark::DoNotOptimize(judge.data());
                                 }));
        fastest = std::min(fastest, seconds);
        state.SetIterationTime(seconds);
    }
    state.counters["ns_per_slot"] = fastest / kSlots * 1e9;
    state.counters["speedup"] = fastest_judge / fastest;
    const auto same = [](const Grant& a, const Grant& b) {
        return a.row == b.row && a.prb_count == b.prb_count;
    };
    if (slices == 0 && !std::equal(grants.begin(), grants.end(), judge.begin(), judge.end(), same))
        state.SkipWithError("allocation and reference differ");
}
// Policies: 1 proportional fair, 3 quality of service.
BENCHMARK(allocate)
    ->ArgNames({"candidates", "slices", "policy"})
    ->ArgsProduct({{10, 100, 1000}, {0, 4}, {1, 3}})
    ->UseManualTime();

}  // namespace
}  // namespace celltwin
