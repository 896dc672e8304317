// SPDX-License-Identifier: BSD-3-Clause
//
// What does not fit together is refused. Expected values: definitions of the units, mismatches planted here.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "models/base/error.h"
#include "service/cards/assembly.h"

namespace celltwin::cards {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Part source(const char* unit = "GHz", const char* rate = "once") {
    return {"source", {}, {{"carrier_frequency", unit, rate}}};
}
Part sink(const char* unit = "GHz", const char* rate = "once") {
    return {"sink", {{"carrier_frequency", unit, rate}}, {}};
}

std::vector<std::string> faultsOf(std::vector<Part> parts) {
    return assemblyFaults(parts);
}

TEST(Assembly, EqualEndsFit) {
    EXPECT_THAT(faultsOf({source(), sink()}), IsEmpty());
    EXPECT_THAT(faultsOf({sink(), source()}), IsEmpty()) << "the order of parts does not matter";
}

TEST(Assembly, AnotherUnitIsRefused) {
    EXPECT_THAT(faultsOf({source("GHz"), sink("MHz")}),
                ElementsAre(AllOf(HasSubstr("unit of carrier_frequency"), HasSubstr("source (GHz"),
                                  HasSubstr("sink (MHz"))));
}

TEST(Assembly, AnotherRateIsRefused) {
    EXPECT_THAT(
        faultsOf({source("GHz", "once"), sink("GHz", "slot")}),
        ElementsAre(AllOf(HasSubstr("rate of carrier_frequency"), HasSubstr("once"), HasSubstr("slot"))));
}

TEST(Assembly, TwoThatGiveTheSameMustAgree) {
    Part other = source("MHz");
    other.name = "other";
    EXPECT_THAT(faultsOf({source(), other}), ElementsAre(HasSubstr("other (MHz")));
}

TEST(Assembly, NothingIsTakenThatNobodyGives) {
    EXPECT_THAT(faultsOf({sink()}), ElementsAre(HasSubstr("nothing gives")));
}

TEST(Assembly, TheProgramsModelsFit) {
    EXPECT_NO_THROW(checkAssembly(allCards()));
}

/// All cards as text, one of them altered.
std::string cardsWith(const char* name, const char* pointer, const char* value) {
    nlohmann::json all = nlohmann::json::array();
    for (const Card& card : allCards()) {
        all.push_back(nlohmann::json::parse(card.json));
        if (card.name == name) all.back()[nlohmann::json::json_pointer(pointer)] = value;
    }
    return all.dump();
}

TEST(Assembly, IsCheckedWhereCardsAreLoaded) {
    const auto messageOf = [](const std::string& text) -> std::string {
        try {
            readCards(text);
        } catch (const DataError& error) {
            return error.what();
        }
        return "no error";
    };
    EXPECT_EQ(messageOf(cardsWith("tr38901-uma", "/version", "2")), "no error");
    // inputs/0 of a path loss is the carrier in Hz; outputs/0 is its loss in dB.
    EXPECT_THAT(messageOf(cardsWith("tr38901-uma", "/inputs/0/unit", "GHz")),
                AllOf(HasSubstr("do not fit together"), HasSubstr("tr38901-uma (GHz")));
    EXPECT_THAT(messageOf(cardsWith("two-ray", "/outputs/0/unit", "dBm")), HasSubstr("two-ray (dBm"));
    EXPECT_THAT(messageOf(cardsWith("ftp3", "/outputs/0/rate", "once")), HasSubstr("rate of arriving_data"));
    EXPECT_THAT(messageOf(cardsWith("ftp3", "/inputs/0/quantity", "weather")),
                HasSubstr("weather, which nothing gives"));
    EXPECT_THAT(messageOf(cardsWith("tr38901-uma", "/validity/0/unit", "furlong")), HasSubstr("no unit"));
}

TEST(Units, Convert) {
    EXPECT_DOUBLE_EQ(convert(3.5, "GHz", "Hz"), 3.5e9);
    EXPECT_DOUBLE_EQ(convert(3500.0, "MHz", "GHz"), 3.5);
    EXPECT_DOUBLE_EQ(convert(5.0, "km", "m"), 5000.0);
    EXPECT_DOUBLE_EQ(convert(36.0, "km/h", "m/s"), 10.0);
    EXPECT_DOUBLE_EQ(convert(2.0, "byte", "bit"), 16.0);
    EXPECT_EQ(convert(0.1, "dB", "dB"), 0.1);
    EXPECT_THROW(convert(1.0, "m", "Hz"), DataError);
    EXPECT_THROW(convert(1.0, "dB", "dBm"), DataError);
    EXPECT_THROW(convert(1.0, "furlong", "m"), DataError);
}

}  // namespace
}  // namespace celltwin::cards
