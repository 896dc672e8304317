// SPDX-License-Identifier: BSD-3-Clause
//
// Reading a scenario as every verb does: with the KPI catalogue's names and the command line's overrides.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "sim/run/simulate.h"

namespace celltwin::service {

/// `settings` are words of the form key.path=value. Throws ConfigError.
scenario::Scenario readScenario(const std::string& file, const std::vector<std::string>& settings);

/// This program, for trace headers.
run::Provenance provenance();

}  // namespace celltwin::service
