// SPDX-License-Identifier: BSD-3-Clause
//
// How far predictions are from measurements.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace celltwin::calibration {

/// Errors are predicted minus measured, dB.
struct ErrorScore {
    std::string group;
    std::size_t count = 0;
    double mean_error_db = 0.0;  ///< bias
    double std_db = 0.0;         ///< around the mean, population
    double rmse_db = 0.0;
};

/// One score over all pairs. Spans of equal length; an empty input gives count 0 and zeros.
ErrorScore scoreErrors(std::string group, std::span<const double> predicted,
                       std::span<const double> measured);

/// Scores per group in first-seen order, then "all". `group[i]` names the group of pair i.
std::vector<ErrorScore> scoreByGroup(std::span<const std::string> group, std::span<const double> predicted,
                                     std::span<const double> measured);

}  // namespace celltwin::calibration
