// SPDX-License-Identifier: BSD-3-Clause
//
// A handover from measurement report to random access at the target, in the three states of TR 36.839
// clause 5.2 (second-hand): the report and the preparation take a given delay on the source link; the command
// is lost where the source link lies below Qout when it would arrive, and at every sample for as long as RLC
// sends it again; the execution takes a given delay
// without data and succeeds with the first sample from then on in which the target link is at Qout or above;
// T304's expiry comes after that in the same sample (TS 38.331 clauses 5.3.5.5.2 and 5.3.5.8.3).
// Not modelled: loss of the report, single attempts of random access, data forwarding, conditional handover.
#pragma once

#include <cstdint>
#include <type_traits>

namespace celltwin::rrc {

struct HandoverConfig {
    std::int64_t preparation_ns = 50'000'000;  ///< report, preparation and command; TR 36.839: 50 ms
    std::int64_t execution_ns = 40'000'000;    ///< command to random access; TR 36.839: 40 ms
    std::int64_t command_ns = 0;               ///< how long RLC sends the command again; TR 36.839: once
    std::int64_t t304_ns = 1'000'000'000;      ///< runs from the command
    double q_out_db = -8.0;
};

enum class HandoverPhase : std::uint32_t { none, preparation, execution };

/// Of one UE. Checkpoints hold these bytes.
struct HandoverState {
    std::int64_t since_ns = 0;  ///< begin of the phase: the report, the command
    HandoverPhase phase = HandoverPhase::none;
    std::int32_t source = -1;
    std::int32_t target = -1;
    std::uint32_t repeats = 0;  ///< 1 = the command did not get through at first
};
static_assert(std::has_unique_object_representations_v<HandoverState>);

/// What a sample sees. The target admits where it has room for one more UE.
struct HandoverSample {
    double source_sinr_db = 0.0;
    double target_sinr_db = 0.0;
    bool target_admits = true;
};

enum class HandoverStep {
    none,
    commanded,           ///< the UE has the command and leaves the source: execution begins, data stops
    complete,            ///< random access at the target
    preparation_failed,  ///< the target refused; the UE stays
    command_lost,        ///< the source link did not carry the command; the UE stays, its link as it is
    t304_expired,        ///< handover failure: re-establishment follows (clause 5.3.5.8.3)
};

/// The report is sent: preparation begins. No handover may be under way.
void beginHandover(std::int32_t source, std::int32_t target, std::int64_t now_ns, HandoverState& state);

/// One sample. Phases begin at their nominal times whatever the cadence; where several end in one sample,
/// each call returns one step, so call until `none`. After every end the state is reset.
HandoverStep advanceHandover(const HandoverConfig& config, const HandoverSample& sample, std::int64_t now_ns,
                             HandoverState& state);

}  // namespace celltwin::rrc
