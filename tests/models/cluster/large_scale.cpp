// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/large_scale.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/base/error.h"
#include "models/cluster/normal.h"

namespace celltwin::cluster {
namespace {

constexpr LinkGeometry kLink{150.0, 25.0, 1.5, 30.0};

TEST(LargeScale, ShadowFadingIsItsOwnNormal) {
    const Random random(3);
    for (const Scenario scenario : {Scenario::uma, Scenario::umi_street_canyon, Scenario::rma})
        for (const State state : {State::los, State::nlos, State::o2i_los, State::o2i_nlos}) {
            const LargeScaleModel model(scenario, state, Hertz{3.5e9});
            const LargeScale drawn = model.draw(kLink, 6.0, drawNormals(random, 5, -1.25));
            EXPECT_DOUBLE_EQ(drawn.shadow_gain_db, -7.5);
        }
}

TEST(LargeScale, SpreadsAreLimited) {
    // Step 4: 104 degrees in azimuth, 52 in zenith.
    const LargeScaleModel model(Scenario::uma, State::nlos, Hertz{6e9});
    std::array<double, kParameters> z{};
    z.fill(8.0);
    const LargeScale drawn = model.draw(kLink, 6.0, z);
    EXPECT_EQ(drawn.asa_deg, 104.0);
    EXPECT_EQ(drawn.zsa_deg, 52.0);
}

TEST(LargeScale, FrequencyNotesOfTable756) {
    const auto mean = [](Scenario scenario, double ghz) {
        return LargeScaleModel(scenario, State::nlos, Hertz{ghz * 1e9}).mean(Parameter::ds, kLink);
    };
    EXPECT_EQ(mean(Scenario::uma, 0.8), mean(Scenario::uma, 6.0));
    EXPECT_NE(mean(Scenario::uma, 7.0), mean(Scenario::uma, 6.0));
    EXPECT_EQ(mean(Scenario::umi_street_canyon, 0.8), mean(Scenario::umi_street_canyon, 2.0));
    EXPECT_NE(mean(Scenario::umi_street_canyon, 3.5), mean(Scenario::umi_street_canyon, 2.0));
    EXPECT_EQ(mean(Scenario::indoor_office, 2.0), mean(Scenario::indoor_office, 6.0));
}

TEST(LargeScale, FactoryDelayFollowsTheHall) {
    // Table 7.5-6 part 3; the two halls of the report's calibration, worked out by hand.
    const LinkGeometry link{20.0, 8.0, 1.5, 0.0};
    const auto mean = [&](State state, const Hall& hall) {
        return LargeScaleModel(Scenario::indoor_factory, state, Hertz{3.5e9}, hall).mean(Parameter::ds, link);
    };
    EXPECT_NEAR(mean(State::los, {72000.0, 18000.0}), std::log10(118.0) - 9.35, 1e-12);
    EXPECT_NEAR(mean(State::los, {450000.0, 99000.0}), -7.2288, 1e-4);
    EXPECT_NEAR(mean(State::nlos, {72000.0, 18000.0}), std::log10(152.0) - 9.44, 1e-12);
}

TEST(LargeScale, OutdoorToIndoorTakesTheOutdoorPartsZenith) {
    const auto at = [](State state) { return LargeScaleModel(Scenario::uma, state, Hertz{6e9}); };
    EXPECT_EQ(at(State::o2i_los).mean(Parameter::zsd, kLink), at(State::los).mean(Parameter::zsd, kLink));
    EXPECT_EQ(at(State::o2i_nlos).mean(Parameter::zsd, kLink), at(State::nlos).mean(Parameter::zsd, kLink));
    EXPECT_EQ(at(State::o2i_los).zenithOffsetDeg(kLink), 0.0);
    EXPECT_LT(at(State::o2i_nlos).zenithOffsetDeg(kLink), 0.0);
    EXPECT_EQ(at(State::o2i_los).mean(Parameter::ds, kLink), at(State::o2i_nlos).mean(Parameter::ds, kLink));
}

TEST(LargeScale, EveryCorrelationMatrixIsPositive) {
    for (const Edition edition : {Edition::v16, Edition::v14})
        for (const Scenario scenario : {Scenario::uma, Scenario::umi_street_canyon, Scenario::rma,
                                        Scenario::indoor_office, Scenario::indoor_factory})
            for (const State state : {State::los, State::nlos, State::o2i_los}) {
                const bool indoor =
                    scenario == Scenario::indoor_office || scenario == Scenario::indoor_factory;
                if (indoor && isOutdoorToIndoor(state)) continue;
                const LargeScaleModel model(scenario, state, Hertz{6e9}, {}, edition);
                for (std::size_t row = 0; row < kParameters; ++row) {
                    double length = 0.0;
                    for (const double x : model.cholesky()[row]) length += x * x;
                    EXPECT_NEAR(length, 1.0, 1e-12);
                    EXPECT_GT(model.cholesky()[row][row], 0.0);
                }
            }
}

TEST(LargeScale, SamplesHaveTheTablesMomentsAndCorrelations) {
    const LargeScaleModel model(Scenario::uma, State::los, Hertz{6e9});
    const Random random(11);
    constexpr int kDraws = 40000;
    double sum_ds = 0.0, sum_ds2 = 0.0, sum_k = 0.0, sum_shadow = 0.0, cross = 0.0;
    for (int i = 0; i < kDraws; ++i) {
        const auto link = static_cast<std::uint64_t>(i);
        const double shadow = random.normal(Stream::shadow_field, link);
        const LargeScale drawn = model.draw(kLink, 4.0, drawNormals(random, link, shadow));
        const double ds = std::log10(drawn.delay_spread_s);
        sum_ds += ds;
        sum_ds2 += ds * ds;
        sum_k += drawn.k_db;
        sum_shadow += shadow;
        cross += ds * shadow;
    }
    const double mean_ds = sum_ds / kDraws, sigma_ds = std::sqrt(sum_ds2 / kDraws - mean_ds * mean_ds);
    EXPECT_NEAR(mean_ds, -6.955 - 0.0963 * std::log10(6.0), 4.0 * 0.66 / 200.0);
    EXPECT_NEAR(sigma_ds, 0.66, 0.01);
    EXPECT_NEAR(sum_k / kDraws, 9.0, 4.0 * 3.5 / 200.0);
    EXPECT_NEAR((cross - sum_ds * sum_shadow / kDraws) / kDraws / sigma_ds, -0.4, 0.02);
}

TEST(LargeScale, FieldsDecayWithEachParametersDistance) {
    // exp(-d/d_corr) over an ensemble of sites, within 3 %.
    constexpr int kSites = 12000;
    const LargeScaleModel model(Scenario::uma, State::nlos, Hertz{6e9});
    const Random random(5);
    std::array<double, kParameters> cross_40{}, cross_100{};
    for (std::uint64_t site = 0; site < kSites; ++site) {
        const LargeScaleFields fields(random, site, model);
        const auto here = fields.at({10.0, -20.0}, 0.0), near = fields.at({34.0, 12.0}, 0.0);
        const auto far = fields.at({10.0, 80.0}, 0.0);
        for (std::size_t p = 0; p < kParameters; ++p) {
            cross_40[p] += here[p] * near[p] / kSites;
            cross_100[p] += here[p] * far[p] / kSites;
        }
    }
    for (const Parameter p :
         {Parameter::ds, Parameter::asd, Parameter::asa, Parameter::zsd, Parameter::zsa}) {
        const auto at = static_cast<std::size_t>(p);
        EXPECT_NEAR(cross_40[at], std::exp(-40.0 / model.correlationM(p)), 0.03) << at;
        EXPECT_NEAR(cross_100[at], std::exp(-100.0 / model.correlationM(p)), 0.03) << at;
    }
}

TEST(LargeScale, FieldsOfStatesAndSitesAreUnrelated) {
    const Random random(5);
    const LargeScaleModel los(Scenario::uma, State::los, Hertz{6e9}),
        nlos(Scenario::uma, State::nlos, Hertz{6e9});
    const auto a = LargeScaleFields(random, 1, los).at({3.0, 4.0}, 0.5);
    const auto b = LargeScaleFields(random, 1, nlos).at({3.0, 4.0}, 0.5);
    const auto c = LargeScaleFields(random, 2, los).at({3.0, 4.0}, 0.5);
    EXPECT_EQ(a[0], 0.5);
    for (std::size_t p = 1; p < kParameters; ++p) {
        EXPECT_NE(a[p], b[p]);
        EXPECT_NE(a[p], c[p]);
    }
}

TEST(LargeScale, RefusesWhatTheReportDoesNotKnow) {
    EXPECT_THROW(LargeScaleModel(Scenario::uma, State::los, Hertz{0.4e9}), ConfigError);
    EXPECT_THROW(LargeScaleModel(Scenario::uma, State::los, Hertz{101e9}), ConfigError);
    EXPECT_THROW(LargeScaleModel(Scenario::indoor_office, State::o2i_los, Hertz{6e9}), ConfigError);
    EXPECT_THROW(LargeScaleModel(Scenario::indoor_factory, State::los, Hertz{6e9}, {0.0, 1.0}), ConfigError);
}

TEST(NormalQuantile, InvertsTheDistributionFunction) {
    for (const double p : {1e-9, 1e-6, 1e-3, 0.07, 0.074, 0.076, 0.3, 0.5, 0.8, 0.93, 0.999, 1.0 - 1e-9}) {
        const double x = normalQuantile(p), back = 0.5 * std::erfc(-x / std::sqrt(2.0));
        EXPECT_NEAR(back, p, 1e-5 * std::min(p, 1.0 - p)) << p;
    }
}

}  // namespace
}  // namespace celltwin::cluster
