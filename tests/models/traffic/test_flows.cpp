// SPDX-License-Identifier: BSD-3-Clause
//
// What every kind of flow keeps: the same units at any step, time order, numbers without gaps, independence
// of flows, offered load as the profile says, sessions.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/models/traffic/flows.h"

namespace celltwin::traffic {
namespace {

using namespace testing;

/// A link of 8 Mbit/s and 5 ms, on which every 37th unit is lost.
Outcome slowLink(const Unit& unit) {
    return {5 * kMs + unit.bytes % 1'000'000'000 * 1000, unit.number % 37 == 36};
}

bool same(const Unit& a, const Unit& b) {
    return a.time_ns == b.time_ns && a.bytes == b.bytes && a.number == b.number &&
           a.direction == b.direction && a.last_of_session == b.last_of_session;
}

Profile busy(Kind kind, bool sessions) {
    Profile p = ofKind(kind);
    p.files_per_second = 3.0;
    p.file_bytes = 60'000.4;
    p.packet_bytes = 133.7;
    p.reading_s = 1.5;
    p.web.reading_s = 2.0;
    p.iot.interval_s = 0.8;
    p.voice.jitter_std_ms = 5.0;
    if (sessions) p.sessions = {600.0, 7.0};
    return p;
}

TEST(Flows, GiveTheSameUnitsInStepsOfAnyLength) {
    for (const Kind kind : kAllKinds)
        for (const bool sessions : {false, true})
            for (std::uint64_t flow = 0; flow < 5; ++flow) {
                const Profile p = busy(kind, sessions);
                const Played fine = playFlow(p, flow, 60 * kSecond, 1 * kMs, slowLink);
                for (const std::int64_t step : {7 * kMs + 13, 60 * kSecond}) {
                    const Played coarse = playFlow(p, flow, 60 * kSecond, step, slowLink);
                    ASSERT_EQ(fine.units.size(), coarse.units.size()) << kindNames()[static_cast<int>(kind)];
                    for (std::size_t d = 0; d < kDirections; ++d) {
                        const auto a = fine.of(static_cast<Direction>(d)),
                                   b = coarse.of(static_cast<Direction>(d));
                        ASSERT_EQ(a.size(), b.size());
                        for (std::size_t i = 0; i < a.size(); ++i)
                            ASSERT_TRUE(same(a[i], b[i]))
                                << kindNames()[static_cast<int>(kind)] << " unit " << i;
                    }
                    EXPECT_EQ(fine.cursor.next_ns, coarse.cursor.next_ns);
                }
                if (kind != Kind::full_buffer) {
                    EXPECT_GT(fine.units.size(), 3U) << kindNames()[static_cast<int>(kind)];
                }
            }
}

TEST(Flows, KeepTimeOrderAndNumberWithoutGaps) {
    for (const Kind kind : kAllKinds)
        for (const bool sessions : {false, true}) {
            const Played played = playFlow(busy(kind, sessions), 3, 300 * kSecond, 1 * kMs, slowLink);
            std::uint32_t number[kDirections] = {0, 0};
            std::int64_t before[kDirections] = {0, 0};
            for (const Unit& unit : played.units) {
                const auto d = static_cast<std::size_t>(unit.direction);
                EXPECT_EQ(unit.number, number[d]++);
                EXPECT_GE(unit.time_ns, before[d]) << kindNames()[static_cast<int>(kind)];
                EXPECT_GT(unit.bytes, 0);
                before[d] = unit.time_ns;
            }
        }
}

TEST(Flows, NextTimeNeverHidesAUnit) {
    for (const Kind kind : kAllKinds) {
        const Profile p = busy(kind, true);
        Cursor cursor = begin(p, kRandom, 9);
        Experience unused;
        for (int i = 0; i < 2000; ++i) {
            const std::int64_t promised = cursor.next_ns;
            ASSERT_FALSE(take(p, kRandom, 9, promised, cursor)) << "before its time";
            if (promised >= kNever) break;
            const auto unit = take(p, kRandom, 9, promised + 1, cursor);
            if (!unit) {
                ASSERT_GT(cursor.next_ns, promised) << "the end or the start of a session lay there";
                continue;
            }
            EXPECT_EQ(unit->time_ns, promised);
            settle(p, kRandom, 9,
                   {unit->time_ns, unit->time_ns, unit->bytes, 0, unit->number, unit->direction}, cursor,
                   unused);
        }
    }
}

TEST(Flows, OfDifferentKeysDiffer) {
    for (const Kind kind : kAllKinds) {
        if (kind == Kind::full_buffer) continue;
        const Profile p = busy(kind, false);
        const Played a = playFlow(p, 1, 30 * kSecond, kSecond), b = playFlow(p, 2, 30 * kSecond, kSecond);
        ASSERT_FALSE(a.units.empty() || b.units.empty());
        EXPECT_NE(a.units.front().time_ns, b.units.front().time_ns) << kindNames()[static_cast<int>(kind)];
    }
}

TEST(Flows, FullBufferIsOneEndlessUnit) {
    for (const Direction direction : {Direction::downlink, Direction::uplink}) {
        Profile p;
        p.direction = direction;
        const Played played = playFlow(p, 1, 10 * kSecond, kMs, [](const Unit&) {
            return Outcome{kNever, false};
        });
        ASSERT_EQ(played.units.size(), 1U);
        EXPECT_EQ(played.units[0].bytes, kEndless);
        EXPECT_EQ(played.units[0].time_ns, 0);
        EXPECT_EQ(played.units[0].direction, direction);
        EXPECT_GE(played.cursor.next_ns, kNever);
    }
}

// Packets of 133.7 bytes are whole ones that never lag a byte behind.
TEST(Flows, WholePacketsAddUpToTheRate) {
    Profile p = ofKind(Kind::constant_rate);
    p.packet_bytes = 133.7;
    const auto units = playFlow(p, 1, 10 * kSecond, kSecond).units;
    double exact = 0.0;
    std::int64_t sum = 0;
    for (const Unit& unit : units) {
        exact += p.packet_bytes;
        sum += unit.bytes;
        ASSERT_LE(std::abs(exact - static_cast<double>(sum)), 1.0 + 1e-6);
    }
}

// offeredBps() is written from the distributions' means, the flows from their inverses: equal over many
// flows, within four standard errors taken from the flows themselves, and 0.5 % for rounding to bytes.
TEST(OfferedLoad, IsWhatFlowsOffer) {
    const std::int64_t until = 3000 * kSecond;
    for (const Kind kind : kAllKinds) {
        if (kind == Kind::full_buffer || kind == Kind::constant_rate) continue;
        for (const bool sessions : {false, true}) {
            Profile p = busy(kind, sessions);
            p.packet_bytes = 1500.0;
            p.iot.interval_s = 20.0;
            for (std::size_t d = 0; d < kDirections; ++d) {
                const auto direction = static_cast<Direction>(d);
                const bool dense = kind == Kind::xr || kind == Kind::gaming || kind == Kind::voip;
                const int flows = dense ? 12 : 60;
                double sum = 0.0, squares = 0.0;
                for (std::uint64_t flow = 0; flow < static_cast<std::uint64_t>(flows); ++flow) {
                    const double bps =
                        static_cast<double>(
                            playFlow(p, flow, until / (dense ? 6 : 1), kSecond).bytes(direction)) *
                        8.0 / (dense ? 500.0 : 3000.0);
                    sum += bps;
                    squares += bps * bps;
                }
                const double mean = sum / flows;
                const double error = std::sqrt(std::max(0.0, squares / flows - mean * mean) / (flows - 1));
                // An endless stream begins by filling its buffer.
                const double filled =
                    kind == Kind::video_streaming && !sessions ? p.video.target_s / 3000.0 : 0.0;
                EXPECT_NEAR(mean, offeredBps(p, direction) * (1.0 + filled), 4.0 * error + 0.005 * mean)
                    << kindNames()[static_cast<std::size_t>(kind)] << (sessions ? " in sessions " : " ") << d;
            }
        }
    }
}

// Of a stretch: over whole weeks the load of the week, for all kinds; in an hour of no intensity nothing
// where the hour counts; and, hour by hour, what files really arrive.
TEST(OfferedLoad, OfAStretchFollowsTheHours) {
    const std::int64_t hour = 3600 * kSecond;
    for (const Kind kind : kAllKinds)
        for (const bool sessions : {false, true}) {
            Profile p = busy(kind, sessions);
            for (const Direction direction : {Direction::downlink, Direction::uplink}) {
                const double plain = offeredBps(p, direction);
                if (std::isinf(plain)) {
                    EXPECT_TRUE(std::isinf(offeredBps(p, direction, 0, hour)));
                    continue;
                }
                EXPECT_NEAR(offeredBps(p, direction, 5, hour), plain, 1e-9 * plain);
                Profile daily = p;
                auto hours = std::make_shared<std::vector<double>>();
                for (int h = 0; h < 24; ++h) hours->push_back(h < 6 ? 0.0 : 0.1 * h);
                daily.hourly = hours;
                daily.start_hour = 5.5;
                const double week = offeredBps(daily, direction);
                EXPECT_NEAR(offeredBps(daily, direction, 0, 48 * hour), week, 1e-9 * week);
                const bool follows = sessions || kind == Kind::ftp1 || kind == Kind::ftp3;
                const double night = offeredBps(daily, direction, 0, hour / 2);
                EXPECT_NEAR(night, follows ? 0.0 : plain, 1e-9 * plain);
            }
        }
    Profile p = busy(Kind::ftp3, false);
    p.hourly = std::make_shared<std::vector<double>>(std::vector<double>{0.5, 2.0, 0.0, 1.0});
    for (int h = 0; h < 4; ++h) {
        double bits = 0.0;
        for (std::uint64_t flow = 0; flow < 20; ++flow)
            for (const Unit& unit : playFlow(p, flow, 4 * hour, 60 * kSecond).units)
                if (unit.time_ns / hour == h) bits += 8.0 * static_cast<double>(unit.bytes);
        const double offered = offeredBps(p, Direction::downlink, h * hour, (h + 1) * hour) * 20.0 * 3600.0;
        const double files = offered / (8.0 * p.file_bytes);
        EXPECT_NEAR(bits, offered, 4.0 * std::sqrt(files) * 8.0 * p.file_bytes) << h;
    }
}

TEST(OfferedLoad, ScalesWithTheFactorOfAWhatIf) {
    for (const Kind kind : kAllKinds)
        for (const double factor : {0.25, 1.0, 3.0}) {
            Profile p = ofKind(kind);
            p.web.parsing_s = 0.0;
            const double before = offeredBps(p, Direction::downlink),
                         after = offeredBps(scaled(p, factor), Direction::downlink);
            if (kind == Kind::full_buffer) {
                EXPECT_TRUE(std::isinf(after));
            } else if (kind == Kind::gaming) {
                const double header = 2.0 * 8e3 / (p.gaming.gap_a_ms + 0.5772156649 * p.gaming.gap_b_ms);
                EXPECT_NEAR(after - header, factor * (before - header), 1e-6 * before);
            } else {
                EXPECT_NEAR(after, factor * before, 1e-9 * before)
                    << kindNames()[static_cast<std::size_t>(kind)];
            }
            p.sessions = {0.01, 60.0};  // rarely on: sessions and load grow alike
            if (kind == Kind::full_buffer) continue;
            EXPECT_NEAR(offeredBps(scaled(p, factor), Direction::downlink),
                        factor * offeredBps(p, Direction::downlink),
                        1e-3 * factor * offeredBps(p, Direction::downlink));
        }
}

TEST(Ftp1, EveryFileEndsItsSession) {
    for (const Unit& unit : playFlow(busy(Kind::ftp1, false), 1, 20 * kSecond, kSecond).units)
        EXPECT_TRUE(unit.last_of_session);
    for (const Unit& unit : playFlow(busy(Kind::ftp3, false), 1, 20 * kSecond, kSecond).units)
        EXPECT_FALSE(unit.last_of_session);
}

}  // namespace
}  // namespace celltwin::traffic
