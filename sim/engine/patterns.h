// SPDX-License-Identifier: BSD-3-Clause
//
// From a scenario's antenna to its pattern.
#pragma once

#include <memory>
#include <vector>

#include "models/antenna/beams.h"
#include "models/antenna/pattern.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

std::unique_ptr<antenna::Pattern> makePattern(const scenario::Antenna& antenna);

/// The beams of an antenna that forms some, lowered by a cell's electrical downtilt.
struct Beams {
    std::vector<antenna::Beam> ssb, data;
};
Beams makeBeams(const scenario::Antenna& antenna, double downtilt_deg);

}  // namespace celltwin::engine
