// SPDX-License-Identifier: BSD-3-Clause
//
// Cards for people: one as a page of a terminal, all as a table, all as docs/models.md.
#pragma once

#include <span>
#include <string>

#include "service/cards/card.h"

namespace celltwin::cards {

/// Columns a card is wrapped to.
inline constexpr std::size_t kPageWidth = 100;

/// "0.5..100 GHz · d 10..5000 m · BS 25 m": where a model is stated to hold, in one line.
std::string validityText(const Card& card);
/// A card, wrapped to kPageWidth; ends with a line end.
std::string cardText(const Card& card);
/// One line a card: name, kind, source, validity, aligned under a line of headings.
std::string tableText(std::span<const Card> cards);
/// docs/models.md.
std::string referencePage(std::span<const Card> cards);

}  // namespace celltwin::cards
