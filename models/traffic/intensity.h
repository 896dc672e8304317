// SPDX-License-Identifier: BSD-3-Clause
//
// Poisson arrivals whose rate follows the hour, and the sessions made of them. The next arrival is found by
// inversion: a unit exponential is used up by the integral of the rate, so one draw makes one arrival and a
// higher rate moves every arrival forward, in both legs of a what-if alike. Private to models/traffic.
#pragma once

#include "models/traffic/traffic.h"

namespace celltwin::traffic {

/// When `exponential` (mean 1) of the integral of per_second x the hour's factor has passed since from_ns; at
/// least 1 ns later.
std::int64_t poissonAfter(const Profile& profile, std::int64_t from_ns, double exponential,
                          double per_second);
/// The factor of the hour at a time.
double hourFactor(const Profile& profile, std::int64_t time_ns);
double meanHourFactor(const Profile& profile);
/// When the hour that `time_ns` lies in ends.
std::int64_t hourEndNs(const Profile& profile, std::int64_t time_ns);

inline bool hasSessions(const Profile& profile) {
    return profile.sessions.per_hour > 0.0;
}
/// Share of the time with a session on, where starts are `factor` times as frequent.
double sessionShare(const Sessions& sessions, double factor);

}  // namespace celltwin::traffic
