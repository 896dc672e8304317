// SPDX-License-Identifier: BSD-3-Clause
//
// Expected values: the kernel exp(-d/d_corr) the field is built for, the standard normal's moments, and the
// bounds of sampling. The recorded bits at the end are a regression baseline across builds.
#include "models/shadowing/gaussian_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "models/base/units.h"
#include "models/shadowing/cosine.h"

namespace celltwin::shadowing {
namespace {

constexpr double kCorrelationM = 50.0;
constexpr int kFields = 4000;

GaussianField fieldOf(std::uint64_t entity, std::uint64_t seed = 1) {
    return GaussianField(Random(seed), Stream::shadow_field, entity, kCorrelationM);
}

struct Moments {
    double mean = 0.0, variance = 0.0, kurtosis = 0.0;
};

Moments momentsOf(const std::vector<double>& x) {
    Moments m;
    const auto n = static_cast<double>(x.size());
    for (const double v : x) m.mean += v / n;
    double fourth = 0.0;
    for (const double v : x) {
        m.variance += (v - m.mean) * (v - m.mean) / n;
        fourth += std::pow(v - m.mean, 4) / n;
    }
    m.kurtosis = fourth / (m.variance * m.variance);
    return m;
}

TEST(CosineOfTurns, MatchesTheLibrary) {
    for (const double span : {1.0, 1e3, 1e6})
        for (int i = -20000; i <= 20000; ++i) {
            // Quarter-binary steps keep t exact, so that fmod gives the library an exact argument.
            const double t = std::ldexp(std::round(std::ldexp(span * i / 20000.0, 20)), -20);
            EXPECT_NEAR(cosineOfTurns(t), std::cos(2.0 * kPi * std::fmod(t, 1.0)), 1e-9) << t;
        }
}

TEST(CosineOfTurns, IsEvenPeriodicAndBounded) {
    for (int i = 0; i < 10000; ++i) {
        const double t = i / 4096.0;
        EXPECT_EQ(cosineOfTurns(t), cosineOfTurns(-t));
        EXPECT_EQ(cosineOfTurns(t), cosineOfTurns(t + 1024.0));
        EXPECT_LE(std::fabs(cosineOfTurns(t)), 1.0 + 1e-9);
    }
}

// Over fields: standard errors are 1/sqrt(4000) = 0.016 of the mean and 0.022 of the variance; bounds at 4 of
// them. Kurtosis is 3 - 1.5/96 with standard error sqrt(24/4000) = 0.077.
TEST(GaussianField, EnsembleIsStandardNormal) {
    std::vector<double> x;
    for (int e = 0; e < kFields; ++e) x.push_back(fieldOf(static_cast<std::uint64_t>(e)).at({731.0, -244.0}));
    const Moments m = momentsOf(x);
    EXPECT_NEAR(m.mean, 0.0, 0.064);
    EXPECT_NEAR(m.variance, 1.0, 0.09);
    EXPECT_NEAR(m.kurtosis, 3.0, 0.31);
    // Share within one standard deviation: 0.6827 +- 4 * 0.0074.
    const auto within = std::count_if(x.begin(), x.end(), [](double v) { return std::fabs(v) < 1.0; });
    EXPECT_NEAR(static_cast<double>(within) / kFields, 0.6827, 0.03);
}

// Ensemble autocorrelation in four directions; the standard error of a correlation of 4000 pairs is under
// 0.016.
TEST(GaussianField, AutocorrelationIsExponential) {
    for (const double ratio : {0.05, 0.25, 0.5, 1.0, 2.0, 3.0})
        for (const double bearing : {0.0, 37.0, 90.0, 231.0}) {
            const double d = ratio * kCorrelationM;
            const Enu there{100.0 + d * std::sin(toRadians(bearing)),
                            50.0 + d * std::cos(toRadians(bearing))};
            double product = 0.0;
            for (int e = 0; e < kFields; ++e) {
                const GaussianField field = fieldOf(static_cast<std::uint64_t>(e));
                product += field.at({100.0, 50.0}) * field.at(there) / kFields;
            }
            EXPECT_NEAR(product, std::exp(-ratio), 0.064) << ratio << " d_corr towards " << bearing;
        }
}

// One field over a wide area comes close by itself: 300 x 300 points at 1/4 d_corr.
TEST(GaussianField, OneFieldOverSpace) {
    const GaussianField field = fieldOf(7);
    constexpr int kSide = 300;
    const double step_m = kCorrelationM / 4.0;
    std::vector<double> map;
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) map.push_back(field.at({x * step_m, y * step_m}));
    const Moments m = momentsOf(map);
    EXPECT_NEAR(m.mean, 0.0, 0.15);
    EXPECT_NEAR(m.variance, 1.0, 0.2);
    for (const int lag : {1, 2, 4, 8}) {
        double product = 0.0;
        std::size_t pairs = 0;
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x + lag < kSide; ++x, ++pairs)
                product += map[static_cast<std::size_t>(y * kSide + x)] *
                           map[static_cast<std::size_t>(y * kSide + x + lag)];
        EXPECT_NEAR(product / static_cast<double>(pairs), std::exp(-lag / 4.0), 0.2) << lag;
    }
}

// Neighbouring entities, streams and seeds are independent: 4 standard errors of 1/sqrt(4000).
TEST(GaussianField, FieldsAreIndependent) {
    double entities = 0.0, streams = 0.0, seeds = 0.0;
    for (std::uint64_t e = 0; e < kFields; ++e) {
        const Enu here{12.0, 34.0};
        const double own = fieldOf(e).at(here);
        entities += own * fieldOf(e + 1).at(here) / kFields;
        streams += own * GaussianField(Random(1), Stream::los_field, e, kCorrelationM).at(here) / kFields;
        seeds += own * fieldOf(e, 2).at(here) / kFields;
    }
    EXPECT_NEAR(entities, 0.0, 0.064);
    EXPECT_NEAR(streams, 0.0, 0.064);
    EXPECT_NEAR(seeds, 0.0, 0.064);
}

TEST(GaussianField, BlockEqualsPointsBitForBit) {
    const GaussianField field = fieldOf(3);
    std::vector<double> east, north, out(1001);
    for (int i = 0; i < 1001; ++i) {
        east.push_back(-5000.0 + 9.87 * i);
        north.push_back(3000.0 - 4.31 * i);
    }
    field.at(east, north, out);
    for (std::size_t i = 0; i < out.size(); ++i)
        EXPECT_EQ(std::bit_cast<std::uint64_t>(out[i]),
                  std::bit_cast<std::uint64_t>(field.at({east[i], north[i]})));
}

// The same bits at -O1, -O2 and -O3 -march=x86-64-v3: an FNV-1a hash over 2000 values, recorded at -O2.
TEST(GaussianField, SameBitsInEveryBuild) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::uint64_t e = 0; e < 20; ++e) {
        const GaussianField field = fieldOf(e);
        for (int i = 0; i < 100; ++i) {
            hash ^= std::bit_cast<std::uint64_t>(field.at({17.3 * i, -911.0 + 5.9 * i}));
            hash *= 0x100000001b3ULL;
        }
    }
    EXPECT_EQ(hash, 7258022288284355225ULL);
}

TEST(CombineShadow, SitesCorrelateByRho) {
    double cross = 0.0, power = 0.0;
    for (std::uint64_t e = 0; e < kFields; ++e) {
        const Enu here{5.0, 6.0};
        const double common = fieldOf(3 * e).at(here);
        const double a = combineShadow(common, fieldOf(3 * e + 1).at(here), 0.5);
        const double b = combineShadow(common, fieldOf(3 * e + 2).at(here), 0.5);
        cross += a * b / kFields;
        power += a * a / kFields;
    }
    EXPECT_NEAR(cross, 0.5, 0.07);
    EXPECT_NEAR(power, 1.0, 0.09);
    EXPECT_EQ(combineShadow(1.25, -3.0, 1.0), 1.25);
    EXPECT_EQ(combineShadow(1.25, -3.0, 0.0), -3.0);
}

// Abramowitz and Stegun, table 26.1.
TEST(NormalCdf, TabulatedValues) {
    EXPECT_DOUBLE_EQ(normalCdf(0.0), 0.5);
    EXPECT_NEAR(normalCdf(1.0), 0.841344746068543, 1e-14);
    EXPECT_NEAR(normalCdf(-2.0), 0.022750131948179, 1e-14);
    EXPECT_NEAR(normalCdf(1.6448536269514722), 0.95, 1e-14);
}

}  // namespace
}  // namespace celltwin::shadowing
