// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/cost_curve.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <vector>

#include "models/base/units.h"

namespace celltwin::load_coupling {
namespace {

struct Node {
    double y, cost;
};

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

/// The least concave line above the nodes (upper hull, from left to right).
std::vector<Node> upperHull(const std::vector<Node>& nodes) {
    std::vector<Node> hull;
    for (const Node& node : nodes) {
        while (hull.size() > 1) {
            const Node &a = hull[hull.size() - 2], &b = hull.back();
            if ((b.cost - a.cost) * (node.y - b.y) > (node.cost - b.cost) * (b.y - a.y)) break;
            hull.pop_back();
        }
        hull.push_back(node);
    }
    return hull;
}

}  // namespace

CostCurve::CostCurve(std::span<const RatePoint> given) {
    std::vector<RatePoint> points;
    for (const RatePoint& point : given)
        if (point.rate_bps > 0.0) points.push_back(point);
    assert(!points.empty());
    std::vector<Node> nodes;
    double dearest = 0.0;
    for (int i = 0; i <= kPieces; ++i) {
        const double y = nodeY(i);
        // A better SINR never costs more.
        dearest = std::max(dearest, 1.0 / rateAt(points, -toDb(y).value));
        nodes.push_back({y, dearest});
    }
    const std::vector<Node> hull = upperHull(nodes);
    std::size_t edge = 1;
    for (int i = 0; i < kPieces; ++i) {
        const auto k = static_cast<std::size_t>(i);
        while (hull[edge].y < nodes[k + 1].y) ++edge;
        const Node &a = hull[edge - 1], &b = hull[edge];
        const double slope = (b.cost - a.cost) / (b.y - a.y);
        slope_[k] = static_cast<float>(slope);
        start_[k] = static_cast<float>(a.cost - slope * a.y);
        largest_raise_ =
            std::max(largest_raise_, (a.cost + slope * (nodes[k].y - a.y)) / nodes[k].cost - 1.0);
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
    const std::size_t i = pieceOf(y);
    return start_[i] + slope_[i] * y;
}

float CostCurve::slope(float y) const {
    return slope_[pieceOf(y)];
}

}  // namespace celltwin::load_coupling
