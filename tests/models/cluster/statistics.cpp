// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/base/units.h"

namespace celltwin::cluster {
namespace {

TEST(ClusterStatistics, DelaySpreadOfTwoRays) {
    // p and 1 - p at distance d: sqrt(p (1 - p)) d.
    const std::vector<double> delay{1e-7, 5e-7}, power{3.0, 1.0};
    EXPECT_NEAR(rmsDelaySpreadS(delay, power), std::sqrt(0.1875) * 4e-7, 1e-15);
}

TEST(ClusterStatistics, CircularSpreadOfTwoRays) {
    // Equal rays at +-a: |mean| = cos a.
    for (const double around : {0.0, 90.0, 180.0, 359.0}) {
        const std::vector<double> angle{around + 20.0, around - 20.0}, power{1.0, 1.0};
        EXPECT_NEAR(circularSpreadDeg(angle, power),
                    toDegrees(std::sqrt(-2.0 * std::log(std::cos(toRadians(20.0))))), 1e-9);
        EXPECT_NEAR(wrappedSpreadDeg(angle, power), 20.0, 1e-9);
    }
}

TEST(ClusterStatistics, CircularSpreadOfWrappedGauss) {
    // A normal wrapped onto the circle has |mean| = exp(-sigma^2/2): the spread is sigma, exactly.
    for (const double sigma_deg : {5.0, 40.0, 90.0}) {
        std::vector<double> angle, power;
        for (int i = -4000; i <= 4000; ++i) {
            const double x = i / 800.0;
            angle.push_back(170.0 + sigma_deg * x);
            power.push_back(std::exp(-0.5 * x * x));
        }
        EXPECT_NEAR(circularSpreadDeg(angle, power), sigma_deg, 1e-2) << sigma_deg;
    }
}

TEST(ClusterStatistics, SingularValuesOfKnownMatrices) {
    using Complex = std::complex<double>;
    // Rows orthogonal: eigenvalues are their squared lengths.
    const std::vector<Complex> orthogonal{{1.0, 1.0}, {0.0, 0.0}, {0.0, 0.0}, {0.0, 3.0}};
    std::vector<double> values(2);
    blockSingularValues(orthogonal, 2, 2, values);
    EXPECT_NEAR(values[0], 9.0, 1e-12);
    EXPECT_NEAR(values[1], 2.0, 1e-12);
    // Rank one.
    const std::vector<Complex> rank_one{{1.0, 0.0}, {0.0, 2.0}, {0.0, 1.0}, {-2.0, 0.0}};
    blockSingularValues(rank_one, 2, 2, values);
    EXPECT_NEAR(values[0], 10.0, 1e-12);
    EXPECT_NEAR(values[1], 0.0, 1e-12);
    // The mean covariance of several frequencies: diag(1, 0) and diag(0, 4) give (2, 0.5).
    const std::vector<Complex> two{{1.0, 0.0}, {}, {}, {}, {}, {}, {}, {0.0, 2.0}};
    blockSingularValues(two, 2, 2, values);
    EXPECT_NEAR(values[0], 2.0, 1e-12);
    EXPECT_NEAR(values[1], 0.5, 1e-12);
}

TEST(ClusterStatistics, SingularValuesKeepTraceAndDeterminant) {
    // A Hermitian 3 x 3 by way of a full matrix: sum and product of eigenvalues are trace and determinant.
    using Complex = std::complex<double>;
    const std::vector<Complex> h{{1.0, 0.3}, {-0.5, 2.0}, {0.2, 0.0},  {0.7, -1.0}, {0.1, 0.4},
                                 {1.5, 1.5}, {-2.0, 0.1}, {0.0, -0.6}, {0.9, 0.2}};
    std::vector<double> values(3);
    blockSingularValues(h, 3, 3, values);
    double trace = 0.0;
    for (const Complex& x : h) trace += std::norm(x);
    EXPECT_NEAR(values[0] + values[1] + values[2], trace, 1e-12);
    const Complex determinant = h[0] * (h[4] * h[8] - h[5] * h[7]) - h[1] * (h[3] * h[8] - h[5] * h[6]) +
                                h[2] * (h[3] * h[7] - h[4] * h[6]);
    EXPECT_NEAR(values[0] * values[1] * values[2], std::norm(determinant), 1e-10);
    EXPECT_GE(values[0], values[1]);
    EXPECT_GE(values[1], values[2]);
}

}  // namespace
}  // namespace celltwin::cluster
