// SPDX-License-Identifier: BSD-3-Clause
//
// The cards against what they speak of: their schema (oracle: valijson), the names scenarios may write, the
// ranges of path loss models, the key table, the files. CELLTWIN_REGENERATE=1 rewrites docs/models.md.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "models/base/csv.h"
#include "models/base/error.h"
#include "models/propagation/catalogue.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"
#include "service/cards/assembly.h"
#include "service/cards/card.h"
#include "service/cards/text.h"

namespace celltwin::cards {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::HasSubstr;

const fs::path kSource = CELLTWIN_SOURCE_DIR;

std::string fileText(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<fs::path> cardFiles() {
    std::vector<fs::path> files;
    for (const auto& room : fs::directory_iterator(kSource / "models"))
        if (fs::is_directory(room.path() / "cards"))
            for (const auto& file : fs::directory_iterator(room.path() / "cards"))
                files.push_back(file.path());
    return files;
}

class Oracle {
  public:
    Oracle() {
        const Json document = Json::parse(cardSchema());
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter adapter(document);
        parser.populateSchema(adapter, schema_);
    }
    /// What is wrong, or empty.
    std::string trouble(const Json& json) {
        valijson::Validator validator;
        valijson::ValidationResults results;
        const valijson::adapters::NlohmannJsonAdapter adapter(json);
        if (validator.validate(schema_, adapter, &results)) return {};
        std::string text;
        valijson::ValidationResults::Error error;
        while (results.popError(error)) {
            for (const std::string& step : error.context) text += step;
            text += ": " + error.description + "\n";
        }
        return text;
    }

  private:
    valijson::Schema schema_;
};

TEST(Cards, EveryFileKeepsToTheSchemaAndIsNamedAsItsModel) {
    Oracle oracle;
    const auto files = cardFiles();
    EXPECT_EQ(files.size(), allCards().size());
    for (const fs::path& file : files) {
        const Json card = Json::parse(fileText(file));
        EXPECT_EQ(oracle.trouble(card), "") << file;
        EXPECT_EQ(file.filename(), card.value("name", "") + ".json");
        const Card* known = findCard(card.value("name", ""));
        ASSERT_NE(known, nullptr) << file << " is not in the program: build it anew";
        EXPECT_EQ(Json::parse(known->json), card) << file;
    }
}

TEST(Cards, SchemaRefusesWhatIsMissingOrUnknown) {
    Oracle oracle;
    const Json good = Json::parse(findCard("tr38901-uma")->json);
    ASSERT_EQ(oracle.trouble(good), "");
    for (const auto& [key, value] : good.items()) {
        Json without = good;
        without.erase(key);
        EXPECT_NE(oracle.trouble(without), "") << key;
    }
    const auto changed = [&](const char* pointer, Json value) {
        Json card = good;
        card[Json::json_pointer(pointer)] = std::move(value);
        return oracle.trouble(card);
    };
    EXPECT_NE(changed("/unheard_of", 1), "");
    EXPECT_NE(changed("/kind", "path_loss"), "");
    EXPECT_NE(changed("/validity/0/unit", "furlong"), "");
    EXPECT_NE(changed("/validity/0/min", "0.5"), "");
    EXPECT_NE(changed("/outputs/0/rate", "often"), "");
    EXPECT_NE(changed("/accuracy/0/value", "good"), "");
    EXPECT_NE(changed("/cost", {{"value", 3}}), "");
    EXPECT_NE(changed("/not_modelled", Json::array()), "");
}

TEST(Cards, SchemaAndTableKnowTheSameUnits) {
    const Json schema = Json::parse(cardSchema());
    std::set<std::string> in_schema, in_table;
    for (const Json& unit : schema["definitions"]["unit"]["enum"]) in_schema.insert(unit.get<std::string>());
    for (const Unit& unit : units()) in_table.emplace(unit.name);
    EXPECT_EQ(in_schema, in_table);
}

TEST(Cards, EveryNameAScenarioMayWriteHasOneAndNoOther) {
    using namespace scenario;
    std::vector<std::string> fading = fadingNames();
    fading.erase(fading.begin());  // none
    const std::map<std::string, std::vector<std::string>> written = {{"path-loss", pathLossNames()},
                                                                     {"antenna", antennaModelNames()},
                                                                     {"fading", fading},
                                                                     {"coupling", couplingNames()},
                                                                     {"building-loss", buildingLossNames()},
                                                                     {"scheduler", schedulerNames()},
                                                                     {"traffic", trafficKindNames()},
                                                                     {"mobility", mobilityKindNames()},
                                                                     {"effective-sinr", effectiveSinrNames()},
                                                                     {"mcs-table", mcsTableNames()}};
    for (const auto& [kind, names] : written) {
        std::vector<std::string> carded;
        for (const Card& card : allCards())
            if (card.kind == kind) carded.push_back(card.name);
        EXPECT_THAT(carded, ::testing::UnorderedElementsAreArray(names)) << kind;
    }
    // Of kind harq there is one more, which times them.
    for (const std::string& name : combiningNames()) {
        ASSERT_NE(findCard(name), nullptr) << name;
        EXPECT_EQ(findCard(name)->kind, "harq");
    }
}

/// The limit of a quantity, in the unit asked for; open ends are 0 and the largest double, as in Validity.
std::pair<double, double> limitOf(const Card& card, const std::vector<std::string>& quantities,
                                  const char* unit) {
    for (const Limit& limit : card.validity)
        if (std::find(quantities.begin(), quantities.end(), limit.quantity) != quantities.end())
            return {limit.min ? convert(*limit.min, limit.unit, unit) : 0.0,
                    limit.max ? convert(*limit.max, limit.unit, unit) : std::numeric_limits<double>::max()};
    return {0.0, std::numeric_limits<double>::max()};
}

TEST(Cards, PathLossRangesAreTheModelsOwn) {
    for (const std::string_view name : propagation::pathLossModelNames()) {
        const Card* card = findCard(name);
        ASSERT_NE(card, nullptr) << name;
        const auto model = propagation::makePathLossModel(name);
        const propagation::Validity& v = model->validity();
        using Ends = std::pair<double, double>;
        EXPECT_EQ(limitOf(*card, {"carrier_frequency"}, "GHz"),
                  Ends(v.frequency_min_ghz, v.frequency_max_ghz))
            << name;
        EXPECT_EQ(limitOf(*card, {"distance_2d", "distance_3d"}, "m"),
                  Ends(v.distance_min_m, v.distance_max_m))
            << name;
        EXPECT_EQ(limitOf(*card, {"bs_height"}, "m"), Ends(v.bs_height_min_m, v.bs_height_max_m)) << name;
        EXPECT_EQ(limitOf(*card, {"ue_height"}, "m"), Ends(v.ue_height_min_m, v.ue_height_max_m)) << name;
    }
}

TEST(Cards, PathLossParametersAreThoseTheModelReads) {
    using propagation::Tunable;
    const std::map<Tunable, std::set<std::string>> read = {
        {Tunable::none, {}},
        {Tunable::nlos, {"nlos"}},
        {Tunable::street, {"street_width_m", "building_height_m"}},
        {Tunable::clutter, {"clutter_size_m", "clutter_density", "clutter_height_m"}},
        {Tunable::roofs, {"roof_height_m", "street_orientation_deg", "building_separation_m"}}};
    for (const std::string_view name : propagation::pathLossModelNames()) {
        std::set<std::string> keyed;
        for (const Parameter& p : findCard(name)->parameters)
            if (!p.key.empty()) keyed.insert(p.name);
        EXPECT_EQ(keyed, read.at(propagation::tunableOf(name))) << name;
    }
}

const scenario::Key* keyAt(const std::string& path) {
    for (const scenario::Object* object : scenario::allObjects())
        if (path.starts_with(object->heading + "."))
            if (const scenario::Key* key = object->find(path.substr(object->heading.size() + 1))) return key;
    return nullptr;
}

/// Keys without a unit of their own have counts, shares and choices.
std::string unitOf(const scenario::Shape& shape) {
    return shape.unit.empty() ? "1" : shape.unit;
}

TEST(Cards, KeyedParametersAreThoseOfTheKeyTable) {
    int keyed = 0;
    for (const Card& card : allCards())
        for (const Parameter& p : card.parameters) {
            if (p.key.empty()) continue;
            SCOPED_TRACE(card.name + ": " + p.key);
            ++keyed;
            const scenario::Key* key = keyAt(p.key);
            ASSERT_NE(key, nullptr);
            EXPECT_EQ(p.name, key->name);
            EXPECT_EQ(p.choices, key->shape.choices);
            EXPECT_EQ(p.unit, unitOf(key->shape));
            EXPECT_EQ(p.above_min, key->shape.above_min);
            EXPECT_EQ(p.min.value_or(-std::numeric_limits<double>::infinity()), key->shape.min);
            EXPECT_EQ(p.max.value_or(std::numeric_limits<double>::infinity()), key->shape.max);
            // Where models differ in a default the key says so in words; a card has the number of its own.
            const bool shared = p.default_text == key->default_text;
            const bool own = (" " + key->default_text).find(" " + p.default_text) != std::string::npos;
            EXPECT_TRUE(shared || (!parseNumber(key->default_text) && own))
                << p.default_text << " / " << key->default_text;
        }
    EXPECT_GT(keyed, 120);
}

TEST(Cards, DefaultsLieInTheRange) {
    for (const Card& card : allCards())
        for (const Parameter& p : card.parameters) {
            SCOPED_TRACE(card.name + ": " + p.name);
            EXPECT_TRUE(p.choices.empty() || std::ranges::count(p.choices, p.default_text) == 1);
            const auto value = parseNumber(p.default_text);
            if (!value) continue;
            EXPECT_TRUE(!p.min || (p.above_min ? *value > *p.min : *value >= *p.min));
            EXPECT_TRUE(!p.max || *value <= *p.max);
        }
}

TEST(Cards, LimitsAreRangesAndNameModels) {
    for (const Card& card : allCards())
        for (const Limit& limit : card.validity) {
            EXPECT_TRUE(!limit.min || !limit.max || *limit.min <= *limit.max) << card.name;
            for (const std::string& name : limit.with)
                EXPECT_NE(findCard(name), nullptr) << card.name << ": " << name;
        }
}

TEST(Cards, CodeIsThere) {
    for (const Card& card : allCards()) {
        EXPECT_TRUE(fs::exists(kSource / card.code)) << card.name << ": " << card.code;
        const bool in_code = card.document == "celltwin" && card.clause.find('/') != std::string::npos;
        EXPECT_TRUE(!in_code || fs::exists(kSource / card.clause)) << card.name << ": " << card.clause;
    }
}

/// "Suite.Name" of every test in the tree, as their sources write them.
std::vector<std::string> testNames() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(kSource / "tests")) {
        if (entry.path().extension() != ".cpp") continue;
        std::istringstream lines(fileText(entry.path()));
        for (std::string line; std::getline(lines, line);) {
            const std::size_t open = line.find('('), comma = line.find(", "), close = line.find(')');
            if (line.starts_with("TEST") && comma != std::string::npos && close != std::string::npos &&
                open < comma)
                names.push_back(line.substr(open + 1, comma - open - 1) + "." +
                                line.substr(comma + 2, close - comma - 2));
        }
    }
    return names;
}

TEST(Cards, AccuracyNamesTestsThatExist) {
    const std::vector<std::string> names = testNames();
    ASSERT_GT(names.size(), 300U);
    constexpr std::string_view kBegin = "ctest --test-dir build/ci -R ";
    int named = 0;
    for (const Card& card : allCards())
        for (const Accuracy& a : card.accuracy) {
            if (!a.command.starts_with(kBegin)) continue;
            ++named;
            const std::string pattern = a.command.substr(kBegin.size());
            EXPECT_TRUE(std::ranges::any_of(names, [&](const auto& n) { return n.find(pattern) != n.npos; }))
                << card.name << ": " << pattern;
        }
    EXPECT_GT(named, 60);
}

TEST(Cards, BrokenOnesAreRefusedByName) {
    const auto messageOf = [](const std::string& text) -> std::string {
        try {
            readCards(text);
        } catch (const DataError& error) {
            return error.what();
        }
        return "no error";
    };
    EXPECT_THAT(messageOf("[{"), HasSubstr("model card"));
    EXPECT_THAT(messageOf(R"([{"name": "lame"}])"), HasSubstr("'lame'"));
    const std::string twice = "[" + findCard("free-space")->json + "," + findCard("free-space")->json + "]";
    EXPECT_THAT(messageOf(twice), HasSubstr("another of that name"));
}

TEST(Cards, PageKeepsToItsWidth) {
    for (const Card& card : allCards()) {
        std::istringstream lines(cardText(card));
        std::string line;
        while (std::getline(lines, line)) {
            EXPECT_LE(line.size(), kPageWidth) << card.name << "\n" << line;
            EXPECT_NE(line.back(), ' ') << card.name << "\n" << line;
        }
    }
}

TEST(Cards, CommittedPageIsTheGenerated) {
    const fs::path path = kSource / "docs" / "models.md";
    const std::string made = referencePage(allCards());
    if (std::getenv("CELLTWIN_REGENERATE") != nullptr) std::ofstream(path, std::ios::binary) << made;
    EXPECT_EQ(fileText(path), made) << path << " is out of date: run this test with CELLTWIN_REGENERATE=1";
}

}  // namespace
}  // namespace celltwin::cards
