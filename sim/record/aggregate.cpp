// SPDX-License-Identifier: BSD-3-Clause
#include "sim/record/aggregate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "sim/record/kpi.h"

namespace celltwin::record {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double sum(std::span<const WeightedRow> rows, std::size_t column) {
    double total = 0.0;
    bool any = false;
    for (const WeightedRow& row : rows) {
        const double value = row.values[column];
        if (std::isnan(value)) continue;
        total += value;
        any = true;
    }
    return any ? total : kMissing;
}

double maximum(std::span<const WeightedRow> rows, std::size_t column) {
    double highest = kMissing;
    for (const WeightedRow& row : rows) highest = std::fmax(highest, row.values[column]);
    return highest;
}

double minimum(std::span<const WeightedRow> rows, std::size_t column) {
    double lowest = kMissing;
    for (const WeightedRow& row : rows) lowest = std::fmin(lowest, row.values[column]);
    return lowest;
}

/// `in_db`: dBm and dB, averaged in linear measure.
double mean(std::span<const WeightedRow> rows, std::size_t column, bool in_db) {
    double total = 0.0, weight = 0.0;
    for (const WeightedRow& row : rows) {
        const double value = row.values[column];
        if (std::isnan(value)) continue;
        total += row.weight * (in_db ? toMilliwatts(Dbm{value}).value : value);
        weight += row.weight;
    }
    if (weight == 0.0) return kMissing;
    return in_db ? toDbm(Milliwatts{total / weight}).value : total / weight;
}

double ratio(std::span<const WeightedRow> rows, const KpiDefinition& kpi, std::size_t part) {
    const std::size_t above = column(findKpi(kpi.numerator).value()) + part;
    const std::size_t below = column(findKpi(kpi.denominator).value()) + part;
    double numerator = 0.0, denominator = 0.0;
    for (const WeightedRow& row : rows) {
        if (std::isnan(row.values[above]) || std::isnan(row.values[below])) continue;
        numerator += row.values[above];
        denominator += row.values[below];
    }
    return denominator == 0.0 ? kMissing : kpi.ratio_scale * numerator / denominator;
}

double combined(std::span<const WeightedRow> rows, const KpiDefinition& kpi, std::size_t part) {
    const std::size_t at = column(kpi.id) + part;
    switch (kpi.kind) {
        case Kind::count:
        case Kind::distribution:
            return sum(rows, at);
        case Kind::mean:
            return mean(rows, at, kpi.unit == "dBm" || kpi.unit == "dB");
        case Kind::maximum:
            return maximum(rows, at);
        case Kind::minimum:
            return minimum(rows, at);
        case Kind::ratio:
            return ratio(rows, kpi, part);
    }
    return kMissing;
}

void addCells(std::vector<WeightedRow>& rows, const StoredKpiPeriod& period) {
    assert(period.values.size() % rowWidth() == 0);
    const double seconds = static_cast<double>(period.end_ns - period.begin_ns) * 1e-9;
    for (std::size_t first = 0; first < period.values.size(); first += rowWidth())
        rows.push_back({std::span(period.values).subspan(first, rowWidth()), seconds});
}

}  // namespace

std::vector<double> aggregate(std::span<const WeightedRow> rows) {
    std::vector<double> total(rowWidth(), kMissing);
    for (const KpiDefinition& kpi : kpiCatalogue())
        for (std::size_t part = 0; part < kpi.width(); ++part)
            total[column(kpi.id) + part] = combined(rows, kpi, part);
    return total;
}

std::vector<double> aggregatePeriods(std::span<const StoredKpiPeriod> periods, std::size_t cell) {
    std::vector<WeightedRow> rows;
    for (const StoredKpiPeriod& period : periods) {
        assert((cell + 1) * rowWidth() <= period.values.size());
        rows.push_back({std::span(period.values).subspan(cell * rowWidth(), rowWidth()),
                        static_cast<double>(period.end_ns - period.begin_ns) * 1e-9});
    }
    return aggregate(rows);
}

std::vector<double> aggregateAll(std::span<const StoredKpiPeriod> periods) {
    std::vector<WeightedRow> rows;
    for (const StoredKpiPeriod& period : periods) addCells(rows, period);
    return aggregate(rows);
}

}  // namespace celltwin::record
