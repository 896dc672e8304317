// SPDX-License-Identifier: BSD-3-Clause
//
// Kinds that go on when something was delivered: ftp2, web, video streaming. Cursor::phase says where a loop
// stands, 0 being the only place where a session may end; Cursor::draws counts files, pages or segments.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow.h"

namespace celltwin::traffic {
namespace {

constexpr std::int64_t kRetryNs = 1'000'000'000;  // RFC 6298 clause 2: first retransmission timeout

/// Stations of a loop.
enum Phase : std::uint8_t { idle, requested, answering, embedded_requested, embedded_answering };
/// States of a video player; kept in Cursor::talking[0].
enum Player : std::uint8_t { starting, playing, stalled };

std::int64_t later(std::int64_t time_ns, double seconds) {
    return std::min(kNever, time_ns + toNs(seconds * kNsPerSecond));
}
double exponentialOf(const Flow& flow, Purpose purpose) {
    return flow.exponential(purpose, flow.cursor.draws);
}
std::int64_t wholeBytes(double bytes) {
    return std::max<std::int64_t>(1, std::llround(bytes));
}

std::int64_t mediaNs(double seconds) {
    return toNs(seconds * kNsPerSecond);
}

/// The highest rate of the ladder that leaves a reserve of the last segment's throughput; the lowest before
/// there is one.
double segmentKbps(const Profile& p, const Cursor& c) {
    double rate = p.video.ladder_kbps.front();
    for (const double step : p.video.ladder_kbps)
        if (step * 1e3 <= p.video.safety * static_cast<double>(c.throughput_bps)) rate = std::max(rate, step);
    return rate;
}

double objectBytes(const Flow& flow) {
    const Cursor& c = flow.cursor;
    // Objects of a page are numbered by how many are still to come; the main object has no number.
    const std::uint64_t step = (static_cast<std::uint64_t>(c.draws) << 16) + c.turn[kDown];
    const TruncatedLogNormal& sizes = c.phase == answering ? kMainObjectBytes : kEmbeddedObjectBytes;
    return sizes.draw(flow.uniform(Purpose::size, step)) * flow.profile.web.size_factor;
}

void finishPage(const Flow& flow, std::int64_t now_ns, Experience& experience) {
    Cursor& c = flow.cursor;
    ++experience.pages;
    experience.page_sum_ns += now_ns - c.origin_ns;
    c.phase = idle;
    ++c.draws;
    c.unit_ns[kUp] = later(now_ns, flow.profile.web.reading_s * exponentialOf(flow, Purpose::reading));
}

void settleWebRequest(const Flow& flow, const Fate& fate) {
    Cursor& c = flow.cursor;
    c.awaited = 0;
    if (fate.lost_bytes > 0) {
        c.unit_ns[kUp] = fate.done_ns + kRetryNs;
        return;
    }
    const bool main = c.phase == requested;
    c.phase = main ? answering : embedded_answering;
    c.turn[kDown] = main ? 0 : embeddedObjects(flow.uniform(Purpose::object_count, c.draws));
    c.unit_ns[kDown] = fate.done_ns;
}

void settleObject(const Flow& flow, const Fate& fate, Experience& experience) {
    Cursor& c = flow.cursor;
    --c.awaited;
    if (c.phase == embedded_answering) {
        if (c.awaited == 0 && c.turn[kDown] == 0) finishPage(flow, fate.done_ns, experience);
        return;
    }
    if (embeddedObjects(flow.uniform(Purpose::object_count, c.draws)) == 0)
        return finishPage(flow, fate.done_ns, experience);
    c.phase = embedded_requested;
    c.unit_ns[kUp] = later(fate.done_ns, flow.profile.web.parsing_s * exponentialOf(flow, Purpose::parsing));
}

void startPlayIfFilled(const Flow& flow, std::int64_t now_ns, Experience& experience) {
    Cursor& c = flow.cursor;
    const Video& v = flow.profile.video;
    if (c.talking[0] == playing || c.buffer_ns < mediaNs(c.talking[0] == starting ? v.startup_s : v.resume_s))
        return;
    if (c.talking[0] == starting) {
        ++experience.starts;
        experience.startup_sum_ns += now_ns - c.origin_ns;
    }
    c.talking[0] = playing;
}

/// When the client asks for the next segment: as soon as there is room for it.
std::int64_t nextRequestNs(const Profile& p, const Cursor& c, std::int64_t now_ns) {
    const std::int64_t room_ns = mediaNs(p.video.target_s) - mediaNs(p.video.segment_s) - c.buffer_ns;
    return room_ns >= 0 || c.talking[0] != playing ? now_ns : now_ns - room_ns;
}

void closeVideo(const Flow& flow, Experience& experience) {
    Cursor& c = flow.cursor;
    play(flow.profile, c.session_end_ns, c, experience);
    if (c.talking[0] == starting) {
        ++experience.starts;
        experience.startup_sum_ns += std::max<std::int64_t>(0, c.session_end_ns - c.origin_ns);
    }
    endSession(flow, c.session_end_ns);
}

void settleSegment(const Flow& flow, const Fate& fate, Experience& experience) {
    Cursor& c = flow.cursor;
    const Video& v = flow.profile.video;
    c.awaited = 0;
    c.phase = idle;
    ++c.draws;
    play(flow.profile, fate.done_ns, c, experience);
    std::int64_t request_ns = fate.done_ns + kRetryNs;
    if (fate.lost_bytes == 0) {
        ++experience.segments;
        experience.segment_bps_sum += std::llround(static_cast<double>(fate.bytes) * 8.0 / v.segment_s);
        const auto taken_ns =
            static_cast<double>(std::max<std::int64_t>(1000, fate.done_ns - fate.arrived_ns));
        c.throughput_bps = std::llround(static_cast<double>(fate.bytes) * 8.0 * kNsPerSecond / taken_ns);
        if (fate.done_ns < c.session_end_ns) {
            c.buffer_ns += mediaNs(v.segment_s);
            startPlayIfFilled(flow, fate.done_ns, experience);
        }
        request_ns = nextRequestNs(flow.profile, c, fate.done_ns);
    }
    if (request_ns >= c.session_end_ns) return closeVideo(flow, experience);
    c.unit_ns[kUp] = request_ns;
}

void settleVideo(const Flow& flow, const Fate& fate, Experience& experience) {
    Cursor& c = flow.cursor;
    if (fate.direction == Direction::downlink) return settleSegment(flow, fate, experience);
    c.awaited = 0;
    if (fate.lost_bytes > 0) {
        c.unit_ns[kUp] = fate.done_ns + kRetryNs;
        return;
    }
    c.phase = answering;
    c.unit_ns[kDown] = fate.done_ns;
}

void settleFile(const Flow& flow, const Fate& fate) {
    Cursor& c = flow.cursor;
    c.awaited = 0;
    ++c.draws;
    c.unit_ns[static_cast<std::size_t>(flow.profile.direction)] =
        later(fate.done_ns, flow.profile.reading_s * exponentialOf(flow, Purpose::reading));
}

}  // namespace

void startLoop(const Flow& flow, std::int64_t start_ns, Start start) {
    const Profile& p = flow.profile;
    Cursor& c = flow.cursor;
    c.phase = idle;
    c.awaited = 0;
    const bool at_once = start == Start::afresh;
    if (p.kind == Kind::ftp2) {
        c.unit_ns[static_cast<std::size_t>(p.direction)] =
            at_once ? start_ns : later(start_ns, p.reading_s * exponentialOf(flow, Purpose::reading));
        return;
    }
    double wait_s = 0.0;
    if (!at_once)
        wait_s = p.kind == Kind::web ? p.web.reading_s * exponentialOf(flow, Purpose::reading)
                                     : p.video.segment_s * flow.uniform(Purpose::phase, 0);
    if (!at_once) ++c.draws;
    c.unit_ns[kUp] = c.origin_ns = c.mark_ns = later(start_ns, wait_s);
    c.buffer_ns = 0;
    c.throughput_bps = 0;
    c.talking[0] = starting;
}

std::int64_t loopBytes(const Flow& flow, std::size_t direction) {
    const Profile& p = flow.profile;
    if (p.kind == Kind::ftp2) return wholeBytes(p.file_bytes);
    if (p.kind == Kind::web) return wholeBytes(direction == kUp ? p.web.request_bytes : objectBytes(flow));
    if (direction == kUp) return wholeBytes(p.video.request_bytes);
    return wholeBytes(segmentKbps(p, flow.cursor) * 1e3 / 8.0 * p.video.segment_s);
}

void advanceLoop(const Flow& flow, std::size_t direction) {
    Cursor& c = flow.cursor;
    ++c.awaited;
    const std::int64_t time_ns = c.unit_ns[direction];
    if (direction == kDown && c.turn[kDown] > 1) {
        --c.turn[kDown];
        return;
    }
    c.unit_ns[direction] = kNever;
    if (flow.profile.kind == Kind::ftp2) return;
    c.turn[kDown] = 0;
    if (direction == kUp && c.phase == idle) {
        if (flow.profile.kind == Kind::web) c.origin_ns = time_ns;
        c.phase = requested;
    }
}

void settleLoop(const Flow& flow, const Fate& fate, Experience& experience) {
    if (flow.cursor.awaited == 0) return;  // of a flow begun anew
    if (flow.profile.kind == Kind::ftp2) return settleFile(flow, fate);
    if (flow.profile.kind == Kind::video_streaming) return settleVideo(flow, fate, experience);
    if (fate.direction == Direction::uplink) return settleWebRequest(flow, fate);
    settleObject(flow, fate, experience);
}

void play(const Profile& profile, std::int64_t now_ns, Cursor& cursor, Experience& experience) {
    if (profile.kind != Kind::video_streaming || cursor.on == 0) return;
    const std::int64_t until_ns = std::min(now_ns, cursor.session_end_ns);
    if (until_ns <= cursor.mark_ns) return;
    std::int64_t passed_ns = until_ns - cursor.mark_ns;
    cursor.mark_ns = until_ns;
    if (cursor.talking[0] == starting) return;
    if (cursor.talking[0] == playing) {
        const std::int64_t played_ns = std::min(passed_ns, cursor.buffer_ns);
        cursor.buffer_ns -= played_ns;
        experience.play_ns += played_ns;
        passed_ns -= played_ns;
        if (passed_ns == 0) return;
        cursor.talking[0] = stalled;
        ++experience.stalls;
    }
    experience.stall_ns += passed_ns;
}

}  // namespace celltwin::traffic
