// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/utc.h"

#include <gtest/gtest.h>

#include <ctime>

namespace celltwin {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// The C library's gmtime_r is the other implementation: every day from 1970 to 2200, at an odd time of day.
TEST(Utc, AgreesWithTheCLibraryOnEveryDay) {
    for (std::int64_t day = 0; day < 84000; ++day) {
        const std::time_t seconds = day * 86400 + day % 86400;
        std::tm expected{};
        gmtime_r(&seconds, &expected);
        const CalendarTime c = calendarTime(seconds * kSecond + 7);
        ASSERT_EQ(c.year, expected.tm_year + 1900) << day;
        ASSERT_EQ(c.month, expected.tm_mon + 1) << day;
        ASSERT_EQ(c.day, expected.tm_mday) << day;
        ASSERT_EQ(c.hour, expected.tm_hour) << day;
        ASSERT_EQ(c.minute, expected.tm_min) << day;
        ASSERT_EQ(c.second, expected.tm_sec) << day;
        ASSERT_EQ(c.nanosecond, 7) << day;
        ASSERT_EQ(parseUtc(utcText(seconds * kSecond + day)), seconds * kSecond + day) << day;
    }
}

TEST(Utc, ReadsFractionsAndZones) {
    EXPECT_EQ(parseUtc("1970-01-01T00:00:01.25Z"), kSecond + kSecond / 4);
    EXPECT_EQ(parseUtc("1970-01-02T00:00:00+01:30"), (86400 - 5400) * kSecond);
    EXPECT_EQ(parseUtc("1970-01-01T00:00:00-00:30"), 1800 * kSecond);
    EXPECT_EQ(utcText(kSecond / 2), "1970-01-01T00:00:00.5Z");
    EXPECT_EQ(utcText(1'767'225'600 * kSecond), "2026-01-01T00:00:00Z");  // date -u -d @1767225600
}

TEST(Utc, RefusesWhatIsNoInstant) {
    for (const char* text :
         {"", "2026-01-01", "2026-01-01T00:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
          "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z",
          "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00Z ",
          "1969-12-31T00:00:00Z", "2201-01-01T00:00:00Z", "-026-01-01T00:00:00Z"})
        EXPECT_EQ(parseUtc(text), std::nullopt) << text;
}

// Seconds since 1970 by coreutils' date -u -d.
TEST(Utc, ReadsWhatDevicesWrite) {
    const std::pair<const char*, std::int64_t> known[] = {
        {"1970-01-01T00:00:00Z", 0},           {"2000-02-29T12:34:56Z", 951827696},
        {" 2000-03-01T00:00:00\n", 951868800}, {"2000-03-01T00:00:00.0000000009Z", 951868800},
        {"2016-12-31T23:59:60Z", 1483228800},  {"2026-12-31T23:59:59-03:30", 1798774199},
        {"2100-03-01T00:00:00Z", 4107542400}};
    for (const auto& [text, seconds] : known)
        EXPECT_EQ(parseUtc(text, UtcForm::device), seconds * kSecond) << text;
    EXPECT_EQ(parseUtc("1970-01-01T00:00:00.0000000019", UtcForm::device), 1);
    for (const char* text :
         {"", " ", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-01-01", "2026-01-01T24:00:00Z",
          "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00ZZ", "2026-1-1T00:00:00Z",
          "2026-01-01T00:-1:00Z", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00. 1Z"})
        EXPECT_EQ(parseUtc(text, UtcForm::device), std::nullopt) << text;
}

TEST(Utc, WritesSecondsExactly) {
    EXPECT_EQ(secondsText(10 * kSecond), "10");
    EXPECT_EQ(secondsText(62'500), "0.0000625");
    EXPECT_EQ(secondsText(-kSecond / 2), "-0.5");
    EXPECT_EQ(secondsText(kSecond / 2, 3), "0.500");
    EXPECT_EQ(secondsText(0, 3), "0.000");
    EXPECT_EQ(secondsText(1, 3), "0.000000001");
}

}  // namespace
}  // namespace celltwin
