// SPDX-License-Identifier: BSD-3-Clause
#include "models/mobility/handover.h"

#include <cassert>
#include <cmath>

namespace celltwin::mobility {

double filterRsrpDbm(double previous_dbm, double measured_dbm, int filter_coefficient_k) {
    // a = 1 / 2^(k/4)
    return applyFilterDbm(previous_dbm, measured_dbm, std::exp2(-filter_coefficient_k / 4.0));
}

double filterWeight(int filter_coefficient_k, double sample_period_ms, double period_ms) {
    assert(filter_coefficient_k >= 0 && sample_period_ms > 0.0 && period_ms > 0.0);
    // a' = 1 - (1-a)^(sample_period / period)
    return 1.0 - std::pow(1.0 - std::exp2(-filter_coefficient_k / 4.0), sample_period_ms / period_ms);
}

double applyFilterDbm(double previous_dbm, double measured_dbm, double weight) {
    if (!std::isfinite(previous_dbm)) return measured_dbm;
    return (1.0 - weight) * previous_dbm + weight * measured_dbm;
}

bool a3Entering(const A3Parameters& parameters, double serving_dbm, double neighbour_dbm) {
    return neighbour_dbm - parameters.hysteresis_db > serving_dbm + parameters.offset_db;
}

bool a3Leaving(const A3Parameters& parameters, double serving_dbm, double neighbour_dbm) {
    return neighbour_dbm + parameters.hysteresis_db < serving_dbm + parameters.offset_db;
}

bool a3Triggered(const A3Parameters& parameters, double serving_dbm, std::int32_t best_neighbour,
                 double neighbour_dbm, std::int64_t now_ns, A3State& state) {
    if (best_neighbour < 0 || !a3Entering(parameters, serving_dbm, neighbour_dbm)) {
        state = A3State{};
        return false;
    }
    if (state.candidate_cell != best_neighbour) state = A3State{best_neighbour, now_ns};
    return now_ns - state.entered_at_ns >= std::llround(parameters.time_to_trigger_ms * 1e6);
}

}  // namespace celltwin::mobility
