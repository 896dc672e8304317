// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/draws.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "models/cluster/normal.h"

namespace celltwin::traffic {
namespace {

double normalCdf(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

/// The standard normal between two bounds.
double normalBetween(double uniform, double low, double high) {
    const double below = normalCdf(low);
    const double p = below + uniform * (normalCdf(high) - below);
    return std::clamp(cluster::normalQuantile(std::clamp(p, 1e-300, 1.0 - 0x1.0p-53)), low, high);
}

}  // namespace

std::int64_t toNs(double time_ns) {
    return time_ns < static_cast<double>(kNever) ? static_cast<std::int64_t>(time_ns) : kNever;
}

double truncatedNormal(double uniform, double std, double low, double high) {
    return std > 0.0 ? std * normalBetween(uniform, low / std, high / std) : 0.0;
}

double TruncatedLogNormal::draw(double uniform) const {
    return std::exp(
        mu + sigma * normalBetween(uniform, (std::log(min) - mu) / sigma, (std::log(max) - mu) / sigma));
}

double TruncatedLogNormal::mean() const {
    const double low = (std::log(min) - mu) / sigma, high = (std::log(max) - mu) / sigma;
    // E[X | min < X < max] = exp(mu + sigma^2 / 2) (Phi(high - sigma) - Phi(low - sigma)) / (Phi(high) -
    // Phi(low))
    return std::exp(mu + 0.5 * sigma * sigma) * (normalCdf(high - sigma) - normalCdf(low - sigma)) /
           (normalCdf(high) - normalCdf(low));
}

double CutPareto::draw(double uniform) const {
    return std::min(max, min * std::pow(uniform, -1.0 / shape));
}

double CutPareto::mean() const {
    // min + integral of P(X > x) = (min / x)^shape from min to max
    return min +
           std::pow(min, shape) * (std::pow(min, 1.0 - shape) - std::pow(max, 1.0 - shape)) / (shape - 1.0);
}

double largestExtreme(double uniform, double a, double b) {
    return a - b * std::log(-std::log(uniform));
}

double largestExtremeMean(double a, double b) {
    constexpr double kEulerGamma = 0.57721566490153286;
    return a + b * kEulerGamma;
}

std::uint32_t embeddedObjects(double uniform) {
    return static_cast<std::uint32_t>(kObjectsBefore.draw(uniform) - kObjectsBefore.min + 0.5);
}

double meanEmbeddedObjects() {
    double sum = 0.0;
    // Sum of P(N >= n): N >= n where the value is at least min + n - 1/2.
    for (int n = 1; kObjectsBefore.min + n <= kObjectsBefore.max; ++n)
        sum += std::pow(kObjectsBefore.min / (kObjectsBefore.min + n - 0.5), kObjectsBefore.shape);
    return sum;
}

double embeddedObjectsShare() {
    return std::pow(kObjectsBefore.min / (kObjectsBefore.min + 0.5), kObjectsBefore.shape);
}

double mixedInterval(double uniform) {
    double below = 0.0;
    for (const IntervalShare& entry : kReportIntervals)
        if (uniform < (below += entry.share)) return entry.interval_s;
    return std::end(kReportIntervals)[-1].interval_s;
}

}  // namespace celltwin::traffic
