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
    std::int64_t candidate_cell = -1;  ///< 64 bits: checkpoints hold these bytes, so there is no padding
    std::int64_t entered_at_ns = 0;
};

/// L3 filter step, F_n = (1-a) F_{n-1} + a M_n, in dB; a = 1 / 2^(k/4) (TS 38.331 clause 5.5.3.2). One step
/// is one L1 measurement period; at another cadence use filterWeight. A `previous_dbm` that is
/// not finite (nothing measured yet, or a cell that was off) starts the filter at the measurement.
double filterRsrpDbm(double previous_dbm, double measured_dbm, int filter_coefficient_k);

/// The weight a' of one step at another cadence that keeps the filter's time constant, as the clause asks:
/// (1-a')^(period / sample_period) = 1-a. `period_ms` is the L1 period that k assumes, TS 38.133
/// clause 9.2.5.2 without DRX: 200 ms in FR1.
double filterWeight(int filter_coefficient_k, double sample_period_ms, double period_ms = 200.0);
/// The filter step with a weight given, 0 < weight <= 1.
double applyFilterDbm(double previous_dbm, double measured_dbm, double weight);

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
