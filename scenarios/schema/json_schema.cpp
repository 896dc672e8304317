// SPDX-License-Identifier: BSD-3-Clause
//
// The key table as JSON Schema draft-07 and as Markdown.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "models/base/csv.h"
#include "scenarios/schema/reader.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

using Json = nlohmann::ordered_json;
using Type = Shape::Type;

/// "a hot spot" -> "hot-spot".
std::string slugOf(const Object& object) {
    std::string slug = object.name;
    for (const char* article : {"a ", "an ", "the "})
        if (slug.starts_with(article)) {
            slug = slug.substr(std::string(article).size());
            break;
        }
    std::replace(slug.begin(), slug.end(), ' ', '-');
    return slug;
}

Json reference(const Object& object) {
    return {{"$ref", "#/definitions/" + slugOf(object)}};
}

Json numberSchema(const Shape& shape) {
    Json json = {{"type", shape.type == Type::integer ? "integer" : "number"}};
    if (std::isfinite(shape.min)) json[shape.above_min ? "exclusiveMinimum" : "minimum"] = shape.min;
    if (std::isfinite(shape.max)) json["maximum"] = shape.max;
    return json;
}

Json shapeSchema(const Shape& shape);

Json ownSchema(const Shape& shape) {
    switch (shape.type) {
        case Type::number:
        case Type::integer:
            return numberSchema(shape);
        case Type::boolean:
            return {{"type", "boolean"}};
        case Type::object:
            return reference(shape.object());
        case Type::list:
            return {{"type", "array"},
                    {"items", shapeSchema(shape.item.front())},
                    {"minItems", shape.min_size},
                    {"maxItems", shape.max_size}};
        case Type::text:
            break;
    }
    if (!shape.choices.empty()) return {{"enum", shape.choices}};
    // A name may look like a number: id: 189.
    return {{"type", {"string", "number"}}, {"minLength", 1}, {"maxLength", shape.max_size}};
}

Json shapeSchema(const Shape& shape) {
    if (shape.or_else.empty()) return ownSchema(shape);
    Json any = Json::array({ownSchema(shape)});
    for (const Shape& other : shape.or_else) any.push_back(ownSchema(other));
    return {{"anyOf", any}};
}

/// The default as a JSON value where it is one, not words.
Json defaultOf(const Key& key) {
    const auto number = parseNumber(key.default_text);
    if (key.shape.type == Type::integer && number) return static_cast<std::uint64_t>(*number);
    if (key.shape.type == Type::number && number) return *number;
    if (key.shape.type == Type::boolean && !key.default_text.empty()) return key.default_text == "true";
    if (!key.shape.choices.empty() && !key.default_text.empty()) return key.default_text;
    return nullptr;
}

Json keySchema(const Key& key) {
    Json json = shapeSchema(key.shape);
    // Draft-07 ignores what stands beside $ref.
    if (json.contains("$ref")) json = {{"allOf", Json::array({json})}};
    std::string text = key.description;
    if (!key.shape.unit.empty()) text += " In " + key.shape.unit + ".";
    const Json value = defaultOf(key);
    if (!value.is_null())
        json["default"] = value;
    else if (!key.default_text.empty())
        text += " Default: " + key.default_text + ".";
    json["description"] = text;
    return json;
}

Json choiceSchema(const Choice& choice) {
    Json options = Json::array();
    if (choice.exactly_one) {
        for (const std::string& key : choice.keys) options.push_back({{"required", Json::array({key})}});
        return {{"oneOf", options}};
    }
    for (std::size_t i = 0; i < choice.keys.size(); ++i)
        for (std::size_t j = i + 1; j < choice.keys.size(); ++j)
            options.push_back({{"required", Json::array({choice.keys[i], choice.keys[j]})}});
    return {{"not", {{"anyOf", options}}}};
}

Json objectSchema(const Object& object) {
    Json json = {{"type", "object"}, {"description", object.description}, {"additionalProperties", false}};
    Json required = Json::array(), rules = Json::array();
    for (const Key& key : object.keys) {
        json["properties"][key.name] = keySchema(key);
        if (key.required) required.push_back(key.name);
    }
    if (!required.empty()) json["required"] = required;
    for (const Choice& choice : object.choices) rules.push_back(choiceSchema(choice));
    if (!rules.empty()) json["allOf"] = rules;
    return json;
}

std::string joined(const std::vector<std::string>& words, const char* before, const char* separator) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : separator) + (before + word + before);
    return all;
}

/// What a key takes, for the table of the reference.
std::string takes(const Shape& shape) {
    std::string text;
    switch (shape.type) {
        case Type::number:
        case Type::integer:
            text = (shape.type == Type::integer ? "whole number, " : "number, ") + rangeText(shape);
            break;
        case Type::boolean:
            text = "`true` or `false`";
            break;
        case Type::text:
            text = shape.choices.empty() ? "text" : joined(shape.choices, "`", ", ");
            break;
        case Type::object:
            text = "[" + shape.object().heading + "](#" + slugOf(shape.object()) + ")";
            break;
        case Type::list:
            text = "list of " + takes(shape.item.front());
            break;
    }
    for (const Shape& other : shape.or_else) text += "; or " + takes(other);
    return text;
}

std::string choiceText(const Choice& choice) {
    return (choice.exactly_one ? "Exactly one of " : "At most one of ") + joined(choice.keys, "`", ", ") +
           ".";
}

std::string objectReference(const Object& object) {
    std::string out = "\n<a id=\"" + slugOf(object) + "\"></a>\n\n## " + object.heading + "\n\n" +
                      object.description + "\n";
    for (const Choice& choice : object.choices) out += "\n" + choiceText(choice) + "\n";
    out += "\n| key | takes | default | meaning |\n|---|---|---|---|\n";
    for (const Key& key : object.keys)
        out += "| `" + key.name + "` | " + takes(key.shape) + " | " +
               (key.required ? "**needed**" : key.default_text) + " | " + key.description + " |\n";
    return out;
}

}  // namespace

std::string jsonSchema() {
    Json json = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "celltwin scenario"}};
    json["allOf"] = Json::array({reference(scenarioObject())});
    for (const Object* object : allObjects()) json["definitions"][slugOf(*object)] = objectSchema(*object);
    return json.dump(2) + "\n";
}

std::string scenarioReference() {
    std::string out =
        "# Scenario files\n\n"
        "<!-- Made from the key table in scenarios/schema; tests/scenarios compares and can rewrite it. "
        "-->\n\n"
        "A scenario is one YAML file: what stands in the field, who uses it, how the run goes, what changes "
        "and what is\nexpected. Keys carry their unit in the name, and values are bare numbers. Unknown keys "
        "are errors. Paths are\nrelative to the scenario file. `--set key.path=value` puts a value in before "
        "reading: `--set run.seed=8`,\n`--set changes.0.cell=C1` (lists count from 0). Places are given in "
        "degrees or in metres of the local frame, whose\norigin is `network.reference`. Worked examples are "
        "in "
        "`scenarios/library`.\n";
    for (const Object* object : allObjects()) out += objectReference(*object);
    return out;
}

}  // namespace celltwin::scenario
