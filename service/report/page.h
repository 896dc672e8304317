// SPDX-License-Identifier: BSD-3-Clause
//
// The parts of the page, each as HTML that stands without scripts. renderHtml() puts them in order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/report/chart.h"
#include "service/report/comparison.h"
#include "service/report/raster.h"

namespace celltwin::report {

/// One KPI in time: per leg the median over cells and the band from the 10th to the 90th percentile.
struct Timeline {
    record::Kpi kpi = record::Kpi::drb_ue_thp_dl;
    std::vector<Series> series;
};
/// At most kTimelinePoints points each; longer runs are aggregated over equal numbers of periods.
std::vector<Timeline> buildTimelines(const Input& input);
inline constexpr std::size_t kTimelinePoints = 400;

std::string answerSentence(const Comparison& comparison);

std::string networkSection(const Comparison& comparison);
/// Uplink, mobility, connections, delay, experience and energy, then what is split by service, slice and 5QI.
/// Only what the run filled.
std::string behaviourSection(const Comparison& comparison);
/// A row of a table like the network's, and such a table around its <tbody> elements.
std::string kpiRow(const Comparison& comparison, record::Kpi kpi);
std::string kpiTable(const Comparison& comparison, const std::string& bodies);
std::string cellSection(const Comparison& comparison);
std::string allCellsSection(const Comparison& comparison);
std::string mapSection(const Comparison& comparison, const std::optional<Rasters>& rasters);
std::string timelineSection(const std::vector<Timeline>& timelines);
std::string distributionSection(const Input& input);
std::string eventSection(const Input& input);
std::string expectationSection(const Input& input);
std::string measurementSection(const Input& input);
std::string evidenceSection(const Input& input);
std::string licenceSection();

/// What the page's script draws from: cells, scales, time lines. JSON, escaped for a script element.
std::string pageData(const Comparison& comparison, const std::optional<Rasters>& rasters,
                     const std::vector<Timeline>& timelines);

/// CSS class of a cell's wedge: touched, harmed, gained, off; space separated.
std::vector<std::string> wedgeClasses(const Comparison& comparison);
/// Cells whose id stands on the map: the touched ones and those harmed most.
std::vector<bool> namedCells(const Comparison& comparison);
/// Cells shown in each of the harmed and gaining tables, and outlined on the map.
inline constexpr std::size_t kListedCells = 8;

}  // namespace celltwin::report
