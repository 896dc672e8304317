// SPDX-License-Identifier: BSD-3-Clause
//
// Where users are and what they do at the start: drawn once, from the network as configured before any
// change, so that both legs of a what-if have the same people in the same places.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "sim/engine/place.h"

namespace celltwin::engine {

/// Columns of length users.count.
struct UserDrop {
    std::vector<Enu> position;
    std::vector<double> height_m;              ///< above ground
    std::vector<Place> place;                  ///< a UE that moves takes its building or car along
    std::vector<double> indoor_distance_m;     ///< horizontal way inside the building; 0 elsewhere
    std::vector<double> penetration_draw;      ///< standard normal, of the building's or car's loss
    std::vector<std::uint8_t> mobility_class;  ///< index into users.mobility
    std::vector<std::uint32_t> mobility_rank;  ///< which of its class's UEs, counted from 0
    std::vector<std::uint8_t> traffic_class;   ///< index into users.traffic
};

/// Uniform over the area, around cells, or equally many in the hexagon of each site; hot spots first. Height
/// and indoor distance as in TR 38.901 Table 7.2-1 and clause 7.4.3 (any floor, 3 m each). A building's type
/// and loss are correlated in space (models/shadowing/building_field.h). A position nearer than
/// min_distance_m to a site is drawn again, up to 100 times.
UserDrop dropUsers(const scenario::Scenario& before);

}  // namespace celltwin::engine
