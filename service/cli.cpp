// SPDX-License-Identifier: BSD-3-Clause
#include "service/cli.h"

#include <fmt/format.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <new>
#include <nlohmann/json.hpp>
#include <string_view>

#include "models/base/error.h"
#include "service/version.h"

namespace celltwin::service {
namespace {

/// Monotonic time of the first signal, ns; 0 = none yet.
std::atomic<std::int64_t> g_first_signal_ns{0};
static_assert(std::atomic<std::int64_t>::is_always_lock_free);
/// A terminal sends Ctrl-C to every process of a run, and the parent asks its legs to stop on top of that:
/// what comes within this time is one request, and a leg must live to seal its trace.
constexpr std::int64_t kOneRequestNs = 1'000'000'000;

extern "C" void onSignal(int signal_number) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t now_ns = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
    std::int64_t first_ns = 0;
    if (g_first_signal_ns.compare_exchange_strong(first_ns, now_ns)) return;
    if (now_ns - first_ns > kOneRequestNs) _exit(128 + signal_number);
}

bool wantsJson(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::string_view(argv[i]) == "--json") return true;
    return false;
}

nlohmann::json toJson(const Diagnostic& d) {
    return {{"file", d.where.file},
            {"line", d.where.line},
            {"column", d.where.column},
            {"message", d.message},
            {"hint", d.hint}};
}

int reportFailure(int code, bool json, const std::string& text, const nlohmann::json& findings) {
    if (json)
        fmt::print("{}\n", nlohmann::json{{"ok", false}, {"exit_code", code}, {"errors", findings}}.dump(
                               2, ' ', false, nlohmann::json::error_handler_t::replace));
    fmt::print(stderr, "{}\n", text);
    return code;
}

int reportFailure(int code, bool json, const std::string& text) {
    return reportFailure(code, json, "celltwin: " + text, nlohmann::json::array({{{"message", text}}}));
}

/// CLI11 has no close-match suggestions; a first word that is no option should be a verb.
std::string unknownVerb(const CLI::App& app, int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-') return {};
    std::vector<std::string> verbs;
    for (const CLI::App* verb :
         app.get_subcommands([](const CLI::App* v) { return !v->get_group().empty(); }))
        verbs.push_back(verb->get_name());
    if (std::find(verbs.begin(), verbs.end(), argv[1]) != verbs.end()) return {};
    const std::string near = nearestWord(argv[1], verbs);
    return fmt::format("there is no command '{}'{}", argv[1],
                       near.empty() ? std::string{} : fmt::format(", did you mean '{}'?", near));
}

}  // namespace

int exitCodeOf(const std::exception& error) {
    if (dynamic_cast<const ConfigError*>(&error) != nullptr ||
        dynamic_cast<const DataError*>(&error) != nullptr)
        return kInvalidInput;
    if (dynamic_cast<const ResourceError*>(&error) != nullptr ||
        dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
        return kOutOfResources;
    return kRuntimeError;
}

namespace {

int runAction(const Action& action, bool json) {
    try {
        return action();
    } catch (const ConfigError& e) {
        nlohmann::json findings = nlohmann::json::array();
        for (const Diagnostic& d : e.findings()) findings.push_back(toJson(d));
        const auto n = e.findings().size();
        return reportFailure(kInvalidInput, json,
                             fmt::format("{}\n{} error{}", e.what(), n, n == 1 ? "" : "s"), findings);
    } catch (const std::bad_alloc& e) {
        return reportFailure(exitCodeOf(e), json, "out of memory");
    } catch (const std::exception& e) {
        return reportFailure(exitCodeOf(e), json, e.what());
    }
}

}  // namespace

bool interruptRequested() {
    static const bool installed = [] {
        struct sigaction action {};
        action.sa_handler = onSignal;
        sigemptyset(&action.sa_mask);
        sigaction(SIGINT, &action, nullptr);
        sigaction(SIGTERM, &action, nullptr);
        return true;
    }();
    return installed && g_first_signal_ns.load(std::memory_order_relaxed) != 0;
}

std::string humanBytes(double bytes) {
    const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    for (; bytes >= 1024.0 && unit < 4; ++unit) bytes /= 1024.0;
    return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

namespace {

int runCommandLine(int argc, char** argv, const ranks::World& world) {
    CLI::App app("celltwin: a digital twin of a mobile radio network", "celltwin");
    app.set_version_flag("--version", std::string(buildInfo().version));
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 ok, 1 runtime error, 2 usage, 3 invalid input, 7 out of resources, 99 an `expect` "
        "crossed.\n"
        "Documentation: README.md and docs/.");
    Action action;
    addRunCommand(app, action, world);
    addScenarioCommands(app, action);
    addGeometryCommand(app, action);
    addTraceCommand(app, action);
    addReportCommand(app, action);
    addModelsCommand(app, action);
    addBenchCommand(app, action);
    addInfoCommands(app, action);
    addRunLegCommand(app, action);
    addBenchCaseCommand(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& e) {
        return app.exit(e);
    } catch (const CLI::CallForAllHelp& e) {
        return app.exit(e);
    } catch (const CLI::CallForVersion& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        const std::string unknown = unknownVerb(app, argc, argv);
        std::string verb;
        if (unknown.empty() && argc > 1 && argv[1][0] != '-') verb = fmt::format(" {}", argv[1]);
        return reportFailure(kUsageError, wantsJson(argc, argv),
                             fmt::format("{}; see celltwin{} --help",
                                         unknown.empty() ? std::string(e.what()) : unknown, verb));
    }
    return runAction(action, wantsJson(argc, argv));
}

}  // namespace

int runProgram(int argc, char** argv, const ranks::World& world) {
    const int code = runCommandLine(argc, argv, world);
    dismissRanks(world, code);
    return code;
}

}  // namespace celltwin::service
