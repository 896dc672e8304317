// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/analytic_rates.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/base/units.h"
#include "models/phy/lte_tables.h"
#include "models/phy/nr_frame.h"

namespace celltwin::engine {
namespace {

/// Places on the fading table that are averaged, and how far apart in travelled metres: many wavelengths.
constexpr std::size_t kPlaces = 128;
constexpr double kPlaceM = 37.0;
constexpr double kFadedLowestDb = -14.0, kFadedHighestDb = 44.0, kFadedStepDb = 2.0;
constexpr double kErrorTarget = 0.1;  ///< of the outer loop (link_adaptation.h)

double bitsToBps(const StepContext& x, std::uint32_t carrier, double bits_per_prb) {
    return bits_per_prb * x.scenario.network.carriers[carrier].scheduled().prb_count / (x.slotMs() * 1e-3);
}

/// Blocks sent after one before its acknowledgement moves the outer loop, mean over downlink slots.
int feedbackBlocks(const StepContext& x, std::uint32_t carrier) {
    const CarrierSlots& its = x.slots[carrier];
    double slots = 0.0, downlink = 0.0;
    for (std::size_t i = 0; i < its.downlink_symbols.size(); ++i) {
        if (its.downlink_symbols[i] == 0) continue;
        downlink += 1.0;
        slots += x.feedbackSlots(carrier, static_cast<std::int64_t>(i));
    }
    if (downlink == 0.0) return 0;
    const double share = downlink / static_cast<double>(its.downlink_symbols.size());
    return std::max(0, static_cast<int>(std::lround(slots / downlink * share)) - 1);
}

/// One place: what a UE reports, and what a block then sees, per modulation order.
struct Place {
    CsiReport report;
    std::array<float, 16> sinr_db{};  ///< effective, all layers of the report together; by modulation order
};

class FadedCarrier {
  public:
    FadedCarrier(const StepContext& context, std::uint32_t carrier) : x_(context), carrier_(carrier) {
        const phy::LinkRateParameters parameters = linkRateParameters(context, carrier);
        for (int rank = 1; rank <= parameters.layers; ++rank) {
            phy::LinkRateParameters its = parameters;
            its.layers = rank;
            rates_.emplace_back(its);
        }
    }
    /// Mean bits per PRB and slot at a mean SNR of all layers, in one LOS state.
    double meanBits(double snr_db, bool line_of_sight) {
        place(snr_db, line_of_sight);
        double low = -phy::kOuterLoopLimitDb, high = phy::kOuterLoopLimitDb;
        if (rates_.front().hasOuterLoop())
            for (int i = 0; i < 12; ++i) {
                const double offset = 0.5 * (low + high);
                (meanAt(offset).first_error < kErrorTarget ? low : high) = offset;
            }
        return meanAt(rates_.front().hasOuterLoop() ? 0.5 * (low + high) : 0.0).bits_per_prb;
    }

  private:
    void place(double snr_db, bool line_of_sight) {
        const scenario::Carrier& carrier = x_.scenario.network.carriers[carrier_];
        const phy::BandwidthPart part = carrier.scheduled();
        places_.clear();
        for (std::size_t i = 0; i < kPlaces; ++i) {
            const LinkState link{carrier_, i, kPlaceM * static_cast<double>(i), line_of_sight,
                                 static_cast<float>(toLinear(Db{snr_db}))};
            Place place{x_.air.report(link, scratch_), {}};
            const double layers_db = toDb(place.report.rank).value;
            int done = 0;
            for (const phy::Scheme& mcs : phy::mcsTable(carrier.mcs_table)) {
                if (mcs.modulation_order <= done) continue;
                done = mcs.modulation_order;
                const float effective = x_.air.effectiveSinr(
                    link, place.report, x_.air.subbandsOf(carrier_, {part.first_prb, part.prb_count}), mcs,
                    scratch_);
                place.sinr_db[static_cast<std::size_t>(done)] =
                    static_cast<float>(toDb(effective).value + layers_db);
            }
            places_.push_back(place);
        }
    }
    phy::LinkRates::Outcome meanAt(double offset_db) const {
        phy::LinkRates::Outcome sum{0.0, 0.0, 0.0};
        double sent = 0.0;
        for (const Place& place : places_) {
            if (place.report.cqi == 0) continue;
            const phy::LinkRates& rates = rates_[place.report.rank - 1U];
            const int mcs = rates.mcs(place.report.cqi, offset_db);
            const auto order = static_cast<std::size_t>(
                phy::mcsTable(rates.parameters().mcs_table)[static_cast<std::size_t>(mcs)].modulation_order);
            const phy::LinkRates::Outcome its = rates.at(mcs, place.sinr_db[order]);
            sum.first_error += its.first_error;
            sum.bits_per_prb += its.bits_per_prb;
            sent += 1.0;
        }
        sum.first_error = sent > 0.0 ? sum.first_error / sent : 1.0;
        // Where CQI 0 is reported a UE waits: that is time lost to it, not PRBs.
        sum.bits_per_prb = sent > 0.0 ? sum.bits_per_prb / sent : 0.0;
        return sum;
    }

    const StepContext& x_;
    std::uint32_t carrier_;
    std::vector<phy::LinkRates> rates_;
    std::vector<Place> places_;
    ChannelScratch scratch_;
};

std::vector<load_coupling::RatePoint> fadedRates(const StepContext& x, std::uint32_t carrier) {
    FadedCarrier faded(x, carrier);
    const bool alike = x.scenario.radio.fading.profile == x.scenario.radio.fading.los_profile;
    std::vector<load_coupling::RatePoint> points;
    double most = 0.0;
    for (double db = kFadedLowestDb; db <= kFadedHighestDb; db += kFadedStepDb) {
        double bits = faded.meanBits(db, false);
        if (!alike) bits = 0.5 * (bits + faded.meanBits(db, true));
        most = std::max(most, bits);
        points.push_back({db, bitsToBps(x, carrier, most)});
    }
    return points;
}

}  // namespace

phy::LinkRateParameters linkRateParameters(const StepContext& x, std::uint32_t k) {
    const scenario::Carrier& carrier = x.scenario.network.carriers[k];
    phy::LinkRateParameters p;
    p.mcs_table = carrier.mcs_table;
    p.link_table = carrier.link_table;
    p.prb_count = carrier.scheduled().prb_count;
    p.layers = carrier.layers;
    p.combining = x.scenario.ran.link_adaptation.combining;
    p.max_transmissions = x.scenario.ran.link_adaptation.max_transmissions;
    const std::vector<int>& pattern = x.slots[k].downlink_symbols;
    p.slots.clear();
    for (int symbols = 1; symbols <= phy::kSymbolsPerSlot; ++symbols) {
        const auto slots = std::count(pattern.begin(), pattern.end(), symbols);
        const int elements = x.resourceElementsPerPrb(k, symbols);
        if (slots == 0 || elements == 0) continue;
        p.slots.push_back({static_cast<double>(slots) / static_cast<double>(pattern.size()), elements,
                           x.code_rate_factor[k * 15 + static_cast<std::size_t>(symbols)]});
    }
    return p;
}

std::vector<load_coupling::RatePoint> carrierRates(const StepContext& x, std::uint32_t carrier) {
    if (x.air.fades()) return fadedRates(x, carrier);
    const phy::LinkRates rates(linkRateParameters(x, carrier));
    const phy::RateCurve curve(rates, feedbackBlocks(x, carrier));
    std::vector<load_coupling::RatePoint> points;
    for (std::size_t i = 0; i < curve.points().size(); ++i)
        points.push_back({curve.lowestDb() + static_cast<double>(i) * phy::RateCurve::kStepDb,
                          bitsToBps(x, carrier, curve.points()[i])});
    return points;
}

}  // namespace celltwin::engine
