// SPDX-License-Identifier: BSD-3-Clause
//
// Whether a scenario stays where the models it uses are stated to hold: their cards' validity against
// carriers, antenna and UE heights (top floors included), and how far UEs are placed from the nearest site.
// Not looked at: links to farther sites, which serve nobody but interfere, and places that routes and
// waypoints lead to.
#pragma once

#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "service/cards/card.h"

namespace celltwin::cards {

/// The cards of all models a scenario uses, each once.
std::vector<const Card*> cardsUsed(const scenario::Scenario& scenario);

/// One line for each model and quantity beyond its stated range: which things, their values, model, range,
/// clause.
std::vector<std::string> beyondValidity(const scenario::Scenario& scenario);

}  // namespace celltwin::cards
