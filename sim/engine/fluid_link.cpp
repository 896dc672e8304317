// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/fluid_link.h"

#include <algorithm>
#include <cmath>

#include "models/phy/lte_tables.h"

namespace celltwin::engine {
namespace {

/// Slots of a pattern that carry downlink data, by what a block of theirs holds.
std::vector<phy::SlotKind> slotKinds(const StepContext& x, std::uint32_t carrier) {
    std::vector<phy::SlotKind> kinds;
    const std::vector<int>& pattern = x.slots[carrier].downlink_symbols;
    for (const int symbols : pattern) {
        const int re = x.resourceElementsPerPrb(carrier, symbols);
        if (re <= 0) continue;
        const double factor = x.code_rate_factor[carrier * 15 + static_cast<std::size_t>(symbols)];
        const auto same = std::find_if(kinds.begin(), kinds.end(), [&](const phy::SlotKind& kind) {
            return kind.resource_elements_per_prb == re && kind.code_rate_factor == factor;
        });
        if (same == kinds.end())
            kinds.push_back({1.0 / static_cast<double>(pattern.size()), re, factor});
        else
            same->share += 1.0 / static_cast<double>(pattern.size());
    }
    return kinds;
}

/// Periods of a link at one SINR that are followed, and those before that are not counted.
constexpr int kSettling = 20, kCounted = 40;
constexpr double kPeriodSlots = 10.0;

std::vector<float> walkLoss(const FluidCarrier& carrier) {
    const phy::RateCurve curve(carrier.rates, static_cast<int>(std::lround(carrier.feedback_slots)) - 1);
    std::vector<float> loss;
    const double layers_db = toDb(static_cast<double>(carrier.rates.parameters().layers)).value;
    for (double db = phy::LinkRates::kLowestDb; db <= phy::LinkRates::kHighestDb;
         db += phy::LinkRates::kStepDb) {
        const double sinr_db = db + layers_db;
        const int cqi = carrier.rates.cqi(sinr_db);
        double offset_db = carrier.rates.restingOffsetDb(sinr_db), bits = 0.0;
        for (int period = 0; period < kSettling + kCounted; ++period) {
            const FluidPlan plan = planFluid(carrier, carrier.rates.placeOf(sinr_db), {cqi, cqi, 0.0},
                                             kPeriodSlots * carrier.data_share, offset_db);
            offset_db = plan.offset_db;
            if (period >= kSettling) bits += plan.bits_per_prb / kCounted;
        }
        loss.push_back(bits > 0.0 ? static_cast<float>(curve.bitsPerPrb(sinr_db) / bits) : 1.0F);
    }
    return loss;
}

/// Walk of the outer loop, in steps about as many blocks long as its feedback takes.
constexpr int kMostSteps = 8;

}  // namespace

FluidCarrier fluidCarrier(const StepContext& x, std::uint32_t index) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[index];
    const int part = carrier.scheduled().prb_count;
    phy::LinkRateParameters p{.mcs_table = carrier.mcs_table,
                              .link_table = carrier.link_table,
                              .prb_count = part,
                              .layers = carrier.layers,
                              .slots = slotKinds(x, index),
                              .combining = x.scenario.ran.link_adaptation.combining,
                              .max_transmissions = x.scenario.ran.link_adaptation.max_transmissions};
    const CarrierSlots& slots = x.slots[index];
    double data_share = 0.0, feedback = 0.0;
    for (const phy::SlotKind& kind : p.slots) data_share += kind.share;
    for (std::size_t i = 0; i < slots.feedback_slots.size(); ++i)
        if (slots.downlink_symbols[i % slots.downlink_symbols.size()] > 0)
            feedback += slots.feedback_slots[i];
    const auto open = [](const std::vector<int>& pattern) {
        return std::count_if(pattern.begin(), pattern.end(), [](int symbols) { return symbols > 0; });
    };
    const auto down = open(slots.downlink_symbols), up = open(slots.uplink_symbols);
    const double slots_per_s = 1e9 / static_cast<double>(x.clock.slot_ns);
    FluidCarrier made{
        .rates = phy::LinkRates(p),
        .data_share = data_share,
        .bytes_per_s_per_bit = part * slots_per_s / 8.0,
        .activity_share = static_cast<double>(part) / carrier.prb_count,
        .feedback_slots = down > 0 ? feedback / static_cast<double>(down) : 1.0,
        .uplink_share = static_cast<double>(up) / static_cast<double>(slots.uplink_symbols.size()),
        .walk_loss = {}};
    made.walk_loss = walkLoss(made);
    return made;
}

FluidPlan planFluid(const FluidCarrier& carrier, phy::LinkRates::Place now, const FluidReports& reports,
                    double data_slots, double offset_db) {
    const phy::LinkRates& rates = carrier.rates;
    const int steps = std::clamp(static_cast<int>(std::ceil(data_slots / carrier.feedback_slots)),
                                 reports.newer == reports.older ? 1 : 3, kMostSteps);
    const double blocks = data_slots / steps;
    FluidPlan plan{0.0, 0.0, offset_db};
    for (int i = 0; i < steps; ++i) {
        const int cqi = i + 0.5 < reports.older_share * steps ? reports.older : reports.newer;
        if (cqi == 0) continue;
        const phy::LinkRates::Outcome outcome = rates.at(rates.mcs(cqi, plan.offset_db), now);
        plan.bits_per_prb += outcome.bits_per_prb;
        plan.first_error += outcome.first_error;
        if (!rates.hasOuterLoop()) continue;
        // Expected move of the outer loop: a step down for an error, a ninth of it up for a success.
        const double move_db =
            phy::kOuterLoopStepDb * ((1.0 - outcome.first_error) / 9.0 - outcome.first_error);
        plan.offset_db = std::clamp(plan.offset_db + blocks / outcome.transmissions * move_db,
                                    -phy::kOuterLoopLimitDb, phy::kOuterLoopLimitDb);
    }
    plan.bits_per_prb /= steps;
    if (!carrier.walk_loss.empty()) plan.bits_per_prb *= static_cast<double>(carrier.walk_loss[now.point]);
    plan.first_error /= steps;
    return plan;
}

FluidUplink fluidUplink(const scenario::Uplink& rules, const scenario::Carrier& config, int re_per_prb,
                        const UplinkGains& gains) {
    const double loss_db =
        gains.element_dbm - toDbm(Milliwatts{std::max<double>(1e-30F, gains.reference_mw)}).value;
    const int part = config.scheduled().prb_count;
    const int prbs = phy::affordablePrbs(rules.power, config.numerology, loss_db, part);
    const double sent_mw = phy::puschPowerPerPrbMw(rules.power, config.numerology, prbs, loss_db);
    const double gain = gains.data_mw / toMilliwatts(Dbm{gains.element_dbm}).value * rules.rx_antennas;
    const double sinr_db = toDb(sent_mw * gain / gains.noise_mw).value;
    // As the slot engine: without transform precoding PUSCH takes the tables of PDSCH.
    const bool lte = phy::isLte(config.mcs_table);
    const phy::McsTable table = lte ? phy::McsTable::lte_64qam : phy::McsTable::table1_64qam;
    const int mcs = phy::mcsFromSinr(sinr_db, table);
    const phy::Scheme& scheme = phy::mcsTable(table)[static_cast<std::size_t>(mcs)];
    const std::uint32_t bits = lte ? phy::lteTransportBlockBits(prbs, mcs, table, 1)
                                   : phy::transportBlockBits(prbs, re_per_prb, scheme, 1);
    return {bits / 8.0, static_cast<double>(prbs) / part, sent_mw};
}

}  // namespace celltwin::engine
