// SPDX-License-Identifier: BSD-3-Clause
//
// The ns-3 mobility models a scenario may name (ns-3 3.37, module mobility), with the attributes it may set
// and what they may hold. ns-3 ends the process at a value it cannot read, so nothing reaches it but what is
// read here and written again from the numbers found. Positions, bounds and streams are the program's own:
// bounds come from the entry's `area`, everything happens in the plane. Left out: WaypointMobilityModel (that
// is model route), HierarchicalMobilityModel (it moves other models), RandomWalk2dOutdoorMobilityModel (it
// needs buildings), pitch of GaussMarkovMobilityModel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::scenario {

/// "ns3::RandomWalk2dMobilityModel", ... in the order of the reference.
std::vector<std::string> ns3MobilityTypes();
/// All attributes of all types, each once.
std::vector<std::string> ns3AttributeNames();
/// The attributes a scenario may set on a type.
std::vector<std::string> ns3AttributesOf(std::string_view type);
/// Whether the model moves straight at one speed between its course changes, so that a polyline is exact.
bool movesStraight(std::string_view type);
/// What an attribute of this type may hold, in words.
std::string ns3AttributeRange(std::string_view type, std::string_view attribute);
/// The value as ns-3 reads it, written anew; nothing where it is not acceptable. Reads its own output.
std::optional<std::string> ns3AttributeText(std::string_view type, std::string_view attribute,
                                            std::string_view value);

}  // namespace celltwin::scenario
