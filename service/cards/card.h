// SPDX-License-Identifier: BSD-3-Clause
//
// Model cards: what each model is, what it takes and gives, where it is stated to hold and how far it can be
// trusted. The cards are JSON files beside the models (models/<room>/cards/<name>.json, their form in
// models/card.schema.json), compiled into the program. A card says what is known; "not measured" is an
// answer. What a card says again that the code says too (ranges of path loss models, keys of scenarios) is
// held together by tests/service/cards.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::cards {

/// A quantity that crosses a model's border.
struct Port {
    std::string quantity;  ///< carrier_frequency, path_loss, ...
    std::string unit;      ///< a unit of units.h
    std::string rate;      ///< how often its value is renewed: once, mobility-period, ..., slot
};

/// A number or choice of the model.
struct Parameter {
    std::string name;
    std::string key;  ///< where a scenario sets it, such as radio.fading.delay_spread_ns; empty = a constant
    std::string unit;
    std::optional<double> min, max;
    bool above_min = false;  ///< min itself is not allowed
    std::vector<std::string> choices;
    std::string default_text;
    std::string prior;  ///< in words: "uniform 5 to 50 (source)", or "not stated"
    std::string description;
};

/// Where the model is stated to hold; a missing end is open.
struct Limit {
    std::string quantity, unit;
    std::optional<double> min, max;
    std::vector<std::string> with;  ///< only beside one of these models; empty = always
    std::string clause;             ///< who states it
};

struct Accuracy {
    std::string metric;
    std::optional<double> value;  ///< none = not measured
    std::string unit, data_set, command;
};

/// Order of one evaluation on one core; no value = not measured.
struct Cost {
    std::optional<double> value_ns;
    std::string per, command;
};

struct Card {
    std::string name, kind, version, purpose;
    std::string document, clause;  ///< the source
    std::string code;
    std::vector<Port> inputs, outputs;
    std::vector<Parameter> parameters;
    std::vector<Limit> validity;
    std::vector<Accuracy> accuracy;
    std::string fidelity;
    Cost cost;
    std::vector<std::string> not_modelled;
    std::string json;  ///< the card as written
};

/// Reads a JSON array of cards and checks that they fit together (checkAssembly of assembly.h). Throws
/// DataError naming the card and what is wrong with it.
std::vector<Card> readCards(std::string_view json_array);

/// The cards of this program, by kind and name.
std::span<const Card> allCards();
/// The card of this name, or nullptr.
const Card* findCard(std::string_view name);
/// The kinds there are, in alphabetical order.
std::vector<std::string> cardKinds();
/// models/card.schema.json: JSON Schema draft-07.
std::string_view cardSchema();

}  // namespace celltwin::cards
