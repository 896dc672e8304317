// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "models/traffic/arrivals.h"

namespace celltwin::traffic {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
const Random kRandom(77);

Profile ftp3(double files_per_second) {
    Profile profile;
    profile.kind = Kind::ftp3;
    profile.files_per_second = files_per_second;
    return profile;
}
Profile constantRate(double rate_kbps) {
    Profile profile;
    profile.kind = Kind::constant_rate;
    profile.rate_kbps = rate_kbps;
    return profile;
}

/// Arrival times in [0, until) as the cursor steps through them, one nanosecond at a time around each.
std::vector<std::int64_t> arrivalTimes(const Profile& profile, std::uint64_t ue, std::int64_t until) {
    ArrivalCursor cursor;
    arrivingBytes(profile, kRandom, ue, 0, 1, cursor);
    std::vector<std::int64_t> times;
    while (cursor.next_arrival_ns < until) {
        times.push_back(cursor.next_arrival_ns);
        EXPECT_GT(arrivingBytes(profile, kRandom, ue, times.back(), times.back() + 1, cursor), 0.0);
    }
    return times;
}

double totalInSteps(const Profile& profile, std::uint64_t ue, std::int64_t until, std::int64_t step) {
    ArrivalCursor cursor;
    double bytes = 0.0;
    for (std::int64_t t = 0; t < until; t += step)
        bytes += arrivingBytes(profile, kRandom, ue, t, t + step, cursor);
    return bytes;
}

TEST(Arrivals, DoNotDependOnTheSlotLength) {
    for (const Profile& profile : {ftp3(20.0), constantRate(4321.0)})
        for (std::uint64_t ue = 0; ue < 20; ++ue) {
            const double by_slot = totalInSteps(profile, ue, 10 * kSecond, 1'000'000);
            EXPECT_GT(by_slot, 0.0);
            EXPECT_EQ(by_slot, totalInSteps(profile, ue, 10 * kSecond, 250'000));
            EXPECT_EQ(by_slot, totalInSteps(profile, ue, 10 * kSecond, 10 * kSecond));
        }
}

TEST(Arrivals, DoNotDependOnWhereOneStarts) {
    for (const Profile& profile : {ftp3(20.0), constantRate(4321.0)})
        for (std::uint64_t ue = 0; ue < 20; ++ue) {
            const std::int64_t start = 3 * kSecond + static_cast<std::int64_t>(ue) * 123'456'789;
            ArrivalCursor straight, late;
            arrivingBytes(profile, kRandom, ue, 0, start, straight);
            arrivingBytes(profile, kRandom, ue, start, start + 1'000'000, late);
            arrivingBytes(profile, kRandom, ue, start, start + 1'000'000, straight);
            EXPECT_EQ(straight.next_arrival_ns, late.next_arrival_ns);
            EXPECT_EQ(straight.arrivals, late.arrivals);
        }
}

// Analytic: exponential gaps with mean 1 / lambda, by Kolmogorov and Smirnov at the 1 % level (1.63 / sqrt
// n).
TEST(Ftp3, GapsAreExponential) {
    for (const double rate : {0.5, 25.0}) {
        const auto times = arrivalTimes(ftp3(rate), 5, static_cast<std::int64_t>(20'000 / rate * kSecond));
        std::vector<double> gaps;
        for (std::size_t i = 1; i < times.size(); ++i)
            gaps.push_back(static_cast<double>(times[i] - times[i - 1]) / kSecond);
        std::sort(gaps.begin(), gaps.end());
        const auto n = static_cast<double>(gaps.size());
        double distance = 0.0;
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            const double expected = 1.0 - std::exp(-rate * gaps[i]);
            distance = std::max({distance, std::abs(expected - static_cast<double>(i) / n),
                                 std::abs(expected - static_cast<double>(i + 1) / n)});
        }
        EXPECT_GT(n, 19'000);
        EXPECT_LT(distance, 1.63 / std::sqrt(n));
    }
}

// Analytic: files in 20 s at 2 a second are Poisson with mean and variance 40, independent between UEs.
// Standard errors for 4000 UEs: sqrt(40/4000) = 0.1 and 40 sqrt(2/4000) = 0.9.
TEST(Ftp3, CountsArePoissonOverUes) {
    const Profile profile = ftp3(2.0);
    const int ues = 4000;
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t ue = 0; ue < ues; ++ue) {
        ArrivalCursor cursor;
        const double files =
            arrivingBytes(profile, kRandom, ue, 0, 20 * kSecond, cursor) / profile.file_bytes;
        sum += files;
        squares += files * files;
    }
    const double mean = sum / ues;
    EXPECT_NEAR(mean, 40.0, 0.4);
    EXPECT_NEAR(squares / ues - mean * mean, 40.0, 3.6);
}

TEST(Ftp3, ZeroRateIsSilentAndHugeRateEnds) {
    ArrivalCursor cursor;
    EXPECT_EQ(arrivingBytes(ftp3(0.0), kRandom, 1, 0, kSecond, cursor), 0.0);
    EXPECT_EQ(arrivingBytes(ftp3(1e-300), kRandom, 1, 0, kSecond, cursor), 0.0);
    ArrivalCursor fast;
    EXPECT_GT(arrivingBytes(ftp3(1e15), kRandom, 1, 0, 1000, fast), 0.0);
}

TEST(ConstantRate, PacketsAreEvenlySpaced) {
    const Profile profile = constantRate(1000.0);  // 1500 bytes each 12 ms
    for (std::uint64_t ue = 0; ue < 50; ++ue) {
        const auto times = arrivalTimes(profile, ue, 100 * kSecond);
        EXPECT_LT(times.front(), 12'000'000);
        for (std::size_t i = 1; i < times.size(); ++i)
            EXPECT_NEAR(static_cast<double>(times[i] - times[0]), 12e6 * static_cast<double>(i), 1.0);
        const double bps = static_cast<double>(times.size()) * 1500 * 8 / 100.0;
        EXPECT_NEAR(bps, offeredBps(profile, Direction::downlink), 1500 * 8 / 100.0);
    }
}

// Analytic: uniform phases have mean 1/2 and variance 1/12.
TEST(ConstantRate, PhasesAreUniformOverUes) {
    const int ues = 4000;
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t ue = 0; ue < ues; ++ue) {
        const double phase =
            static_cast<double>(arrivalTimes(constantRate(1000.0), ue, 13'000'000).front()) / 12e6;
        sum += phase;
        squares += phase * phase;
    }
    EXPECT_NEAR(sum / ues, 0.5, 4.0 * std::sqrt(1.0 / 12.0 / ues));
    EXPECT_NEAR(squares / ues - sum / ues * sum / ues, 1.0 / 12.0, 0.005);
}

// A packet a picosecond: counted, not walked over, or this would never end.
TEST(ConstantRate, CountsAnyNumberOfPacketsAtOnce) {
    Profile profile = constantRate(1e13);
    profile.packet_bytes = 1.0;
    ArrivalCursor cursor;
    double bytes = 0.0;
    for (std::int64_t ms = 0; ms < 1000; ++ms)
        bytes += arrivingBytes(profile, kRandom, 1, ms * 1'000'000, (ms + 1) * 1'000'000, cursor);
    EXPECT_NEAR(bytes, 1e16 / 8.0, 1e16 / 8.0 * 1e-9);
}

TEST(FullBuffer, FillsOnceAndForever) {
    Profile profile;
    ArrivalCursor cursor;
    EXPECT_EQ(arrivingBytes(profile, kRandom, 3, 0, 0, cursor), 0.0);
    EXPECT_EQ(arrivingBytes(profile, kRandom, 3, 0, 1, cursor), std::numeric_limits<double>::infinity());
    EXPECT_EQ(arrivingBytes(profile, kRandom, 3, 1, kSecond, cursor), 0.0);
}

TEST(OfferedLoad, FollowsFromTheProfile) {
    EXPECT_EQ(offeredBps(ftp3(0.5), Direction::downlink), 2e6);  // 0.5 MB each 2 s
    EXPECT_EQ(offeredBps(constantRate(128.0), Direction::downlink), 128e3);
    EXPECT_TRUE(std::isinf(offeredBps(Profile{}, Direction::downlink)));
}

TEST(TrafficKinds, NamesInTheOrderOfTheEnumeration) {
    ASSERT_EQ(kindNames().size(), 11U);
    const auto name = [](Kind kind) { return kindNames()[static_cast<std::size_t>(kind)]; };
    EXPECT_EQ(name(Kind::full_buffer), "full-buffer");
    EXPECT_EQ(name(Kind::ftp3), "ftp3");
    EXPECT_EQ(name(Kind::constant_rate), "constant-rate");
    EXPECT_EQ(name(Kind::ftp1), "ftp1");
    EXPECT_EQ(name(Kind::ftp2), "ftp2");
    EXPECT_EQ(name(Kind::web), "web");
    EXPECT_EQ(name(Kind::video_streaming), "video-streaming");
    EXPECT_EQ(name(Kind::voip), "voip");
    EXPECT_EQ(name(Kind::xr), "xr");
    EXPECT_EQ(name(Kind::gaming), "gaming");
    EXPECT_EQ(name(Kind::iot), "iot");
}

}  // namespace
}  // namespace celltwin::traffic
