// SPDX-License-Identifier: BSD-3-Clause
//
// Queues that one server drains as a fluid, by the shares a policy gives (models/scheduler/shares.h): shares
// hold until data comes or a queue is empty. Not modelled: arrivals within a queue's own stream; what it has
// is there from its first byte on. Private to sim/engine.
#pragma once

#include <cstdint>
#include <vector>

#include "models/scheduler/shares.h"

namespace celltwin::engine {

/// One UE's data. Times are in slots since the beginning.
struct FluidQueue {
    double rate_bytes = 0.0;          ///< a slot, served alone by the whole server
    double average_rate_bytes = 0.0;  ///< likewise, over the window, as it was at the beginning
    double most_share = 1.0;          ///< of the server that it can use, > 0
    double left_bytes = 0.0;          ///< infinite: always full
    double since = 0.0, from = 0.0;   ///< when the data came, and when it may be served
    // Written:
    double served_bytes = 0.0;
    double server_slots = 0.0;       ///< its shares x time
    double first = -1.0, end = 0.0;  ///< of its service; -1 = none
    double byte_slots = 0.0;         ///< bytes waiting x time; of endless ones meaningless
    double there_slots = 0.0;        ///< time with data
};

struct FluidScratch {
    std::vector<std::uint32_t> active, order;
    std::vector<scheduler::Backlogged> ues;
    std::vector<double> shares;
};

/// Serves `queues` for `length` slots. Returns the most that had data at once. No allocation once scratch has
/// grown.
int drain(const scheduler::Rule& rule, double window_slots, double length, std::vector<FluidQueue>& queues,
          FluidScratch& scratch);

}  // namespace celltwin::engine
