// SPDX-License-Identifier: BSD-3-Clause
//
// What a UE believes of a level: layer 1 with its error, then layer 3's filter (TS 38.331 clause 5.5.3.2).
// Holds for RSRP, RSRQ and SINR alike, since the filter works on the reported scale, dBm or dB.
//
// The error is Gaussian, zero mean, in dB, as TR 36.839 clause 5.2 has it for simulations of handover: 90 %
// of the errors lie within 2 dB, so sigma = 2 dB / 1.6449 = 1.216 dB. That bound is the relative accuracy of
// RSRP on one frequency (TS 36.133 clause 9.1.2.2, TS 38.133 clause 10.1.3), whose 90 % is that of its test
// (both second-hand: the documents themselves were not at hand). It bounds the difference of two cells; taken
// for each cell, as here and there, the difference spreads sqrt(2) wider than the requirement.
// Not modelled: a bias of the UE, the dependence of the error on SINR, rounding to the reported 1 dB.
#pragma once

#include <cstdint>

#include "models/base/random.h"

namespace celltwin::rrc {

/// The L3 filter, F_n = (1-a) F_{n-1} + a M_n with a = 1 / 2^(k/4) (TS 38.331 clause 5.5.3.2): the weight of
/// one step. At a cadence other than the L1 period the weight keeps the filter's time constant, as the clause
/// asks: (1-a')^(period / sample_period) = 1-a. `period_ms` is the L1 period that k assumes, TS 38.133
/// clause 9.2.5.2 without DRX: 200 ms in FR1.
double filterWeight(int filter_coefficient_k, double sample_period_ms, double period_ms = 200.0);
/// The filter step with a weight given, 0 < weight <= 1. A `previous_dbm` that is not finite (nothing
/// measured yet, or a cell that was off) starts the filter at the measurement.
double applyFilterDbm(double previous_dbm, double measured_dbm, double weight);

struct MeasurementError {
    double sigma_db = 0.0;
    /// Errors of samples n apart correlate with 1 - n / correlated_samples; 1 = independent.
    std::int32_t correlated_samples = 1;
};

/// The error of one L1 sample, to be added before the L3 filter. A function of its keys: the same at any
/// thread count and after a resume; `correlated_samples` draws of cost.
double measurementErrorDb(const MeasurementError& error, const Random& random, std::uint32_t ue,
                          std::uint32_t cell, std::uint64_t sample);

}  // namespace celltwin::rrc
