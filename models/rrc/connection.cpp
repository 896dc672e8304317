// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/connection.h"

#include <cassert>

namespace celltwin::rrc {
namespace {

void enter(RrcState next, std::int64_t now_ns, ConnectionState& state) {
    state.state = next;
    state.since_ns = now_ns;
    if (next == RrcState::connected) state.activity_ns = now_ns;
}

ConnectionStep release(const ConnectionConfig& config, std::int64_t now_ns, ConnectionState& state) {
    const bool suspends = config.inactive_to_idle_ns > 0;
    if (state.state == RrcState::connected) {
        if (config.inactivity_ns <= 0 || now_ns - state.activity_ns < config.inactivity_ns)
            return ConnectionStep::none;
        enter(suspends ? RrcState::inactive : RrcState::idle, now_ns, state);
        return suspends ? ConnectionStep::to_inactive : ConnectionStep::to_idle;
    }
    if (now_ns - state.since_ns < config.inactive_to_idle_ns) return ConnectionStep::none;
    enter(RrcState::idle, now_ns, state);
    return ConnectionStep::to_idle;
}

/// Set-up and resume, clauses 5.3.3 and 5.3.13.
ConnectionStep connect(const ConnectionConfig& config, const Access& access, std::int64_t now_ns,
                       ConnectionState& state) {
    const bool resumes = state.state == RrcState::resuming;
    const bool falls_back = resumes && !access.known;
    const std::int64_t elapsed_ns = now_ns - state.since_ns;
    const std::int64_t takes_ns = resumes && !falls_back ? config.resume_ns : config.setup_ns;
    if (access.usable && elapsed_ns >= takes_ns) {
        if (!access.admits) {
            enter(resumes ? RrcState::inactive : RrcState::idle, now_ns, state);
            return ConnectionStep::rejected;
        }
        enter(RrcState::connected, now_ns, state);
        if (falls_back) return ConnectionStep::fallen_back;
        return resumes ? ConnectionStep::resumed : ConnectionStep::set_up;
    }
    if (elapsed_ns < (resumes ? config.t319_ns : config.t300_ns)) return ConnectionStep::none;
    enter(RrcState::idle, now_ns, state);
    return resumes ? ConnectionStep::resume_timed_out : ConnectionStep::setup_timed_out;
}

/// Clause 5.3.7.
ConnectionStep reestablish(const ConnectionConfig& config, const Access& access, std::int64_t now_ns,
                           ConnectionState& state) {
    const std::int64_t elapsed_ns = now_ns - state.since_ns;
    if (state.state == RrcState::searching) {
        if (access.usable) {
            enter(RrcState::reestablishing, now_ns, state);
            return ConnectionStep::reestablishing;
        }
        if (elapsed_ns < config.t311_ns) return ConnectionStep::none;
    } else if (access.usable) {
        if (access.admits && elapsed_ns >= (access.known ? config.reestablishment_ns : config.setup_ns)) {
            enter(RrcState::connected, now_ns, state);
            return access.known ? ConnectionStep::reestablished : ConnectionStep::fallen_back;
        }
        if (elapsed_ns < config.t301_ns) return ConnectionStep::none;
    }
    enter(RrcState::idle, now_ns, state);
    return ConnectionStep::lost;
}

}  // namespace

const char* nameOf(EstablishmentCause cause) {
    switch (cause) {
        case EstablishmentCause::emergency:
            return "emergency";
        case EstablishmentCause::high_priority_access:
            return "highPriorityAccess";
        case EstablishmentCause::mt_access:
            return "mt-Access";
        case EstablishmentCause::mo_signalling:
            return "mo-Signalling";
        case EstablishmentCause::mo_data:
            return "mo-Data";
        case EstablishmentCause::mo_voice_call:
            return "mo-VoiceCall";
        case EstablishmentCause::mo_video_call:
            return "mo-VideoCall";
        case EstablishmentCause::mo_sms:
            return "mo-SMS";
        case EstablishmentCause::mps_priority_access:
            return "mps-PriorityAccess";
        case EstablishmentCause::mcs_priority_access:
            return "mcs-PriorityAccess";
    }
    assert(false);
    return "";
}

bool requestConnection(EstablishmentCause cause, std::int64_t now_ns, ConnectionState& state) {
    if (state.state != RrcState::idle && state.state != RrcState::inactive) return false;
    state.cause = cause;
    enter(state.state == RrcState::idle ? RrcState::setting_up : RrcState::resuming, now_ns, state);
    return true;
}

void noteActivity(std::int64_t now_ns, ConnectionState& state) {
    state.activity_ns = now_ns;
}

void startReestablishment(std::int64_t now_ns, ConnectionState& state) {
    assert(state.state == RrcState::connected);
    enter(RrcState::searching, now_ns, state);
}

ConnectionStep advanceConnection(const ConnectionConfig& config, const Access& access, std::int64_t now_ns,
                                 ConnectionState& state) {
    switch (state.state) {
        case RrcState::idle:
            return ConnectionStep::none;
        case RrcState::inactive:
        case RrcState::connected:
            return release(config, now_ns, state);
        case RrcState::setting_up:
        case RrcState::resuming:
            return connect(config, access, now_ns, state);
        case RrcState::searching:
        case RrcState::reestablishing:
            return reestablish(config, access, now_ns, state);
    }
    return ConnectionStep::none;
}

}  // namespace celltwin::rrc
