// SPDX-License-Identifier: BSD-3-Clause
//
// Channel quality reports: wideband and subband CQI with the 2-bit differential of TS 38.214 clause 5.2.2.1
// (Table 5.2.2.1-1), subband sizes of clause 5.2.1.4 (Table 5.2.1.4-2), and the delay before a scheduler sees
// a report. Pure functions; who keeps the reports is the engine's business. Not modelled: PMI and RI, 3-bit
// wideband-relative formats of LTE, CSI omission when the PUSCH is short.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "models/phy/link_adaptation.h"
#include "models/phy/resource_elements.h"

namespace celltwin::phy {

enum class SubbandConfiguration : std::uint8_t { first = 1, second = 2 };
/// PRBs of a CSI subband. ConfigError outside 1..275 PRB; parts of fewer than 24 PRB have one subband, the
/// part.
int subbandSize(int bandwidth_part_prb, SubbandConfiguration configuration);

/// Subband differential CQI 0..3 (TS 38.214 Table 5.2.2.1-1): offset 0, 1, >= 2, <= -1.
int differentialCqi(int subband_cqi, int wideband_cqi);
/// What a scheduler reconstructs: wideband + {0, 1, 2, -1}, within 0..15.
int cqiFromDifferential(int differential, int wideband_cqi);

/// SINR in dB that stands for `prbs[cqi]` PRBs (not all 0) of each CQI 0..15: where the thresholds of the CQI
/// table, interpolated over spectral efficiency, have the mean efficiency of the PRBs. The threshold itself
/// where all have one CQI; -infinity below CQI 1's efficiency.
double sinrOfCqisDb(const std::array<int, 16>& prbs, McsTable table);
/// The highest CQI whose spectral efficiency the mean of the PRBs reaches.
int meanCqi(const std::array<int, 16>& prbs, McsTable table);

/// Wideband CQI of linear SINRs, one a PRB or RE group: the highest whose threshold its own MIESM SINR
/// reaches; 0 where none is or the span is empty.
int widebandCqi(std::span<const float> prb_sinr, McsTable table);

/// Slot of the newest report a scheduler knows in `slot`: reports are measured every `period_slots` (> 0) at
/// offset `offset_slots` (0 <= offset < period) and known `delay_slots` (>= 0) later; negative where none is
/// yet.
std::int64_t newestReportSlot(std::int64_t slot, int period_slots, int offset_slots, int delay_slots);

}  // namespace celltwin::phy
