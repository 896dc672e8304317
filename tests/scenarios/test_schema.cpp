// SPDX-License-Identifier: BSD-3-Clause
//
// The JSON Schema: committed as generated, valid for every shipped file, and never stricter or looser than
// the reader on types, enums, needed and unknown keys. Oracle: valijson, an independent draft-07 validator.
// CELLTWIN_REGENERATE=1 rewrites the committed schema and docs/scenario.md.
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "helpers.h"
#include "models/base/csv.h"
#include "scenarios/schema/shape.h"
#include "scenarios/schema/tree.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using Json = nlohmann::json;

/// YAML's core schema for what scenarios use.
Json toJson(const Node& node) {
    if (node.kind == Node::Kind::null) return nullptr;
    if (node.kind == Node::Kind::map) {
        Json json = Json::object();
        for (const Entry& entry : node.entries) json[entry.key] = toJson(entry.value);
        return json;
    }
    if (node.kind == Node::Kind::sequence) {
        Json json = Json::array();
        for (const Node& item : node.items) json.push_back(toJson(item));
        return json;
    }
    if (node.quoted) return node.text;
    if (node.text == "true" || node.text == "false") return node.text == "true";
    if (const auto number = parseNumber(node.text)) {
        if (node.text.find_first_of(".eE") == std::string::npos) return static_cast<std::int64_t>(*number);
        return *number;
    }
    return node.text;
}

Json jsonOf(const std::string& yaml) {
    Findings findings;
    return toJson(parseTree(yaml, findings.addSource("f", yaml), findings));
}

class Oracle {
  public:
    Oracle() {
        const Json document = Json::parse(jsonSchema());
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter adapter(document);
        parser.populateSchema(adapter, schema_);
    }
    bool accepts(const Json& json) {
        valijson::Validator validator;
        const valijson::adapters::NlohmannJsonAdapter adapter(json);
        return validator.validate(schema_, adapter, nullptr);
    }

  private:
    valijson::Schema schema_;
};

void expectCommitted(const std::string& path, const std::string& made) {
    if (std::getenv("CELLTWIN_REGENERATE") != nullptr) std::ofstream(path, std::ios::binary) << made;
    EXPECT_EQ(fileText(path), made) << path << " is out of date: run this test with CELLTWIN_REGENERATE=1";
}

TEST(Schema, CommittedSchemaIsTheGenerated) {
    expectCommitted(std::string(CELLTWIN_SOURCE_DIR) + "/scenarios/schema/scenario.schema.json",
                    jsonSchema());
}

TEST(Schema, CommittedReferenceIsTheGenerated) {
    expectCommitted(std::string(CELLTWIN_SOURCE_DIR) + "/docs/scenario.md", scenarioReference());
}

TEST(Schema, ObjectsHaveNamesOfTheirOwn) {
    std::set<std::string> names;
    for (const Object* object : allObjects()) {
        EXPECT_TRUE(names.insert(object->name).second) << object->name;
        std::set<std::string> keys;
        for (const Key& key : object->keys) {
            EXPECT_TRUE(keys.insert(key.name).second) << key.name;
            EXPECT_FALSE(key.description.empty()) << key.name;
        }
        for (const Choice& choice : object->choices)
            for (const std::string& key : choice.keys) EXPECT_EQ(keys.count(key), 1U) << key;
    }
}

TEST(Schema, AcceptsTheLibrary) {
    Oracle oracle;
    for (const std::string& name : libraryNames())
        EXPECT_TRUE(oracle.accepts(jsonOf(fileText(libraryPath(name))))) << name;
}

TEST(Schema, AcceptsResolvedScenarios) {
    Oracle oracle;
    for (const char* name : {"minimal.yaml", "city-tilt.yaml", "cell-off.yaml", "hexagonal.yaml"})
        EXPECT_TRUE(oracle.accepts(jsonOf(resolvedYaml(readScenarioFile(libraryPath(name), {}, {})))))
            << name;
}

/// A scenario in which each object of the table stands somewhere.
Json everything() {
    return jsonOf(
        "name: x\n"
        "network:\n"
        "  reference: {lat_deg: 50, lon_deg: 10}\n"
        "  carrier: {id: c, band: n78, bandwidth_mhz: 20, numerology: 1, tdd_pattern: DDDSU}\n"
        "  antenna: {id: a, model: tr38901-sector, rows: 2}\n"
        "  sites: [{id: S1, east_m: 0, north_m: 0}]\n"
        "  cells: [{id: C1, site: S1, azimuth_deg: 10, active: true}, {id: C2, site: S1}]\n"
        "radio: {propagation: {model: tr38901-uma}, shadowing: true, noise_figure_db: 7}\n"
        "users:\n"
        "  count: 5\n"
        "  area: {min_east_m: -9, min_north_m: -9, max_east_m: 9, max_north_m: 9}\n"
        "  hot_spots: [{east_m: 0, north_m: 0, share: 0.5}]\n"
        "  mobility: [{share: 0.5, model: static}, {share: 0.5, model: random-waypoint, pause_s: 1}]\n"
        "traffic: [{share: 1, model: ftp3, file_bytes: 1000}]\n"
        "ran: {scheduler: round-robin, pf_beta: 0.5, handover: {offset_db: 2}, slices: [{name: a, sst: 1, "
        "sd: 7, "
        "min_percent: 10}, {name: b, sst: 2, dedicated_percent: 5, min_percent: 10}]}\n"
        "run: {duration_s: 1, seed: 3, fidelity: slot}\n"
        "outputs: {report: true, measurements: {csv: m.csv}}\n"
        "changes: [{cell: C1, downtilt_deg: {add: 1}}, {traffic_factor: 2}, {handover: {offset_db: 1}}, "
        "{slice: b, min_percent: {add: 5}, max_percent: 60}, "
        "{energy: {deepest_sleep: light, cell_sleep: {hold_s: 5}}}]\n"
        "expect: [{kpi: K, cell: C1, at_least: 1}]\n");
}

bool readerAccepts(const Json& json) {
    // JSON is YAML, so the reader takes the same document.
    try {
        readScenarioText(json.dump(), "t.yaml", {}, {});
        return true;
    } catch (const ConfigError&) {
        return false;
    }
}

/// Calls `visit` with a pointer to every value of the document.
void walk(const Json& json, const Json::json_pointer& at,
          const std::function<void(Json::json_pointer)>& visit) {
    visit(at);
    if (json.is_object())
        for (const auto& [key, value] : json.items()) walk(value, at / key, visit);
    if (json.is_array())
        for (std::size_t i = 0; i < json.size(); ++i) walk(json[i], at / i, visit);
}

TEST(Schema, WhatItRefusesTheReaderRefuses) {
    Oracle oracle;
    const Json good = everything();
    ASSERT_TRUE(oracle.accepts(good));
    ASSERT_TRUE(readerAccepts(good));
    const std::vector<Json> odd = {"nonsense",     -1e12, true, nullptr,         Json::array(),
                                   Json::object(), 0.5,   "",   Json::array({1})};
    int refused = 0, tried = 0;
    const auto judge = [&](const Json& mutated, const std::string& what) {
        ++tried;
        if (oracle.accepts(mutated)) return;
        ++refused;
        EXPECT_FALSE(readerAccepts(mutated)) << what << "\n" << mutated.dump();
    };
    walk(good, Json::json_pointer(), [&](const Json::json_pointer& at) {
        for (const Json& value : odd) {
            Json mutated = good;
            mutated[at] = value;
            judge(mutated, at.to_string() + " = " + value.dump());
        }
        if (good[at].is_object()) {
            Json mutated = good;
            mutated[at]["unheard_of"] = 1;
            EXPECT_FALSE(oracle.accepts(mutated)) << at.to_string();
            judge(mutated, at.to_string() + " + unheard_of");
        }
        if (!at.empty()) {
            Json mutated = good;
            if (mutated[at.parent_pointer()].is_object()) mutated[at.parent_pointer()].erase(at.back());
            judge(mutated, at.to_string() + " removed");
        }
    });
    EXPECT_GT(refused, 400) << "of " << tried;
}

}  // namespace
}  // namespace celltwin::scenario
