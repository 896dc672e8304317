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

// -80 + 10 log10(2 x 10) + 0.8 x 110 = -80 + 13.0103 + 88 = 21.0103 dBm; on 20 PRBs 24.0206.
TEST(UplinkPower, SumOfClause711) {
    const UplinkPower power;
    EXPECT_NEAR(puschDemandDbm(power, 1, 10, 110.0), 21.0103, 1e-4);
    EXPECT_NEAR(puschPowerDbm(power, 1, 10, 110.0), 21.0103, 1e-4);
    EXPECT_NEAR(puschDemandDbm(power, 1, 20, 110.0), 24.0206, 1e-4);
    EXPECT_DOUBLE_EQ(puschPowerDbm(power, 1, 20, 110.0), 23.0);  // P_CMAX
    EXPECT_DOUBLE_EQ(puschPowerDbm(power, 0, 1, 40.0), -40.0);   // least output power
    EXPECT_NEAR(puschPowerPerPrbMw(power, 1, 20, 110.0), std::pow(10.0, 2.3) / 20.0, 1e-9);
}

// 23 - 21.0103 = 1.9897; -80 + 26.0206 + 96 = 42.0206 at 120 dB on 200 PRBs of 30 kHz.
TEST(UplinkPower, HeadroomOfClause771) {
    const UplinkPower power;
    EXPECT_NEAR(powerHeadroomDb(power, 1, 10, 110.0), 1.9897, 1e-4);
    EXPECT_NEAR(powerHeadroomDb(power, 1, 200, 120.0), 23.0 - 42.0206, 1e-4);
}

// What TS 38.331 signals.
constexpr double kAlpha[] = {0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

UplinkPower drawn(const Random& random, std::uint64_t i) {
    UplinkPower power;
    power.p0_dbm = -110.0 + std::floor(60.0 * random.uniform(Stream::mobility, i, 0));
    power.alpha = kAlpha[static_cast<std::size_t>(8.0 * random.uniform(Stream::mobility, i, 1))];
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

}  // namespace
}  // namespace celltwin::phy
