// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/mobility/handover.h"

namespace celltwin::mobility {
namespace {

constexpr std::int64_t kMs = 1'000'000;

TEST(L3Filter, WeightsOfTheClause) {
    EXPECT_DOUBLE_EQ(filterRsrpDbm(-80.0, -100.0, 0), -100.0);  // a = 1
    EXPECT_DOUBLE_EQ(filterRsrpDbm(-80.0, -100.0, 4), -90.0);   // a = 1/2
    EXPECT_DOUBLE_EQ(filterRsrpDbm(-80.0, -100.0, 8), -85.0);   // a = 1/4
    EXPECT_EQ(filterRsrpDbm(std::numeric_limits<double>::quiet_NaN(), -97.0, 4), -97.0);
    EXPECT_EQ(filterRsrpDbm(-std::numeric_limits<double>::infinity(), -97.0, 4), -97.0);
}

// Twenty steps of 10 ms leave of a jump what one step of 200 ms leaves.
TEST(L3Filter, KeepsItsTimeConstantAtAnotherCadence) {
    for (const int k : {1, 4, 8, 11}) {
        const double weight = filterWeight(k, 10.0);
        double filtered = -80.0;
        for (int step = 0; step < 20; ++step) filtered = applyFilterDbm(filtered, -100.0, weight);
        EXPECT_NEAR(filtered, filterRsrpDbm(-80.0, -100.0, k), 1e-9);
        EXPECT_DOUBLE_EQ(filterWeight(k, 200.0), std::exp2(-k / 4.0));
    }
    EXPECT_EQ(filterWeight(0, 10.0), 1.0);
}

TEST(A3, EnteringAndLeavingInequalities) {
    const A3Parameters parameters;  // offset 3 dB, hysteresis 1 dB
    EXPECT_FALSE(a3Entering(parameters, -90.0, -86.0));
    EXPECT_TRUE(a3Entering(parameters, -90.0, -85.9));
    EXPECT_FALSE(a3Leaving(parameters, -90.0, -88.0));
    EXPECT_TRUE(a3Leaving(parameters, -90.0, -88.1));
}

/// Drive from cell 0 at 0 m to cell 1 at 1000 m at 20 m/s, 35 dB a decade; returns the time of the trigger.
std::int64_t driveNs(const A3Parameters& parameters, std::int64_t sample_ns) {
    A3State state;
    for (std::int64_t t = 1000 * kMs; t < 49'000 * kMs; t += sample_ns) {
        const double along_m = 20e-9 * static_cast<double>(t);
        const double serving = -40.0 - 35.0 * std::log10(along_m);
        const double neighbour = -40.0 - 35.0 * std::log10(1000.0 - along_m);
        if (a3Triggered(parameters, serving, 1, neighbour, t, state)) return t;
    }
    return -1;
}

// Analytic: entering where 35 log10(d / (1000 - d)) = offset + hysteresis, that is d = 1000 r / (1 + r) with
// r = 10^(4/35); the trigger is at the first sample after it plus the time to trigger, to the sample.
TEST(A3, StraightDriveTriggersAtTheAnalyticMoment) {
    A3Parameters parameters;
    const double ratio = std::pow(10.0, (parameters.offset_db + parameters.hysteresis_db) / 35.0);
    const double entering_ns = 1000.0 * ratio / (1.0 + ratio) / 20e-9;
    for (const std::int64_t sample_ns : {1 * kMs, 10 * kMs, 40 * kMs, 100 * kMs})
        for (const double time_to_trigger_ms : {0.0, 40.0, 160.0, 640.0}) {
            parameters.time_to_trigger_ms = time_to_trigger_ms;
            const auto first =
                static_cast<std::int64_t>(std::floor(entering_ns / static_cast<double>(sample_ns))) + 1;
            const auto samples = static_cast<std::int64_t>(
                std::ceil(time_to_trigger_ms * 1e6 / static_cast<double>(sample_ns)));
            EXPECT_EQ(driveNs(parameters, sample_ns), (first + samples) * sample_ns);
        }
}

// Analytic: behind a ramp of s dB a sample the filter lags (1-a)/a samples once its start is forgotten.
TEST(A3, FilteredRampTriggersLaterByTheFiltersLag) {
    A3Parameters parameters;
    for (const int k : {0, 4, 8, 12}) {
        const double slope = 0.01, a = std::exp2(-k / 4.0);
        double serving = std::numeric_limits<double>::quiet_NaN(), neighbour = serving;
        A3State state;
        std::int64_t trigger = -1;
        for (std::int64_t n = -2000; n < 2000 && trigger < 0; ++n) {
            serving = filterRsrpDbm(serving, -90.0, k);
            neighbour = filterRsrpDbm(neighbour, -90.0 + slope * (static_cast<double>(n) + 0.5), k);
            if (a3Triggered(parameters, serving, 5, neighbour, n * 40 * kMs, state)) trigger = n;
        }
        const double entering = 4.0 / slope - 0.5 + (1.0 - a) / a;
        EXPECT_EQ(trigger, static_cast<std::int64_t>(std::floor(entering)) + 1 + 4) << "k = " << k;
    }
}

TEST(A3, AnyBreakStartsTheTimeAnew) {
    const A3Parameters parameters;  // 160 ms
    A3State state;
    const auto sample = [&](int ms, std::int32_t cell, double neighbour) {
        return a3Triggered(parameters, -90.0, cell, neighbour, ms * kMs, state);
    };
    EXPECT_FALSE(sample(0, 1, -85.0));
    EXPECT_FALSE(sample(120, 1, -85.0));
    EXPECT_FALSE(sample(130, 1, -87.0));  // neither entering nor leaving: not "for all measurements"
    EXPECT_EQ(state.candidate_cell, -1);
    EXPECT_FALSE(sample(140, 1, -85.0));
    EXPECT_FALSE(sample(240, 2, -84.0));  // another candidate
    EXPECT_FALSE(sample(300, 2, -84.0));
    EXPECT_FALSE(sample(399, 2, -84.0));
    EXPECT_TRUE(sample(400, 2, -84.0));
    EXPECT_TRUE(sample(410, 2, -84.0));    // not acted upon: goes on
    EXPECT_FALSE(sample(420, -1, -84.0));  // no neighbour at all
    EXPECT_FALSE(sample(430, 2, -84.0));
}

TEST(A3, NoTimeToTriggerMeansAtOnce) {
    A3Parameters parameters;
    parameters.time_to_trigger_ms = 0.0;
    A3State state;
    EXPECT_FALSE(a3Triggered(parameters, -90.0, 3, -86.0, 0, state));
    EXPECT_TRUE(a3Triggered(parameters, -90.0, 3, -85.0, kMs, state));
    // A serving cell that is switched off is left for any neighbour.
    EXPECT_TRUE(a3Triggered(parameters, -std::numeric_limits<double>::infinity(), 3, -130.0, 2 * kMs, state));
}

}  // namespace
}  // namespace celltwin::mobility
