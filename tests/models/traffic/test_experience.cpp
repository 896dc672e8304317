// SPDX-License-Identifier: BSD-3-Clause
//
// What users notice: the video player against a reference that walks in steps of a millisecond and against
// the fluid limit, scores against published values.
#include <gtest/gtest.h>

#include <cmath>

#include "models/traffic/quality.h"
#include "tests/models/traffic/flows.h"

namespace celltwin::traffic {
namespace {

using namespace testing;

/// Requests take no time, segments their bytes at a constant rate.
Link atRate(double bps) {
    return [bps](const Unit& unit) {
        if (unit.direction == Direction::uplink) return Outcome{};
        return Outcome{std::llround(static_cast<double>(unit.bytes) * 8e9 / bps), false};
    };
}
Score scoreAfter(const Profile& p, const Played& played, double seconds) {
    return score(p, played.cursor, played.experience, std::llround(seconds * 1e9));
}

// Fluid limit: at a link of share x of the media rate, media arrive for x of the time, so 1 - x of it is
// stall. Start-up is the time of the first segment, exactly.
TEST(Video, StallsForTheShareTheLinkLacks) {
    for (const double x : {0.25, 0.5, 0.9}) {
        const Profile p = ofKind(Kind::video_streaming);
        const Score s = scoreAfter(p, playFlow(p, 1, 2000 * kSecond, 10 * kMs, atRate(x * 5e6)), 2000.0);
        EXPECT_NEAR(s.stall_ratio, 1.0 - x, 0.005);
        EXPECT_NEAR(s.startup_s, 4.0 / x, 1e-6);
        EXPECT_NEAR(s.media_rate_kbps, 5000.0, 1e-6);
        // A stall before each segment: one in 4 s of play.
        EXPECT_NEAR(s.stalls_per_minute, 15.0, 0.3);
    }
}

TEST(Video, NeverStallsOnAFasterLinkAndKeepsTheBufferAtItsTarget) {
    Profile p = ofKind(Kind::video_streaming);
    const Played played = playFlow(p, 1, 1000 * kSecond, 10 * kMs, atRate(5.5e6),
                                   [&](std::int64_t now, Cursor& c, Experience& e) {
                                       account(p, now, c, e);
                                       EXPECT_LE(c.buffer_ns, 30 * kSecond);
                                   });
    const Score s = scoreAfter(p, played, 1000.0);
    EXPECT_EQ(s.stall_ratio, 0.0);
    EXPECT_DOUBLE_EQ(s.mos, 5.0);
    // Steady state: a segment each 4 s.
    const auto segments = played.of(Direction::downlink);
    const std::size_t n = segments.size();
    EXPECT_NEAR(static_cast<double>(segments[n - 1].time_ns - segments[n - 11].time_ns), 40e9, 1.0);
}

/// The same player, walked through in milliseconds.
struct Reference {
    double play = 0.0, stall = 0.0, startup = 0.0;
    int stalls = 0;
};
Reference walk(const Profile& p, const std::vector<std::pair<std::int64_t, std::int64_t>>& fetched,
               std::int64_t begin_ms, std::int64_t end_ms) {
    Reference r;
    double buffer_ms = 0.0;
    enum { starting, playing, stalled } state = starting;
    std::size_t next = 0;
    for (std::int64_t now = begin_ms; now < end_ms; ++now) {
        for (; next < fetched.size() && fetched[next].second <= now; ++next) {
            buffer_ms += p.video.segment_s * 1e3;
            if (state == starting && buffer_ms >= p.video.startup_s * 1e3) {
                state = playing;
                r.startup = static_cast<double>(now - begin_ms) * 1e-3;
            }
            if (state == stalled && buffer_ms >= p.video.resume_s * 1e3) state = playing;
        }
        if (state == playing && buffer_ms < 0.5) {
            state = stalled;
            ++r.stalls;
        }
        if (state == playing) {
            r.play += 1e-3;
            buffer_ms -= 1.0;
        }
        if (state == stalled) r.stall += 1e-3;
    }
    return r;
}

// A link whose rate jumps between 1 and 12 Mbit/s, delays rounded to milliseconds.
TEST(Video, PlayerAgreesWithAWalkInMilliseconds) {
    Profile p = ofKind(Kind::video_streaming);
    p.video.startup_s = 8.0;
    p.video.resume_s = 6.0;
    for (std::uint64_t flow = 0; flow < 10; ++flow) {
        std::vector<std::pair<std::int64_t, std::int64_t>> fetched;
        const Link link = [&](const Unit& unit) {
            if (unit.direction == Direction::uplink) return Outcome{};
            const double bps = 1e6 + 11e6 * kRandom.uniform(Stream::layout, flow, unit.number);
            // To a whole millisecond, so that the walk has no rounding.
            const std::int64_t done =
                (unit.time_ns + std::llround(static_cast<double>(unit.bytes) * 8e9 / bps)) / kMs * kMs + kMs;
            fetched.emplace_back(unit.time_ns, done / kMs);
            return Outcome{done - unit.time_ns, false};
        };
        const Played played = playFlow(p, flow, 600 * kSecond, kMs, link);
        const std::int64_t begin_ns = played.units.front().time_ns;
        const Reference r = walk(p, fetched, begin_ns / kMs + 1, 600'000);
        const Score s = scoreAfter(p, played, 600.0);
        EXPECT_NEAR(s.stall_ratio, r.stall / (r.stall + r.play), 2e-3);
        EXPECT_NEAR(s.startup_s, r.startup, 0.003);
        EXPECT_GT(r.stalls, 0);
        EXPECT_NEAR(s.stalls_per_minute * r.play / 60.0, r.stalls, 0.1);
    }
}

// Clearing the indicators at every period and adding up gives what one period over all gives, to the
// nanosecond.
TEST(Video, PeriodsAddUp) {
    const Profile p = ofKind(Kind::video_streaming);
    std::int64_t play = 0, stall = 0, stalls = 0;
    const Played whole =
        playFlow(p, 1, 300 * kSecond, 10 * kMs, atRate(3e6), [&](std::int64_t now, Cursor& c, Experience& e) {
            if (now == 300 * kSecond) account(p, now, c, e);
        });
    const Played parts =
        playFlow(p, 1, 300 * kSecond, 10 * kMs, atRate(3e6), [&](std::int64_t now, Cursor& c, Experience& e) {
            if (now % (700 * kMs) != 0 && now != 300 * kSecond) return;
            account(p, now, c, e);
            play += e.play_ns;
            stall += e.stall_ns;
            stalls += e.stalls;
            e = {};
        });
    EXPECT_EQ(play, whole.experience.play_ns);
    EXPECT_EQ(stall, whole.experience.stall_ns);
    EXPECT_EQ(stalls, whole.experience.stalls);
    EXPECT_EQ(whole.units.size(), parts.units.size());
    EXPECT_GT(stall, 0);
}

// Rates up to 80 % of the throughput: 2, 4 or 8 Mbit/s on links of 3, 6 and 20.
TEST(Video, TheLadderFollowsTheLink) {
    Profile p = ofKind(Kind::video_streaming);
    p.video.ladder_kbps = {1000.0, 2000.0, 4000.0, 8000.0};
    for (const auto& [link_bps, expected_kbps] :
         {std::pair{3e6, 2000}, {6e6, 4000}, {20e6, 8000}, {0.5e6, 1000}}) {
        const auto segments =
            playFlow(p, 1, 400 * kSecond, 10 * kMs, atRate(link_bps)).of(Direction::downlink);
        EXPECT_EQ(segments.front().bytes, 1000 * 500) << "the lowest before anything is known";
        EXPECT_EQ(segments.back().bytes, expected_kbps * 500);
    }
}

TEST(Video, ALostSegmentAddsNoMediaAndIsFetchedAgain) {
    const Profile p = ofKind(Kind::video_streaming);
    const Link link = [](const Unit& unit) {
        return Outcome{100 * kMs, unit.direction == Direction::downlink && unit.number == 0};
    };
    const Played played = playFlow(p, 1, 20 * kSecond, kMs, link);
    const auto requests = played.of(Direction::uplink);
    EXPECT_EQ(requests[1].time_ns - requests[0].time_ns, 200 * kMs + kSecond);
    // First request to first play: a lost round, the wait, a good round.
    EXPECT_NEAR(scoreAfter(p, played, 20.0).startup_s, 0.2 + 1.0 + 0.2, 1e-9);
}

// ITU-T G.107 Annex B Table B.1: R 90, 80, 70, 60, 50 to MOS 4.34, 4.03, 3.60, 3.10, 2.58; 93.2 is the
// default's 4.41.
TEST(Quality, RatingToMosAsPublished) {
    EXPECT_NEAR(mosOfRating(93.2), 4.41, 0.005);
    EXPECT_NEAR(mosOfRating(90.0), 4.34, 0.005);
    EXPECT_NEAR(mosOfRating(80.0), 4.03, 0.01);  // the formula gives 4.024
    EXPECT_NEAR(mosOfRating(70.0), 3.60, 0.005);
    EXPECT_NEAR(mosOfRating(60.0), 3.10, 0.005);
    EXPECT_NEAR(mosOfRating(50.0), 2.58, 0.006);
    EXPECT_EQ(mosOfRating(-5.0), 1.0);
    EXPECT_EQ(mosOfRating(100.0), 4.5);
}

// By hand from the recommendation: at 400 ms X = 2, Idd = 25 (65^(1/6) - 3 (1 + (2/3)^6)^(1/6) + 2) = 24.070;
// at 10 % loss Ie,eff = 5 + 90 x 10/20 = 50.
TEST(Quality, EModelByHand) {
    EXPECT_DOUBLE_EQ(eModelRating(0.0, 0.0), 88.2);
    EXPECT_DOUBLE_EQ(eModelRating(0.0, 100.0), 88.2);
    EXPECT_NEAR(eModelRating(0.0, 400.0), 88.2 - 24.070, 0.01);
    EXPECT_NEAR(eModelRating(0.10, 50.0), 93.2 - 50.0, 1e-9);
}

TEST(Quality, MoreTroubleIsNeverBetter) {
    for (double x = 0.0; x < 0.5; x += 0.01) {
        EXPECT_GT(eModelRating(x, 50.0), eModelRating(x + 0.01, 50.0));
        EXPECT_GE(eModelRating(0.0, 1000.0 * x), eModelRating(0.0, 1000.0 * x + 10.0));
        EXPECT_GE(mosOfRating(eModelRating(x, 50.0)), mosOfRating(eModelRating(x + 0.01, 50.0)));
        EXPECT_GT(videoMos(10.0 * x, 2.0), videoMos(10.0 * x + 0.1, 2.0));
        EXPECT_GE(webMos(100.0 * x), webMos(100.0 * x + 1.0));
    }
    EXPECT_DOUBLE_EQ(videoMos(0.0, 0.0), 5.0);
    EXPECT_EQ(webMos(0.1), 5.0);
    EXPECT_EQ(webMos(100.0), 1.0);
}

TEST(Score, CountsLateAndLostUnitsOnce) {
    const Profile p = ofKind(Kind::voip);
    Cursor cursor = begin(p, kRandom, 1);
    Experience e;
    const auto report = [&](Direction d, std::uint32_t number, std::int64_t delay_ms, bool lost) {
        settle(p, kRandom, 1, {kSecond, kSecond + delay_ms * kMs, 40, lost ? 40 : 0, number, d}, cursor, e);
    };
    for (std::uint32_t i = 0; i < 96; ++i) report(Direction::downlink, i, 10, false);
    report(Direction::downlink, 96, 51, false);
    report(Direction::downlink, 97, 50, false);  // the bound itself is in time
    report(Direction::downlink, 98, 500, true);
    report(Direction::downlink, 99, 10, false);
    Score s = score(p, cursor, e, 2 * kSecond);
    EXPECT_DOUBLE_EQ(s.late_share, 0.01);
    EXPECT_DOUBLE_EQ(s.lost_share, 0.01);
    EXPECT_NEAR(s.mean_delay_ms, (97 * 10 + 51 + 50) / 99.0, 1e-9);
    EXPECT_EQ(s.satisfied, 1.0) << "2 % are tolerated";
    EXPECT_NEAR(s.mos, mosOfRating(eModelRating(0.02, 60.0 + s.mean_delay_ms)), 1e-12);
    report(Direction::uplink, 0, 60, false);
    s = score(p, cursor, e, 2 * kSecond);
    EXPECT_EQ(s.satisfied, 0.0) << "the uplink is late";
    EXPECT_LT(s.mos, 2.0) << "the worse direction counts";
}

TEST(Score, HasNothingToSayOfNothing) {
    for (const Kind kind : kAllKinds) {
        const Profile p = ofKind(kind);
        const Score s = score(p, begin(p, kRandom, 1), {}, 0);
        EXPECT_TRUE(std::isnan(s.mos) && std::isnan(s.satisfied) && std::isnan(s.mean_delay_ms) &&
                    std::isnan(s.lost_share) && std::isnan(s.file_throughput_kbps) &&
                    std::isnan(s.page_time_s) && std::isnan(s.startup_s) && std::isnan(s.stall_ratio))
            << kindNames()[static_cast<std::size_t>(kind)];
    }
}

// Files of 1 MB in 2 s and in 4 s: 4 and 2 Mbit/s, 3 on average (TR 36.814 A.2.1.4: the mean over files).
TEST(Score, FileThroughputIsTheMeanOverFiles) {
    const Profile p = ofKind(Kind::ftp3);
    Cursor cursor = begin(p, kRandom, 1);
    Experience e;
    settle(p, kRandom, 1, {0, 2 * kSecond, 1'000'000, 0, 0, Direction::downlink}, cursor, e);
    settle(p, kRandom, 1, {0, 4 * kSecond, 1'000'000, 0, 1, Direction::downlink}, cursor, e);
    settle(p, kRandom, 1, {0, 9 * kSecond, 1'000'000, 500'000, 2, Direction::downlink}, cursor, e);
    EXPECT_DOUBLE_EQ(score(p, cursor, e, 9 * kSecond).file_throughput_kbps, 3000.0);
}

TEST(Score, AStallThatLastsCounts) {
    const Profile p = ofKind(Kind::video_streaming);
    const Link dies = [](const Unit& unit) {
        return Outcome{unit.direction == Direction::downlink && unit.number > 0 ? kNever : 0, false};
    };
    const Played played = playFlow(p, 1, 100 * kSecond, kSecond, dies);
    const double begins = static_cast<double>(played.units.front().time_ns) * 1e-9;
    EXPECT_NEAR(scoreAfter(p, played, 100.0).stall_ratio, 1.0 - 4.0 / (100.0 - begins), 1e-6);
    EXPECT_GT(scoreAfter(p, played, 200.0).stall_ratio, scoreAfter(p, played, 100.0).stall_ratio);
}

}  // namespace
}  // namespace celltwin::traffic
