// SPDX-License-Identifier: BSD-3-Clause
//
// The pieces take() and settle() are made of: open-loop patterns (pattern.cpp) and closed loops (loop.cpp).
// Private to models/traffic.
#pragma once

#include "models/traffic/draws.h"
#include "models/traffic/intensity.h"
#include "models/traffic/traffic.h"

namespace celltwin::traffic {

/// One flow as the pieces see it.
struct Flow {
    const Profile& profile;
    const Random& random;
    std::uint64_t key;
    Cursor& cursor;
    double uniform(Purpose purpose, std::uint64_t step) const {
        return uniformOf(random, key, purpose, step);
    }
    double exponential(Purpose purpose, std::uint64_t step) const {
        return random.exponential(Stream::traffic_arrival, purposeKey(random, key, purpose), step);
    }
};

inline constexpr std::size_t kDown = static_cast<std::size_t>(Direction::downlink);
inline constexpr std::size_t kUp = static_cast<std::size_t>(Direction::uplink);

/// Whether the next unit depends on deliveries.
inline bool isClosedLoop(Kind kind) {
    return kind == Kind::ftp2 || kind == Kind::web || kind == Kind::video_streaming;
}
/// A closed loop between two turns: nothing is on its way, so its session may end.
inline bool rests(const Cursor& cursor) {
    return cursor.awaited == 0 && cursor.phase == 0;
}

/// The session that is on ends at `end_ns`; the next start is drawn.
void endSession(const Flow& flow, std::int64_t end_ns);
/// Sets Cursor::next_ns from the rest of the cursor.
void refreshNext(const Profile& profile, Cursor& cursor);

/// A session begins with its user's wish; one that is met under way at 0 stands somewhere in its reading or
/// in its segment.
enum class Start : std::uint8_t { afresh, under_way };
/// First units of a session that begins at `start_ns`; a flow without sessions begins one at 0. A pattern has
/// its phase drawn either way.
void startPattern(const Flow& flow, std::int64_t start_ns);
void startLoop(const Flow& flow, std::int64_t start_ns, Start start);
/// Size of the unit that is next in this direction, at least 1.
std::int64_t patternBytes(const Flow& flow, std::size_t direction);
std::int64_t loopBytes(const Flow& flow, std::size_t direction);
/// After that unit has been taken: when the following one comes.
void advancePattern(const Flow& flow, std::size_t direction);
void advanceLoop(const Flow& flow, std::size_t direction);
/// What a delivery sets off.
void settleAnswer(const Flow& flow, const Fate& fate);
void settleLoop(const Flow& flow, const Fate& fate, Experience& experience);

/// Media time is played, or its absence suffered, up to now_ns.
void play(const Profile& profile, std::int64_t now_ns, Cursor& cursor, Experience& experience);

}  // namespace celltwin::traffic
