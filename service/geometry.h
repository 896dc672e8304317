// SPDX-License-Identifier: BSD-3-Clause
//
// A run of fidelity geometry: drops of users instead of time.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::service {

/// Evaluates the scenario's drops, before and after its changes where it has some, writes geometry.csv (a row
/// for each UE) and geometry.json (all percentiles) into `output`, prints the result; `files` are what is
/// there already. Throws ConfigError where there are no users.
int runGeometry(const scenario::Scenario& scenario, const std::string& output, std::vector<std::string> files,
                int threads, bool as_json);

}  // namespace celltwin::service
