// SPDX-License-Identifier: BSD-3-Clause
//
// ns-3 3.37 as the oracle: its TR 38.901 path losses, LOS probabilities and shadowing against ours. ns-3
// keeps ComputePlos, GetShadowingStd and GetShadowingCorrelationDistance private; explicit instantiation,
// which the language exempts from access checks, lends their addresses to this test.
#include <gtest/gtest.h>
#include <ns3/boolean.h>
#include <ns3/channel-condition-model.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/double.h>
#include <ns3/pointer.h>
#include <ns3/propagation-loss-model.h>
#include <ns3/three-gpp-propagation-loss-model.h>

#include <cmath>
#include <vector>

#include "tests/models/propagation/links.h"

namespace {

template <class Tag, typename Tag::Member kMember>
struct Lend {
    friend typename Tag::Member lent(Tag) { return kMember; }
};
#define CELLTWIN_LEND(tag, signature, member) \
    struct tag {                              \
        using Member = signature;             \
        friend Member lent(tag);              \
    };                                        \
    template struct Lend<tag, member>

using ns3::MobilityModel;
using ns3::Ptr;
CELLTWIN_LEND(LosShare,
              double (ns3::ThreeGppChannelConditionModel::*)(Ptr<const MobilityModel>,
                                                             Ptr<const MobilityModel>) const,
              &ns3::ThreeGppChannelConditionModel::ComputePlos);
CELLTWIN_LEND(ShadowStd,
              double (ns3::ThreeGppPropagationLossModel::*)(Ptr<MobilityModel>, Ptr<MobilityModel>,
                                                            ns3::ChannelCondition::LosConditionValue) const,
              &ns3::ThreeGppPropagationLossModel::GetShadowingStd);
CELLTWIN_LEND(ShadowLength,
              double (ns3::ThreeGppPropagationLossModel::*)(ns3::ChannelCondition::LosConditionValue) const,
              &ns3::ThreeGppPropagationLossModel::GetShadowingCorrelationDistance);

}  // namespace

namespace celltwin::propagation {
namespace {

constexpr double kToleranceDb = 1e-3;

Ptr<MobilityModel> standAt(double x, double z) {
    auto mobility = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
    mobility->SetPosition(ns3::Vector(x, 0.0, z));
    return mobility;
}

template <class Model>
Ptr<ns3::ThreeGppPropagationLossModel> makeOracle(double carrier_ghz, bool line_of_sight) {
    auto model = ns3::CreateObject<Model>();
    model->SetAttribute("Frequency", ns3::DoubleValue(carrier_ghz * 1e9));
    model->SetAttribute("ShadowingEnabled", ns3::BooleanValue(false));
    Ptr<ns3::ChannelConditionModel> condition;
    if (line_of_sight)
        condition = ns3::CreateObject<ns3::AlwaysLosChannelConditionModel>();
    else
        condition = ns3::CreateObject<ns3::NeverLosChannelConditionModel>();
    model->SetAttribute("ChannelConditionModel", ns3::PointerValue(condition));
    return model;
}

double oracleLossDb(const ns3::PropagationLossModel& model, double d2, double bs, double ue) {
    return -model.CalcRxPower(0.0, standAt(0.0, bs), standAt(d2, ue));
}

struct Range {
    std::vector<double> bs_height_m, ue_height_m, carrier_ghz;
};

const std::vector<double> kDistancesM{10,  11.5, 18,  25,   40,   75,   120,  137,  180,  250,
                                      400, 555,  800, 1000, 1380, 1900, 2300, 3333, 4200, 4999};

const std::vector<double> kOfficeDistancesM{1, 1.2, 2, 3.5, 5, 6.4, 8, 12, 21, 33, 48, 50, 77, 110, 149};

template <class Model>
void expectSameLoss(const char* name, const Range& range,
                    const std::vector<double>& distances_m = kDistancesM) {
    const auto ours = makePathLossModel(name);
    for (const bool los : {true, false})
        for (const double ghz : range.carrier_ghz) {
            const auto oracle = makeOracle<Model>(ghz, los);
            for (const double bs : range.bs_height_m)
                for (const double ue : range.ue_height_m)
                    for (const double d : distances_m)
                        ASSERT_NEAR(lossDb(*ours, d, bs, ue, ghz, los), oracleLossDb(*oracle, d, bs, ue),
                                    kToleranceDb)
                            << name << (los ? " LOS " : " NLOS ") << d << " m, BS " << bs << " m, UE " << ue
                            << " m, " << ghz << " GHz";
        }
}

// UEs up to 13 m: above, ns-3 draws h_E from its own stream (tests/models/propagation/closed_form.cpp has
// those).
TEST(Ns3Oracle, UmaPathLoss) {
    expectSameLoss<ns3::ThreeGppUmaPropagationLossModel>("tr38901-uma",
                                                         {{25}, {1.5, 2.2, 7.5, 12.9}, {0.7, 2.1, 3.5, 28}});
}

TEST(Ns3Oracle, UmiPathLoss) {
    expectSameLoss<ns3::ThreeGppUmiStreetCanyonPropagationLossModel>(
        "tr38901-umi", {{10}, {1.5, 2.2, 4.5, 9.5}, {0.7, 2.1, 3.5, 28}});
}

TEST(Ns3Oracle, RmaPathLoss) {
    expectSameLoss<ns3::ThreeGppRmaPropagationLossModel>("tr38901-rma",
                                                         {{11, 35, 150}, {1, 1.5, 10}, {0.7, 2.1, 6.5}});
}

TEST(Ns3Oracle, InHPathLoss) {
    for (const char* name : {"tr38901-inh-mixed", "tr38901-inh-open"})
        expectSameLoss<ns3::ThreeGppIndoorOfficePropagationLossModel>(name, {{3}, {1, 1.5}, {0.7, 3.5, 28}},
                                                                      kOfficeDistancesM);
}

template <class Model>
void expectSameLosShare(const char* name, double bs, const std::vector<double>& ue_heights_m,
                        const std::vector<double>& distances_m = kDistancesM) {
    const auto ours = makePathLossModel(name);
    const auto oracle = ns3::CreateObject<Model>();
    const ns3::ThreeGppChannelConditionModel& base = *oracle;
    for (const double ue : ue_heights_m)
        for (const double d : distances_m) {
            const double expected = (base.*lent(LosShare{}))(standAt(0.0, bs), standAt(d, ue));
            EXPECT_NEAR(losShare(*ours, d, bs, ue), expected, 1e-9) << name << ' ' << d << " m, UE " << ue;
        }
}

TEST(Ns3Oracle, LosProbability) {
    expectSameLosShare<ns3::ThreeGppUmaChannelConditionModel>("tr38901-uma", 25, {1.5, 12.9, 13, 16.5, 22.5});
    expectSameLosShare<ns3::ThreeGppUmiStreetCanyonChannelConditionModel>("tr38901-umi", 10, {1.5, 9.5});
    expectSameLosShare<ns3::ThreeGppRmaChannelConditionModel>("tr38901-rma", 35, {1.5, 10});
    expectSameLosShare<ns3::ThreeGppIndoorMixedOfficeChannelConditionModel>("tr38901-inh-mixed", 3, {1, 1.5},
                                                                            kOfficeDistancesM);
    expectSameLosShare<ns3::ThreeGppIndoorOpenOfficeChannelConditionModel>("tr38901-inh-open", 3, {1, 1.5},
                                                                           kOfficeDistancesM);
}

template <class Model>
void expectSameShadowing(const char* name, double bs, double carrier_ghz) {
    using Condition = ns3::ChannelCondition;
    const auto ours = makePathLossModel(name);
    for (const bool los : {true, false}) {
        const auto condition = los ? Condition::LOS : Condition::NLOS;
        const auto oracle = makeOracle<Model>(carrier_ghz, los);
        const ns3::ThreeGppPropagationLossModel& base = *oracle;
        const LinkState state = los ? LinkState::los : LinkState::nlos;
        EXPECT_DOUBLE_EQ(ours->shadowCorrelationM(state), (base.*lent(ShadowLength{}))(condition)) << name;
        for (const double ue : {1.5, 8.0})
            for (const double d : kDistancesM)
                EXPECT_DOUBLE_EQ(sigmaDb(*ours, d, bs, ue, carrier_ghz, state),
                                 (base.*lent(ShadowStd{}))(standAt(0.0, bs), standAt(d, ue), condition))
                    << name << ' ' << d << " m, UE " << ue;
    }
}

// RMa at 0.7 GHz has its breakpoint inside the distances: 770 m for a 1.5 m UE under 35 m.
TEST(Ns3Oracle, Shadowing) {
    expectSameShadowing<ns3::ThreeGppUmaPropagationLossModel>("tr38901-uma", 25, 3.5);
    expectSameShadowing<ns3::ThreeGppUmiStreetCanyonPropagationLossModel>("tr38901-umi", 10, 3.5);
    expectSameShadowing<ns3::ThreeGppRmaPropagationLossModel>("tr38901-rma", 35, 0.7);
    expectSameShadowing<ns3::ThreeGppIndoorOfficePropagationLossModel>("tr38901-inh-mixed", 3, 28);
}

}  // namespace
}  // namespace celltwin::propagation
