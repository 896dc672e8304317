// SPDX-License-Identifier: BSD-3-Clause
//
// Transport blocks of LTE, TS 36.213 clause 7.1.7: tables as data in models/phy/data/. The NR steps of
// link_adaptation.h do not apply to LTE. Layers are those of spatial multiplexing with two code words
// (TS 36.211 Table 6.3.3.2-1): 2 layers carry two one-layer blocks, 3 a one-layer and a two-layer block, 4
// two two-layer blocks. Not modelled: one code word on 3 or 4 layers (Tables 7.1.7.2.4-1 and .5-1), DwPTS
// (0.75 N_PRB), I_TBS 26A and 33A, sTTI, LTE-M, NB-IoT, uplink.
#pragma once

#include <cstdint>
#include <span>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

/// PRBs of a resource block group, TS 36.213 Table 7.1.6.1-1; `prb_count` 1..110.
int lteRbgSize(int prb_count);
/// I_TBS of an MCS index (0..28 for lte_64qam, 0..27 for lte_256qam): Tables 7.1.7.1-1 and -1A. `table` is
/// one of the two LTE tables.
int lteTbsIndex(int mcs, McsTable table);
/// Bits of both code words together: Table 7.1.7.2.1-1 for one layer (`prb_count` 0..110; 0 for no PRB); a
/// two-layer block is that of twice the PRBs up to 55 PRB and Table 7.1.7.2.2-1 beyond. `layers` 1..4.
std::uint32_t lteTransportBlockBits(int prb_count, int mcs, McsTable table, int layers);
/// The scheme with the code rate such a block really has on `resource_elements_per_prb` (> 0; CRC of the
/// block and its code blocks included): what bler.h takes. It can exceed 1 where the control region is large.
Scheme lteScheme(int mcs, McsTable table, int prb_count, int resource_elements_per_prb, int layers);
/// What mcsTable gives for LTE: nominal code rates at 50 PRB of 144 RE (one control symbol, CRS of two
/// ports).
std::span<const Scheme> lteNominalSchemes(McsTable table);

}  // namespace celltwin::phy
