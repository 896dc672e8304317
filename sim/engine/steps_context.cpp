// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "models/phy/harq_timing.h"
#include "models/phy/lte_tables.h"
#include "models/phy/nr_frame.h"
#include "models/phy/resource_elements.h"
#include "models/qos/five_qi.h"
#include "models/rrc/filter.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

/// From the acknowledgement's slot to the grant that can follow it.
constexpr int kBaseStationSlots = 1;
/// Bandwidth of TR 38.864's reference configuration of category 2; category 1 has 100 MHz.
constexpr double kCategory2Mhz = 100.0;
/// Loads are averaged over a second before anyone acts on them, and cells asked so often whether to sleep.
constexpr double kLoadWindowS = 1.0, kSleepDecisionS = 1.0;
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

/// Uplink symbols of each slot: whole U slots, every slot in FDD. The uplink part of an S slot carries no
/// PUSCH.
std::vector<int> uplinkSymbolsOf(const scenario::Carrier& carrier) {
    if (carrier.tdd_pattern.empty()) return {phy::kSymbolsPerSlot};
    std::vector<int> symbols;
    for (const char slot : carrier.tdd_pattern) symbols.push_back(slot == 'U' ? phy::kSymbolsPerSlot : 0);
    return symbols;
}

/// N2 of TS 38.214 Table 6.4-1 for numerologies 0 to 3, in symbols: from a grant's end to its PUSCH.
constexpr std::array<int, 4> kPreparationSymbols = {10, 12, 23, 36};

/// Slots from a grant to its transmission: the grant ends with its first symbols.
int grantSlots(const scenario::Carrier& carrier) {
    if (phy::isLte(carrier.mcs_table)) return kLteFddK1;
    const auto numerology = static_cast<std::size_t>(std::min(carrier.numerology, kLastProcessingNumerology));
    const int slots = (kPreparationSymbols[numerology] + phy::kSymbolsPerSlot - 1) / phy::kSymbolsPerSlot;
    return slots << (carrier.numerology - static_cast<int>(numerology));
}

std::size_t mostBearers(const scenario::Users& users) {
    std::size_t most = 1;
    for (const scenario::TrafficShare& share : users.traffic) most = std::max(most, share.bearers.size());
    return most;
}

}  // namespace

void spreadOver(PrbRange prbs, int chunk_prbs, float each, ChunkRow& row) {
    row.mw.fill(0.0F);
    const int end = prbs.first + prbs.count;
    auto chunk = static_cast<std::size_t>(prbs.first / chunk_prbs);
    int at = prbs.first, edge = (static_cast<int>(chunk) + 1) * chunk_prbs;
    for (; at < end; at = edge, edge += chunk_prbs) {
        const int inside = std::min(end, edge) - at;
        row.mw[chunk++] =
            inside == chunk_prbs ? each : each * static_cast<float>(inside) / static_cast<float>(chunk_prbs);
    }
}

namespace {

std::vector<PrbBytes> ltePrbBytes(const scenario::Carrier& carrier) {
    std::vector<PrbBytes> bytes;
    if (!phy::isLte(carrier.mcs_table)) return bytes;
    const int prbs = carrier.scheduled().prb_count;
    for (const phy::Scheme& mcs : phy::mcsTable(carrier.mcs_table))
        for (int layers = 1; layers <= phy::kMostLayers; ++layers) {
            const auto of = [&](int count) {
                return phy::lteTransportBlockBits(count, mcs.index, carrier.mcs_table, layers) /
                       (8.0 * count);
            };
            bytes.push_back({of(phy::lteRbgSize(prbs)), of(prbs)});
        }
    return bytes;
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

void StepContext::addBearers() {
    const auto labels = record::definition(record::Kpi::drb_pdcp_sdu_volume_dl_by_5qi).labels;
    bearers.resize(scenario.users.traffic.size() * kMaxBearers);
    for (std::size_t c = 0; c < scenario.users.traffic.size(); ++c) {
        const scenario::TrafficShare& share = scenario.users.traffic[c];
        bearer_count.push_back(share.bearers.size());
        int slice = scenario.ran.slices.empty() ? -1 : 0;
        for (std::size_t i = 0; i < scenario.ran.slices.size(); ++i)
            if (scenario.ran.slices[i].name == share.slice) slice = static_cast<int>(i);
        for (std::size_t b = 0; b < share.bearers.size(); ++b) {
            const scenario::Bearer& bearer = share.bearers[b];
            const qos::FiveQi& terms = *qos::findFiveQi(bearer.five_qi);
            BearerRules& rules = bearers[c * kMaxBearers + b];
            rules.profile = &bearer.profile;
            rules.five_qi = bearer.five_qi;
            rules.priority_level = terms.priority_level;
            rules.delay_budget_ms = terms.delay_budget_ms;
            rules.acknowledged = bearer.rlc_mode == scenario::RlcMode::am;
            // Unacknowledged bearers carry what is worth nothing late.
            if (!rules.acknowledged) rules.discard_ns = std::llround(terms.delay_budget_ms * 1e6);
            rules.guaranteed_bytes_per_s = bearer.guaranteed_kbps * 125.0;
            rules.slice = slice;
            const auto found =
                std::find(labels.begin(), labels.end(), "5QI" + std::to_string(bearer.five_qi));
            if (found != labels.end()) rules.five_qi_label = static_cast<int>(found - labels.begin());
        }
    }
}

void StepContext::addUplink() {
    const std::size_t row = radio.row();
    const auto& network = scenario.network;
    uplink_gain_per_rsrp.assign(network.carriers.size() * row, 0.0F);
    for (std::uint32_t c = 0; c < network.cells.size(); ++c)
        element_power_dbm.push_back(radio.elementPowerDbm(c));
    cells_on_carrier.assign(network.carriers.size(), 0.0);
    for (const scenario::Cell& cell : network.cells) cells_on_carrier[cell.carrier] += 1.0;
    for (std::uint32_t k = 0; k < network.carriers.size(); ++k) {
        const scenario::Carrier& carrier = network.carriers[k];
        CarrierSlots& its = slots[k];
        its.uplink_symbols = uplinkSymbolsOf(carrier);
        its.uplink_grant_slots = grantSlots(carrier);
        its.uplink_round_trip_slots =
            its.uplink_grant_slots +
            (phy::isLte(carrier.mcs_table) ? kLteBaseStationSlots : kBaseStationSlots);
        its.uplink_re_per_prb =
            phy::blockSizeResourceElements(phy::kSymbolsPerSlot, scenario.ran.uplink.overhead);
        for (const phy::Scheme& mcs : phy::mcsTable(uplinkTable(carrier)))
            its.uplink_bytes_per_prb.push_back(its.uplink_re_per_prb * mcs.spectral_efficiency() / 8.0);
        constexpr int kMost = static_cast<int>(ChunkRow::kMost);
        its.chunk_prbs = (carrier.prb_count + kMost - 1) / kMost;
        const phy::BandwidthPart part = carrier.scheduled();
        spreadOver({part.first_prb, part.prb_count}, its.chunk_prbs,
                   static_cast<float>(its.chunk_prbs) / static_cast<float>(part.prb_count), its.part_share);
        chunks = std::max(
            chunks, static_cast<std::size_t>((carrier.prb_count + its.chunk_prbs - 1) / its.chunk_prbs));
        const double prb_hz = phy::kSubcarriersPerPrb * phy::subcarrierSpacingKhz(carrier.numerology) * 1e3;
        its.uplink_noise_mw = toMilliwatts(Dbm{kThermalNoiseDbmPerHz + 10.0 * std::log10(prb_hz) +
                                               scenario.ran.uplink.noise_figure_db})
                                  .value;
        const std::span<const float> overlap = radio.overlap(k);
        for (std::uint32_t c = 0; c < network.cells.size(); ++c)
            if (overlap[c] > 0.0F)
                uplink_gain_per_rsrp[k * row + c] =
                    static_cast<float>(overlap[c] / toMilliwatts(Dbm{radio.elementPowerDbm(c)}).value);
    }
}

void StepContext::addNeighbours() {
    const auto& cells = scenario.network.cells;
    const auto& carriers = scenario.network.carriers;
    for (const scenario::Cell& cell : cells) {
        const auto same = [&](const scenario::Carrier& carrier) {
            return carrier.frequency_mhz == carriers[cell.carrier].frequency_mhz;
        };
        frequency_of.push_back(static_cast<std::uint16_t>(
            std::find_if(carriers.begin(), carriers.end(), same) - carriers.begin()));
        cell_offset_db.push_back(carriers[cell.carrier].frequency_offset_db + cell.cell_offset_db);
    }
    cells_of_site.resize(scenario.network.sites.size());
    for (std::uint32_t c = 0; c < cells.size(); ++c) cells_of_site[cells[c].site].push_back(c);
    neighbours.resize(cells.size());
    if (!rrc.load_balancing && !scenario.energy.cell_sleep) return;
    for (std::uint32_t c = 0; c < cells.size(); ++c) {
        std::vector<std::pair<double, std::uint32_t>> by_distance;
        for (std::uint32_t n = 0; n < cells.size(); ++n)
            if (n != c && carrierOf(n).frequency_mhz == carrierOf(c).frequency_mhz)
                by_distance.emplace_back(distance2dM(cells[n].position, cells[c].position), n);
        std::sort(by_distance.begin(), by_distance.end());
        for (std::size_t i = 0; i < std::min(kBalancedNeighbours, by_distance.size()); ++i)
            neighbours[c].push_back(by_distance[i].second);
    }
}

void StepContext::addBackground() {
    const auto& foreground = scenario.run.foreground;
    in_background.assign(scenario.network.cells.size(), 0);
    for (std::uint32_t site = 0; site < cells_of_site.size(); ++site) {
        const bool in_front =
            !foreground || std::binary_search(foreground->sites.begin(), foreground->sites.end(), site);
        (in_front ? slot_sites : background_sites).push_back(site);
        for (const std::uint32_t cell : cells_of_site[site]) in_background[cell] = in_front ? 0 : 1;
    }
}

void StepContext::addEnergy() {
    const scenario::Energy& keys = scenario.energy;
    for (const scenario::Cell& cell : scenario.network.cells) {
        if (keys.model == scenario::EnergyModel::linear) {
            power_model.push_back(energy::linearPower(keys.linear));
            continue;
        }
        const scenario::Carrier& carrier = scenario.network.carriers[cell.carrier];
        const bool first = keys.model == scenario::EnergyModel::tr38864_cat1;
        const energy::Scaling scaling{.bandwidth = carrier.bandwidth_mhz / (first ? 100.0 : kCategory2Mhz)};
        power_model.push_back(energy::tr38864Power(first ? energy::Category::first : energy::Category::second,
                                                   keys.watt_per_unit, scaling));
    }
    const double slot_s = slotMs() * 1e-3;
    reading_slots = std::max<std::int64_t>(1, std::llround(keys.reading_s / slot_s));
    sleep_slots = std::max<std::int64_t>(1, std::llround(kSleepDecisionS / slot_s));
    load_weight = std::min(1.0, slot_s / kLoadWindowS);
}

StepContext::StepContext(const scenario::Scenario& s, const RadioModel& radio_model,
                         const AirInterface& air_interface)
    : scenario(s),
      radio(radio_model),
      air(air_interface),
      heard(s, radio_model, static_cast<std::size_t>(s.radio.neighbours)),
      clock(makeClock(s)),
      random(s.run.seed),
      flows(mostBearers(s.users)),
      legs(static_cast<std::size_t>(s.users.component_carriers)),
      rrc(s, clock) {
    for (const scenario::Carrier& carrier : s.network.carriers) {
        CarrierSlots its;
        its.downlink_symbols =
            phy::downlinkSymbols(carrier.tdd_pattern, carrier.special_downlink_symbols, carrier.numerology);
        its.feedback_slots = feedbackSlotsOf(carrier);
        its.lte_prb_bytes = ltePrbBytes(carrier);
        slots.push_back(std::move(its));
        for (int symbols = 0; symbols <= phy::kSymbolsPerSlot; ++symbols)
            addResourceElements(carrier, symbols);
    }
    for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k)
        always_on_carrier.insert(always_on_carrier.end(), radio.overlap(k).begin(), radio.overlap(k).end());
    pf_weight = std::min(1.0, slotMs() / s.ran.pf_window_ms);
    constexpr double kShortWindow = 0.9;
    pf_growth_step = pf_weight > kShortWindow ? 0.0 : 1.0 / (1.0 - pf_weight);
    urgency = s.ran.rule.policy == scheduler::Policy::qos_aware || !s.ran.slices.empty();
    by_rank = !urgency && !bySubband();
    filter_weight = rrc::filterWeight(s.ran.handover.filter_coefficient_k,
                                      static_cast<double>(clock.measurement_slots) * slotMs());
    min_speed_mps = s.radio.fading.min_speed_kmh / 3.6;
    csi_delay_slots = static_cast<int>(std::llround(s.ran.link_adaptation.csi_delay_ms / slotMs()));
    csi_depth = (csi_delay_slots + clock.cqi_slots - 1) / clock.cqi_slots + 1;
    addBearers();
    addUplink();
    addNeighbours();
    addBackground();
    addEnergy();
}

}  // namespace celltwin::engine
