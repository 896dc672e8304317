// SPDX-License-Identifier: BSD-3-Clause
//
// What a carrier gives at an SINR once link adaptation has done its work: bits per PRB and slot. Two levels:
// the outcome of one block of a chosen MCS (LinkRates::at), hybrid ARQ included, and the long-run mean of a
// link that stays at one SINR (RateCurve), where CQI, outer loop (link_adaptation.h) and delayed feedback
// choose the MCS. Block sizes of TS 38.214 clause 5.1.3.2 or TS 36.213 clause 7.1.7, error rates of bler.h
// and harq.h: the rules the slot engine applies block by block. A block fills the carrier. A retransmission
// costs what its first transmission cost and sees the same SINR; what is lost after the last one is sent
// again and not counted.
//
// Valid for one SINR over the carrier (no selective fading) and blocks of many PRBs: small ones carry up to
// some percent less or more by rounding. Not modelled: gain of scheduling users on their peaks, rank
// selection (`layers` are used always, each with its share of the power), padding, HARQ that runs out of
// processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/phy/harq.h"
#include "models/phy/link_adaptation.h"
#include "models/phy/link_table.h"

namespace celltwin::phy {

/// Slots of one kind in the carrier's pattern.
struct SlotKind {
    double share = 1.0;                   ///< of all slots, 0..1
    int resource_elements_per_prb = 144;  ///< that the block size knows of
    double code_rate_factor = 1.0;        ///< real code rate over the MCS's (resource_elements.h)
};

struct LinkRateParameters {
    McsTable mcs_table = McsTable::table2_256qam;
    std::optional<LinkTable> link_table;         ///< in place of the thresholds; no outer loop then
    int prb_count = 106;                         ///< of a block
    int layers = 1;                              ///< 1..4
    std::vector<SlotKind> slots = {SlotKind{}};  ///< those that carry data
    Combining combining = Combining::incremental_redundancy;
    int max_transmissions = kMaxTransmissions;  ///< 1..4
};

/// Tables of one kind of carrier, some milliseconds to build. Immutable, safe to read from many threads.
/// SINRs are in dB, all layers together.
class LinkRates {
  public:
    static constexpr double kLowestDb = -20.0, kHighestDb = 50.0, kStepDb = 0.125;  ///< per layer

    explicit LinkRates(const LinkRateParameters& parameters);

    /// Mean over the pattern's data slots.
    struct Outcome {
        double first_error = 1.0;    ///< of first transmissions
        double transmissions = 1.0;  ///< of a block, until it is decoded or given up
        double bits_per_prb = 0.0;   ///< decoded, per PRB and slot of the pattern (data or not), all counted
    };
    Outcome at(int mcs, double sinr_db) const { return at(mcs, placeOf(sinr_db)); }
    /// The same where several MCS are asked for at one SINR.
    struct Place {
        std::size_t point = 0;  ///< at or below the SINR
        double beyond = 0.0;    ///< 0..1, share of the way to the next
    };
    Place placeOf(double sinr_db) const;
    Outcome at(int mcs, Place place) const {
        const Row* row = table_.data() + static_cast<std::size_t>(mcs) * kPoints + place.point;
        const auto between = [&](float a, float b) {
            return a + place.beyond * (static_cast<double>(b) - a);
        };
        return {between(row[0].first_error, row[1].first_error),
                between(row[0].transmissions, row[1].transmissions),
                between(row[0].bits_per_prb, row[1].bits_per_prb)};
    }
    /// CQI 0..15 that a UE reports; 0: it is not served. To 1/64 dB, looked up, as is the MCS.
    int cqi(double sinr_db) const { return cqi_at_[gridPoint(perLayerDb(sinr_db))]; }
    /// MCS of a report and the outer loop's offset.
    int mcs(int cqi, double outer_loop_db) const {
        if (!hasOuterLoop()) return mcsFromCqi(cqi, *parameters_.link_table);
        return cqi == 0
                   ? 0
                   : mcs_at_[gridPoint(cqi_threshold_db_[static_cast<std::size_t>(cqi)] + outer_loop_db)];
    }
    /// False where a table decides (link_table).
    bool hasOuterLoop() const { return !parameters_.link_table; }
    /// Offset in dB at which a link of this SINR, reported without error, has its target.
    double restingOffsetDb(double sinr_db) const;
    const LinkRateParameters& parameters() const { return parameters_; }

  private:
    static constexpr auto kPoints = static_cast<std::size_t>((kHighestDb - kLowestDb) / kStepDb) + 1;
    /// Grid of CQI and MCS by SINR: thresholds of CQI -10 to 35 dB, moved by the outer loop's limits.
    static constexpr double kGridLowestDb = -40.0, kGridStepsPerDb = 32.0;
    static constexpr std::size_t kGridPoints = 110 * 32;
    static std::size_t gridPoint(double sinr_db) {
        const double place = (sinr_db - kGridLowestDb) * kGridStepsPerDb;
        if (!(place > 0.0)) return 0;
        return place < static_cast<double>(kGridPoints) ? static_cast<std::size_t>(place) : kGridPoints - 1;
    }
    double perLayerDb(double sinr_db) const { return sinr_db - layers_db_; }
    void addSlots(const SlotKind& kind, double weight);
    void addScheme(const SlotKind& kind, double weight, const Scheme& mcs);

    LinkRateParameters parameters_;
    double layers_db_;
    struct Row {
        float first_error = 0.0F, transmissions = 0.0F, bits_per_prb = 0.0F;
    };
    std::vector<Row> table_;                     ///< [mcs * points + point]
    std::vector<std::uint8_t> cqi_at_, mcs_at_;  ///< by SINR per layer
    std::vector<double> cqi_threshold_db_;       ///< of CQI 0 (unused) to 15
};

/// Mean bits per PRB and slot against SINR. Rises with the SINR; 0 below CQI 1.
class RateCurve {
  public:
    static constexpr double kStepDb = 0.25;
    /// `feedback_slots`: how many more slots pass before a block's acknowledgement moves the outer loop (0:
    /// it moves the next block's). The loop's walk is followed for some thousand blocks at each SINR, with
    /// keyed draws of block errors; what chance leaves is smoothed to a rising curve.
    explicit RateCurve(const LinkRates& rates, int feedback_slots);

    /// Linear between points; constant beyond the ends. NaN counts as the lowest SINR.
    double bitsPerPrb(double sinr_db) const;
    double lowestDb() const { return lowest_db_; }
    const std::vector<double>& points() const { return bits_; }  ///< at lowestDb() + i * kStepDb

  private:
    double lowest_db_;
    std::vector<double> bits_;
};

}  // namespace celltwin::phy
