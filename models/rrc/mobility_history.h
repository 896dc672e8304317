// SPDX-License-Identifier: BSD-3-Clause
//
// What the failures and returns of a UE say about the settings of handover. Classes of connection failure in
// mobility within the system, TS 38.300 clause 15.5.2 as counted by TS 28.552 clause 5.1.1.25 (MRO):
//   too late    a radio link fails without a recent handover, and the UE re-establishes in another cell;
//   too early   a radio link fails shortly after a handover, or the handover itself fails, and the UE
//               re-establishes in the cell it came from;
//   wrong cell  the same, and it re-establishes in a cell that is neither source nor target.
// "Recent" is a window from the command to the failure, Tstore_UE_cntxt, whose value is the operator's (name
// and starting point second-hand, from RLF reports, which count from the last command). What re-establishes
// where it failed is none of them: a hole in coverage. Ping-pong as TR 36.839 clause 5.2 has it
// (second-hand): back in the previous cell after a stay below a minimum time, 1 s there; the stay lasts from
// one handover's completion to the next one's. Not modelled: mobility between systems, conditional handover,
// successful handover reports.
#pragma once

#include <cstdint>
#include <type_traits>

namespace celltwin::rrc {

struct MobilityHistoryConfig {
    std::int64_t recent_ns = 5'000'000'000;        ///< Tstore_UE_cntxt-like window
    std::int64_t minimum_stay_ns = 1'000'000'000;  ///< shorter stays before a return are ping-pong
};

/// Of one UE. Checkpoints hold these bytes.
struct MobilityHistory {
    std::int64_t commanded_at_ns =
        -1;  ///< last handover command received; -1 = none since the connection began
    std::int64_t entered_at_ns = -1;  ///< last handover completed; -1 = none since the connection began
    std::int32_t source = -1;         ///< of the last command
    std::int32_t target = -1;         ///< of the last command
    std::int32_t previous = -1;       ///< the cell before the present one; -1 = none known
    std::uint32_t reserved = 0;
};
static_assert(std::has_unique_object_representations_v<MobilityHistory>);

/// The UE has received a command.
void noteCommand(std::int32_t source, std::int32_t target, std::int64_t now_ns, MobilityHistory& history);

enum class Stay { ordinary, ping_pong };
/// The handover of the last command is complete: whether it ended a ping-pong.
Stay noteCompletion(const MobilityHistoryConfig& config, std::int64_t now_ns, MobilityHistory& history);

enum class FailureKind {
    radio_link,  ///< T310 expired in the serving cell
    handover,    ///< T304 expired
};
struct ConnectionFailure {
    FailureKind kind = FailureKind::radio_link;
    std::int32_t serving = -1;        ///< where the link failed; of kind handover: the source
    std::int32_t reestablished = -1;  ///< where the UE re-established, or connected next; -1 = nowhere
    std::int64_t failed_at_ns = 0;    ///< the failure, not the return
};
enum class FailureClass { unrelated, too_late, too_early, wrong_cell };

/// To be asked once the UE is back; the history before the failure is forgotten then.
FailureClass classifyFailure(const MobilityHistoryConfig& config, const ConnectionFailure& failure,
                             MobilityHistory& history);

}  // namespace celltwin::rrc
