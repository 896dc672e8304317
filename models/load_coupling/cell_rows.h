// SPDX-License-Identifier: BSD-3-Clause
//
// A cell of a network as its kernel sees it, and the activities it hears. Private to models/load_coupling.
#pragma once

#include "models/load_coupling/kernel.h"
#include "models/load_coupling/solve.h"

namespace celltwin::load_coupling {

inline PixelRows rowsOfCell(const Network& network, std::size_t c) {
    const Network::Rows rows = network.rowsOf(c);
    return {network.paddedPixels(c),
            network.columnsOf(c).size(),
            rows.noise,
            rows.gain,
            rows.apart_gain,
            rows.apart};
}

/// Sizes working memory for any cell of the network.
void reserve(const Network& network, Scratch& scratch);
double meanActivity(std::span<const double> activity);
/// Activities of the columns of cell c, to scratch.activity; `mean` for those that have no row of their own.
void gather(const Network& network, std::size_t c, std::span<const double> activity, double mean,
            Scratch& scratch);

}  // namespace celltwin::load_coupling
