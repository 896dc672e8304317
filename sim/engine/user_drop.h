// SPDX-License-Identifier: BSD-3-Clause
//
// Where users are and what they do at the start: drawn once, from the network as configured before any
// change, so that both legs of a what-if have the same people in the same places.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// Columns of length users.count.
struct UserDrop {
    std::vector<Enu> position;
    std::vector<std::uint8_t> mobility_class;  ///< index into users.mobility
    std::vector<std::uint8_t> traffic_class;   ///< index into users.traffic
    std::vector<double> indoor_distance_m;     ///< metres inside a building; negative = outdoor
};

/// Uniform or around cells, hot spots first; TR 38.901 Table 7.2-1 for the indoor distance (the smaller of
/// two uniform draws in 0..25 m). A position nearer than min_distance_m to a site is drawn again, up to 100
/// times.
UserDrop dropUsers(const scenario::Scenario& before);

}  // namespace celltwin::engine
