// SPDX-License-Identifier: BSD-3-Clause
//
// From traces on disk to what a person asked: the report's input, expectations, predictions beside
// measurements.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "service/report/report.h"

namespace celltwin::service {

/// The folders of a run's legs inside its output folder: one `run`, or `before` and `after`.
std::vector<std::string> legFolders(const scenario::Scenario& scenario, const std::string& output);

/// Reads the legs' traces, computes maps and scores. `command` is what repeats the run.
report::Input gatherOutcome(const scenario::Scenario& scenario, const std::string& output,
                            const std::string& command, int threads);

/// Checks every `expect` of the scenario against the legs. A KPI without a sample does not hold.
std::vector<report::ExpectationResult> checkExpectations(const scenario::Scenario& scenario,
                                                         const report::Input& legs);

/// A CSV cell (RFC 4180): quoted where the text holds a separator, a quote or a line end.
std::string csvField(const std::string& text);
/// What lies beyond the validity of a model's card (service/cards/domain.h), before the changes or after. One
/// line each.
std::vector<std::string> validityWarnings(const scenario::Scenario& scenario);

/// Predicted RSRP beside the measured values, written to `path` as CSV (cell, site, lat, lon,
/// measured_rsrp_dbm, predicted_rsrp_dbm, error_db); returns scores per site and in all, none where no point
/// is left. What is left out is said in `warnings`.
std::vector<report::MeasurementScore> predictAtMeasurements(const scenario::Scenario& scenario,
                                                            const std::string& path, int threads,
                                                            std::vector<std::string>& warnings);

/// Writes text to `path` whole or not at all (temporary name, rename). Throws ResourceError.
void writeTextFile(const std::string& path, const std::string& text);

}  // namespace celltwin::service
