// SPDX-License-Identifier: BSD-3-Clause
//
// Networks the speed of the slot engine is measured on: three-sector sites 500 m apart in a hexagonal grid,
// filled ring by ring, UEs around their cells, so that density is the same at any size. What a UE carries is
// the caller's choice; everything else is the scenario's default.
#pragma once

#include "scenarios/schema/scenario.h"

namespace celltwin::bench {

/// What UEs want of the network.
enum class Load {
    full_buffer,  ///< an endless unit down and one up
    files,        ///< FTP model 3 down, half the UEs moving
    idle,         ///< sensors that report every two minutes
};

struct SlotNetwork {
    int sites = 19;  ///< three cells each
    int ues_per_cell = 10;
    int prbs = 25;        ///< of 5 MHz LTE; 100 of 20 MHz
    int numerology = 0;   ///< slots of 1 ms; 1 = 0.5 ms
    bool fading = false;  ///< TDL-C, two layers on two ports, two receive antennas
    Load load = Load::full_buffer;
};

inline constexpr double kSiteDistanceM = 500.0;

/// Sites of a hexagonal grid by distance from its middle (then by place, so that the order is one).
std::vector<Enu> hexagonalSites(int count, double distance_m);
/// No warm-up and an hour's duration: whoever measures takes as many slots as wanted.
scenario::Scenario slotScenario(const SlotNetwork& network);

}  // namespace celltwin::bench
