// SPDX-License-Identifier: BSD-3-Clause
//
// The scenario file's border: YAML in, `Scenario` out, or every finding at once. Unknown and duplicate keys,
// wrong types, units, ranges and references are errors with file:line:column, source line, caret, accepted
// range and nearest known word; at most 20 a pass. Depth, aliases and size are capped.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::scenario {

/// `key.path=value` from the command line, applied to the tree before it is read: run.seed=8,
/// changes.0.cell=C1.
using Override = std::pair<std::string, std::string>;

/// Names an `expect:` entry may use; passed in, since the KPI catalogue lives in another room. Empty = any.
struct KnownKpis {
    std::vector<std::string> names;
};

/// Reads a file and what it refers to (CSV, patterns, routes), relative to the file's own folder.
/// Throws ConfigError with up to 20 findings; a measurement table that is not there is one of them.
Scenario readScenarioFile(const std::string& path, const std::vector<Override>& overrides,
                          const KnownKpis& kpis);
/// The same from text, of a resolved scenario say; `file_name` is used in messages and as the folder of
/// relative references. Whether a measurement table is there is left to who opens it.
Scenario readScenarioText(std::string_view text, const std::string& file_name,
                          const std::vector<Override>& overrides, const KnownKpis& kpis);

/// Path of a file a scenario refers to: relative ones start at the scenario file's folder.
std::string referencedPath(const std::string& scenario_file, const std::string& reference);

/// The complete scenario, every default and every referenced file inlined (measured points keep their path),
/// as YAML that reads back to an equal Scenario (but for Expectation::line).
std::string resolvedYaml(const Scenario& scenario);

/// JSON Schema draft-07 of the scenario file, generated from the same key table the reader uses.
std::string jsonSchema();
/// The reference of all keys as Markdown (docs/scenario.md), from the same table.
std::string scenarioReference();

}  // namespace celltwin::scenario
