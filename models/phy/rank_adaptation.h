// SPDX-License-Identifier: BSD-3-Clause
//
// How many layers a link carries, and the SINR each of them then has, from the one SINR that is measured or
// predicted per receive branch. Zero-forcing reception of r layers on N branches of an uncorrelated Rayleigh
// channel leaves each layer N - r + 1 branches' worth of signal (Winters, Salz, Gitlin, "The Impact of
// Antenna Diversity on the Capacity of Wireless Communication Systems", IEEE Trans. Comm. 42, 1994) at 1/r of
// the power; error vectors of both ends cap every layer (TS 38.104 clause 6.5.2.2). Valid for rich
// scattering, 1 to 8 branches, ranks up to the branches. Not modelled: correlated antennas and line of sight
// (they keep the rank low), unequal layers, precoding gain: add it to the SINR.
#pragma once

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

/// Antennas and error vectors of a link. Defaults: 4 receive branches, as TS 38.101-1 clause 7.2 asks of n41,
/// n77, n78 and n79, and at both ends the 3.5 % error vector that TS 38.104 Table 6.5.2.2-1 allows for
/// 256QAM.
struct LinkAntennas {
    int receive_branches = 4;  ///< 1..8
    int largest_rank = 4;      ///< 1..receive_branches: transmit ports and UE capability
    double transmit_evm = 0.035;
    double receive_evm = 0.035;
};

/// Mean SINR (linear) of each of `rank` layers at a linear SINR of one branch from all transmit power.
double layerSinr(double branch_sinr, int rank, const LinkAntennas& antennas);

struct RankChoice {
    int rank;  ///< 1..largest_rank
    int mcs;   ///< of each layer
    double layer_sinr_db;
};
/// The rank and MCS with the highest rank times spectral efficiency within 10 % BLER; the lower rank where
/// equal. Rank 1 and MCS 0 where not even that is reached, and for NaN. The SINR is in dB, per branch.
RankChoice chooseRank(double branch_sinr_db, McsTable table, const LinkAntennas& antennas);

}  // namespace celltwin::phy
