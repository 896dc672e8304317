// SPDX-License-Identifier: BSD-3-Clause
//
// The analytic fidelity against closed forms of one cell, against the slot engine, and against itself at
// other thread counts, after a resume, and with its users' bytes added up.
#include "sim/engine/analytic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/base/error.h"
#include "models/phy/rate_curve.h"
#include "sim/engine/analytic_rates.h"
#include "sim/engine/analytic_sharing.h"
#include "sim/engine/engine.h"
#include "sim/record/fingerprint.h"
#include "sim/record/kpi.h"
#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using celltwin::testing::smallNetwork;
using record::Kpi;

/// What a run gave, kept.
struct Kept final : record::RunSink {
    record::FingerprintSink fingerprint;
    std::vector<std::vector<double>> periods;
    std::vector<record::Checkpoint> checkpoints;
    double delivered_bytes = 0.0;
    void begin(const record::RunHeader& h) override { fingerprint.begin(h); }
    void kpiPeriod(const record::KpiPeriod& p) override {
        periods.emplace_back(p.values.begin(), p.values.end());
        fingerprint.kpiPeriod(p);
    }
    void ueSamples(const record::UeSamples& u) override {
        for (const double bytes : u.delivered_bytes) delivered_bytes += bytes;
        fingerprint.ueSamples(u);
    }
    void events(std::span<const record::Event> e) override { fingerprint.events(e); }
    void checkpoint(const record::Checkpoint& c) override { checkpoints.push_back(c); }
    void end(const record::RunSummary&) override {}
    double at(std::size_t period, std::size_t cell, Kpi kpi) const {
        return periods[period][cell * record::rowWidth() + record::column(kpi)];
    }
    double sum(Kpi kpi) const {
        double total = 0.0;
        for (const auto& values : periods)
            for (std::size_t c = 0; c < values.size() / record::rowWidth(); ++c) {
                const double v = values[c * record::rowWidth() + record::column(kpi)];
                if (!std::isnan(v)) total += v;
            }
        return total;
    }
};

/// One isotropic cell with users of one kind of traffic around it.
scenario::Scenario oneCell(int users, const traffic::Profile& profile) {
    scenario::Scenario s = smallNetwork(1, users);
    s.network.cells.resize(1);
    s.network.antennas[0].model = scenario::AntennaModel::isotropic;
    s.users.area = {-150.0, -150.0, 150.0, 150.0};
    s.users.mobility = {scenario::MobilityShare{}};
    s.users.traffic = {scenario::TrafficShare{}};
    s.users.traffic[0].bearers[0].profile = profile;
    return s;
}

traffic::Profile files(double bytes, double per_second) {
    traffic::Profile p;
    p.kind = traffic::Kind::ftp3;
    p.file_bytes = bytes;
    p.files_per_second = per_second;
    return p;
}

Kept runOf(const scenario::Scenario& s, int threads = 1) {
    AnalyticEngine engine(s, dropUsers(s), threads);
    Kept kept;
    EXPECT_TRUE(runAnalytic(engine, kept, {}));
    return kept;
}

// Processor sharing in closed form: a UE alone is busy for what it asks; two alike for
// x = rho (1 + x), so x = rho / (1 - rho); beside n full buffers a light UE takes (1 + n) times as long.
TEST(AnalyticSharing, MeetsClosedForms) {
    AnalyticUe ue;
    ue.rate_bps = 10e6;
    ue.demand_bps = 4e6;
    std::vector<AnalyticUe> one = {ue};
    shareCell(one);
    EXPECT_DOUBLE_EQ(one[0].busy, 0.4);
    EXPECT_DOUBLE_EQ(one[0].throughput_bps, 10e6);
    std::vector<AnalyticUe> two = {ue, ue};
    shareCell(two);
    EXPECT_NEAR(two[0].busy, 0.4 / 0.6, 1e-12);
    ue.demand_bps = 10e6 * 0.5 / 10'000;
    std::vector<AnalyticUe> many(10'000, ue);
    shareCell(many);
    EXPECT_NEAR(many[7].throughput_bps, 10e6 * (1.0 - 0.5), 0.001 * 5e6);
    AnalyticUe full = ue;
    full.endless = true;
    full.demand_bps = 0.0;
    ue.demand_bps = 1.0;
    std::vector<AnalyticUe> mixed = {ue, full, full, full};
    shareCell(mixed);
    EXPECT_NEAR(mixed[0].throughput_bps, 10e6 / 4.0, 1e3);
    EXPECT_NEAR(mixed[1].throughput_bps, 10e6 / 3.0, 1e3);
    ue.demand_bps = 8e6;
    std::vector<AnalyticUe> over = {ue, ue};
    shareCell(over);
    for (const AnalyticUe& its : over) {
        EXPECT_DOUBLE_EQ(its.busy, 1.0);
        EXPECT_NEAR(its.served_bps, 5e6, 1e-3);
    }
}

// One cell has no interference: its load is the sum of demand over the rate of its noise alone, from the
// tables of models/phy without load coupling between.
TEST(Analytic, OneCellNeedsDemandOverRate) {
    const scenario::Scenario s = oneCell(20, files(100e3, 0.6));
    AnalyticEngine engine(s, dropUsers(s), 1);
    Kept kept;
    engine.step(kept);
    const RadioModel radio(s);
    const AirInterface air(s);
    const StepContext x(s, radio, air);
    const phy::RateCurve curve(phy::LinkRates(linkRateParameters(x, 0)), 7);
    double load = 0.0, busy = 0.0;
    for (const AnalyticUe& ue : engine.ues()) {
        const double rate = curve.bitsPerPrb(static_cast<double>(ue.sinr_db)) * 52.0 / 1e-3;
        load += 100e3 * 8.0 * 0.6 / rate;
        busy += ue.busy;
    }
    EXPECT_NEAR(engine.loads()[0], load, 0.01 * load);
    EXPECT_NEAR(kept.at(0, 0, Kpi::rru_prb_tot_dl), 100.0 * engine.loads()[0], 1e-9);
    EXPECT_NEAR(kept.at(0, 0, Kpi::drb_mean_active_ue_dl), busy, 1e-9);
    EXPECT_TRUE(std::isnan(kept.at(0, 0, Kpi::mm_ho_exe_intra_freq_req)));
}

TEST(Analytic, FullBuffersTakeTheRestAndSilenceTheirNeighbours) {
    scenario::Scenario s = smallNetwork(2, 24);
    s.users.mobility = {scenario::MobilityShare{}};
    AnalyticEngine engine(s, dropUsers(s), 1);
    Kept kept;
    engine.step(kept);
    std::vector<int> endless(6, 0);
    std::vector<double> share(6, 0.0);
    for (const AnalyticUe& ue : engine.ues()) {
        if (ue.cell < 0) continue;
        const auto c = static_cast<std::size_t>(ue.cell);
        endless[c] += ue.endless ? 1 : 0;
        if (ue.rate_bps > 0.0) share[c] += ue.served_bps / ue.rate_bps;
    }
    for (std::size_t c = 0; c < 6; ++c) {
        const double used = kept.at(0, c, Kpi::rru_prb_tot_dl);
        EXPECT_NEAR(used, 100.0 * share[c], 0.01) << c;
        if (endless[c] > 0) {
            EXPECT_DOUBLE_EQ(used, 100.0);
            EXPECT_DOUBLE_EQ(engine.activities()[c], 1.0);
        }
    }
}

TEST(Analytic, IsTheSameAtAnyThreadCountAndAfterAResume) {
    const scenario::Scenario s = smallNetwork(3, 90);
    const Kept one = runOf(s, 1), three = runOf(s, 3);
    EXPECT_EQ(one.fingerprint.digest(), three.fingerprint.digest());
    ASSERT_GE(one.checkpoints.size(), 2U);

    const UserDrop users = dropUsers(s);
    AnalyticEngine first(s, users, 1);
    Kept kept;
    while (kept.checkpoints.empty()) first.step(kept);
    AnalyticEngine second(s, users, 1);
    second.restore(kept.checkpoints.back());
    EXPECT_TRUE(runAnalytic(second, kept, {}));
    EXPECT_EQ(kept.fingerprint.digest(), one.fingerprint.digest());

    record::Checkpoint other = kept.checkpoints.back();
    other.columns.pop_back();
    EXPECT_THROW(second.restore(other), DataError);
}

TEST(Analytic, VolumesAreTheSameInCountersAndSamples) {
    const scenario::Scenario s = smallNetwork(3, 90);
    const Kept kept = runOf(s);
    const double counted = kept.sum(Kpi::drb_pdcp_sdu_volume_dl) * 1e6 / 8.0;
    EXPECT_NEAR(kept.delivered_bytes, counted, 1e-6 * counted);
    EXPECT_GT(counted, 0.0);
    EXPECT_LE(kept.sum(Kpi::drb_pdcp_sdu_volume_dl_by_5qi),
              kept.sum(Kpi::drb_pdcp_sdu_volume_dl) * (1.0 + 1e-9));
}

TEST(Analytic, StopsWhenInterruptedAndLeavesACheckpoint) {
    const scenario::Scenario s = smallNetwork(1, 6);
    AnalyticEngine engine(s, dropUsers(s), 1);
    Kept kept;
    int asked = 0;
    EXPECT_FALSE(runAnalytic(engine, kept, [&] { return ++asked == 2; }));
    EXPECT_EQ(kept.periods.size(), 1U);
    EXPECT_EQ(kept.checkpoints.back().time_ns, engine.clock().timeAt(engine.slot()));
}

// An overloaded cell serves what it can: no more bits than its load allows, shared alike.
TEST(Analytic, OverloadServesTheShareThereIs) {
    const scenario::Scenario s = oneCell(20, files(1e6, 5.0));
    AnalyticEngine engine(s, dropUsers(s), 1);
    Kept kept;
    engine.step(kept);
    ASSERT_GT(engine.loads()[0], 1.0);
    EXPECT_DOUBLE_EQ(kept.at(0, 0, Kpi::rru_prb_tot_dl), 100.0);
    const double served = kept.at(0, 0, Kpi::drb_pdcp_sdu_volume_dl),
                 asked = kept.at(0, 0, Kpi::drb_pdcp_sdu_volume_dl_in);
    EXPECT_NEAR(served / asked, 1.0 / engine.loads()[0], 1e-9);
}

// The slot engine on the same users: files long enough that a slot is little of them. Long runs are in
// bench/analytic_figures; here the load of one cell, whose error is that of chance alone, within 10 %.
TEST(Analytic, OneCellHasTheSlotEnginesLoadAndThroughput) {
    scenario::Scenario s = oneCell(12, files(200e3, 1.2));
    s.run.duration_s = 30.0;
    s.run.kpi_period_s = s.run.ue_sample_period_s = 30.0;
    const Kept analytic = runOf(s);
    Engine engine(s, dropUsers(s), 1);
    Kept slots;
    ASSERT_TRUE(runPlainLoop(engine, slots, {}));
    const double offered =
        slots.at(0, 0, Kpi::drb_pdcp_sdu_volume_dl_in) / analytic.at(0, 0, Kpi::drb_pdcp_sdu_volume_dl_in);
    EXPECT_NEAR(offered, 1.0, 0.15);
    EXPECT_NEAR(analytic.at(0, 0, Kpi::rru_prb_tot_dl) * offered / slots.at(0, 0, Kpi::rru_prb_tot_dl), 1.0,
                0.1);
    EXPECT_NEAR(analytic.at(0, 0, Kpi::drb_ue_thp_dl) / slots.at(0, 0, Kpi::drb_ue_thp_dl), 1.0, 0.15);
}

}  // namespace
}  // namespace celltwin::engine
