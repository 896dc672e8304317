// SPDX-License-Identifier: BSD-3-Clause
//
// Resource elements a PDSCH has in one PRB and slot, from explicit overheads (TS 38.211
// clauses 7.4.1.1, 7.4.1.5, 7.4.3; TS 38.214 clauses 5.1.3.2 and 5.1.4) or from one fraction (TS 38.306
// clause 4.1.2), bandwidth parts and resource block groups (TS 38.214 clause 5.1.2.2.1). PDSCH mapping type
// A, one carrier. Not modelled: PT-RS, CORESETs narrower than the carrier, LTE CRS rate matching, zero-power
// CSI-RS beyond the REs given.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace celltwin::phy {

enum class DmrsType : std::uint8_t { type1 = 1, type2 = 2 };

/// What a slot's PDSCH leaves to others. Defaults: one control symbol, front-loaded DMRS of type 1 on both
/// CDM groups, nothing else.
struct PdschOverhead {
    int pdcch_symbols = 1;  ///< 0..3, before the PDSCH
    DmrsType dmrs_type = DmrsType::type1;
    int dmrs_symbols = 1;                  ///< 1 or 2 neighbouring symbols at each position (maxLength)
    int dmrs_additional_positions = 0;     ///< 0..3 (0..1 with two symbols)
    int dmrs_cdm_groups_without_data = 2;  ///< 1..2 (type 1), 1..3 (type 2)
    int x_overhead = 0;                    ///< 0, 6, 12 or 18 RE per PRB, counted in the block size only
    double csi_rs_re_per_prb = 0.0;  ///< RE of CSI-RS and ZP CSI-RS in a PRB of a slot that has them, 0..96
    int csi_rs_period_slots = 0;     ///< 0 = none
    int ssb_beams = 0;               ///< SS/PBCH blocks a period, 0..64; 20 PRB x 4 symbols each
    double ssb_period_ms = 20.0;     ///< 5, 10, 20, 40, 80 or 160
};
/// Throws ConfigError naming the field and its accepted range.
void checkPdschOverhead(const PdschOverhead& overhead);

/// N'_RE of TS 38.214 clause 5.1.3.2 for a slot of so many downlink symbols (0..14), before the cap of 156: 0
/// where control and DMRS leave no symbol. What transportBlockBits takes.
int blockSizeResourceElements(int downlink_symbols, const PdschOverhead& overhead);
/// The same from one fraction 0..1 lost to everything: floor(12 symbols (1 - fraction)).
int blockSizeResourceElements(int downlink_symbols, double overhead_fraction);

/// Mean RE of a PRB that carry data in a slot, CSI-RS and SS/PBCH blocks taken off (rate matching) and
/// x_overhead not: what coded bits and the code rate in bler.h live on. `carrier_prb` spreads the 20 PRB of
/// an SSB.
double dataResourceElements(int downlink_symbols, const PdschOverhead& overhead, int carrier_prb,
                            int numerology);
/// Both for each slot of a pattern's downlink symbols (nr_frame.h).
std::vector<int> blockSizeResourceElements(std::span<const int> downlink_symbols,
                                           const PdschOverhead& overhead);
/// Fraction of all RE of the downlink symbols that carry no data, 0..1: the overhead TS 38.306 means.
double overheadFraction(std::span<const int> downlink_symbols, const PdschOverhead& overhead, int carrier_prb,
                        int numerology);

struct BandwidthPart {
    int first_prb = 0;
    int prb_count = 0;
};
enum class RbgConfiguration : std::uint8_t { first = 1, second = 2 };
/// Nominal RBG size P in PRBs, TS 38.214 Table 5.1.2.2.1-1. ConfigError outside 1..275 PRB.
int rbgSize(int prb_count, RbgConfiguration configuration);
/// PRBs of each RBG of a bandwidth part, in order; the first and last may be short since groups are aligned
/// to the carrier's PRB 0.
std::vector<int> rbgSizes(const BandwidthPart& part, RbgConfiguration configuration);

}  // namespace celltwin::phy
