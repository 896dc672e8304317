// SPDX-License-Identifier: BSD-3-Clause
//
// Foreground and background cells in one run: what must not depend on the split, and what others hear of a
// background cell. Expected values are identities, closed forms of one link, or the same run slot by slot.
#include <gtest/gtest.h>

#include "models/base/units.h"
#include "models/phy/rate_curve.h"
#include "sim/engine/fluid_link.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using testing::Keeper;

scenario::Scenario mixed(std::vector<std::uint32_t> sites, int of = 3) {
    scenario::Scenario s = testing::smallNetwork(of, 20 * of);
    s.run.foreground = scenario::Foreground{std::move(sites), 10.0};
    return s;
}

TEST(Background, OfNoCellsChangesNothing) {
    EXPECT_EQ(testing::fingerprintOf(mixed({0, 1, 2}), 1),
              testing::fingerprintOf(testing::smallNetwork(3, 60), 1));
    EXPECT_NE(testing::fingerprintOf(mixed({1}), 1), testing::fingerprintOf(testing::smallNetwork(3, 60), 1));
}

TEST(Background, SameBytesAtAnyNumberOfThreads) {
    // Lists of heard cells that are not complete, beams apart from reference signals, uplink both ways.
    scenario::Scenario s = mixed({3, 4}, 9);
    s.radio.neighbours = 6;
    s.users.traffic[0].bearers.resize(2);
    s.users.traffic[0].bearers[1].profile.kind = traffic::Kind::web;
    s.users.traffic[0].bearers[1].profile.web.reading_s = 0.2;
    s.users.traffic.push_back(s.users.traffic[0]);
    s.users.traffic[0].share = s.users.traffic[2].share = 0.4;
    s.users.traffic[2].bearers[0].profile.direction = traffic::Direction::uplink;
    const record::Digest one = testing::fingerprintOf(s, 1);
    EXPECT_EQ(testing::fingerprintOf(s, 2), one);
    EXPECT_EQ(testing::fingerprintOf(s, 4), one);
}

TEST(Background, GoesOnFromACheckpointWithinAStep) {
    scenario::Scenario s = mixed({1});
    s.radio.neighbours = 4;
    s.run.foreground->background_step_ms = 16.0;
    Engine straight(s, dropUsers(s), 1);
    Keeper all;
    ASSERT_TRUE(runPlainLoop(straight, all, {}));
    for (const int stop : {3, 805, 1237, 2999}) {
        Engine broken(s, dropUsers(s), 1), resumed(s, dropUsers(s), 1);
        Keeper first, rest;
        int slots = 0;
        ASSERT_FALSE(runPlainLoop(broken, first, [&] { return ++slots > stop; }));
        resumed.restore(first.checkpoints.back());
        ASSERT_TRUE(runPlainLoop(resumed, rest, {}));
        first.values.insert(first.values.end(), rest.values.begin(), rest.values.end());
        ASSERT_EQ(first.values.size(), all.values.size());
        for (std::size_t p = 0; p < all.values.size(); ++p)
            for (std::size_t i = 0; i < all.values[p].size(); ++i)
                ASSERT_TRUE(first.values[p][i] == all.values[p][i] ||
                            (std::isnan(first.values[p][i]) && std::isnan(all.values[p][i])))
                    << "stopped at " << stop << ", period " << p << ", column "
                    << record::columnName(i % record::rowWidth());
        EXPECT_EQ(straight.checkpoint().columns.size(), resumed.checkpoint().columns.size());
        for (std::size_t i = 0; i < straight.checkpoint().columns.size(); ++i)
            EXPECT_EQ(straight.checkpoint().columns[i].bytes, resumed.checkpoint().columns[i].bytes)
                << straight.checkpoint().columns[i].name;
    }
}

TEST(Background, FillsWhatAFluidKnowsAndNothingElse) {
    const scenario::Scenario s = mixed({1});
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    const auto valueOf = [&](std::size_t cell, Kpi kpi) {
        return keeper.values.back()[cell * record::rowWidth() + record::column(kpi)];
    };
    for (const Kpi kpi :
         {Kpi::drb_ue_thp_dl, Kpi::rru_prb_tot_dl, Kpi::drb_pdcp_sdu_volume_dl, Kpi::rrc_conn_mean,
          Kpi::carr_mean_tx_pwr, Kpi::mm_ho_prep_inter_req, Kpi::x_radio_link_failure})
        for (const std::size_t cell : {0U, 4U}) EXPECT_FALSE(std::isnan(valueOf(cell, kpi)));
    for (const Kpi kpi :
         {Kpi::tb_tot_nbr_dl, Kpi::rru_max_prb_used_dl, Kpi::carr_pdsch_mcs_dist, Kpi::drb_air_if_delay_dl,
          Kpi::rru_prb_used_ul, Kpi::x_iot_ul, Kpi::pee_energy, Kpi::rru_prb_used_dl_by_5qi}) {
        EXPECT_TRUE(std::isnan(valueOf(0, kpi))) << record::definition(kpi).name;
        EXPECT_FALSE(std::isnan(valueOf(4, kpi))) << record::definition(kpi).name;
    }
}

/// A link of its own to site 0, and a site too far to be heard that goes slot by slot.
scenario::Scenario oneLinkBehind(double sinr_db) {
    scenario::Scenario s = testing::oneLinkAt(sinr_db);
    s.network.sites.push_back({"far", {900e3, 0.0}});
    scenario::Cell far = s.network.cells[0];
    far.id = "far";
    far.site = 1;
    far.position = {900e3, 0.0};
    far.tx_power_dbm = -60.0;
    s.network.cells.push_back(far);
    s.run.foreground = scenario::Foreground{{1}, 10.0};
    return s;
}

TEST(Background, OneFullBufferGetsTheRateCurve) {
    for (const double sinr_db : {-2.0, 5.0, 14.0, 22.0}) {
        const scenario::Scenario s = oneLinkBehind(sinr_db);
        Engine engine(s, dropUsers(s), 1);
        Keeper keeper;
        ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
        const RadioModel radio(s);
        const AirInterface air(s);
        const StepContext context(s, radio, air);
        // FDD: a block's fate is acted upon two slots on, one more than where it moves the next block.
        const phy::RateCurve curve(fluidCarrier(context, 0).rates, 1);
        const double expected_mbit =
            curve.bitsPerPrb(sinr_db) * s.network.carriers[0].prb_count * 1e-3 * s.run.duration_s;
        EXPECT_NEAR(keeper.total(0, Kpi::drb_pdcp_sdu_volume_dl) / expected_mbit, 1.0, 0.02) << sinr_db;
        EXPECT_NEAR(keeper.total(0, Kpi::rru_prb_tot_dl), 100.0 * static_cast<double>(keeper.values.size()),
                    1e-9);
    }
}

TEST(Background, FilesTakeAsLongAsSlotBySlot) {
    scenario::Scenario s = oneLinkBehind(15.0);
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::ftp3;
    s.users.traffic[0].bearers[0].profile.file_bytes = 100e3;
    s.users.traffic[0].bearers[0].profile.files_per_second = 2.0;
    s.run.duration_s = 20.0;
    const auto throughputOf = [](const scenario::Scenario& run) {
        Engine engine(run, dropUsers(run), 1);
        Keeper keeper;
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
        return keeper.total(0, Kpi::drb_ue_thp_vol_dl) / keeper.total(0, Kpi::drb_ue_thp_time_dl);
    };
    const double fluid = throughputOf(s);
    s.run.foreground.reset();
    EXPECT_NEAR(fluid / throughputOf(s), 1.0, 0.05);
}

/// Two sites 500 m apart, a still UE at each with a full buffer one way.
scenario::Scenario twoLinks(traffic::Direction direction) {
    scenario::Scenario s = testing::smallNetwork(2, 8);
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    s.users.traffic = {scenario::TrafficShare{}};
    s.users.traffic[0].bearers[0].profile.direction = direction;
    return s;
}

TEST(Background, IsHeardAsLoudAsSlotBySlot) {
    scenario::Scenario s = twoLinks(traffic::Direction::downlink);
    Engine slots(s, dropUsers(s), 1);
    s.run.foreground = scenario::Foreground{{0}, 10.0};
    Engine split(s, dropUsers(s), 1);
    Keeper a, b;
    ASSERT_TRUE(runPlainLoop(slots, a, {}));
    ASSERT_TRUE(runPlainLoop(split, b, {}));
    int interfered = 0;
    for (std::size_t ue = 0; ue < split.state().ueCount(); ++ue) {
        ASSERT_EQ(split.state().serving_cell[ue], slots.state().serving_cell[ue]);
        if (split.state().serving_cell[ue] >= 3) continue;
        EXPECT_NEAR(split.state().sinr_db[ue], slots.state().sinr_db[ue], 0.01) << "full buffers load alike";
        ++interfered;
    }
    EXPECT_GT(interfered, 0);
}

TEST(Background, UplinkNoiseRiseIsThatOfSlots) {
    scenario::Scenario s = twoLinks(traffic::Direction::uplink);
    const auto iotDb = [](const scenario::Scenario& run) {
        Engine engine(run, dropUsers(run), 1);
        Keeper keeper;
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
        double sum = 0.0;
        for (std::size_t cell = 0; cell < 3; ++cell)
            sum += keeper.values.back()[cell * record::rowWidth() + record::column(Kpi::x_iot_ul)];
        return sum / 3.0;
    };
    const double slots_db = iotDb(s);
    s.run.foreground = scenario::Foreground{{0}, 10.0};
    EXPECT_GT(slots_db, 0.5) << "there is something to hear";
    EXPECT_NEAR(iotDb(s), slots_db, 1.0);
}

TEST(Background, UplinkVolumeIsThatOfSlots) {
    scenario::Scenario s = twoLinks(traffic::Direction::uplink);
    const auto volumeOf = [](const scenario::Scenario& run) {
        Engine engine(run, dropUsers(run), 1);
        Keeper keeper;
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
        double sum = 0.0;
        for (std::size_t cell = 3; cell < 6; ++cell) sum += keeper.total(cell, Kpi::drb_pdcp_sdu_volume_ul);
        return sum;
    };
    const double slots = volumeOf(s);
    s.run.foreground = scenario::Foreground{{0}, 10.0};
    EXPECT_NEAR(volumeOf(s) / slots, 1.0, 0.15);
}

}  // namespace
}  // namespace celltwin::engine
