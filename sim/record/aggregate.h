// SPDX-License-Identifier: BSD-3-Clause
//
// KPI rows combined over cells and over periods, by the kind of each KPI: counts and distributions are
// summed, means averaged over time, maxima taken, ratios recomputed from numerator and denominator. What is
// missing (NaN) is left out; a result nobody contributed to is NaN.
// Not modelled: a mean over events (DRB.RlcSduDelayDl) has no count of its events in the row, so it is
// weighted by time like the rest; a mean over cells is per cell (RRC.ConnMean of a network is UEs per cell).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/record/trace.h"

namespace celltwin::record {

/// One row of rowWidth() values that lasted `weight` (seconds, or any one unit for all rows; above 0).
struct WeightedRow {
    std::span<const double> values;
    double weight = 1.0;
};

/// All rows as one, rowWidth() values; summed in the order given.
std::vector<double> aggregate(std::span<const WeightedRow> rows);
/// One cell over many periods.
std::vector<double> aggregatePeriods(std::span<const StoredKpiPeriod> periods, std::size_t cell);
/// All cells and all periods.
std::vector<double> aggregateAll(std::span<const StoredKpiPeriod> periods);

}  // namespace celltwin::record
