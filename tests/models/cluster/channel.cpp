// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/channel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "models/cluster/array_fields.h"
#include "tests/models/cluster/panel.h"

namespace celltwin::cluster {
namespace {

using Complex = std::complex<double>;

Rays raysOf(Scenario scenario, State state, const LinkGeometry& link, std::uint64_t key, double k_db = NAN) {
    const Random random(23);
    const LargeScaleModel model(scenario, state, Hertz{6e9});
    LargeScale large = model.draw(link, 6.0, drawNormals(random, key, 0.0));
    if (!std::isnan(k_db)) large.k_db = k_db;
    Rays rays;
    makeRays(model, link, large, drawClusters(random, key, model.clusterParameters()), random, key, rays);
    return rays;
}

constexpr LinkGeometry kLink{120.0, 25.0, 1.5, 40.0};

TEST(CouplingGain, IsotropicAntennasSeePathLossAlone) {
    const IsotropicFields vertical({0.0}), horizontal({90.0});
    for (const State state : {State::los, State::nlos, State::o2i_nlos}) {
        const Rays rays = raysOf(Scenario::uma, state, kLink, 3);
        EXPECT_NEAR(couplingGain(rays, vertical, vertical), 1.0, 1e-12);
        EXPECT_NEAR(couplingGain(rays, horizontal, horizontal), 1.0, 1e-12);
    }
}

TEST(CouplingGain, CrossPolarIsTheMeanOfInverseXpr) {
    const Rays rays = raysOf(Scenario::uma, State::nlos, kLink, 3);
    double expected = 0.0;
    for (std::size_t m = 0; m < rays.size(); ++m) expected += rays.power[m] / rays.xpr[m];
    EXPECT_NEAR(couplingGain(rays, IsotropicFields({0.0}), IsotropicFields({90.0})), expected, 1e-12);
}

TEST(CouplingGain, StrongDirectRayGivesTheGainTowardsIt) {
    const Rays rays = raysOf(Scenario::uma, State::los, kLink, 3, 90.0);
    const Panel panel(70.0, 8.0, {{0.0, 0, 0, 8, 2}});
    const double azimuth = 40.0, elevation = -toDegrees(std::atan(23.5 / 120.0));
    PortField field;
    panel.fields({&azimuth, 1}, {&elevation, 1}, {&field, 1});
    EXPECT_NEAR(couplingGain(rays, panel, IsotropicFields({0.0})), std::norm(field.theta),
                1e-6 * std::norm(field.theta));
}

TEST(CouplingGain, DirectRayKeepsPolarisation) {
    // diag(1, -1) turns +45 into -45 and back: clause 7.5, (7.5-29).
    const Rays rays = raysOf(Scenario::uma, State::los, kLink, 3, 90.0);
    EXPECT_NEAR(couplingGain(rays, IsotropicFields({45.0}), IsotropicFields({-45.0})), 1.0, 1e-6);
    EXPECT_NEAR(couplingGain(rays, IsotropicFields({45.0}), IsotropicFields({45.0})), 0.0, 1e-6);
}

TEST(CouplingGain, TurningTheSceneChangesNothing) {
    LinkGeometry turned = kLink;
    turned.bearing_deg += 111.0;
    const Rays rays = raysOf(Scenario::uma, State::nlos, kLink, 8);
    const Rays turned_rays = raysOf(Scenario::uma, State::nlos, turned, 8);
    EXPECT_NEAR(couplingGain(rays, panelOfConfiguration1(30.0, 12.0), IsotropicFields({0.0})),
                couplingGain(turned_rays, panelOfConfiguration1(141.0, 12.0), IsotropicFields({0.0})), 1e-9);
}

TEST(CouplingGain, SpreadLowersWhatANarrowBeamCollects) {
    // 3 to 6 dB lie between the gain towards the line of sight and the power that rays bring.
    const Panel panel(40.0, toDegrees(std::atan(23.5 / 120.0)), {{0.0, 0, 0, 8, 8}});
    double sum_db = 0.0;
    for (std::uint64_t key = 0; key < 100; ++key)
        sum_db +=
            toDb(couplingGain(raysOf(Scenario::uma, State::nlos, kLink, key), panel, IsotropicFields({0.0})))
                .value;
    const double towards_los_db = 8.0 + 10.0 * std::log10(64.0);
    EXPECT_LT(sum_db / 100.0, towards_los_db - 3.0);
    EXPECT_GT(sum_db / 100.0, towards_los_db - 10.0);
}

TEST(ArrayFields, AgreeWithThePanelWrittenOut) {
    // models/antenna's array and this room's own panel are two derivations of clause 7.3.
    antenna::PanelArray array;
    array.rows = 4;
    array.columns = 4;
    array.polarisations = 2;
    antenna::PortLayout layout;
    layout.electrical_downtilt_deg = 12.0;
    const ArrayFields fields(array, {.azimuth_deg = 150.0}, layout);
    const Panel panel = panelOfConfiguration1(150.0, 12.0);
    ASSERT_EQ(fields.portCount(), 2U);
    const Rays rays = raysOf(Scenario::uma, State::nlos, kLink, 2);
    std::vector<PortField> ours(2 * rays.size()), theirs(2 * rays.size());
    panel.fields(rays.aod_azimuth_deg, rays.aod_elevation_deg, ours);
    fields.fields(rays.aod_azimuth_deg, rays.aod_elevation_deg, theirs);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_NEAR(std::norm(ours[i].theta), std::norm(theirs[i].theta), 1e-6);
        EXPECT_NEAR(std::norm(ours[i].phi), std::norm(theirs[i].phi), 1e-6);
        // Phases count from the array's centre there, from the first element here: the relation of theta to
        // phi is the same.
        EXPECT_NEAR((ours[i].theta * std::conj(ours[i].phi)).real(),
                    (theirs[i].theta * std::conj(theirs[i].phi)).real(), 1e-6);
    }
}

TEST(ChannelCoefficients, MeanPowerIsTheCouplingGain) {
    const Panel bs = panelOfConfiguration1(30.0, 12.0);
    const IsotropicFields ue({0.0, 90.0});
    for (const State state : {State::nlos, State::los}) {
        Rays rays = raysOf(Scenario::umi_street_canyon, state, {60.0, 10.0, 1.5, 20.0}, 4);
        std::vector<double> gain(4), power(4, 0.0);
        ChannelWorkspace work;
        couplingGains(rays, bs, ue, work, gain);
        const Random random(77);
        constexpr int kDraws = 3000;
        std::vector<Complex> h(4);
        const double centre = 0.0;
        for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
            for (std::size_t m = 0; m < rays.size(); ++m) {
                if (std::isinf(rays.xpr[m])) continue;
                for (std::size_t i = 0; i < 4; ++i)
                    rays.phase_rad[m][i] =
                        static_cast<float>(2.0 * kPi * random.uniform(Stream::cluster, draw, 4 * m + i));
            }
            channelCoefficients(rays, bs, ue, Hertz{6e9}, {}, {&centre, 1}, work, h);
            for (std::size_t i = 0; i < 4; ++i) power[i] += std::norm(h[i]) / kDraws;
        }
        // |h|^2 of a Rayleigh channel deviates by its mean: 1/sqrt(3000) is 2 %.
        for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(power[i] / gain[i], 1.0, 0.08);
    }
}

TEST(ChannelCoefficients, AreReciprocal) {
    // Seen from the other end departure and arrival change places, and so do the cross-polar phases.
    const Rays rays = raysOf(Scenario::umi_street_canyon, State::los, {60.0, 10.0, 1.5, 20.0}, 4);
    Rays swapped = rays;
    std::swap(swapped.aod_azimuth_deg, swapped.aoa_azimuth_deg);
    std::swap(swapped.aod_elevation_deg, swapped.aoa_elevation_deg);
    for (auto& phase : swapped.phase_rad) std::swap(phase[1], phase[2]);
    const Panel bs = panelOfConfiguration1(30.0, 12.0), ue = panelOfConfiguration2(200.0);
    const std::vector<double> offsets{-5e6, 0.0, 7e6};
    ChannelWorkspace work;
    std::vector<Complex> down(3 * 8), up(3 * 8);
    channelCoefficients(rays, bs, ue, Hertz{6e9}, {}, offsets, work, down);
    channelCoefficients(swapped, ue, bs, Hertz{6e9}, {}, offsets, work, up);
    for (std::size_t f = 0; f < 3; ++f)
        for (std::size_t u = 0; u < 4; ++u)
            for (std::size_t b = 0; b < 2; ++b)
                EXPECT_NEAR(std::abs(down[(f * 4 + u) * 2 + b] - up[(f * 2 + b) * 4 + u]), 0.0, 1e-12);
}

TEST(ChannelCoefficients, DirectRayShiftsByTheSpeedTowardsTheSite) {
    const Rays rays = raysOf(Scenario::uma, State::los, {1000.0, 25.0, 1.5, 0.0}, 4, 90.0);
    const IsotropicFields isotropic({0.0});
    // UE to the north of the site moves south, towards it, at 30 m/s: +f v/c cos(elevation).
    const double doppler_hz = 6e9 * 30.0 / kSpeedOfLight * std::cos(std::atan(23.5 / 1000.0));
    const double centre = 0.0;
    ChannelWorkspace work;
    Complex start, later;
    const Motion motion{0.0, -30.0, 0.0, 0.0};
    channelCoefficients(rays, isotropic, isotropic, Hertz{6e9}, motion, {&centre, 1}, work, {&start, 1});
    Motion moved = motion;
    moved.time_s = 0.25 / doppler_hz;  // a quarter turn
    channelCoefficients(rays, isotropic, isotropic, Hertz{6e9}, moved, {&centre, 1}, work, {&later, 1});
    EXPECT_NEAR(std::arg(later / start), kPi / 2.0, 1e-3);
}

TEST(ChannelCoefficients, FrequencyTurnsByTheDelay) {
    // A single ray: h(f) = h(0) exp(-j 2 pi f tau).
    Rays ray = raysOf(Scenario::uma, State::los, kLink, 4, 90.0);
    ray.resize(1);
    ray.delay_s[0] = 250e-9;
    const IsotropicFields isotropic({0.0});
    const std::vector<double> offsets{0.0, 1e6};
    ChannelWorkspace work;
    std::vector<Complex> h(2);
    channelCoefficients(ray, isotropic, isotropic, Hertz{6e9}, {}, offsets, work, h);
    EXPECT_NEAR(std::arg(h[1] / h[0]), -2.0 * kPi * 0.25, 1e-6);
}

TEST(ChannelCoefficients, FrequencyCorrelationIsTheDelaySpectrum) {
    // E[h(f1) h*(f2)] over phases = sum p exp(-j 2 pi (f1 - f2) tau).
    Rays rays = raysOf(Scenario::uma, State::nlos, kLink, 4);
    const IsotropicFields isotropic({0.0});
    const std::vector<double> offsets{0.0, 0.5e6};
    const Random random(3);
    Complex measured = 0.0, expected = 0.0;
    for (std::size_t m = 0; m < rays.size(); ++m)
        expected += rays.power[m] * std::polar(1.0, -2.0 * kPi * 0.5e6 * rays.delay_s[m]);
    ChannelWorkspace work;
    std::vector<Complex> h(2);
    constexpr int kDraws = 4000;
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
        for (std::size_t m = 0; m < rays.size(); ++m)
            rays.phase_rad[m][0] = static_cast<float>(2.0 * kPi * random.uniform(Stream::cluster, draw, m));
        channelCoefficients(rays, isotropic, isotropic, Hertz{6e9}, {}, offsets, work, h);
        measured += h[1] * std::conj(h[0]) / static_cast<double>(kDraws);
    }
    EXPECT_NEAR(std::abs(measured - expected), 0.0, 0.07);
}

TEST(FunctionFields, AskEachPort) {
    const FunctionFields fields({[](double azimuth, double) {
                                     return PortField{azimuth, 0.0};
                                 },
                                 [](double, double elevation) {
                                     return PortField{0.0, elevation};
                                 }});
    const std::vector<double> azimuth{1.0, 2.0}, elevation{3.0, 4.0};
    std::vector<PortField> out(4);
    fields.fields(azimuth, elevation, out);
    EXPECT_EQ(out[1].theta, Complex(2.0));
    EXPECT_EQ(out[2].phi, Complex(3.0));
}

}  // namespace
}  // namespace celltwin::cluster
