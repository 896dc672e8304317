// SPDX-License-Identifier: BSD-3-Clause
#include "models/scheduler/logical_channels.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace celltwin::scheduler {
namespace {

/// What a channel may still get in a round: its queue, in the first one no more than its bucket.
std::int64_t wanted(const LogicalChannel& channel, bool by_bucket) {
    const std::int64_t queued = channel.queue_bytes - channel.given_bytes;
    if (!by_bucket || channel.bucket_bytes >= static_cast<double>(channel.queue_bytes)) return queued;
    return std::min(queued, static_cast<std::int64_t>(channel.bucket_bytes) - channel.given_bytes);
}

/// Equal bytes for all of one priority, as far as each wants them; returns what is left of the block.
std::int64_t shareEqually(std::span<LogicalChannel> channels, int priority, bool by_bucket,
                          std::int64_t left) {
    while (left > 0) {
        std::int64_t hungry = 0;
        for (const LogicalChannel& c : channels)
            if (c.priority == priority && wanted(c, by_bucket) > 0) ++hungry;
        if (hungry == 0) break;
        const std::int64_t share = std::max<std::int64_t>(1, left / hungry);
        for (LogicalChannel& c : channels) {
            if (c.priority != priority) continue;
            const std::int64_t bytes = std::min({share, wanted(c, by_bucket), left});
            c.given_bytes += bytes;
            left -= bytes;
        }
    }
    return left;
}

/// All priorities in their order; returns what is left of the block.
std::int64_t serveByPriority(std::span<LogicalChannel> channels, bool by_bucket, std::int64_t left) {
    std::int64_t done = std::numeric_limits<std::int64_t>::min();
    while (left > 0) {
        const LogicalChannel* next = nullptr;
        for (const LogicalChannel& c : channels)
            if (c.priority > done && (next == nullptr || c.priority < next->priority)) next = &c;
        if (next == nullptr) break;
        done = next->priority;
        left = shareEqually(channels, next->priority, by_bucket, left);
    }
    return left;
}

}  // namespace

std::int64_t prioritise(std::span<LogicalChannel> channels, std::int64_t block_bytes) {
    for (LogicalChannel& c : channels) {
        assert(c.queue_bytes >= 0 && c.bucket_bytes >= 0.0);
        c.given_bytes = 0;
    }
    if (channels.size() == 1) {
        LogicalChannel& only = channels[0];
        only.given_bytes =
            std::clamp<std::int64_t>(wanted(only, true), 0, std::max<std::int64_t>(0, block_bytes));
        only.bucket_bytes -= static_cast<double>(only.given_bytes);
        return only.given_bytes = std::max<std::int64_t>(0, std::min(only.queue_bytes, block_bytes));
    }
    std::int64_t left = serveByPriority(channels, true, block_bytes);
    for (LogicalChannel& c : channels) c.bucket_bytes -= static_cast<double>(c.given_bytes);
    const auto after_first = left;
    if (after_first > 0) left = serveByPriority(channels, false, after_first);
    return std::max<std::int64_t>(0, block_bytes) - std::max<std::int64_t>(0, left);
}

double filledBucket(double bucket_bytes, double prioritised_bytes_per_s, double bucket_size_s,
                    double elapsed_s) {
    if (std::isinf(prioritised_bytes_per_s)) return prioritised_bytes_per_s;
    // Bj + PBR T, at most PBR BSD
    return std::min(bucket_bytes + prioritised_bytes_per_s * elapsed_s,
                    prioritised_bytes_per_s * bucket_size_s);
}

}  // namespace celltwin::scheduler
