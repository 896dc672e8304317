// SPDX-License-Identifier: BSD-3-Clause
//
// Sessions and the hours of the week, against the analytic properties of Poisson processes and alternating
// renewals.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/models/traffic/flows.h"

namespace celltwin::traffic {
namespace {

using namespace testing;

constexpr std::int64_t kHour = 3600 * kSecond;

std::shared_ptr<const std::vector<double>> hours(std::vector<double> factors) {
    return std::make_shared<const std::vector<double>>(std::move(factors));
}

// Files in each hour of 200 flows are Poisson with mean rate x factor x 3600, none where the factor is 0.
TEST(Hours, ShapePoissonArrivals) {
    std::vector<double> factors(24, 1.0);
    for (std::size_t h = 0; h < 24; ++h) factors[h] = h < 6 ? 0.0 : 0.25 * static_cast<double>(h % 8);
    Profile p = ofKind(Kind::ftp3);
    p.files_per_second = 0.01;
    p.hourly = hours(factors);
    p.start_hour = 5.5;
    std::vector<double> count(24, 0.0);
    for (std::uint64_t flow = 0; flow < 200; ++flow)
        for (const Unit& unit : playFlow(p, flow, 48 * kHour, 48 * kHour).units) {
            const std::int64_t wall = unit.time_ns + 5 * kHour + kHour / 2;
            count[static_cast<std::size_t>(wall / kHour % 24)] += 1.0;
        }
    for (std::size_t h = 0; h < 24; ++h) {
        const double expected = 0.01 * factors[h] * 3600.0 * 2 * 200;
        EXPECT_NEAR(count[h], expected, 4.0 * std::sqrt(expected)) << h;
    }
}

TEST(Hours, AWeekIsNotADaySevenTimes) {
    std::vector<double> factors(168, 0.0);
    factors[167] = 1.0;  // Sunday 23 h
    Profile p = ofKind(Kind::ftp1);
    p.files_per_second = 0.05;
    p.hourly = hours(factors);
    int files = 0;
    for (std::uint64_t flow = 0; flow < 20; ++flow)
        for (const Unit& unit : playFlow(p, flow, 3 * 168 * kHour, 168 * kHour).units) {
            EXPECT_EQ(unit.time_ns / kHour % 168, 167);
            ++files;
        }
    EXPECT_NEAR(files, 20 * 3 * 180, 4.0 * std::sqrt(20 * 3 * 180));
    p.start_hour = 167.0;
    EXPECT_LT(begin(p, kRandom, 1).next_ns, kHour);
}

TEST(Hours, AllOnesChangeNothingAndAllZerosAreSilent) {
    for (const Kind kind : {Kind::ftp3, Kind::voip}) {
        Profile plain = ofKind(kind);
        if (kind == Kind::voip) plain.sessions = {20.0, 30.0};
        Profile ones = plain, zeros = plain;
        ones.hourly = hours(std::vector<double>(24, 1.0));
        zeros.hourly = hours(std::vector<double>(168, 0.0));
        const auto a = playFlow(plain, 5, 4 * kHour, kHour).units,
                   b = playFlow(ones, 5, 4 * kHour, kHour).units;
        ASSERT_EQ(a.size(), b.size());
        // The integral is summed hour by hour: equal within rounding.
        for (std::size_t i = 0; i < a.size(); ++i)
            ASSERT_NEAR(static_cast<double>(a[i].time_ns), static_cast<double>(b[i].time_ns), 1000.0);
        EXPECT_TRUE(playFlow(zeros, 5, 400 * kHour, 100 * kHour).units.empty());
        EXPECT_EQ(offeredBps(zeros, Direction::downlink), 0.0);
    }
}

// An alternating renewal process with means d and 1 / rate: on for d / (d + 1 / rate) of the time, from time
// 0 on.
TEST(Sessions, AreInBalanceFromTheStart) {
    Profile p = ofKind(Kind::constant_rate);
    p.sessions = {30.0, 90.0};  // 90 s on, 120 s off
    const double share = 90.0 / 210.0;
    const int flows = 4000;
    p.rate_kbps = 12.0;  // few packets: their sessions matter here
    for (const std::int64_t at : {0 * kSecond, 500 * kSecond}) {
        double on = 0.0;
        for (std::uint64_t flow = 0; flow < static_cast<std::uint64_t>(flows); ++flow)
            on += playFlow(p, flow, at, 100 * kSecond).cursor.on;
        EXPECT_NEAR(on / flows, share, 4.0 * std::sqrt(share * (1.0 - share) / flows)) << at;
    }
}

// Users who are met in a session did not all begin it at 0: their first wishes come evenly over a segment of
// video (largest gap of the empirical distribution at the 1 % level, 1.63 / sqrt n) and after the rest of a
// reading, exponential with its mean; one who begins later wishes at once.
TEST(Sessions, UnderWayAtTheStartDoNotAskInStep) {
    Profile video = ofKind(Kind::video_streaming), web = ofKind(Kind::web), file = ofKind(Kind::ftp2);
    std::vector<double> segments;
    double web_sum = 0.0, web_count = 0.0, file_sum = 0.0, file_count = 0.0;
    for (Profile* p : {&video, &web, &file}) p->sessions = {60.0, 1e6};  // on nearly always, without an end
    for (std::uint64_t flow = 0; flow < 4000; ++flow) {
        const auto firstS = [&](const Profile& p) {
            return static_cast<double>(begin(p, kRandom, flow).next_ns) * 1e-9;
        };
        if (begin(video, kRandom, flow).on) segments.push_back(firstS(video) / video.video.segment_s);
        if (begin(web, kRandom, flow).on) web_sum += firstS(web), ++web_count;
        if (begin(file, kRandom, flow).on) file_sum += firstS(file), ++file_count;
    }
    std::sort(segments.begin(), segments.end());
    const auto n = static_cast<double>(segments.size());
    ASSERT_GT(std::min({n, web_count, file_count}), 3900.0);
    double distance = 0.0;
    for (std::size_t i = 0; i < segments.size(); ++i)
        distance = std::max(distance, std::abs(segments[i] - (static_cast<double>(i) + 0.5) / n));
    EXPECT_LT(distance, 1.63 / std::sqrt(n));
    EXPECT_NEAR(web_sum / web_count, web.web.reading_s, 4.0 * web.web.reading_s / std::sqrt(web_count));
    EXPECT_NEAR(file_sum / file_count, file.reading_s, 4.0 * file.reading_s / std::sqrt(file_count));
    video.sessions = {3600.0, 1e-3};  // off at first, then soon on
    for (std::uint64_t flow = 0; flow < 50; ++flow) {
        Cursor cursor = begin(video, kRandom, flow);
        if (cursor.on) continue;
        const std::int64_t start_ns = cursor.next_ns;
        const auto unit = take(video, kRandom, flow, start_ns + 1, cursor);
        ASSERT_TRUE(unit);
        EXPECT_EQ(unit->time_ns, start_ns);
    }
}

// Lengths and gaps are exponential: mean equal to deviation, taken from bursts of packets.
TEST(Sessions, LastAndWaitExponentially) {
    Profile p = ofKind(Kind::constant_rate);
    p.rate_kbps = 600.0;  // a packet each 20 ms
    p.sessions = {60.0, 30.0};
    std::vector<double> lengths, gaps;
    for (std::uint64_t flow = 0; flow < 12; ++flow) {
        std::int64_t first = -1, last = -1;
        bool whole = false;
        for (const Unit& unit : playFlow(p, flow, 4 * kHour, kHour).units) {
            if (first < 0) {
                if (last >= 0) gaps.push_back(static_cast<double>(unit.time_ns - last) * 1e-9);
                first = unit.time_ns;
            }
            if (!unit.last_of_session) continue;
            if (whole) lengths.push_back(static_cast<double>(unit.time_ns - first) * 1e-9);
            whole = true;
            last = unit.time_ns;
            first = -1;
        }
    }
    for (const auto& [values, expected] : {std::pair{lengths, 30.0}, std::pair{gaps, 60.0}}) {
        const double n = static_cast<double>(values.size());
        ASSERT_GT(n, 700);
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
        double squares = 0.0;
        for (const double v : values) squares += v * v;
        EXPECT_NEAR(mean, expected, 4.0 * expected / std::sqrt(n) + 0.04);
        EXPECT_NEAR(squares / n, 2.0 * expected * expected,
                    4.0 * std::sqrt(20.0) * expected * expected / std::sqrt(n) + 2.0);
    }
}

// Starts follow the hours where sessions are rare: Poisson with the factor.
TEST(Sessions, StartWithTheHours) {
    Profile p = ofKind(Kind::ftp2);
    p.sessions = {1.0, 1.0};
    std::vector<double> factors(24, 0.5);
    factors[7] = 4.0;
    factors[8] = 0.0;
    p.hourly = hours(factors);
    std::vector<double> starts(24, 0.0);
    for (std::uint64_t flow = 0; flow < 300; ++flow) {
        Cursor cursor = begin(p, kRandom, flow);
        Experience unused;
        std::uint32_t before = cursor.sessions;
        while (cursor.next_ns < 72 * kHour) {
            const std::int64_t now = cursor.next_ns;
            while (const auto unit = take(p, kRandom, flow, now + 1, cursor))
                settle(p, kRandom, flow,
                       {unit->time_ns, unit->time_ns, unit->bytes, 0, unit->number, unit->direction}, cursor,
                       unused);
            if (cursor.sessions != before) starts[static_cast<std::size_t>(now / kHour % 24)] += 1.0;
            before = cursor.sessions;
        }
    }
    for (std::size_t h = 0; h < 24; ++h) {
        const double expected = 900.0 * factors[h];
        EXPECT_NEAR(starts[h], expected, 4.0 * std::sqrt(expected) + 0.005 * expected) << h;
    }
}

TEST(Sessions, ALongTransferOutlastsItsSessionAndDelaysTheNext) {
    for (const Kind kind : {Kind::ftp2, Kind::web, Kind::video_streaming}) {
        Profile p = ofKind(kind);
        p.sessions = {3600.0, 1.0};
        const Link slow = [](const Unit&) { return Outcome{40 * kSecond, false}; };
        const Played played = playFlow(p, 3, kHour, kSecond, slow);
        ASSERT_GT(played.units.size(), 20U);
        for (std::size_t i = 1; i < played.units.size(); ++i)
            if (kind != Kind::web) {
                EXPECT_GE(played.units[i].time_ns, played.units[i - 1].time_ns + 40 * kSecond);
            }
    }
}

}  // namespace
}  // namespace celltwin::traffic
