// SPDX-License-Identifier: BSD-3-Clause
//
// Any text is either a scenario or a ConfigError. libFuzzer's entry (preset fuzz); test_mutations.cpp drives
// the same function.
#include "fuzz_scenario.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "models/base/error.h"
#include "scenarios/schema/reader.h"

namespace celltwin::scenario::testing {

bool acceptsOrRefuses(std::string_view text, const std::string& file) {
    Scenario scenario;
    try {
        scenario = readScenarioText(text, file, {{"run.seed", "8"}}, {});
    } catch (const ConfigError& error) {
        if (error.findings().empty() || error.findings().size() > 20) std::abort();
        return false;
    }
    // Accepted: everything below must work, and a throw is a finding.
    const std::string resolved = resolvedYaml(scenario);
    constexpr std::size_t kWorthReadingAgain = 200'000;
    if (resolved.size() < kWorthReadingAgain &&
        resolvedYaml(readScenarioText(resolved, file, {}, {})) != resolved)
        std::abort();
    applyChanges(scenario);
    return true;
}

}  // namespace celltwin::scenario::testing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    celltwin::scenario::testing::acceptsOrRefuses({reinterpret_cast<const char*>(data), size},
                                                  "scenarios/library/fuzzed.yaml");
    return 0;
}
