// SPDX-License-Identifier: BSD-3-Clause
#include "service/cards/card.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "models/base/error.h"
#include "scenarios/schema/shape.h"
#include "service/cards/assembly.h"
#include "service/cards/embedded.h"

namespace celltwin::cards {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json, const char* key) {
    return json.value(key, std::string());
}

std::optional<double> number(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

std::string words(const Json& value) {
    return value.is_number() ? scenario::shortest(value.get<double>()) : value.get<std::string>();
}

template <class Thing>
std::vector<Thing> each(const Json& list, Thing (*read)(const Json&)) {
    std::vector<Thing> things;
    for (const Json& item : list) things.push_back(read(item));
    return things;
}

Port readPort(const Json& json) {
    return {json.at("quantity"), json.at("unit"), json.at("rate")};
}

std::string priorText(const Json& prior) {
    if (prior.is_string()) return prior;
    return fmt::format("{} {} to {} ({})", prior.at("distribution").get<std::string>(),
                       words(prior.at("low")), words(prior.at("high")),
                       prior.at("source").get<std::string>());
}

Parameter readParameter(const Json& json) {
    Parameter p;
    p.name = json.at("name");
    p.key = text(json, "key");
    p.unit = json.at("unit");
    p.above_min = json.contains("above");
    p.min = number(json, p.above_min ? "above" : "min");
    p.max = number(json, "max");
    p.choices = json.value("choices", std::vector<std::string>());
    p.default_text = words(json.at("default"));
    p.prior = priorText(json.at("prior"));
    p.description = json.at("description");
    return p;
}

Limit readLimit(const Json& json) {
    return {json.at("quantity"),
            json.at("unit"),
            number(json, "min"),
            number(json, "max"),
            json.value("with", std::vector<std::string>()),
            json.at("clause")};
}

Accuracy readAccuracy(const Json& json) {
    return {json.at("metric"), number(json, "value"), text(json, "unit"), text(json, "data_set"),
            text(json, "command")};
}

Card readCard(const Json& json) {
    Card card;
    card.name = json.at("name");
    card.kind = json.at("kind");
    card.version = json.at("version");
    card.purpose = json.at("purpose");
    card.document = json.at("source").at("document");
    card.clause = json.at("source").at("clause");
    card.code = json.at("code");
    card.inputs = each(json.at("inputs"), readPort);
    card.outputs = each(json.at("outputs"), readPort);
    card.parameters = each(json.at("parameters"), readParameter);
    card.validity = each(json.at("validity"), readLimit);
    card.accuracy = each(json.at("accuracy"), readAccuracy);
    card.fidelity = json.at("fidelity");
    card.cost = {number(json.at("cost"), "value"), text(json.at("cost"), "per"),
                 text(json.at("cost"), "command")};
    card.not_modelled = json.at("not_modelled").get<std::vector<std::string>>();
    card.json = json.dump(2);
    return card;
}

}  // namespace

std::vector<Card> readCards(std::string_view json_array) {
    std::vector<Card> cards;
    std::set<std::string> names;
    std::string current = "the array";
    try {
        for (const Json& json : Json::parse(json_array)) {
            current = json.is_object() ? text(json, "name") : "";
            cards.push_back(readCard(json));
            if (!names.insert(cards.back().name).second)
                throw DataError(fmt::format("model card '{}': there is another of that name", current));
        }
    } catch (const Json::exception& error) {
        throw DataError(fmt::format("model card '{}': {}", current, error.what()));
    }
    std::sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) {
        return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
    });
    checkAssembly(cards);
    return cards;
}

std::span<const Card> allCards() {
    static const std::vector<Card> kCards = readCards(embedded::cardArray());
    return kCards;
}

const Card* findCard(std::string_view name) {
    for (const Card& card : allCards())
        if (card.name == name) return &card;
    return nullptr;
}

std::vector<std::string> cardKinds() {
    std::set<std::string> kinds;
    for (const Card& card : allCards()) kinds.insert(card.kind);
    return {kinds.begin(), kinds.end()};
}

std::string_view cardSchema() {
    return embedded::cardSchema();
}

}  // namespace celltwin::cards
