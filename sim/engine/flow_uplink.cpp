// SPDX-License-Identifier: BSD-3-Clause
//
// The way up of fidelity `flow`: a scheduling request at the UE's next opportunity, a first grant, the rest
// in the uplink slots that follow, all at the UE's own rate over noise. Nobody contends and nothing is lost.
#include <algorithm>
#include <cmath>

#include "sim/engine/flow_steps.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {
std::int64_t uplinkDoneNs(const FlowContext& x, const FlowState& state, std::size_t ue, std::int64_t now_ns,
                          std::int64_t bytes) {
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    const CarrierSlots& slots = x.slots[carrier];
    const std::vector<int>& pattern = slots.uplink_symbols;
    if (std::none_of(pattern.begin(), pattern.end(), [](int symbols) { return symbols > 0; }))
        return traffic::kNever;
    const scenario::Uplink& rules = x.scenario.ran.uplink;
    std::int64_t at =
        requestOpportunity(now_ns / x.clock.slot_ns, ue, requestPeriodSlots(rules, x.slot_s * 1e3)) +
        slots.uplink_grant_slots;
    const FluidUplink alone =
        fluidUplink(rules, x.scenario.network.carriers[carrier], slots.uplink_re_per_prb,
                    {x.radio.elementPowerDbm(static_cast<std::uint32_t>(cell)), state.link[ue].reference_mw,
                     state.link[ue].data_mw, slots.uplink_noise_mw});
    const double slot_bytes = std::max(1.0, alone.slot_bytes);
    double left = static_cast<double>(bytes);
    bool first = true;
    for (;; ++at) {
        if (pattern[static_cast<std::size_t>(at) % pattern.size()] == 0) continue;
        const double granted = static_cast<double>(rules.request_grant_bytes);
        left -= first ? std::min(slot_bytes, granted) : slot_bytes;
        first = false;
        if (left <= 0.0) return (at + 1) * x.clock.slot_ns;
    }
}

}  // namespace celltwin::engine
