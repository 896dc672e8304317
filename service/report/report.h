// SPDX-License-Identifier: BSD-3-Clause
//
// The report a person opens: one self-contained HTML file, no network request, readable without scripts.
// Answer first, then the map, then time lines and distributions, then what it rests on and how to repeat it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "sim/engine/coverage.h"
#include "sim/record/trace.h"

namespace celltwin::report {

/// One leg of a what-if, or the only one.
struct Leg {
    scenario::Scenario scenario;  ///< of this leg: changes applied in the "after" one
    record::TraceInfo info;
    std::vector<record::StoredKpiPeriod> kpi_periods;
    std::vector<record::StoredUeSamples> ue_samples;
    std::vector<record::Event> events;
    std::optional<engine::CoverageMap> coverage;  ///< absent where outputs.maps is false
};

/// One expectation and what came out.
struct ExpectationResult {
    std::string text;    ///< "DRB.UEThpDl of C12 at least 5000 kbit/s"
    double value = 0.0;  ///< NaN = no sample
    bool holds = false;
};

/// Prediction against measurement, per site and in all.
struct MeasurementScore {
    std::string group;  ///< site id, or "all"
    std::size_t count = 0;
    double mean_error_db = 0.0, std_db = 0.0, rmse_db = 0.0;
};

struct Input {
    Leg before;  ///< the only leg of a run without changes
    std::optional<Leg> after;
    std::vector<std::string> changes;  ///< in words, one line each
    std::vector<ExpectationResult> expectations;
    std::vector<MeasurementScore> measurements;
    std::vector<std::string> warnings;  ///< validity: what was outside a model's domain
    std::string command;                ///< that repeats the run
};

/// The whole page as UTF-8 HTML. Same input, same bytes.
std::string renderHtml(const Input& input);

/// The answer in one sentence, as the terminal and the report's first line print it.
std::string answerSentence(const Input& input);

}  // namespace celltwin::report
