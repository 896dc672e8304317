// SPDX-License-Identifier: BSD-3-Clause
//
// What RRC keeps of one UE, as a row of RanState: the rules of models/rrc, side by side. No padding: it goes
// into checkpoints.
#pragma once

#include <cstdint>
#include <type_traits>

#include "models/rrc/connection.h"
#include "models/rrc/events.h"
#include "models/rrc/handover.h"
#include "models/rrc/inter_frequency.h"
#include "models/rrc/mobility_history.h"
#include "models/rrc/radio_link.h"
#include "models/rrc/reselection.h"

namespace celltwin::engine {

struct UeRrc {
    rrc::ConnectionState connection;
    rrc::HandoverState handover;
    rrc::RadioLinkState radio_link;
    rrc::EventState a3;
    rrc::InterFrequencyState inter_frequency;
    rrc::MobilityHistory history;
    rrc::ReselectionState reselection;
    std::int64_t failed_at_ns = 0;     ///< the failure that a re-establishment follows
    std::int64_t barred_until_ns = 0;  ///< after a refusal, T302
    std::int32_t failed_cell = -1;     ///< where; -1 = none is open
    std::uint32_t failed_in_handover = 0;

    bool connected() const { return connection.state == rrc::RrcState::connected; }
};
static_assert(std::has_unique_object_representations_v<UeRrc>);

}  // namespace celltwin::engine
