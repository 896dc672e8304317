// SPDX-License-Identifier: BSD-3-Clause
//
// The hybrid ARQ processes of a link as rows of RanState: what is in the air, what is to be sent again, what
// RLC gets back. Decoding is decided when a block is sent; the base station learns of it with the
// acknowledgement (downlink) or when it has decoded (uplink).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <numeric>

#include "models/phy/harq.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

using scenario::kMaxBearers;

/// One process, laid out without padding: it goes into checkpoints.
struct HarqProcess {
    enum class Phase : std::uint8_t { idle, decoded, failed, waiting };  ///< waiting: for its retransmission
    std::int64_t due_slot = 0;    ///< decoded, failed: when the acknowledgement is known
    std::int64_t first_slot = 0;  ///< of the first transmission
    std::array<std::int32_t, kMaxBearers> payload_bytes{};  ///< of each bearer
    std::array<float, phy::kMaxTransmissions> sinr{};       ///< linear effective SINR of each transmission
    std::uint32_t transport_bits = 0;
    std::uint16_t prb_count = 0, resource_elements_per_prb = 0, precoder = 0;
    std::uint8_t transmissions = 0, mcs = 0, rank = 1;
    Phase phase = Phase::idle;
    std::uint16_t reserved = 0;

    std::int64_t payload() const {
        return std::accumulate(payload_bytes.begin(), payload_bytes.end(), std::int64_t{0});
    }
    bool undecoded() const { return phase == Phase::failed || phase == Phase::waiting; }
};
static_assert(sizeof(HarqProcess) == 64);

inline constexpr std::int64_t kNothingDue = std::numeric_limits<std::int64_t>::max();

}  // namespace celltwin::engine
