// SPDX-License-Identifier: BSD-3-Clause
//
// `celltwin bench`: whole scenarios against the clock, each run in a process of its own, so that peak memory
// and CPU time are its own and ns-3 begins afresh.
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include "models/base/error.h"
#include "service/bench_cases.h"
#include "service/bench_figures.h"
#include "service/cli.h"
#include "service/outcome.h"
#include "service/progress.h"
#include "service/scenario_input.h"
#include "sim/engine/clock.h"
#include "sim/engine/engine.h"
#include "sim/run/processes.h"
#include "sim/run/simulate.h"

namespace celltwin::service {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::string_view kResultMark = "result ";

struct BenchArguments {
    std::string cases, json, save;
    std::vector<std::string> only;
    int repeats = 1;
    bool quick = false, list = false;
};

double processCpuS() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// VmHWM: unlike ru_maxrss it leaves out what the parent held when it started this process.
double peakBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kib = 0.0;
        if (word == "VmHWM:" && status >> kib) return kib * 1024.0;
    }
    return 0.0;
}

/// Reads the clocks where the warm-up ends and where the run does: the first slot computes all links, which
/// a long run does not feel.
class Stopwatch final : public record::RunSink {
  public:
    explicit Stopwatch(const scenario::Scenario& s) : clock_(engine::makeClock(s)) {}
    /// Hosts ask once a slot, before it, whether to go on.
    void beforeSlot() {
        if (slots_++ != clock_.warmup_slots) return;
        start_ = SteadyClock::now();
        cpu_start_s_ = processCpuS();
    }
    void begin(const record::RunHeader& header) override {
        first_slot_ = SteadyClock::now();
        measured.cells = header.cell_ids.size();
        measured.ues = header.ue_count;
    }
    void kpiPeriod(const record::KpiPeriod&) override {}
    void ueSamples(const record::UeSamples&) override {}
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary& summary) override {
        measured.cpu_s = processCpuS() - cpu_start_s_;
        measured.wall_s = std::chrono::duration<double>(SteadyClock::now() - start_).count();
        measured.slots = static_cast<std::uint64_t>(clock_.end_slot - clock_.warmup_slots);
        measured.simulated_s =
            static_cast<double>(measured.slots) * 1e-9 * static_cast<double>(clock_.slot_ns);
        // The host counts from its beginning; events come evenly.
        measured.events = summary.host_events * measured.slots / static_cast<std::uint64_t>(clock_.end_slot);
        measured.build_s = std::chrono::duration<double>(first_slot_ - built_from_).count();
    }
    BenchRun measured;

  private:
    engine::Clock clock_;
    std::int64_t slots_ = 0;
    SteadyClock::time_point built_from_ = SteadyClock::now(), first_slot_, start_;
    double cpu_start_s_ = 0.0;
};

struct CaseArguments {
    std::string file, host;
    std::vector<std::string> settings;
    int threads = 1;
};

/// The child's side: progress and the result go to the pipe that is its standard output.
int runCase(const CaseArguments& a) {
    run::endWithParent();
    interruptRequested();
    const scenario::Scenario s = readScenario(a.file, a.settings);
    Stopwatch watch(s);
    run::SimulateOptions options;
    options.host = a.host == "ns3" ? run::Host::ns3 : run::Host::plain;
    options.threads = a.threads;
    options.provenance = provenance();
    options.interrupted = [&watch] {
        watch.beforeSlot();
        return interruptRequested();
    };
    options.extra_sinks = {&watch};
    options.on_progress = [](const run::Progress& p) {
        fmt::print("progress {} {} {} {}\n", p.simulated_s, p.end_s, p.wall_s, p.real_time_factor);
        std::fflush(stdout);
    };
    const run::SimulateResult result = run::simulate(s, options);
    if (!result.summary.complete) return kRuntimeError;
    BenchRun measured = watch.measured;
    measured.threads = a.threads;
    measured.host = a.host;
    measured.peak_bytes = peakBytes();
    measured.fingerprint = record::hex(result.fingerprint);
    fmt::print("{}{}\n", kResultMark, benchRunText(measured));
    return kOk;
}

std::vector<std::string> settingsOf(const BenchCase& one, bool quick) {
    std::vector<std::string> settings = one.settings;
    if (quick) settings.insert(settings.end(), one.quick_settings.begin(), one.quick_settings.end());
    return settings;
}

std::vector<std::string> caseCommand(const BenchCase& one, int threads, bool quick) {
    std::vector<std::string> command{run::ownProgramPath(),   "bench-case", one.scenario, "--threads",
                                     std::to_string(threads), "--host",     one.host};
    for (const std::string& setting : settingsOf(one, quick)) {
        command.push_back("--set");
        command.push_back(setting);
    }
    return command;
}

/// Why a case cannot run on this machine, or nothing. Reading all scenarios first, mistakes show before the
/// first has run.
std::string whyNot(const BenchCase& one, bool quick) {
    const std::size_t needed = engine::estimateBytes(readScenario(one.scenario, settingsOf(one, quick)));
    const std::size_t available = run::availableMemoryBytes();
    if (needed <= available) return {};
    return fmt::format("needs about {} of memory, {} are free", humanBytes(static_cast<double>(needed)),
                       humanBytes(static_cast<double>(available)));
}

struct PlannedRun {
    const BenchCase* of;
    BenchRun run;  ///< the best of the repeats so far
    bool measured = false;
};

std::vector<PlannedRun> planRuns(const std::vector<BenchCase>& cases, bool quick) {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::vector<PlannedRun> plan;
    for (const BenchCase& one : cases) {
        const std::string reason = whyNot(one, quick);
        for (const int threads : one.threads) {
            if (threads > cores && threads != one.threads.front()) continue;
            PlannedRun planned{&one, {}, false};
            planned.run.name = one.name;
            planned.run.series = one.series;
            planned.run.host = one.host;
            planned.run.threads = threads;
            planned.run.skipped = reason;
            plan.push_back(planned);
        }
    }
    return plan;
}

/// Runs one; false where it was interrupted. Throws where it failed.
bool measure(PlannedRun& planned, bool quick, ProgressLine& line) {
    std::optional<BenchRun> got;
    const auto done = run::runProcesses(
        {caseCommand(*planned.of, planned.run.threads, quick)}, 1,
        [&](std::size_t, const std::string& text) {
            run::Progress p;
            if (text.starts_with(kResultMark))
                got = benchRunFromText(text.substr(kResultMark.size()));
            else if (std::sscanf(text.c_str(), "progress %lf %lf %lf %lf", &p.simulated_s, &p.end_s,
                                 &p.wall_s, &p.real_time_factor) == 4)
                line.show(p);
        },
        interruptRequested);
    line.finish();
    if (interruptRequested()) return false;
    if (done.front().exit_code != 0 || !got)
        throw std::runtime_error(fmt::format("case {} with {} thread(s) failed with exit code {}",
                                             planned.run.name, planned.run.threads, done.front().exit_code));
    got->name = planned.run.name;
    got->series = planned.run.series;
    planned.run = planned.measured ? betterOf(planned.run, *got) : *got;
    planned.measured = true;
    return true;
}

/// Repeats in turns, so that a machine that is slow for a while is so to all.
bool measureAll(std::vector<PlannedRun>& plan, const BenchArguments& a) {
    ProgressLine line(isatty(STDERR_FILENO) != 0);
    std::size_t at = 0;
    const std::size_t total = plan.size() * static_cast<std::size_t>(a.repeats);
    for (int round = 0; round < a.repeats; ++round)
        for (PlannedRun& planned : plan) {
            ++at;
            if (!planned.run.skipped.empty()) continue;
            fmt::print(stderr, "[{}/{}] {}, {} thread{}\n", at, total, planned.run.name, planned.run.threads,
                       planned.run.threads == 1 ? "" : "s");
            if (!measure(planned, a.quick, line)) return false;
        }
    return true;
}

void tell(const BenchTable& table, const BenchArguments& a) {
    using enum BenchTable::Better;
    if (!a.save.empty()) {
        std::filesystem::create_directories(a.save);
        writeTextFile(a.save + "/smaller.json", table.json(smaller));
        writeTextFile(a.save + "/bigger.json", table.json(bigger));
    }
    if (!a.json.empty())
        fmt::print("{}", table.json(a.json == "bigger" ? bigger : smaller));
    else
        fmt::print("{}", table.text());
}

int runBench(const BenchArguments& a) {
    interruptRequested();
    const std::string file = a.cases.empty() ? shippedBenchCases() : a.cases;
    const std::vector<BenchCase> cases = chosenCases(readBenchCases(file), a.only);
    if (a.list) {
        for (const BenchCase& one : cases) fmt::print("{}\n", one.name);
        return kOk;
    }
    std::vector<PlannedRun> plan = planRuns(cases, a.quick);
    const bool complete = measureAll(plan, a);
    std::vector<BenchRun> runs;
    for (const PlannedRun& planned : plan)
        if (planned.measured || !planned.run.skipped.empty()) runs.push_back(planned.run);
    const BenchTable table(std::move(runs));
    tell(table, a);
    if (!complete) fmt::print(stderr, "celltwin bench: interrupted; above is what was measured\n");
    for (const std::string& name : table.differing())
        fmt::print(stderr, "celltwin bench: the fingerprint of {} depends on the number of threads\n", name);
    return complete && table.differing().empty() ? kOk : kRuntimeError;
}

}  // namespace

void addBenchCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<BenchArguments>();
    CLI::App* verb = app.add_subcommand("bench", "Measure the speed of whole scenarios from a list of cases");
    verb->add_option("--cases", a->cases, "The list (YAML; default: bench/cases.yaml)");
    verb->add_option("--only", a->only, "These cases alone (repeatable, may hold *)")
        ->allow_extra_args(false);
    verb->add_option("--repeats", a->repeats, "Runs of each in turns; the fastest counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    verb->add_flag("--quick", a->quick, "Short runs: shows that everything runs, not how fast");
    verb->add_flag("--list", a->list, "Print the names of the cases and stop");
    verb->add_option("--json", a->json,
                     "Print JSON for CI benchmark actions: what is better `smaller` or `bigger`")
        ->expected(0, 1)
        ->default_str("smaller")
        ->check(CLI::IsMember({"smaller", "bigger"}));
    verb->add_option("--save", a->save, "Write both as smaller.json and bigger.json into this folder");
    verb->callback([a, &action] { action = [a] { return runBench(*a); }; });
}

void addBenchCaseCommand(CLI::App& app, Action& action) {
    auto a = std::make_shared<CaseArguments>();
    CLI::App* verb = app.add_subcommand("bench-case", "One run, started by `celltwin bench`")->group("");
    verb->add_option("scenario", a->file)->required();
    verb->add_option("--set", a->settings)->allow_extra_args(false);
    verb->add_option("--threads", a->threads)->check(CLI::Range(1, 1024));
    verb->add_option("--host", a->host)->required()->check(CLI::IsMember({"ns3", "plain"}));
    verb->callback([a, &action] { action = [a] { return runCase(*a); }; });
}

}  // namespace celltwin::service
