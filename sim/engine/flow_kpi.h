// SPDX-License-Identifier: BSD-3-Clause
//
// Writing into the open KPI period of fidelity `flow`. Private to sim/engine.
#pragma once

#include <algorithm>

#include "sim/engine/flow_context.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {

inline double* kpiRow(FlowState& state, std::size_t cell) {
    return state.kpi.data() + cell * record::rowWidth();
}
inline void addTo(FlowState& state, std::size_t cell, record::Kpi kpi, double value) {
    kpiRow(state, cell)[record::column(kpi)] += value;
}
inline void addToLabel(FlowState& state, std::size_t cell, record::Kpi kpi, int label, double value) {
    if (label >= 0) kpiRow(state, cell)[record::column(kpi) + static_cast<std::size_t>(label)] += value;
}
inline void raiseTo(FlowState& state, std::size_t cell, record::Kpi kpi, double value) {
    double& x = kpiRow(state, cell)[record::column(kpi)];
    x = std::max(x, value);
}
inline void countIn(FlowState& state, std::size_t cell, record::Kpi kpi, double value) {
    kpiRow(state, cell)[record::column(kpi) + record::binOf(record::definition(kpi), value)] += 1.0;
}

}  // namespace celltwin::engine
