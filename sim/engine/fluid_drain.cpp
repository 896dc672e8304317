// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/fluid_drain.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace celltwin::engine {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
/// Less than this is nothing: queues hold whole bytes.
constexpr double kNoBytes = 1e-3;
constexpr double kNoShare = 1e-9;

/// What is beyond a UE's most goes to the others, equally.
void capShares(const std::vector<FluidQueue>& queues, FluidScratch& scratch) {
    for (std::size_t round = 0; round < scratch.active.size(); ++round) {
        double spare = 0.0, open = 0.0;
        for (std::size_t i = 0; i < scratch.active.size(); ++i) {
            const FluidQueue& queue = queues[scratch.active[i]];
            spare += std::max(0.0, scratch.shares[i] - queue.most_share);
            scratch.shares[i] = std::min(scratch.shares[i], queue.most_share);
            if (scratch.shares[i] < queue.most_share && queue.rate_bytes > 0.0) open += 1.0;
        }
        if (spare < kNoShare || open == 0.0) return;
        for (std::size_t i = 0; i < scratch.active.size(); ++i) {
            const FluidQueue& queue = queues[scratch.active[i]];
            if (scratch.shares[i] < queue.most_share && queue.rate_bytes > 0.0)
                scratch.shares[i] += spare / open;
        }
    }
    for (std::size_t i = 0; i < scratch.active.size(); ++i)
        scratch.shares[i] = std::min(scratch.shares[i], queues[scratch.active[i]].most_share);
}

/// Who has data now; returns when the next one may be served.
double findActive(const std::vector<FluidQueue>& queues, double now, FluidScratch& scratch) {
    double next = kNever;
    scratch.active.clear();
    for (std::uint32_t i = 0; i < queues.size(); ++i) {
        if (queues[i].left_bytes <= 0.0) continue;
        if (queues[i].from <= now)
            scratch.active.push_back(i);
        else
            next = std::min(next, queues[i].from);
    }
    return next;
}

void setShares(const scheduler::Rule& rule, double window_slots, double horizon,
               const std::vector<FluidQueue>& queues, FluidScratch& scratch) {
    scratch.ues.clear();
    for (const std::uint32_t i : scratch.active)
        scratch.ues.push_back(
            {queues[i].rate_bytes, queues[i].average_rate_bytes + queues[i].served_bytes / window_slots});
    scratch.shares.resize(scratch.active.size());
    scheduler::fluidShares(rule, scratch.ues, window_slots, horizon, scratch.order, scratch.shares);
    capShares(queues, scratch);
}

void serve(double share, double now, double until, FluidQueue& queue) {
    const double elapsed = until - now;
    const double bytes = std::min(queue.left_bytes, share * queue.rate_bytes * elapsed);
    queue.byte_slots += (queue.left_bytes - 0.5 * bytes) * elapsed;
    queue.there_slots += elapsed;
    queue.left_bytes -= bytes;
    if (queue.left_bytes < kNoBytes) queue.left_bytes = 0.0;
    if (bytes <= 0.0) return;
    queue.served_bytes += bytes;
    queue.server_slots += share * elapsed;
    if (queue.first < 0.0) queue.first = now;
    queue.end = until;
}

}  // namespace

int drain(const scheduler::Rule& rule, double window_slots, double length, std::vector<FluidQueue>& queues,
          FluidScratch& scratch) {
    for (FluidQueue& queue : queues) {
        queue.there_slots = std::min(queue.from, length) - queue.since;
        queue.byte_slots = queue.left_bytes * queue.there_slots;
    }
    std::size_t most = 0;
    for (double now = 0.0; now < length;) {
        double until = std::min(length, findActive(queues, now, scratch));
        if (!scratch.active.empty()) {
            most = std::max(most, scratch.active.size());
            setShares(rule, window_slots, length, queues, scratch);
            for (std::size_t k = 0; k < scratch.active.size(); ++k) {
                const FluidQueue& queue = queues[scratch.active[k]];
                const double rate = scratch.shares[k] * queue.rate_bytes;
                if (rate > 0.0) until = std::min(until, now + queue.left_bytes / rate);
            }
            // Time goes on even where what is left is less than its digits.
            until = std::max(until, std::nextafter(now, kNever));
            for (std::size_t k = 0; k < scratch.active.size(); ++k)
                serve(scratch.shares[k], now, until, queues[scratch.active[k]]);
        }
        now = until;
    }
    return static_cast<int>(most);
}

}  // namespace celltwin::engine
