// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/bearer_queue.h"

#include <cassert>

namespace celltwin::engine {

void Queue::push(const traffic::Unit& arrived) {
    if (arrived.bytes >= traffic::kEndless) {
        unsent_bytes = traffic::kEndless;
        return;
    }
    offered_bytes += arrived.bytes;
    unsent_bytes += arrived.bytes;
    if (unit_count == kUnits) {
        // A long queue: the youngest entry stands for all that came since.
        PendingUnit& last = unit(kUnits - 1);
        last.end_byte = offered_bytes;
        last.bytes += arrived.bytes;
        last.number = arrived.number;
        ++last.merged;
        return;
    }
    unit(unit_count++) = {arrived.time_ns, offered_bytes, arrived.bytes, 0, arrived.number, 1};
}

std::int64_t Queue::send(std::int64_t bytes) {
    assert(bytes >= 0);
    const std::int64_t again = std::min(bytes, again_bytes);
    const std::int64_t fresh = endless() ? bytes - again : std::min(bytes - again, unsent_bytes);
    again_bytes -= again;
    if (endless())
        offered_bytes += fresh;
    else
        unsent_bytes -= fresh;
    in_flight_bytes += again + fresh;
    return again + fresh;
}

void Queue::deliver(std::int64_t bytes) {
    assert(bytes <= in_flight_bytes);
    in_flight_bytes -= bytes;
    delivered_bytes += bytes;
}

void Queue::giveBack(std::int64_t bytes) {
    assert(bytes <= in_flight_bytes);
    in_flight_bytes -= bytes;
    again_bytes += bytes;
}

void Queue::lose(std::int64_t bytes) {
    assert(bytes <= in_flight_bytes);
    in_flight_bytes -= bytes;
    dropped_bytes += bytes;
    bookLost(0, bytes);
}

void Queue::bookLost(std::uint32_t from, std::int64_t bytes) {
    for (std::uint32_t i = from; i < unit_count && bytes > 0; ++i) {
        const std::int64_t taken = std::min(bytes, unit(i).bytes - unit(i).lost_bytes);
        unit(i).lost_bytes += taken;
        bytes -= taken;
    }
}

void Queue::dropAll() {
    assert(in_flight_bytes == 0);
    const std::int64_t settled = delivered_bytes + dropped_bytes;
    for (std::uint32_t i = 0; i < unit_count; ++i) {
        PendingUnit& old = unit(i);
        old.lost_bytes += old.end_byte - std::max(settled, old.end_byte - old.bytes);
        old.lost_bytes = std::min(old.lost_bytes, old.bytes);
    }
    dropped_bytes += unsent_bytes + again_bytes;
    unsent_bytes = again_bytes = 0;
}

std::int64_t Queue::discard(std::int64_t before_ns) {
    if (endless()) return 0;
    std::int64_t dropped = 0;
    for (std::uint32_t i = 0; i < unit_count && unsent_bytes > 0; ++i) {
        const PendingUnit& old = unit(i);
        if (old.arrived_ns >= before_ns) break;
        const std::int64_t first_unsent = offered_bytes - unsent_bytes;
        const std::int64_t bytes = std::clamp<std::int64_t>(old.end_byte - first_unsent, 0, unsent_bytes);
        unsent_bytes -= bytes;
        dropped_bytes += bytes;
        bookLost(i, bytes);
        dropped += bytes;
    }
    return dropped;
}

}  // namespace celltwin::engine
