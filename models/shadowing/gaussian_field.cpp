// SPDX-License-Identifier: BSD-3-Clause
#include "models/shadowing/gaussian_field.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/base/units.h"
#include "models/shadowing/cosine.h"

namespace celltwin::shadowing {
namespace {

constexpr std::size_t kLanes = 8;
static_assert(GaussianField::kWaves % kLanes == 0);
/// Longest wave number kept, in units of 1/d_corr; 1e-4 of the spectrum lies beyond, on scales under 1e-3
/// d_corr. It keeps phases small enough for exact range reduction.
constexpr double kMaxWaveNumber = 1e4;
/// (sqrt(5) - 1)/2: successive multiples fill the circle evenly.
constexpr double kGoldenTurn = 0.6180339887498949;

}  // namespace

GaussianField::GaussianField(const Random& random, Stream stream, std::uint64_t entity,
                             double correlation_m) {
    assert(correlation_m > 0.0);
    const double first_direction = random.uniform(stream, entity, 0);
    for (int w = 0; w < kWaves; ++w) {
        const auto step = static_cast<std::uint64_t>(w);
        // F(k) = 1 - (1 + (k d)^2)^(-1/2) in two dimensions, inverted at one draw in each of kWaves strata.
        const double rest = 1.0 - (w + random.uniform(stream, entity, 1 + 2 * step)) / kWaves;
        const double wave_number = std::min(std::sqrt(1.0 / (rest * rest) - 1.0), kMaxWaveNumber);
        const double direction = first_direction + w * kGoldenTurn;
        const double turns_per_m = wave_number / (2.0 * kPi * correlation_m);
        const auto at = static_cast<std::size_t>(w);
        turns_east_per_m_[at] = turns_per_m * cosineOfTurns(direction);
        turns_north_per_m_[at] = turns_per_m * cosineOfTurns(direction - 0.25);
        phase_turns_[at] = random.uniform(stream, entity, 2 + 2 * step);
    }
}

double GaussianField::at(Enu position) const {
    // Eight fixed lanes and a tree: the same bits at any vector width.
    std::array<double, kLanes> lanes{};
    for (std::size_t w = 0; w < kWaves; w += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            lanes[lane] +=
                cosineOfTurns(turns_east_per_m_[w + lane] * position.east_m +
                              turns_north_per_m_[w + lane] * position.north_m + phase_turns_[w + lane]);
        }
    for (std::size_t half = kLanes / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
    // A cosine of random phase has variance 1/2, so the sum of n has n/2.
    return lanes[0] * std::sqrt(2.0 / kWaves);
}

void GaussianField::at(std::span<const double> east_m, std::span<const double> north_m,
                       std::span<double> out) const {
    assert(east_m.size() == out.size() && north_m.size() == out.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = at({east_m[i], north_m[i]});
}

double combineShadow(double common, double site, double sector, const ShadowCorrelation& c) {
    assert(c.inter_site >= 0.0 && c.inter_site <= c.inter_sector && c.inter_sector <= 1.0);
    // sqrt(rho_s) common + sqrt(rho_c - rho_s) site + sqrt(1 - rho_c) sector: cells of two sites share the
    // first term, those of one site the first two.
    return std::sqrt(c.inter_site) * common + std::sqrt(c.inter_sector - c.inter_site) * site +
           std::sqrt(1.0 - c.inter_sector) * sector;
}

double combineShadow(double common, double own, double inter_site_correlation) {
    return combineShadow(common, own, 0.0, {inter_site_correlation, 1.0});
}

double normalCdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double normalQuantile(double probability) {
    assert(probability > 0.0 && probability < 1.0);
    // Hastings' rational start (Abramowitz and Stegun 26.2.23, error under 4.5e-4) in the lower tail, then
    // Halley's step for Phi(x) = p, whose error is cubic in the last one's.
    const double tail = std::min(probability, 1.0 - probability);
    const double t = std::sqrt(-2.0 * std::log(tail));
    double x =
        (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
        t;
    for (int i = 0; i < 3; ++i) {
        const double excess = (normalCdf(x) - tail) * std::sqrt(2.0 * kPi) * std::exp(0.5 * x * x);
        x -= excess / (1.0 + 0.5 * x * excess);
    }
    return probability < 0.5 ? x : -x;
}

}  // namespace celltwin::shadowing
