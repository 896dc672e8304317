// SPDX-License-Identifier: BSD-3-Clause
//
// What more of something must do to a run, or must not, whatever the numbers are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using record::EventKind;
using record::Kpi;
using testing::Keeper;
using testing::smallNetwork;
using traffic::Direction;

/// Nobody moves, everybody has a full buffer.
scenario::Scenario stillAndFull(int sites, int users) {
    scenario::Scenario s = smallNetwork(sites, users);
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    s.users.traffic = {scenario::TrafficShare{}};
    s.run.duration_s = 1.5;
    return s;
}

struct Outcome {
    explicit Outcome(const scenario::Scenario& s) : Outcome(s, dropUsers(s)) {}
    Outcome(const scenario::Scenario& s, const UserDrop& users) : engine(s, users, 2) {
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
    }
    const RanState& state() const { return engine.state(); }
    Keeper keeper;
    Engine engine;
};

TEST(Property, MorePowerOnTheServingCellDoesNotLowerItsUesSinr) {
    const scenario::Scenario s = stillAndFull(3, 60);
    const Outcome before(s);
    for (const std::int32_t cell : {0, 4, 8}) {
        scenario::Scenario louder = s;
        louder.network.cells[static_cast<std::size_t>(cell)].tx_power_dbm += 3.0;
        const Outcome after(louder);
        int seen = 0;
        for (std::size_t ue = 0; ue < before.state().ueCount(); ++ue) {
            if (before.state().serving_cell[ue] != cell || after.state().serving_cell[ue] != cell) continue;
            ++seen;
            EXPECT_GE(after.state().sinr_db[ue], before.state().sinr_db[ue] - 1e-4F);
        }
        EXPECT_GT(seen, 2);
    }
}

// Multi-user diversity in frequency: every subband goes to whom it suits.
TEST(Property, SchedulingBySubbandCarriesMore) {
    scenario::Scenario s = stillAndFull(3, 60);
    s.radio.fading.profile = s.radio.fading.los_profile = fading::TdlProfile::c;
    s.radio.fading.delay_spread_ns = 600.0;
    s.radio.fading.min_speed_kmh = 3.0;
    const auto volume = [](const Outcome& run) {
        double sum = 0.0;
        for (std::size_t c = 0; c < 9; ++c) sum += run.keeper.total(c, Kpi::drb_pdcp_sdu_volume_dl);
        return sum;
    };
    const Outcome wideband(s);
    s.ran.link_adaptation.cqi_format = scenario::CqiFormat::subband;
    const Outcome subband(s);
    EXPECT_GT(volume(subband), 1.1 * volume(wideband));
    // Nobody to choose from: one UE has all subbands either way.
    s.users.count = 1;
    const Outcome alone(s);
    s.ran.link_adaptation.cqi_format = scenario::CqiFormat::wideband;
    EXPECT_NEAR(volume(alone), volume(Outcome(s)), 0.05 * volume(alone));
}

TEST(Property, MoreBandwidthIsNotLessFullBufferThroughput) {
    double before[9] = {};
    for (const auto& [mhz, prbs] :
         {std::pair{5.0, 25}, std::pair{10.0, 52}, std::pair{20.0, 106}, std::pair{40.0, 216}}) {
        scenario::Scenario s = stillAndFull(3, 60);
        s.network.carriers[0].bandwidth_mhz = mhz;
        s.network.carriers[0].prb_count = prbs;
        const Outcome run(s);
        for (std::size_t c = 0; c < 9; ++c) {
            const double volume = run.keeper.total(c, Kpi::drb_pdcp_sdu_volume_dl);
            EXPECT_GE(volume, before[c]) << mhz << " MHz, cell " << c;
            before[c] = volume;
        }
        EXPECT_GT(*std::max_element(before, before + 9), 0.0);
    }
}

/// Every value of every period, row by row: `row_of` says which row of `b` is row c of `a`.
void expectSamePeriods(const Keeper& a, const Keeper& b, const std::vector<std::size_t>& row_of,
                       double within) {
    ASSERT_EQ(a.values.size(), b.values.size());
    for (std::size_t p = 0; p < a.values.size(); ++p)
        for (std::size_t c = 0; c < row_of.size(); ++c)
            for (std::size_t k = 0; k < record::rowWidth(); ++k) {
                const double x = a.values[p][c * record::rowWidth() + k];
                const double y = b.values[p][row_of[c] * record::rowWidth() + k];
                const bool same = (std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= within * std::abs(x);
                ASSERT_TRUE(same) << "period " << p << " cell " << c << " column " << k << ": " << x << ", "
                                  << y;
            }
}

// Three cells, so that whatever their order a UE's two interferers add up to the same float; several UEs
// heard in the uplink do not quite. Draws are keyed by site, UE and flow, which stay.
TEST(Property, RelabellingCellsChangesNothing) {
    scenario::Scenario s = smallNetwork(3, 40);
    s.network.cells = {s.network.cells[0], s.network.cells[3], s.network.cells[6]};
    for (scenario::Cell& cell : s.network.cells) cell.azimuth_deg = 0.0;
    s.network.antennas[0].model = scenario::AntennaModel::isotropic;
    s.users.traffic[0].bearers.resize(2);
    s.users.traffic[0].bearers[1].profile.kind = traffic::Kind::ftp3;
    s.users.traffic[0].bearers[1].profile.direction = Direction::uplink;
    s.ran.connection.inactivity_timer_ms = 300.0;
    s.ran.handover_procedure.preparation_ms = 50.0;
    const Outcome a(s);
    scenario::Scenario other = s;
    const std::vector<std::size_t> row_of = {2, 0, 1};
    for (std::size_t c = 0; c < 3; ++c) other.network.cells[row_of[c]] = s.network.cells[c];
    const Outcome b(other);
    expectSamePeriods(a.keeper, b.keeper, row_of, 1e-6);
    ASSERT_EQ(a.keeper.all_events.size(), b.keeper.all_events.size());
    int handovers = 0;
    const auto renamed = [&](std::int32_t c) {
        return c < 0 ? c : static_cast<std::int32_t>(row_of[static_cast<std::size_t>(c)]);
    };
    for (std::size_t i = 0; i < a.keeper.all_events.size(); ++i) {
        const record::Event &x = a.keeper.all_events[i], &y = b.keeper.all_events[i];
        EXPECT_EQ(std::tuple(x.time_ns, x.kind, x.ue), std::tuple(y.time_ns, y.kind, y.ue));
        EXPECT_EQ(renamed(x.from_cell), y.from_cell);
        EXPECT_EQ(renamed(x.to_cell), y.to_cell);
        handovers += x.kind == EventKind::handover ? 1 : 0;
    }
    EXPECT_GT(handovers, 0);
    for (std::size_t ue = 0; ue < a.state().ueCount(); ++ue)
        EXPECT_EQ(a.state().queue[1][ue * a.state().flows + 1].delivered_bytes,
                  b.state().queue[1][ue * b.state().flows + 1].delivered_bytes);
}

template <class T>
void permute(std::vector<T>& column, const std::vector<std::size_t>& row_of) {
    const std::vector<T> old = column;
    for (std::size_t i = 0; i < old.size(); ++i) column[row_of[i]] = old[i];
}

// Links so good that no block is lost, since errors are drawn by row, and priorities that leave no tie.
TEST(Property, RelabellingUesChangesNothing) {
    scenario::Scenario s = stillAndFull(1, 6);
    s.network.cells.resize(1);
    s.network.antennas[0].model = scenario::AntennaModel::isotropic;
    s.radio.propagation = "free-space";
    s.radio.line_of_sight = scenario::LosMode::always;
    s.radio.shadowing = false;
    s.ran.rule.policy = scheduler::Policy::qos_aware;
    s.ran.max_ues_per_slot = 2;
    s.ran.uplink.request_period_ms = 1.0;
    s.ran.uplink.power = {-60.0, 1.0, 40.0, -40.0};
    s.users.traffic.clear();
    for (const int five_qi : {5, 6, 7, 8, 9, 70}) {
        scenario::TrafficShare share;
        share.share = 1.0 / 6.0;
        share.bearers.resize(2);
        for (scenario::Bearer& bearer : share.bearers) bearer.five_qi = five_qi;
        share.bearers[1].profile.direction = Direction::uplink;
        s.users.traffic.push_back(share);
    }
    UserDrop users = dropUsers(s);
    std::iota(users.traffic_class.begin(), users.traffic_class.end(), std::uint8_t{0});
    const Outcome a(s, users);
    const std::vector<std::size_t> row_of = {3, 0, 5, 1, 4, 2};
    permute(users.position, row_of);
    permute(users.height_m, row_of);
    permute(users.place, row_of);
    permute(users.indoor_distance_m, row_of);
    permute(users.penetration_draw, row_of);
    permute(users.mobility_class, row_of);
    permute(users.traffic_class, row_of);
    permute(users.mobility_rank, row_of);
    const Outcome b(s, users);
    for (std::size_t ue = 0; ue < 6; ++ue)
        for (const std::size_t direction : {0, 1}) {
            const Queue& x = a.state().queue[direction][ue * 2 + direction];
            const Queue& y = b.state().queue[direction][row_of[ue] * 2 + direction];
            EXPECT_GT(x.delivered_bytes, 0);
            EXPECT_EQ(x.delivered_bytes, y.delivered_bytes) << "UE " << ue << " direction " << direction;
        }
    EXPECT_NE(a.state().queue[0][0].delivered_bytes, a.state().queue[0][2].delivered_bytes);
    expectSamePeriods(a.keeper, b.keeper, {0}, 1e-9);
}

/// One car past four sites at 60 m/s, which measures with errors.
scenario::Scenario drive(std::uint64_t seed) {
    scenario::Scenario s = smallNetwork(4, 1, seed);
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    mobility::Profile& profile = s.users.mobility[0].profile;
    profile.kind = mobility::Kind::route;
    const auto route = std::make_shared<std::vector<mobility::RoutePoint>>();
    *route = {{0, {-200.0, 40.0}}, {30'000'000'000, {1'600.0, 40.0}}};
    profile.routes = {route};
    s.users.traffic = {scenario::TrafficShare{}};
    s.users.traffic[0].bearers[0].profile.kind = traffic::Kind::iot;
    s.ran.radio_link.n310 = 0;
    s.ran.radio_link.q_out_db = -60.0;
    s.ran.handover.filter_coefficient_k = 0;
    s.ran.handover_procedure.measurement_error_db = 2.0;
    s.radio.line_of_sight = scenario::LosMode::never;
    s.run.warmup_s = 0.0;
    s.run.duration_s = 30.0;
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = 30.0;
    return s;
}

TEST(Property, StricterTimeToTriggerIsNotMoreHandoversOnTheSameDrive) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        std::ptrdiff_t before = 1 << 20, first = -1;
        for (const double ms : {0.0, 80.0, 160.0, 320.0, 640.0, 1'280.0}) {
            scenario::Scenario s = drive(seed);
            s.ran.handover.time_to_trigger_ms = ms;
            const Outcome run(s);
            const auto handovers =
                std::count_if(run.keeper.all_events.begin(), run.keeper.all_events.end(),
                              [](const record::Event& e) { return e.kind == EventKind::handover; });
            EXPECT_LE(handovers, before) << "seed " << seed << ", " << ms << " ms";
            EXPECT_GE(handovers, 3) << "past four sites";
            before = handovers;
            if (first < 0) first = handovers;
        }
        EXPECT_GT(first, before) << "seed " << seed << ": some are short-lived";
    }
}

/// Age of the oldest data that waits or is in the air, ms, at most over a run; what is overloaded.
double oldestMs(scenario::RlcMode mode, Queue& last) {
    scenario::Scenario s = testing::oneLinkAt(-2.0);
    s.run.warmup_s = 0.0;
    s.run.duration_s = 3.0;
    s.ran.radio_link.n310 = 0;
    scenario::Bearer& bearer = s.users.traffic[0].bearers[0];
    bearer.five_qi = 1;
    bearer.rlc_mode = mode;
    bearer.profile.kind = traffic::Kind::constant_rate;
    bearer.profile.rate_kbps = 20e3;
    bearer.profile.packet_bytes = 1'000.0;
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    double oldest_ms = 0.0;
    while (!engine.done()) {
        engine.step(keeper);
        last = engine.state().queue[0][0];
        if (last.unit_count == 0) continue;
        const std::int64_t age_ns = engine.clock().timeAt(engine.slot()) - last.unit(0).arrived_ns;
        oldest_ms = std::max(oldest_ms, static_cast<double>(age_ns) * 1e-6);
    }
    return oldest_ms;
}

// 5QI 1 has a budget of 100 ms (TS 23.501 Table 5.7.4-1); what is sent by then may take four transmissions, 2
// ms apart in FDD.
TEST(Property, UnacknowledgedDataIsNeverOlderThanItsBudgetAndHarq) {
    Queue um, am;
    EXPECT_LE(oldestMs(scenario::RlcMode::um, um), 100.0 + 4.0 * 2.0 + 1.0);
    EXPECT_GT(um.dropped_bytes, 100'000);
    EXPECT_GT(um.delivered_bytes, 100'000);
    EXPECT_GT(oldestMs(scenario::RlcMode::am, am), 1'000.0) << "acknowledged data waits";
    EXPECT_EQ(am.dropped_bytes, 0);
}

// Without slices a candidate is a rank alone until its turn comes; with one of everything the whole loop
// around quotas runs over whole candidates. Both give the same grants.
TEST(Property, OneSliceOfEverythingChangesNothing) {
    using record::Kpi;
    for (const scheduler::Policy policy :
         {scheduler::Policy::proportional_fair, scheduler::Policy::round_robin, scheduler::Policy::max_ci}) {
        scenario::Scenario s = testing::hexagons(1, 60);
        s.ran.rule.policy = policy;
        s.users.traffic[0].bearers.resize(2);
        s.users.traffic[0].bearers[1].profile.kind = traffic::Kind::full_buffer;
        s.users.traffic[0].bearers[1].profile.direction = traffic::Direction::uplink;
        testing::Keeper plain, sliced;
        Engine without(s, dropUsers(s), 1);
        ASSERT_TRUE(runPlainLoop(without, plain, {}));
        s.ran.slices.resize(1);
        s.ran.slices[0].name = s.users.traffic[0].slice = "all";
        Engine with(s, dropUsers(s), 1);
        ASSERT_TRUE(runPlainLoop(with, sliced, {}));
        double sent_up = 0.0;
        for (std::size_t cell = 0; cell < s.network.cells.size(); ++cell) {
            sent_up += plain.total(cell, Kpi::drb_pdcp_sdu_volume_ul);
            for (const Kpi kpi :
                 {Kpi::drb_pdcp_sdu_volume_dl, Kpi::drb_pdcp_sdu_volume_ul, Kpi::rru_prb_used_dl,
                  Kpi::rru_prb_used_ul, Kpi::tb_tot_nbr_dl, Kpi::tb_tot_nbr_ul, Kpi::x_iot_ul})
                EXPECT_EQ(plain.total(cell, kpi), sliced.total(cell, kpi))
                    << cell << ' ' << record::definition(kpi).name;
        }
        EXPECT_GT(sent_up, 0.0);
    }
}

}  // namespace
}  // namespace celltwin::engine
