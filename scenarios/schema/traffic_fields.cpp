// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/traffic_fields.h"

namespace celltwin::scenario {
namespace {

using traffic::Kind;
using P = traffic::Profile;

constexpr unsigned bit(Kind kind) {
    return 1U << static_cast<unsigned>(kind);
}
constexpr unsigned kAny = ~0U;

constexpr TrafficField kFields[] = {
    {"file_bytes", "bytes", 1, 1e+12, false, [](P& p) -> double& { return p.file_bytes; },
     bit(Kind::ftp1) | bit(Kind::ftp2) | bit(Kind::ftp3),
     "ftp1, ftp2, ftp3: size of a file (TR 36.814, TR 36.889)."},
    {"files_per_second", "1/s", 0, 10000, true, [](P& p) -> double& { return p.files_per_second; },
     bit(Kind::ftp1) | bit(Kind::ftp3), "ftp1, ftp3: mean arrivals at each UE."},
    {"rate_kbps", "kbit/s", 0, 1e+08, true, [](P& p) -> double& { return p.rate_kbps; },
     bit(Kind::constant_rate), "constant-rate: bit rate."},
    {"packet_bytes", "bytes", 1, 1e+06, false, [](P& p) -> double& { return p.packet_bytes; },
     bit(Kind::constant_rate), "constant-rate: packet size."},
    {"reading_s", "s", 0, 1e+09, true, [](P& p) -> double& { return p.reading_s; }, bit(Kind::ftp2),
     "ftp2: mean time from the end of a file to the next (TR 36.814)."},
    {"web_reading_s", "s", 0, 1e+09, true, [](P& p) -> double& { return p.web.reading_s; }, bit(Kind::web),
     "web: mean time from a page to the next."},
    {"web_parsing_s", "s", 0, 3600, false, [](P& p) -> double& { return p.web.parsing_s; }, bit(Kind::web),
     "web: mean time from the main object to the request for the rest."},
    {"web_size_factor", "", 0, 10000, true, [](P& p) -> double& { return p.web.size_factor; }, bit(Kind::web),
     "web: size of objects over that of the source's."},
    {"web_request_bytes", "bytes", 1, 1e+06, false, [](P& p) -> double& { return p.web.request_bytes; },
     bit(Kind::web), "web: size of a request."},
    {"video_segment_s", "s", 0.1, 600, false, [](P& p) -> double& { return p.video.segment_s; },
     bit(Kind::video_streaming), "video-streaming: length of a segment."},
    {"video_startup_s", "s", 0, 600, false, [](P& p) -> double& { return p.video.startup_s; },
     bit(Kind::video_streaming), "video-streaming: media in the buffer before play begins."},
    {"video_resume_s", "s", 0, 600, false, [](P& p) -> double& { return p.video.resume_s; },
     bit(Kind::video_streaming), "video-streaming: media in the buffer before play resumes after a stall."},
    {"video_target_s", "s", 0.1, 3600, false, [](P& p) -> double& { return p.video.target_s; },
     bit(Kind::video_streaming), "video-streaming: media in the buffer at which the client waits."},
    {"video_safety", "", 0, 10, true, [](P& p) -> double& { return p.video.safety; },
     bit(Kind::video_streaming),
     "video-streaming: share of the last segment's throughput that a rate may take."},
    {"voice_activity", "", 0, 1, false, [](P& p) -> double& { return p.voice.activity; }, bit(Kind::voip),
     "voip: share of the time in talk."},
    {"voice_talk_spurt_s", "s", 0.02, 3600, false, [](P& p) -> double& { return p.voice.talk_spurt_s; },
     bit(Kind::voip), "voip: mean length of a talk spurt."},
    {"voice_frame_bytes", "bytes", 0, 10000, true, [](P& p) -> double& { return p.voice.frame_bytes; },
     bit(Kind::voip), "voip: a speech frame of 20 ms with its headers."},
    {"voice_sid_bytes", "bytes", 0, 10000, true, [](P& p) -> double& { return p.voice.sid_bytes; },
     bit(Kind::voip), "voip: a silence descriptor with its headers."},
    {"voice_jitter_ms", "ms", 0, 1000, false, [](P& p) -> double& { return p.voice.jitter_std_ms; },
     bit(Kind::voip), "voip: deviation of downlink jitter, cut at 8 ms."},
    {"voice_network_delay_ms", "ms", 0, 10000, false,
     [](P& p) -> double& { return p.voice.network_delay_ms; }, bit(Kind::voip),
     "voip: mouth to ear delay outside the radio access."},
    {"xr_rate_kbps", "kbit/s", 0, 1e+07, true, [](P& p) -> double& { return p.xr.rate_kbps; }, bit(Kind::xr),
     "xr: bit rate down (TR 38.838: 30, 45 or 60 Mbit/s)."},
    {"xr_frames_per_second", "1/s", 1, 1000, false, [](P& p) -> double& { return p.xr.frames_per_second; },
     bit(Kind::xr), "xr: frame rate."},
    {"xr_jitter_ms", "ms", 0, 1000, false, [](P& p) -> double& { return p.xr.jitter_std_ms; }, bit(Kind::xr),
     "xr: deviation of jitter, cut at 4 ms."},
    {"xr_pose_bytes", "bytes", 0, 1e+06, false, [](P& p) -> double& { return p.xr.pose_bytes; },
     bit(Kind::xr), "xr: pose and control up; 0 = none."},
    {"xr_pose_interval_ms", "ms", 0.1, 10000, false, [](P& p) -> double& { return p.xr.pose_interval_ms; },
     bit(Kind::xr), "xr: time between them."},
    {"gaming_size_factor", "", 0, 1000, true, [](P& p) -> double& { return p.gaming.size_factor; },
     bit(Kind::gaming), "gaming: size of packets over that of the source's."},
    {"gaming_uplink_interval_ms", "ms", 1, 10000, false,
     [](P& p) -> double& { return p.gaming.uplink_interval_ms; }, bit(Kind::gaming),
     "gaming: time between packets up."},
    {"iot_interval_s", "s", 0, 1e+07, false, [](P& p) -> double& { return p.iot.interval_s; }, bit(Kind::iot),
     "iot: time between reports; 0 = TR 45.820's mix of half an hour to a day."},
    {"iot_reports_factor", "", 0, 1e+06, true, [](P& p) -> double& { return p.iot.reports_factor; },
     bit(Kind::iot), "iot: reports come so many times as often."},
    {"iot_header_bytes", "bytes", 1, 10000, false, [](P& p) -> double& { return p.iot.header_bytes; },
     bit(Kind::iot), "iot: headers of a report."},
    {"iot_acknowledged", "", 0, 1, false, [](P& p) -> double& { return p.iot.acknowledged; }, bit(Kind::iot),
     "iot: share of reports that are answered."},
    {"delay_budget_ms", "ms", 0, 1e+06, false, [](P& p) -> double& { return p.delay_budget_ms; }, kAny,
     "A unit is late after it; 0 = the model's: voip 50, xr 10, gaming 60, others none."},
};

}  // namespace

std::span<const TrafficField> trafficFields() {
    return kFields;
}

bool hasDirection(Kind kind) {
    return kind == Kind::full_buffer || kind == Kind::constant_rate || kind == Kind::ftp1 ||
           kind == Kind::ftp2 || kind == Kind::ftp3;
}

bool mayHaveSessions(Kind kind) {
    return kind != Kind::full_buffer;
}

bool followsHours(Kind kind) {
    return kind == Kind::ftp1 || kind == Kind::ftp3;
}

int defaultFiveQi(Kind kind) {
    switch (kind) {
        case Kind::voip:
            return 1;  // conversational voice
        case Kind::gaming:
            return 3;  // real time gaming
        case Kind::video_streaming:
            return 6;  // buffered streaming over TCP
        case Kind::xr:
            return 80;  // low latency eMBB, augmented reality
        default:
            return 9;
    }
}

}  // namespace celltwin::scenario
