// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "models/base/error.h"
#include "models/phy/bler.h"
#include "models/phy/link_adaptation.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"
#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using testing::fingerprintOf;
using testing::Keeper;
using testing::oneLink;
using testing::oneLinkAt;
using testing::smallNetwork;

TEST(Engine, SameBytesAtAnyThreadCount) {
    const scenario::Scenario s = smallNetwork(7, 200);
    const record::Digest one = fingerprintOf(s, 1);
    for (const int threads : {1, 2, 3, 4, 8})
        EXPECT_EQ(fingerprintOf(s, threads), one) << threads << " threads";
    EXPECT_NE(fingerprintOf(smallNetwork(7, 200, 8), 1), one) << "another seed must give another run";
}

TEST(Engine, ContinuesFromACheckpointBitForBit) {
    const scenario::Scenario s = smallNetwork();
    Keeper straight;
    Engine whole(s, dropUsers(s), 2);
    ASSERT_TRUE(runPlainLoop(whole, straight, {}));
    ASSERT_GE(straight.checkpoints.size(), 3U);
    for (const record::Checkpoint& checkpoint : straight.checkpoints) {
        Keeper rest;
        Engine resumed(s, dropUsers(s), 1);
        resumed.restore(checkpoint);
        ASSERT_TRUE(runPlainLoop(resumed, rest, {}));
        ASSERT_LE(rest.values.size(), straight.values.size());
        const std::size_t skipped = straight.values.size() - rest.values.size();
        for (std::size_t i = 0; i < rest.values.size(); ++i)
            for (std::size_t k = 0; k < rest.values[i].size(); ++k) {
                const double a = rest.values[i][k], b = straight.values[skipped + i][k];
                ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << "period " << i << " column " << k;
            }
    }
}

TEST(Engine, CheckpointWithinAPeriodContinuesToo) {
    const scenario::Scenario s = smallNetwork();
    Engine straight(s, dropUsers(s), 1), broken(s, dropUsers(s), 1);
    Keeper a, b, c;
    ASSERT_TRUE(runPlainLoop(straight, a, {}));
    int slots = 0;
    ASSERT_FALSE(runPlainLoop(broken, b, [&slots] { return ++slots > 1237; }));
    ASSERT_EQ(b.checkpoints.size(), 1U);
    Engine resumed(s, dropUsers(s), 1);
    resumed.restore(b.checkpoints[0]);
    ASSERT_TRUE(runPlainLoop(resumed, c, {}));
    ASSERT_EQ(a.values.size(), b.values.size() + c.values.size());
    EXPECT_EQ(a.values.back()[record::column(Kpi::tb_tot_nbr_dl)],
              c.values.back()[record::column(Kpi::tb_tot_nbr_dl)]);
    EXPECT_EQ(a.delivered, b.delivered + c.delivered);
}

TEST(Engine, ACheckpointBeforeTheFirstSlotKeepsTheAttachments) {
    const scenario::Scenario s = smallNetwork();
    Engine straight(s, dropUsers(s), 1), broken(s, dropUsers(s), 1), resumed(s, dropUsers(s), 1);
    Keeper a, b, c;
    ASSERT_TRUE(runPlainLoop(straight, a, {}));
    ASSERT_FALSE(runPlainLoop(broken, b, [] { return true; }));
    ASSERT_EQ(b.checkpoints.size(), 1U);
    resumed.restore(b.checkpoints[0]);
    ASSERT_TRUE(runPlainLoop(resumed, c, {}));
    EXPECT_EQ(c.all_events.size(), a.all_events.size());
}

TEST(Engine, RefusesACheckpointOfAnotherNetwork) {
    const scenario::Scenario small = smallNetwork(2, 20), large = smallNetwork(3, 30);
    Engine a(small, dropUsers(small), 1), b(large, dropUsers(large), 1);
    EXPECT_THROW(b.restore(a.checkpoint()), DataError);
}

TEST(Engine, PeriodsCoverTheRunWithoutGapsOrWarmUp) {
    scenario::Scenario s = smallNetwork();
    s.run.duration_s = 1.7;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    ASSERT_EQ(keeper.bounds.size(), 4U);
    EXPECT_EQ(keeper.bounds.front().first, 500'000'000);
    EXPECT_EQ(keeper.bounds.back().second, 2'200'000'000) << "the last period is the shorter rest";
    for (std::size_t i = 1; i < keeper.bounds.size(); ++i)
        EXPECT_EQ(keeper.bounds[i].first, keeper.bounds[i - 1].second);
    EXPECT_EQ(keeper.sample_times, (std::vector<std::int64_t>{1'000'000'000, 1'500'000'000, 2'000'000'000}));
}

TEST(Engine, CountersAgreeWithEachOther) {
    const scenario::Scenario s = smallNetwork();
    Keeper keeper;
    Engine engine(s, dropUsers(s), 2);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    double volume_mbit = 0.0;
    std::map<std::pair<record::EventKind, std::int32_t>, int> events_at;
    for (const record::Event& e : keeper.all_events)
        if (e.time_ns >= 500'000'000) ++events_at[{e.kind, e.from_cell}];
    int handovers = 0;
    for (std::size_t c = 0; c < s.network.cells.size(); ++c) {
        volume_mbit += keeper.total(c, Kpi::drb_pdcp_sdu_volume_dl);
        const auto eventsHere = [&](record::EventKind kind) {
            return events_at[{kind, static_cast<std::int32_t>(c)}];
        };
        const auto sum = [&](std::initializer_list<Kpi> kpis) {
            double total = 0.0;
            for (const Kpi kpi : kpis) total += keeper.total(c, kpi);
            return total;
        };
        handovers += eventsHere(record::EventKind::handover);
        EXPECT_EQ(sum({Kpi::mm_ho_prep_intra_req, Kpi::mm_ho_prep_inter_req}),
                  eventsHere(record::EventKind::handover_start));
        EXPECT_EQ(sum({Kpi::mm_ho_exe_intra_freq_succ}), eventsHere(record::EventKind::handover));
        EXPECT_EQ(sum({Kpi::x_ho_prep_intra_fail, Kpi::mm_ho_prep_inter_fail}),
                  eventsHere(record::EventKind::handover_refused));
        EXPECT_EQ(sum({Kpi::mm_ho_exe_intra_req, Kpi::mm_ho_exe_inter_req}),
                  eventsHere(record::EventKind::handover_command));
        EXPECT_EQ(sum({Kpi::x_ho_exe_intra_fail, Kpi::mm_ho_exe_inter_fail}),
                  eventsHere(record::EventKind::handover_failure));
        EXPECT_EQ(sum({Kpi::x_radio_link_failure}), eventsHere(record::EventKind::radio_link_failure));
        EXPECT_LE(keeper.total(c, Kpi::tb_err_tot_nbr_dl), keeper.total(c, Kpi::tb_tot_nbr_dl));
        for (const auto& v : keeper.values) {
            const double* row = v.data() + c * record::rowWidth();
            EXPECT_LE(row[record::column(Kpi::rru_max_prb_used_dl)], 52.0);
            EXPECT_LE(row[record::column(Kpi::rru_prb_used_dl)],
                      row[record::column(Kpi::rru_max_prb_used_dl)]);
            EXPECT_NEAR(row[record::column(Kpi::rru_prb_tot_dl)],
                        row[record::column(Kpi::rru_prb_used_dl)] / 0.52, 1e-9);
            EXPECT_LE(row[record::column(Kpi::drb_mean_active_ue_dl)],
                      row[record::column(Kpi::rrc_conn_mean)]);
        }
    }
    EXPECT_GT(handovers, 0) << "cars cross cells within three seconds";
    EXPECT_NEAR(volume_mbit, keeper.delivered * 8e-6, 1e-6 * volume_mbit);
}

TEST(Engine, FullBufferOnOneLinkGivesTheTransportBlockRate) {
    const scenario::Scenario s = oneLink();
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    // At 46 dBm and a few hundred metres of free space the SINR is far above the top CQI: every slot carries
    // one block of the last MCS over all PRBs, 14 x 12 x 0.86 = 144 resource elements a PRB.
    const double bits =
        phy::transportBlockBits(52, 144, phy::mcsTable(phy::McsTable::table2_256qam).back(), 1);
    for (const auto& v : keeper.values) {
        EXPECT_NEAR(v[record::column(Kpi::drb_ue_thp_dl)], bits, 1e-6 * bits) << "bit per ms is kbit/s";
        EXPECT_EQ(v[record::column(Kpi::rru_prb_tot_dl)], 100.0);
        EXPECT_EQ(v[record::column(Kpi::tb_err_tot_nbr_dl)], 0.0);
        EXPECT_TRUE(std::isnan(v[record::column(Kpi::drb_rlc_sdu_delay_dl)])) << "a full buffer has no delay";
    }
}

TEST(Engine, TddServesOnlyDownlinkSymbols) {
    scenario::Scenario s = oneLink();
    s.network.carriers[0].tdd_pattern = "DU";
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    EXPECT_EQ(keeper.values[0][record::column(Kpi::tb_tot_nbr_dl)], 250.0) << "every other slot of 500";
    EXPECT_EQ(keeper.values[0][record::column(Kpi::rru_prb_tot_dl)], 100.0) << "of the downlink slots";
}

TEST(Engine, ConstantRateIsDeliveredAndWaitsLittle) {
    scenario::Scenario s = oneLink();
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::constant_rate;
    s.users.traffic[0].bearers[0].profile.rate_kbps = 1200.0;
    s.users.traffic[0].bearers[0].profile.packet_bytes = 1500.0;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    EXPECT_NEAR(keeper.delivered * 8.0 / 3.0, 1.2e6, 1.2e4);
    // A packet arrives in a slot and leaves in it: it is counted as waiting for that one slot.
    EXPECT_NEAR(keeper.values[2][record::column(Kpi::drb_rlc_sdu_delay_dl)], 10.0, 1e-9)
        << "1 ms in units of 0.1 ms";
}

TEST(Engine, SsSinrDoesNotDependOnTheLayersOfData) {
    for (const int layers : {1, 2, 4}) {
        scenario::Scenario s = oneLinkAt(20.5);
        s.network.carriers[0].layers = layers;
        Keeper keeper;
        Engine engine(s, dropUsers(s), 1);
        ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
        const auto& sinr = record::definition(Kpi::mr_nr_sc_ss_sinr);
        const double* bins = keeper.values[0].data() + record::column(Kpi::mr_nr_sc_ss_sinr);
        for (std::size_t bin = 0; bin < sinr.width(); ++bin)
            EXPECT_EQ(bins[bin] > 0.0, bin == record::binOf(sinr, 20.5)) << layers << " layers, bin " << bin;
    }
}

// Expected: the clause's T1 - T2 worked out from what the columns show slot by slot.
TEST(Engine, ThroughputTimeBeginsWithTheFirstTransmissionReceivedOrNot) {
    const phy::McsTable table = phy::McsTable::table2_256qam;
    scenario::Scenario s =
        oneLinkAt(phy::requiredSinrDb(phy::cqiTable(table)[6], phy::kReferenceBlockBits) + 0.01);
    s.run.warmup_s = 0.0;
    s.run.ue_sample_period_s = 3600.0;
    traffic::Profile& profile = s.users.traffic[0].bearers[0].profile;
    profile.kind = traffic::Kind::constant_rate;
    profile.rate_kbps = 6400.0;
    profile.packet_bytes = 8000.0;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    const Queue& queue = engine.state().queue[0][0];
    std::int64_t first_sent = -1, expected_ms = 0;
    std::vector<std::int64_t> received;
    int first_lost = 0;
    const auto closeBurst = [&] {
        if (received.size() > 1) expected_ms += received[received.size() - 2] + 1 - first_sent;
        first_sent = -1;
        received.clear();
    };
    while (!engine.done()) {
        const std::int64_t slot = engine.slot();
        const std::int64_t before = queue.delivered_bytes;
        engine.step(keeper);
        if (engine.state().down.rows[0].last_served_slot != slot) continue;
        const bool lost = queue.delivered_bytes == before;
        if (first_sent < 0) first_lost += lost ? 1 : 0;
        if (first_sent < 0) first_sent = slot;
        if (!lost) received.push_back(slot);
        if (!queue.busy()) closeBurst();
    }
    closeBurst();
    EXPECT_GT(first_lost, 0) << "the test needs bursts whose first block is lost";
    EXPECT_EQ(keeper.total(0, Kpi::drb_ue_thp_time_dl), static_cast<double>(expected_ms));
}

TEST(Engine, ACellThatIsOffServesNobody) {
    scenario::Scenario s = smallNetwork();
    s.network.cells[4].active = false;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    // Counters of a cell that is not there have no value, not zero.
    for (const auto& values : keeper.values)
        for (std::size_t k = 0; k < record::rowWidth(); ++k)
            ASSERT_TRUE(std::isnan(values[4 * record::rowWidth() + k])) << record::columnName(k);
    EXPECT_GT(keeper.total(3, Kpi::rrc_conn_mean), 0.0);
    for (const std::int32_t serving : engine.state().serving_cell) EXPECT_NE(serving, 4);
}

TEST(Engine, NoActiveCellLeavesEveryoneDetached) {
    scenario::Scenario s = smallNetwork(1, 5);
    for (scenario::Cell& cell : s.network.cells) cell.active = false;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    for (const std::int32_t serving : engine.state().serving_cell) EXPECT_EQ(serving, -1);
    EXPECT_EQ(keeper.delivered, 0.0);
}

// With an inactivity timer all UEs begin idle, so no cell has a link in the first slot.
TEST(Engine, ARunMayBeginWithEverybodyIdle) {
    scenario::Scenario s = smallNetwork(1, 10);
    s.users.traffic.resize(1);
    s.users.traffic[0].share = 1.0;
    s.ran.connection.inactivity_timer_ms = 200.0;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    double attempts = 0.0, connected = 0.0;
    for (std::size_t cell = 0; cell < s.network.cells.size(); ++cell) {
        attempts += keeper.total(cell, Kpi::rrc_conn_estab_att);
        connected += keeper.total(cell, Kpi::rrc_conn_estab_succ);
    }
    EXPECT_GT(connected, 0.0);
    EXPECT_LE(connected, attempts + 10.0);  // one for each UE may be under way when the warm-up ends
    EXPECT_GT(keeper.delivered, 0.0);
}

// An idle UE travels from its only cell to one 3 km away on another frequency. Free space at 2 GHz takes 108
// dB over that way, so the first cell is far below Qrxlevmin at its end.
TEST(Engine, AnIdleUeLooksAtAllFrequenciesWhereItsCellEnds) {
    scenario::Scenario s = testing::oneLink();
    s.network.sites.push_back({"far", {3000.0, 0.0}});
    scenario::Carrier other = s.network.carriers[0];
    other.id = "other";
    other.frequency_mhz += 100.0;
    s.network.carriers.push_back(other);
    scenario::Cell far = s.network.cells[0];
    far.id = "far";
    far.site = static_cast<std::uint32_t>(s.network.sites.size() - 1);
    far.position = {3000.0, 0.0};
    far.carrier = 1;
    s.network.cells.push_back(far);
    for (scenario::Cell& cell : s.network.cells) cell.tx_power_dbm = 0.0;
    s.users.mobility[0].profile.kind = mobility::Kind::route;
    s.users.mobility[0].profile.routes = {
        std::make_shared<const std::vector<mobility::RoutePoint>>(std::vector<mobility::RoutePoint>{
            {0, {20.0, 0.0}}, {500'000'000, {20.0, 0.0}}, {1'500'000'000, {2980.0, 0.0}}})};
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::ftp3;
    s.users.traffic[0].bearers[0].profile.files_per_second = 1e-9;
    s.ran.connection.inactivity_timer_ms = 100.0;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 1);
    while (engine.state().slot < 400) engine.step(keeper);
    EXPECT_EQ(engine.state().serving_cell[0], 0);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    EXPECT_EQ(engine.state().serving_cell[0], 1);
}

TEST(Engine, MorePowerOnTheServingCellNeverLowersItsSignal) {
    const scenario::Scenario weak = smallNetwork();
    scenario::Scenario strong = weak;
    strong.network.cells[0].tx_power_dbm += 3.0;
    const Engine a(weak, dropUsers(weak), 1), b(strong, dropUsers(strong), 1);
    for (std::size_t ue = 0; ue < a.state().ueCount(); ++ue) {
        const float x = a.state().rsrp_mw[ue * a.state().width], y = b.state().rsrp_mw[ue * b.state().width];
        EXPECT_NEAR(10.0 * std::log10(y / x), 3.0, 1e-4);
    }
}

TEST(Engine, MemoryEstimateCoversTheColumns) {
    const scenario::Scenario s = smallNetwork(20, 2000);
    const Engine engine(s, dropUsers(s), 1);
    std::size_t columns = 0;
    for (const record::CheckpointColumn& c : engine.checkpoint().columns) columns += c.bytes.size();
    EXPECT_GE(estimateBytes(s), 2 * columns);
    EXPECT_LE(estimateBytes(s), 8 * columns);
    scenario::Scenario one_segment = s;
    one_segment.run.segment_s = one_segment.run.duration_s;
    const std::size_t whole_run = estimateBytes(one_segment);
    one_segment.run.segment_s = 3600.0;
    EXPECT_EQ(estimateBytes(one_segment), whole_run) << "a segment holds no more than the run";
}

TEST(Engine, MemoryEstimateCoversBeamsAndFading) {
    scenario::Scenario s = testing::everythingOn(phy::Combining::chase, scenario::EffectiveSinr::miesm);
    const scenario::NetworkSnapshot wide = smallNetwork(40).network;
    s.network.sites = wide.sites;
    s.network.cells = wide.cells;
    s.network.wrap_offsets.clear();
    s.users.count = 1500;
    // One period a segment, so that what the trace writer holds does not cover up for the columns.
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s;
    const Engine engine(s, dropUsers(s), 1);
    std::size_t columns = 0;
    for (const record::CheckpointColumn& c : engine.checkpoint().columns) columns += c.bytes.size();
    EXPECT_GE(estimateBytes(s), 2 * columns);
    EXPECT_LE(estimateBytes(s), 8 * columns);
}

}  // namespace
}  // namespace celltwin::engine
