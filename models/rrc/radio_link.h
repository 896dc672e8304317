// SPDX-License-Identifier: BSD-3-Clause
//
// Detection of radio link failure in RRC_CONNECTED: N310 out-of-sync indications in a row start T310, N311
// in-sync indications in a row stop it, its expiry is the failure (TS 38.331 clauses 5.3.10.1 to 5.3.10.3).
// An indication is a sample of wideband SINR below Qout or above Qin; between them there is none. -8 and -6
// dB stand for the 10 % and 2 % block error rate of a hypothetical PDCCH (TS 38.133 clause 8.1) after
// TR 36.839 clause 5.2, which evaluates Qout over 200 ms and Qin over 100 ms (second-hand): a sample here is
// one such evaluation, its averaging the caller's. While T300, T301, T304, T311 or T319 runs no sample is
// due. Not modelled: failures reported by random access or RLC (also clause 5.3.10.3), beam failure recovery.
#pragma once

#include <cstdint>
#include <type_traits>

namespace celltwin::rrc {

struct RadioLinkConfig {
    double q_out_db = -8.0;
    double q_in_db = -6.0;
    std::int32_t n310 = 1;  ///< 1, 2, 3, 4, 6, 8, 10, 20
    std::int32_t n311 = 1;  ///< 1, 2, 3, 4, 5, 6, 8, 10
    std::int64_t t310_ns = 1'000'000'000;
};

/// Of one UE; reset with {} after a change of the serving cell.
struct RadioLinkState {
    std::int64_t t310_started_ns = -1;  ///< -1 = T310 does not run
    std::int32_t out_of_sync = 0;       ///< indications in a row
    std::int32_t in_sync = 0;           ///< indications in a row while T310 runs
};
static_assert(std::has_unique_object_representations_v<RadioLinkState>);

enum class RadioLinkStep { none, started_t310, recovered, failed };

/// One evaluation. T310's expiry comes before what this sample indicates; after `failed` the state is reset.
RadioLinkStep sample(const RadioLinkConfig& config, double sinr_db, std::int64_t now_ns,
                     RadioLinkState& state);

}  // namespace celltwin::rrc
