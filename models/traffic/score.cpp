// SPDX-License-Identifier: BSD-3-Clause
//
// Indicators from what was accumulated.
#include <algorithm>
#include <limits>

#include "models/traffic/flow.h"
#include "models/traffic/quality.h"

namespace celltwin::traffic {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kClipS = 30.0;  // of the study behind videoMos

double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : kNone;
}
double seconds(std::int64_t ns) {
    return static_cast<double>(ns) / kNsPerSecond;
}
double uselessShare(const Experience::Side& side) {
    return ratio(side.lost_units + side.late_units, side.units);
}
double meanDelayMs(const Experience::Side& side) {
    return ratio(side.delay_sum_ns, side.units - side.lost_units) * 1e-6;
}

/// Of the worse direction: each is what one of the two speakers hears.
double voiceMos(const Voice& voice, const Experience& e) {
    double mos = kNone;
    for (const Experience::Side& side : e.side) {
        if (side.units == 0) continue;
        const double delay_ms = side.units > side.lost_units ? meanDelayMs(side) : 0.0;
        const double heard = mosOfRating(eModelRating(uselessShare(side), voice.network_delay_ms + delay_ms));
        mos = mos < heard ? mos : heard;
    }
    return mos;
}

double streamMos(const Experience& e) {
    if (e.play_ns + e.stall_ns == 0) return kNone;
    if (e.stalls == 0 && e.stall_ns == 0) return videoMos(0.0, 0.0);
    // A stall that began before the indicators were cleared counts as one.
    const auto stalls = static_cast<double>(std::max<std::int64_t>(1, e.stalls));
    return videoMos(stalls / std::max(1.0, seconds(e.play_ns) / kClipS), seconds(e.stall_ns) / stalls);
}

double mosOf(const Profile& p, const Experience& e) {
    if (p.kind == Kind::voip) return voiceMos(p.voice, e);
    if (p.kind == Kind::video_streaming) return streamMos(e);
    if (p.kind == Kind::web)
        return e.pages > 0 ? webMos(seconds(e.page_sum_ns) / static_cast<double>(e.pages)) : kNone;
    return kNone;
}

double satisfiedOf(const Profile& p, const Experience& e) {
    if (p.kind != Kind::voip && p.kind != Kind::xr) return kNone;
    double satisfied = kNone;
    for (const Experience::Side& side : e.side) {
        if (side.units == 0) continue;
        const bool here = uselessShare(side) <= toleratedShare(p);
        satisfied = here && satisfied != 0.0 ? 1.0 : 0.0;
    }
    return satisfied;
}

}  // namespace

Score score(const Profile& profile, const Cursor& cursor, const Experience& experience, std::int64_t now_ns) {
    Cursor now = cursor;
    Experience e = experience;
    play(profile, now_ns, now, e);
    const bool waits = profile.kind == Kind::video_streaming && now.on != 0 && now.talking[0] == 0;
    if (waits && e.starts == 0 && now_ns > now.origin_ns) {
        e.starts = 1;
        e.startup_sum_ns = now_ns - now.origin_ns;
    }
    const Experience::Side &down = e.side[kDown], &up = e.side[kUp];
    const std::int64_t units = down.units + up.units, lost = down.lost_units + up.lost_units;
    return {mosOf(profile, e),
            satisfiedOf(profile, e),
            ratio(down.delay_sum_ns + up.delay_sum_ns, units - lost) * 1e-6,
            ratio(lost, units),
            ratio(down.late_units + up.late_units, units),
            ratio(e.file_bps_sum, e.files) * 1e-3,
            ratio(e.page_sum_ns, e.pages) / kNsPerSecond,
            ratio(e.startup_sum_ns, e.starts) / kNsPerSecond,
            ratio(e.stall_ns, e.stall_ns + e.play_ns),
            ratio(e.stalls, e.play_ns) * 60.0 * kNsPerSecond,
            ratio(e.segment_bps_sum, e.segments) * 1e-3};
}

}  // namespace celltwin::traffic
