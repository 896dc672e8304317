// SPDX-License-Identifier: BSD-3-Clause
#include "models/energy/cell_sleep.h"

#include <algorithm>
#include <cmath>

namespace celltwin::energy {
namespace {

bool canTakeOver(const CellSleepRule& rule, double own_load, std::span<const double> neighbour_loads) {
    const double part = own_load / static_cast<double>(neighbour_loads.size());
    return *std::max_element(neighbour_loads.begin(), neighbour_loads.end()) + part <
           rule.neighbours_below_load;
}

}  // namespace

CellOrder decideCellSleep(const CellSleepRule& rule, double own_load, std::span<const double> neighbour_loads,
                          std::int64_t elapsed_ns, CellSleepState& state) {
    const bool alone = neighbour_loads.empty(), asleep = state.asleep != 0;
    bool wanted = false;
    if (asleep)
        wanted =
            alone || *std::max_element(neighbour_loads.begin(), neighbour_loads.end()) > rule.wake_above_load;
    else
        wanted = !alone && own_load < rule.sleep_below_load && canTakeOver(rule, own_load, neighbour_loads);
    state.held_ns = wanted ? state.held_ns + elapsed_ns : 0;
    const bool at_once = asleep && alone;
    if (!wanted || (!at_once && state.held_ns < std::llround(rule.hold_s * 1e9))) return CellOrder::stay;
    state = {0, asleep ? 0U : 1U};
    return asleep ? CellOrder::wake : CellOrder::sleep;
}

}  // namespace celltwin::energy
