// SPDX-License-Identifier: BSD-3-Clause
//
// When a whole cell is switched off for lack of load, and on again: the energy saving cell and its
// compensating neighbours of TS 28.310, decided from loads alone. A cell sleeps when its load has stayed
// below a threshold for a time while its neighbours, with its load shared evenly among them, stay below
// another; it wakes when one of them has stayed above a third for a time. The roles and the use of load
// thresholds are the specification's, known second-hand; values, times and the even share are choices of this
// program. Not modelled: what the neighbours' antennas can cover, hand-over of the cell's UEs, traffic
// forecasts.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>

namespace celltwin::energy {

struct CellSleepRule {
    double sleep_below_load = 0.1;       ///< the cell's own
    double neighbours_below_load = 0.5;  ///< with the cell's load added
    double wake_above_load = 0.7;        ///< of any neighbour; above neighbours_below_load, or it flaps
    double hold_s = 60.0;                ///< how long either must last
};
/// A cell's place. All zero: on, nothing counted.
struct CellSleepState {
    std::int64_t held_ns = 0;  ///< how long the condition for the other state has held
    std::uint64_t asleep = 0;  ///< 1 = asleep
};
static_assert(std::has_unique_object_representations_v<CellSleepState>);

enum class CellOrder : std::uint8_t { stay, sleep, wake };
/// To be asked each `elapsed_ns`; state follows the order. `neighbour_loads`: 0..1, of the neighbours that
/// are on; none of them: the cell never sleeps, and wakes at once. Cells of one network are asked one after
/// the other, each seeing the orders before, so that neighbours do not sleep together.
CellOrder decideCellSleep(const CellSleepRule& rule, double own_load, std::span<const double> neighbour_loads,
                          std::int64_t elapsed_ns, CellSleepState& state);

}  // namespace celltwin::energy
