// SPDX-License-Identifier: BSD-3-Clause
//
// Event A3 of TS 38.331 clause 5.5.4.4 with time to trigger, on L3-filtered RSRP (clause 5.5.3.2). Pure rules
// on one UE's columns; the engine owns the rows.
#pragma once

#include <cstdint>

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
    std::int32_t candidate_cell = -1;
    std::int64_t entered_at_ns = 0;
};

/// L3 filter step, F_n = (1-a) F_{n-1} + a M_n, in dB; a = 1 / 2^(k/4) (TS 38.331 clause 5.5.3.2).
double filterRsrpDbm(double previous_dbm, double measured_dbm, int filter_coefficient_k);

/// Entering condition Mn - Hys > Mp + Off and leaving condition Mn + Hys < Mp + Off (A3-1, A3-2) for the
/// strongest neighbour; returns true once the entering condition has lasted time_to_trigger.
bool a3Triggered(const A3Parameters& parameters, double serving_dbm, std::int32_t best_neighbour,
                 double neighbour_dbm, std::int64_t now_ns, A3State& state);

}  // namespace celltwin::mobility
