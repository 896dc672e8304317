// SPDX-License-Identifier: BSD-3-Clause
//
// The uplink of one UE, or of two in two cells, against closed forms: free space (Friis), TS 38.213
// clause 7.1.1 for the power, kTB for the noise. They are written out here, not taken from the models.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"
#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using testing::Keeper;
using testing::oneLink;
using traffic::Direction;

constexpr double kPrbHz = 180e3;

/// One UE `distance_m` from its cell, sending all the time; a tenth of a second is recorded.
scenario::Scenario sender(double distance_m) {
    scenario::Scenario s = oneLink();
    s.users.traffic[0].bearers[0].profile.direction = Direction::uplink;
    s.users.area = {distance_m, 0.0, distance_m, 0.0};
    s.run.warmup_s = 0.4;
    s.run.duration_s = 0.1;
    s.run.kpi_period_s = 0.1;
    return s;
}
/// Free space, to the antenna 25 m above ground from a UE 1.5 m above it; both antennas have 0 dBi.
double friisDb(double distance_m, double frequency_mhz) {
    const double d = std::hypot(distance_m, 25.0 - 1.5);
    return 20.0 * std::log10(4.0 * M_PI * d * frequency_mhz * 1e6 / 299'792'458.0);
}
/// kTB at 290 K.
double noiseDbm(double noise_figure_db) {
    return 10.0 * std::log10(1.380649e-23 * 290.0 * 1e3 * kPrbHz) + noise_figure_db;
}
/// SINR of the block a UE sent last, dB.
double lastSinrDb(const RanState& state, std::size_t ue, std::size_t processes) {
    const HarqProcess* last = nullptr;
    for (std::size_t i = ue * processes; i < (ue + 1) * processes; ++i) {
        const HarqProcess& p = state.up.harq[i];
        if (p.transmissions > 0 && (last == nullptr || p.due_slot > last->due_slot)) last = &p;
    }
    if (last == nullptr) return std::nan("");
    return 10.0 * std::log10(last->sinr[static_cast<std::size_t>(last->transmissions - 1)]);
}

struct Sent {
    explicit Sent(const scenario::Scenario& s) : engine(s, dropUsers(s), 1) {
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
    }
    double sinrDb(std::size_t ue) const {
        return lastSinrDb(engine.state(), ue,
                          static_cast<std::size_t>(engine.scenario().ran.link_adaptation.harq_processes));
    }
    double value(std::size_t cell, Kpi kpi) const {
        return keeper.values.back()[cell * record::rowWidth() + record::column(kpi)];
    }
    Keeper keeper;
    Engine engine;
};

TEST(Uplink, SinrIsPowerLessPathLossLessNoiseAndTheAntennasOfTheBaseStation) {
    for (const double alpha : {0.0, 0.8, 1.0})
        for (const int antennas : {1, 2, 8}) {
            scenario::Scenario s = sender(300.0);
            s.ran.uplink.power.p0_dbm = alpha == 0.0 ? -5.0 : -95.0;
            s.ran.uplink.power.alpha = alpha;
            s.ran.uplink.power.p_cmax_dbm = 33.0;
            s.ran.uplink.rx_antennas = antennas;
            s.ran.uplink.noise_figure_db = 4.0;
            const Sent run(s);
            const double loss_db = friisDb(300.0, 2000.0);
            // P0 + alpha PL on each PRB
            const double sent_dbm = s.ran.uplink.power.p0_dbm + alpha * loss_db;
            EXPECT_NEAR(run.sinrDb(0), sent_dbm - loss_db + 10.0 * std::log10(antennas) - noiseDbm(4.0),
                        0.002)
                << alpha << ", " << antennas << " antennas";
            EXPECT_EQ(run.value(0, Kpi::rru_prb_tot_ul), 100.0) << "power for the whole carrier";
            EXPECT_NEAR(run.value(0, Kpi::x_noise_ul), noiseDbm(4.0), 0.002);
            EXPECT_NEAR(run.value(0, Kpi::x_iot_ul), 0.0, 1e-6) << "nobody else sends";
        }
}

// The largest M with P0 + 10 log10(M) + alpha PL <= P_CMAX.
TEST(Uplink, PrbsAreThoseThatThePowerCarries) {
    for (const double distance_m : {100.0, 1'000.0, 4'000.0, 12'000.0}) {
        scenario::Scenario s = sender(distance_m);
        s.ran.uplink.power = {-85.0, 1.0, 23.0, -40.0};
        const Sent run(s);
        const double room_db = 23.0 + 85.0 - friisDb(distance_m, 2000.0);
        const double prbs = std::clamp(std::floor(std::pow(10.0, room_db / 10.0)), 1.0, 52.0);
        EXPECT_EQ(run.value(0, Kpi::rru_max_prb_used_ul), prbs) << distance_m;
        EXPECT_EQ(run.value(0, Kpi::rru_prb_used_ul), prbs) << distance_m;
        // What is not carried lacks at the receiver.
        const double received_dbm = -85.0 + std::min(0.0, room_db);
        EXPECT_NEAR(run.sinrDb(0), received_dbm + 10.0 * std::log10(2.0) - noiseDbm(5.0), 0.002)
            << distance_m;
    }
}

// Two cells 4 km apart, a UE at each, both on all PRBs: each hears the other's UE over the way between.
TEST(Uplink, InterferenceIsTheOtherUesPowerOverThePathBetween) {
    scenario::Scenario s = sender(0.0);
    const Enu far{4'000.0, 0.0};
    s.network.sites.push_back({"S1", far});
    scenario::Cell cell = s.network.cells[0];
    cell.id = "C1";
    cell.site = 1;
    cell.position = far;
    s.network.cells.push_back(cell);
    s.ran.uplink.power = {-100.0, 1.0, 33.0, -40.0};
    s.ran.uplink.rx_antennas = 1;
    s.users.count = 2;
    UserDrop users = dropUsers(s);
    users.position[0] = {600.0, 0.0};
    users.position[1] = {4'300.0, 0.0};
    Keeper keeper;
    Engine engine(s, users, 1);
    ASSERT_TRUE(runPlainLoop(engine, keeper, {}));
    ASSERT_EQ(engine.state().serving_cell[0], 0);
    ASSERT_EQ(engine.state().serving_cell[1], 1);
    const double own_m[] = {600.0, 300.0}, other_m[] = {3'400.0, 4'300.0};
    const double noise_mw = std::pow(10.0, noiseDbm(5.0) / 10.0);
    for (const std::size_t c : {0, 1}) {
        // The neighbour's UE sends P0 + PL of its own way, and loses what lies between.
        const double heard_dbm = -100.0 + friisDb(own_m[1 - c], 2000.0) - friisDb(other_m[1 - c], 2000.0);
        const double heard_mw = std::pow(10.0, heard_dbm / 10.0);
        const double sinr_db = -100.0 - 10.0 * std::log10(noise_mw + heard_mw);
        EXPECT_NEAR(
            lastSinrDb(engine.state(), c, static_cast<std::size_t>(s.ran.link_adaptation.harq_processes)),
            sinr_db, 0.002)
            << c;
        const double* row = keeper.values.back().data() + c * record::rowWidth();
        EXPECT_NEAR(row[record::column(Kpi::x_iot_ul)], 10.0 * std::log10(1.0 + heard_mw / noise_mw), 0.002);
        EXPECT_NEAR(row[record::column(Kpi::x_interference_ul)], heard_dbm, 0.002);
    }
}

// A request goes out at the UE's next opportunity, its grant is used K2 slots later: N2 = 10 symbols at 15
// kHz (TS 38.214 Table 6.4-1) fit in one slot. UE 0 has its opportunities in slots 0, 10, 20, ...
TEST(Uplink, FirstDataWaitsForTheRequestAndItsGrant) {
    scenario::Scenario s = sender(200.0);
    s.run.warmup_s = 0.0;
    s.run.duration_s = 0.5;
    s.ran.uplink.request_period_ms = 10.0;
    s.ran.uplink.request_grant_bytes = 500;
    traffic::Profile& profile = s.users.traffic[0].bearers[0].profile;
    profile.kind = traffic::Kind::ftp3;
    profile.file_bytes = 120.0;
    profile.files_per_second = 15.0;
    Engine engine(s, dropUsers(s), 1);
    Keeper keeper;
    const Queue& queue = engine.state().queue[1][0];
    std::int64_t arrived = -1;
    int waits = 0;
    while (!engine.done()) {
        const std::int64_t slot = engine.slot(), sent_before = queue.offered_bytes - queue.unsent_bytes;
        const bool quiet = !queue.busy();
        engine.step(keeper);
        const bool sent = queue.offered_bytes - queue.unsent_bytes > sent_before;
        if (quiet && (queue.busy() || sent)) arrived = slot;
        if (!sent || arrived < 0) continue;
        const std::int64_t opportunity = (arrived + 9) / 10 * 10;
        EXPECT_EQ(slot, opportunity + 1) << "arrived in slot " << arrived;
        arrived = -1;
        ++waits;
    }
    EXPECT_GT(waits, 2);
}

TEST(Uplink, MorePowerIsNotLessThroughputOfALoneUe) {
    for (const double distance_m : {300.0, 3'000.0, 10'000.0, 30'000.0}) {
        double before = -1.0, first = 0.0;
        for (double p_cmax_dbm = -10.0; p_cmax_dbm <= 26.0; p_cmax_dbm += 3.0) {
            scenario::Scenario s = sender(distance_m);
            s.ran.uplink.power.p_cmax_dbm = p_cmax_dbm;
            s.run.warmup_s = 1.5;
            s.run.duration_s = s.run.kpi_period_s = 1.0;
            const double volume = Sent(s).value(0, Kpi::drb_pdcp_sdu_volume_ul);
            // The outer loop's swing about its target is a few percent.
            EXPECT_GE(volume, 0.95 * before) << distance_m << " m, " << p_cmax_dbm << " dBm";
            if (before < 0.0) first = volume;
            before = std::max(before, volume);
        }
        EXPECT_GT(before, 1.5 * first) << distance_m;
    }
}

}  // namespace
}  // namespace celltwin::engine
