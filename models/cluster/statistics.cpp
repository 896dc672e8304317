// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <vector>

#include "models/base/units.h"

namespace celltwin::cluster {
namespace {

using Complex = std::complex<double>;

/// Eigenvalues of a Hermitian matrix (n x n, row by row), by cyclic complex Jacobi rotations.
void eigenvaluesOf(std::vector<Complex>& a, std::size_t n) {
    constexpr int kSweeps = 30;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double off = 0.0, on = 0.0;
        for (std::size_t p = 0; p < n; ++p) {
            on += std::norm(a[p * n + p]);
            for (std::size_t q = p + 1; q < n; ++q) off += std::norm(a[p * n + q]);
        }
        if (off <= 1e-30 * on) return;
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) {
                const double size = std::abs(a[p * n + q]);
                if (size == 0.0) continue;
                // A phase makes the pair real; then the rotation of the real symmetric case.
                const Complex phase = a[p * n + q] / size;
                const double angle = 0.5 * std::atan2(2.0 * size, a[q * n + q].real() - a[p * n + p].real());
                const double c = std::cos(angle), s = std::sin(angle);
                for (std::size_t k = 0; k < n; ++k) {  // columns
                    const Complex x = a[k * n + p], y = a[k * n + q] * std::conj(phase);
                    a[k * n + p] = c * x - s * y;
                    a[k * n + q] = s * x + c * y;
                }
                for (std::size_t k = 0; k < n; ++k) {  // rows
                    const Complex x = a[p * n + k], y = a[q * n + k] * phase;
                    a[p * n + k] = c * x - s * y;
                    a[q * n + k] = s * x + c * y;
                }
            }
    }
}

}  // namespace

double rmsDelaySpreadS(std::span<const double> delay_s, std::span<const double> power) {
    assert(delay_s.size() == power.size());
    double sum = 0.0, first = 0.0;
    for (std::size_t i = 0; i < power.size(); ++i) {
        sum += power[i];
        first += power[i] * delay_s[i];
    }
    const double mean = first / sum;
    double second = 0.0;
    for (std::size_t i = 0; i < power.size(); ++i)
        second += power[i] * (delay_s[i] - mean) * (delay_s[i] - mean);
    return std::sqrt(second / sum);
}

double circularSpreadDeg(std::span<const double> angle_deg, std::span<const double> power) {
    assert(angle_deg.size() == power.size());
    double sum = 0.0, x = 0.0, y = 0.0;
    for (std::size_t i = 0; i < power.size(); ++i) {
        sum += power[i];
        x += power[i] * std::cos(toRadians(angle_deg[i]));
        y += power[i] * std::sin(toRadians(angle_deg[i]));
    }
    // AS = sqrt(-2 ln |sum exp(j phi) P / sum P|)
    const double length = std::min(std::hypot(x, y) / sum, 1.0);
    return toDegrees(std::sqrt(-2.0 * std::log(length)));
}

double wrappedSpreadDeg(std::span<const double> angle_deg, std::span<const double> power, int steps) {
    assert(angle_deg.size() == power.size() && steps > 0);
    double least = 360.0;
    for (int step = 0; step < steps; ++step) {
        const double turn = 360.0 * step / steps;
        double sum = 0.0, first = 0.0;
        for (std::size_t i = 0; i < power.size(); ++i) {
            sum += power[i];
            first += power[i] * wrapDegrees(angle_deg[i] + turn);
        }
        const double mean = first / sum;
        double second = 0.0;
        for (std::size_t i = 0; i < power.size(); ++i) {
            const double away = wrapDegrees(wrapDegrees(angle_deg[i] + turn) - mean);
            second += power[i] * away * away;
        }
        least = std::min(least, std::sqrt(second / sum));
    }
    return least;
}

Spreads spreadsOf(const Rays& rays) {
    return {rmsDelaySpreadS(rays.delay_s, rays.power), circularSpreadDeg(rays.aod_azimuth_deg, rays.power),
            circularSpreadDeg(rays.aoa_azimuth_deg, rays.power),
            circularSpreadDeg(rays.aod_elevation_deg, rays.power),
            circularSpreadDeg(rays.aoa_elevation_deg, rays.power)};
}

void blockSingularValues(std::span<const Complex> h, std::size_t ue_ports, std::size_t bs_ports,
                         std::span<double> values) {
    assert(values.size() == ue_ports && h.size() % (ue_ports * bs_ports) == 0 && !h.empty());
    const std::size_t frequencies = h.size() / (ue_ports * bs_ports);
    std::vector<Complex> covariance(ue_ports * ue_ports);
    for (std::size_t f = 0; f < frequencies; ++f)
        for (std::size_t row = 0; row < ue_ports; ++row)
            for (std::size_t column = 0; column < ue_ports; ++column)
                for (std::size_t b = 0; b < bs_ports; ++b)
                    covariance[row * ue_ports + column] +=
                        h[(f * ue_ports + row) * bs_ports + b] *
                        std::conj(h[(f * ue_ports + column) * bs_ports + b]) /
                        static_cast<double>(frequencies);
    eigenvaluesOf(covariance, ue_ports);
    for (std::size_t i = 0; i < ue_ports; ++i) values[i] = std::max(covariance[i * ue_ports + i].real(), 0.0);
    std::sort(values.begin(), values.end(), std::greater<>());
}

}  // namespace celltwin::cluster
