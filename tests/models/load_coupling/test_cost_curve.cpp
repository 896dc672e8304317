// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/cost_curve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/models/load_coupling/reference.h"

namespace celltwin::load_coupling {
namespace {

using testing::shannonCost;
using testing::shannonCurve;

/// Rates in steps, as CQI tables have: 15 of them from -6 dB on, 2 dB apart.
std::vector<RatePoint> stairs() {
    std::vector<RatePoint> points;
    for (double db = -12.0; db < 32.0; db += 0.1) {
        const int step = std::min(15, static_cast<int>(std::floor((db + 6.0) / 2.0)) + 1);
        points.push_back({db, step <= 0 ? 0.0 : 1e6 * std::log2(1.0 + std::pow(10.0, 0.2 * step - 0.7))});
    }
    return points;
}

// Shannon's cost is concave in 1 / SINR, so the curve must be that cost: closed form.
TEST(CostCurve, IsShannonsWhereRatesAre) {
    const CostCurve curve = shannonCurve(20e6);
    for (double db = -40.0; db <= 55.0; db += 0.37) {
        const double y = std::pow(10.0, -db / 10.0), exact = shannonCost(20e6, y);
        EXPECT_NEAR(curve.at(static_cast<float>(y)), exact, 3e-4 * exact) << db;
        const double h = 1e-4 * y;
        const double slope = (shannonCost(20e6, y + h) - shannonCost(20e6, y - h)) / (2.0 * h);
        EXPECT_NEAR(curve.slope(static_cast<float>(y)), slope, 0.04 * slope) << db;
    }
    EXPECT_LT(curve.largestRaise(), 1e-3);
}

TEST(CostCurve, OfStairsIsConcaveRisesAndLiesAboveThem) {
    const std::vector<RatePoint> points = stairs();
    const CostCurve curve(points);
    double before = curve.at(0x1p-20F), slope_before = curve.slope(0x1p-20F);
    for (float y = 0x1p-20F; y < 0x1p14F; y *= 1.01F) {
        const double cost = curve.at(y), slope = curve.slope(y);
        EXPECT_GE(cost, before * (1.0 - 1e-6));
        EXPECT_LE(slope, slope_before * (1.0 + 1e-6));
        before = cost;
        slope_before = slope;
    }
    // Where the curve has a node a step's rate is met or missed to the safe side; between nodes, by a piece.
    for (const RatePoint& point : points) {
        if (point.rate_bps <= 0.0) continue;
        const double cost = curve.at(static_cast<float>(std::pow(10.0, -point.sinr_db / 10.0)));
        EXPECT_GE(cost * point.rate_bps, 0.96) << point.sinr_db;
        EXPECT_LE(cost * point.rate_bps, 1.0 + curve.largestRaise() + 0.01) << point.sinr_db;
    }
    EXPECT_GT(curve.largestRaise(), 0.1);
    EXPECT_LT(curve.largestRaise(), 0.6);
}

// Below the lowest rate energy per bit stays what it is there; above the highest the rate does.
TEST(CostCurve, GoesOnBeyondItsPoints) {
    const std::vector<RatePoint> points = {{-5.0, 1e6}, {20.0, 1e8}};
    const CostCurve curve(points);
    EXPECT_NEAR(curve.at(0.0F), 1e-8, 1e-11);
    EXPECT_NEAR(curve.at(1e-9F), 1e-8, 1e-11);
    const double at_15 = curve.at(static_cast<float>(std::pow(10.0, 1.5)));
    const double at_5 = curve.at(static_cast<float>(std::pow(10.0, 0.5)));
    EXPECT_NEAR(at_5, 1e-6, 0.01e-6);
    EXPECT_NEAR(at_15, 1e-5, 0.01e-5);
    EXPECT_NEAR(curve.at(1e6F), curve.at(1e5F) * 10.0, 0.01 * curve.at(1e6F));
}

}  // namespace
}  // namespace celltwin::load_coupling
