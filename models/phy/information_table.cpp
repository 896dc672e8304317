// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/information_table.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace celltwin::phy {
namespace {

constexpr std::size_t kModulations = 5;
struct Row {
    double snr_db;
    std::array<double, kModulations> values;
};

#define CELLTWIN_ROW(snr_db, qpsk, qam16, qam64, qam256, qam1024) \
    Row{snr_db, {qpsk, qam16, qam64, qam256, qam1024}},
constexpr auto kLoss = std::to_array<Row>({
#include "spec_tables/information_loss.inc"
});
constexpr auto kDispersion = std::to_array<Row>({
#include "spec_tables/information_dispersion.inc"
});
#undef CELLTWIN_ROW
constexpr double kLossStepDb = 0.25;
constexpr double kLowestDb = -40.0;
static_assert(kLoss.front().snr_db == kLowestDb && kLoss[1].snr_db == kLowestDb + kLossStepDb);
static_assert(kDispersion.front().snr_db == kLowestDb && kDispersion[1].snr_db == kLowestDb + 1.0);

std::size_t indexOf(int modulation_order) {
    assert(modulation_order >= 2 && modulation_order <= 10 && modulation_order % 2 == 0);
    return static_cast<std::size_t>(modulation_order) / 2 - 1;
}

/// Loss between two rows, `place` in row steps from the first.
double interpolatedLoss(double place, std::size_t m) {
    const auto i = std::min(static_cast<std::size_t>(place), kLoss.size() - 2);
    const auto slope = [&](std::size_t row) {
        if (row == 0 || row + 1 == kLoss.size()) return 0.0;
        const double before = kLoss[row].values[m] - kLoss[row - 1].values[m];
        const double after = kLoss[row + 1].values[m] - kLoss[row].values[m];
        // Harmonic mean of the neighbouring slopes: no overshoot.
        return before * after > 0.0 ? 2.0 * before * after / (before + after) : 0.0;
    };
    const double t = place - static_cast<double>(i);
    const double u = 1.0 - t;
    // Cubic Hermite polynomial
    return u * u * (1.0 + 2.0 * t) * kLoss[i].values[m] + t * t * (3.0 - 2.0 * t) * kLoss[i + 1].values[m] +
           t * u * (u * slope(i) - t * slope(i + 1));
}

/// Linear SINR where the true loss falls to kTailLoss.
double tailStart(std::size_t m) {
    double low = 0.0, high = static_cast<double>(kLoss.size() - 1);
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (interpolatedLoss(middle, m) > kTailLoss ? low : high) = middle;
    }
    return std::pow(10.0, (kLowestDb + kLossStepDb * low) / 10.0);
}

}  // namespace

double informationLoss(double sinr, int modulation_order) {
    static const std::array<double, kModulations> kTailStart = {tailStart(0), tailStart(1), tailStart(2),
                                                                tailStart(3), tailStart(4)};
    const std::size_t m = indexOf(modulation_order);
    constexpr double kLowest = 1e-4;
    if (!(sinr > 0.0)) return 1.0;
    if (sinr < kLowest) return 1.0 - (1.0 - kLoss.front().values[m]) * (sinr / kLowest);
    if (sinr > kTailStart[m]) return kTailLoss * kTailStart[m] / sinr;
    return interpolatedLoss((10.0 * std::log10(sinr) - kLowestDb) / kLossStepDb, m);
}

double sinrFromInformationLoss(double loss, int modulation_order) {
    assert(loss > 0.0 && loss <= 1.0);
    double low = 0.0, high = 1e-4;
    while (informationLoss(high, modulation_order) > loss) high *= 16.0;
    for (int i = 0; i < 100 && low < high; ++i) {
        const double middle = 0.5 * (low + high);
        (informationLoss(middle, modulation_order) > loss ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double informationDispersion(double sinr_db, int modulation_order) {
    const std::size_t m = indexOf(modulation_order);
    const double place = std::clamp(sinr_db - kLowestDb, 0.0, static_cast<double>(kDispersion.size() - 1));
    const auto i = std::min(static_cast<std::size_t>(place), kDispersion.size() - 2);
    const double t = place - static_cast<double>(i);
    return (1.0 - t) * kDispersion[i].values[m] + t * kDispersion[i + 1].values[m];
}

}  // namespace celltwin::phy
