// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "models/phy/harq_timing.h"
#include "models/phy/nr_frame.h"
#include "models/phy/resource_elements.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

/// From the acknowledgement's slot to the grant that can follow it.
constexpr int kBaseStationSlots = 1;
constexpr int kLteFddK1 = 4, kLteBaseStationSlots = 4;
/// TS 38.214 Table 5.3-1 ends at numerology 3; numerology 4 has as long in time.
constexpr int kLastProcessingNumerology = 3;

int minimumK1(int numerology) {
    const int tabulated = std::min(numerology, kLastProcessingNumerology);
    return phy::minimumFeedbackSlots(tabulated, phy::ProcessingCapability::first,
                                     phy::DmrsPositions::front_loaded)
           << (numerology - tabulated);
}

/// Slots from a downlink slot until the base station knows the fate of its blocks and may act on it.
std::vector<int> feedbackSlotsOf(const scenario::Carrier& carrier) {
    const bool lte = phy::isLte(carrier.mcs_table);
    const int k1 = lte ? kLteFddK1 : minimumK1(carrier.numerology);
    const int base_station = lte ? kLteBaseStationSlots : kBaseStationSlots;
    // Without uplink slots of its own a carrier's feedback goes over another one.
    const bool own_uplink = carrier.tdd_pattern.find('U') != std::string::npos;
    std::vector<int> slots =
        phy::feedbackDelaySlots(own_uplink ? carrier.tdd_pattern : std::string{},
                                carrier.special_downlink_symbols, carrier.numerology, k1);
    for (int& delay : slots) delay += base_station;
    return slots;
}

}  // namespace

void StepContext::addResourceElements(const scenario::Carrier& carrier, int symbols) {
    if (!carrier.pdsch) {
        resource_elements_per_prb.push_back(phy::blockSizeResourceElements(symbols, carrier.overhead));
        code_rate_factor.push_back(1.0);
        return;
    }
    const int sized = phy::blockSizeResourceElements(symbols, *carrier.pdsch);
    const double sent =
        phy::dataResourceElements(symbols, *carrier.pdsch, carrier.prb_count, carrier.numerology);
    resource_elements_per_prb.push_back(sent > 0.0 ? sized : 0);
    code_rate_factor.push_back(sent > 0.0 ? sized / sent : 1.0);
}

StepContext::StepContext(const scenario::Scenario& s, const RadioModel& radio_model,
                         const AirInterface& air_interface)
    : scenario(s), radio(radio_model), air(air_interface), clock(makeClock(s)), random(s.run.seed) {
    for (const scenario::Carrier& carrier : s.network.carriers) {
        downlink_symbols.push_back(
            phy::downlinkSymbols(carrier.tdd_pattern, carrier.special_downlink_symbols, carrier.numerology));
        feedback_slots.push_back(feedbackSlotsOf(carrier));
        for (int symbols = 0; symbols <= phy::kSymbolsPerSlot; ++symbols)
            addResourceElements(carrier, symbols);
    }
    for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k)
        always_on_carrier.insert(always_on_carrier.end(), radio.overlap(k).begin(), radio.overlap(k).end());
    const double slot_ms = static_cast<double>(clock.slot_ns) * 1e-6;
    pf_weight = std::min(1.0, slot_ms / s.ran.pf_window_ms);
    filter_weight = mobility::filterWeight(s.ran.handover.filter_coefficient_k,
                                           static_cast<double>(clock.measurement_slots) * slot_ms);
    min_speed_mps = s.radio.fading.min_speed_kmh / 3.6;
    csi_delay_slots = static_cast<int>(std::llround(s.ran.link_adaptation.csi_delay_ms / slot_ms));
    csi_depth = (csi_delay_slots + clock.cqi_slots - 1) / clock.cqi_slots + 1;
}

}  // namespace celltwin::engine
