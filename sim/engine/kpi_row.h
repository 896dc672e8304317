// SPDX-License-Identifier: BSD-3-Clause
//
// Writing into the open KPI period. Private to sim/engine.
#pragma once

#include <algorithm>

#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {

inline double* kpiRow(RanState& state, std::uint32_t cell) {
    return state.kpi.data() + cell * record::rowWidth();
}
inline void addTo(RanState& state, std::uint32_t cell, record::Kpi kpi, double value) {
    kpiRow(state, cell)[record::column(kpi)] += value;
}
/// Of a split counter; a label of -1 is not split.
inline void addToLabel(RanState& state, std::uint32_t cell, record::Kpi kpi, int label, double value) {
    if (label >= 0) kpiRow(state, cell)[record::column(kpi) + static_cast<std::size_t>(label)] += value;
}
inline void raiseTo(RanState& state, std::uint32_t cell, record::Kpi kpi, double value) {
    double& x = kpiRow(state, cell)[record::column(kpi)];
    x = std::max(x, value);
}
inline void countIn(RanState& state, std::uint32_t cell, record::Kpi kpi, double value, double weight = 1.0) {
    kpiRow(state, cell)[record::column(kpi) + record::binOf(record::definition(kpi), value)] += weight;
}

}  // namespace celltwin::engine
