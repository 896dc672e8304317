// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cassert>
#include <cstddef>
#include <span>

namespace celltwin::antenna {

/// The scalar gain of a final pattern for each direction of a block, without a virtual call.
template <class FinalPattern>
void gainOfEach(const FinalPattern& pattern, std::span<const double> azimuth_deg,
                std::span<const double> elevation_deg, double downtilt_deg, std::span<double> out_dbi) {
    assert(azimuth_deg.size() == out_dbi.size() && elevation_deg.size() == out_dbi.size());
    for (std::size_t i = 0; i < out_dbi.size(); ++i)
        out_dbi[i] = pattern.FinalPattern::gainDbi(azimuth_deg[i], elevation_deg[i], downtilt_deg);
}

}  // namespace celltwin::antenna
