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

// Shannon's cost rises less than 1 / SINR does, so the curve must be that cost: closed form.
TEST(CostCurve, IsShannonsWhereRatesAre) {
    const CostCurve curve = shannonCurve(20e6);
    for (double db = -40.0; db <= 55.0; db += 0.37) {
        const double y = std::pow(10.0, -db / 10.0), exact = shannonCost(20e6, y);
        EXPECT_NEAR(curve.at(static_cast<float>(y)), exact, 3e-4 * exact) << db;
        const double h = 1e-4 * y;
        const double slope = (shannonCost(20e6, y + h) - shannonCost(20e6, y - h)) / (2.0 * h);
        EXPECT_NEAR(curve.slope(static_cast<float>(y)), slope, 0.04 * slope) << db;
    }
    EXPECT_LT(curve.largestShift(), 1e-3);
}

/// Rises with y, but no faster: what the proof of the one fixed point asks for.
void expectStandard(const CostCurve& curve) {
    double before = curve.at(0x1p-21F), ratio_before = before / 0x1p-21;
    for (float y = 0x1p-20F; y < 0x1p15F; y *= 1.01F) {
        const double cost = curve.at(y), ratio = cost / y;
        EXPECT_GE(cost, before * (1.0 - 1e-6)) << y;
        EXPECT_LE(ratio, ratio_before * (1.0 + 1e-6)) << y;
        before = cost;
        ratio_before = ratio;
    }
}

TEST(CostCurve, OfStairsIsStandardAndGoesThroughThem) {
    const std::vector<RatePoint> points = stairs();
    const CostCurve curve(points);
    expectStandard(curve);
    double mean_db = 0.0;
    int judged = 0;
    for (const RatePoint& point : points) {
        if (point.rate_bps <= 0.0 || point.sinr_db > 22.0) continue;
        const double off =
            curve.at(static_cast<float>(std::pow(10.0, -point.sinr_db / 10.0))) * point.rate_bps;
        // A piece may hold a step's edge.
        EXPECT_NEAR(off, 1.0, curve.largestShift() + 0.03) << point.sinr_db;
        mean_db += 10.0 * std::log10(off);
        ++judged;
    }
    // Steps of 2 dB are up to 2 dB apart in rate: half of that each way, and nothing on the mean.
    EXPECT_LT(curve.largestShift(), 0.26);
    EXPECT_GT(curve.largestShift(), 0.02);
    EXPECT_NEAR(mean_db / judged, 0.0, 0.2);
}

// A rate that has a highest value is standard as it is: nothing is shifted.
TEST(CostCurve, KeepsTheCornerOfThePeakRate) {
    std::vector<RatePoint> points;
    for (double db = -30.0; db < 50.0; db += 0.1)
        points.push_back({db, std::min(60e6, 1.0 / shannonCost(10e6, std::pow(10.0, -db / 10.0)))});
    const CostCurve curve(points);
    expectStandard(curve);
    EXPECT_LT(curve.largestShift(), 1e-3);
    EXPECT_NEAR(curve.at(0.001F), 1.0 / 60e6, 1e-3 / 60e6);
}

// Below the lowest rate energy per bit stays what it is there; above the highest the rate does.
TEST(CostCurve, GoesOnBeyondItsPoints) {
    const std::vector<RatePoint> points = {{-5.0, 1e6}, {20.0, 1e8}};
    const CostCurve curve(points);
    EXPECT_NEAR(curve.at(0.0F), 1e-8, 1e-12);
    EXPECT_NEAR(curve.at(1e-9F), 1e-8, 1e-12);
    EXPECT_NEAR(curve.at(static_cast<float>(std::pow(10.0, 0.5))), 1e-6, 1e-9);
    EXPECT_NEAR(curve.at(static_cast<float>(std::pow(10.0, 1.5))), 1e-5, 1e-8);
    EXPECT_NEAR(curve.at(1e6F), curve.at(1e5F) * 10.0, 0.01 * curve.at(1e6F));
}

}  // namespace
}  // namespace celltwin::load_coupling
