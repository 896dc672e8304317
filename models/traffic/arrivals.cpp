// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/arrivals.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::traffic {
namespace {

constexpr double kNsPerSecond = 1e9;

std::int64_t toNs(double time_ns) {
    return time_ns < static_cast<double>(kNever) ? static_cast<std::int64_t>(time_ns) : kNever;
}

double ftp3Bytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                 std::int64_t to_ns, ArrivalCursor& cursor) {
    const auto after = [&](std::int64_t time_ns) {
        // Exponential gaps of mean 1 / lambda (TR 36.889 Annex A); at least 1 ns, so that time always
        // advances.
        const double gap_ns = random.exponential(Stream::traffic_arrival, ue, cursor.arrivals) *
                              kNsPerSecond / profile.files_per_second;
        return std::min(kNever, time_ns + std::max<std::int64_t>(1, toNs(gap_ns)));
    };
    if (cursor.next_arrival_ns < 0) cursor.next_arrival_ns = after(0);
    double bytes = 0.0;
    while (cursor.next_arrival_ns < to_ns) {
        if (cursor.next_arrival_ns >= from_ns) bytes += profile.file_bytes;
        ++cursor.arrivals;
        cursor.next_arrival_ns = after(cursor.next_arrival_ns);
    }
    return bytes;
}

double constantRateBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                         std::int64_t to_ns, ArrivalCursor& cursor) {
    if (cursor.next_arrival_ns >= to_ns) return 0.0;
    const double gap_ns = profile.packet_bytes * 8.0 / (profile.rate_kbps * 1e3) * kNsPerSecond;
    const double phase = random.uniform(Stream::traffic_arrival, ue);
    // From the packet's number rather than from the packet before: no rounding adds up.
    const auto arrivalNs = [&](std::uint64_t number) {
        return toNs((phase + static_cast<double>(number)) * gap_ns);
    };
    // Smallest number not below `number` that arrives at `time_ns` or later, without a walk over those
    // between.
    const auto firstSince = [&](std::int64_t time_ns, std::uint64_t number) {
        const double passed = static_cast<double>(time_ns) / gap_ns - phase;
        if (passed > 1.0) number = std::max(number, static_cast<std::uint64_t>(passed) - 1);
        while (arrivalNs(number) < time_ns) ++number;
        return number;
    };
    const std::uint64_t first = firstSince(from_ns, cursor.arrivals);
    cursor.arrivals = firstSince(to_ns, first);
    cursor.next_arrival_ns = arrivalNs(cursor.arrivals);
    return static_cast<double>(cursor.arrivals - first) * profile.packet_bytes;
}

/// The downlink of a flow whose every unit is delivered as it arrives.
double idealBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                  std::int64_t to_ns, ArrivalCursor& cursor) {
    if (cursor.next_arrival_ns < 0) {
        cursor.flow = begin(profile, random, ue);
        cursor.next_arrival_ns = 0;
    }
    double bytes = 0.0;
    Experience unused;
    while (const auto unit = take(profile, random, ue, to_ns, cursor.flow)) {
        if (unit->direction == Direction::downlink && unit->time_ns >= from_ns)
            bytes += static_cast<double>(unit->bytes);
        settle(profile, random, ue,
               {unit->time_ns, unit->time_ns, unit->bytes, 0, unit->number, unit->direction}, cursor.flow,
               unused);
    }
    return bytes;
}

}  // namespace

double arrivingBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                     std::int64_t to_ns, ArrivalCursor& cursor) {
    assert(from_ns >= 0);
    if (to_ns <= from_ns) return 0.0;
    const bool by_time =
        profile.direction == Direction::downlink && profile.sessions.per_hour <= 0.0 && !profile.hourly;
    if (by_time && profile.kind <= Kind::constant_rate && offeredBps(profile, Direction::downlink) <= 0.0)
        return 0.0;
    if (by_time && profile.kind == Kind::full_buffer)
        return cursor.arrivals++ == 0 ? std::numeric_limits<double>::infinity() : 0.0;
    if (by_time && profile.kind == Kind::ftp3) return ftp3Bytes(profile, random, ue, from_ns, to_ns, cursor);
    if (by_time && profile.kind == Kind::constant_rate)
        return constantRateBytes(profile, random, ue, from_ns, to_ns, cursor);
    return idealBytes(profile, random, ue, from_ns, to_ns, cursor);
}

}  // namespace celltwin::traffic
