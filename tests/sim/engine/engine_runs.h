// SPDX-License-Identifier: BSD-3-Clause
//
// What tests of the engine share: a sink that keeps a run, one link without surprises, a network with
// everything switched on, and the engine's parts put together by hand.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/fingerprint.h"
#include "sim/record/kpi.h"
#include "tests/sim/small_network.h"

namespace celltwin::testing {

/// Keeps everything a run hands out.
class Keeper final : public record::RunSink {
  public:
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& p) override {
        bounds.emplace_back(p.begin_ns, p.end_ns);
        values.emplace_back(p.values.begin(), p.values.end());
    }
    void ueSamples(const record::UeSamples& u) override {
        sample_times.push_back(u.time_ns);
        for (const double b : u.delivered_bytes) delivered += b;
    }
    void events(std::span<const record::Event> e) override {
        all_events.insert(all_events.end(), e.begin(), e.end());
    }
    void checkpoint(const record::Checkpoint& c) override { checkpoints.push_back(c); }
    void end(const record::RunSummary&) override {}

    double total(std::size_t cell, record::Kpi kpi) const {
        double sum = 0.0;
        for (const auto& v : values) sum += v[cell * record::rowWidth() + record::column(kpi)];
        return sum;
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> bounds;
    std::vector<std::vector<double>> values;
    std::vector<std::int64_t> sample_times;
    std::vector<record::Event> all_events;
    std::vector<record::Checkpoint> checkpoints;
    double delivered = 0.0;
};

inline record::Digest fingerprintOf(const scenario::Scenario& s, int threads) {
    record::FingerprintSink sink;
    sink.begin({});
    engine::Engine engine(s, engine::dropUsers(s), threads);
    EXPECT_TRUE(engine::runPlainLoop(engine, sink, {}));
    return sink.digest();
}

/// Two states, column by column.
inline void expectSame(const record::Checkpoint& a, const record::Checkpoint& b) {
    EXPECT_EQ(a.time_ns, b.time_ns);
    ASSERT_EQ(a.columns.size(), b.columns.size());
    for (std::size_t i = 0; i < a.columns.size(); ++i) {
        EXPECT_EQ(a.columns[i].name, b.columns[i].name);
        EXPECT_TRUE(a.columns[i].bytes == b.columns[i].bytes) << a.columns[i].name;
    }
}

/// `rings` rings of three-sector sites 500 m apart; everybody has a full buffer, a third drives.
inline scenario::Scenario hexagons(int rings, int users) {
    scenario::Scenario s = smallNetwork(1, users);
    s.network.sites.clear();
    s.network.cells.clear();
    for (int a = -rings; a <= rings; ++a)
        for (int b = -rings; b <= rings; ++b) {
            if (std::abs(a + b) > rings) continue;
            const Enu at{500.0 * (a + 0.5 * b), 500.0 * std::sqrt(0.75) * b};
            const auto site = static_cast<std::uint32_t>(s.network.sites.size());
            s.network.sites.push_back({"S" + std::to_string(site), at});
            for (int sector = 0; sector < 3; ++sector) {
                scenario::Cell cell;
                cell.id = "C" + std::to_string(s.network.cells.size());
                cell.site = site;
                cell.position = at;
                cell.azimuth_deg = 30.0 + 120.0 * sector;
                cell.downtilt_deg = 6.0;
                s.network.cells.push_back(cell);
            }
        }
    const double half = 500.0 * rings;
    s.users.area = {-half, -half, half, half};
    for (scenario::MobilityShare& share : s.users.mobility) share.profile.area = s.users.area;
    s.users.traffic = {scenario::TrafficShare{}};
    return s;
}

/// One cell, one UE, no interference: every number has a closed form.
inline scenario::Scenario oneLink() {
    scenario::Scenario s = smallNetwork(1, 1);
    s.network.cells.resize(1);
    s.network.antennas[0].model = scenario::AntennaModel::isotropic;
    s.network.antennas[0].tr38901.gain_dbi = 0.0;
    s.radio.propagation = "free-space";
    s.radio.line_of_sight = scenario::LosMode::always;
    s.radio.shadowing = false;
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    s.users.traffic = {scenario::TrafficShare{}};
    return s;
}

/// oneLink() with the power that gives `sinr_db` on one layer.
inline scenario::Scenario oneLinkAt(double sinr_db) {
    scenario::Scenario s = oneLink();
    Keeper keeper;
    engine::Engine probe(s, engine::dropUsers(s), 1);
    probe.step(keeper);
    s.network.cells[0].tx_power_dbm += sinr_db - static_cast<double>(probe.state().sinr_db[0]);
    return s;
}

/// TDL fading for links in and out of sight alike.
inline void setFading(scenario::Scenario& s, fading::TdlProfile profile, int antennas, double speed_kmh) {
    s.radio.fading.profile = s.radio.fading.los_profile = profile;
    s.radio.fading.min_speed_kmh = speed_kmh;
    s.users.antennas = antennas;
    for (scenario::Carrier& carrier : s.network.carriers) carrier.layers = carrier.ports = antennas;
}

/// A second carrier on every site, aggregated with the first where both are heard.
inline void addSecondCarrier(scenario::Scenario& s) {
    scenario::Carrier other = s.network.carriers[0];
    other.id = "second";
    other.frequency_mhz = 3500.0;
    other.bandwidth_mhz = 5.0;
    other.prb_count = 25;
    s.network.carriers.push_back(other);
    const std::vector<scenario::Cell> first = s.network.cells;
    for (scenario::Cell cell : first) {
        cell.id += "b";
        cell.carrier = 1;
        s.network.cells.push_back(cell);
    }
    s.users.component_carriers = 2;
    auto& keys = s.ran.handover_procedure.inter_frequency.emplace();
    keys.a2_threshold_dbm = keys.a5_threshold_1_dbm = -85.0;
    keys.a1_threshold_dbm = -82.0;
    keys.a5_threshold_2_dbm = -95.0;
}

/// Two slices; every UE has several bearers, half of them both ways.
inline void addServices(scenario::Scenario& s) {
    s.ran.slices.resize(2);
    s.ran.slices[0].name = "office";
    s.ran.slices[0].ratio = {20.0, 100.0, 10.0};
    s.ran.slices[1].name = "home";
    s.ran.slices[1].ratio = {0.0, 70.0, 0.0};
    s.ran.rule.policy = scheduler::Policy::qos_aware;
    scenario::TrafficShare office, home;
    office.share = home.share = 0.5;
    office.slice = "office";
    home.slice = "home";
    office.bearers.resize(3);
    office.bearers[0].profile.kind = traffic::Kind::voip;
    office.bearers[0].five_qi = 1;
    office.bearers[0].rlc_mode = scenario::RlcMode::um;
    office.bearers[1].profile.kind = traffic::Kind::web;
    office.bearers[1].profile.web.reading_s = 0.2;
    office.bearers[1].guaranteed_kbps = 3'000.0;
    office.bearers[2].profile.kind = traffic::Kind::ftp3;
    office.bearers[2].profile.file_bytes = 20e3;
    office.bearers[2].profile.files_per_second = 2.0;
    office.bearers[2].profile.direction = traffic::Direction::uplink;
    home.bearers.resize(2);
    home.bearers[0].profile.kind = traffic::Kind::ftp3;
    home.bearers[0].profile.file_bytes = 30e3;
    home.bearers[0].profile.files_per_second = 1.5;
    home.bearers[1].profile.kind = traffic::Kind::gaming;
    home.bearers[1].profile.sessions = {3'600.0, 0.3};
    home.bearers[1].five_qi = 80;
    home.bearers[1].rlc_mode = scenario::RlcMode::um;
    scenario::TrafficShare full_down, full_up;
    full_down.share = full_up.share = 0.1;
    office.share = home.share = 0.4;
    full_down.slice = "home";
    full_up.slice = "office";
    full_up.bearers[0].profile.direction = traffic::Direction::uplink;
    s.users.traffic = {office, home, full_down, full_up};
}

/// Handover and connection with all their phases, within a run of seconds.
inline void addProcedures(scenario::Scenario& s) {
    s.ran.handover_procedure.measurement_error_db = 1.2;
    s.ran.handover_procedure.preparation_ms = 50.0;
    s.ran.handover_procedure.t304_ms = 200.0;
    s.ran.radio_link.q_out_db = -3.0;
    s.ran.radio_link.q_in_db = 0.0;
    s.ran.radio_link.t310_ms = 40.0;
    s.ran.connection.inactivity_timer_ms = 60.0;
    s.ran.connection.inactive_to_idle_ms = 150.0;
    s.ran.connection.max_connected = 3;
    s.ran.load_balancing = scenario::LoadBalancing{200.0, 1.0, 6.0, 0.3, 0.05};
    s.energy.cell_sleep = energy::CellSleepRule{0.15, 0.6, 0.7, 0.0};
    s.energy.sleep.deepest = energy::Depth::light;
    s.energy.sleep.idle_ms_before_light = 2.0;
    s.energy.reading_s = 0.1;
}

/// Every model the slot engine has, at once: 4 sites, 24 cells on two carriers, 60 UEs.
inline scenario::Scenario everythingOn(phy::Combining combining, scenario::EffectiveSinr effective_sinr) {
    scenario::Scenario s = smallNetwork(4, 60);
    addSecondCarrier(s);
    addServices(s);
    addProcedures(s);
    setFading(s, fading::TdlProfile::c, 4, 3.0);
    s.radio.fading.los_profile = fading::TdlProfile::d;
    s.radio.blockage = true;
    s.radio.inter_sector_correlation = 0.6;
    s.ran.link_adaptation.combining = combining;
    s.ran.link_adaptation.effective_sinr = effective_sinr;
    s.ran.link_adaptation.csi_delay_ms = 27.0;
    s.run.cqi_period_ms = 10.0;
    s.run.warmup_s = 0.3;
    s.run.duration_s = 2.2;
    s.run.kpi_period_s = s.run.ue_sample_period_s = 0.2;
    s.run.segment_s = 1.0;
    s.users.indoor_share = 0.5;
    s.users.high_loss_share = 0.3;
    s.users.car_share = 0.3;
    s.users.floors_min = 4;
    s.users.floors_max = 8;
    s.network.wrap_offsets = {{2000.0, 0.0}, {-2000.0, 0.0}};
    scenario::Antenna& antenna = s.network.antennas[0];
    antenna.model = scenario::AntennaModel::tr38901_panel;
    antenna.panel.rows = antenna.panel.columns = 4;
    antenna.panel.polarisations = 2;
    antenna.beam_grid.emplace();
    return s;
}

}  // namespace celltwin::testing
