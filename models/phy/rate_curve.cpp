// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/rate_curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/base/random.h"
#include "models/base/units.h"
#include "models/phy/bler.h"
#include "models/phy/lte_tables.h"

namespace celltwin::phy {
namespace {

/// Above a scheme's threshold no block fails; below, even four transmissions do not make one.
constexpr double kCleanDb = 4.0, kHopelessDb = 14.0;
/// TS 38.214 clause 5.1.3: a UE may skip blocks beyond 0.95; the curves end there.
constexpr double kMaxCodeRateX1024 = 0.95 * 1024.0;

double pointDb(std::size_t point) {
    return LinkRates::kLowestDb + static_cast<double>(point) * LinkRates::kStepDb;
}

/// The block of one MCS over the whole carrier, as the slot engine makes it.
struct Block {
    Scheme scheme;
    CodeBlocks code_blocks;
    double bits;  ///< whole bytes
};
Block blockOf(const LinkRateParameters& p, const SlotKind& kind, const Scheme& mcs) {
    Block block;
    const bool lte = isLte(p.mcs_table);
    const std::uint32_t bits =
        lte ? lteTransportBlockBits(p.prb_count, mcs.index, p.mcs_table, p.layers)
            : transportBlockBits(p.prb_count, kind.resource_elements_per_prb, mcs, p.layers);
    block.scheme =
        lte ? lteScheme(mcs.index, p.mcs_table, p.prb_count, kind.resource_elements_per_prb, p.layers) : mcs;
    block.scheme.code_rate_x1024 =
        std::min(kMaxCodeRateX1024, block.scheme.code_rate_x1024 * kind.code_rate_factor);
    block.code_blocks = lte ? segmentLteTransportBlock(bits)
                            : segmentTransportBlock(bits, block.scheme.code_rate_x1024 / 1024.0);
    block.bits = 8.0 * std::floor(bits / 8.0);
    return block;
}

/// With e_k the error rate after k transmissions, drawn anew each time, a block takes
/// 1 + e_1 + e_1 e_2 + ... transmissions and is lost with e_1 e_2 ... e_K.
LinkRates::Outcome outcomeOf(const LinkRateParameters& p, const Block& block, double sinr_db) {
    HarqState soft;
    double still_wrong = 1.0, transmissions = 0.0, first_error = 1.0;
    for (int k = 1; k <= p.max_transmissions; ++k) {
        transmissions += still_wrong;
        soft = withTransmission(soft, toLinear(Db{sinr_db}));
        still_wrong *= combinedErrorRate(soft, block.scheme, block.code_blocks, p.combining);
        if (k == 1) first_error = still_wrong;
        if (still_wrong == 0.0) break;
    }
    return {first_error, transmissions, block.bits / p.prb_count * (1.0 - still_wrong) / transmissions};
}

}  // namespace

LinkRates::LinkRates(const LinkRateParameters& parameters)
    : parameters_(parameters), layers_db_(toDb(static_cast<double>(parameters.layers)).value) {
    assert(parameters.prb_count > 0 && parameters.max_transmissions >= 1 &&
           parameters.max_transmissions <= kMaxTransmissions);
    table_.assign(mcsTable(parameters.mcs_table).size() * kPoints, Row{});
    for (std::size_t i = 0; i < kGridPoints; ++i) {
        const double db = kGridLowestDb + (static_cast<double>(i) + 0.5) / kGridStepsPerDb;
        cqi_at_.push_back(static_cast<std::uint8_t>(parameters.link_table
                                                        ? cqiFromSinr(db, *parameters.link_table)
                                                        : cqiFromSinr(db, parameters.mcs_table)));
        mcs_at_.push_back(static_cast<std::uint8_t>(mcsFromSinr(db, parameters.mcs_table)));
    }
    cqi_threshold_db_.push_back(kGridLowestDb);
    for (int i = 1; i <= static_cast<int>(kCqiCount); ++i)
        cqi_threshold_db_.push_back(cqiThresholdDb(i, parameters.mcs_table));
    double shares = 0.0;
    for (const SlotKind& kind : parameters.slots) shares += kind.share;
    for (const SlotKind& kind : parameters.slots) addSlots(kind, kind.share / shares);
}

void LinkRates::addSlots(const SlotKind& kind, double weight) {
    for (const Scheme& mcs : mcsTable(parameters_.mcs_table)) addScheme(kind, weight, mcs);
}

void LinkRates::addScheme(const SlotKind& kind, double weight, const Scheme& mcs) {
    const Block block = blockOf(parameters_, kind, mcs);
    const double threshold_db = requiredSinrDb(block.scheme, std::max(24, block.code_blocks.bits));
    Row* row = table_.data() + static_cast<std::size_t>(mcs.index) * kPoints;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double at_db = pointDb(i);
        Outcome outcome{0.0, 1.0, block.bits / parameters_.prb_count};
        if (at_db < threshold_db - kHopelessDb)
            outcome = {1.0, static_cast<double>(parameters_.max_transmissions), 0.0};
        else if (at_db < threshold_db + kCleanDb)
            outcome = outcomeOf(parameters_, block, at_db);
        row[i].first_error += static_cast<float>(weight * outcome.first_error);
        row[i].transmissions += static_cast<float>(weight * outcome.transmissions);
        row[i].bits_per_prb += static_cast<float>(kind.share * outcome.bits_per_prb);
    }
}

LinkRates::Place LinkRates::placeOf(double sinr_db) const {
    const double place = (perLayerDb(sinr_db) - kLowestDb) / kStepDb;
    if (!(place > 0.0)) return {0, 0.0};
    if (place >= static_cast<double>(kPoints - 1)) return {kPoints - 2, 1.0};
    const auto point = static_cast<std::size_t>(place);
    return {point, place - static_cast<double>(point)};
}

double LinkRates::restingOffsetDb(double sinr_db) const {
    const int reported = cqi(sinr_db);
    if (reported == 0 || !hasOuterLoop()) return 0.0;
    return std::clamp(perLayerDb(sinr_db) - cqiThresholdDb(reported, parameters_.mcs_table),
                      -kOuterLoopLimitDb, kOuterLoopLimitDb);
}

namespace {

/// Slots that are followed, and those before that are not counted.
constexpr int kSettling = 500, kCounted = 4000;
constexpr int kMostFeedback = 64;

/// Decoded bits per PRB and slot of a link that stays at this SINR. A lost block asks for more slots when its
/// failure is known; until then new blocks go out at the old offset.
double meanBits(const LinkRates& rates, double sinr_db, int feedback_slots, std::uint64_t point) {
    const int reported = rates.cqi(sinr_db);
    if (reported == 0) return 0.0;
    if (!rates.hasOuterLoop()) return rates.at(rates.mcs(reported, 0.0), sinr_db).bits_per_prb;
    struct Sent {
        int due = 0;
        bool lost = false;
        double more_slots = 0.0;  ///< that its retransmissions take, on average
    };
    constexpr int kRing = kMostFeedback + 2;
    Sent sent[kRing];
    const Random random(0);
    double offset_db = rates.restingOffsetDb(sinr_db), decoded = 0.0, owed_slots = 0.0;
    int settled = 0, block = 0;
    for (int slot = 0; slot < kSettling + kCounted; ++slot) {
        for (; settled < block && sent[settled % kRing].due <= slot; ++settled) {
            offset_db = outerLoopOffsetDb(offset_db, sent[settled % kRing].lost);
            owed_slots += sent[settled % kRing].more_slots;
        }
        if (owed_slots >= 1.0) {
            owed_slots -= 1.0;
            continue;
        }
        const LinkRates::Outcome outcome = rates.at(rates.mcs(reported, offset_db), sinr_db);
        const bool lost = random.uniform(Stream::block_error, point, static_cast<std::uint64_t>(block)) <
                          outcome.first_error;
        sent[block++ % kRing] = {slot + 1 + feedback_slots, lost,
                                 lost ? (outcome.transmissions - 1.0) / outcome.first_error : 0.0};
        if (slot >= kSettling) decoded += outcome.bits_per_prb * outcome.transmissions;
    }
    return decoded / kCounted;
}

/// Neighbours that fall are set to their mean, until none does (pool adjacent violators; Ayer et al., 1955).
void makeRising(std::vector<double>& values) {
    struct Pool {
        double sum;
        std::size_t count;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (const double value : values) {
        pools.push_back({value, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            pools[pools.size() - 2].sum += pools.back().sum;
            pools[pools.size() - 2].count += pools.back().count;
            pools.pop_back();
        }
    }
    std::size_t at = 0;
    for (const Pool& pool : pools)
        for (std::size_t i = 0; i < pool.count; ++i) values[at++] = pool.mean();
}

}  // namespace

RateCurve::RateCurve(const LinkRates& rates, int feedback_slots)
    : lowest_db_(LinkRates::kLowestDb + toDb(static_cast<double>(rates.parameters().layers)).value) {
    const auto points =
        static_cast<std::size_t>((LinkRates::kHighestDb - LinkRates::kLowestDb) / kStepDb) + 1;
    const int feedback = std::clamp(feedback_slots, 0, kMostFeedback);
    for (std::size_t i = 0; i < points; ++i)
        bits_.push_back(meanBits(rates, lowest_db_ + static_cast<double>(i) * kStepDb, feedback, i));
    makeRising(bits_);
}

double RateCurve::bitsPerPrb(double sinr_db) const {
    const double place = (sinr_db - lowest_db_) / kStepDb;
    if (!(place > 0.0)) return bits_.front();
    if (place >= static_cast<double>(bits_.size() - 1)) return bits_.back();
    const auto i = static_cast<std::size_t>(place);
    return bits_[i] + (place - static_cast<double>(i)) * (bits_[i + 1] - bits_[i]);
}

}  // namespace celltwin::phy
