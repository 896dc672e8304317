// SPDX-License-Identifier: BSD-3-Clause
//
// Files and packets that come by time alone: ftp3 and constant rate.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/models/traffic/flows.h"

namespace celltwin::traffic {
namespace {

using namespace testing;

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

std::vector<std::int64_t> arrivalTimes(const Profile& profile, std::uint64_t ue, std::int64_t until) {
    std::vector<std::int64_t> times;
    for (const Unit& unit : playFlow(profile, ue, until, kSecond).units) times.push_back(unit.time_ns);
    return times;
}

// Written out from the draws: file n comes after n + 1 gaps, packet n at (phase + n) packet times.
TEST(Arrivals, AreKeyedByTheirNumber) {
    for (std::uint64_t ue = 0; ue < 10; ++ue) {
        const auto files = arrivalTimes(ftp3(11.0), ue, 20 * kSecond);
        std::int64_t file_ns = 0;
        for (std::size_t n = 0; n < files.size(); ++n) {
            const double gap_s = kRandom.exponential(Stream::traffic_arrival, ue, n) / 11.0;
            file_ns += static_cast<std::int64_t>(gap_s * 1e9);
            ASSERT_NEAR(static_cast<double>(files[n] - file_ns), 0.0, static_cast<double>(n + 1));
        }
        const auto packets = arrivalTimes(constantRate(1000.0), ue, 20 * kSecond);
        const double phase = kRandom.uniform(Stream::traffic_arrival, ue);
        for (std::size_t n = 0; n < packets.size(); ++n)
            ASSERT_NEAR(static_cast<double>(packets[n]), (phase + static_cast<double>(n)) * 12e6, 1.0);
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
        const auto files = static_cast<double>(arrivalTimes(profile, ue, 20 * kSecond).size());
        sum += files;
        squares += files * files;
    }
    const double mean = sum / ues;
    EXPECT_NEAR(mean, 40.0, 0.4);
    EXPECT_NEAR(squares / ues - mean * mean, 40.0, 3.6);
}

TEST(Ftp3, ZeroRateIsSilentAndHugeRateEnds) {
    EXPECT_TRUE(arrivalTimes(ftp3(0.0), 1, kSecond).empty());
    EXPECT_TRUE(arrivalTimes(ftp3(1e-300), 1, kSecond).empty());
    EXPECT_EQ(arrivalTimes(ftp3(1e15), 1, 1000).size(), 999U) << "one each nanosecond";
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
