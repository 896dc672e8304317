// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/traffic.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::traffic {
namespace {

constexpr double kNsPerSecond = 1e9;
/// Later than any run: 146 years.
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 2;

std::int64_t toNs(double time_ns) {
    return time_ns < static_cast<double>(kNever) ? static_cast<std::int64_t>(time_ns) : kNever;
}

double ftp3Bytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                 std::int64_t to_ns, Cursor& cursor) {
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
                         std::int64_t to_ns, Cursor& cursor) {
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

}  // namespace

double arrivingBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                     std::int64_t to_ns, Cursor& cursor) {
    assert(from_ns >= 0);
    if (to_ns <= from_ns || offeredBps(profile) <= 0.0) return 0.0;
    switch (profile.kind) {
        case Kind::full_buffer:
            return cursor.arrivals++ == 0 ? std::numeric_limits<double>::infinity() : 0.0;
        case Kind::ftp3:
            return ftp3Bytes(profile, random, ue, from_ns, to_ns, cursor);
        case Kind::constant_rate:
            return constantRateBytes(profile, random, ue, from_ns, to_ns, cursor);
    }
    assert(false);
    return 0.0;
}

double offeredBps(const Profile& profile) {
    switch (profile.kind) {
        case Kind::full_buffer:
            return std::numeric_limits<double>::infinity();
        case Kind::ftp3:
            return profile.file_bytes * 8.0 * profile.files_per_second;
        case Kind::constant_rate:
            return profile.packet_bytes > 0.0 ? profile.rate_kbps * 1e3 : 0.0;
    }
    assert(false);
    return 0.0;
}

std::span<const std::string_view> kindNames() {
    static constexpr std::array<std::string_view, 3> kNames = {"full-buffer", "ftp3", "constant-rate"};
    return kNames;
}

}  // namespace celltwin::traffic
