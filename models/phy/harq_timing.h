// SPDX-License-Identifier: BSD-3-Clause
//
// When the acknowledgement of a downlink slot arrives, and when a retransmission can follow: UE processing
// time of TS 38.214 clause 5.3 (Tables 5.3-1 and 5.3-2), feedback in the first uplink slot K1 slots later or
// more (TS 38.213 clause 9.1). Feedback goes into whole uplink slots; uplink symbols of special slots, K1
// values limited by dl-DataToUL-ACK, and carriers of unequal numerology are not modelled.
#pragma once

#include <string_view>
#include <vector>

namespace celltwin::phy {

enum class ProcessingCapability { first = 1, second = 2 };
enum class DmrsPositions { front_loaded, additional };

/// N1 in symbols. Throws ConfigError where the tables have no entry (numerology outside 0..3, or 3 for the
/// second capability, which also takes only front-loaded DMRS).
double processingSymbols(int numerology, ProcessingCapability capability, DmrsPositions positions);
/// Least K1 in slots after a PDSCH that ends with its slot, when the PUCCH begins at symbol
/// `first_feedback_symbol` (0..13) of its slot: PUCCH not before T_proc,1 after the PDSCH. At least 1.
int minimumFeedbackSlots(int numerology, ProcessingCapability capability, DmrsPositions positions,
                         int first_feedback_symbol = 12);

/// For each slot of a pattern (as downlinkSymbols; empty = FDD, one slot): K1, slots from a downlink slot to
/// the one that carries its acknowledgement. 0 for slots without downlink. `special_downlink_symbols` 0 makes
/// an S a slot without downlink. `minimum_k1` >= 0 (LTE FDD: 4). Throws ConfigError for a bad pattern (see
/// downlinkSymbols), a negative or larger than 32 `minimum_k1`, or a pattern without U.
std::vector<int> feedbackDelaySlots(std::string_view tdd_pattern, int special_downlink_symbols,
                                    int numerology, int minimum_k1);
/// For each slot: slots from a downlink slot to the first downlink slot at least `base_station_slots` (>= 1,
/// from the acknowledgement's slot to the grant) after its acknowledgement. 0 for slots without downlink. LTE
/// FDD: minimum_k1 4 and base_station_slots 4 give 8.
std::vector<int> retransmissionDelaySlots(std::string_view tdd_pattern, int special_downlink_symbols,
                                          int numerology, int minimum_k1, int base_station_slots);

}  // namespace celltwin::phy
