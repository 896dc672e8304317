// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/filter.h"

#include <cassert>
#include <cmath>

namespace celltwin::rrc {

double filterWeight(int filter_coefficient_k, double sample_period_ms, double period_ms) {
    assert(filter_coefficient_k >= 0 && sample_period_ms > 0.0 && period_ms > 0.0);
    // a = 1 / 2^(k/4), a' = 1 - (1-a)^(sample_period / period)
    return 1.0 - std::pow(1.0 - std::exp2(-filter_coefficient_k / 4.0), sample_period_ms / period_ms);
}

double applyFilterDbm(double previous_dbm, double measured_dbm, double weight) {
    if (!std::isfinite(previous_dbm)) return measured_dbm;
    return (1.0 - weight) * previous_dbm + weight * measured_dbm;
}

double measurementErrorDb(const MeasurementError& error, const Random& random, std::uint32_t ue,
                          std::uint32_t cell, std::uint64_t sample) {
    assert(error.correlated_samples >= 1);
    if (error.sigma_db <= 0.0) return 0.0;
    const std::uint64_t link = (static_cast<std::uint64_t>(ue) << 32) | cell;
    // A moving average over n draws of variance 1 has variance 1/n and the triangle 1 - lag/n as correlation.
    // The first samples reach back to keys that wrap round, which are as good as others.
    double sum = 0.0;
    for (std::int32_t back = 0; back < error.correlated_samples; ++back)
        sum += random.normal(Stream::measurement_error, link, sample - static_cast<std::uint64_t>(back));
    return error.sigma_db * sum / std::sqrt(static_cast<double>(error.correlated_samples));
}

}  // namespace celltwin::rrc
