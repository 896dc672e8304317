// SPDX-License-Identifier: BSD-3-Clause
//
// What ns-3 cannot judge. Numbers with six decimals come from an independent evaluation of the cited
// equations in Python.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "models/base/error.h"
#include "models/propagation/building_loss.h"
#include "models/propagation/catalogue.h"
#include "tests/models/propagation/links.h"

namespace celltwin::propagation {
namespace {

// TR 38.901 Table 7.4.1-1 note 1: C(400 m, 22.5 m) makes h_E = 1 m with share 0.162680, else 12, 15, 18 or 21
// m. Loss at 0.7 GHz with each: 82.147467 up to h_E = 15 (first slope), 84.554165, 97.509533.
TEST(UmaEnvironmentHeight, FollowsTheDraw) {
    const auto uma = makePathLossModel("tr38901-uma");
    const auto at = [&](double draw) { return lossDb(*uma, 400, 25, 22.5, 0.7, true, draw); };
    const double low = 0.162680, quarter = (1.0 - low) / 4.0;
    EXPECT_NEAR(at(0.5 * low), 82.147467, 1e-6);
    EXPECT_NEAR(at(low + 1.99 * quarter), 82.147467, 1e-6);
    EXPECT_NEAR(at(low + 2.01 * quarter), 84.554165, 1e-6);
    EXPECT_NEAR(at(low + 2.99 * quarter), 84.554165, 1e-6);
    EXPECT_NEAR(at(low + 3.01 * quarter), 97.509533, 1e-6);
    EXPECT_NEAR(at(1.0 - 1e-9), 97.509533, 1e-6);
}

// At 16.5 m the choice is 12 or 15 m; C(400 m) leaves 1 m a share of 0.464901.
TEST(UmaEnvironmentHeight, FewerChoicesLowerDown) {
    const auto uma = makePathLossModel("tr38901-uma");
    const auto high = [&](double draw) { return lossDb(*uma, 400, 25, 16.5, 0.7, true, draw); };
    EXPECT_LT(high(0.464900), high(0.999999));
    EXPECT_DOUBLE_EQ(high(0.464900), high(0.464902));  // h_E = 12 still has its breakpoint beyond 400 m
    EXPECT_LT(high(0.5 * (1.0 + 0.464901) - 1e-4), high(0.5 * (1.0 + 0.464901) + 1e-4));
}

TEST(UmaEnvironmentHeight, IsOneMetreBelow13Metres) {
    const auto uma = makePathLossModel("tr38901-uma");
    EXPECT_EQ(lossDb(*uma, 400, 25, 12.9, 0.7, true, 1e-9),
              lossDb(*uma, 400, 25, 12.9, 0.7, true, 1.0 - 1e-9));
}

// COST 231 eq. 4.4.3, medium city.
TEST(Cost231, Equation) {
    const auto hata = makePathLossModel("cost231-hata");
    EXPECT_NEAR(lossDb(*hata, 1000, 30, 1.5, 1.8, false), 136.196948, 1e-6);
    EXPECT_NEAR(lossDb(*hata, 5000, 50, 1.5, 2.0, false), 158.283496, 1e-6);
}

TEST(Cost231, NeverUndercutsFreeSpace) {
    const auto hata = makePathLossModel("cost231-hata"), vacuum = makePathLossModel("free-space");
    EXPECT_EQ(lossDb(*hata, 10, 30, 1.5, 1.8, false), lossDb(*vacuum, 10, 30, 1.5, 1.8, false));
    for (double d = 1; d < 2000; d *= 1.3)
        EXPECT_GE(lossDb(*hata, std::max(d, 10.0), 30, 1.5, 1.8, false),
                  lossDb(*vacuum, std::max(d, 10.0), 30, 1.5, 1.8, false));
}

// TR 36.814 Table A.2.1.1-3 rounds the constant of TR 36.942 clause 4.5.2, 128.153, to 128.1 at 2 GHz.
TEST(Tr36942Macro, IsThreeGppCaseOneAtTwoGigahertz) {
    const auto macro = makePathLossModel("tr36942-macro-urban");
    for (const double km : {0.035, 0.1, 0.25, 0.5, 1.0, 1.7, 5.0})
        EXPECT_NEAR(lossDb(*macro, 1000.0 * km, 32, 1.5, 2.0, false), 128.1 + 37.6 * std::log10(km), 0.06);
    // TR 36.942 clause 4.5.2 at 900 MHz: 120.9 + 37.6 log R
    EXPECT_NEAR(lossDb(*macro, 1000.0, 32, 1.5, 0.9, false), 120.9, 0.06);
    EXPECT_EQ(sigmaDb(*macro, 300, 32, 1.5, 2.0, LinkState::nlos), 8.0);
}

// Friis: 1 km at 1 GHz is 92.447783 dB.
TEST(FreeSpace, OneKilometreAtOneGigahertz) {
    EXPECT_NEAR(lossDb(*makePathLossModel("free-space"), 1000, 1.5, 1.5, 1.0, true), 92.447783, 1e-6);
}

// TR 38.901 Tables 7.4.3-1 and 7.4.3-2.
TEST(OutdoorToIndoor, Penetration) {
    EXPECT_NEAR(buildingLoss(BuildingLoss::low, Hertz{0.8e9}, 0.0).mean_db, 10.400201, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::low, Hertz{3.5e9}, 0.0).mean_db, 12.697503, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::low, Hertz{28e9}, 0.0).mean_db, 17.828787, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::high, Hertz{0.8e9}, 0.0).mean_db, 18.122345, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::high, Hertz{3.5e9}, 0.0).mean_db, 26.849786, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::high, Hertz{28e9}, 0.0).mean_db, 37.949020, 1e-6);
    EXPECT_NEAR(buildingLoss(BuildingLoss::low, Hertz{3.5e9}, 25.0).mean_db, 12.697503 + 12.5, 1e-6);
}

// TR 38.901 Table 7.6.3.1-2, LOS/NLOS state: UMi and UMa 50 m, RMa 60 m.
TEST(Tr38901, LosCorrelationLengths) {
    EXPECT_EQ(makePathLossModel("tr38901-uma")->losCorrelationM(), 50.0);
    EXPECT_EQ(makePathLossModel("tr38901-umi")->losCorrelationM(), 50.0);
    EXPECT_EQ(makePathLossModel("tr38901-rma")->losCorrelationM(), 60.0);
}

// TR 38.901 Table 7.5-6, O2I columns: sigma_SF 7, 7, 8 dB and correlation 7, 7, 120 m for UMa, UMi, RMa.
TEST(Tr38901, IndoorShadowing) {
    const auto uma = makePathLossModel("tr38901-uma"), umi = makePathLossModel("tr38901-umi"),
               rma = makePathLossModel("tr38901-rma");
    EXPECT_EQ(sigmaDb(*uma, 200, 25, 1.5, 3.5, LinkState::o2i), 7.0);
    EXPECT_EQ(sigmaDb(*umi, 200, 10, 1.5, 3.5, LinkState::o2i), 7.0);
    EXPECT_EQ(sigmaDb(*rma, 9000, 35, 1.5, 0.7, LinkState::o2i), 8.0);
    EXPECT_EQ(uma->shadowCorrelationM(LinkState::o2i), 7.0);
    EXPECT_EQ(umi->shadowCorrelationM(LinkState::o2i), 7.0);
    EXPECT_EQ(rma->shadowCorrelationM(LinkState::o2i), 120.0);
}

// Table 7.4.2-1 counts d_2D-out.
TEST(Tr38901, SightIsOfTheOutdoorPart) {
    for (const char* name : {"tr38901-uma", "tr38901-umi", "tr38901-rma"}) {
        const auto model = makePathLossModel(name);
        EXPECT_EQ(losShare(*model, 120, 25, 1.5, 20), losShare(*model, 100, 25, 1.5)) << name;
        EXPECT_EQ(losShare(*model, 5, 25, 1.5, 20), 1.0) << name;
    }
}

// InF: d_clutter / 2 of Table 7.2-4's 10 m and 2 m; 10 m in InH.
TEST(Tr38901, IndoorLosCorrelationLengths) {
    EXPECT_EQ(makePathLossModel("tr38901-inf-sl")->losCorrelationM(), 5.0);
    EXPECT_EQ(makePathLossModel("tr38901-inf-dh")->losCorrelationM(), 1.0);
    EXPECT_EQ(makePathLossModel("tr38901-inh-open")->losCorrelationM(), 10.0);
}

// Both ends of InH and InF are inside: nothing there is "O2I", nothing is taken off the distance.
TEST(Tr38901, IndoorScenariosHaveNoO2i) {
    for (const char* name : {"tr38901-inh-mixed", "tr38901-inf-dl", "m2412-inh-a"}) {
        const auto model = makePathLossModel(name);
        EXPECT_EQ(losShare(*model, 60, 3, 1, 20), losShare(*model, 60, 3, 1)) << name;
        OneLink inside{
            .distance_2d_m = 60, .bs_height_m = 3, .ue_height_m = 1, .line_of_sight = 1, .indoor = 1};
        double sigma_db = 0.0;
        model->shadowSigmaDb(inside.block(), Hertz{3.5e9}, {&sigma_db, 1});
        EXPECT_EQ(sigma_db, sigmaDb(*model, 60, 3, 1, 3.5, LinkState::los)) << name;
    }
}

// RMa's PL2 starts from PL1(d_BP) but is taken where d_2D passes d_BP, at a d_3D above it: a step up of
// 40 log(d_3D/d_BP) less PL1(d_3D) - PL1(d_BP), 0.028115 dB at 0.5 GHz under 150 m (UE 1 m: d_BP = 1570.8 m).
TEST(Tr38901, StepAtRmasBreakpoint) {
    const auto rma = makePathLossModel("tr38901-rma");
    const double breakpoint_m = 2.0 * kPi * 150.0 * 1.0 * 0.5e9 / 3.0e8;
    const double before = lossDb(*rma, breakpoint_m * (1.0 - 1e-12), 150, 1, 0.5, true);
    const double after = lossDb(*rma, breakpoint_m * (1.0 + 1e-12), 150, 1, 0.5, true);
    EXPECT_NEAR(after - before, 0.028115, 1e-6);
}

// P.1411 clause 4.1.2: at R_bp (d_3D, here 10 m over 1.5 m at 2 GHz) the bounds are 20 dB apart and the
// median 6 dB over the lower one; under it the upper bound has 25 dB a decade.
TEST(ItuP1411, BoundsOfTheCanyon) {
    const auto lower = makeItuP1411Los(CanyonBound::lower), median = makeItuP1411Los(CanyonBound::median),
               upper = makeItuP1411Los(CanyonBound::upper);
    const double wave_m = kSpeedOfLight / 2e9, breakpoint_m = 4.0 * 10.0 * 1.5 / wave_m;
    const auto at = [](const auto& model, double d3) {
        return lossDb(*model, std::sqrt(d3 * d3 - 8.5 * 8.5), 10, 1.5, 2.0, true);
    };
    for (const double ratio : {0.1, 0.5, 1.0, 2.0}) {
        const double d = ratio * breakpoint_m;
        EXPECT_NEAR(at(median, d) - at(lower, d), 6.0, 1e-9);
        EXPECT_NEAR(at(upper, d) - at(lower, d), 20.0 + std::min(0.0, 5.0 * std::log10(ratio)), 1e-9);
    }
    // L_bp = |20 log(lambda^2 / (8 pi h1 h2))| = 84.494994 dB.
    EXPECT_NEAR(at(lower, breakpoint_m), 84.494994, 1e-6);
}

// Two rays: far beyond the crossover both kinds are 40 log d - 20 log(h_b h_u) (136.478175 dB at 10 km, 10 m
// and 1.5 m).
TEST(TwoRay, FourthPowerFarAway) {
    for (const char* name : {"two-ray", "two-ray-breakpoint"})
        EXPECT_NEAR(lossDb(*makePathLossModel(name), 10000, 10, 1.5, 0.1, true), 136.478175, 2e-3) << name;
}

// Near, the sum of two unit rays is between nothing and twice the direct ray: never 6.0206 dB under free
// space.
TEST(TwoRay, NeverMoreThanTwiceTheDirectField) {
    const auto two = makePathLossModel("two-ray"), one = makePathLossModel("free-space");
    double best = 0.0, worst = 0.0;
    for (double d = 1; d < 3000; d *= 1.001) {
        const double gain = lossDb(*one, d, 30, 1.5, 2.0, true) - lossDb(*two, d, 30, 1.5, 2.0, true);
        best = std::max(best, gain);
        worst = std::min(worst, gain);
    }
    EXPECT_LE(best, 20.0 * std::log10(2.0));
    EXPECT_GT(best, 5.9);
    EXPECT_LT(worst, -20.0);
}

// Clause 7.4.3.1 sigma_P 4.4 and 6.5 dB, Table 7.4.3-3 20 dB + 0.5 d_2D-in without spread, clause 7.4.3.2
// N(9, 5) and N(20, 5).
TEST(BuildingLoss, MeansAndDeviations) {
    EXPECT_EQ(buildingLoss(BuildingLoss::low, Hertz{3.5e9}, 3.0).sigma_db, 4.4);
    EXPECT_EQ(buildingLoss(BuildingLoss::high, Hertz{3.5e9}, 3.0).sigma_db, 6.5);
    const PenetrationLoss single = buildingLoss(BuildingLoss::single_20db, Hertz{3.5e9}, 15.0);
    EXPECT_EQ(single.mean_db, 27.5);
    EXPECT_EQ(single.sigma_db, 0.0);
    EXPECT_EQ(carLoss(CarLoss::ordinary).mean_db, 9.0);
    EXPECT_EQ(carLoss(CarLoss::metallised_windows).mean_db, 20.0);
    EXPECT_EQ(carLoss(CarLoss::metallised_windows).sigma_db, 5.0);
    EXPECT_EQ(carLoss(CarLoss::ordinary).at(-1.5), 1.5);
}

template <class Make>
std::string messageOf(Make make) {
    try {
        make();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no error";
}

TEST(Makers, NameTheRange) {
    using ::testing::HasSubstr;
    const auto clutter = [](double size_m, double density, double height_m) {
        return messageOf([&] { makeTr38901InF(Factory::dh, {size_m, density, height_m}); });
    };
    EXPECT_EQ(clutter(2, 0.5, 2), "no error");
    EXPECT_THAT(clutter(0, 0.5, 2), HasSubstr("clutter size 0 m: must be above 0 m"));
    for (const double density : {0.0, 1.0, -0.2, 40.0, double{NAN}})
        EXPECT_THAT(clutter(2, density, 2), HasSubstr("must be above 0 and below 1")) << density;
    EXPECT_THAT(clutter(2, 0.5, 30), HasSubstr("clutter height 30 m: must be above 0 and below 25 m"));
    EXPECT_THAT(messageOf([] {
                    makeTr38901Rma({2.0, 5.0});
                }),
                HasSubstr("street width 2 m: must be from 5 to 50 m"));
    EXPECT_THAT(messageOf([] { makeM2412RmaA({20.0, 60.0}); }), HasSubstr("building height 60 m"));
    RoofTops roofs;
    roofs.street_orientation_deg = 95.0;
    EXPECT_THAT(messageOf([&] { makeItuP1411Nlos(roofs); }), HasSubstr("must be from 0 to 90 degrees"));
}

// A mast within the clutter, a UE on top of it, a UE above the roofs: the formulas' logarithms and quotients
// end.
TEST(Check, WhatAModelCannotEvaluate) {
    using ::testing::HasSubstr;
    const auto of = [](const PathLossModel& model, double bs, double ue) {
        return messageOf([&] { model.check(Hertz{3.5e9}, bs, ue); });
    };
    const auto high = makeTr38901InF(Factory::dh, {2.0, 0.6, 6.0});
    EXPECT_EQ(of(*high, 8.0, 1.5), "no error");
    EXPECT_THAT(of(*high, 5.0, 1.5),
                HasSubstr("BS antenna height (the clutter ends at 6 m) 5 m: must be above 6 m"));
    EXPECT_THAT(of(*high, 8.0, 7.0),
                HasSubstr("UE height among the clutter 7 m: must be above 0 and below 6 m"));
    EXPECT_EQ(of(*makeTr38901InF(Factory::sl), 1.5, 1.5), "no error");
    EXPECT_THAT(of(*makeItuP1411Nlos(), 30.0, 21.0), HasSubstr("UE height under the roofs 21 m"));
}

TEST(MakePathLossModel, NamesTheKnownOnes) {
    try {
        makePathLossModel("tr38901-unu");
        FAIL() << "no error";
    } catch (const ConfigError& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr("cost231-hata"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("did you mean 'tr38901-um"));
    }
}

}  // namespace
}  // namespace celltwin::propagation
