// SPDX-License-Identifier: BSD-3-Clause
//
// The data of one bearer in one direction, from PDCP to the air, as byte counts and the application's units
// among them: new data, data RLC sends again, data in the air. Whole bytes throughout, so that offered =
// delivered + dropped + waiting + in flight holds to the byte. RLC acknowledged mode sends again what hybrid
// ARQ could not deliver, unacknowledged mode drops it (TS 38.322); PDCP drops what is older than its
// discardTimer and not yet sent (TS 38.323 clause 5.3). Delivery is in order of bytes: a unit is done when as
// many bytes are done as the stream held up to its end. Not modelled: headers, segmentation overhead, status
// reports on the air, duplicates.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>

#include "models/traffic/traffic.h"

namespace celltwin::engine {

/// A unit of application data that is not done; the ring of a Queue holds the oldest few of them.
struct PendingUnit {
    std::int64_t arrived_ns = 0;
    std::int64_t end_byte = 0;  ///< of the stream
    std::int64_t bytes = 0, lost_bytes = 0;
    std::uint32_t number = 0, merged = 1;
};

/// The throughput a burst shows (TS 28.552 clause 5.1.1.3): from its first transmission to its last but one
/// piece.
struct Burst {
    std::int64_t mark_slot = 0;   ///< up to where time has been counted
    std::int64_t piece_slot = 0;  ///< slot of the piece not counted yet
    std::int64_t piece_bytes = 0;
    std::int64_t open = 0;
};

struct Queue {
    static constexpr std::uint32_t kUnits = 8;
    std::int64_t offered_bytes = 0;  ///< arrived so far; of an endless queue, what was sent
    std::int64_t unsent_bytes = 0;   ///< kEndless where the buffer is always full
    std::int64_t again_bytes = 0;    ///< to be sent again by RLC
    std::int64_t in_flight_bytes = 0;
    std::int64_t delivered_bytes = 0, dropped_bytes = 0;
    Burst burst;
    std::uint32_t first_unit = 0, unit_count = 0;
    std::array<PendingUnit, kUnits> units;

    bool endless() const { return unsent_bytes >= traffic::kEndless; }
    std::int64_t waitingBytes() const { return endless() ? traffic::kEndless : unsent_bytes + again_bytes; }
    /// Waiting or in the air.
    bool busy() const { return unsent_bytes + again_bytes + in_flight_bytes > 0; }
    PendingUnit& unit(std::uint32_t i) { return units[(first_unit + i) % kUnits]; }

    void push(const traffic::Unit& unit);
    /// Takes up to `bytes` into the air, what is to be sent again first; returns how many.
    std::int64_t send(std::int64_t bytes);
    void deliver(std::int64_t bytes);
    /// What was in the air goes back to RLC's retransmission buffer.
    void giveBack(std::int64_t bytes);
    /// What was in the air is lost for good.
    void lose(std::int64_t bytes);
    /// Drops everything that waits; nothing is in the air.
    void dropAll();
    /// Drops what is unsent of units that arrived before `before_ns`; returns the bytes dropped.
    std::int64_t discard(std::int64_t before_ns);
    /// Books bytes as lost with the unit at place `from`, what is more than it has with those after it.
    void bookLost(std::uint32_t from, std::int64_t bytes);
    /// Calls done(unit) for each unit whose last byte is delivered or lost, oldest first, and forgets it.
    template <class Done>
    void settleUnits(Done done) {
        const std::int64_t settled = delivered_bytes + dropped_bytes;
        while (unit_count > 0 && unit(0).end_byte <= settled) {
            const PendingUnit ended = unit(0);
            first_unit = (first_unit + 1) % kUnits;
            --unit_count;
            done(ended);
        }
    }
};
static_assert(std::has_unique_object_representations_v<Queue>);

}  // namespace celltwin::engine
