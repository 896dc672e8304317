// SPDX-License-Identifier: BSD-3-Clause
#include "models/traffic/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/traffic/draws.h"
#include "models/traffic/intensity.h"

namespace celltwin::traffic {
namespace {

constexpr double kBitsPerByte = 8.0;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double voiceBps(const Voice& v) {
    constexpr double kFrameS = 0.02, kFramesPerSid = 8.0;
    if (v.activity >= 1.0) return v.frame_bytes * kBitsPerByte / kFrameS;
    if (v.activity <= 0.0) return v.sid_bytes * kBitsPerByte / (kFramesPerSid * kFrameS);
    const double talk = std::max(1.0, v.talk_spurt_s / kFrameS);
    const double silence = std::max(1.0, talk * (1.0 - v.activity) / v.activity);
    // SID frames of a geometric silence, the first at once: sum of P(length > 8 j) = 1 / (1 - (1 -
    // 1/mean)^8).
    const double sids = 1.0 / (1.0 - std::pow(1.0 - 1.0 / silence, kFramesPerSid));
    return (talk * v.frame_bytes + sids * v.sid_bytes) * kBitsPerByte / ((talk + silence) * kFrameS);
}

double webBps(const Web& w, Direction direction) {
    const double any = embeddedObjectsShare();
    const double page_s = w.reading_s + any * w.parsing_s;
    const double bytes =
        direction == Direction::uplink
            ? w.request_bytes * (1.0 + any)
            : w.size_factor * (kMainObjectBytes.mean() + meanEmbeddedObjects() * kEmbeddedObjectBytes.mean());
    return bytes * kBitsPerByte / page_s;
}

double gamingBps(const Gaming& g, Direction direction) {
    const bool down = direction == Direction::downlink;
    const double bytes =
        g.header_bytes + g.size_factor * (down ? largestExtremeMean(g.downlink_a_bytes, g.downlink_b_bytes)
                                               : largestExtremeMean(g.uplink_a_bytes, g.uplink_b_bytes));
    return bytes * kBitsPerByte * 1e3 /
           (down ? largestExtremeMean(g.gap_a_ms, g.gap_b_ms) : g.uplink_interval_ms);
}

double iotBps(const Iot& i, Direction direction) {
    double reports_per_second = i.interval_s > 0.0 ? 1.0 / i.interval_s : 0.0;
    if (i.interval_s <= 0.0)
        for (const IntervalShare& entry : kReportIntervals)
            reports_per_second += entry.share / entry.interval_s;
    const double bytes =
        direction == Direction::uplink
            ? i.header_bytes + CutPareto{i.payload_min_bytes, i.payload_max_bytes, i.payload_shape}.mean()
            : i.acknowledged * i.header_bytes;
    return bytes * kBitsPerByte * reports_per_second * i.reports_factor;
}

/// While a session is on, at factor 1.
double activeBps(const Profile& p, Direction direction) {
    const bool down = direction == Direction::downlink;
    const bool own = direction == p.direction;
    switch (p.kind) {
        case Kind::full_buffer:
            return own ? kInfinity : 0.0;
        case Kind::ftp1:
        case Kind::ftp3:
            return own ? p.file_bytes * kBitsPerByte * p.files_per_second : 0.0;
        case Kind::ftp2:
            return own ? p.file_bytes * kBitsPerByte / p.reading_s : 0.0;
        case Kind::constant_rate:
            return own && p.packet_bytes > 0.0 ? p.rate_kbps * 1e3 : 0.0;
        case Kind::web:
            return webBps(p.web, direction);
        case Kind::video_streaming:
            return down ? *std::max_element(p.video.ladder_kbps.begin(), p.video.ladder_kbps.end()) * 1e3
                        : p.video.request_bytes * kBitsPerByte / p.video.segment_s;
        case Kind::voip:
            return voiceBps(p.voice);
        case Kind::xr:
            return down ? p.xr.rate_kbps * 1e3 : p.xr.pose_bytes * kBitsPerByte * 1e3 / p.xr.pose_interval_ms;
        case Kind::gaming:
            return gamingBps(p.gaming, direction);
        case Kind::iot:
            return iotBps(p.iot, direction);
    }
    return 0.0;
}

/// Laplace transform of an exponential time at 1 / mean_of_another: the chance that it ends first.
double endsBefore(double mean_s, double other_s) {
    return 1.0 / (1.0 + mean_s / other_s);
}

/// What a session of a closed loop offers over what as long a stretch of an endless one does. A session
/// begins with a wish, and a video client fills its buffer at once.
double sessionExcess(const Profile& p) {
    const double d = p.sessions.mean_duration_s;
    if (p.kind == Kind::ftp2) {
        // Files in a session: 1 / (1 - E exp(-gap / d)); of an endless flow in d: d / gap.
        return p.reading_s / d / (1.0 - endsBefore(p.reading_s, d));
    }
    if (p.kind == Kind::web) {
        const double any = embeddedObjectsShare();
        const double again =
            endsBefore(p.web.reading_s, d) * (1.0 - any + any * endsBefore(p.web.parsing_s, d));
        return (p.web.reading_s + any * p.web.parsing_s) / d / (1.0 - again);
    }
    if (p.kind != Kind::video_streaming) return 1.0;
    const Video& v = p.video;
    const double at_once = std::max(1.0, std::floor(v.target_s / v.segment_s));
    const double next_s = std::max(0.0, (at_once + 1.0) * v.segment_s - v.target_s);
    return v.segment_s / d * (at_once + std::exp(-next_s / d) / (1.0 - std::exp(-v.segment_s / d)));
}

/// What sessions and hours make of the load of an endless flow at factor 1.
double weekFactor(const Profile& p) {
    if (!hasSessions(p)) return p.kind == Kind::ftp1 || p.kind == Kind::ftp3 ? meanHourFactor(p) : 1.0;
    if (!p.hourly) return sessionShare(p.sessions, 1.0) * sessionExcess(p);
    double sum = 0.0;
    for (const double factor : *p.hourly) sum += sessionShare(p.sessions, factor);
    return sum / static_cast<double>(p.hourly->size()) * sessionExcess(p);
}

/// The same while the hour's intensity is `factor`.
double hourShare(const Profile& p, double factor) {
    if (hasSessions(p)) return sessionShare(p.sessions, factor) * sessionExcess(p);
    return p.kind == Kind::ftp1 || p.kind == Kind::ftp3 ? factor : 1.0;
}

}  // namespace

std::span<const std::string_view> kindNames() {
    static constexpr std::array<std::string_view, 11> kNames = {
        "full-buffer", "ftp3", "constant-rate", "ftp1", "ftp2", "web", "video-streaming",
        "voip",        "xr",   "gaming",        "iot"};
    return kNames;
}

double delayBudgetMs(const Profile& profile) {
    if (profile.delay_budget_ms > 0.0) return profile.delay_budget_ms;
    if (profile.kind == Kind::voip) return 50.0;
    if (profile.kind == Kind::xr) return 10.0;
    if (profile.kind == Kind::gaming) return 60.0;
    return kInfinity;
}

double toleratedShare(const Profile& profile) {
    if (profile.kind == Kind::voip) return 0.02;
    if (profile.kind == Kind::xr) return 0.01;
    return 1.0;
}

double offeredBps(const Profile& profile, Direction direction) {
    const double active = activeBps(profile, direction);
    return active > 0.0 ? active * weekFactor(profile) : 0.0;
}

double offeredBps(const Profile& profile, Direction direction, std::int64_t from_ns, std::int64_t to_ns) {
    const double active = activeBps(profile, direction);
    if (!(active > 0.0)) return 0.0;
    if (!profile.hourly) return active * hourShare(profile, 1.0);
    double sum = 0.0;
    for (std::int64_t at = from_ns; at < to_ns;) {
        const std::int64_t end = std::min(to_ns, hourEndNs(profile, at));
        sum += hourShare(profile, hourFactor(profile, at)) * static_cast<double>(end - at);
        at = end;
    }
    return sum > 0.0 ? active * (sum / static_cast<double>(to_ns - from_ns)) : 0.0;
}

Profile scaled(Profile p, double factor) {
    if (hasSessions(p)) {
        p.sessions.per_hour *= factor;
        return p;
    }
    p.files_per_second *= factor;
    p.rate_kbps *= factor;
    p.reading_s /= factor;
    p.web.reading_s /= factor;
    p.xr.rate_kbps *= factor;
    for (double& rate : p.video.ladder_kbps) rate *= factor;
    p.iot.reports_factor *= factor;
    p.gaming.size_factor *= factor;
    p.voice.frame_bytes *= factor;
    p.voice.sid_bytes *= factor;
    return p;
}

}  // namespace celltwin::traffic
