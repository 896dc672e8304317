// SPDX-License-Identifier: BSD-3-Clause
//
// Which neighbours meet a condition and since when: what events A3 to A6 and cell reselection share. Of use
// to this room alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "models/rrc/events.h"

namespace celltwin::rrc {

using Tracked = std::array<TrackedCell, kTrackedCells>;
/// Mn + On of the neighbours in the places of a Tracked; without meaning at free places.
using Ranks = std::array<double, kTrackedCells>;

/// Best first: higher rank, then lower cell.
inline bool ranksBefore(double rank, std::int32_t cell, double other_rank, std::int32_t other_cell) {
    return rank > other_rank || (rank == other_rank && cell < other_cell);
}

/// The place a newcomer takes: a free one, else that of the last in rank among those not triggered if the
/// newcomer ranks before it. kTrackedCells = none.
inline std::size_t placeFor(const Measurement& newcomer, const Tracked& tracked, const Ranks& ranks) {
    const double rank = newcomer.value + newcomer.offset_db;
    std::size_t last = kTrackedCells;
    for (std::size_t i = 0; i < kTrackedCells; ++i) {
        if (tracked[i].cell < 0) return i;
        if (tracked[i].triggered == 0 &&
            (last == kTrackedCells ||
             ranksBefore(ranks[last], tracked[last].cell, ranks[i], tracked[i].cell)))
            last = i;
    }
    if (last == kTrackedCells || !ranksBefore(rank, newcomer.cell, ranks[last], tracked[last].cell))
        return kTrackedCells;
    return last;
}

inline std::size_t placeOf(std::int32_t cell, const Tracked& tracked) {
    std::size_t i = 0;
    while (i < kTrackedCells && tracked[i].cell != cell) ++i;
    return i;
}

/// A tracked cell's condition in this sample; false where its place is given up.
template <class Entering, class Leaving>
bool staysTracked(const Measurement& m, std::int64_t leave_after_ns, std::int64_t now_ns, TrackedCell& place,
                  Entering&& entering, Leaving&& leaving) {
    if (place.triggered == 0) return entering(m);
    if (!leaving(m)) {
        place.leaving_at_ns = -1;
        return true;
    }
    if (place.leaving_at_ns < 0) place.leaving_at_ns = now_ns;
    return now_ns - place.leaving_at_ns < leave_after_ns;
}

/// One sample: frees the places of neighbours that are gone or whose condition ended, fills places with those
/// that begin to meet it. A triggered one stays until `leaving` has held for leave_after_ns.
template <class Entering, class Leaving>
Ranks followCells(std::span<const Measurement> neighbours, std::int64_t leave_after_ns, std::int64_t now_ns,
                  Tracked& tracked, Entering&& entering, Leaving&& leaving) {
    Ranks ranks{};
    std::array<bool, kTrackedCells> kept{};
    const bool any = std::ranges::any_of(tracked, [](const TrackedCell& t) { return t.cell >= 0; });
    for (std::size_t n = 0; any && n < neighbours.size(); ++n) {
        const Measurement& m = neighbours[n];
        const std::size_t i = placeOf(m.cell, tracked);
        if (i == kTrackedCells) continue;
        ranks[i] = m.value + m.offset_db;
        kept[i] = staysTracked(m, leave_after_ns, now_ns, tracked[i], entering, leaving);
    }
    for (std::size_t i = 0; i < kTrackedCells; ++i)
        if (!kept[i]) tracked[i] = TrackedCell{};
    for (const Measurement& m : neighbours) {
        if (!entering(m) || placeOf(m.cell, tracked) < kTrackedCells) continue;
        const std::size_t i = placeFor(m, tracked, ranks);
        if (i == kTrackedCells) continue;
        tracked[i] = TrackedCell{.cell = m.cell, .entered_at_ns = now_ns};
        ranks[i] = m.value + m.offset_db;
    }
    return ranks;
}

}  // namespace celltwin::rrc
