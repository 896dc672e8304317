// SPDX-License-Identifier: BSD-3-Clause
//
// Transport blocks of LTE, TS 36.213 clause 7.1.7: tables as data in models/phy/data/. The NR steps of
// link_adaptation.h do not apply to LTE. Not modelled: DwPTS (0.75 N_PRB), sTTI, PDSCH of LTE-M and NB-IoT,
// uplink.
#pragma once

#include <cstdint>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

/// I_TBS of an MCS index (0..28 for lte_64qam, 0..27 for lte_256qam): Tables 7.1.7.1-1 and -1A. `table` is
/// one of the two LTE tables.
int lteTbsIndex(int mcs, McsTable table);
/// Transport block in bits: Table 7.1.7.2.1-1 for one layer (I_TBS 0..33, `prb_count` 0..110; 0 for no PRB),
/// for 2 to 4 layers clauses 7.1.7.2.2, .4 and .5 (the block of v times the PRBs, or Tables 7.1.7.2.2-1 and
/// so on).
std::uint32_t lteTransportBlockBits(int prb_count, int mcs, McsTable table, int layers);
/// The scheme with the code rate such a block really has on `resource_elements_per_prb` (CRC of the block and
/// its code blocks included): what bler.h takes. mcsTable(lte_...) has nominal rates only.
Scheme lteScheme(int mcs, McsTable table, int prb_count, int resource_elements_per_prb, int layers);

}  // namespace celltwin::phy
