// SPDX-License-Identifier: BSD-3-Clause
//
// Event A3 of TS 38.331 clause 5.5.4.4 with time to trigger, on L3-filtered RSRP (clause 5.5.3.2). Pure rules
// on one UE's columns; the engine owns the rows.
#pragma once

#include <cstdint>

#include "models/rrc/filter.h"

namespace celltwin::mobility {

/// Parameters of reportConfigNR for A3; offsets between cells beyond `offset_db` are not modelled yet.
struct A3Parameters {
    double offset_db = 3.0;      ///< a3-Offset
    double hysteresis_db = 1.0;  ///< hysteresis
    double time_to_trigger_ms = 160.0;
    int filter_coefficient_k = 4;  ///< filterCoefficientRSRP; a = 1 / 2^(k/4)
};

/// Progress of one UE towards A3: the candidate and since when the entering condition holds without a break.
struct A3State {
    std::int64_t candidate_cell = -1;  ///< 64 bits: checkpoints hold these bytes, so there is no padding
    std::int64_t entered_at_ns = 0;
};

// The L3 filter lives in models/rrc.
using rrc::applyFilterDbm;
using rrc::filterRsrpDbm;
using rrc::filterWeight;

/// Inequality A3-1, the entering condition: Mn - Hys > Mp + Off.
bool a3Entering(const A3Parameters& parameters, double serving_dbm, double neighbour_dbm);
/// Inequality A3-2, the leaving condition: Mn + Hys < Mp + Off. It ends an event that was reported and
/// matters where one is not acted upon (reportOnLeave).
bool a3Leaving(const A3Parameters& parameters, double serving_dbm, double neighbour_dbm);

/// True once the strongest neighbour has met the entering condition in every sample for time_to_trigger
/// (clause 5.5.4.1), and in each later sample for as long as it goes on; reset `state` with A3State{} after a
/// handover. One sample without it, the leaving condition reached or not, or another strongest neighbour
/// starts the time anew. `best_neighbour` -1 = none. Not modelled: timers of several neighbours at once.
bool a3Triggered(const A3Parameters& parameters, double serving_dbm, std::int32_t best_neighbour,
                 double neighbour_dbm, std::int64_t now_ns, A3State& state);

}  // namespace celltwin::mobility
