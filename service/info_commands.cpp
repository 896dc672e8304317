// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin version` and `celltwin doctor`: which program this is, and whether the machine suits it.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "service/cli.h"
#include "service/version.h"
#include "sim/ns3/host.h"
#include "sim/run/simulate.h"

namespace celltwin::service {
namespace {

using nlohmann::json;

constexpr double kLittleMemoryBytes = 512.0 * 1024 * 1024;
constexpr double kLittleDiskBytes = 1024.0 * 1024 * 1024;

int version(bool as_json) {
    const BuildInfo info = buildInfo();
    if (as_json)
        fmt::print("{}\n", json{{"ok", true},
                                {"exit_code", 0},
                                {"version", info.version},
                                {"commit", info.commit},
                                {"build", info.build},
                                {"ns3", ns3host::ns3Version()}}
                               .dump(2));
    else
        fmt::print("celltwin {} ({}), {}, ns-3 {}\n", info.version, info.commit, info.build,
                   ns3host::ns3Version());
    return kOk;
}

struct Check {
    std::string what;
    bool ok;
    std::string found, advice;
};

std::vector<Check> checkMachine() {
    std::vector<Check> checks;
#if defined(__AVX2__) && defined(__FMA__)
    const bool cpu = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    checks.push_back({"processor", cpu, cpu ? "x86-64-v3 or better" : "older than x86-64-v3",
                      "this build needs AVX2 and FMA: configure with --preset dev"});
#else
    checks.push_back({"processor", true, "any (portable build)", ""});
#endif
    checks.push_back({"cores", true, fmt::format("{}", std::thread::hardware_concurrency()), ""});
    const auto memory = static_cast<double>(run::availableMemoryBytes());
    checks.push_back(
        {"free memory", memory >= kLittleMemoryBytes, humanBytes(memory), "large networks will not fit"});
    std::error_code error;
    const auto space = std::filesystem::space(".", error);
    const auto free_bytes = static_cast<double>(error ? 0 : space.available);
    checks.push_back({"disk space here", free_bytes >= kLittleDiskBytes, humanBytes(free_bytes),
                      "traces are written to out/ in the working directory"});
    const bool writable = access(".", W_OK) == 0;
    checks.push_back({"working directory", writable, writable ? "writable" : "not writable",
                      "give --out a folder that is"});
    const bool logging = std::getenv("NS_LOG") != nullptr;
    checks.push_back(
        {"NS_LOG", !logging, logging ? "set" : "not set", "ns-3 logging slows every run: unset NS_LOG"});
    return checks;
}

int doctor(bool as_json) {
    bool ok = true;
    json all = json::array();
    for (const Check& check : checkMachine()) {
        ok = ok && check.ok;
        if (as_json)
            all.push_back({{"check", check.what}, {"ok", check.ok}, {"found", check.found}});
        else
            fmt::print("{:<8}{:<20}{}{}\n", check.ok ? "ok" : "WARNING", check.what, check.found,
                       check.ok ? "" : "  -> " + check.advice);
    }
    const int code = ok ? kOk : kRuntimeError;
    if (as_json) fmt::print("{}\n", json{{"ok", ok}, {"exit_code", code}, {"checks", all}}.dump(2));
    return code;
}

void add(CLI::App& app, Action& action, const char* name, const char* help, int (*work)(bool)) {
    auto as_json = std::make_shared<bool>(false);
    CLI::App* verb = app.add_subcommand(name, help);
    verb->add_flag("--json", *as_json, "Print the result as JSON");
    verb->callback([as_json, work, &action] { action = [as_json, work] { return work(*as_json); }; });
}

}  // namespace

void addInfoCommands(CLI::App& app, Action& action) {
    add(app, action, "doctor", "Check whether this machine suits celltwin", doctor);
    add(app, action, "version", "Print version, commit and build", version);
}

}  // namespace celltwin::service
