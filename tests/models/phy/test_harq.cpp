// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/base/error.h"
#include "models/phy/harq.h"
#include "models/phy/harq_timing.h"
#include "models/phy/information_table.h"

namespace celltwin::phy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

double fromDb(double db) {
    return std::pow(10.0, db / 10.0);
}
HarqState received(std::initializer_list<double> sinr_db) {
    HarqState state;
    for (const double db : sinr_db) state = withTransmission(state, fromDb(db));
    return state;
}

constexpr Scheme kHalfRate{0, 4, 512.0};
constexpr CodeBlocks kGraph1{1, 1, 8448};
constexpr CodeBlocks kGraph2{2, 1, 3840};

TEST(Harq, FirstTransmissionIsUnchanged) {
    for (const Combining combining : {Combining::chase, Combining::incremental_redundancy})
        for (double db = -5.0; db < 20.0; db += 0.5)
            EXPECT_NEAR(combinedErrorRate(received({db}), kHalfRate, kGraph1, combining),
                        blockErrorRate(db, kHalfRate, kGraph1), 1e-5);
    EXPECT_EQ(combinedErrorRate({}, kHalfRate, kGraph1, Combining::chase), 1.0);
}

// Analytic: n equal transmissions chase-combine to 10 log10(n) more.
TEST(Harq, ChaseAddsSinrs) {
    const Combined twice = combine(received({4.0, 4.0}), kHalfRate, kGraph1, Combining::chase);
    EXPECT_NEAR(twice.sinr_db, 4.0 + 10.0 * std::log10(2.0), 1e-5);
    EXPECT_EQ(twice.scheme.code_rate_x1024, 512.0);
    EXPECT_NEAR(combine(received({0.0, 3.0, -3.0, 6.0}), kHalfRate, kGraph1, Combining::chase).sinr_db,
                10.0 * std::log10(1.0 + fromDb(3.0) + fromDb(-3.0) + fromDb(6.0)), 1e-5);
}

// By hand, base graph 1 at rate 0.8: a transmission fills 1 / (0.8 x 3) = 5/12 of the buffer. rv 0 covers
// 0..5/12, rv 2 covers 1/2..11/12: no overlap, the rate halves and the SINR stays.
TEST(Harq, DisjointVersionsHalveTheRate) {
    const Scheme scheme{0, 4, 0.8 * 1024.0};
    const Combined twice = combine(received({7.0, 7.0}), scheme, kGraph1, Combining::incremental_redundancy);
    EXPECT_NEAR(twice.scheme.code_rate_x1024 / 1024.0, 0.4, 1e-12);
    EXPECT_NEAR(twice.sinr_db, 7.0, 1e-4);
    // Unequal SINRs: the mean information of the two halves.
    const Combined unequal =
        combine(received({4.0, 9.0}), scheme, kGraph1, Combining::incremental_redundancy);
    const double loss = 0.5 * (informationLoss(fromDb(4.0), 4) + informationLoss(fromDb(9.0), 4));
    EXPECT_NEAR(unequal.sinr_db, 10.0 * std::log10(sinrFromInformationLoss(loss, 4)), 5e-3);
}

// By hand, base graph 1 at rate 1/2: 2/3 of the buffer each. rv 0: 0..2/3; rv 2: 1/2..1 and 0..1/6. Together
// the whole buffer, a third of it twice; the rate is the mother code's.
TEST(Harq, OverlapIsChaseCombined) {
    const Combined twice =
        combine(received({5.0, 5.0}), kHalfRate, kGraph1, Combining::incremental_redundancy);
    EXPECT_NEAR(twice.scheme.code_rate_x1024 / 1024.0, 1.0 / 3.0, 1e-12);
    const double loss = (2.0 * informationLoss(fromDb(5.0), 4) + informationLoss(2.0 * fromDb(5.0), 4)) / 3.0;
    EXPECT_NEAR(twice.sinr_db, 10.0 * std::log10(sinrFromInformationLoss(loss, 4)), 5e-3);
}

// Below the mother code's rate the buffer repeats inside one transmission: nothing new comes, IR is chase.
TEST(Harq, WrappedBufferIsChase) {
    const Scheme low{0, 2, 1024.0 / 6.0};
    const Combined ir = combine(received({-6.0, -7.0}), low, kGraph1, Combining::incremental_redundancy);
    EXPECT_EQ(ir.scheme.code_rate_x1024, low.code_rate_x1024);
    EXPECT_EQ(ir.sinr_db, combine(received({-6.0, -7.0}), low, kGraph1, Combining::chase).sinr_db);
}

TEST(Harq, MoreTransmissionsNeverHurtAndRedundancyBeatsRepetition) {
    for (const CodeBlocks& blocks : {kGraph1, kGraph2})
        for (const int order : {2, 4, 6, 8, 10})
            for (const double rate : {0.3, 0.5, 0.67, 0.85, 0.93}) {
                const Scheme scheme{0, order, rate * 1024.0};
                for (double db = -8.0; db < 28.0; db += 1.0) {
                    double previous_chase = 1.0, previous_ir = 1.0;
                    HarqState state;
                    for (int n = 1; n <= kMaxTransmissions; ++n) {
                        state = withTransmission(state, fromDb(db));
                        const double chase = combinedErrorRate(state, scheme, blocks, Combining::chase);
                        const double ir =
                            combinedErrorRate(state, scheme, blocks, Combining::incremental_redundancy);
                        ASSERT_LE(chase, previous_chase);
                        ASSERT_LE(ir, previous_ir + 1e-6) << order << " " << rate << " " << db << " " << n;
                        // At low rates both are the same but for the gap's small slope over the rate.
                        if (rate > 0.4) {
                            ASSERT_LE(ir, chase + 1e-6) << order << " " << rate << " " << db << " " << n;
                        }
                        previous_chase = chase;
                        previous_ir = ir;
                    }
                }
            }
}

// Published: a retransmission with IR gains 3 dB at low rates and up to 5 dB and more at high ones over the
// first (Cheng, IEEE Trans. Comm. 54(6), 2006; Frederiksen, Kolding, VTC Fall 2002).
TEST(Harq, GainOfTheSecondTransmission) {
    const auto thresholdDb = [](const Scheme& scheme, int transmissions) {
        double low = -30.0, high = 40.0;
        for (int i = 0; i < 50; ++i) {
            const double middle = 0.5 * (low + high);
            HarqState state;
            for (int n = 0; n < transmissions; ++n) state = withTransmission(state, fromDb(middle));
            const double bler = combinedErrorRate(state, scheme, kGraph1, Combining::incremental_redundancy);
            (bler > 0.1 ? low : high) = middle;
        }
        return low;
    };
    const Scheme low_rate{0, 2, 340.0}, high_rate{0, 6, 900.0};
    EXPECT_NEAR(thresholdDb(low_rate, 1) - thresholdDb(low_rate, 2), 3.2, 0.4);
    EXPECT_GT(thresholdDb(high_rate, 1) - thresholdDb(high_rate, 2), 5.0);
    EXPECT_LT(thresholdDb(high_rate, 1) - thresholdDb(high_rate, 2), 10.0);
}

// TS 38.214 Tables 5.3-1 and 5.3-2.
TEST(HarqTiming, ProcessingTime) {
    EXPECT_EQ(processingSymbols(0, ProcessingCapability::first, DmrsPositions::front_loaded), 8.0);
    EXPECT_EQ(processingSymbols(1, ProcessingCapability::first, DmrsPositions::additional), 13.0);
    EXPECT_EQ(processingSymbols(3, ProcessingCapability::first, DmrsPositions::additional), 24.0);
    EXPECT_EQ(processingSymbols(1, ProcessingCapability::second, DmrsPositions::front_loaded), 4.5);
    EXPECT_THROW(processingSymbols(3, ProcessingCapability::second, DmrsPositions::front_loaded),
                 ConfigError);
    EXPECT_THROW(processingSymbols(0, ProcessingCapability::second, DmrsPositions::additional), ConfigError);
    EXPECT_THROW(processingSymbols(4, ProcessingCapability::first, DmrsPositions::additional), ConfigError);
}

// By hand: 10 symbols fit before symbol 12 of the next slot; 13 do not; 24 before symbol 12 of the second
// need 12 of 14.
TEST(HarqTiming, LeastK1) {
    EXPECT_EQ(minimumFeedbackSlots(1, ProcessingCapability::first, DmrsPositions::front_loaded), 1);
    EXPECT_EQ(minimumFeedbackSlots(1, ProcessingCapability::first, DmrsPositions::additional), 2);
    EXPECT_EQ(minimumFeedbackSlots(3, ProcessingCapability::first, DmrsPositions::additional), 2);
    EXPECT_EQ(minimumFeedbackSlots(3, ProcessingCapability::first, DmrsPositions::additional, 0), 3);
    EXPECT_THROW(minimumFeedbackSlots(1, ProcessingCapability::first, DmrsPositions::additional, 14),
                 ConfigError);
}

TEST(HarqTiming, FeedbackWaitsForAnUplinkSlot) {
    EXPECT_THAT(feedbackDelaySlots("", 0, 0, 4), ElementsAre(4));
    EXPECT_THAT(feedbackDelaySlots("DDDSU", 10, 1, 1), ElementsAre(4, 3, 2, 1, 0));
    EXPECT_THAT(feedbackDelaySlots("DDDSU", 10, 1, 2), ElementsAre(4, 3, 2, 6, 0));
    EXPECT_THAT(feedbackDelaySlots("DDDSU", 0, 1, 2), ElementsAre(4, 3, 2, 0, 0));
    EXPECT_THAT(feedbackDelaySlots("DDDDDDDSUU", 6, 1, 3), ElementsAre(8, 7, 6, 5, 4, 3, 3, 11, 0, 0));
    EXPECT_THAT(feedbackDelaySlots("UDDDS", 4, 1, 1), ElementsAre(0, 4, 3, 2, 1));
}

TEST(HarqTiming, RetransmissionsWaitForADownlinkSlot) {
    // LTE FDD: acknowledged in n + 4, sent again in n + 8 (TS 36.213 clauses 7.3 and 10.2).
    EXPECT_THAT(retransmissionDelaySlots("", 0, 0, 4, 4), ElementsAre(8));
    EXPECT_THAT(retransmissionDelaySlots("DDDSU", 10, 1, 1, 1), ElementsAre(5, 4, 3, 2, 0));
    EXPECT_THAT(retransmissionDelaySlots("DDDSU", 10, 1, 1, 5), ElementsAre(10, 9, 8, 7, 0));
}

std::string messageOf(std::string_view pattern, int minimum_k1, int base_station_slots) {
    try {
        retransmissionDelaySlots(pattern, 10, 1, minimum_k1, base_station_slots);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(HarqTiming, ErrorsSayWhatIsAccepted) {
    EXPECT_THAT(messageOf("D", 1, 1), HasSubstr("at least one U"));
    EXPECT_THAT(messageOf("DDDXU", 1, 1), HasSubstr("'X' at position 4"));
    EXPECT_THAT(messageOf("DDDSU", -1, 1), HasSubstr("0 to 32"));
    EXPECT_THAT(messageOf("DDDSU", 33, 1), HasSubstr("0 to 32"));
    EXPECT_THAT(messageOf("DDDSU", 1, 0), HasSubstr("1 to 32"));
    EXPECT_EQ(messageOf("DDDSU", 1, 1), "accepted");
}

}  // namespace
}  // namespace celltwin::phy
