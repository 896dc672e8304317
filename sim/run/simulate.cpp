// SPDX-License-Identifier: BSD-3-Clause
#include "sim/run/simulate.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>

#include "models/base/error.h"
#include "models/base/utc.h"
#include "scenarios/schema/reader.h"
#include "sim/engine/analytic.h"
#include "sim/engine/engine.h"
#include "sim/engine/exchange.h"
#include "sim/engine/flow_level.h"
#include "sim/ns3/host.h"
#include "sim/ns3/trajectories.h"
#include "sim/record/pm_file.h"
#include "sim/record/trace.h"

namespace celltwin::run {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kProgressPeriod{100};

std::string utcNow() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

double secondsSince(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Without slots there is nothing for ns-3's events to drive.
bool usesNs3(const scenario::Scenario& s, const SimulateOptions& options) {
    return options.host == Host::ns3 && s.run.fidelity == scenario::Fidelity::slot &&
           options.exchange == nullptr;
}

bool records(const SimulateOptions& options) {
    return options.exchange == nullptr || options.exchange->rank() == 0;
}

record::RunHeader makeHeader(const scenario::Scenario& s, const scenario::Scenario& leg_scenario,
                             const engine::Clock& clock, const SimulateOptions& options) {
    record::RunHeader header;
    header.scenario_name = s.name;
    header.leg = legName(options.leg);
    header.resolved_scenario = scenario::resolvedYaml(s);
    header.program_version = options.provenance.program_version;
    header.commit = options.provenance.commit;
    header.build = options.provenance.build;
    header.seed = s.run.seed;
    header.threads = options.threads;
    header.host = usesNs3(s, options) ? "ns3" : "plain";
    header.started_utc = utcNow();
    header.warmup_ns = clock.timeAt(clock.warmup_slots);
    header.end_ns = clock.timeAt(clock.end_slot);
    header.origin = s.network.origin;
    for (const scenario::Cell& cell : leg_scenario.network.cells) header.cell_ids.push_back(cell.id);
    header.ue_count = static_cast<std::uint32_t>(s.users.count);
    return header;
}

/// Asks the caller's `interrupted` and reports progress, a few times a second, from the one callback hosts
/// make per slot or period.
template <class Model>
class Pulse {
  public:
    /// `often`: the clock is looked at every so many calls.
    Pulse(const SimulateOptions& options, const Model& engine, std::uint32_t often)
        : options_(options),
          engine_(engine),
          first_ns_(engine.clock().timeAt(engine.slot())),
          often_(often) {}

    bool operator()() {
        if (++calls_ % often_ == 0 && SteadyClock::now() >= next_) {
            next_ = SteadyClock::now() + kProgressPeriod;
            if (options_.on_progress) options_.on_progress(now());
        }
        return options_.interrupted && options_.interrupted();
    }
    Progress now() const {
        Progress p;
        const auto at_ns = engine_.clock().timeAt(engine_.slot());
        p.simulated_s = static_cast<double>(at_ns) * 1e-9;
        p.end_s = static_cast<double>(engine_.clock().timeAt(engine_.clock().end_slot)) * 1e-9;
        p.wall_s = secondsSince(start_);
        p.real_time_factor = p.wall_s > 0.0 ? static_cast<double>(at_ns - first_ns_) * 1e-9 / p.wall_s : 0.0;
        return p;
    }

  private:
    const SimulateOptions& options_;
    const Model& engine_;
    record::SimTimeNs first_ns_;
    std::uint32_t often_;
    SteadyClock::time_point start_ = SteadyClock::now(), next_ = start_;
    std::uint32_t calls_ = 0;
};

/// A sink for each form of PM file asked for; with both forms, each has a folder of its own.
std::vector<std::unique_ptr<record::PmFileSink>> makePmFiles(const scenario::Scenario& leg_scenario,
                                                             const SimulateOptions& options) {
    std::vector<std::unique_ptr<record::PmFileSink>> sinks;
    const scenario::PmXml wanted = leg_scenario.outputs.pm_xml;
    if (options.pm_folder.empty()) return sinks;
    record::PmOptions pm;
    pm.start_utc = parseUtc(leg_scenario.run.start_utc).value();
    pm.keep_files = options.resume;
    for (const scenario::Cell& cell : leg_scenario.network.cells)
        pm.cell_sites.push_back(leg_scenario.network.sites[cell.site].id);
    const auto add = [&](record::PmForm form, const char* name) {
        pm.form = form;
        pm.folder = options.pm_folder + (wanted == scenario::PmXml::both ? name : "");
        sinks.push_back(std::make_unique<record::PmFileSink>(pm));
    };
    using enum scenario::PmXml;
    if (wanted == ts_32_435 || wanted == both) add(record::PmForm::ts_32_435, "/32.435");
    if (wanted == ts_28_532 || wanted == both) add(record::PmForm::ts_28_532, "/28.532");
    return sinks;
}

/// What the trace to be resumed holds already, given to a sink once more.
void replay(const record::TraceReader& trace, record::RunSink& sink) {
    sink.events(trace.events());
    for (const record::StoredKpiPeriod& period : trace.kpiPeriods())
        sink.kpiPeriod({period.begin_ns, period.end_ns, period.values});
}

/// The sinks of one run: the trace where one is wanted (it keeps the fingerprint), else a bare fingerprint;
/// on ranks that do not record none.
struct Recording {
    std::unique_ptr<record::TraceWriter> trace;
    record::FingerprintSink fingerprint;
    std::vector<std::unique_ptr<record::PmFileSink>> pm_files;
    std::vector<record::RunSink*> all;

    Recording(const scenario::Scenario& leg_scenario, const SimulateOptions& options) {
        if (!records(options)) return;
        pm_files = makePmFiles(leg_scenario, options);
        all = options.extra_sinks;
        for (const auto& sink : pm_files) all.push_back(sink.get());
        if (!options.trace_folder.empty())
            trace = options.resume ? record::TraceWriter::resume(options.trace_folder)
                                   : record::TraceWriter::create(options.trace_folder);
        all.insert(all.begin(), trace ? static_cast<record::RunSink*>(trace.get()) : &fingerprint);
    }
    record::Digest digest() const { return trace ? trace->fingerprint() : fingerprint.digest(); }
};

}  // namespace

std::string_view legName(Leg leg) {
    switch (leg) {
        case Leg::before:
            return "before";
        case Leg::after:
            return "after";
        case Leg::only:
            break;
    }
    return "run";
}

void checkMemory(const scenario::Scenario& s, std::size_t legs) {
    const std::size_t one =
        s.run.fidelity == scenario::Fidelity::flow ? engine::estimateFlowBytes(s) : engine::estimateBytes(s);
    const std::size_t needed = legs * one, available = availableMemoryBytes();
    if (needed > available)
        throw ResourceError(fmt::format(
            "this scenario needs about {} MiB of memory ({} UEs x {} cells, {} at once), {} MiB are free: "
            "use fewer UEs or cells, or --threads 1 to run one leg after the other",
            needed >> 20, s.users.count, s.network.cells.size(), legs, available >> 20));
}

std::size_t availableMemoryBytes() {
    std::ifstream meminfo("/proc/meminfo");
    for (std::string word; meminfo >> word;) {
        std::size_t kib = 0;
        if (word == "MemAvailable:" && meminfo >> kib) return kib * 1024;
    }
    return std::numeric_limits<std::size_t>::max();
}

namespace {

/// Records what `advance` makes of a model that can stop and go on: `advance` takes a sink and a pulse to be
/// asked now and then, and returns whether the run is complete.
template <class Model, class Advance>
SimulateResult recordRun(const scenario::Scenario& s, const scenario::Scenario& leg_scenario, Model& model,
                         const SimulateOptions& options, std::uint32_t pulse_every, const Advance& advance) {
    if (options.resume && !options.trace_folder.empty())
        if (const auto checkpoint = record::TraceReader(options.trace_folder).lastCheckpoint())
            model.restore(*checkpoint);
    // Rank 0 clears away what is not sealed: not while others read.
    if (options.exchange != nullptr) options.exchange->meet();
    Recording recording(leg_scenario, options);
    record::TeeSink sink(recording.all);
    sink.begin(makeHeader(s, leg_scenario, model.clock(), options));
    if (recording.trace && options.resume)
        for (const auto& pm : recording.pm_files) replay(record::TraceReader(options.trace_folder), *pm);

    Pulse<Model> pulse(options, model, pulse_every);
    SimulateResult result;
    result.summary.complete = advance(sink, std::ref(pulse), result.summary);
    const Progress end = pulse.now();
    result.summary.reached_ns = model.clock().timeAt(model.slot());
    result.summary.wall_s = end.wall_s;
    result.summary.real_time_factor = end.real_time_factor;
    sink.end(result.summary);
    if (options.on_progress) options.on_progress(end);
    result.fingerprint = recording.digest();
    if (recording.trace) result.files = recording.trace->files();
    return result;
}

constexpr std::uint32_t kSlotsPerPulse = 16;

SimulateResult simulateSlots(const scenario::Scenario& s, const scenario::Scenario& leg_scenario,
                             const engine::UserDrop& users, const SimulateOptions& options) {
    engine::Engine engine(leg_scenario, users, options.threads, options.exchange);
    return recordRun(
        s, leg_scenario, engine, options, kSlotsPerPulse,
        [&](record::RunSink& sink, const std::function<bool()>& pulse, record::RunSummary& summary) {
            if (!usesNs3(s, options)) return engine::runPlainLoop(engine, sink, pulse);
            const auto hosted = ns3host::runOnNs3(engine, sink, pulse);
            summary.host_events = hosted.events;
            return hosted.complete;
        });
}

SimulateResult simulatePeriods(const scenario::Scenario& s, const scenario::Scenario& leg_scenario,
                               const engine::UserDrop& users, const SimulateOptions& options) {
    engine::AnalyticEngine engine(leg_scenario, users, options.threads);
    return recordRun(s, leg_scenario, engine, options, 1,
                     [&](record::RunSink& sink, const std::function<bool()>& pulse, record::RunSummary&) {
                         return engine::runAnalytic(engine, sink, pulse);
                     });
}

SimulateResult simulateFlows(const scenario::Scenario& s, const scenario::Scenario& leg_scenario,
                             const engine::UserDrop& users, const SimulateOptions& options) {
    engine::FlowLevel flow(leg_scenario, users);
    return recordRun(
        s, leg_scenario, flow, options, kSlotsPerPulse,
        [&](record::RunSink& sink, const std::function<bool()>& pulse, record::RunSummary& summary) {
            const bool complete = engine::runFlowLevel(flow, sink, pulse);
            summary.host_events = flow.events().arrivals + flow.events().ends;
            return complete;
        });
}

}  // namespace

SimulateResult simulate(const scenario::Scenario& s, const SimulateOptions& options) {
    const std::size_t ranks =
        options.exchange != nullptr ? static_cast<std::size_t>(options.exchange->size()) : 1;
    if (ranks > 1 && s.run.fidelity != scenario::Fidelity::slot)
        throw ConfigError("several ranks split fidelity slot alone");
    if (ranks > 1 && s.run.foreground)
        throw ConfigError("several ranks do not split a run with run.foreground: use threads");
    checkMemory(s, ranks);
    const engine::UserDrop users = engine::dropUsers(s);
    scenario::Scenario leg_scenario = options.leg == Leg::after ? scenario::applyChanges(s) : s;
    // For either host, and from the same drop in both legs: the ways are the same everywhere.
    ns3host::turnNs3MobilityIntoRoutes(leg_scenario, users);
    switch (s.run.fidelity) {
        case scenario::Fidelity::analytic:
            return simulatePeriods(s, leg_scenario, users, options);
        case scenario::Fidelity::flow:
            return simulateFlows(s, leg_scenario, users, options);
        default:
            return simulateSlots(s, leg_scenario, users, options);
    }
}

}  // namespace celltwin::run
