// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/cost_curve.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "models/base/units.h"

namespace celltwin::load_coupling {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Where pieces meet: evenly spaced within each octave, as the mantissa of a float counts.
double nodeY(int i) {
    constexpr int kPer = 1 << CostCurve::kPiecesPerOctaveLog2;
    return std::ldexp(1.0 + static_cast<double>(i % kPer) / kPer, CostCurve::kFirstOctave + i / kPer);
}

/// The rate between points: its logarithm is linear in dB.
double rateAt(std::span<const RatePoint> points, double sinr_db) {
    if (sinr_db <= points.front().sinr_db)
        return points.front().rate_bps * toLinear(Db{sinr_db - points.front().sinr_db});
    if (sinr_db >= points.back().sinr_db) return points.back().rate_bps;
    const auto above = std::upper_bound(points.begin(), points.end(), sinr_db,
                                        [](double x, const RatePoint& p) { return x < p.sinr_db; });
    const RatePoint& a = *(above - 1);
    const double part = (sinr_db - a.sinr_db) / (above->sinr_db - a.sinr_db);
    return a.rate_bps * std::pow(above->rate_bps / a.rate_bps, part);
}

/// Midway between the least curve above and the greatest below whose slope is 0 to 1, both axes logarithmic.
std::vector<double> tempered(const std::vector<double>& u, const std::vector<double>& h) {
    const std::size_t n = u.size();
    std::vector<double> above(n), below(n);
    double most = -kInfinity, least = kInfinity;
    // From the left: f(u) >= f(v) and f(u) <= f(v) + (u - v) for v <= u.
    for (std::size_t i = 0; i < n; ++i) {
        above[i] = most = std::max(most, h[i]);
        below[i] = u[i] + (least = std::min(least, h[i] - u[i]));
    }
    most = -kInfinity;
    least = kInfinity;
    // From the right: f(u) >= f(v) - (v - u) and f(u) <= f(v) for v >= u.
    for (std::size_t i = n; i-- > 0;) {
        above[i] = std::max(above[i], u[i] + (most = std::max(most, h[i] - u[i])));
        below[i] = std::min(below[i], least = std::min(least, h[i]));
    }
    std::vector<double> middle(n);
    for (std::size_t i = 0; i < n; ++i) middle[i] = 0.5 * (above[i] + below[i]);
    return middle;
}

}  // namespace

CostCurve::CostCurve(std::span<const RatePoint> given) {
    std::vector<RatePoint> points;
    for (const RatePoint& point : given)
        if (point.rate_bps > 0.0) points.push_back(point);
    assert(!points.empty());
    std::vector<double> u, h;
    for (int i = 0; i <= kPieces; ++i) {
        u.push_back(std::log(nodeY(i)));
        h.push_back(-std::log(rateAt(points, -toDb(nodeY(i)).value)));
    }
    const std::vector<double> cost = tempered(u, h);
    for (int i = 0; i < kPieces; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const double y = nodeY(i), c = std::exp(cost[k]), step = nodeY(i + 1) - y;
        const double slope = (std::exp(cost[k + 1]) - c) / step;
        pieces_[k] = {static_cast<float>(std::max(0.0, c - slope * y)), static_cast<float>(slope)};
        largest_shift_ = std::max(largest_shift_, std::abs(std::expm1(cost[k] - h[k])));
    }
}

namespace {
std::size_t pieceOf(float y) {
    const std::int32_t piece =
        (std::bit_cast<std::int32_t>(y) >> CostCurve::kDropBits) - CostCurve::kFirstPiece;
    return static_cast<std::size_t>(std::clamp(piece, 0, CostCurve::kPieces - 1));
}
}  // namespace

float CostCurve::at(float y) const {
    const Piece& piece = pieces_[pieceOf(y)];
    return piece.start + piece.slope * y;
}

float CostCurve::slope(float y) const {
    return pieces_[pieceOf(y)].slope;
}

}  // namespace celltwin::load_coupling
