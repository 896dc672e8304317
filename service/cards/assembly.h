// SPDX-License-Identifier: BSD-3-Clause
//
// Whether models fit together: a quantity that one gives and another takes has the same unit and is renewed
// at the same rate at both ends, and nothing is taken that nobody gives. Checked when cards are loaded, so
// that a card that says GHz where the engine hands over Hz stops the program instead of standing in a report.
//
// Units are those of cards: a number of them is worth `scale` of its dimension's base unit. Decibels are no
// scale of anything and convert to themselves only.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/cards/card.h"

namespace celltwin::cards {

struct Unit {
    std::string_view name, dimension;
    double scale;
};
/// All units cards may use.
std::span<const Unit> units();
/// `value` of one unit in another of the same dimension. Throws DataError for an unknown unit or another
/// dimension.
double convert(double value, std::string_view from, std::string_view to);

/// One part of an assembly: a model, or the engine around the models.
struct Part {
    std::string name;
    std::vector<Port> inputs, outputs;
};

/// What scenario and engine hand to models, and what they take from them.
const Part& enginePart();

/// One line for each mismatch; empty where all parts fit.
std::vector<std::string> assemblyFaults(std::span<const Part> parts);
/// The same for cards and the engine. Throws DataError with all faults.
void checkAssembly(std::span<const Card> cards);

}  // namespace celltwin::cards
