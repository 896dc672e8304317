// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/quality.h"

#include <algorithm>
#include <cmath>

namespace celltwin::traffic {
namespace {

constexpr double kDefaultRating = 93.2;  // G.107 clause 7.7: Ro - Is with every default
constexpr double kEquipment = 5.0;       // Ie of AMR 12.2
constexpr double kRobustness = 10.0;     // Bpl, percent
constexpr double kFreeDelayMs = 100.0;   // mT

double delayImpairment(double delay_ms) {
    if (delay_ms <= kFreeDelayMs) return 0.0;
    // Idd = 25 ((1 + X^6)^(1/6) - 3 (1 + (X/3)^6)^(1/6) + 2), X = log2(Ta / 100)   (G.107 clause 7.4)
    const double x = std::log2(delay_ms / kFreeDelayMs);
    return 25.0 * (std::pow(1.0 + std::pow(x, 6), 1.0 / 6.0) -
                   3.0 * std::pow(1.0 + std::pow(x / 3.0, 6), 1.0 / 6.0) + 2.0);
}

}  // namespace

double eModelRating(double loss_share, double mouth_to_ear_ms) {
    const double loss_percent = 100.0 * loss_share;
    // Ie,eff = Ie + (95 - Ie) Ppl / (Ppl / BurstR + Bpl), BurstR = 1   (G.107 clause 7.5)
    const double equipment = kEquipment + (95.0 - kEquipment) * loss_percent / (loss_percent + kRobustness);
    return kDefaultRating - delayImpairment(mouth_to_ear_ms) - equipment;
}

double mosOfRating(double rating) {
    if (rating <= 0.0) return 1.0;
    if (rating >= 100.0) return 4.5;
    // MOS = 1 + 0.035 R + R (R - 60) (100 - R) 7e-6   (G.107 Annex B), which dips below 1 for R under 6.5.
    return std::max(1.0, 1.0 + 0.035 * rating + rating * (rating - 60.0) * (100.0 - rating) * 7e-6);
}

double videoMos(double stalls_per_30s, double mean_stall_s) {
    // MOS = 3.5 exp(-(0.15 L + 0.19) N) + 1.5
    return 3.5 * std::exp(-(0.15 * mean_stall_s + 0.19) * stalls_per_30s) + 1.5;
}

double webMos(double page_time_s) {
    // MOS = 4.79 - 1.03 ln T
    return std::clamp(4.79 - 1.03 * std::log(std::max(page_time_s, 1e-9)), 1.0, 5.0);
}

}  // namespace celltwin::traffic
