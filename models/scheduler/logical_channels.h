// SPDX-License-Identifier: BSD-3-Clause
//
// Logical channel prioritisation of TS 38.321 clause 5.4.3.1.3: how the bytes of a block go to the bearers of
// a UE. A gNB is free in the downlink; the same rule serves there. In order of priority each channel first
// gets what its bucket Bj of the prioritised bit rate holds; what is left goes by priority alone. Channels of
// equal priority are served equally: the same number of bytes each, as far as they have them; odd bytes go to
// the first ones. Valid for any number of channels; the time is that of priorities times channels. Not
// modelled: borders of RLC SDUs (whole ones may overdraw a bucket, so that Bj becomes negative), MAC control
// elements, and the mapping restrictions of channels to grants: the caller leaves out who may not use the
// block.
// Second-hand: the clause's text was not read in the original.
#pragma once

#include <cstdint>
#include <span>

namespace celltwin::scheduler {

struct LogicalChannel {
    int priority = 1;              ///< lower is served first
    double bucket_bytes = 0.0;     ///< Bj, >= 0; infinite for a prioritised bit rate of infinity
    std::int64_t queue_bytes = 0;  ///< >= 0, headers included
    std::int64_t given_bytes = 0;  ///< written by prioritise()
};

/// Writes given_bytes of all channels and takes what the first round gave out of their buckets; queues stay
/// as they are. Returns the sum given: the block, or all queues where they are smaller.
std::int64_t prioritise(std::span<LogicalChannel> channels, std::int64_t block_bytes);

/// Bj after `elapsed_s` more: grows by the prioritised bit rate, at most to that rate times the bucket size
/// duration.
double filledBucket(double bucket_bytes, double prioritised_bytes_per_s, double bucket_size_s,
                    double elapsed_s);

}  // namespace celltwin::scheduler
