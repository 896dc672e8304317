// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/utc.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace celltwin {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// Takes exactly `digits` decimal digits off the front; -1 where they are not there.
std::int64_t takeNumber(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return -1;
    for (const char c : text.substr(0, digits))
        if (c < '0' || c > '9') return -1;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value;
}
bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

/// Nanoseconds of ".25"; nothing there is 0.
std::optional<std::int64_t> takeFraction(std::string_view& text, UtcForm form) {
    constexpr std::size_t kDecimals = 9;
    if (!take(text, '.')) return 0;
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || (digits > kDecimals && form == UtcForm::strict)) return std::nullopt;
    std::int64_t value = takeNumber(text, std::min(digits, kDecimals));
    for (std::size_t i = digits; i < kDecimals; ++i) value *= 10;
    if (digits > kDecimals) text.remove_prefix(digits - kDecimals);
    return value;
}

/// Seconds east of Greenwich.
std::optional<std::int64_t> takeZone(std::string_view& text, UtcForm form) {
    if (take(text, 'Z') || (text.empty() && form == UtcForm::device)) return 0;
    const bool east = !text.empty() && text.front() == '+';
    if (!take(text, east ? '+' : '-')) return std::nullopt;
    const std::int64_t hours = takeNumber(text, 2);
    if (hours < 0 || hours > 14 || !take(text, ':')) return std::nullopt;
    const std::int64_t minutes = takeNumber(text, 2);
    if (minutes < 0 || minutes > 59) return std::nullopt;
    return (east ? 1 : -1) * (hours * 3600 + minutes * 60);
}

std::string padded(std::int64_t value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

std::optional<UtcNs> parseUtc(std::string_view text, UtcForm form) {
    using namespace std::chrono;
    if (form == UtcForm::device) text = trimmed(text);
    const std::int64_t y = takeNumber(text, 4);
    if (y < 1970 || y > 2200 || !take(text, '-')) return std::nullopt;
    const std::int64_t m = takeNumber(text, 2);
    if (m < 0 || !take(text, '-')) return std::nullopt;
    const std::int64_t d = takeNumber(text, 2);
    const year_month_day date{year{int(y)}, month{unsigned(m)}, day{unsigned(d < 0 ? 0 : d)}};
    if (!date.ok() || !take(text, 'T')) return std::nullopt;
    const std::int64_t hour = takeNumber(text, 2);
    if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
    const std::int64_t minute = takeNumber(text, 2);
    if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
    const std::int64_t second = takeNumber(text, 2);
    if (second < 0 || second > (form == UtcForm::device ? 60 : 59)) return std::nullopt;
    const auto fraction = takeFraction(text, form);
    const auto zone = fraction ? takeZone(text, form) : std::nullopt;
    if (!zone || !text.empty()) return std::nullopt;
    const std::int64_t days = sys_days(date).time_since_epoch().count();
    return (days * 86400 + hour * 3600 + minute * 60 + second - *zone) * kSecond + *fraction;
}

CalendarTime calendarTime(UtcNs time) {
    using namespace std::chrono;
    const sys_time<nanoseconds> at{nanoseconds(time)};
    const auto midnight = floor<days>(at);
    const year_month_day date{midnight};
    const std::int64_t ns = (at - midnight).count(), s = ns / kSecond;
    return {int(date.year()),
            int(unsigned(date.month())),
            int(unsigned(date.day())),
            static_cast<int>(s / 3600),
            static_cast<int>(s / 60 % 60),
            static_cast<int>(s % 60),
            ns % kSecond};
}

std::string utcText(UtcNs time) {
    const CalendarTime c = calendarTime(time);
    std::string text = padded(c.year, 4) + "-" + padded(c.month, 2) + "-" + padded(c.day, 2) + "T" +
                       padded(c.hour, 2) + ":" + padded(c.minute, 2) + ":";
    const std::string seconds = secondsText(c.second * kSecond + c.nanosecond);
    return text + (c.second < 10 ? "0" : "") + seconds + "Z";
}

std::string secondsText(std::int64_t time_ns, std::size_t decimals) {
    const std::int64_t magnitude = time_ns < 0 ? -time_ns : time_ns;
    std::string fraction = padded(magnitude % kSecond, 9);
    while (fraction.size() > decimals && fraction.back() == '0') fraction.pop_back();
    return (time_ns < 0 ? "-" : "") + std::to_string(magnitude / kSecond) +
           (fraction.empty() ? "" : "." + fraction);
}

}  // namespace celltwin
