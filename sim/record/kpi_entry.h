// SPDX-License-Identifier: BSD-3-Clause
//
// How an entry of the KPI catalogue is written down. Private to the room.
#pragma once

#include <span>
#include <string_view>

#include "sim/record/kpi.h"

namespace celltwin::record {

/// One that is counted, averaged or binned by itself; a distribution has edges.
constexpr KpiDefinition counter(Kpi id, std::string_view name, std::string_view unit, std::string_view object,
                                Kind kind, std::string_view clause, std::string_view definition,
                                std::span<const double> bin_edges = {}) {
    return {id, name, unit, object, kind, "", "", clause, definition, bin_edges};
}

/// scale * numerator / denominator, which are counters of these names.
constexpr KpiDefinition ratio(Kpi id, std::string_view name, std::string_view unit, std::string_view object,
                              std::string_view numerator, std::string_view denominator,
                              std::string_view clause, std::string_view definition, double scale = 1.0) {
    return {id, name, unit, object, Kind::ratio, numerator, denominator, clause, definition, {}, scale};
}

/// The same with a column for each label.
constexpr KpiDefinition split(std::span<const std::string_view> labels, KpiDefinition entry) {
    entry.labels = labels;
    return entry;
}

}  // namespace celltwin::record
