// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "models/base/units.h"

namespace celltwin::report {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// By hand from the definition (type 7): position p (n - 1) among the sorted samples.
TEST(Quantile, InterpolatesBetweenOrderStatistics) {
    const std::vector<double> samples = {10.0, 1.0, 3.0, kNan, 2.0, 4.0};
    EXPECT_DOUBLE_EQ(quantile(samples, 0.0), 1.0);
    EXPECT_DOUBLE_EQ(quantile(samples, 0.25), 2.0);
    EXPECT_DOUBLE_EQ(quantile(samples, 0.5), 3.0);
    EXPECT_DOUBLE_EQ(quantile(samples, 0.9), 7.6);
    EXPECT_DOUBLE_EQ(quantile(samples, 1.0), 10.0);
    EXPECT_TRUE(std::isnan(quantile(std::vector<double>{kNan}, 0.5)));
}

// Published table of Student's t, upper 2.5 % point (for instance Abramowitz and Stegun, Table 26.10).
TEST(StudentT, MatchesThePublishedTable) {
    const std::vector<std::pair<int, double>> table = {{1, 12.706}, {2, 4.303},  {3, 3.182},  {4, 2.776},
                                                       {5, 2.571},  {9, 2.262},  {10, 2.228}, {29, 2.045},
                                                       {30, 2.042}, {60, 2.000}, {120, 1.980}};
    for (const auto& [degrees, value] : table) EXPECT_NEAR(studentT975(degrees), value, 5e-4) << degrees;
}

TEST(Batches, NeedTenPeriodsAndCoverTheEndOfTheRun) {
    EXPECT_FALSE(planBatches(9));
    const std::vector<std::array<std::size_t, 4>> expected = {
        {10, 0, 5, 2}, {19, 4, 5, 3}, {20, 0, 5, 4}, {60, 4, 7, 8}, {100, 0, 10, 10}, {86400, 0, 30, 2880}};
    for (const auto& [periods, first, count, length] : expected) {
        const auto batches = planBatches(periods);
        ASSERT_TRUE(batches);
        EXPECT_EQ(batches->first, first) << periods;
        EXPECT_EQ(batches->count, count) << periods;
        EXPECT_EQ(batches->length, length) << periods;
        EXPECT_EQ(batches->first + batches->count * batches->length, periods);
    }
}

// s = sqrt(2.5), t(4) = 2.776445: 2.776445 * sqrt(2.5 / 5) = 1.963243.
TEST(HalfWidth, IsTTimesTheStandardError) {
    EXPECT_NEAR(halfWidth95(std::vector<double>{1, 2, 3, 4, 5}).value(), 1.963243, 1e-6);
    EXPECT_DOUBLE_EQ(halfWidth95(std::vector<double>{2, 2, 2}).value(), 0.0);
    EXPECT_FALSE(halfWidth95(std::vector<double>{1}));
    EXPECT_FALSE(halfWidth95(std::vector<double>{1, kNan, 3}));
}

/// Share of intervals that contain the true mean 0 of a first-order autoregressive series.
double coverage(bool batched) {
    std::mt19937_64 random(20);
    const auto gaussian = [&] {
        const double u = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
        const double v = static_cast<double>(random() >> 11) * 0x1p-53;
        return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * kPi * v);
    };
    constexpr int kRuns = 2000, kPeriods = 100;
    const Batches plan = planBatches(kPeriods).value();
    int hits = 0;
    for (int run = 0; run < kRuns; ++run) {
        std::vector<double> series;
        double x = gaussian() / std::sqrt(1.0 - 0.25);
        for (int i = 0; i < kPeriods; ++i) series.push_back(x = 0.5 * x + gaussian());
        std::vector<double> values = series;
        if (batched) {
            values.assign(plan.count, 0.0);
            for (std::size_t i = 0; i < plan.count * plan.length; ++i)
                values[i / plan.length] += series[plan.first + i] / static_cast<double>(plan.length);
        }
        double mean = 0.0;
        for (const double value : values) mean += value / static_cast<double>(values.size());
        hits += std::abs(mean) <= halfWidth95(values).value();
    }
    return static_cast<double>(hits) / kRuns;
}

// Theory: with correlation 0.5 the variance of the mean is (1 + 0.5) / (1 - 0.5) = 3 times the independent
// one, so an interval over single periods covers P(|z| < 1.96 / sqrt(3)) = 74 %; batches restore most of it.
TEST(HalfWidth, BatchesKeepTheirPromiseUnderAutocorrelation) {
    EXPECT_NEAR(coverage(false), 0.742, 0.03);
    EXPECT_GT(coverage(true), 0.90);
    EXPECT_LT(coverage(true), 0.97);
}

TEST(CumulativeCurve, StepsThroughRanks) {
    const auto curve = cumulativeCurve(std::vector<double>{4, 1, 3, 2}, 4);
    const std::vector<std::pair<double, double>> expected = {
        {1, 0.0}, {1, 0.25}, {2, 0.5}, {3, 0.75}, {4, 1.0}};
    EXPECT_EQ(curve, expected);
    std::vector<double> many;
    for (int i = 1; i <= 1000; ++i) many.push_back(i);
    const auto thin = cumulativeCurve(many, 200);
    ASSERT_EQ(thin.size(), 201u);
    EXPECT_DOUBLE_EQ(thin[100].first, 500.0);
    EXPECT_DOUBLE_EQ(thin[100].second, 0.5);
    EXPECT_TRUE(cumulativeCurve({}, 10).empty());
}

}  // namespace
}  // namespace celltwin::report
