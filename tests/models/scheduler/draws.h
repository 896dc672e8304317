// SPDX-License-Identifier: BSD-3-Clause
//
// Random candidates and quotas for the property tests.
#pragma once

#include <algorithm>
#include <vector>

#include "models/base/random.h"
#include "models/scheduler/scheduler.h"

namespace celltwin::scheduler::testing {

inline constexpr std::int64_t kEndless = std::int64_t{1} << 60;
inline constexpr Policy kPolicies[] = {Policy::round_robin, Policy::proportional_fair, Policy::max_ci,
                                       Policy::qos_aware};

/// Numbers of one trial, drawn one after another.
class Draws {
  public:
    explicit Draws(std::uint64_t trial) : trial_(trial) {}
    double operator()() { return random_.uniform(Stream::layout, trial_, number_++); }
    int below(int end) { return std::min(end - 1, static_cast<int>((*this)() * end)); }

  private:
    Random random_{2024};
    std::uint64_t trial_, number_ = 0;
};

inline std::vector<Candidate> drawCandidates(std::uint64_t trial, std::size_t count, int slices = 1) {
    Draws draw(trial);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < count; ++i) {
        Candidate c{};
        c.row = static_cast<std::uint32_t>(3 * i + 1);
        c.queue_bytes = draw() < 0.2 ? kEndless : 1 + draw.below(4000);
        c.bytes_per_prb = 10.0 + 100.0 * draw();
        c.average_rate = draw() < 0.1 ? 0.0 : 500.0 * draw();
        c.last_served_slot = draw.below(50) - 1;
        c.max_prbs = draw() < 0.7 ? 1 << 20 : draw.below(30);
        c.slice = static_cast<std::uint16_t>(draw.below(slices));
        c.priority_level = static_cast<float>(1 + draw.below(90));
        c.head_delay_ms = static_cast<float>(400.0 * draw());
        c.delay_budget_ms = static_cast<float>(10 + draw.below(290));
        c.guaranteed_share = draw() < 0.7 ? -1.0F : static_cast<float>(2.0 * draw());
        candidates.push_back(c);
    }
    return candidates;
}

inline const Candidate& byRow(const std::vector<Candidate>& candidates, std::uint32_t row) {
    return *std::find_if(candidates.begin(), candidates.end(),
                         [&](const Candidate& c) { return c.row == row; });
}

/// By counting up: the fewest PRBs whose bytes reach the queue, or `limit`.
inline int countNeeded(const Candidate& candidate, int limit) {
    int count = 1;
    while (count < limit && count * candidate.bytes_per_prb < static_cast<double>(candidate.queue_bytes))
        ++count;
    return std::min(count, limit);
}

}  // namespace celltwin::scheduler::testing
