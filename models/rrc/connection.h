// SPDX-License-Identifier: BSD-3-Clause
//
// The RRC state of a UE, TS 38.331 clause 4.2.1: idle, inactive, connected, and the ways between: set-up
// (5.3.3, T300), resume (5.3.13, T319), release to inactive or idle by the network's inactivity timers, which
// no clause fixes, and re-establishment (5.3.7): T311 limits the search for a cell, T301 the procedure.
// Signalling is a given delay; what it asks of the link is that it is usable at its end. A cell that does not
// know the UE answers a resume or a re-establishment with a set-up, and takes a set-up's time. A request for
// re-establishment has no reject: where there is no room, T301 expires.
// Not modelled: paging and its delay, RAN notification areas, small data in inactive, barring (TS 38.331
// clause 5.3.14), T302's wait after a reject: the caller asks again when it likes.
#pragma once

#include <cstdint>
#include <type_traits>

namespace celltwin::rrc {

/// EstablishmentCause of TS 38.331 clause 6.2.2 (RRCSetupRequest), in its order.
enum class EstablishmentCause : std::uint32_t {
    emergency,
    high_priority_access,
    mt_access,
    mo_signalling,
    mo_data,
    mo_voice_call,
    mo_video_call,
    mo_sms,
    mps_priority_access,
    mcs_priority_access,
};
inline constexpr std::int32_t kEstablishmentCauses = 10;
/// As TS 38.331 writes it: "mo-VoiceCall".
const char* nameOf(EstablishmentCause cause);

struct ConnectionConfig {
    std::int64_t setup_ns = 50'000'000;   ///< idle to connected
    std::int64_t resume_ns = 15'000'000;  ///< inactive to connected
    std::int64_t reestablishment_ns = 30'000'000;
    std::int64_t inactivity_ns = 0;        ///< connected without data this long: released; 0 = never
    std::int64_t inactive_to_idle_ns = 0;  ///< inactive this long: idle; 0 = released straight to idle
    std::int64_t t300_ns = 1'000'000'000;
    std::int64_t t301_ns = 1'000'000'000;
    std::int64_t t311_ns = 3'000'000'000;
    std::int64_t t319_ns = 1'000'000'000;
};

enum class RrcState : std::uint32_t {
    idle,
    inactive,
    connected,
    setting_up,      ///< T300 runs
    resuming,        ///< T319 runs
    searching,       ///< T311 runs: re-establishment looks for a cell
    reestablishing,  ///< T301 runs
};

/// Of one UE; the default is connected. Checkpoints hold these bytes.
struct ConnectionState {
    std::int64_t since_ns = 0;     ///< begin of the state
    std::int64_t activity_ns = 0;  ///< last data
    RrcState state = RrcState::connected;
    EstablishmentCause cause = EstablishmentCause::mo_data;  ///< of the last request
};
static_assert(std::has_unique_object_representations_v<ConnectionState>);

/// What the present cell offers in a sample.
struct Access {
    bool usable = true;  ///< a suitable cell whose link carries signalling
    bool admits = true;  ///< room for one more connection
    bool known = true;   ///< the cell can fetch the UE's context, for re-establishment and resume
};

enum class ConnectionStep {
    none,
    set_up,            ///< connected from idle
    resumed,           ///< connected from inactive
    reestablishing,    ///< a cell was found, T311 stopped, T301 started
    reestablished,     ///< connected again, its context kept
    fallen_back,       ///< connected by a set-up where the cell did not know the UE: context lost
    rejected,          ///< no room: idle after a set-up, inactive after a resume
    setup_timed_out,   ///< T300: idle
    resume_timed_out,  ///< T319: idle
    lost,              ///< T311 or T301 expired, or the cell chosen faded: idle
    to_inactive,       ///< released for inactivity
    to_idle,           ///< released for inactivity
};

/// Data or signalling waits: a set-up from idle, a resume from inactive; true where one began.
bool requestConnection(EstablishmentCause cause, std::int64_t now_ns, ConnectionState& state);
/// Data went either way, or waits; the inactivity timer starts again.
void noteActivity(std::int64_t now_ns, ConnectionState& state);
/// The radio link or a handover failed: T311 starts.
void startReestablishment(std::int64_t now_ns, ConnectionState& state);
/// One sample. A timer's expiry comes after a procedure that ends in the same sample.
ConnectionStep advanceConnection(const ConnectionConfig& config, const Access& access, std::int64_t now_ns,
                                 ConnectionState& state);

}  // namespace celltwin::rrc
