// SPDX-License-Identifier: BSD-3-Clause
//
// gate_cases CASE: runs one case once, for callgrind or for the clock; scripts/bench_gate starts it. What
// counts lies within celltwinGateMeasured (--toggle-collect=celltwinGateMeasured).
#include "bench/gate_cases.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "service/version.h"

extern "C" __attribute__((noinline, used)) void celltwinGateMeasured(const celltwin::bench::Rounds& rounds,
                                                                     int count) {
    rounds(count);
}

namespace celltwin::bench {
namespace {

std::vector<GateCase> allCases() {
    std::vector<GateCase> all = kernelCases();
    for (const GateCase& engine : engineCases()) all.push_back(engine);
    return all;
}

int list() {
    nlohmann::json names = nlohmann::json::array();
    for (const GateCase& one : allCases()) names.push_back(one.name);
    fmt::print("{}\n", nlohmann::json{{"build", service::buildInfo().build}, {"cases", names}}.dump(1));
    return 0;
}

/// The fastest of `repeats`, in seconds; the engine's rounds go on where the last ended.
double fastestOf(const Rounds& rounds, int count, int repeats) {
    double fastest_s = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        celltwinGateMeasured(rounds, count);
        fastest_s = std::min(fastest_s,
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return fastest_s;
}

int run(const std::string& name, double work, int repeats) {
    const std::vector<GateCase> all = allCases();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const GateCase& c) { return c.name == name; });
    if (found == all.end()) {
        fmt::print(stderr, "gate_cases: no case '{}'; gate_cases --list names them\n", name);
        return 2;
    }
    const Rounds rounds = found->prepare();
    const int count = std::max(1, static_cast<int>(found->rounds * work + 0.5));
    const double seconds = fastestOf(rounds, count, repeats);
    fmt::print("{}\n", nlohmann::json{{"case", name}, {"rounds", count}, {"seconds", seconds}}.dump());
    return 0;
}

}  // namespace
}  // namespace celltwin::bench

int main(int argc, char** argv) {
    CLI::App app{"The work the regression gate counts"};
    std::string name;
    double work = 1.0;
    int repeats = 1;
    bool list = false;
    app.add_option("case", name, "Which");
    app.add_flag("--list", list, "Print build and cases as JSON");
    app.add_option("--work", work, "So many times the case's rounds: 1.05 plants a slowdown of 5 %")
        ->check(CLI::Range(0.01, 1000.0));
    app.add_option("--repeats", repeats, "Rounds are done so often, the fastest is printed")
        ->check(CLI::Range(1, 100000));
    CLI11_PARSE(app, argc, argv);
    try {
        return list ? celltwin::bench::list() : celltwin::bench::run(name, work, repeats);
    } catch (const std::exception& error) {
        fmt::print(stderr, "gate_cases: {}\n", error.what());
        return 2;
    }
}
