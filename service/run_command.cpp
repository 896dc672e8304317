// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin run`: each leg of a scenario in a process of its own, then the report.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <thread>

#include "ingest/measurements.h"
#include "models/base/error.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/reader.h"
#include "service/cli.h"
#include "service/geometry.h"
#include "service/outcome.h"
#include "service/progress.h"
#include "service/result_text.h"
#include "service/scenario_input.h"
#include "sim/engine/flow_level.h"
#include "sim/ranks/world.h"
#include "sim/record/trace.h"
#include "sim/run/processes.h"

namespace celltwin::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct RunArguments {
    std::string file, output, host = "ns3";
    std::vector<std::string> settings;
    int threads = 0;
    bool resume = false, as_json = false, print_resolved = false, no_report = false;
};

/// One leg: its name, its trace folder, and whether its trace is complete already.
struct LegPlan {
    std::string name, folder;
    bool done = false;
};

int threadCount(int asked) {
    return asked > 0 ? asked : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::string quoted(const std::string& word) {
    if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/=:,+@%") ==
            std::string::npos &&
        !word.empty())
        return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// `program` as the reader of the text would call it.
std::string repeatCommand(const RunArguments& a, const std::string& program = "celltwin") {
    std::string command = quoted(program) + " run " + quoted(a.file);
    for (const std::string& s : a.settings) command += " --set " + quoted(s);
    if (!a.output.empty()) command += " --out " + quoted(a.output);
    if (a.host != "ns3") command += " --host " + a.host;
    return command;
}

std::string outputFolder(const RunArguments& a, const scenario::Scenario& s) {
    if (!a.output.empty()) return a.output;
    if (!s.outputs.directory.empty()) return s.outputs.directory;
    return "out/" + fs::path(a.file).stem().string();
}

std::vector<LegPlan> planLegs(const scenario::Scenario& s, const std::string& output, bool resume) {
    std::vector<LegPlan> legs;
    for (const std::string& folder : legFolders(s, output)) {
        LegPlan leg{fs::path(folder).filename().string(), folder};
        if (resume && fs::exists(folder + "/manifest.json")) {
            const record::TraceInfo info = record::TraceReader(folder).info();
            if (info.header.resolved_scenario != scenario::resolvedYaml(s))
                throw DataError(folder +
                                ": its trace was recorded from another scenario; run without --resume");
            leg.done = info.summary && info.summary->complete;
        }
        legs.push_back(leg);
    }
    return legs;
}

struct LegArguments {
    std::string file, leg, trace, host;
    int threads = 1;
    bool resume = false;
};

std::vector<std::string> legCommand(const LegPlan& leg, const RunArguments& a,
                                    const std::string& scenario_file, int threads) {
    std::vector<std::string> command{run::ownProgramPath(),
                                     "run-leg",
                                     scenario_file,
                                     "--leg",
                                     leg.name,
                                     "--trace",
                                     leg.folder,
                                     "--threads",
                                     std::to_string(threads),
                                     "--host",
                                     a.host};
    if (a.resume && fs::exists(leg.folder + "/manifest.json")) command.push_back("--resume");
    return command;
}

/// The slowest leg is what one waits for.
run::Progress slowest(const std::map<std::size_t, run::Progress>& legs) {
    run::Progress worst;
    bool first = true;
    for (const auto& [index, p] : legs)
        if (first || p.simulated_s < worst.simulated_s) {
            worst = p;
            first = false;
        }
    return worst;
}

run::SimulateOptions optionsOf(const LegArguments& a) {
    run::SimulateOptions options;
    options.leg = a.leg == "before" ? run::Leg::before : a.leg == "after" ? run::Leg::after : run::Leg::only;
    options.host = a.host == "plain" ? run::Host::plain : run::Host::ns3;
    options.threads = a.threads;
    options.trace_folder = a.trace;
    options.resume = a.resume;
    options.pm_folder = (fs::path(a.trace).parent_path() / "pm" / a.leg).string();
    options.provenance = provenance();
    options.interrupted = interruptRequested;
    return options;
}

/// This rank's part of a leg. Where it fails the others would wait for it in vain: all end.
bool simulateOnRank(const LegArguments& a, const ranks::World& world,
                    const std::function<void(const run::Progress&)>& on_progress) {
    try {
        run::SimulateOptions options = optionsOf(a);
        options.exchange = world.exchange();
        options.on_progress = on_progress;
        return run::simulate(readScenario(a.file, {}), options).summary.complete;
    } catch (const std::exception& e) {
        fmt::print(stderr, "celltwin: rank {}: {}\n", world.rank(), e.what());
        world.abort(exitCodeOf(e));
    }
}

/// What rank 0 has the others do next.
void tellRanks(const ranks::World& world, const json& what) {
    const std::string text = what.dump();
    const std::vector<engine::Exchange::Bytes> to(static_cast<std::size_t>(world.exchange()->size()),
                                                  std::as_bytes(std::span(text)));
    world.exchange()->trade(to);
}

/// As runLegs, the legs one after another on all ranks.
int runLegsOnRanks(const std::vector<LegPlan>& legs, const RunArguments& a, const std::string& scenario_file,
                   const ranks::World& world) {
    ProgressLine line(isatty(STDERR_FILENO) != 0);
    bool complete = true;
    for (const LegPlan& leg : legs) {
        if (leg.done || !complete) continue;
        const LegArguments one{fs::absolute(scenario_file).string(),
                               leg.name,
                               fs::absolute(leg.folder).string(),
                               "plain",
                               std::max(1, a.threads),
                               a.resume && fs::exists(leg.folder + "/manifest.json")};
        tellRanks(world, {{"file", one.file},
                          {"leg", one.leg},
                          {"trace", one.trace},
                          {"threads", one.threads},
                          {"resume", one.resume}});
        complete = simulateOnRank(one, world, [&line](const run::Progress& p) { line.show(p); });
    }
    line.finish();
    return complete ? kOk : kRuntimeError;
}

/// Runs the legs that are not done; returns the exit code of the one that failed.
int runLegs(const std::vector<LegPlan>& legs, const RunArguments& a, const std::string& scenario_file) {
    std::vector<std::vector<std::string>> commands;
    const int threads = threadCount(a.threads);
    const auto pending =
        std::count_if(legs.begin(), legs.end(), [](const LegPlan& leg) { return !leg.done; });
    const int each = std::max(1, threads / static_cast<int>(std::max<std::ptrdiff_t>(1, pending)));
    for (const LegPlan& leg : legs)
        if (!leg.done) commands.push_back(legCommand(leg, a, scenario_file, each));
    ProgressLine line(isatty(STDERR_FILENO) != 0);
    std::map<std::size_t, run::Progress> progress;
    const auto results = run::runProcesses(
        commands, static_cast<std::size_t>(threads),
        [&](std::size_t index, const std::string& text) {
            run::Progress p;
            if (std::sscanf(text.c_str(), "progress %lf %lf %lf %lf", &p.simulated_s, &p.end_s, &p.wall_s,
                            &p.real_time_factor) != 4)
                return;
            progress[index] = p;
            if (progress.size() >= std::min(commands.size(), static_cast<std::size_t>(threads)))
                line.show(slowest(progress));
        },
        interruptRequested);
    line.finish();
    // A leg that failed stops the others, which then end as interrupted: the reason is the other code.
    int failure = kOk;
    for (const run::ProcessResult& result : results)
        if (result.exit_code > kOk && (failure == kOk || failure == kRuntimeError))
            failure = result.exit_code;
    return failure;
}

/// What an interrupted run left, and how to go on.
int reportInterruption(const std::vector<LegPlan>& legs, const RunArguments& a) {
    fmt::print(stderr, "interrupted; the trace is sealed:\n");
    json sealed = json::array();
    for (const LegPlan& leg : legs) {
        if (!fs::exists(leg.folder + "/manifest.json")) continue;
        const record::TraceInfo info = record::TraceReader(leg.folder).info();
        const double reached_s =
            info.segments.empty() ? 0.0 : static_cast<double>(info.segments.back().end_ns) * 1e-9;
        fmt::print(stderr, "  {}: {} segment{}, {:.3f} s of {:.3f} s simulated\n", leg.folder,
                   info.segments.size(), info.segments.size() == 1 ? "" : "s", reached_s,
                   static_cast<double>(info.header.end_ns) * 1e-9);
        sealed.push_back(
            {{"trace", leg.folder}, {"segments", info.segments.size()}, {"reached_s", reached_s}});
    }
    fmt::print(stderr, "continue with: {} --resume\n", repeatCommand(a, program_invocation_name));
    if (a.as_json)
        fmt::print(
            "{}\n",
            json{{"ok", false}, {"exit_code", int{kRuntimeError}}, {"interrupted", true}, {"sealed", sealed}}
                .dump(2));
    return kRuntimeError;
}

scenario::Scenario readForRun(const RunArguments& a) {
    scenario::Scenario s = readScenario(a.file, a.settings);
    // The resolved scenario is read again from another folder, so what it still refers to by path is made
    // absolute.
    if (s.outputs.measurements)
        s.outputs.measurements->csv =
            fs::weakly_canonical(fs::path(a.file).parent_path() / s.outputs.measurements->csv).string();
    return s;
}

/// The resolved scenario must not take the place of the file it was read from, unless it is that file again.
void refuseToOverwrite(const RunArguments& a, const std::string& resolved, const std::string& text) {
    std::error_code error;
    if (!fs::equivalent(a.file, resolved, error) || error || ingest::readTextFile(a.file) == text) return;
    throw ResourceError(resolved +
                        ": is the scenario itself, and the resolved scenario would take its place; choose "
                        "another folder with --out");
}

void announce(const scenario::Scenario& s, const RunArguments& a) {
    fmt::print(stderr, "{} · {} cells · {} UEs · {} fidelity · {:g} s simulated\n",
               fs::path(a.file).filename().string(), s.network.cells.size(), s.users.count,
               scenario::nameOf(s.run.fidelity, scenario::fidelityNames()),
               s.run.warmup_s + s.run.duration_s);
}

int finishRun(const scenario::Scenario& s, const RunArguments& a, const std::string& output) {
    const report::Input input = gatherOutcome(s, output, repeatCommand(a), threadCount(a.threads));
    std::vector<std::string> files;
    if (s.outputs.report && !a.no_report) {
        writeTextFile(output + "/report.html", report::renderHtml(input));
        files.push_back(output + "/report.html");
    }
    if (s.outputs.measurements) files.push_back(output + "/measurements.csv");
    if (s.outputs.pm_xml != scenario::PmXml::none) files.push_back(output + "/pm");
    files.push_back(output + "/scenario.yaml");
    for (const std::string& folder : legFolders(s, output)) files.push_back(folder);
    const bool holds = std::all_of(input.expectations.begin(), input.expectations.end(),
                                   [](const report::ExpectationResult& e) { return e.holds; });
    const int code = holds ? kOk : kExpectCrossed;
    writeTextFile(output + "/summary.json", resultJson(input, files, code) + "\n");
    files.push_back(output + "/summary.json");
    if (a.as_json)
        fmt::print("{}\n", resultJson(input, files, code));
    else
        fmt::print("{}", resultText(input, files));
    return code;
}

int runScenario(const RunArguments& a, const ranks::World& world) {
    interruptRequested();
    const scenario::Scenario s = readForRun(a);
    if (a.print_resolved) {
        fmt::print("{}", scenario::resolvedYaml(s));
        return kOk;
    }
    const std::string output = outputFolder(a, s);
    std::error_code error;
    fs::create_directories(output, error);
    if (error) throw ResourceError(output + ": cannot be created: " + error.message());
    const std::string resolved = output + "/scenario.yaml", resolved_text = scenario::resolvedYaml(s);
    refuseToOverwrite(a, resolved, resolved_text);
    if (s.run.fidelity == scenario::Fidelity::geometry) {
        writeTextFile(resolved, resolved_text);
        return runGeometry(s, output, {resolved}, threadCount(a.threads), a.as_json);
    }
    if (s.run.fidelity == scenario::Fidelity::flow) engine::checkFlowLevel(s);
    const std::vector<LegPlan> legs = planLegs(s, output, a.resume);
    announce(s, a);
    const bool on_ranks = world.exchange() != nullptr && s.run.fidelity == scenario::Fidelity::slot;
    const auto at_once =
        static_cast<std::size_t>(on_ranks ? world.exchange()->size() : threadCount(a.threads));
    run::checkMemory(s, on_ranks ? at_once : std::min(legs.size(), at_once));
    writeTextFile(resolved, resolved_text);
    const int code = on_ranks ? runLegsOnRanks(legs, a, resolved, world) : runLegs(legs, a, resolved);
    if (interruptRequested()) return reportInterruption(legs, a);
    if (code != kOk) {
        const int ended = code >= 128 ? int{kRuntimeError} : code;
        if (a.as_json) fmt::print("{}\n", json{{"ok", false}, {"exit_code", ended}}.dump(2));
        if (code >= 128)
            fmt::print(stderr, "celltwin: a run was ended by signal {}; {} --resume continues it\n",
                       code - 128, repeatCommand(a, program_invocation_name));
        return ended;
    }
    return finishRun(s, a, output);
}

/// The child's side: progress goes to the pipe that is its standard output.
int runLeg(const LegArguments& a) {
    run::endWithParent();
    signal(SIGPIPE, SIG_IGN);  // a parent that died must not cost the open segment
    interruptRequested();
    run::SimulateOptions options = optionsOf(a);
    options.on_progress = [](const run::Progress& p) {
        fmt::print("progress {} {} {} {}\n", p.simulated_s, p.end_s, p.wall_s, p.real_time_factor);
        std::fflush(stdout);
    };
    const run::SimulateResult result = run::simulate(readScenario(a.file, {}), options);
    return result.summary.complete ? kOk : kRuntimeError;
}

}  // namespace

int followRank0(const ranks::World& world) {
    interruptRequested();
    const std::vector<engine::Exchange::Bytes> nothing(static_cast<std::size_t>(world.exchange()->size()));
    for (;;) {
        const engine::Exchange::Bytes bytes = world.exchange()->trade(nothing)[0];
        const json what = json::parse(reinterpret_cast<const char*>(bytes.data()),
                                      reinterpret_cast<const char*>(bytes.data()) + bytes.size());
        if (what.contains("done")) return what.at("done").get<int>();
        simulateOnRank({what.at("file"), what.at("leg"), what.at("trace"), "plain", what.at("threads"),
                        what.at("resume")},
                       world, {});
    }
}

void dismissRanks(const ranks::World& world, int code) {
    if (world.exchange() != nullptr) tellRanks(world, {{"done", code}});
}

void addRunCommand(CLI::App& app, Action& action, const ranks::World& world) {
    auto a = std::make_shared<RunArguments>();
    CLI::App* verb = app.add_subcommand("run", "Run a scenario file and write its trace and report");
    verb->add_option("scenario", a->file, "Scenario file (YAML)")->required();
    verb->add_option("--set", a->settings, "Override a key: --set run.seed=8 (repeatable)")
        ->allow_extra_args(false);
    verb->add_option("--out,-o", a->output, "Output folder (default: out/<file name>)");
    verb->add_option("--threads,-t", a->threads,
                     "Threads in all (default: all cores); under mpirun of each rank (default: 1)")
        ->check(CLI::Range(1, 1024));
    verb->add_option("--host", a->host, "What drives the clock")
        ->check(CLI::IsMember({"ns3", "plain"}))
        ->capture_default_str();
    verb->add_flag("--resume", a->resume, "Continue an interrupted run from its last sealed segment");
    verb->add_flag("--no-report", a->no_report, "Leave out report.html");
    verb->add_flag("--print-resolved", a->print_resolved,
                   "Print the complete scenario, defaults included, and stop");
    verb->add_flag("--json", a->as_json, "Print the result as JSON");
    verb->callback([a, &action, &world] { action = [a, &world] { return runScenario(*a, world); }; });
}

void addRunLegCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<LegArguments>();
    CLI::App* verb = app.add_subcommand("run-leg", "One leg of a run, started by `celltwin run`")->group("");
    verb->add_option("scenario", a->file)->required();
    verb->add_option("--leg", a->leg)->required()->check(CLI::IsMember({"run", "before", "after"}));
    verb->add_option("--trace", a->trace)->required();
    verb->add_option("--threads", a->threads)->check(CLI::Range(1, 1024));
    verb->add_option("--host", a->host)->required()->check(CLI::IsMember({"ns3", "plain"}));
    verb->add_flag("--resume", a->resume);
    verb->callback([a, &action] { action = [a] { return runLeg(*a); }; });
}

}  // namespace celltwin::service
