// SPDX-License-Identifier: BSD-3-Clause
//
// What holds for the rays of every link: sums, limits, symmetries, and the medians of generated spreads
// against those that went in.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "models/cluster/clusters.h"
#include "models/cluster/statistics.h"

namespace celltwin::cluster {
namespace {

struct Kind {
    Scenario scenario;
    State state;
    LinkGeometry link;
};
std::vector<Kind> allKinds() {
    std::vector<Kind> kinds;
    for (const State state : {State::los, State::nlos, State::o2i_los, State::o2i_nlos}) {
        kinds.push_back({Scenario::uma, state, {150.0, 25.0, 1.5, 30.0}});
        kinds.push_back({Scenario::umi_street_canyon, state, {80.0, 10.0, 4.5, 200.0}});
        kinds.push_back({Scenario::rma, state, {900.0, 35.0, 1.5, 310.0}});
    }
    for (const State state : {State::los, State::nlos}) {
        kinds.push_back({Scenario::indoor_office, state, {18.0, 3.0, 1.0, 75.0}});
        kinds.push_back({Scenario::indoor_factory, state, {40.0, 8.0, 1.5, 75.0}});
    }
    return kinds;
}

Rays raysOf(const LargeScaleModel& model, const LinkGeometry& link, const LargeScale& large,
            std::uint64_t key) {
    const Random random(17);
    Rays rays;
    makeRays(model, link, large, drawClusters(random, key, model.clusterParameters()), random, key, rays);
    return rays;
}

Rays raysOf(const LargeScaleModel& model, const LinkGeometry& link, std::uint64_t key) {
    const Random random(17);
    const double shadow = random.normal(Stream::shadow_field, key);
    return raysOf(model, link, model.draw(link, 6.0, drawNormals(random, key, shadow)), key);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

TEST(Rays, PowersSumToOneAndColumnsAreInRange) {
    for (const Kind& kind : allKinds()) {
        const LargeScaleModel model(kind.scenario, kind.state, Hertz{6e9});
        for (std::uint64_t key = 0; key < 200; ++key) {
            const Rays rays = raysOf(model, kind.link, key);
            EXPECT_NEAR(std::accumulate(rays.power.begin(), rays.power.end(), 0.0), 1.0, 1e-12);
            EXPECT_EQ(rays.size() % 20, kind.state == State::los ? 1U : 0U);
            for (std::size_t m = 0; m < rays.size(); ++m) {
                ASSERT_GE(rays.delay_s[m], 0.0);
                ASSERT_GT(rays.power[m], 0.0);
                ASSERT_LE(std::fabs(rays.aod_elevation_deg[m]), 90.0);
                ASSERT_LE(std::fabs(rays.aoa_elevation_deg[m]), 90.0);
                ASSERT_GT(rays.xpr[m], 0.0);
                for (const float phase : rays.phase_rad[m]) ASSERT_LE(std::fabs(phase), 6.2832F);
            }
        }
    }
}

TEST(Rays, NoClusterIsMoreThan25DbUnderTheStrongest) {
    const LargeScaleModel model(Scenario::uma, State::nlos, Hertz{6e9});
    std::size_t removed = 0;
    for (std::uint64_t key = 0; key < 300; ++key) {
        const Rays rays = raysOf(model, {150.0, 25.0, 1.5, 0.0}, key);
        const auto [least, most] = std::minmax_element(rays.power.begin(), rays.power.end());
        EXPECT_GT(*least / *most, std::pow(10.0, -2.5) * (1.0 - 1e-12));
        removed += 400 - rays.size();
    }
    EXPECT_GT(removed, 0U);
}

/// Strong tails and few clusters keep generated spreads from their target; these are the bounds of what the
/// report's own method does. In LOS the direct ray limits azimuth spreads (K of 9 dB allows no more than 28
/// degrees), so there only the delay, for which equation 7.5-3 corrects, and the zenith are compared.
TEST(Rays, GeneratedSpreadsFollowTheirTargets) {
    for (const Kind& kind : allKinds()) {
        const LargeScaleModel model(kind.scenario, kind.state, Hertz{6e9});
        const Random random(17);
        std::array<std::vector<double>, 5> ratio;
        for (std::uint64_t key = 0; key < 1500; ++key) {
            const LargeScale large = model.draw(kind.link, 6.0, drawNormals(random, key, 0.3));
            const Spreads made = spreadsOf(raysOf(model, kind.link, large, key));
            ratio[0].push_back(made.delay_s / large.delay_spread_s);
            ratio[1].push_back(made.asd_deg / large.asd_deg);
            ratio[2].push_back(made.asa_deg / large.asa_deg);
            ratio[3].push_back(made.zsd_deg / large.zsd_deg);
            ratio[4].push_back(made.zsa_deg / large.zsa_deg);
        }
        SCOPED_TRACE(std::to_string(static_cast<int>(kind.scenario)) + " state " +
                     std::to_string(static_cast<int>(kind.state)));
        EXPECT_NEAR(median(ratio[0]), 1.0, 0.10);
        // Rays within clusters of 22 (UMi NLOS) and 7 degrees widen what the clusters span.
        EXPECT_NEAR(median(ratio[3]), 1.05, 0.15);
        if (kind.state == State::los) continue;
        EXPECT_NEAR(median(ratio[1]), 1.1, 0.15);
        EXPECT_NEAR(median(ratio[2]), 1.1, 0.10);
        EXPECT_NEAR(median(ratio[4]), 1.2, 0.22);
    }
}

TEST(Rays, StrongDirectRayIsAllThereIs) {
    const LargeScaleModel model(Scenario::uma, State::los, Hertz{6e9});
    const Random random(17);
    const LinkGeometry link{100.0, 25.0, 1.5, 70.0};
    LargeScale large = model.draw(link, 4.0, drawNormals(random, 1, 0.0));
    large.k_db = 90.0;
    const Rays rays = raysOf(model, link, large, 1);
    EXPECT_NEAR(rays.power[0], 1.0, 1e-8);
    EXPECT_EQ(rays.delay_s[0], 0.0);
    EXPECT_DOUBLE_EQ(rays.aod_azimuth_deg[0], 70.0);
    EXPECT_DOUBLE_EQ(rays.aoa_azimuth_deg[0], 250.0);
    EXPECT_NEAR(rays.aod_elevation_deg[0], -13.224, 1e-3);  // atan(23.5 / 100)
    EXPECT_NEAR(rays.aoa_elevation_deg[0], 13.224, 1e-3);
    EXPECT_TRUE(std::isinf(rays.xpr[0]));
}

TEST(Rays, FirstClusterLooksAlongTheDirectRay) {
    // Equations 7.5-12 and 7.5-17; its rays spread by c_ASA about it.
    const LargeScaleModel model(Scenario::umi_street_canyon, State::los, Hertz{6e9});
    const LinkGeometry link{60.0, 10.0, 1.5, 120.0};
    for (std::uint64_t key = 0; key < 50; ++key) {
        const Rays rays = raysOf(model, link, key);
        double mean = 0.0;
        int count = 0;
        for (std::size_t m = 1; m < rays.size(); ++m)
            if (rays.cluster[m] == rays.cluster[0]) {
                mean += rays.aoa_azimuth_deg[m];
                ++count;
            }
        if (count > 0) {
            EXPECT_NEAR(mean / count, 300.0, 1e-9);
        }
    }
}

TEST(Rays, IndoorsRaysArriveAboutTheHorizon) {
    // Step 7: mean zenith of arrival 90 degrees for O2I, the LOS direction else.
    const LinkGeometry link{30.0, 25.0, 1.5, 0.0};  // 38 degrees up
    const auto meanElevation = [&](State state) {
        const LargeScaleModel model(Scenario::uma, state, Hertz{6e9});
        double sum = 0.0;
        for (std::uint64_t key = 0; key < 800; ++key) {
            const Rays rays = raysOf(model, link, key);
            sum +=
                std::inner_product(rays.power.begin(), rays.power.end(), rays.aoa_elevation_deg.begin(), 0.0);
        }
        return sum / 800.0;
    };
    EXPECT_NEAR(meanElevation(State::o2i_nlos), 0.0, 1.0);
    EXPECT_NEAR(meanElevation(State::nlos), 38.1, 1.5);
}

TEST(Rays, TwoStrongestClustersSplitInDelay) {
    // Table 7.5-5: 10, 6 and 4 of 20 rays at 0, 1.28 and 2.56 c_DS.
    const LargeScaleModel model(Scenario::umi_street_canyon, State::nlos, Hertz{6e9});
    const Rays rays = raysOf(model, {80.0, 10.0, 1.5, 0.0}, 3);
    const double most = *std::max_element(rays.power.begin(), rays.power.end());
    std::vector<double> delays;
    for (std::size_t m = 0; m < rays.size(); ++m)
        if (rays.power[m] == most) delays.push_back(rays.delay_s[m]);
    ASSERT_EQ(delays.size(), 20U);
    std::sort(delays.begin(), delays.end());
    EXPECT_EQ(std::count(delays.begin(), delays.end(), delays[0]), 10);
    EXPECT_NEAR(delays[10] - delays[0], 1.28 * 11e-9, 1e-15);
    EXPECT_NEAR(delays[15] - delays[0], 1.28 * 11e-9, 1e-15);
    EXPECT_NEAR(delays[16] - delays[0], 2.56 * 11e-9, 1e-15);
}

TEST(Rays, CouplingUsesEachOffsetOnce) {
    const LargeScaleModel model(Scenario::uma, State::nlos, Hertz{6e9});
    const Rays rays = raysOf(model, {150.0, 25.0, 1.5, 0.0}, 9);
    for (std::size_t begin = 0; begin < rays.size(); begin += 20) {
        std::vector<double> aoa(rays.aoa_azimuth_deg.begin() + static_cast<std::ptrdiff_t>(begin),
                                rays.aoa_azimuth_deg.begin() + static_cast<std::ptrdiff_t>(begin + 20));
        std::sort(aoa.begin(), aoa.end());
        std::vector<double> offsets(rayOffsets().begin(), rayOffsets().end());
        std::sort(offsets.begin(), offsets.end());
        const double centre = 0.5 * (aoa.front() + aoa.back());
        for (std::size_t i = 0; i < 20; ++i) EXPECT_NEAR(aoa[i] - centre, 15.0 * offsets[i], 1e-9);
    }
}

TEST(Rays, TurningTheSceneTurnsTheRays) {
    for (const State state : {State::los, State::nlos}) {
        const LargeScaleModel model(Scenario::uma, state, Hertz{6e9});
        const Rays rays = raysOf(model, {150.0, 25.0, 1.5, 10.0}, 5);
        const Rays turned = raysOf(model, {150.0, 25.0, 1.5, 133.0}, 5);
        ASSERT_EQ(rays.size(), turned.size());
        for (std::size_t m = 0; m < rays.size(); ++m) {
            EXPECT_NEAR(turned.aod_azimuth_deg[m] - rays.aod_azimuth_deg[m], 123.0, 1e-9);
            EXPECT_NEAR(turned.aoa_azimuth_deg[m] - rays.aoa_azimuth_deg[m], 123.0, 1e-9);
            EXPECT_EQ(turned.power[m], rays.power[m]);
            EXPECT_EQ(turned.delay_s[m], rays.delay_s[m]);
            EXPECT_EQ(turned.aod_elevation_deg[m], rays.aod_elevation_deg[m]);
        }
    }
}

TEST(Rays, AreFunctionsOfTheirKey) {
    const LargeScaleModel model(Scenario::uma, State::nlos, Hertz{6e9});
    const LinkGeometry link{150.0, 25.0, 1.5, 10.0};
    const Rays once = raysOf(model, link, 5), again = raysOf(model, link, 5), other = raysOf(model, link, 6);
    EXPECT_EQ(once.power, again.power);
    EXPECT_EQ(once.phase_rad, again.phase_rad);
    EXPECT_NE(once.power, other.power);
}

TEST(Rays, XprIsLogNormal) {
    const LargeScaleModel model(Scenario::rma, State::nlos, Hertz{3.5e9});
    double sum = 0.0, sum2 = 0.0, count = 0.0;
    for (std::uint64_t key = 0; key < 200; ++key)
        for (const double xpr : raysOf(model, {500.0, 35.0, 1.5, 0.0}, key).xpr) {
            const double db = 10.0 * std::log10(xpr);
            sum += db;
            sum2 += db * db;
            ++count;
        }
    EXPECT_NEAR(sum / count, 7.0, 0.06);
    EXPECT_NEAR(std::sqrt(sum2 / count - sum * sum / count / count), 3.0, 0.05);
}

TEST(ClusterFields, ChangeLittleOverAStepAndFullyOverManyDistances) {
    // Table 7.6.3.1-2: 15 m in UMi NLOS. exp(-3/15) = 0.82 and exp(-60/15) = 0.02 for the offsets.
    const LargeScaleModel model(Scenario::umi_street_canyon, State::nlos, Hertz{6e9});
    EXPECT_EQ(model.clusterParameters().correlation_m, 15.0);
    const Random random(2);
    double near = 0.0, far = 0.0, uniform = 0.0, count = 0.0;
    for (std::uint64_t site = 0; site < 150; ++site) {
        const ClusterFields fields(random, site, model);
        const ClusterDraws here = fields.at({0.0, 0.0}), step = fields.at({3.0, 0.0}),
                           away = fields.at({0.0, 60.0});
        EXPECT_EQ(here.aoa.sign, away.aoa.sign);
        for (std::size_t n = 0; n < 19; ++n) {
            near += here.aoa.offset[n] * step.aoa.offset[n];
            far += here.zod.offset[n] * away.zod.offset[n];
            uniform += here.delay_uniform[n];
            ++count;
        }
    }
    EXPECT_NEAR(near / count, std::exp(-0.2), 0.06);
    EXPECT_NEAR(far / count, std::exp(-4.0), 0.06);
    EXPECT_NEAR(uniform / count, 0.5, 0.02);
}

TEST(ClusterFields, RaysMoveSmoothly) {
    const LargeScaleModel model(Scenario::umi_street_canyon, State::nlos, Hertz{6e9});
    const Random random(2);
    const ClusterFields fields(random, 4, model);
    const LinkGeometry link{80.0, 10.0, 1.5, 0.0};
    const LargeScale large = model.draw(link, 6.0, drawNormals(random, 1, 0.0));
    Rays here, step;
    makeRays(model, link, large, fields.at({0.0, 0.0}), random, 4, here);
    makeRays(model, link, large, fields.at({0.01, 0.0}), random, 4, step);
    ASSERT_EQ(here.size(), step.size());
    for (std::size_t m = 0; m < here.size(); ++m) {
        EXPECT_NEAR(here.aoa_azimuth_deg[m], step.aoa_azimuth_deg[m], 3.0);
        EXPECT_NEAR(here.power[m] / step.power[m], 1.0, 0.3);
        EXPECT_EQ(here.phase_rad[m], step.phase_rad[m]);
    }
}

}  // namespace
}  // namespace celltwin::cluster
