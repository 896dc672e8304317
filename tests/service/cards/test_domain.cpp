// SPDX-License-Identifier: BSD-3-Clause
//
// What a scenario leaves behind of its models' stated ranges, worked out by hand for each case.
#include <gmock/gmock.h>

#include <set>

#include "scenarios/schema/reader.h"
#include "service/cards/domain.h"

namespace celltwin::cards {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

struct Wanted {
    std::string carrier = "{bandwidth_mhz: 20, numerology: 0, frequency_mhz: 3500}";
    std::string radio = "{propagation: tr38901-uma}";
    std::string users = "count: 10";
    std::string extra{};
    std::string isd_m = "500";
    std::string defaults = "{height_m: 25}";
};

scenario::Scenario scenarioOf(const Wanted& w) {
    return scenario::readScenarioText(
        "name: x\nnetwork:\n  layout: {type: hexagonal, sites: 7, isd_m: " + w.isd_m +
            ", defaults: " + w.defaults + "}\n  carrier: " + w.carrier + "\nradio: " + w.radio +
            "\nusers: {" + w.users + "}\n" + w.extra,
        "x.yaml", {}, {});
}

std::vector<std::string> linesOf(const Wanted& w) {
    return beyondValidity(scenarioOf(w));
}

std::set<std::string> namesOf(const Wanted& w) {
    std::set<std::string> names;
    for (const Card* card : cardsUsed(scenarioOf(w))) names.insert(card->name);
    return names;
}

TEST(Domain, WithinIsSilent) {
    EXPECT_THAT(linesOf({}), IsEmpty());
    EXPECT_THAT(linesOf({.radio = "{propagation: free-space}"}), IsEmpty());
}

TEST(Domain, CarrierFrequency) {
    EXPECT_THAT(
        linesOf({.carrier = "{bandwidth_mhz: 10, numerology: 0, frequency_mhz: 460}"}),
        Contains(AllOf(HasSubstr("carrier frequency of carrier: 0.46 GHz"),
                       HasSubstr("tr38901-uma is stated for 0.5..100 GHz (TR 38.901 Table 7.4.1-1)"))));
}

TEST(Domain, AntennaHeights) {
    EXPECT_THAT(linesOf({.defaults = "{height_m: 30}"}),
                Contains(AllOf(HasSubstr("antenna height of 21 of 21 (C1, ...): 30 m"),
                               HasSubstr("stated for 25 m"))));
}

// 1.5 m + 3 m (9 - 1) = 25.5 m on the ninth floor; the eighth is at 22.5 m, the table's end.
TEST(Domain, TopFloors) {
    const std::string floors = "count: 10, indoor_share: 0.8, floors_min: 4, floors_max: ";
    EXPECT_THAT(linesOf({.users = floors + "8"}), IsEmpty());
    EXPECT_THAT(linesOf({.users = floors + "9"}),
                Contains(AllOf(HasSubstr("UE height of the users: 1.5..25.5 m"), HasSubstr("1.5..22.5 m"))));
    EXPECT_THAT(linesOf({.users = "count: 10, floors_min: 4, floors_max: 9"}), IsEmpty())
        << "nobody is indoors";
}

// Hexagons of sites 20 km apart reach 20 km / sqrt(3) = 11547 m.
TEST(Domain, DistancesAsPlaced) {
    EXPECT_THAT(linesOf({.users = "count: 10, placement: hexagons", .isd_m = "20000"}),
                Contains(HasSubstr("distance to the nearest site of the users: 10..11547 m")));
    EXPECT_THAT(linesOf({.users = "count: 10, placement: around-cells, max_distance_m: 6000"}),
                Contains(HasSubstr("10..6000 m; tr38901-uma is stated for 10..5000 m")));
    EXPECT_THAT(
        linesOf(
            {.users = "count: 10, area: {min_east_m: 0, min_north_m: 0, max_east_m: 9000, max_north_m: 1}"}),
        Contains(HasSubstr("10..8500 m")))
        << "500 m east is a site";
    EXPECT_THAT(linesOf({.users = "count: 10, min_distance_m: 5"}),
                Contains(HasSubstr("distance to the nearest site")));
    EXPECT_THAT(linesOf({.users = "count: 0, min_distance_m: 5"}), IsEmpty());
}

// Straight through 25 m - 1.5 m of height, 150 m are reached at 148.1 m.
TEST(Domain, StraightDistancesIndoors) {
    const auto office = [](const char* reach) {
        return linesOf(
            {.radio = "{propagation: tr38901-inh-open}",
             .users = std::string("count: 10, min_distance_m: 0, placement: around-cells, max_distance_m: ") +
                      reach});
    };
    EXPECT_THAT(office("148"), Each(Not(HasSubstr("distance"))));
    EXPECT_THAT(office("149"),
                Contains(HasSubstr("distance to the nearest antenna of the users: 23.5..150.842 m")));
}

TEST(Domain, BuildingsCarsAndBlockage) {
    const Wanted high{.carrier = "{bandwidth_mhz: 100, numerology: 3, frequency_mhz: 70000}",
                      .radio = "{propagation: tr38901-uma, building_loss: below-6ghz}",
                      .users = "count: 10, indoor_share: 0.5, car_share: 0.2"};
    EXPECT_THAT(linesOf(high),
                Contains(HasSubstr("below-6ghz is stated for 0.5..6 GHz (TR 38.901 Table 7.4.3-3)")));
    EXPECT_THAT(linesOf(high), Contains(HasSubstr("car-loss is stated for 0.6..60 GHz")));
    Wanted outdoors = high;
    outdoors.users = "count: 10";
    EXPECT_THAT(linesOf(outdoors), Not(Contains(HasSubstr("below-6ghz"))));
}

TEST(Domain, RuralClustersEndAtSevenGigahertz) {
    const Wanted at_nine{.carrier = "{bandwidth_mhz: 100, numerology: 1, frequency_mhz: 9000}",
                         .radio = "{propagation: tr38901-rma, coupling: clusters}"};
    EXPECT_THAT(linesOf(at_nine),
                Contains(AllOf(HasSubstr("clusters is stated for 0.5..7 GHz"), HasSubstr("RMa"))));
    Wanted urban = at_nine;
    urban.radio = "{propagation: tr38901-uma, coupling: clusters}";
    EXPECT_THAT(linesOf(urban), Not(Contains(HasSubstr("clusters"))));
}

TEST(Domain, TablesOfACarrier) {
    const Wanted lte{.carrier =
                         "{bandwidth_mhz: 40, numerology: 1, frequency_mhz: 3500, mcs_table: lte-qam64}"};
    EXPECT_THAT(linesOf(lte),
                Contains(HasSubstr("bandwidth of carrier: 40 MHz; lte-qam64 is stated for 1.4..20 MHz")));
    EXPECT_THAT(linesOf(lte), Contains(HasSubstr("numerology of carrier: 1; lte-qam64 is stated for 0")));
    EXPECT_THAT(
        linesOf({.carrier = "{bandwidth_mhz: 100, numerology: 3, frequency_mhz: 28000, mcs_table: qam1024}"}),
        Contains(HasSubstr("28000 MHz; qam1024 is stated for 410..7125 MHz")));
}

TEST(Domain, GeometryUsesNoLinkLevelModels) {
    const Wanted geometry{
        .carrier = "{bandwidth_mhz: 100, numerology: 3, frequency_mhz: 28000, mcs_table: qam1024}",
        .extra = "run: {fidelity: geometry}\n"};
    EXPECT_THAT(linesOf(geometry), IsEmpty());
    EXPECT_FALSE(namesOf(geometry).contains("bler"));
}

TEST(Domain, UsedModelsAreTheScenarios) {
    EXPECT_THAT(namesOf({.radio = "{propagation: tr38901-umi, fading: {model: tdl-a, los_model: tdl-d}}",
                         .extra = "traffic: [{model: ftp3}]\nran: {scheduler: round-robin}\n"}),
                IsSupersetOf({"tr38901-umi", "los-state", "shadowing-field", "line-of-sight",
                              "tr38901-sector", "tdl-a", "tdl-d", "mmse-layers", "nr-type1-codebook", "miesm",
                              "bler", "incremental-redundancy", "qam256", "nr-transport-block", "round-robin",
                              "ftp3", "static", "measurement-events"}));
    const std::set<std::string> plain = namesOf({});
    for (const char* absent :
         {"mmse-layers", "miesm", "tdl-a", "tr38901", "car-loss", "blockage-a", "calibrated-field"})
        EXPECT_FALSE(plain.contains(absent)) << absent;
}

// Every name the scenario writes must lead to a card, or a model would escape the check unseen.
TEST(Domain, NoModelGoesWithoutACard) {
    const std::size_t slot = cardsUsed(scenarioOf({})).size();
    EXPECT_EQ(slot, 24U)
        << "uma, LOS, shadowing, coupling, sector, SINR, BLER, CQI, resources, timing, MCS, block size, "
           "combining, scheduler, logical channels, traffic, mobility, uplink power, energy; events, "
           "handover, "
           "its history, connection, radio link failure";
}

}  // namespace
}  // namespace celltwin::cards
