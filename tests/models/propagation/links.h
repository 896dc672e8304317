// SPDX-License-Identifier: BSD-3-Clause
//
// One-link calls of the block interface, for tests.
#pragma once

#include <array>
#include <string>

#include "models/propagation/path_loss.h"

namespace celltwin::propagation {

inline double lossDb(const PathLossModel& model, double distance_2d_m, double bs_height_m, double ue_height_m,
                     double carrier_ghz, bool line_of_sight, double draw = 0.5) {
    const std::array<double, 1> d{distance_2d_m}, bs{bs_height_m}, ue{ue_height_m}, u{draw};
    const std::array<std::uint8_t, 1> los{static_cast<std::uint8_t>(line_of_sight)};
    std::array<double, 1> out{};
    model.pathLossDb({d, bs, ue, los, u}, Hertz{carrier_ghz * 1e9}, out);
    return out[0];
}

}  // namespace celltwin::propagation
