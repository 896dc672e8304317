// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/rank_adaptation.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace celltwin::phy {

double layerSinr(double branch_sinr, int rank, const LinkAntennas& antennas) {
    assert(rank >= 1 && rank <= antennas.receive_branches && antennas.receive_branches <= 8);
    // gamma_r = gamma (N - r + 1) / r
    const double received = branch_sinr * (antennas.receive_branches - rank + 1) / rank;
    if (!(received > 0.0)) return 0.0;
    // 1 / SINR = 1 / gamma_r + EVM_tx^2 + EVM_rx^2
    return 1.0 / (1.0 / received + antennas.transmit_evm * antennas.transmit_evm +
                  antennas.receive_evm * antennas.receive_evm);
}

RankChoice chooseRank(double branch_sinr_db, McsTable table, const LinkAntennas& antennas) {
    assert(antennas.largest_rank >= 1 && antennas.largest_rank <= antennas.receive_branches);
    const double branch_sinr = std::pow(10.0, branch_sinr_db / 10.0);
    const auto dbOf = [&](int rank) { return 10.0 * std::log10(layerSinr(branch_sinr, rank, antennas)); };
    RankChoice best{1, 0, dbOf(1)};
    double best_rate = 0.0;
    for (int rank = 1; rank <= antennas.largest_rank; ++rank) {
        const double sinr_db = dbOf(rank);
        // CQI 0 is out of range: MCS 0 would miss its target.
        if (cqiFromSinr(sinr_db, table) == 0) break;
        const int mcs = mcsFromSinr(sinr_db, table);
        const double rate = rank * mcsTable(table)[static_cast<std::size_t>(mcs)].spectral_efficiency();
        if (rate > best_rate) {
            best = {rank, mcs, sinr_db};
            best_rate = rate;
        }
    }
    return best;
}

}  // namespace celltwin::phy
