// SPDX-License-Identifier: BSD-3-Clause
//
// Each kind against its source: published means, an independent way to draw the same distribution, analytic
// limits.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "models/traffic/draws.h"
#include "tests/models/traffic/flows.h"

namespace celltwin::traffic {
namespace {

using namespace testing;

double mean(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}
double deviation(const std::vector<double>& values) {
    const double m = mean(values);
    double sum = 0.0;
    for (const double v : values) sum += (v - m) * (v - m);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}
/// Largest difference between the empirical distributions of two samples (Kolmogorov and Smirnov), over its 1
/// % level.
double distance(std::vector<double> a, std::vector<double> b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    double worst = 0.0;
    for (std::size_t i = 0, j = 0; i < a.size(); ++i) {
        while (j < b.size() && b[j] <= a[i]) ++j;
        worst = std::max(worst, std::abs(static_cast<double>(i + 1) / static_cast<double>(a.size()) -
                                         static_cast<double>(j) / static_cast<double>(b.size())));
    }
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
    return worst / (1.63 * std::sqrt((n + m) / (n * m)));
}
double uniformAt(std::uint64_t i) {
    return kRandom.uniform(Stream::layout, 1, i);
}

// Drawing again outside the bounds, with the standard library's generator and distributions.
TEST(Distributions, TruncatedLogNormalIsDrawingAgain) {
    std::mt19937_64 generator(5);
    for (const TruncatedLogNormal& sizes : {kMainObjectBytes, kEmbeddedObjectBytes}) {
        std::lognormal_distribution<double> plain(sizes.mu, sizes.sigma);
        std::vector<double> ours, theirs;
        for (std::uint64_t i = 0; i < 40'000; ++i) {
            ours.push_back(sizes.draw(uniformAt(i)));
            double value = 0.0;
            do value = plain(generator);
            while (value < sizes.min || value > sizes.max);
            theirs.push_back(value);
            EXPECT_GE(ours.back(), sizes.min);
            EXPECT_LE(ours.back(), sizes.max);
        }
        EXPECT_LT(distance(ours, theirs), 1.0);
    }
}

// R1-070674 Table 3: means 10710 and 7758 bytes before rounding of mu and sigma to two digits. Without
// truncation the rounded ones give 11030 and 7745.
TEST(Distributions, ObjectSizesHaveThePublishedMeans) {
    EXPECT_NEAR(TruncatedLogNormal({8.37, 1.37, 1e-9, 1e12}).mean(), 10'710.0, 0.035 * 10'710.0);
    EXPECT_NEAR(TruncatedLogNormal({6.17, 2.36, 1e-9, 1e15}).mean(), 7758.0, 0.035 * 7758.0);
    // Integral of x f(x) between the bounds by the midpoint rule in ln x.
    for (const TruncatedLogNormal& sizes : {kMainObjectBytes, kEmbeddedObjectBytes}) {
        double weight = 0.0, sum = 0.0;
        const double low = std::log(sizes.min), step = (std::log(sizes.max) - low) / 200'000;
        for (int i = 0; i < 200'000; ++i) {
            const double y = low + (i + 0.5) * step, z = (y - sizes.mu) / sizes.sigma;
            weight += std::exp(-0.5 * z * z);
            sum += std::exp(y - 0.5 * z * z);
        }
        EXPECT_NEAR(sizes.mean(), sum / weight, 1e-6 * sum / weight);
    }
}

// R1-070674 Table 3: mean 5.64, at most 53.
TEST(Distributions, EmbeddedObjectsHaveThePublishedMeanAndMaximum) {
    EXPECT_NEAR(kObjectsBefore.mean() - kObjectsBefore.min, 5.64, 0.005);
    std::vector<double> counts;
    for (std::uint64_t i = 0; i < 200'000; ++i) counts.push_back(embeddedObjects(uniformAt(i)));
    EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 53.0);
    EXPECT_NEAR(mean(counts), meanEmbeddedObjects(), 4.0 * deviation(counts) / std::sqrt(200'000.0));
    EXPECT_NEAR(meanEmbeddedObjects(), 5.64, 0.15) << "rounding to whole objects";
}

// Gumbel: mean a + 0.5772 b, standard deviation pi b / sqrt(6), against the standard library's too.
TEST(Distributions, LargestExtremeValue) {
    std::mt19937_64 generator(6);
    std::extreme_value_distribution<double> plain(120.0, 36.0);
    std::vector<double> ours, theirs;
    for (std::uint64_t i = 0; i < 40'000; ++i) {
        ours.push_back(largestExtreme(uniformAt(i), 120.0, 36.0));
        theirs.push_back(plain(generator));
    }
    EXPECT_LT(distance(ours, theirs), 1.0);
    EXPECT_NEAR(mean(ours), 120.0 + 0.5772157 * 36.0, 4.0 * 46.2 / 200.0);
    EXPECT_NEAR(deviation(ours), std::numbers::pi * 36.0 / std::sqrt(6.0), 1.0);
}

// TR 38.838 Table 5.1.1.1-1: 60 frames a second of 62,500 bytes at 30 Mbit/s, 10.5 % deviation, 31,250 to
// 93,750; jitter of 2 ms cut at 4 ms has 1.7592 ms (analytic: sigma sqrt(1 - 2 x phi(x) / (2 Phi(x) - 1)), x
// = 2); pose each 4 ms.
TEST(Xr, FramesAsTr38838) {
    const Played played = playFlow(ofKind(Kind::xr), 4, 400 * kSecond, kSecond);
    const auto frames = played.of(Direction::downlink);
    std::vector<double> bytes, jitter_ms;
    ASSERT_NEAR(static_cast<double>(frames.size()), 24'000.0, 1.0);
    const double period_ms = 1000.0 / 60.0;
    double drift = 0.0;
    for (std::size_t k = 0; k < frames.size(); ++k)
        drift +=
            (static_cast<double>(frames[k].time_ns) * 1e-6 - static_cast<double>(k) * period_ms) / 24'000.0;
    for (std::size_t k = 0; k < frames.size(); ++k) {
        bytes.push_back(static_cast<double>(frames[k].bytes));
        jitter_ms.push_back(static_cast<double>(frames[k].time_ns) * 1e-6 -
                            static_cast<double>(k) * period_ms - drift);
        EXPECT_LE(std::abs(jitter_ms.back()), 4.1);
        EXPECT_GE(frames[k].bytes, 31'250);
        EXPECT_LE(frames[k].bytes, 93'750);
    }
    EXPECT_NEAR(mean(bytes), 62'500.0, 4.0 * 6562.5 / std::sqrt(24'000.0));
    EXPECT_NEAR(deviation(bytes), 6562.5, 120.0);
    EXPECT_NEAR(deviation(jitter_ms), 1.7592, 0.03);
    const auto poses = played.of(Direction::uplink);
    ASSERT_NEAR(static_cast<double>(poses.size()), 100'000.0, 1.0);
    for (std::size_t k = 1; k < poses.size(); ++k) {
        ASSERT_EQ(poses[k].bytes, 100);
        ASSERT_NEAR(static_cast<double>(poses[k].time_ns - poses[0].time_ns), static_cast<double>(k) * 4e6,
                    1.0);
    }
}

// R1-070674 Table 4: activity one half, talk spurts of 2 s on average; frames of 40 bytes each 20 ms, of 15
// bytes each 160 ms in silence. Times of units are all a speech coder would show.
TEST(Voice, TalksHalfOfTheTimeInSpurtsOfTwoSeconds) {
    int talk_frames = 0, spurts = 0;
    double frames = 0.0;
    for (std::uint64_t flow = 0; flow < 40; ++flow)
        for (const Direction d : {Direction::downlink, Direction::uplink}) {
            const auto units = playFlow(ofKind(Kind::voip), flow, 600 * kSecond, kSecond).of(d);
            frames += 600.0 / 0.02;
            for (std::size_t k = 0; k < units.size(); ++k) {
                const bool talks = units[k].bytes == 40;
                ASSERT_TRUE(talks || units[k].bytes == 15);
                talk_frames += talks ? 1 : 0;
                if (k == 0) continue;
                const auto gap = static_cast<double>(units[k].time_ns - units[k - 1].time_ns) / 20e6;
                EXPECT_NEAR(gap, std::round(gap), 1e-6);
                const bool talked = units[k - 1].bytes == 40;
                if (talked) {
                    EXPECT_NEAR(gap, 1.0, 1e-6);
                } else if (!talks) {
                    EXPECT_NEAR(gap, 8.0, 1e-6);
                } else {
                    EXPECT_LE(gap, 8.0 + 1e-6);
                }
                spurts += talks && !talked ? 1 : 0;
            }
        }
    // About 12,000 spurts of geometric length: standard error 1 % of the mean length, half of it of the
    // share.
    EXPECT_NEAR(talk_frames / frames, 0.5, 0.02);
    EXPECT_NEAR(static_cast<double>(talk_frames) / spurts * 0.02, 2.0, 0.08);
}

TEST(Voice, BothDirectionsAreIndependent) {
    double both = 0.0, down = 0.0, up = 0.0;
    const int samples = 20'000;
    for (std::uint64_t flow = 0; flow < static_cast<std::uint64_t>(samples); ++flow) {
        const Cursor c = begin(ofKind(Kind::voip), kRandom, flow);
        down += c.talking[0];
        up += c.talking[1];
        both += c.talking[0] & c.talking[1];
    }
    EXPECT_NEAR(down / samples, 0.5, 4.0 * 0.5 / std::sqrt(samples));
    EXPECT_NEAR(up / samples, 0.5, 4.0 * 0.5 / std::sqrt(samples));
    EXPECT_NEAR(both / samples, 0.25, 4.0 * 0.433 / std::sqrt(samples));
}

// Analytic means of R1-070674 Table 5: 140.8 bytes each 58.5 ms down, 48.3 bytes each 40 ms up, 2 bytes of
// header.
TEST(Gaming, PacketsAsPublished) {
    const Played played = playFlow(ofKind(Kind::gaming), 2, 2000 * kSecond, kSecond);
    std::vector<double> sizes, gaps, up;
    const auto units = played.of(Direction::downlink);
    for (std::size_t k = 0; k < units.size(); ++k) {
        sizes.push_back(static_cast<double>(units[k].bytes));
        if (k > 0) gaps.push_back(static_cast<double>(units[k].time_ns - units[k - 1].time_ns) * 1e-6);
    }
    for (const Unit& unit : played.of(Direction::uplink)) up.push_back(static_cast<double>(unit.bytes));
    EXPECT_LT(units[0].time_ns, 40 * kMs);
    EXPECT_NEAR(mean(sizes), 142.8, 1.0);
    EXPECT_NEAR(mean(gaps), 58.46, 0.2);
    EXPECT_NEAR(deviation(gaps), std::numbers::pi * 6.0 / std::sqrt(6.0), 0.2);
    EXPECT_NEAR(mean(up), 50.29, 0.2);
    EXPECT_NEAR(static_cast<double>(up.size()), 50'000.0, 1.0);
}

// TR 45.820 Table E.2-2 by share of devices; Pareto payloads of 20 to 200 bytes with shape 2.5, 65 bytes of
// header: mean payload 32.9 bytes (integral of the distribution, by hand: 20 + 20^2.5 (20^-1.5 - 200^-1.5)
// / 1.5).
TEST(Iot, ReportsAsTr45820) {
    int daily = 0, bi_hourly = 0, hourly = 0, half_hourly = 0;
    std::vector<double> payload;
    std::int64_t answered = 0;
    const int devices = 3000;
    for (std::uint64_t flow = 0; flow < static_cast<std::uint64_t>(devices); ++flow) {
        const Played played = playFlow(ofKind(Kind::iot), flow, 2 * 86'400 * kSecond, 86'400 * kSecond);
        const auto reports = played.of(Direction::uplink);
        const auto interval_s = static_cast<double>(reports[1].time_ns - reports[0].time_ns) * 1e-9;
        daily += std::abs(interval_s - 86'400.0) < 1e-3;
        bi_hourly += std::abs(interval_s - 7200.0) < 1e-3;
        hourly += std::abs(interval_s - 3600.0) < 1e-3;
        half_hourly += std::abs(interval_s - 1800.0) < 1e-3;
        for (const Unit& report : reports) {
            payload.push_back(static_cast<double>(report.bytes - 65));
            EXPECT_GE(report.bytes, 85);
            EXPECT_LE(report.bytes, 265);
        }
        for (const Unit& unit : played.of(Direction::downlink)) EXPECT_EQ(unit.bytes, 65);
        answered += static_cast<std::int64_t>(played.of(Direction::downlink).size());
    }
    const double error = 4.0 * 0.5 * std::sqrt(devices);
    EXPECT_NEAR(daily, 0.40 * devices, error);
    EXPECT_NEAR(bi_hourly, 0.40 * devices, error);
    EXPECT_NEAR(hourly, 0.15 * devices, error);
    EXPECT_NEAR(half_hourly, 0.05 * devices, error);
    EXPECT_EQ(daily + bi_hourly + hourly + half_hourly, devices);
    EXPECT_NEAR(mean(payload), 32.91,
                4.0 * deviation(payload) / std::sqrt(static_cast<double>(payload.size())));
    const auto reports = static_cast<double>(payload.size());
    EXPECT_NEAR(static_cast<double>(answered), 0.5 * reports, 4.0 * 0.5 * std::sqrt(reports));
}

// TR 36.814 Table A.2.1.3.1-2: the gap from the end of a file to the next is exponential with mean 5 s.
TEST(Ftp2, ReadsAfterTheFileIsThere) {
    const Link slow = [](const Unit&) { return Outcome{3 * kSecond, false}; };
    std::vector<double> reading;
    for (std::uint64_t flow = 0; flow < 200; ++flow) {
        const auto files = playFlow(ofKind(Kind::ftp2), flow, 1000 * kSecond, 100 * kMs, slow).units;
        for (std::size_t k = 1; k < files.size(); ++k)
            reading.push_back(static_cast<double>(files[k].time_ns - files[k - 1].time_ns) * 1e-9 - 3.0);
    }
    const double n = static_cast<double>(reading.size());
    EXPECT_GT(*std::min_element(reading.begin(), reading.end()), -1e-9);
    EXPECT_NEAR(mean(reading), 5.0, 4.0 * 5.0 / std::sqrt(n) + 0.05);
    EXPECT_NEAR(deviation(reading), 5.0, 0.2);
}

// A page is request, main object, and where objects are embedded a second request and all of them; page time
// from first request to last byte; the next page 30 s later on average.
TEST(Web, PagesFollowTheModel) {
    const Link link = [](const Unit& unit) { return Outcome{10 * kMs + unit.bytes * 400, false}; };
    double pages = 0.0, objects = 0.0, with_objects = 0.0, page_time = 0.0;
    for (std::uint64_t flow = 0; flow < 100; ++flow) {
        const Played played = playFlow(ofKind(Kind::web), flow, 2000 * kSecond, 50 * kMs, link);
        const auto requests = played.of(Direction::uplink);
        for (const Unit& request : requests) EXPECT_EQ(request.bytes, 350);
        const double done = static_cast<double>(played.experience.pages);
        pages += done;
        objects += static_cast<double>(played.of(Direction::downlink).size()) - done;
        with_objects += static_cast<double>(requests.size()) - done;
        page_time += static_cast<double>(played.experience.page_sum_ns) * 1e-9;
    }
    // Pages cut off by the end of the run: up to one a flow.
    EXPECT_NEAR(objects / pages, meanEmbeddedObjects(), 0.4);
    EXPECT_NEAR(with_objects / pages, embeddedObjectsShare(), 0.03);
    const double cycle = 100.0 * 2000.0 / pages;
    EXPECT_NEAR(cycle, 30.0 + page_time / pages, 4.0 * 30.0 / std::sqrt(pages) + 0.2);
}

TEST(Web, ALostRequestIsAskedAgainAfterASecond) {
    const Link link = [](const Unit& unit) {
        return Outcome{10 * kMs, unit.direction == Direction::uplink && unit.number == 0};
    };
    const auto requests = playFlow(ofKind(Kind::web), 1, 400 * kSecond, kMs, link).of(Direction::uplink);
    ASSERT_GT(requests.size(), 1U);
    EXPECT_EQ(requests[1].time_ns - requests[0].time_ns, 10 * kMs + kSecond);
}

}  // namespace
}  // namespace celltwin::traffic
