// SPDX-License-Identifier: BSD-3-Clause
//
// Distributions of the traffic models, each from one uniform by inversion, and their means. Truncated ones
// are what drawing again outside the bounds gives. Private to models/traffic.
#pragma once

#include <cstdint>

#include "models/base/random.h"
#include "models/traffic/traffic.h"

namespace celltwin::traffic {

inline constexpr double kNsPerSecond = 1e9;
inline constexpr double kSecondsPerHour = 3600.0;

/// What a draw of a flow is for. Append only: the number is part of the draw.
enum class Purpose : std::uint64_t {
    session_state,
    session_gap,
    session_length,
    phase,
    uplink_phase,
    jitter,
    size,
    uplink_size,
    gap,
    reading,
    parsing,
    object_count,
    talk,
    uplink_talk,
    interval,
    answer,
};

/// A key of its own for each purpose, so that no two uses of a flow share a number.
inline std::uint64_t purposeKey(const Random& random, std::uint64_t flow, Purpose purpose) {
    return random.bits(Stream::traffic_arrival, flow,
                       (std::uint64_t{1} << 63) + static_cast<std::uint64_t>(purpose));
}
inline double uniformOf(const Random& random, std::uint64_t flow, Purpose purpose, std::uint64_t step) {
    return random.uniform(Stream::traffic_arrival, purposeKey(random, flow, purpose), step);
}

/// Whole nanoseconds of a time, never beyond kNever.
std::int64_t toNs(double time_ns);

/// Normal of mean 0 between -max and max, or between low and high.
double truncatedNormal(double uniform, double std, double low, double high);

struct TruncatedLogNormal {
    double mu, sigma, min, max;
    double draw(double uniform) const;
    double mean() const;
};
/// Pareto from `min` on; values above `max` count as `max`.
struct CutPareto {
    double min, max, shape;
    double draw(double uniform) const;
    double mean() const;
};
/// a - b ln(-ln U), the largest extreme value (Fisher-Tippett, Gumbel) distribution.
double largestExtreme(double uniform, double a, double b);
double largestExtremeMean(double a, double b);

// NGMN A.1 (R1-070674 Table 3); its mean of 5.64 objects holds with the cut's probability at the cut itself.
inline constexpr TruncatedLogNormal kMainObjectBytes{8.37, 1.37, 100.0, 2e6};
inline constexpr TruncatedLogNormal kEmbeddedObjectBytes{6.17, 2.36, 50.0, 2e6};
inline constexpr CutPareto kObjectsBefore{2.0, 55.0, 1.1};
/// Embedded objects of a page: the cut Pareto value less its minimum, to the nearest whole number.
std::uint32_t embeddedObjects(double uniform);
double meanEmbeddedObjects();
/// Probability that a page has any.
double embeddedObjectsShare();

// TR 45.820 Table E.2-2: how often devices report.
struct IntervalShare {
    double interval_s, share;
};
inline constexpr IntervalShare kReportIntervals[] = {
    {86400.0, 0.40}, {7200.0, 0.40}, {3600.0, 0.15}, {1800.0, 0.05}};
double mixedInterval(double uniform);

}  // namespace celltwin::traffic
