// SPDX-License-Identifier: BSD-3-Clause
//
// Channel quality reports: wideband and subband CQI with the 2-bit differential of TS 38.214 clause 5.2.2.1
// (Table 5.2.2.1-1), subband sizes of clause 5.2.1.4 (Table 5.2.1.4-2), and the delay before a scheduler sees
// a report. Pure functions; who keeps the reports is the engine's business. Not modelled: PMI and RI, 3-bit
// wideband-relative formats of LTE, CSI omission when the PUSCH is short.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/phy/link_adaptation.h"
#include "models/phy/resource_elements.h"

namespace celltwin::phy {

enum class SubbandConfiguration : std::uint8_t { first = 1, second = 2 };
/// PRBs of a CSI subband. ConfigError outside 1..275 PRB; parts of fewer than 24 PRB have one subband, the
/// part.
int subbandSize(int bandwidth_part_prb, SubbandConfiguration configuration);
/// PRBs of each subband in order, aligned to the carrier's PRB 0 (the first and last may be short).
std::vector<int> subbandSizes(const BandwidthPart& part, SubbandConfiguration configuration);

/// Subband differential CQI 0..3 (TS 38.214 Table 5.2.2.1-1): offset 0, 1, >= 2, <= -1.
int differentialCqi(int subband_cqi, int wideband_cqi);
/// What a scheduler reconstructs: wideband + {0, 1, 2, -1}, within 0..15.
int cqiFromDifferential(int differential, int wideband_cqi);

struct CqiReport {
    int wideband = 0;                        ///< 0..15
    std::vector<std::uint8_t> differential;  ///< one a subband
};
/// Wideband CQI of linear SINRs, one a PRB or RE group: the highest whose threshold its own MIESM SINR
/// reaches; 0 where none is or the span is empty.
int widebandCqi(std::span<const float> prb_sinr, McsTable table);
/// Fills `report` (its capacity is kept): wideband CQI over the part and, for each subband, the differential
/// of the subband's own CQI. `prb_sinr` linear, one for each PRB of the part.
void reportCqi(std::span<const float> prb_sinr, const BandwidthPart& part, SubbandConfiguration configuration,
               McsTable table, CqiReport& report);

/// Slot of the newest report a scheduler knows in `slot`: reports are measured every `period_slots` (> 0) at
/// offset `offset_slots` (0 <= offset < period) and known `delay_slots` (>= 0) later; negative where none is
/// yet.
std::int64_t newestReportSlot(std::int64_t slot, int period_slots, int offset_slots, int delay_slots);

}  // namespace celltwin::phy
