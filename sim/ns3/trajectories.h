// SPDX-License-Identifier: BSD-3-Clause
//
// ns-3's mobility models as routes. Before an engine is built, the model a mobility entry names is run by
// ns-3 for each UE of the entry, and its CourseChange trace becomes the polyline the UE follows: exact for
// models that move straight at one speed between course changes (all but ConstantAccelerationMobilityModel,
// which is sampled once a mobility period). Every UE has ns-3 random streams of its own, from the scenario's
// seed and the UE's number, so its way depends neither on other users nor on what ran in the process before.
// Plane only; bounds are the entry's area, and a UE that would start outside starts at the nearest point
// inside (SteadyStateRandomWaypointMobilityModel draws its own start). This header is free of ns-3.
#pragma once

#include "scenarios/schema/scenario.h"
#include "sim/engine/user_drop.h"

namespace celltwin::ns3host {

/// Replaces every entry of kind ns3 by routes, one for each of its UEs in order, from time 0 to the end of
/// the run. Uses ns-3's simulator and destroys it; no simulation may be under way. Throws ConfigError where
/// ns-3 refuses an attribute, ResourceError beyond kMaxTrajectoryPoints course changes.
void turnNs3MobilityIntoRoutes(scenario::Scenario& scenario, const engine::UserDrop& users);

inline constexpr std::size_t kMaxTrajectoryPoints = 20'000'000;

}  // namespace celltwin::ns3host
