// SPDX-License-Identifier: BSD-3-Clause
//
// The command line: verbs, exit codes, and the rule that results go to standard output and everything else to
// standard error.
#pragma once

#include <exception>
#include <functional>
#include <string>

namespace CLI {
class App;
}
namespace celltwin::ranks {
class World;
}

namespace celltwin::service {

/// What the program ends with.
enum ExitCode : int {
    kOk = 0,
    kRuntimeError = 1,    ///< something failed while running, or the user interrupted
    kUsageError = 2,      ///< the command line is wrong
    kInvalidInput = 3,    ///< a scenario, data file or trace is wrong or damaged
    kOutOfResources = 7,  ///< memory, disk, processes
    kExpectCrossed = 99,  ///< an `expect:` of the scenario does not hold
};

/// A verb adds itself to the program; its action's result is the exit code.
using Action = std::function<int()>;
void addRunCommand(CLI::App& app, Action& action, const ranks::World& world);
void addRunLegCommand(CLI::App& app, Action& action);
void addScenarioCommands(CLI::App& app, Action& action);  ///< validate, schema
void addGeometryCommand(CLI::App& app, Action& action);
void addTraceCommand(CLI::App& app, Action& action);
void addReportCommand(CLI::App& app, Action& action);
void addModelsCommand(CLI::App& app, Action& action);  ///< models list, show
void addBenchCommand(CLI::App& app, Action& action);
void addBenchCaseCommand(CLI::App& app, Action& action);
void addInfoCommands(CLI::App& app, Action& action);  ///< doctor, version

/// The command line, on rank 0 of `world`; when it is done, so are the other ranks.
int runProgram(int argc, char** argv, const ranks::World& world);
/// What the other ranks do: their part of each leg that rank 0 runs, until it is done. Returns its exit code.
int followRank0(const ranks::World& world);
/// Tells the other ranks that rank 0 is done.
void dismissRanks(const ranks::World& world, int code);
int exitCodeOf(const std::exception& error);

/// True once SIGINT or SIGTERM came; the first call installs the handlers. A signal that
/// comes more than a second after the first ends the program at once.
bool interruptRequested();

/// Bytes in words, "3.4 MiB".
std::string humanBytes(double bytes);

}  // namespace celltwin::service
