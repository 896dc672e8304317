// SPDX-License-Identifier: BSD-3-Clause
//
// Statistical tests against the distributions' own moments and quantiles. Draws are fixed by the seed, so a
// test passes or fails for good; bounds are at 4 to 5 standard errors.
#include "models/base/random.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>
#include <vector>

namespace celltwin {
namespace {

constexpr std::uint64_t kDraws = 100000;

/// Chi-square of 256 equal cells has mean 255 and standard deviation sqrt(510) = 22.6.
template <class Draw>
double chiSquare(Draw draw) {
    std::vector<double> cells(256, 0.0);
    for (std::uint64_t i = 0; i < kDraws; ++i) cells[static_cast<std::size_t>(draw(i) * 256.0)] += 1.0;
    const double expected = static_cast<double>(kDraws) / 256.0;
    double sum = 0.0;
    for (const double n : cells) sum += (n - expected) * (n - expected) / expected;
    return sum;
}

TEST(Random, UniformOverEntitiesStepsAndSeeds) {
    const Random random(42);
    const auto within = [](double chi) { return chi > 255.0 - 4.5 * 22.6 && chi < 255.0 + 4.5 * 22.6; };
    EXPECT_TRUE(within(chiSquare([&](auto i) { return random.uniform(Stream::mobility, i, 0); })));
    EXPECT_TRUE(within(chiSquare([&](auto i) { return random.uniform(Stream::mobility, 7, i); })));
    EXPECT_TRUE(within(chiSquare([&](auto i) { return random.uniform(Stream::mobility, i, i); })));
    EXPECT_TRUE(within(chiSquare([](auto i) { return Random(i).uniform(Stream::mobility, 0, 0); })));
    EXPECT_TRUE(within(chiSquare([](auto i) { return Random(0).uniform(Stream::mobility, 0, i); })));
}

/// Correlation of two uniform sequences; standard error 1/sqrt(kDraws) = 0.0032.
template <class A, class B>
double correlation(A a, B b) {
    double sum = 0.0;
    for (std::uint64_t i = 0; i < kDraws; ++i) sum += (a(i) - 0.5) * (b(i) - 0.5);
    return 12.0 * sum / static_cast<double>(kDraws);
}

TEST(Random, NeighboursAreUncorrelated) {
    const Random random(42), next_seed(43);
    const auto draw = [&](Stream s, std::uint64_t e, std::uint64_t t) { return random.uniform(s, e, t); };
    const auto here = [&](std::uint64_t i) { return draw(Stream::traffic_class, i, 3); };
    EXPECT_NEAR(correlation(here, [&](auto i) { return draw(Stream::traffic_class, i + 1, 3); }), 0.0, 0.014);
    EXPECT_NEAR(correlation(here, [&](auto i) { return draw(Stream::traffic_class, i, 4); }), 0.0, 0.014);
    EXPECT_NEAR(correlation(here, [&](auto i) { return draw(Stream::traffic_arrival, i, 3); }), 0.0, 0.014);
    EXPECT_NEAR(correlation(here, [&](auto i) { return next_seed.uniform(Stream::traffic_class, i, 3); }),
                0.0, 0.014);
    // Key words must not be interchangeable.
    EXPECT_NEAR(correlation(here, [&](auto i) { return draw(Stream::traffic_class, 3, i); }), 0.0, 0.014);
}

// Each key bit flips each result bit with probability 1/2: over 2000 keys the share has standard error 0.011,
// the largest of 64 * 64 deviations stays under 5.5 of them.
TEST(Random, EveryKeyBitReachesEveryBit) {
    const Random random(9);
    for (int key_bit = 0; key_bit < 64; ++key_bit) {
        std::vector<int> entity_flips(64, 0), step_flips(64, 0);
        for (std::uint64_t i = 0; i < 2000; ++i) {
            const std::uint64_t flip = 1ULL << key_bit, key = i * 0x9e3779b97f4a7c15ULL;
            const std::uint64_t base = random.bits(Stream::layout, key, i);
            const std::uint64_t e = base ^ random.bits(Stream::layout, key ^ flip, i);
            const std::uint64_t s = base ^ random.bits(Stream::layout, key, i ^ flip);
            for (int bit = 0; bit < 64; ++bit) {
                entity_flips[static_cast<std::size_t>(bit)] += static_cast<int>(e >> bit & 1U);
                step_flips[static_cast<std::size_t>(bit)] += static_cast<int>(s >> bit & 1U);
            }
        }
        for (std::size_t bit = 0; bit < 64; ++bit) {
            EXPECT_NEAR(entity_flips[bit] / 2000.0, 0.5, 0.062) << "entity " << key_bit << " -> " << bit;
            EXPECT_NEAR(step_flips[bit] / 2000.0, 0.5, 0.062) << "step " << key_bit << " -> " << bit;
        }
    }
}

TEST(Random, NoRepeatsOverAGrid) {
    const Random random(1);
    std::set<std::uint64_t> seen;
    for (std::uint64_t e = 0; e < 300; ++e)
        for (std::uint64_t s = 0; s < 300; ++s) seen.insert(random.bits(Stream::block_error, e, s));
    EXPECT_EQ(seen.size(), 300U * 300U);
}

TEST(Random, UniformStaysInside) {
    const Random random(3);
    for (std::uint64_t i = 0; i < kDraws; ++i) {
        const double u = random.uniform(Stream::indoor, i);
        EXPECT_GT(u, 0.0);
        EXPECT_LT(u, 1.0);
    }
}

// Standard errors at 1e5 draws: mean 0.0032, variance 0.0045, skewness 0.0077, kurtosis 0.0155.
TEST(Random, NormalMoments) {
    const Random random(2024);
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0, lag = 0, previous = 0;
    constexpr auto kCount = static_cast<double>(kDraws);
    for (std::uint64_t i = 0; i < kDraws; ++i) {
        const double x = random.normal(Stream::shadow_field, i, 5);
        m1 += x / kCount;
        m2 += x * x / kCount;
        m3 += x * x * x / kCount;
        m4 += x * x * x * x / kCount;
        lag += x * previous / kCount;
        previous = x;
    }
    EXPECT_NEAR(m1, 0.0, 0.014);
    EXPECT_NEAR(m2, 1.0, 0.02);
    EXPECT_NEAR(m3, 0.0, 0.055);
    EXPECT_NEAR(m4, 3.0, 0.14);
    EXPECT_NEAR(lag, 0.0, 0.014);
}

TEST(Random, NormalsOfNeighbouringStepsAreUncorrelated) {
    const Random random(2024);
    double product = 0.0;
    for (std::uint64_t i = 0; i < kDraws; ++i)
        product += random.normal(Stream::shadow_field, 1, i) * random.normal(Stream::shadow_field, 1, i + 1);
    EXPECT_NEAR(product / static_cast<double>(kDraws), 0.0, 0.014);
}

TEST(Random, ExponentialMoments) {
    const Random random(5);
    double m1 = 0, m2 = 0;
    for (std::uint64_t i = 0; i < kDraws; ++i) {
        const double x = random.exponential(Stream::traffic_arrival, i);
        m1 += x / static_cast<double>(kDraws);
        m2 += x * x / static_cast<double>(kDraws);
    }
    EXPECT_NEAR(m1, 1.0, 0.014);  // standard error 0.0032
    EXPECT_NEAR(m2, 2.0, 0.064);  // standard error sqrt(20 / 1e5) = 0.014
}

}  // namespace
}  // namespace celltwin
