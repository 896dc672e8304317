// SPDX-License-Identifier: BSD-3-Clause
//
// What one traffic flow is asked to be: its kind and the parameters of every kind. Sources stand beside the
// numbers; traffic.h says what becomes of them. "NGMN" is the NGMN Alliance's Radio Access Performance
// Evaluation Methodology (2008) Annex A, which repeats 3GPP R1-070674; both, TR 36.889, TR 45.820 and
// TR 38.838 are quoted here from secondary literature, TR 36.814 and TS 23.501 likewise.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace celltwin::traffic {

/// In the order of kindNames(); the first three keep their places.
enum class Kind : std::uint8_t {
    full_buffer,
    ftp3,
    constant_rate,
    ftp1,
    ftp2,
    web,
    video_streaming,
    voip,
    xr,
    gaming,
    iot
};
enum class Direction : std::uint8_t { downlink, uplink };
inline constexpr std::size_t kDirections = 2;

/// When a flow has sessions: within one it offers traffic, between them nothing. per_hour 0 = always on.
struct Sessions {
    double per_hour = 0.0;          ///< mean rate of starts while none is on (Poisson)
    double mean_duration_s = 60.0;  ///< exponential
};

/// HTTP model of NGMN A.1 (R1-070674 Table 3). Sizes are log-normal and drawn again outside [min, max]; the
/// number of embedded objects is a Pareto value cut off at `objects_cut` less `objects_shape_min`.
struct Web {
    double reading_s = 30.0;       ///< exponential, from the last byte of a page to the next request
    double parsing_s = 0.13;       ///< exponential, from the main object to the request for what is embedded
    double request_bytes = 350.0;  ///< uplink (3GPP2 C.R1002-0)
    double size_factor = 1.0;      ///< on every object: pages have grown since 2007
};

/// HTTP adaptive streaming: segments of constant length, one at a time, while the client's buffer is below
/// its target.
struct Video {
    std::vector<double> ladder_kbps = {5000.0};  ///< ascending; one entry = fixed rate. Definition
    double segment_s = 4.0;
    double startup_s = 4.0;  ///< media in the buffer before play begins
    double resume_s = 4.0;   ///< the same after a stall
    double target_s = 30.0;  ///< media in the buffer at which the client waits
    double safety = 0.8;     ///< share of the last segment's throughput a rate may take
    double request_bytes = 350.0;
};

/// Two-state voice activity, one chain each way (NGMN A.5: R1-070674 Table 4): frames of 20 ms in talk, SID
/// every 160 ms.
struct Voice {
    double activity = 0.5;       ///< share of the time in talk
    double talk_spurt_s = 2.0;   ///< mean, geometric in frames (a = c = 0.01 a frame at activity 0.5)
    double frame_bytes = 40.0;   ///< AMR 12.2 with RTP/UDP/IP compressed and layer 2 headers: 320 bit
    double sid_bytes = 15.0;     ///< 120 bit
    double jitter_std_ms = 0.0;  ///< downlink, truncated Gaussian; the source has none
    double jitter_max_ms = 8.0;
    double network_delay_ms = 60.0;  ///< everything but the radio access in mouth to ear delay. Definition
};

/// TR 38.838 clause 5.1.1: one stream of video frames down, pose and control up.
struct Xr {
    double rate_kbps = 30'000.0;  ///< VR/AR 30 or 45 Mbit/s, CG 30 Mbit/s (clauses 5.3 to 5.5)
    double frames_per_second = 60.0;
    double size_std = 0.105, size_min = 0.5, size_max = 1.5;  ///< of the mean frame size, Table 5.1.1.1-1
    double jitter_std_ms = 2.0, jitter_max_ms = 4.0;          ///< truncated Gaussian, clause 5.1.1.2
    double pose_bytes = 100.0, pose_interval_ms = 4.0;        ///< uplink, clause 5.3.2; 0 bytes = none
};

/// NGMN A.6 (R1-070674 Table 5): sizes and downlink gaps of the largest extreme value distribution a - b
/// ln(-ln U).
struct Gaming {
    double size_factor = 1.0;  ///< on every packet
    double downlink_a_bytes = 120.0, downlink_b_bytes = 36.0;
    double gap_a_ms = 55.0, gap_b_ms = 6.0;
    double uplink_a_bytes = 45.0, uplink_b_bytes = 5.7;
    double uplink_interval_ms = 40.0;
    double header_bytes = 2.0;  ///< UDP, compressed
};

/// Mobile autonomous reporting, periodic: TR 45.820 Annex E.2.2.
struct Iot {
    double reports_factor = 1.0;  ///< reports come so many times as often
    double interval_s =
        0.0;  ///< 0 = the mix of Table E.2-2: 24 h 40 %, 2 h 40 %, 1 h 15 %, 30 min 5 % of devices
    double payload_min_bytes = 20.0,
           payload_max_bytes = 200.0;  ///< Pareto, larger values count as the maximum
    double payload_shape = 2.5;
    double header_bytes = 65.0;  ///< CoAP 4, DTLS 13, UDP 8, IP 40 (29 with IP headers compressed)
    double acknowledged = 0.5;   ///< share of reports answered by an empty message down
};

/// Parameters of one flow; those of other kinds are ignored.
struct Profile {
    Kind kind = Kind::full_buffer;
    Direction direction = Direction::downlink;  ///< of full_buffer, ftp1, ftp2, ftp3 and constant_rate
    double file_bytes = 500'000.0;  ///< ftp1, ftp2, ftp3 (TR 36.814 A.2.1.3.1: 2 MB or 0.5 MB; TR 36.889)
    double files_per_second = 0.5;  ///< ftp1, ftp3: lambda of one UE
    double rate_kbps = 1000.0;      ///< constant_rate
    double packet_bytes = 1500.0;   ///< constant_rate
    double reading_s = 5.0;         ///< ftp2, exponential (TR 36.814 Table A.2.1.3.1-2: lambda 0.2)
    double delay_budget_ms = 0.0;   ///< a unit is late after it; 0 = the kind's (delayBudgetMs)
    Web web;
    Video video;
    Voice voice;
    Xr xr;
    Gaming gaming;
    Iot iot;
    Sessions sessions;
    /// 24 or 168 relative intensities, each for one hour from Monday 0 h (a step function); null = 1. Scales
    /// the starts of sessions where there are any, else the arrivals of ftp1 and ftp3; of no effect on other
    /// kinds without sessions.
    std::shared_ptr<const std::vector<double>> hourly;
    double start_hour = 0.0;  ///< of the week, local, at simulated time 0
};

/// The scenario's names: full-buffer, ftp3, constant-rate, ftp1, ftp2, web, video-streaming, voip, xr,
/// gaming, iot.
std::span<const std::string_view> kindNames();

/// The bound after which a unit is of no use: Profile::delay_budget_ms, or voip 50 ms on the radio access
/// (TR 36.814 A.2.1.4), xr 10 ms (TR 38.838 Table 5.3-1; cloud gaming has 15), gaming 60 ms (NGMN); infinity
/// for the others.
double delayBudgetMs(const Profile& profile);
/// The share of units that may be late or lost for a satisfied user: voip 2 % (TR 36.814 A.2.1.4), xr 1 %
/// (TR 38.838 clause 6.2); 1 for the others.
double toleratedShare(const Profile& profile);

/// Mean offered load of one flow, bit/s, in one direction; closed-loop models at zero transfer time and the
/// highest rate of the ladder; over the week of `hourly`, with sessions in each hour as if it lasted (starts
/// and ends balance). Infinity for a full buffer.
double offeredBps(const Profile& profile, Direction direction);
/// The same of the stretch [from_ns, to_ns) of simulated time, from_ns < to_ns, each hour at its own
/// intensity.
double offeredBps(const Profile& profile, Direction direction, std::int64_t from_ns, std::int64_t to_ns);

/// The same users with `factor` times the demand: of sessions where there are any, of files or reports a
/// second, of the bit rate (constant rate, xr, video ladder), of reading time (ftp2, web: divided); voip and
/// gaming without sessions get larger packets. A full buffer stays one.
Profile scaled(Profile profile, double factor);

}  // namespace celltwin::traffic
