// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic of one flow (one bearer of one UE) as units of application data, down and up: a file, a page's
// object, a video segment or frame, a speech frame, a packet. A flow is a pure function of (profile, random,
// flow key, what was delivered when): closed-loop models (ftp2, web, video_streaming, iot's answers) go on
// when a unit is reported as delivered, the others by themselves. Models, with their sources in profile.h:
//   full_buffer       one endless unit at the start.
//   ftp1, ftp3        Poisson files at each UE. ftp1: each file ends its session, the UE may be released and
//   dropped anew;
//                     the cell's arrival rate is spread over the UEs that stand for its pool.
//   ftp2              the next file a reading time after the last.
//   constant_rate     packet k at (phase + k) packet times.
//   web               request up, main object down, parsing, request up, embedded objects down, reading.
//   video_streaming   request up, segment down, the next while the buffer is below its target; the highest
//   rate of the
//                     ladder under a share of the last segment's throughput; play, stall, resume.
//   voip              talk and silence each way, independent of each other.
//   xr                frames down with jitter, pose up.
//   gaming            extreme-value packets each way.
//   iot               periodic reports up from a phase of their own, some answered.
// Valid for volumes and delays above PDCP. A lost request is sent again after a second (RFC 6298 clause 2),
// and so is that for a lost video segment; other lost units count as lost and the loop goes on. Not modelled:
// TCP (slow start, acknowledgements), servers and what is behind the core network, users that give up.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "models/base/random.h"
#include "models/traffic/profile.h"

namespace celltwin::traffic {

inline constexpr std::int64_t kEndless = std::int64_t{1} << 60;
/// Later than any run: 146 years.
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 2;

/// One piece of application data.
struct Unit {
    std::int64_t time_ns = 0;  ///< when it is handed to PDCP
    std::int64_t bytes = 0;    ///< whole bytes, > 0; kEndless for full_buffer
    std::uint32_t number = 0;  ///< counts the flow's units of this direction from 0
    Direction direction = Direction::downlink;
    bool last_of_session =
        false;  ///< nothing follows before the next session; ftp1, and open-loop kinds with sessions
};

/// A flow's place in its process. Its bytes are what a checkpoint holds.
struct Cursor {
    std::int64_t next_ns = 0;  ///< no unit comes before; kNever = none until a delivery is reported
    std::int64_t unit_ns[kDirections] = {kNever, kNever};  ///< the next unit of each direction
    std::int64_t session_end_ns = kNever;  ///< of the session that is on; its start where none is
    std::int64_t origin_ns = 0;       ///< where the session's regular pattern starts; a web page's request
    std::int64_t mark_ns = 0;         ///< video: the buffer is known up to here
    std::int64_t buffer_ns = 0;       ///< video: media time at mark_ns
    std::int64_t throughput_bps = 0;  ///< video: of the last segment; 0 = none yet
    std::uint64_t step[kDirections] = {0, 0};   ///< place in the session's pattern
    std::uint32_t units[kDirections] = {0, 0};  ///< taken so far
    std::uint32_t turn[kDirections] = {
        0, 0};                   ///< voip: step at which talk and silence change; web, video: see loop.cpp
    std::uint32_t draws = 0;     ///< random numbers used that are counted
    std::uint32_t sessions = 0;  ///< begun so far
    std::uint32_t awaited = 0;   ///< units of a closed loop taken and not settled
    std::uint8_t on = 0;         ///< a session is on
    std::uint8_t phase = 0;      ///< of a closed loop
    std::uint8_t talking[kDirections] = {0, 0};  ///< voip; video: [0] is the player's state
};
static_assert(sizeof(Cursor) == 112 && std::has_unique_object_representations_v<Cursor>);

/// What became of a unit.
struct Fate {
    std::int64_t arrived_ns = 0,
                 done_ns = 0;                ///< done: its last byte was delivered, or the unit was given up
    std::int64_t bytes = 0, lost_bytes = 0;  ///< lost_bytes > 0: dropped or lost on the air
    std::uint32_t number = 0;
    Direction direction = Direction::downlink;
};

/// What the user noticed, accumulated since it was last cleared ({}).
struct Experience {
    struct Side {
        std::int64_t units = 0, bytes = 0, lost_units = 0, lost_bytes = 0;
        std::int64_t late_units = 0;    ///< delivered after the delay budget; lost ones are not late
        std::int64_t delay_sum_ns = 0;  ///< of units delivered whole
    };
    Side side[kDirections];
    std::int64_t files = 0,
                 file_bps_sum = 0;  ///< ftp kinds: delivered whole, and the sum of size over time of each
    std::int64_t pages = 0, page_sum_ns = 0;      ///< web: from the first request to the last object
    std::int64_t starts = 0, startup_sum_ns = 0;  ///< video: from the first request to first play
    std::int64_t stalls = 0, stall_ns = 0, play_ns = 0;
    std::int64_t segments = 0, segment_bps_sum = 0;  ///< video: media rate of segments fetched
};
static_assert(std::has_unique_object_representations_v<Experience>);

/// Indicators. NaN = no sample, or none defined for the kind.
struct Score {
    double mos;            ///< 1..5; quality.h says by which formula
    double satisfied;      ///< voip, xr: 1 where late and lost units are at most toleratedShare() in each
                           ///< direction, else 0
    double mean_delay_ms;  ///< of units delivered whole, both directions
    double lost_share;     ///< of units
    double late_share;     ///< of units, delivered but after the budget
    double file_throughput_kbps;  ///< mean over files of size over time (TR 36.814 A.2.1.4)
    double page_time_s;
    double startup_s;
    double stall_ratio;        ///< stall time over stall and play time
    double stalls_per_minute;  ///< of play
    double media_rate_kbps;
};

/// A flow at time 0: nothing has been taken yet. Flows of different keys are independent.
Cursor begin(const Profile& profile, const Random& random, std::uint64_t flow);

/// The next unit with time < before_ns, in time order (downlink first at equal times), or nothing. O(1) on
/// average, no allocation. Asking in steps of any length gives the same units. What follows a delivery has a
/// time at or after the delivery's, which may be before the time asked for last. Both directions of one flow
/// share the cursor.
std::optional<Unit> take(const Profile& profile, const Random& random, std::uint64_t flow,
                         std::int64_t before_ns, Cursor& cursor);

/// Reports a unit's end: closed-loop models schedule what follows (cursor), the indicators are kept
/// (experience). Every unit must be reported once, in order of done_ns within a flow, also where it was given
/// up; a closed loop whose unit is never reported stands still. Units of one direction may be reported in any
/// order of their numbers.
void settle(const Profile& profile, const Random& random, std::uint64_t flow, const Fate& fate,
            Cursor& cursor, Experience& experience);

/// Brings play and stall time up to now_ns, so that an `experience` cleared afterwards starts with what comes
/// after. Changes nothing of what take() gives.
void account(const Profile& profile, std::int64_t now_ns, Cursor& cursor, Experience& experience);

/// Indicators of a flow up to now; a stall that lasts is counted up to now_ns.
Score score(const Profile& profile, const Cursor& cursor, const Experience& experience, std::int64_t now_ns);

}  // namespace celltwin::traffic
