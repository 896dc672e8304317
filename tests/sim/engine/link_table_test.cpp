// SPDX-License-Identifier: BSD-3-Clause
//
// A carrier's link table in the engine, and PRBs that LTE blocks take: against TS 36.213 Table 7.1.7.2.1-1.
#include <gtest/gtest.h>

#include "models/phy/lte_tables.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::testing {
namespace {

using record::Kpi;

constexpr int kPrbs = 50;

/// Every CQI from -30 dB on, answered by one MCS.
phy::LinkTable alwaysMcs(std::uint8_t mcs) {
    phy::LinkTable table;
    table.sinr_db.fill(-30.0);
    table.mcs.fill(mcs);
    return table;
}

scenario::Scenario lteLink(std::uint8_t mcs) {
    scenario::Scenario s = oneLink();
    scenario::Carrier& carrier = s.network.carriers[0];
    carrier.prb_count = kPrbs;
    carrier.mcs_table = phy::McsTable::lte_64qam;
    carrier.link_table = alwaysMcs(mcs);
    return s;
}

// Strong enough that no block is lost: each slot carries one block of all PRBs, no outer loop moves the MCS.
TEST(LinkTable, GivesTheMcsWhateverTheSinr) {
    for (const std::uint8_t mcs : {std::uint8_t{0}, std::uint8_t{11}, std::uint8_t{20}}) {
        const scenario::Scenario s = lteLink(mcs);
        Keeper keeper;
        engine::Engine engine(s, engine::dropUsers(s), 1);
        engine::runPlainLoop(engine, keeper, {});
        for (const auto& values : keeper.values) {
            const double prbs = values[record::column(Kpi::carr_pdsch_mcs_dist) + mcs];
            const double slots = s.run.kpi_period_s * 1e3;
            EXPECT_EQ(prbs, slots * kPrbs) << "MCS " << int{mcs};
            const double bits = slots * phy::lteTransportBlockBits(kPrbs, mcs, phy::McsTable::lte_64qam, 1);
            EXPECT_NEAR(values[record::column(Kpi::drb_pdcp_sdu_volume_dl)], bits * 1e-6, 1e-6 * bits * 1e-6);
        }
    }
}

TEST(LinkTable, BelowItsFirstSinrNothingIsSent) {
    scenario::Scenario s = lteLink(11);
    s.network.carriers[0].link_table->sinr_db.fill(90.0);
    Keeper keeper;
    engine::Engine engine(s, engine::dropUsers(s), 1);
    engine::runPlainLoop(engine, keeper, {});
    EXPECT_EQ(keeper.total(0, Kpi::tb_tot_nbr_dl), 0.0);
}

// An LTE block's size does not know how many resource elements carry it, so neither does the need of PRBs:
// twice the overhead, the same PRB use, and about the share that the table says (whole PRBs of each packet
// take some more).
TEST(LtePrbs, OfAQueueFollowTheBlockSizes) {
    constexpr std::uint8_t kMcs = 11;
    constexpr double kRateKbps = 2000.0, kPacketBytes = 5000.0;
    double use[2] = {};
    for (const int i : {0, 1}) {
        scenario::Scenario s = lteLink(kMcs);
        s.network.carriers[0].overhead = i == 0 ? 0.14 : 0.28;
        s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::constant_rate;
        s.users.traffic[0].bearers[0].profile.rate_kbps = kRateKbps;
        s.users.traffic[0].bearers[0].profile.packet_bytes = kPacketBytes;
        s.run.kpi_period_s = s.run.duration_s = 2.0;
        Keeper keeper;
        engine::Engine engine(s, engine::dropUsers(s), 1);
        engine::runPlainLoop(engine, keeper, {});
        use[i] = keeper.total(0, Kpi::rru_prb_tot_dl) / 100.0;
    }
    EXPECT_EQ(use[0], use[1]);
    const double full_kbps = phy::lteTransportBlockBits(kPrbs, kMcs, phy::McsTable::lte_64qam, 1);
    EXPECT_GE(use[0], kRateKbps / full_kbps * 0.999);
    EXPECT_LE(use[0], kRateKbps / full_kbps * 1.05);
}

}  // namespace
}  // namespace celltwin::testing
