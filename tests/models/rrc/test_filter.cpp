// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/filter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace celltwin::rrc {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// One step at the L1 period.
double filtered(double previous_dbm, double measured_dbm, int k) {
    return applyFilterDbm(previous_dbm, measured_dbm, filterWeight(k, 200.0));
}

TEST(Filter, WeightsOfTheClause) {
    EXPECT_DOUBLE_EQ(filtered(-80.0, -100.0, 0), -100.0);  // a = 1
    EXPECT_DOUBLE_EQ(filtered(-80.0, -100.0, 4), -90.0);   // a = 1/2
    EXPECT_DOUBLE_EQ(filtered(-80.0, -100.0, 8), -85.0);   // a = 1/4
    EXPECT_EQ(filtered(kNan, -97.0, 4), -97.0);
    EXPECT_EQ(filtered(-kInf, -97.0, 4), -97.0);
}

// Twenty steps of 10 ms leave of a jump what one step of 200 ms leaves.
TEST(Filter, KeepsItsTimeConstantAtAnotherCadence) {
    for (const int k : {1, 4, 8, 11}) {
        const double weight = filterWeight(k, 10.0);
        double level_dbm = -80.0;
        for (int step = 0; step < 20; ++step) level_dbm = applyFilterDbm(level_dbm, -100.0, weight);
        EXPECT_NEAR(level_dbm, filtered(-80.0, -100.0, k), 1e-9);
        EXPECT_DOUBLE_EQ(filterWeight(k, 200.0), std::exp2(-k / 4.0));
    }
    EXPECT_EQ(filterWeight(0, 10.0), 1.0);
}

// TR 36.839: 90 % of the errors within 2 dB. 200,000 draws: the share's standard error is 0.0007.
TEST(MeasurementError, NineInTenWithinTwoDecibels) {
    constexpr double kSigmaDb = 1.216;  // as the scenario key's page says
    EXPECT_NEAR(std::erf(2.0 / kSigmaDb / std::sqrt(2.0)), 0.9, 5e-5);
    const Random random(3);
    const MeasurementError error{.sigma_db = kSigmaDb};
    int within = 0;
    double sum = 0.0, squares = 0.0;
    constexpr int kDraws = 200'000;
    for (int n = 0; n < kDraws; ++n) {
        const double e = measurementErrorDb(error, random, static_cast<std::uint32_t>(n % 100),
                                            static_cast<std::uint32_t>(n % 7), static_cast<std::uint64_t>(n));
        within += std::abs(e) < 2.0 ? 1 : 0;
        sum += e;
        squares += e * e;
    }
    EXPECT_NEAR(within / double(kDraws), 0.9, 0.003);
    EXPECT_NEAR(sum / kDraws, 0.0, 0.012);
    EXPECT_NEAR(std::sqrt(squares / kDraws), kSigmaDb, 0.01);
}

// Analytic: a moving average over n independent draws keeps the variance asked for and correlates as
// 1 - lag/n; different cells and UEs do not correlate.
TEST(MeasurementError, CorrelatesAsATriangle) {
    const Random random(11);
    const MeasurementError error{.sigma_db = 1.0, .correlated_samples = 5};
    constexpr std::uint64_t kDraws = 100'000;
    const auto product = [&](std::uint32_t ue, std::uint32_t cell, std::uint64_t lag) {
        double sum = 0.0;
        for (std::uint64_t n = 0; n < kDraws; ++n)
            sum += measurementErrorDb(error, random, 4, 2, n) *
                   measurementErrorDb(error, random, ue, cell, n + lag);
        return sum / double(kDraws);
    };
    for (std::uint64_t lag = 0; lag <= 6; ++lag)
        EXPECT_NEAR(product(4, 2, lag), std::max(0.0, 1.0 - static_cast<double>(lag) / 5.0), 0.03) << lag;
    EXPECT_NEAR(product(4, 3, 0), 0.0, 0.03);
    EXPECT_NEAR(product(2, 4, 0), 0.0, 0.03);
}

TEST(MeasurementError, NoSigmaNoError) {
    EXPECT_EQ(measurementErrorDb({}, Random(1), 1, 2, 3), 0.0);
}

}  // namespace
}  // namespace celltwin::rrc
