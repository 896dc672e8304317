// SPDX-License-Identifier: BSD-3-Clause
#include "service/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "calibration/score.h"
#include "ingest/measurements.h"
#include "models/base/error.h"
#include "service/cards/domain.h"
#include "sim/record/aggregate.h"
#include "sim/record/kpi.h"
#include "sim/run/simulate.h"

namespace celltwin::service {
namespace {

constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

/// Mean share of PRBs in use per cell over the run: the interference a map is drawn under.
std::vector<double> meanActivity(const scenario::Scenario& s,
                                 const std::vector<record::StoredKpiPeriod>& periods) {
    std::vector<double> activity;
    for (std::size_t c = 0; c < s.network.cells.size(); ++c) {
        const auto row = record::aggregatePeriods(periods, c);
        const double percent = row[record::column(record::Kpi::rru_prb_tot_dl)];
        activity.push_back(std::max(s.network.cells[c].load, std::isfinite(percent) ? percent / 100.0 : 0.0));
    }
    return activity;
}

/// The report holds a leg's rows in memory; a run of days may have more than fit.
void checkRowsFit(const record::TraceInfo& info) {
    constexpr std::size_t kUeRowBytes = 64;
    std::size_t bytes = 0;
    for (const record::SegmentInfo& segment : info.segments)
        bytes += segment.kpi_periods * info.header.cell_ids.size() * record::rowWidth() * sizeof(double) +
                 segment.ue_samples * info.header.ue_count * kUeRowBytes;
    if (2 * bytes > run::availableMemoryBytes())
        throw ResourceError(
            fmt::format("the rows of leg '{}' need about {} MiB for the report; the trace is complete: use "
                        "celltwin trace export, or longer kpi_period_s and ue_sample_period_s",
                        info.header.leg, 2 * bytes >> 20));
}

report::Leg readLeg(const scenario::Scenario& leg_scenario, const std::string& folder, int threads) {
    const record::TraceReader trace(folder);
    report::Leg leg;
    leg.scenario = leg_scenario;
    leg.info = trace.info();
    checkRowsFit(leg.info);
    leg.kpi_periods = trace.kpiPeriods();
    leg.ue_samples = trace.ueSamples();
    leg.events = trace.events();
    if (leg_scenario.outputs.maps)
        leg.coverage = engine::computeCoverage(leg_scenario, engine::mapGrid(leg_scenario),
                                               meanActivity(leg_scenario, leg.kpi_periods), threads);
    return leg;
}

/// The KPI over all recorded periods of the expectation's cells.
double kpiValue(const report::Leg& leg, const scenario::Expectation& expectation) {
    const auto kpi = record::findKpi(expectation.kpi);
    if (!kpi) return kNoSample;
    std::vector<std::uint32_t> cells = expectation.cells;
    if (cells.empty())
        for (std::uint32_t c = 0; c < leg.scenario.network.cells.size(); ++c) cells.push_back(c);
    const std::size_t width = record::rowWidth();
    std::vector<record::WeightedRow> rows;
    for (const record::StoredKpiPeriod& period : leg.kpi_periods)
        for (const std::uint32_t c : cells)
            rows.push_back({{period.values.data() + c * width, width},
                            static_cast<double>(period.end_ns - period.begin_ns) * 1e-9});
    return record::aggregate(rows)[record::column(*kpi)];
}

std::string expectationText(const scenario::Scenario& s, const scenario::Expectation& e) {
    const auto kpi = record::findKpi(e.kpi);
    std::string text = e.leg == scenario::Expectation::Leg::change ? "change of " + e.kpi : e.kpi;
    for (std::size_t i = 0; i < e.cells.size(); ++i)
        text += (i == 0 ? " of " : ", ") + s.network.cells[e.cells[i]].id;
    const std::string unit = e.percent ? " %" : kpi ? " " + std::string(record::definition(*kpi).unit) : "";
    if (e.at_least) text += fmt::format(" at least {:g}{}", *e.at_least, unit);
    if (e.at_most) text += fmt::format("{} at most {:g}{}", e.at_least ? " and" : "", *e.at_most, unit);
    if (e.leg == scenario::Expectation::Leg::before) text += " before the change";
    return text;
}

}  // namespace

std::vector<std::string> legFolders(const scenario::Scenario& s, const std::string& output) {
    if (s.changes.empty()) return {output + "/run"};
    return {output + "/before", output + "/after"};
}

std::vector<report::ExpectationResult> checkExpectations(const scenario::Scenario& s,
                                                         const report::Input& legs) {
    using Leg = scenario::Expectation::Leg;
    std::vector<report::ExpectationResult> results;
    for (const scenario::Expectation& e : s.expect) {
        const report::Leg& last = legs.after ? *legs.after : legs.before;
        double value = kpiValue(e.leg == Leg::before ? legs.before : last, e);
        if (e.leg == Leg::change) {
            const double before = kpiValue(legs.before, e);
            value = e.percent ? (value - before) / std::abs(before) * 100.0 : value - before;
        }
        const bool holds = std::isfinite(value) && (!e.at_least || value >= *e.at_least) &&
                           (!e.at_most || value <= *e.at_most);
        results.push_back({expectationText(s, e), value, holds});
    }
    return results;
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::vector<std::string> validityWarnings(const scenario::Scenario& s) {
    std::vector<std::string> warnings = cards::beyondValidity(s);
    if (s.changes.empty()) return warnings;
    for (const std::string& line : cards::beyondValidity(scenario::applyChanges(s)))
        if (std::find(warnings.begin(), warnings.end(), line) == warnings.end())
            warnings.push_back("after the changes: " + line);
    return warnings;
}

std::vector<report::MeasurementScore> predictAtMeasurements(const scenario::Scenario& s,
                                                            const std::string& path, int threads,
                                                            std::vector<std::string>& warnings) {
    const ingest::MeasuredPoints points =
        ingest::readMeasuredPoints(*s.outputs.measurements, s.file, s.network);
    if (points.unknown_cell > 0)
        warnings.push_back(fmt::format("{} measured points are of cells that the network does not have",
                                       points.unknown_cell));
    const std::vector<double> predicted = engine::predictRsrpDbm(s, points.position, points.cell, threads);
    const LocalFrame frame(s.network.origin);
    std::vector<std::string> site_of;
    std::string csv = "cell,site,lat_deg,lon_deg,measured_rsrp_dbm,predicted_rsrp_dbm,error_db\n";
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        const scenario::Cell& cell = s.network.cells[points.cell[i]];
        const LatLon at = frame.toLatLon(points.position[i]);
        site_of.push_back(s.network.sites[cell.site].id);
        csv += fmt::format("{},{},{:.7f},{:.7f},{},{:.3f},{:.3f}\n", csvField(cell.id),
                           csvField(site_of.back()), at.lat_deg, at.lon_deg, points.rsrp_dbm[i], predicted[i],
                           predicted[i] - points.rsrp_dbm[i]);
    }
    writeTextFile(path, csv);
    if (predicted.empty()) {
        warnings.push_back("no measured point is left to compare with");
        return {};
    }
    std::vector<report::MeasurementScore> scores;
    for (const auto& score : calibration::scoreByGroup(site_of, predicted, points.rsrp_dbm))
        scores.push_back({score.group, score.count, score.mean_error_db, score.std_db, score.rmse_db});
    return scores;
}

report::Input gatherOutcome(const scenario::Scenario& s, const std::string& output,
                            const std::string& command, int threads) {
    const std::vector<std::string> folders = legFolders(s, output);
    report::Input input;
    input.before = readLeg(s, folders[0], threads);
    if (folders.size() > 1) input.after = readLeg(scenario::applyChanges(s), folders[1], threads);
    for (const scenario::Change& change : s.changes) input.changes.push_back(change.text);
    input.expectations = checkExpectations(s, input);
    input.warnings = validityWarnings(s);
    if (s.outputs.measurements)
        input.measurements = predictAtMeasurements(s, output + "/measurements.csv", threads, input.warnings);
    input.command = command;
    return input;
}

void writeTextFile(const std::string& path, const std::string& text) {
    const std::string temporary = path + ".partial";
    std::ofstream file(temporary, std::ios::binary);
    file << text;
    file.close();
    std::error_code error;
    if (file) std::filesystem::rename(temporary, path, error);
    if (!file || error) {
        const std::string reason = error ? error.message() : std::strerror(errno);
        std::filesystem::remove(temporary, error);
        throw ResourceError(path + ": cannot be written: " + reason);
    }
}

}  // namespace celltwin::service
