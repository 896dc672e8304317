// SPDX-License-Identifier: BSD-3-Clause
//
// What judges the rate curve: block sizes and error rates by hand at the ends, a plain block-by-block loop
// that draws every transmission (an independent way to the same mean), Shannon's bound, and order. The slot
// engine's own bytes are beside it in tests/sim/engine/flow_level_test.cpp.
#include <gtest/gtest.h>

#include <cmath>

#include "models/base/random.h"
#include "models/phy/bler.h"
#include "models/phy/lte_tables.h"
#include "models/phy/rate_curve.h"

namespace celltwin::phy {
namespace {

LinkRateParameters parametersOf(McsTable table, int layers = 1) {
    LinkRateParameters p;
    p.mcs_table = table;
    p.prb_count = 52;
    p.layers = layers;
    return p;
}

/// Bits per PRB of a full-buffer link, each transmission drawn: what the slot engine does with one UE.
double drawnBits(const LinkRateParameters& p, double sinr_db, int feedback_blocks, int slots) {
    const Random random(7);
    const int reported = cqiFromSinr(sinr_db, p.mcs_table);
    const int re = p.slots[0].resource_elements_per_prb;
    double offset_db = 0.0, bits = 0.0;
    struct Sent {
        int acts_at;
        bool lost;
    };
    std::vector<Sent> sent;
    std::size_t settled = 0;
    struct Again {
        int at, mcs;
        HarqState soft;
    };
    std::vector<Again> again;
    std::size_t next_again = 0;
    const int warm = slots / 4;
    for (int slot = 0; slot < slots; ++slot) {
        while (settled < sent.size() && sent[settled].acts_at <= slot)
            offset_db = outerLoopOffsetDb(offset_db, sent[settled++].lost);
        const bool repeat = next_again < again.size() && again[next_again].at <= slot;
        Again block{0, mcsFromCqi(reported, p.mcs_table, offset_db), {}};
        if (repeat) block = again[next_again++];
        const Scheme& scheme = mcsTable(p.mcs_table)[static_cast<std::size_t>(block.mcs)];
        const std::uint32_t size = transportBlockBits(p.prb_count, re, scheme, 1);
        block.soft = withTransmission(block.soft, std::pow(10.0, sinr_db / 10.0));
        const double error = combinedErrorRate(
            block.soft, scheme, segmentTransportBlock(size, scheme.code_rate_x1024 / 1024.0), p.combining);
        const bool lost = random.uniform(Stream::block_error, 0, static_cast<std::uint64_t>(slot)) < error;
        if (!repeat) sent.push_back({slot + 1 + feedback_blocks, lost});
        if (lost && block.soft.transmissions < p.max_transmissions)
            again.push_back({slot + 1 + feedback_blocks, block.mcs, block.soft});
        if (!lost && slot >= warm) bits += size;
    }
    return bits / (slots - warm) / p.prb_count;
}

TEST(RateCurve, AtTheTopEveryBlockOfTheHighestMcsArrives) {
    for (const McsTable table : {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table4_1024qam})
        for (const int layers : {1, 2, 4}) {
            const RateCurve curve(LinkRates(parametersOf(table, layers)), 3);
            const std::uint32_t bits = transportBlockBits(52, 144, mcsTable(table).back(), layers);
            EXPECT_NEAR(curve.bitsPerPrb(49.0) / (8.0 * std::floor(bits / 8.0) / 52.0), 1.0, 1e-6);
            EXPECT_NEAR(curve.bitsPerPrb(90.0), curve.bitsPerPrb(49.0), 1e-9);
        }
    const LinkRateParameters lte = parametersOf(McsTable::lte_64qam);
    EXPECT_NEAR(RateCurve(LinkRates(lte), 7).bitsPerPrb(49.0),
                lteTransportBlockBits(52, 28, McsTable::lte_64qam, 1) / 52.0, 1e-3);
}

TEST(RateCurve, BelowTheFirstCqiNobodyIsServed) {
    const LinkRates rates(parametersOf(McsTable::table2_256qam));
    const RateCurve curve(rates, 3);
    const double first_db = cqiThresholdDb(1, McsTable::table2_256qam);
    EXPECT_EQ(curve.bitsPerPrb(first_db - 0.3), 0.0);
    EXPECT_GT(curve.bitsPerPrb(first_db + 0.3), 0.0);
    EXPECT_EQ(curve.bitsPerPrb(std::nan("")), 0.0);
}

// Independent: every transmission drawn one after the other, slots counted.
TEST(RateCurve, IsTheMeanOfABlockByBlockLoop) {
    const LinkRateParameters p = parametersOf(McsTable::table2_256qam);
    const LinkRates rates(p);
    for (const int feedback : {0, 2, 8}) {
        const RateCurve curve(rates, feedback);
        for (const double sinr_db : {-3.0, 1.0, 4.6, 9.3, 14.1, 19.7, 25.2})
            EXPECT_NEAR(curve.bitsPerPrb(sinr_db) / drawnBits(p, sinr_db, feedback, 20000), 1.0, 0.03)
                << sinr_db << " dB, feedback after " << feedback;
    }
}

TEST(RateCurve, RisesAndStaysBelowShannon) {
    for (const McsTable table : {McsTable::table1_64qam, McsTable::table2_256qam, McsTable::table3_low_se}) {
        const RateCurve curve(LinkRates(parametersOf(table)), 3);
        const std::vector<double>& bits = curve.points();
        for (std::size_t i = 1; i < bits.size(); ++i) {
            EXPECT_GE(bits[i], bits[i - 1]);
            const double sinr = std::pow(10.0, (curve.lowestDb() + double(i) * RateCurve::kStepDb) / 10.0);
            EXPECT_LT(bits[i], 144.0 * std::log2(1.0 + sinr));
        }
    }
}

TEST(RateCurve, LongerFeedbackCostsRate) {
    const LinkRates rates(parametersOf(McsTable::table2_256qam));
    const RateCurve at_once(rates, 0), late(rates, 8);
    double sum_at_once = 0.0, sum_late = 0.0;
    for (double db = -5.0; db < 25.0; db += 0.25) {
        sum_at_once += at_once.bitsPerPrb(db);
        sum_late += late.bitsPerPrb(db);
    }
    EXPECT_LT(sum_late, sum_at_once);
    EXPECT_GT(sum_late, 0.85 * sum_at_once);
}

// By hand: two layers share the power, so each is 3.01 dB down, and the block is that of two layers.
TEST(RateCurve, LayersShareThePower) {
    const LinkRates one(parametersOf(McsTable::table2_256qam)), two(parametersOf(McsTable::table2_256qam, 2));
    const double shift_db = 10.0 * std::log10(2.0);
    for (const double db : {0.0, 7.5, 15.0, 22.0}) {
        EXPECT_EQ(two.cqi(db + shift_db + 1e-9), one.cqi(db + 1e-9));
        const int mcs = one.mcs(one.cqi(db), 0.0);
        const double ratio =
            two.at(mcs, db + shift_db).bits_per_prb / std::max(1e-9, one.at(mcs, db).bits_per_prb);
        EXPECT_NEAR(ratio, 2.0, 0.1);
    }
}

// A pattern's slots without data count in the mean; slots of fewer resource elements carry less.
TEST(RateCurve, PatternsAreAveraged) {
    LinkRateParameters p = parametersOf(McsTable::table2_256qam);
    const double full = LinkRates(p).at(20, 40.0).bits_per_prb;
    p.slots = {{0.6, 144, 1.0}, {0.2, 72, 1.0}};
    const double mixed = LinkRates(p).at(20, 40.0).bits_per_prb;
    EXPECT_NEAR(mixed / full, 0.6 + 0.2 * 0.5, 0.005);
}

}  // namespace
}  // namespace celltwin::phy
