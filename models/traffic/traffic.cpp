// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/traffic.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/traffic/flow.h"

namespace celltwin::traffic {
namespace {

bool isFile(Kind kind) {
    return kind == Kind::ftp1 || kind == Kind::ftp2 || kind == Kind::ftp3;
}

std::int64_t sessionLengthNs(const Flow& flow) {
    const double seconds = flow.profile.sessions.mean_duration_s *
                           flow.exponential(Purpose::session_length, flow.cursor.sessions);
    return std::max<std::int64_t>(1, toNs(seconds * kNsPerSecond));
}

/// Whether a session ends or starts before the next unit.
bool turnsFirst(const Profile& profile, const Cursor& c) {
    return c.session_end_ns <= std::min(c.unit_ns[kDown], c.unit_ns[kUp]) &&
           (c.on == 0 || !isClosedLoop(profile.kind) || rests(c));
}

/// Whether the unit just taken is known to be its session's last.
bool isLast(const Profile& profile, const Cursor& c, std::size_t direction) {
    if (profile.kind == Kind::ftp1) return true;
    if (isClosedLoop(profile.kind) || !hasSessions(profile)) return false;
    if (profile.kind == Kind::iot) return direction == kUp && c.session_end_ns <= c.unit_ns[kUp];
    return turnsFirst(profile, c);
}

/// Nothing is to come but answers that wait: a report's outlasts its session.
void clearUnits(const Profile& profile, Cursor& c) {
    c.unit_ns[kUp] = kNever;
    c.turn[kUp] = 0;
    if (profile.kind == Kind::iot) return;
    c.unit_ns[kDown] = kNever;
    c.turn[kDown] = 0;
}

void beginSession(const Flow& flow, std::int64_t start_ns, Start start) {
    Cursor& c = flow.cursor;
    c.on = 1;
    c.session_end_ns =
        hasSessions(flow.profile) ? std::min(kNever, start_ns + sessionLengthNs(flow)) : kNever;
    ++c.sessions;
    clearUnits(flow.profile, c);
    c.step[kDown] = c.step[kUp] = 0;
    if (isClosedLoop(flow.profile.kind))
        startLoop(flow, start_ns, start);
    else
        startPattern(flow, start_ns);
}

void countSide(const Profile& profile, const Fate& fate, Experience& experience) {
    Experience::Side& side = experience.side[static_cast<std::size_t>(fate.direction)];
    const std::int64_t delay_ns = fate.done_ns - fate.arrived_ns;
    ++side.units;
    // An endless unit has no size that could be summed.
    if (fate.bytes < kEndless) side.bytes += fate.bytes;
    side.lost_bytes += fate.lost_bytes;
    if (fate.lost_bytes > 0) {
        ++side.lost_units;
        return;
    }
    side.delay_sum_ns += delay_ns;
    if (static_cast<double>(delay_ns) > delayBudgetMs(profile) * 1e6) ++side.late_units;
    if (!isFile(profile.kind)) return;
    ++experience.files;
    const auto taken_ns = static_cast<double>(std::max<std::int64_t>(1000, delay_ns));
    experience.file_bps_sum += std::llround(static_cast<double>(fate.bytes) * 8.0 * kNsPerSecond / taken_ns);
}

}  // namespace

void endSession(const Flow& flow, std::int64_t end_ns) {
    Cursor& c = flow.cursor;
    c.on = 0;
    clearUnits(flow.profile, c);
    c.session_end_ns = poissonAfter(flow.profile, end_ns, flow.exponential(Purpose::session_gap, c.sessions),
                                    flow.profile.sessions.per_hour / kSecondsPerHour);
}

void refreshNext(const Profile& profile, Cursor& c) {
    c.next_ns = turnsFirst(profile, c) ? c.session_end_ns : std::min(c.unit_ns[kDown], c.unit_ns[kUp]);
}

Cursor begin(const Profile& profile, const Random& random, std::uint64_t flow_key) {
    Cursor cursor;
    const Flow flow{profile, random, flow_key, cursor};
    // Sessions are met in balance: exponential lengths and gaps have no memory, so what is left of one is as
    // long as a whole one; where in a page or segment they stand is drawn, or all would ask at once.
    const bool on = !hasSessions(profile) || flow.uniform(Purpose::session_state, 0) <
                                                 sessionShare(profile.sessions, hourFactor(profile, 0));
    if (on)
        beginSession(flow, 0, Start::under_way);
    else
        endSession(flow, 0);
    refreshNext(profile, cursor);
    return cursor;
}

std::optional<Unit> take(const Profile& profile, const Random& random, std::uint64_t flow_key,
                         std::int64_t before_ns, Cursor& c) {
    const Flow flow{profile, random, flow_key, c};
    while (c.next_ns < before_ns) {
        if (turnsFirst(profile, c)) {
            if (c.on == 0)
                beginSession(flow, c.session_end_ns, Start::afresh);
            else
                endSession(flow, c.session_end_ns);
        } else {
            const std::size_t d = c.unit_ns[kDown] <= c.unit_ns[kUp] ? kDown : kUp;
            const bool closed = isClosedLoop(profile.kind);
            Unit unit{c.unit_ns[d], closed ? loopBytes(flow, d) : patternBytes(flow, d), c.units[d]++,
                      static_cast<Direction>(d)};
            if (closed)
                advanceLoop(flow, d);
            else
                advancePattern(flow, d);
            unit.last_of_session = isLast(profile, c, d);
            refreshNext(profile, c);
            return unit;
        }
        refreshNext(profile, c);
    }
    return std::nullopt;
}

void settle(const Profile& profile, const Random& random, std::uint64_t flow_key, const Fate& fate,
            Cursor& cursor, Experience& experience) {
    assert(fate.done_ns >= fate.arrived_ns && fate.lost_bytes <= fate.bytes);
    const Flow flow{profile, random, flow_key, cursor};
    countSide(profile, fate, experience);
    if (profile.kind == Kind::iot) settleAnswer(flow, fate);
    if (isClosedLoop(profile.kind)) {
        settleLoop(flow, fate, experience);
        if (cursor.on != 0 && rests(cursor) && fate.done_ns >= cursor.session_end_ns)
            endSession(flow, cursor.session_end_ns);
        // What outlasted its session also delays the next one.
        if (cursor.on == 0) cursor.session_end_ns = std::max(cursor.session_end_ns, fate.done_ns);
    }
    refreshNext(profile, cursor);
}

void account(const Profile& profile, std::int64_t now_ns, Cursor& cursor, Experience& experience) {
    play(profile, now_ns, cursor, experience);
}

}  // namespace celltwin::traffic
