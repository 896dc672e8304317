// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/radio_link.h"

namespace celltwin::rrc {

RadioLinkStep sample(const RadioLinkConfig& config, double sinr_db, std::int64_t now_ns,
                     RadioLinkState& state) {
    const bool running = state.t310_started_ns >= 0;
    if (running && now_ns - state.t310_started_ns >= config.t310_ns) {  // clause 5.3.10.3
        state = RadioLinkState{};
        return RadioLinkStep::failed;
    }
    if (sinr_db < config.q_out_db) {
        state.in_sync = 0;
        if (running || ++state.out_of_sync < config.n310) return RadioLinkStep::none;
        state = RadioLinkState{.t310_started_ns = now_ns};  // clause 5.3.10.1
        return RadioLinkStep::started_t310;
    }
    if (sinr_db > config.q_in_db) {
        state.out_of_sync = 0;
        if (!running || ++state.in_sync < config.n311) return RadioLinkStep::none;
        state = RadioLinkState{};  // clause 5.3.10.2
        return RadioLinkStep::recovered;
    }
    return RadioLinkStep::none;
}

}  // namespace celltwin::rrc
