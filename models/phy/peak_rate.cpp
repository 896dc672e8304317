// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/peak_rate.h"

#include <cassert>

#include "models/phy/nr_frame.h"

namespace celltwin::phy {

double peakRateBps(std::span<const PeakRateCarrier> carriers) {
    constexpr double kHighestCodeRate = 948.0 / 1024.0;
    double rate = 0.0;
    for (const PeakRateCarrier& c : carriers) {
        assert(c.numerology >= 0 && c.numerology <= 4 && c.overhead >= 0.0 && c.overhead <= 1.0);
        // T_s = 10^-3 / (14 2^mu), the mean length of a symbol
        const double symbol_s = 1e-3 / (kSymbolsPerSlot * (1 << c.numerology));
        // v Q_m f R_max N_PRB 12 / T_s (1 - OH)
        rate += c.layers * c.modulation_order * c.scaling * kHighestCodeRate * c.prb_count *
                kSubcarriersPerPrb / symbol_s * (1.0 - c.overhead) * c.downlink_share;
    }
    return rate;
}

}  // namespace celltwin::phy
