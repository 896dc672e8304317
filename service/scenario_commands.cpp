// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin validate` and `celltwin schema`: what a scenario says, without running it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/schema/reader.h"
#include "service/cards/card.h"
#include "service/cli.h"
#include "service/outcome.h"
#include "service/scenario_input.h"
#include "sim/engine/engine.h"

namespace celltwin::service {
namespace {

using nlohmann::json;

struct ValidateArguments {
    std::string file;
    std::vector<std::string> settings;
    bool as_json = false;
};

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

int validate(const ValidateArguments& a) {
    const scenario::Scenario s = readScenario(a.file, a.settings);
    const std::vector<std::string> warnings = validityWarnings(s);
    const std::size_t bytes = engine::estimateBytes(s);
    if (a.as_json) {
        fmt::print("{}\n", json{{"ok", true},
                                {"exit_code", 0},
                                {"file", a.file},
                                {"name", s.name},
                                {"sites", s.network.sites.size()},
                                {"cells", s.network.cells.size()},
                                {"ues", s.users.count},
                                {"changes", s.changes.size()},
                                {"memory_bytes", bytes},
                                {"warnings", warnings}}
                               .dump(2, ' ', false, json::error_handler_t::replace));
        return kOk;
    }
    for (const std::string& w : warnings) fmt::print(stderr, "{}: warning: {}\n", a.file, w);
    fmt::print("{}: ok: {}, {}, {}, {}, about {} of memory a leg\n", a.file,
               counted(s.network.sites.size(), "site"), counted(s.network.cells.size(), "cell"),
               counted(s.users.count, "UE"), counted(s.changes.size(), "change"),
               humanBytes(static_cast<double>(bytes)));
    return kOk;
}

}  // namespace

void addScenarioCommands(CLI::App& app, Action& action) {
    auto a = std::make_shared<ValidateArguments>();
    CLI::App* check = app.add_subcommand("validate", "Check a scenario file without running it");
    check->add_option("scenario", a->file, "Scenario file (YAML)")->required();
    check->add_option("--set", a->settings, "Override a key: --set run.seed=8 (repeatable)")
        ->allow_extra_args(false);
    check->add_flag("--json", a->as_json, "Print the result as JSON");
    check->callback([a, &action] { action = [a] { return validate(*a); }; });

    auto what = std::make_shared<std::string>("scenario");
    CLI::App* schema =
        app.add_subcommand("schema", "Print the JSON Schema (draft-07) of scenario files or model cards");
    schema->add_option("what", *what, "Which schema")
        ->check(CLI::IsMember({"scenario", "card"}))
        ->capture_default_str();
    schema->add_flag_callback(
        "--json", [] {}, "The schema is JSON already, with or without this flag");
    schema->callback([what, &action] {
        action = [what] {
            fmt::print("{}", *what == "card" ? std::string(cards::cardSchema()) : scenario::jsonSchema());
            return int{kOk};
        };
    });
}

}  // namespace celltwin::service
