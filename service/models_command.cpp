// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin models list | show`: the models there are, and what is known of each.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "models/base/error.h"
#include "service/cards/card.h"
#include "service/cards/text.h"
#include "service/cli.h"

namespace celltwin::service {
namespace {

using Json = nlohmann::ordered_json;

struct ModelsArguments {
    std::string kind, name;
    bool as_json = false;
};

/// CLI11's own IsMember would read all cards at every start of the program.
std::string knownKind(const std::string& kind) {
    const std::vector<std::string> kinds = cards::cardKinds();
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return {};
    return fmt::format("no model is of kind '{}'; there are {}", kind, fmt::join(kinds, ", "));
}

int list(const ModelsArguments& a) {
    std::vector<cards::Card> chosen;
    for (const cards::Card& card : cards::allCards())
        if (a.kind.empty() || card.kind == a.kind) chosen.push_back(card);
    if (!a.as_json) {
        fmt::print("{}", cards::tableText(chosen));
        return kOk;
    }
    Json models = Json::array();
    for (const cards::Card& card : chosen)
        models.push_back({{"name", card.name},
                          {"kind", card.kind},
                          {"version", card.version},
                          {"source", card.document},
                          {"valid", cards::validityText(card)}});
    fmt::print("{}\n", Json{{"ok", true}, {"exit_code", 0}, {"models", models}}.dump(2));
    return kOk;
}

int show(const ModelsArguments& a) {
    const cards::Card* card = cards::findCard(a.name);
    if (card == nullptr) {
        std::vector<std::string> names;
        for (const cards::Card& known : cards::allCards()) names.push_back(known.name);
        const std::string near = nearestWord(a.name, names);
        throw DataError(fmt::format("there is no model '{}'{}; celltwin models list names them", a.name,
                                    near.empty() ? "" : fmt::format(", did you mean '{}'?", near)));
    }
    if (a.as_json)
        fmt::print("{}\n", Json{{"ok", true}, {"exit_code", 0}, {"model", Json::parse(card->json)}}.dump(2));
    else
        fmt::print("{}", cards::cardText(*card));
    return kOk;
}

}  // namespace

void addModelsCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<ModelsArguments>();
    CLI::App* models = app.add_subcommand("models", "The models, where they hold, how far to trust them");
    models->require_subcommand(1);
    CLI::App* lister = models->add_subcommand("list", "A table of all models");
    lister->add_option("--kind", a->kind, "Only models of this kind")->check(knownKind);
    lister->add_flag("--json", a->as_json, "Print the result as JSON");
    lister->callback([a, &action] { action = [a] { return list(*a); }; });
    CLI::App* shower = models->add_subcommand("show", "The card of one model");
    shower->add_option("name", a->name, "Its name, as scenarios write it")->required();
    shower->add_flag("--json", a->as_json, "Print the result as JSON");
    shower->callback([a, &action] { action = [a] { return show(*a); }; });
}

}  // namespace celltwin::service
