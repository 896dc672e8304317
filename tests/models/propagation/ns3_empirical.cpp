// SPDX-License-Identifier: BSD-3-Clause
//
// ns-3 3.37 as the oracle of the models that are not 3GPP's. Where ns-3 leaves the report its slip is spelled
// out and taken into account, or the case is left to path_loss_reference.py.
#include <gtest/gtest.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/cost231-propagation-loss-model.h>
#include <ns3/double.h>
#include <ns3/enum.h>
#include <ns3/itu-r-1411-los-propagation-loss-model.h>
#include <ns3/itu-r-1411-nlos-over-rooftop-propagation-loss-model.h>
#include <ns3/okumura-hata-propagation-loss-model.h>
#include <ns3/propagation-loss-model.h>

#include <algorithm>
#include <cmath>

#include "models/propagation/catalogue.h"
#include "tests/models/propagation/links.h"

namespace celltwin::propagation {
namespace {

constexpr double kToleranceDb = 1e-3;

ns3::Ptr<ns3::MobilityModel> standAt(double x, double z) {
    auto mobility = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
    mobility->SetPosition(ns3::Vector(x, 0.0, z));
    return mobility;
}

double oracleLossDb(const ns3::PropagationLossModel& model, double d2, double bs, double ue) {
    return -model.CalcRxPower(0.0, standAt(0.0, bs), standAt(d2, ue));
}

TEST(Ns3Oracle, FriisPathLoss) {
    const auto ours = makePathLossModel("free-space");
    for (const double ghz : {0.7, 3.5, 28.0}) {
        auto oracle = ns3::CreateObject<ns3::FriisPropagationLossModel>();
        oracle->SetFrequency(ghz * 1e9);
        for (const double d : {10.0, 137.0, 1380.0, 4999.0})
            EXPECT_NEAR(lossDb(*ours, d, 25, 1.5, ghz, true), oracleLossDb(*oracle, d, 25, 1.5),
                        kToleranceDb);
    }
}

// ns-3 differs from the COST-231 report in three places, and the report is right: its mobile antenna
// correction has 1.11 log f where eq. 4.4.3 has 1.1 log f, it measures d in three dimensions (here: equal
// heights), and it adds a constant 10 dB of "shadowing" by default (here: none). The first is added back.
TEST(Ns3Oracle, Cost231PathLoss) {
    const auto ours = makePathLossModel("cost231-hata");
    for (const double ghz : {1.5, 1.8, 2.0})
        for (const double bs : {30.0, 50.0, 200.0})
            for (const double ue : {1.0, 1.5, 10.0}) {
                auto oracle = ns3::CreateObject<ns3::Cost231PropagationLossModel>();
                oracle->SetLambda(ghz * 1e9, 3.0e8);
                oracle->SetBSAntennaHeight(bs);
                oracle->SetSSAntennaHeight(ue);
                oracle->SetShadowing(0.0);
                const double slip = 0.01 * std::log10(ghz * 1e3) * ue;
                for (const double d : {1000.0, 1700.0, 5000.0, 20000.0})
                    EXPECT_NEAR(lossDb(*ours, d, bs, ue, ghz, false), oracleLossDb(*oracle, d, 0, 0) + slip,
                                kToleranceDb);
            }
}

// ns-3 measures Hata's d in three dimensions: its horizontal distance is chosen so that its d is ours. It
// counts exactly 200 MHz with the higher frequencies, as we do; between 200 and 400 MHz Hata says nothing.
TEST(Ns3Oracle, OkumuraHata) {
    struct Area {
        const char* name;
        ns3::EnvironmentType environment;
        ns3::CitySize size;
    };
    for (const Area& area : {Area{"okumura-hata", ns3::UrbanEnvironment, ns3::MediumCity},
                             Area{"okumura-hata-large-city", ns3::UrbanEnvironment, ns3::LargeCity},
                             Area{"okumura-hata-suburban", ns3::SubUrbanEnvironment, ns3::SmallCity},
                             Area{"okumura-hata-open", ns3::OpenAreasEnvironment, ns3::SmallCity}})
        for (const double ghz : {0.15, 0.199, 0.4, 0.9, 1.5}) {
            auto oracle = ns3::CreateObject<ns3::OkumuraHataPropagationLossModel>();
            oracle->SetAttribute("Frequency", ns3::DoubleValue(ghz * 1e9));
            oracle->SetAttribute("Environment", ns3::EnumValue(area.environment));
            oracle->SetAttribute("CitySize", ns3::EnumValue(area.size));
            const auto ours = makePathLossModel(area.name);
            for (const double bs : {30.0, 75.0, 200.0})
                for (const double ue : {1.0, 1.5, 10.0})
                    for (const double d : {1000.0, 2100.0, 20000.0}) {
                        const double horizontal = std::sqrt(d * d - (bs - ue) * (bs - ue));
                        const double f = std::log10(ghz * 1e3);
                        const double slip =
                            area.environment == ns3::OpenAreasEnvironment ? 0.08 * f * f : 0.0;
                        const double expected =
                            std::max(oracleLossDb(*oracle, horizontal, bs, ue) - slip,
                                     freeSpaceLossDb(std::hypot(d, bs - ue), Hertz{ghz * 1e9}));
                        EXPECT_NEAR(lossDb(*ours, d, bs, ue, ghz, false), expected, kToleranceDb)
                            << area.name << ' ' << ghz << " GHz, BS " << bs << " m, UE " << ue << " m, " << d;
                    }
        }
}

// ns-3's TwoRayGround is our breakpoint form.
TEST(Ns3Oracle, TwoRayGround) {
    const auto ours = makePathLossModel("two-ray-breakpoint");
    for (const double ghz : {0.1, 0.9, 3.5}) {
        auto oracle = ns3::CreateObject<ns3::TwoRayGroundPropagationLossModel>();
        oracle->SetFrequency(ghz * 1e9);
        for (const double bs : {3.0, 30.0})
            for (const double ue : {1.0, 1.5})
                for (const double d : {10.0, 60.0, 250.0, 1100.0, 7000.0, 40000.0})
                    EXPECT_NEAR(lossDb(*ours, d, bs, ue, ghz, true), oracleLossDb(*oracle, d, bs, ue),
                                kToleranceDb)
                        << ghz << ' ' << bs << ' ' << ue << ' ' << d;
    }
}

// ns-3 returns the mean of P.1411's lower and upper bound.
TEST(Ns3Oracle, ItuP1411Los) {
    const auto lower = makeItuP1411Los(CanyonBound::lower), upper = makeItuP1411Los(CanyonBound::upper);
    for (const double ghz : {0.4, 0.9, 2.6}) {
        auto oracle = ns3::CreateObject<ns3::ItuR1411LosPropagationLossModel>();
        oracle->SetFrequency(ghz * 1e9);
        for (const double bs : {4.0, 10.0})
            for (const double d : {10.0, 60.0, 250.0, 900.0})
                EXPECT_NEAR(
                    0.5 * (lossDb(*lower, d, bs, 1.5, ghz, true) + lossDb(*upper, d, bs, 1.5, ghz, true)),
                    oracleLossDb(*oracle, d, bs, 1.5), kToleranceDb)
                    << ghz << ' ' << bs << ' ' << d;
    }
}

// ns-3 has P.1411's early edition, without the blend of grazing incidence and settled field around d_bp:
// cases lie 10^0.8 and more from it, where tanh(8) is 1 to 2e-7. By the text of the blend, where L1 < L2 at
// d_bp the near side keeps L2 - L1 of d_bp for good (the sign of zeta undoes what the two constants take
// off); ns-3's loss on either side of d_bp shows that step. ns-3 has the cities' k_f the wrong way round
// (here: asked for the other city), L_ori wrong from 55 degrees (here: 30 and 45) and k_d over the mast's
// height where the roof's belongs (here: masts above the roofs).
class OverRoofs {
  public:
    OverRoofs(Centre centre, double ghz, double orientation_deg, double extend_m)
        : model_(ns3::CreateObject<ns3::ItuR1411NlosOverRooftopPropagationLossModel>()),
          root_(std::sqrt(extend_m * ghz * 1e9 / kSpeedOfLight)) {
        model_->SetFrequency(ghz * 1e9);
        model_->SetAttribute("Environment", ns3::EnumValue(ns3::UrbanEnvironment));
        model_->SetAttribute(
            "CitySize", ns3::EnumValue(centre == Centre::metropolitan ? ns3::MediumCity : ns3::LargeCity));
        model_->SetAttribute("StreetsOrientation", ns3::DoubleValue(orientation_deg));
        model_->SetAttribute("BuildingsExtend", ns3::DoubleValue(extend_m));
    }
    /// d_bp under roofs of 20 m.
    double breakpointM(double bs) const { return (bs - 20.0) * root_; }
    double lossDb(double d3, double bs) const {
        const double d2 = std::sqrt(d3 * d3 - (bs - kUeM) * (bs - kUeM));
        return oracleLossDb(*model_, d2, bs, kUeM);
    }
    double keptDb(double d3, double bs) const {
        const double at = breakpointM(bs);
        if (d3 > at) return 0.0;
        return std::max(0.0, lossDb(at * (1.0 + 1e-9), bs) - lossDb(at * (1.0 - 1e-9), bs));
    }
    static constexpr double kUeM = 1.5;

  private:
    ns3::Ptr<ns3::ItuR1411NlosOverRooftopPropagationLossModel> model_;
    double root_;
};

TEST(Ns3Oracle, ItuP1411OverRoofs) {
    int grazing = 0, settled = 0;
    for (const auto centre : {Centre::metropolitan, Centre::medium_city_or_suburban})
        for (const double ghz : {0.9, 1.8, 3.5})
            for (const double orientation : {30.0, 45.0})
                for (const double extend : {40.0, 2000.0, 20000.0}) {
                    const OverRoofs oracle(centre, ghz, orientation, extend);
                    const auto ours = makeItuP1411Nlos({20.0, 20.0, orientation, 50.0, extend, centre});
                    for (const double bs : {26.0, 35.0, 55.0})
                        for (const double d : {60.0, 150.0, 410.0, 1700.0, 4900.0}) {
                            const double d3 = std::hypot(d, bs - OverRoofs::kUeM);
                            if (std::fabs(std::log10(d3 / oracle.breakpointM(bs))) < 0.8) continue;
                            EXPECT_NEAR(lossDb(*ours, d, bs, OverRoofs::kUeM, ghz, false),
                                        oracle.lossDb(d3, bs) + oracle.keptDb(d3, bs), kToleranceDb)
                                << ghz << " GHz, BS " << bs << " m, " << d << " m, over " << extend << " m";
                            ++(d3 < oracle.breakpointM(bs) ? grazing : settled);
                        }
                }
    EXPECT_GT(grazing, 50);
    EXPECT_GT(settled, 50);
}

}  // namespace
}  // namespace celltwin::propagation
