// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/units.h"

namespace celltwin::report {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sortedSamples(std::span<const double> samples) {
    std::vector<double> sorted;
    sorted.reserve(samples.size());
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(sorted),
                 [](double x) { return !std::isnan(x); });
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

double quantileOfSorted(std::span<const double> sorted, double probability) {
    if (sorted.empty()) return kNan;
    const double position = probability * static_cast<double>(sorted.size() - 1);
    const std::size_t below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double share = position - static_cast<double>(below);
    return share == 0.0 ? sorted[below] : sorted[below] + share * (sorted[above] - sorted[below]);
}

/// P(|T| <= t), Abramowitz and Stegun 26.7.3 (odd) and 26.7.4 (even), theta = atan(t / sqrt(n)).
double studentTwoSided(double t, int n) {
    const double theta = std::atan(t / std::sqrt(static_cast<double>(n)));
    const double cosine = std::cos(theta), cosine2 = cosine * cosine;
    double term = n % 2 == 0 ? 1.0 : cosine;
    double sum = n == 1 ? 0.0 : term;
    for (int k = n % 2 == 0 ? 2 : 3; k <= n - 2; k += 2) {
        term *= cosine2 * (k - 1) / k;
        sum += term;
    }
    return n % 2 == 0 ? std::sin(theta) * sum : 2.0 / kPi * (theta + std::sin(theta) * sum);
}

}  // namespace

double quantile(std::span<const double> samples, double probability) {
    return quantileOfSorted(sortedSamples(samples), probability);
}

std::vector<double> quantiles(std::span<const double> samples, std::span<const double> probabilities) {
    const std::vector<double> sorted = sortedSamples(samples);
    std::vector<double> values;
    for (const double p : probabilities) values.push_back(quantileOfSorted(sorted, p));
    return values;
}

double studentT975(int degrees_of_freedom) {
    double low = 1.0, high = 13.0;  // 12.706 at one degree of freedom, 1.960 in the limit
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (studentTwoSided(middle, degrees_of_freedom) < 0.95 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

std::optional<Batches> planBatches(std::size_t periods) {
    if (periods < kMinimumPeriods) return std::nullopt;
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(periods)));
    Batches batches;
    batches.count = std::clamp<std::size_t>(root, 5, 30);
    batches.length = periods / batches.count;
    batches.first = periods - batches.count * batches.length;
    return batches;
}

std::optional<double> halfWidth95(std::span<const double> batch_values) {
    const auto n = static_cast<double>(batch_values.size());
    if (batch_values.size() < 2) return std::nullopt;
    double mean = 0.0;
    for (const double x : batch_values) mean += x / n;
    double squares = 0.0;
    for (const double x : batch_values) squares += (x - mean) * (x - mean);
    if (std::isnan(squares)) return std::nullopt;
    // t(0.975, n - 1) s / sqrt(n), s² = squares / (n - 1)
    return studentT975(static_cast<int>(batch_values.size()) - 1) * std::sqrt(squares / (n - 1.0) / n);
}

std::vector<std::pair<double, double>> cumulativeCurve(std::span<const double> samples, std::size_t points) {
    const std::vector<double> sorted = sortedSamples(samples);
    std::vector<std::pair<double, double>> curve;
    if (sorted.empty()) return curve;
    const std::size_t n = sorted.size(), steps = std::min(points, n);
    for (std::size_t i = 1; i <= steps; ++i) {
        const std::size_t rank = (i * n + steps - 1) / steps;  // smallest rank reaching the share
        curve.emplace_back(sorted[rank - 1], static_cast<double>(rank) / static_cast<double>(n));
    }
    curve.insert(curve.begin(), {sorted.front(), 0.0});
    return curve;
}

}  // namespace celltwin::report
