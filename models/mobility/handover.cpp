// SPDX-License-Identifier: BSD-3-Clause
#include "models/mobility/handover.h"

#include <cassert>
#include <cmath>

namespace celltwin::mobility {

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
