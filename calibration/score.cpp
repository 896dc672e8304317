// SPDX-License-Identifier: BSD-3-Clause
#include "calibration/score.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace celltwin::calibration {

ErrorScore scoreErrors(std::string group, std::span<const double> predicted,
                       std::span<const double> measured) {
    assert(predicted.size() == measured.size());
    ErrorScore score{std::move(group), predicted.size(), 0.0, 0.0, 0.0};
    if (predicted.empty()) return score;
    const auto n = static_cast<double>(predicted.size());
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        const double error = predicted[i] - measured[i];
        sum += error;
        squares += error * error;
    }
    score.mean_error_db = sum / n;
    score.rmse_db = std::sqrt(squares / n);
    double deviations = 0.0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        const double d = predicted[i] - measured[i] - score.mean_error_db;
        deviations += d * d;
    }
    score.std_db = std::sqrt(deviations / n);
    return score;
}

std::vector<ErrorScore> scoreByGroup(std::span<const std::string> group, std::span<const double> predicted,
                                     std::span<const double> measured) {
    std::vector<std::string> names;
    for (const std::string& name : group)
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    std::vector<ErrorScore> scores;
    for (const std::string& name : names) {
        std::vector<double> p, m;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (group[i] != name) continue;
            p.push_back(predicted[i]);
            m.push_back(measured[i]);
        }
        scores.push_back(scoreErrors(name, p, m));
    }
    scores.push_back(scoreErrors("all", predicted, measured));
    return scores;
}

}  // namespace celltwin::calibration
