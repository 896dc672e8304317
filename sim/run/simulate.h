// SPDX-License-Identifier: BSD-3-Clause
//
// One run from a scenario to a sealed trace: builds the engine, picks the host, records, resumes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "sim/record/fingerprint.h"
#include "sim/record/run_sink.h"

namespace celltwin::engine {
class Exchange;
}

namespace celltwin::run {

enum class Leg { only, before, after };
enum class Host { ns3, plain };
std::string_view legName(Leg leg);  ///< "run", "before", "after"

/// Who made this run; goes into the trace's header.
struct Provenance {
    std::string program_version, commit, build;
};

struct Progress {
    double simulated_s = 0.0, end_s = 0.0;
    double wall_s = 0.0;
    double real_time_factor = 0.0;  ///< since this call began
};

struct SimulateOptions {
    Leg leg = Leg::only;
    Host host = Host::ns3;
    int threads = 1;
    std::string trace_folder;  ///< empty = keep no trace
    bool resume = false;       ///< continue the trace found there
    std::string pm_folder;     ///< for the files outputs.pm_xml asks for; empty = none are written
    Provenance provenance;
    std::function<void(const Progress&)> on_progress;  ///< about ten times a second
    std::function<bool()> interrupted;
    std::vector<record::RunSink*> extra_sinks;  ///< not owned
    /// One of several ranks that all call simulate() alike: the plain loop, fidelity slot. Rank 0 records.
    engine::Exchange* exchange = nullptr;
};

struct SimulateResult {
    record::RunSummary summary;
    record::Digest fingerprint{};  ///< on rank 0
    std::vector<std::string> files;
};

/// Runs one leg: `after` applies the scenario's changes, the users are dropped before them in every leg. The
/// fingerprint does not depend on host, threads, or on where the run was interrupted and resumed.
/// Throws ResourceError where the columns would not fit into the available memory or the trace cannot be
/// written, DataError where the trace to resume belongs to another scenario, ConfigError where ranks are to
/// split another fidelity than slot.
SimulateResult simulate(const scenario::Scenario& scenario, const SimulateOptions& options);

/// Throws ResourceError where `legs` runs of this scenario at once would not fit into the available memory.
void checkMemory(const scenario::Scenario& scenario, std::size_t legs);

/// Free memory this machine can still give, bytes.
std::size_t availableMemoryBytes();

}  // namespace celltwin::run
