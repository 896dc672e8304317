// SPDX-License-Identifier: BSD-3-Clause
//
// Correlations over an ensemble, against the kernels they are built for. Each estimate is a correlation
// coefficient of kFields x kPlaces pairs, the places of one field 40 correlation distances apart: standard
// error (1 - rho^2) / sqrt(192000), 0.002 at most.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/base/units.h"
#include "models/propagation/building_loss.h"
#include "models/shadowing/building_field.h"

namespace celltwin::shadowing {
namespace {

constexpr std::uint64_t kFields = 3000;
constexpr int kPlaces = 64;
constexpr double kCorrelationM = 50.0;

/// Correlation coefficient of what is added pair by pair.
class Correlation {
  public:
    void add(double a, double b) {
        n_ += 1.0;
        a_ += a, b_ += b, aa_ += a * a, bb_ += b * b, ab_ += a * b;
    }
    double value() const {
        return (ab_ - a_ * b_ / n_) / std::sqrt((aa_ - a_ * a_ / n_) * (bb_ - b_ * b_ / n_));
    }
    double variance() const { return aa_ / n_ - a_ * a_ / (n_ * n_); }

  private:
    double n_ = 0, a_ = 0, b_ = 0, aa_ = 0, bb_ = 0, ab_ = 0;
};

Enu placeOf(int i, double spacing_m) {
    return {(i % 8) * spacing_m, (i / 8) * spacing_m};
}

TEST(GaussianField, AutocorrelationWithin3Percent) {
    const std::vector<double> ratios{0.05, 0.1, 0.25, 0.5, 1.0, 1.5};
    std::vector<Correlation> found(ratios.size());
    for (std::uint64_t e = 0; e < kFields; ++e) {
        const GaussianField field(Random(3), Stream::shadow_field, e, kCorrelationM);
        for (int i = 0; i < kPlaces; ++i) {
            const Enu here = placeOf(i, 40.0 * kCorrelationM);
            const double value = field.at(here), bearing = 0.39 * i;
            for (std::size_t k = 0; k < ratios.size(); ++k) {
                const double d = ratios[k] * kCorrelationM;
                found[k].add(value, field.at({here.east_m + d * std::cos(bearing),
                                              here.north_m + d * std::sin(bearing)}));
            }
        }
    }
    for (std::size_t k = 0; k < ratios.size(); ++k)
        EXPECT_NEAR(found[k].value(), std::exp(-ratios[k]), 0.03 * std::exp(-ratios[k])) << ratios[k];
}

TEST(CombineShadow, SitesAndSectorsWithin3Percent) {
    for (const ShadowCorrelation rho :
         {ShadowCorrelation{0.5, 0.8}, ShadowCorrelation{0.3, 1.0}, ShadowCorrelation{0.4, 0.4}}) {
        Correlation sites, sectors;
        for (std::uint64_t e = 0; e < kFields; ++e) {
            const auto fieldOf = [e](std::uint64_t k) {
                return GaussianField(Random(4), Stream::shadow_field, 8 * e + k, kCorrelationM);
            };
            const GaussianField common = fieldOf(0), site_a = fieldOf(1), site_b = fieldOf(2);
            const GaussianField a1 = fieldOf(3), a2 = fieldOf(4), b1 = fieldOf(5);
            for (int i = 0; i < kPlaces; ++i) {
                const Enu here = placeOf(i, 40.0 * kCorrelationM);
                const double all = common.at(here), site = site_a.at(here);
                const double first = combineShadow(all, site, a1.at(here), rho);
                sectors.add(first, combineShadow(all, site, a2.at(here), rho));
                sites.add(first, combineShadow(all, site_b.at(here), b1.at(here), rho));
            }
        }
        EXPECT_NEAR(sites.value(), rho.inter_site, 0.03 * rho.inter_site);
        EXPECT_NEAR(sectors.value(), rho.inter_sector, 0.03 * rho.inter_sector);
        EXPECT_NEAR(sectors.variance(), 1.0, 0.03);
    }
}

TEST(CombineShadow, EndsOfTheRange) {
    EXPECT_EQ(combineShadow(1.25, -3.0, 7.0, {1.0, 1.0}), 1.25);
    EXPECT_EQ(combineShadow(1.25, -3.0, 7.0, {0.0, 1.0}), -3.0);
    EXPECT_EQ(combineShadow(1.25, -3.0, 7.0, {0.0, 0.0}), 7.0);
    EXPECT_EQ(combineShadow(1.25, -3.0, 7.0, {0.5, 1.0}), combineShadow(1.25, -3.0, 0.5));
}

// Table 26.1 of Abramowitz and Stegun the other way round, and normalCdf() undone over the whole range.
TEST(NormalQuantile, InvertsTheDistribution) {
    EXPECT_NEAR(normalQuantile(0.5), 0.0, 1e-15);
    EXPECT_NEAR(normalQuantile(0.95), 1.6448536269514722, 1e-13);
    EXPECT_NEAR(normalQuantile(0.022750131948179), -2.0, 1e-12);
    for (double x = -37.0; x < 5.0; x += 0.13)
        EXPECT_NEAR(normalQuantile(normalCdf(x)), x,
                    1e-12 * std::max(1.0, std::exp(0.5 * std::max(0.0, x) * x)))
            << x;
    for (const double p : {1e-300, 1e-20, 0.01, 0.3})
        EXPECT_NEAR(normalCdf(normalQuantile(p)) / p, 1.0, 1e-9);
}

TEST(BuildingField, DrawsAsTheClauseSays) {
    Correlation penetration, other_type, floors, distance, type;
    double mean_type = 0.0, mean_distance = 0.0;
    constexpr int kSeeds = 2000;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        const BuildingField ground{Random(seed)}, upstairs{Random(seed), 1};
        for (int i = 0; i < kPlaces / 2; ++i) {
            const Enu here = placeOf(i, 2000.0), beside{here.east_m + 10.0, here.north_m};
            const BuildingDraws a = ground.at(here), b = ground.at(beside), up = upstairs.at(here);
            ASSERT_TRUE(a.type > 0.0 && a.type < 1.0 && a.indoor_distance > 0.0 && a.indoor_distance < 1.0);
            ASSERT_EQ(a.type, up.type);
            penetration.add(a.low_penetration, b.low_penetration);
            other_type.add(a.low_penetration, a.high_penetration);
            floors.add(a.high_penetration, up.high_penetration);
            distance.add(a.indoor_distance, up.indoor_distance);
            type.add(a.type, b.type);
            mean_type += a.type / (kSeeds * kPlaces / 2);
            mean_distance += a.indoor_distance / (kSeeds * kPlaces / 2);
        }
    }
    // sigma_P decorrelates over 10 m. Standard errors: 0.004.
    EXPECT_NEAR(penetration.value(), std::exp(-1.0), 0.03 * std::exp(-1.0));
    EXPECT_NEAR(other_type.value(), 0.0, 0.016);
    EXPECT_NEAR(floors.value(), 0.0, 0.016);
    EXPECT_NEAR(distance.value(), 0.0, 0.016);
    // A Gaussian's uniform correlates by (6/pi) asin(rho/2): 50 m for the type.
    const double of_type = 6.0 / kPi * std::asin(0.5 * std::exp(-10.0 / 50.0));
    EXPECT_NEAR(type.value(), of_type, 0.03 * of_type);
    EXPECT_NEAR(mean_type, 0.5, 0.005);
    // The smaller of two uniforms has mean 1/3.
    EXPECT_NEAR(mean_distance, 1.0 / 3.0, 0.005);
}

}  // namespace
}  // namespace celltwin::shadowing
