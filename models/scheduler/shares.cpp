// SPDX-License-Identifier: BSD-3-Clause
#include "models/scheduler/shares.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace celltwin::scheduler {
namespace {

/// Level A / r^(alpha/beta) of a UE, and by how much a second of service lifts it: r^(1 - alpha/beta) / T.
struct Levels {
    double exponent, window_s;
    double of(const Backlogged& ue) const {
        return ue.average_rate / (exponent == 1.0 ? ue.rate : std::pow(ue.rate, exponent));
    }
    double lift(const Backlogged& ue) const {
        return (exponent == 1.0 ? 1.0 : std::pow(ue.rate, 1.0 - exponent)) / window_s;
    }
};

void equalShares(std::span<const Backlogged> ues, std::span<double> shares) {
    const auto served = static_cast<double>(
        std::count_if(ues.begin(), ues.end(), [](const Backlogged& ue) { return ue.rate > 0.0; }));
    for (std::size_t i = 0; i < ues.size(); ++i) shares[i] = ues[i].rate > 0.0 ? 1.0 / served : 0.0;
}

}  // namespace

bool hasFluid(const Rule& rule) {
    return rule.policy == Policy::round_robin ||
           (rule.policy == Policy::proportional_fair && rule.beta > 0.0);
}

double fluidAverage(double average_rate, double rate, double share, double elapsed_s, double window_s) {
    const double kept = std::exp(-elapsed_s / window_s);
    return average_rate * kept + share * rate * (1.0 - kept);
}

void fluidShares(const Rule& rule, std::span<const Backlogged> ues, double window_s, double horizon_s,
                 std::vector<std::uint32_t>& order, std::span<double> shares) {
    assert(hasFluid(rule) && shares.size() == ues.size());
    if (rule.policy == Policy::round_robin || ues.size() == 1) return equalShares(ues, shares);
    const Levels levels{rule.alpha / rule.beta, window_s};
    order.clear();
    for (std::size_t i = 0; i < ues.size(); ++i) {
        shares[i] = ues[i].rate > 0.0 ? levels.of(ues[i]) : 0.0;
        if (ues[i].rate > 0.0) order.push_back(static_cast<std::uint32_t>(i));
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return shares[a] < shares[b] || (shares[a] == shares[b] && a < b);
    });
    // With the n lowest lifted to L: sum (L - level) / lift = horizon.
    double per_level = 0.0, spent = 0.0, level = 0.0;
    std::size_t lifted = 0;
    while (lifted < order.size()) {
        const std::uint32_t i = order[lifted];
        if (lifted > 0 && level <= shares[i]) break;
        const double seconds = 1.0 / levels.lift(ues[i]);
        per_level += seconds;
        spent += shares[i] * seconds;
        level = (horizon_s + spent) / per_level;
        ++lifted;
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::uint32_t i = order[k];
        shares[i] = k < lifted ? std::max(0.0, level - shares[i]) / levels.lift(ues[i]) / horizon_s : 0.0;
        sum += shares[i];
    }
    // Where levels are far above what a horizon lifts them by, little is left of their digits.
    for (const std::uint32_t i : order)
        shares[i] = sum > 0.0 ? shares[i] / sum : 1.0 / static_cast<double>(order.size());
}

}  // namespace celltwin::scheduler
