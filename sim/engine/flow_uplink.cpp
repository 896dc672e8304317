// SPDX-License-Identifier: BSD-3-Clause
//
// The way up of fidelity `flow`: a scheduling request at the UE's next opportunity, a first grant, the rest
// in the uplink slots that follow, all at the UE's own rate over noise. Nobody contends and nothing is lost.
#include <algorithm>
#include <cmath>

#include "models/base/units.h"
#include "models/phy/lte_tables.h"
#include "models/phy/uplink_power.h"
#include "sim/engine/flow_steps.h"

namespace celltwin::engine {
namespace {

/// Bytes that a whole uplink slot carries of a UE, its power spread over as many PRBs as it can fill.
double uplinkSlotBytes(const FlowContext& x, const FlowState& state, std::size_t ue, std::size_t cell) {
    const scenario::Uplink& rules = x.scenario.ran.uplink;
    const scenario::Carrier& config = x.scenario.network.carriers[x.scenario.network.cells[cell].carrier];
    const FlowCarrier& carrier = x.carrierOf(cell);
    const double element_dbm = x.radio.elementPowerDbm(static_cast<std::uint32_t>(cell));
    const double loss_db =
        element_dbm - toDbm(Milliwatts{std::max(1e-30F, state.link[ue].reference_mw)}).value;
    const int prbs =
        phy::affordablePrbs(rules.power, config.numerology, loss_db, config.scheduled().prb_count);
    const double sent_mw = phy::puschPowerPerPrbMw(rules.power, config.numerology, prbs, loss_db);
    const double gain = state.link[ue].data_mw / toMilliwatts(Dbm{element_dbm}).value * rules.rx_antennas;
    const double sinr_db = toDb(sent_mw * gain / carrier.uplink_noise_mw).value;
    // As the slot engine: without transform precoding PUSCH takes the tables of PDSCH.
    const bool lte = phy::isLte(config.mcs_table);
    const phy::McsTable table = lte ? phy::McsTable::lte_64qam : phy::McsTable::table1_64qam;
    const int mcs = phy::mcsFromSinr(sinr_db, table);
    const phy::Scheme& scheme = phy::mcsTable(table)[static_cast<std::size_t>(mcs)];
    const std::uint32_t bits = lte ? phy::lteTransportBlockBits(prbs, mcs, table, 1)
                                   : phy::transportBlockBits(prbs, carrier.uplink_re_per_prb, scheme, 1);
    return bits / 8.0;
}

}  // namespace

std::int64_t uplinkDoneNs(const FlowContext& x, const FlowState& state, std::size_t ue, std::int64_t now_ns,
                          std::int64_t bytes) {
    const auto cell = static_cast<std::size_t>(state.serving_cell[ue]);
    const FlowCarrier& carrier = x.carrierOf(cell);
    const std::vector<int>& pattern = carrier.uplink_symbols;
    if (std::none_of(pattern.begin(), pattern.end(), [](int symbols) { return symbols > 0; }))
        return traffic::kNever;
    const auto period =
        std::max<std::int64_t>(1, std::llround(x.scenario.ran.uplink.request_period_ms * 1e-3 / x.slot_s));
    const std::int64_t slot = now_ns / x.clock.slot_ns;
    const std::int64_t phase = static_cast<std::int64_t>(ue) % period;
    std::int64_t at = slot + (phase - slot % period + period) % period + carrier.uplink_grant_slots;
    const double slot_bytes = std::max(1.0, uplinkSlotBytes(x, state, ue, cell));
    double left = static_cast<double>(bytes);
    bool first = true;
    for (;; ++at) {
        if (pattern[static_cast<std::size_t>(at) % pattern.size()] == 0) continue;
        const double granted = static_cast<double>(x.scenario.ran.uplink.request_grant_bytes);
        left -= first ? std::min(slot_bytes, granted) : slot_bytes;
        first = false;
        if (left <= 0.0) return (at + 1) * x.clock.slot_ns;
    }
}

}  // namespace celltwin::engine
