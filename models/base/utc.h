// SPDX-License-Identifier: BSD-3-Clause
//
// Instants as ISO 8601 text and back, on the proleptic Gregorian calendar. Valid for the years 1970 to 2200;
// leap seconds are not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace celltwin {

/// Nanoseconds since 1970-01-01T00:00:00Z.
using UtcNs = std::int64_t;

/// What people write is held to the letter; what devices write is read as XML Schema's dateTime: no zone is
/// UTC, spaces around it, decimals beyond nanoseconds and a second 60 (the next minute's first) are let pass.
enum class UtcForm { strict, device };
/// Reads "2026-01-01T08:00:00Z"; the seconds may have a fraction of up to 9 digits, the zone may be ±hh:mm.
std::optional<UtcNs> parseUtc(std::string_view text, UtcForm form = UtcForm::strict);

struct CalendarTime {
    int year = 1970;
    int month = 1, day = 1, hour = 0, minute = 0, second = 0;
    std::int64_t nanosecond = 0;
};
CalendarTime calendarTime(UtcNs time);

/// "2026-01-01T08:00:00Z", with as many decimals of the second as it takes.
std::string utcText(UtcNs time);

/// Exact decimal seconds of whole nanoseconds, with at least `decimals` digits after the point: "10", "-0.5".
std::string secondsText(std::int64_t time_ns, std::size_t decimals = 0);

}  // namespace celltwin
