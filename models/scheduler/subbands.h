// SPDX-License-Identifier: BSD-3-Clause
//
// Frequency-selective scheduling: each subband of a carrier goes to the UE that the policy ranks first there,
// by the UE's subband CQI (TS 38.214 clause 5.2.2.1: two bits a subband, so a UE has four rates at most). The
// gain over a scheduler that sees one wideband rate is multi-user diversity in frequency (Pedersen et al.,
// Frequency Domain Scheduling for OFDMA with Limited and Noisy Channel Feedback, VTC Fall 2007). Policies and
// slices are those of scheduler.h. One pass over the subbands in order, each to its best; not modelled: the
// search for the best assignment of all subbands together, resource block groups smaller than a subband,
// fragmentation limits of resource allocation type 1. Pure: no state is kept here.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/scheduler/scheduler.h"

namespace celltwin::scheduler {

inline constexpr std::size_t kMostSubbands = 32;

/// What a PRB carries for a UE in each subband.
struct SubbandRates {
    static constexpr std::size_t kLevels = 4;
    std::array<double, kLevels> bytes_per_prb{};         ///< of each level; 0 = the UE cannot use it
    std::array<double, kLevels> ranked_bytes_per_prb{};  ///< as in Candidate; 0 = the same
    std::uint64_t levels = 0;                            ///< two bits a subband, the first lowest

    std::size_t levelOf(std::size_t subband) const { return (levels >> (2 * subband)) & 3U; }
};

struct SubbandGrant {
    std::uint32_t row;
    std::uint32_t subbands;                             ///< a bit each, not 0
    int prb_count;                                      ///< in all of them, > 0
    std::array<int, SubbandRates::kLevels> level_prbs;  ///< of which at each level
};

/// Working memory, re-used so that a steady state allocates nothing. Its content is allocateSubbands()'s own.
struct SubbandScratch {
    struct Entry {
        std::array<double, SubbandRates::kLevels> rank;
        double left_bytes;
        std::int32_t grant;  ///< -1 = none yet
    };
    struct Slice {
        SliceQuota quota;
        int used_prbs, hungry;  ///< candidates that want more
    };
    std::vector<Entry> entries;
    std::vector<Slice> slices;
    std::vector<int> free_prbs;
};

/// Fills `grants` (cleared first) for one cell and slot: of subband s at most free_prbs[s] PRBs, to at most
/// `max_grants` UEs. `rates` has one entry a candidate, whose own bytes_per_prb is not read. `slices` empty =
/// one slice without a quota. A slice never passes its maximum, never gets what others have dedicated, and
/// others leave it its minimum while it has data. Nothing else is left over while someone can use it.
void allocateSubbands(const Rule& rule, std::span<const Candidate> candidates,
                      std::span<const SubbandRates> rates, std::span<const SliceQuota> slices,
                      std::int64_t slot, std::span<const int> free_prbs, int max_grants,
                      SubbandScratch& scratch, std::vector<SubbandGrant>& grants);

}  // namespace celltwin::scheduler
