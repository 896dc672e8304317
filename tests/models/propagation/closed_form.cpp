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

class EveryModel : public ::testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Models, EveryModel, ::testing::ValuesIn(pathLossModelNames()),
                         [](const auto& model) {
                             std::string name(model.param);
                             std::erase(name, '-');
                             return name;
                         });

TEST_P(EveryModel, LossGrowsWithDistanceAndFrequency) {
    const auto model = makePathLossModel(GetParam());
    for (const bool los : {true, false}) {
        double previous = 0.0;
        for (double d = 10; d < 1e4; d *= 1.01) {
            const double loss = lossDb(*model, d, 35, 1.5, 2.0, los);
            // The slope changes at the breakpoint, the level may not: 1 % of distance is at most 0.2 dB.
            EXPECT_GE(loss, previous - 1e-9) << d;
            if (previous > 0.0) {
                EXPECT_LT(loss - previous, 0.2) << d;
            }
            EXPECT_GT(lossDb(*model, d, 35, 1.5, 2.6, los), loss) << d;
            previous = loss;
        }
    }
}

TEST_P(EveryModel, NonLineOfSightIsNeverBetter) {
    const auto model = makePathLossModel(GetParam());
    for (double d = 10; d < 2e4; d *= 1.07)
        for (const double ue : {1.5, 6.0, 22.5})
            EXPECT_GE(lossDb(*model, d, 25, ue, 3.5, false), lossDb(*model, d, 25, ue, 3.5, true));
}

TEST_P(EveryModel, LosProbabilityIsAProbabilityThatFades) {
    const auto model = makePathLossModel(GetParam());
    for (const double ue : {1.5, 13.0, 22.5, 40.0})
        for (double d = 0; d < 2e4; d += 7) {
            const double p = losShare(*model, d, 25, ue);
            EXPECT_GE(p, 0.0);
            EXPECT_LE(p, 1.0);
            // Above 13 m UMa's probability has a hump; below, nothing rises.
            if (ue <= 13.0) {
                EXPECT_LE(losShare(*model, d + 7, 25, ue), p);
            }
        }
}

TEST_P(EveryModel, FiniteOutsideItsRange) {
    const auto model = makePathLossModel(GetParam());
    for (const double d : {0.0, 1e-3, 1e6})
        for (const double bs : {0.5, 25.0, 400.0})
            for (const double ue : {0.5, 1.0, 25.0, 120.0})
                for (const bool los : {true, false})
                    EXPECT_TRUE(std::isfinite(lossDb(*model, d, bs, ue, 3.5, los)))
                        << d << ' ' << bs << ' ' << ue << ' ' << los;
}

TEST_P(EveryModel, BelowTheMinimumDistanceTheMinimumCounts) {
    const auto model = makePathLossModel(GetParam());
    const double minimum = GetParam() == "free-space" ? 1.0 : 10.0;
    EXPECT_EQ(lossDb(*model, 0.3, 25, 1.5, 1.8, true), lossDb(*model, minimum, 25, 1.5, 1.8, true));
    EXPECT_LT(lossDb(*model, minimum, 25, 1.5, 1.8, true), lossDb(*model, 40, 25, 1.5, 1.8, true));
}

TEST_P(EveryModel, BlockEqualsOneByOne) {
    const auto model = makePathLossModel(GetParam());
    constexpr std::size_t kLinks = 257;
    std::vector<double> d(kLinks), bs(kLinks), ue(kLinks), draw(kLinks), inside(kLinks), out(kLinks);
    std::vector<std::uint8_t> los(kLinks), indoor(kLinks);
    for (std::size_t i = 0; i < kLinks; ++i) {
        const auto x = static_cast<double>(i);
        d[i] = 5.0 + 17.3 * x;
        bs[i] = 10.0 + std::fmod(x, 30.0);
        ue[i] = 1.5 + std::fmod(3.7 * x, 21.0);
        draw[i] = std::fmod(0.5 + 0.618 * x, 1.0);
        los[i] = i % 3 == 0;
    }
    model->pathLossDb({d, inside, indoor, bs, ue, los, draw}, Hertz{2.1e9}, out);
    for (std::size_t i = 0; i < kLinks; ++i)
        EXPECT_EQ(out[i], lossDb(*model, d[i], bs[i], ue[i], 2.1, los[i] != 0, draw[i])) << i;
}

TEST_P(EveryModel, CorrelationLengthsArePositive) {
    const auto model = makePathLossModel(GetParam());
    for (const LinkState state : {LinkState::los, LinkState::nlos, LinkState::o2i})
        EXPECT_GT(model->shadowCorrelationM(state), 0.0);
    EXPECT_GT(model->losCorrelationM(), 0.0);
    const Validity& v = model->validity();
    EXPECT_LE(v.frequency_min_ghz, v.frequency_max_ghz);
    EXPECT_LE(v.distance_min_m, v.distance_max_m);
    EXPECT_LE(v.bs_height_min_m, v.bs_height_max_m);
    EXPECT_LE(v.ue_height_min_m, v.ue_height_max_m);
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

TEST_P(EveryModel, RefusesWhatMakesNoSense) {
    const auto model = makePathLossModel(GetParam());
    const auto message = [&](double ghz, double bs, double ue) {
        try {
            model->check(Hertz{ghz * 1e9}, bs, ue);
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_EQ(message(3.5, 8.0, 1.5), "");
    EXPECT_THAT(message(0.0, 25, 1.5), ::testing::HasSubstr("above 0 GHz"));
    EXPECT_THAT(message(-2.0, 25, 1.5), ::testing::HasSubstr("-2 GHz"));
    EXPECT_THAT(message(3.5, -1.0, 1.5), ::testing::HasSubstr("BS antenna height -1 m: must be above 0 m"));
    EXPECT_THAT(message(3.5, 25, -3.0), ::testing::HasSubstr("UE height -3 m: must be above 0 m"));
    EXPECT_THAT(message(3.5, NAN, 1.5), ::testing::HasSubstr("BS antenna height"));
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
