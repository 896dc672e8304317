// SPDX-License-Identifier: BSD-3-Clause
//
// Uplink power control against the sums of TS 38.213 clauses 7.1.1 and 7.7.1, written out by hand, and
// against what must hold for any UE.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/base/random.h"
#include "models/phy/uplink_power.h"

namespace celltwin::phy {
namespace {

// -80 + 10 log10(2 x 10) + 0.8 x 110 = -80 + 13.0103 + 88 = 21.0103 dBm; with f = 3: 24.0103.
TEST(UplinkPower, SumOfClause711) {
    const UplinkPower power;
    EXPECT_NEAR(puschDemandDbm(power, 1, 10, 110.0), 21.0103, 1e-4);
    EXPECT_NEAR(puschPowerDbm(power, 1, 10, 110.0), 21.0103, 1e-4);
    EXPECT_NEAR(puschDemandDbm(power, 1, 10, 110.0, 3.0), 24.0103, 1e-4);
    EXPECT_DOUBLE_EQ(puschPowerDbm(power, 1, 10, 110.0, 3.0), 23.0);  // P_CMAX
    EXPECT_DOUBLE_EQ(puschPowerDbm(power, 0, 1, 40.0), -40.0);        // least output power
    EXPECT_NEAR(puschPowerPerPrbMw(power, 1, 10, 110.0, 3.0), std::pow(10.0, 2.3) / 10.0, 1e-9);
}

// 23 - 21.0103 = 1.9897; 23 - (-80 + 88) = 15; -80 + 26.0206 + 96 = 42.0206 at 120 dB on 200 PRBs of 30 kHz.
TEST(UplinkPower, HeadroomOfClause771) {
    const UplinkPower power;
    EXPECT_NEAR(powerHeadroomDb(power, 1, 10, 110.0), 1.9897, 1e-4);
    EXPECT_NEAR(referenceHeadroomDb(power, 110.0), 15.0, 1e-12);
    EXPECT_NEAR(powerHeadroomDb(power, 1, 200, 120.0), 23.0 - 42.0206, 1e-4);
}

// The steps of TS 38.133 Table 10.1.17.1-1: their first, second and last rows, and where the step changes.
TEST(UplinkPower, HeadroomLevels) {
    EXPECT_EQ(headroomLevel(-100.0), 0);
    EXPECT_EQ(headroomLevel(-32.0), 1);
    EXPECT_EQ(headroomLevel(-31.01), 1);
    EXPECT_EQ(headroomLevel(0.0), 33);
    EXPECT_EQ(headroomLevel(21.99), 54);
    EXPECT_EQ(headroomLevel(22.0), 55);
    EXPECT_EQ(headroomLevel(23.99), 55);
    EXPECT_EQ(headroomLevel(37.99), 62);
    EXPECT_EQ(headroomLevel(38.0), 63);
    EXPECT_EQ(headroomLevel(1e9), 63);
    for (double headroom_db = -40.0; headroom_db < 45.0; headroom_db += 0.25)
        EXPECT_LE(headroomLevel(headroom_db), headroomLevel(headroom_db + 0.25));
}

UplinkPower drawn(const Random& random, std::uint64_t i) {
    UplinkPower power;
    power.p0_dbm = -110.0 + std::floor(60.0 * random.uniform(Stream::mobility, i, 0));
    power.alpha = alphaChoices()[static_cast<std::size_t>(8.0 * random.uniform(Stream::mobility, i, 1))];
    return power;
}

// By search: the largest M whose headroom is not negative.
TEST(UplinkPower, AffordablePrbsAreTheLargestWithoutShortage) {
    const Random random(7);
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const UplinkPower power = drawn(random, i);
        const int numerology = static_cast<int>(i % 4), most = 1 + static_cast<int>(i % 273);
        const double loss_db = 60.0 + 90.0 * random.uniform(Stream::mobility, i, 2);
        int expected = 1;
        for (int prbs = 2; prbs <= most; ++prbs)
            if (powerHeadroomDb(power, numerology, prbs, loss_db) >= 0.0) expected = prbs;
        EXPECT_EQ(affordablePrbs(power, numerology, loss_db, most), expected) << i;
    }
    // Exactly 10 PRBs: 23 = -80 + 10 log10(10) + 0.8 PL.
    EXPECT_EQ(affordablePrbs({}, 0, 93.0 / 0.8, 100), 10);
}

// A UE whose 10 PRBs reach the SNR and whose 11 do not: 23 - 10 - 120 - (-110) = 3 dB.
TEST(UplinkPower, ReachablePrbs) {
    const UplinkPower power;
    EXPECT_EQ(reachablePrbs(power, 120.0, -110.0, 3.0, 100), 10);
    EXPECT_EQ(reachablePrbs(power, 120.0, -110.0, 2.5, 100), 11);
    EXPECT_EQ(reachablePrbs(power, 120.0, -110.0, 3.0, 4), 4);
    EXPECT_EQ(reachablePrbs(power, 140.0, -110.0, 3.0, 100), 0);
}

TEST(UplinkPower, MoreLossOrBandwidthNeverLessPowerNorMoreHeadroom) {
    const Random random(9);
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const UplinkPower power = drawn(random, i);
        const double loss_db = 50.0 + 110.0 * random.uniform(Stream::mobility, i, 2);
        const int prbs = 1 + static_cast<int>(270.0 * random.uniform(Stream::mobility, i, 3));
        const double now_dbm = puschPowerDbm(power, 1, prbs, loss_db);
        EXPECT_GE(now_dbm, power.p_least_dbm);
        EXPECT_LE(now_dbm, power.p_cmax_dbm);
        EXPECT_GE(puschPowerDbm(power, 1, prbs, loss_db + 1.0), now_dbm);
        EXPECT_GE(puschPowerDbm(power, 1, prbs + 1, loss_db), now_dbm);
        EXPECT_LE(puschPowerPerPrbMw(power, 1, prbs + 1, loss_db),
                  puschPowerPerPrbMw(power, 1, prbs, loss_db) * (1.0 + 1e-12));
        // What arrives on a PRB falls with the loss, since alpha makes up for at most all of it.
        EXPECT_LE(now_dbm + 1e-9, puschPowerDbm(power, 1, prbs, loss_db - 1.0) + 1.0 + 1e-6);
    }
}

// Table 7.1.1-1's steps; no increase at P_CMAX, no decrease at the least power.
TEST(UplinkPower, CommandsAccumulate) {
    const UplinkPower power;
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 0, 0.0), 1.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 1, 0.0), 2.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 2, 0.0), 3.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 3, 0.0), 5.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 3, 23.0), 2.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 0, 23.0), 1.0);
    EXPECT_DOUBLE_EQ(accumulateTpcDb(power, 2.0, 0, -40.0), 2.0);
    // The nearest of -1, 0, 1, 3 dB to what is missing.
    EXPECT_EQ(tpcCommand(10.0, 15.0), 3);
    EXPECT_EQ(tpcCommand(10.0, 11.0), 2);
    EXPECT_EQ(tpcCommand(10.0, 10.2), 1);
    EXPECT_EQ(tpcCommand(10.0, 4.0), 0);
}

// A closed loop on a link with a constant gain settles within a step of its target.
TEST(UplinkPower, ClosedLoopSettles) {
    const UplinkPower power;
    const double loss_db = 100.0, noise_dbm = -116.0, target_db = 12.3;
    double loop_db = 0.0, sinr_db = 0.0;
    for (int k = 0; k < 40; ++k) {
        sinr_db = puschPowerDbm(power, 0, 1, loss_db, loop_db) - loss_db - noise_dbm;
        loop_db = accumulateTpcDb(power, loop_db, tpcCommand(sinr_db, target_db),
                                  puschDemandDbm(power, 0, 1, loss_db, loop_db));
    }
    EXPECT_NEAR(sinr_db, target_db, 0.5);
}

// Interference as strong as the noise doubles it: 10 log10(2) = 3.0103 dB.
TEST(UplinkPower, NoiseRise) {
    EXPECT_DOUBLE_EQ(interferenceOverThermalDb(0.0, 1e-12), 0.0);
    EXPECT_NEAR(interferenceOverThermalDb(1e-12, 1e-12), 3.0103, 1e-4);
    EXPECT_NEAR(noiseRiseDb(2e-12, 1e-12, 1e-12), 6.0206, 1e-4);
}

}  // namespace
}  // namespace celltwin::phy
