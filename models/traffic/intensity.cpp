// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/intensity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/traffic/draws.h"

namespace celltwin::traffic {
namespace {

constexpr std::int64_t kNsPerHour = 3'600'000'000'000;

/// Time since Monday 0 h of the first week.
std::int64_t wallNs(const Profile& profile, std::int64_t time_ns) {
    return time_ns + toNs(profile.start_hour * static_cast<double>(kNsPerHour));
}

double factorOf(const std::vector<double>& hourly, std::int64_t wall_ns) {
    return hourly[static_cast<std::size_t>(wall_ns / kNsPerHour) % hourly.size()];
}

/// The wait in ns until `seconds` of time at factor 1 have passed.
double modulatedWaitNs(const std::vector<double>& hourly, std::int64_t wall_ns, double seconds) {
    const double cycle = std::accumulate(hourly.begin(), hourly.end(), 0.0) * kSecondsPerHour;
    if (!(cycle > 0.0) || !std::isfinite(seconds)) return static_cast<double>(kNever);
    const double cycles = std::floor(seconds / cycle);
    double left = seconds - cycles * cycle;
    double wait_ns = cycles * static_cast<double>(hourly.size()) * static_cast<double>(kNsPerHour);
    // What is left is less than a cycle; one hour more for where it begins within one, one for rounding.
    for (std::size_t hours = 0; hours < hourly.size() + 2; ++hours) {
        const double factor = factorOf(hourly, wall_ns);
        const std::int64_t rest_ns = kNsPerHour - wall_ns % kNsPerHour;
        const double offered = factor * static_cast<double>(rest_ns) / kNsPerSecond;
        if (left < offered) return wait_ns + left / factor * kNsPerSecond;
        left -= offered;
        wait_ns += static_cast<double>(rest_ns);
        wall_ns += rest_ns;
    }
    return wait_ns;
}

}  // namespace

std::int64_t poissonAfter(const Profile& profile, std::int64_t from_ns, double exponential,
                          double per_second) {
    const double gap_ns =
        profile.hourly ? modulatedWaitNs(*profile.hourly, wallNs(profile, from_ns), exponential / per_second)
                       : exponential * kNsPerSecond / per_second;
    return std::min(kNever, from_ns + std::max<std::int64_t>(1, toNs(gap_ns)));
}

double hourFactor(const Profile& profile, std::int64_t time_ns) {
    return profile.hourly ? factorOf(*profile.hourly, wallNs(profile, time_ns)) : 1.0;
}

std::int64_t hourEndNs(const Profile& profile, std::int64_t time_ns) {
    return time_ns + kNsPerHour - wallNs(profile, time_ns) % kNsPerHour;
}

double meanHourFactor(const Profile& profile) {
    if (!profile.hourly) return 1.0;
    const auto& hourly = *profile.hourly;
    return std::accumulate(hourly.begin(), hourly.end(), 0.0) / static_cast<double>(hourly.size());
}

double sessionShare(const Sessions& sessions, double factor) {
    // On for d, off for 1 / rate: an alternating renewal process.
    const double started = sessions.per_hour * factor * sessions.mean_duration_s;
    return started / (started + kSecondsPerHour);
}

}  // namespace celltwin::traffic
