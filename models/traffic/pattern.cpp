// SPDX-License-Identifier: BSD-3-Clause
//
// Kinds whose units come by themselves. Times are computed from a unit's place in the session's pattern
// rather than from the unit before where there is a regular one: no rounding adds up.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow.h"

namespace celltwin::traffic {
namespace {

constexpr double kNsPerMs = 1e6;
constexpr double kSpeechFrameNs = 20.0 * kNsPerMs;  // TS 26.071: AMR; EVS alike (TS 26.441)
constexpr std::uint64_t kFramesPerSid = 8;          // 160 ms
constexpr double kFirstGameGapMs = 40.0;            // NGMN A.6: first packet uniform in 0..40 ms

/// Draws of a session of its own, numbered within it.
std::uint64_t inSession(const Cursor& cursor, std::uint64_t number) {
    return (static_cast<std::uint64_t>(cursor.sessions) << 40) + number;
}
double phaseOf(const Flow& flow, std::size_t direction) {
    return flow.uniform(direction == kDown ? Purpose::phase : Purpose::uplink_phase,
                        inSession(flow.cursor, 0));
}

/// origin + (phase + step) x period.
std::int64_t regularNs(const Flow& flow, std::size_t direction, double period_ns) {
    const double since_ns =
        (phaseOf(flow, direction) + static_cast<double>(flow.cursor.step[direction])) * period_ns;
    return std::min(kNever, flow.cursor.origin_ns + toNs(since_ns));
}

/// The same with jitter; bounded to half a period, so that the order stays.
std::int64_t jitteredNs(const Flow& flow, std::size_t direction, double period_ns, double std_ms,
                        double max_ms) {
    const std::int64_t regular_ns = regularNs(flow, direction, period_ns);
    const double bound_ns = std::min(max_ms * kNsPerMs, 0.5 * period_ns);
    if (std_ms <= 0.0 || bound_ns <= 0.0) return regular_ns;
    const double jitter_ns =
        truncatedNormal(flow.uniform(Purpose::jitter, inSession(flow.cursor, flow.cursor.step[direction])),
                        std_ms * kNsPerMs, -bound_ns, bound_ns);
    return std::max(flow.cursor.origin_ns, regular_ns + static_cast<std::int64_t>(jitter_ns));
}

std::int64_t fileAfter(const Flow& flow, std::int64_t from_ns) {
    const double exponential =
        flow.random.exponential(Stream::traffic_arrival, flow.key, flow.cursor.draws++);
    if (!hasSessions(flow.profile))
        return poissonAfter(flow.profile, from_ns, exponential, flow.profile.files_per_second);
    // Sessions carry the hour already.
    const double gap_ns = exponential * kNsPerSecond / flow.profile.files_per_second;
    return std::min(kNever, from_ns + std::max<std::int64_t>(1, toNs(gap_ns)));
}

std::int64_t packetNs(const Flow& flow, std::size_t direction) {
    const Profile& p = flow.profile;
    const double gap_ns = p.packet_bytes * 8.0 / (p.rate_kbps * 1e3) * kNsPerSecond;
    const double phase = flow.random.uniform(Stream::traffic_arrival, flow.key);
    return std::min(kNever, flow.cursor.origin_ns +
                                toNs((phase + static_cast<double>(flow.cursor.step[direction])) * gap_ns));
}

/// Frames a state of speech lasts: geometric, at least one.
std::uint32_t stateFrames(const Flow& flow, std::size_t direction) {
    const Voice& v = flow.profile.voice;
    const bool talks = flow.cursor.talking[direction] != 0;
    if (v.activity <= 0.0 || v.activity >= 1.0) return ~std::uint32_t{0};
    const double talk_frames = std::max(1.0, v.talk_spurt_s * kNsPerSecond / kSpeechFrameNs);
    const double mean = talks ? talk_frames : std::max(1.0, talk_frames * (1.0 - v.activity) / v.activity);
    if (mean <= 1.0) return 1;
    const double u = flow.uniform(direction == kDown ? Purpose::talk : Purpose::uplink_talk,
                                  inSession(flow.cursor, 1 + flow.cursor.step[direction]));
    return static_cast<std::uint32_t>(std::min(1e9, 1.0 + std::floor(std::log(u) / std::log1p(-1.0 / mean))));
}

std::int64_t speechNs(const Flow& flow, std::size_t direction) {
    const Voice& v = flow.profile.voice;
    return direction == kDown ? jitteredNs(flow, direction, kSpeechFrameNs, v.jitter_std_ms, v.jitter_max_ms)
                              : regularNs(flow, direction, kSpeechFrameNs);
}

void startSpeech(const Flow& flow, std::size_t direction) {
    Cursor& c = flow.cursor;
    const double u = flow.uniform(direction == kDown ? Purpose::talk : Purpose::uplink_talk, inSession(c, 0));
    c.talking[direction] = u < flow.profile.voice.activity ? 1 : 0;
    c.turn[direction] = stateFrames(flow, direction);
    c.unit_ns[direction] = speechNs(flow, direction);
}

void advanceSpeech(const Flow& flow, std::size_t direction) {
    Cursor& c = flow.cursor;
    const std::uint64_t next = c.step[direction] + (c.talking[direction] != 0 ? 1 : kFramesPerSid);
    c.step[direction] = std::min<std::uint64_t>(next, c.turn[direction]);
    if (c.step[direction] == c.turn[direction]) {
        c.talking[direction] ^= 1U;
        const std::uint64_t turn = c.step[direction] + stateFrames(flow, direction);
        c.turn[direction] = static_cast<std::uint32_t>(std::min<std::uint64_t>(turn, ~std::uint32_t{0}));
    }
    c.unit_ns[direction] = speechNs(flow, direction);
}

double intervalOf(const Flow& flow) {
    const Iot& i = flow.profile.iot;
    return (i.interval_s > 0.0 ? i.interval_s : mixedInterval(flow.uniform(Purpose::interval, 0))) /
           i.reports_factor;
}

std::int64_t xrNs(const Flow& flow, std::size_t direction) {
    const Xr& x = flow.profile.xr;
    if (direction == kDown)
        return jitteredNs(flow, direction, kNsPerSecond / x.frames_per_second, x.jitter_std_ms,
                          x.jitter_max_ms);
    return x.pose_bytes > 0.0 ? regularNs(flow, direction, x.pose_interval_ms * kNsPerMs) : kNever;
}

double extremeOf(const Flow& flow, Purpose purpose, std::size_t direction, double a, double b) {
    return largestExtreme(flow.uniform(purpose, inSession(flow.cursor, flow.cursor.step[direction])), a, b);
}

void startGame(const Flow& flow) {
    Cursor& c = flow.cursor;
    c.unit_ns[kDown] = c.origin_ns + toNs(phaseOf(flow, kDown) * kFirstGameGapMs * kNsPerMs);
    c.unit_ns[kUp] = regularNs(flow, kUp, flow.profile.gaming.uplink_interval_ms * kNsPerMs);
}

void advanceGame(const Flow& flow, std::size_t direction) {
    const Gaming& g = flow.profile.gaming;
    Cursor& c = flow.cursor;
    ++c.step[direction];
    if (direction == kUp) {
        c.unit_ns[kUp] = regularNs(flow, kUp, g.uplink_interval_ms * kNsPerMs);
        return;
    }
    const double gap_ms = extremeOf(flow, Purpose::gap, kDown, g.gap_a_ms, g.gap_b_ms);
    c.unit_ns[kDown] =
        std::min(kNever, c.unit_ns[kDown] + std::max<std::int64_t>(1, toNs(gap_ms * kNsPerMs)));
}

double gamePacketBytes(const Flow& flow, std::size_t direction) {
    const Gaming& g = flow.profile.gaming;
    return g.header_bytes +
           g.size_factor *
               (direction == kDown
                    ? extremeOf(flow, Purpose::size, kDown, g.downlink_a_bytes, g.downlink_b_bytes)
                    : extremeOf(flow, Purpose::uplink_size, kUp, g.uplink_a_bytes, g.uplink_b_bytes));
}

double frameBytes(const Flow& flow) {
    const Xr& x = flow.profile.xr;
    const double mean = x.rate_kbps * 1e3 / 8.0 / x.frames_per_second;
    const double u = flow.uniform(Purpose::size, inSession(flow.cursor, flow.cursor.step[kDown]));
    return mean * (1.0 + truncatedNormal(u, x.size_std, x.size_min - 1.0, x.size_max - 1.0));
}

double reportBytes(const Flow& flow) {
    const Iot& i = flow.profile.iot;
    const CutPareto payload{i.payload_min_bytes, i.payload_max_bytes, i.payload_shape};
    return i.header_bytes +
           payload.draw(flow.uniform(Purpose::size, inSession(flow.cursor, flow.cursor.step[kUp])));
}

/// Whole bytes of packet k of a size that need not be whole: what k + 1 of them make more than k.
double packetBytes(double size, std::uint64_t k) {
    return std::floor(static_cast<double>(k + 1) * size) - std::floor(static_cast<double>(k) * size);
}

double exactBytes(const Flow& flow, std::size_t direction) {
    const Profile& p = flow.profile;
    switch (p.kind) {
        case Kind::full_buffer:
            return static_cast<double>(kEndless);
        case Kind::constant_rate:
            return packetBytes(p.packet_bytes, flow.cursor.step[direction]);
        case Kind::voip:
            return flow.cursor.talking[direction] != 0 ? p.voice.frame_bytes : p.voice.sid_bytes;
        case Kind::xr:
            return direction == kDown ? frameBytes(flow) : p.xr.pose_bytes;
        case Kind::gaming:
            return gamePacketBytes(flow, direction);
        case Kind::iot:
            return direction == kDown ? p.iot.header_bytes : reportBytes(flow);
        default:
            return p.file_bytes;
    }
}

}  // namespace

void startPattern(const Flow& flow, std::int64_t start_ns) {
    Cursor& c = flow.cursor;
    const auto own = static_cast<std::size_t>(flow.profile.direction);
    c.origin_ns = start_ns;
    switch (flow.profile.kind) {
        case Kind::full_buffer:
            c.unit_ns[own] = start_ns;
            break;
        case Kind::constant_rate:
            c.unit_ns[own] = packetNs(flow, own);
            break;
        case Kind::voip:
            startSpeech(flow, kDown);
            startSpeech(flow, kUp);
            break;
        case Kind::xr:
            c.unit_ns[kDown] = xrNs(flow, kDown);
            c.unit_ns[kUp] = xrNs(flow, kUp);
            break;
        case Kind::gaming:
            startGame(flow);
            break;
        case Kind::iot:
            c.unit_ns[kUp] = regularNs(flow, kUp, intervalOf(flow) * kNsPerSecond);
            break;
        default:
            c.unit_ns[own] = fileAfter(flow, start_ns);
    }
}

std::int64_t patternBytes(const Flow& flow, std::size_t direction) {
    return std::max<std::int64_t>(1, std::llround(exactBytes(flow, direction)));
}

void advancePattern(const Flow& flow, std::size_t direction) {
    Cursor& c = flow.cursor;
    switch (flow.profile.kind) {
        case Kind::full_buffer:
            c.unit_ns[direction] = kNever;
            break;
        case Kind::constant_rate:
            ++c.step[direction];
            c.unit_ns[direction] = packetNs(flow, direction);
            break;
        case Kind::voip:
            advanceSpeech(flow, direction);
            break;
        case Kind::xr:
            ++c.step[direction];
            c.unit_ns[direction] = xrNs(flow, direction);
            break;
        case Kind::gaming:
            advanceGame(flow, direction);
            break;
        case Kind::iot:
            ++c.step[direction];
            if (direction == kUp) c.unit_ns[kUp] = regularNs(flow, kUp, intervalOf(flow) * kNsPerSecond);
            // Answers that wait go out at the same time.
            if (direction == kDown && --c.turn[kDown] == 0) c.unit_ns[kDown] = kNever;
            break;
        default:
            c.unit_ns[direction] = fileAfter(flow, c.unit_ns[direction]);
    }
}

void settleAnswer(const Flow& flow, const Fate& fate) {
    Cursor& c = flow.cursor;
    if (fate.direction != Direction::uplink || fate.lost_bytes > 0) return;
    if (flow.uniform(Purpose::answer, fate.number) >= flow.profile.iot.acknowledged) return;
    if (c.turn[kDown]++ == 0) c.unit_ns[kDown] = fate.done_ns;
}

}  // namespace celltwin::traffic
