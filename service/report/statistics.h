// SPDX-License-Identifier: BSD-3-Clause
//
// The few statistics the report uses, each defined here and nowhere else. NaN means "no sample" and is left
// out wherever a function says so.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace celltwin::report {

/// Quantile 0..1 with linear interpolation between order statistics (Hyndman and Fan, 1996, type 7). NaN
/// samples are left out; NaN where none remain.
double quantile(std::span<const double> samples, double probability);
/// The same for several probabilities at one sort.
std::vector<double> quantiles(std::span<const double> samples, std::span<const double> probabilities);

/// Two-sided 95 % point of Student's t, i.e. its 0.975 quantile, for 1 degree of freedom and more.
double studentT975(int degrees_of_freedom);

/// How a run of periods is cut into batches for an interval: periods that follow each other are alike, the
/// means of long enough batches much less so (batch means; Law, Simulation Modeling and Analysis, ch. 9).
struct Batches {
    std::size_t first = 0;   ///< periods before it are left out, so that all batches are equally long
    std::size_t count = 0;   ///< floor(sqrt(periods)), at least 5, at most 30
    std::size_t length = 0;  ///< periods in each
};
/// Absent below kMinimumPeriods: an interval over so few would be a guess.
inline constexpr std::size_t kMinimumPeriods = 10;
std::optional<Batches> planBatches(std::size_t periods);

/// Half the width of the 95 % interval of the mean of `batch_values` (t distribution, count - 1 degrees of
/// freedom). Absent for fewer than two values or where one of them is NaN.
std::optional<double> halfWidth95(std::span<const double> batch_values);

/// The empirical distribution as (value, share of samples <= value), at most `points` + 1 points at equal
/// shares from the minimum to the maximum. NaN samples are left out.
std::vector<std::pair<double, double>> cumulativeCurve(std::span<const double> samples, std::size_t points);

}  // namespace celltwin::report
