// SPDX-License-Identifier: BSD-3-Clause
//
// Small networks drawn at random, sensible settings beside nasty ones, for what must hold in all of them. The
// same number gives the same scenario everywhere: std::mt19937_64 is fixed by the C++ standard, and nothing
// of <random>'s distributions, which are not, is used.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::testing {

class RandomScenario {
  public:
    explicit RandomScenario(std::uint64_t number) : engine_(number * 2654435761U + 17U) {
        s_.name = "random " + std::to_string(number);
        s_.run.seed = number + 1;
        long_ = chance(0.03);
        drawCarriers();
        drawSites();
        drawMobility();
        drawSlices();
        drawTraffic();
        drawScheduling();
        drawRrc();
        drawRun();
        drawEnergy();
    }
    const scenario::Scenario& get() const { return s_; }
    /// Some of the sites serve as a fluid, which what they cannot have is taken away for.
    static scenario::Scenario mixed(std::uint64_t number) {
        RandomScenario random(number);
        scenario::Scenario& s = random.s_;
        s.users.component_carriers = 1;
        s.ran.slices.clear();
        for (scenario::TrafficShare& share : s.users.traffic) share.slice.clear();
        s.ran.rule.policy =
            random.pick({scheduler::Policy::round_robin, scheduler::Policy::proportional_fair});
        s.run.foreground = scenario::Foreground{{}, random.real(0.5, 25.0)};
        for (std::uint32_t site = 0; site < s.network.sites.size(); ++site)
            if (random.chance(0.5)) s.run.foreground->sites.push_back(site);
        return s;
    }

  private:
    double real(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_() >> 11U) * 0x1p-53;
    }
    int whole(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double p) { return real(0.0, 1.0) < p; }
    template <class T>
    T pick(std::initializer_list<T> choices) {
        return choices.begin()[whole(0, static_cast<int>(choices.size()) - 1)];
    }

    void drawCarriers() {
        const int numerology = whole(0, 1);
        const char* pattern = pick({"", "", "DDDSU", "DSUU", "DU", "DDSUU"});
        const int count = whole(1, 2);
        for (int k = 0; k < count; ++k) {
            scenario::Carrier carrier;
            carrier.id = "K" + std::to_string(k);
            carrier.frequency_mhz = k == 0 ? 2000.0 : 3500.0;
            carrier.numerology = numerology;
            const int mhz = pick({5, 10, 20});
            carrier.bandwidth_mhz = mhz;
            carrier.prb_count = numerology == 0 ? (mhz == 5    ? 25
                                                   : mhz == 10 ? 52
                                                               : 106)
                                                : (mhz == 5    ? 11
                                                   : mhz == 10 ? 24
                                                               : 51);
            carrier.tdd_pattern = k == 0 || chance(0.5) ? pattern : "";
            carrier.mcs_table = pick({phy::McsTable::table1_64qam, phy::McsTable::table2_256qam});
            carrier.layers = whole(1, 2);
            if (numerology == 0 && mhz == 10 && carrier.tdd_pattern.empty() && chance(0.2)) {
                carrier.mcs_table = phy::McsTable::lte_64qam;
                carrier.prb_count = 50;
            } else if (chance(0.2)) {
                const int first = whole(0, carrier.prb_count / 2);
                carrier.bandwidth_part = phy::BandwidthPart{first, whole(1, carrier.prb_count - first)};
            }
            s_.network.carriers.push_back(carrier);
        }
    }
    void drawSites() {
        s_.network.antennas.resize(1);
        if (chance(0.5)) s_.network.antennas[0].model = scenario::AntennaModel::isotropic;
        const int sites = whole(1, 4), sectors = whole(1, 2);
        for (int i = 0; i < sites; ++i) {
            const Enu at{250.0 * i, real(-60.0, 60.0)};
            s_.network.sites.push_back({"S" + std::to_string(i), at});
            for (std::uint32_t k = 0; k < s_.network.carriers.size(); ++k)
                for (int sector = 0; sector < sectors; ++sector) {
                    scenario::Cell cell;
                    cell.id = "C" + std::to_string(s_.network.cells.size());
                    cell.site = static_cast<std::uint32_t>(i);
                    cell.position = at;
                    cell.azimuth_deg = 180.0 * sector + 60.0 * k;
                    cell.tx_power_dbm = real(20.0, 46.0);
                    cell.carrier = k;
                    cell.load = chance(0.2) ? real(0.0, 1.0) : 0.0;
                    cell.cell_offset_db = chance(0.2) ? real(-6.0, 6.0) : 0.0;
                    cell.active = !chance(0.08);
                    s_.network.cells.push_back(cell);
                }
        }
        s_.users.count = whole(1, 12);
        s_.users.area = {-100.0, -150.0, 250.0 * sites - 150.0, 150.0};
        s_.users.component_carriers = whole(1, static_cast<int>(s_.network.carriers.size()));
        s_.radio.propagation = pick({"free-space", "tr38901-uma", "tr38901-umi"});
        s_.radio.shadowing = chance(0.3);
        s_.radio.line_of_sight = pick({scenario::LosMode::model, scenario::LosMode::always});
    }
    void drawMobility() {
        scenario::MobilityShare still, moving;
        moving.share = chance(0.8) ? 1.0 : 0.5;
        still.share = 1.0 - moving.share;
        moving.profile.kind = mobility::Kind::random_waypoint;
        moving.profile.speed_min_mps = 10.0;
        moving.profile.speed_max_mps = chance(0.3) ? 400.0 : 40.0;  // many cells in little time
        moving.profile.area = s_.users.area;
        s_.users.mobility = {moving};
        if (still.share > 0.0) s_.users.mobility.push_back(still);
    }
    void drawSlices() {
        if (!chance(0.4)) return;
        const int count = whole(1, 3);
        for (int i = 0; i < count; ++i) {
            scenario::Slice slice;
            slice.name = "N" + std::to_string(i);
            slice.ratio.dedicated_percent = chance(0.5) ? real(0.0, 30.0) : 0.0;
            slice.ratio.min_percent = slice.ratio.dedicated_percent + (chance(0.5) ? real(0.0, 3.0) : 0.0);
            slice.ratio.max_percent = chance(0.5) ? real(slice.ratio.min_percent, 100.0) : 100.0;
            s_.ran.slices.push_back(slice);
        }
    }
    /// What each kind of traffic needs to show within a few dozen slots.
    traffic::Profile drawProfile() {
        using traffic::Kind;
        traffic::Profile p;
        p.kind = pick({Kind::full_buffer, Kind::ftp3, Kind::ftp3, Kind::constant_rate, Kind::ftp1, Kind::ftp2,
                       Kind::web, Kind::video_streaming, Kind::voip, Kind::xr, Kind::gaming, Kind::iot});
        p.direction = pick({traffic::Direction::downlink, traffic::Direction::uplink});
        p.file_bytes = real(1.0, chance(0.5) ? 500.0 : 40'000.0);
        p.files_per_second = real(5.0, 200.0);
        p.rate_kbps = real(50.0, 5'000.0);
        p.packet_bytes = real(20.0, 2'000.0);
        p.reading_s = p.web.reading_s = real(0.001, 0.05);
        p.web.parsing_s = real(0.001, 0.02);
        p.web.size_factor = real(0.01, 1.0);
        p.video.ladder_kbps = {200.0, 2'000.0};
        p.video.segment_s = real(0.05, 1.0);
        p.video.startup_s = p.video.resume_s = p.video.segment_s;
        p.video.target_s = 3.0 * p.video.segment_s;
        p.iot.interval_s = real(0.005, 0.1);
        if (p.kind != Kind::full_buffer && chance(0.15)) p.sessions = {real(1e5, 1e6), real(0.005, 0.1)};
        return p;
    }
    void drawTraffic() {
        const int classes = whole(1, 3);
        for (int c = 0; c < classes; ++c) {
            scenario::TrafficShare share;
            share.share = 1.0 / classes;
            share.bearers.resize(static_cast<std::size_t>(whole(1, 4)));
            for (scenario::Bearer& bearer : share.bearers) {
                bearer.profile = drawProfile();
                bearer.five_qi = pick({1, 2, 5, 7, 9, 80, 82});
                bearer.rlc_mode = pick({scenario::RlcMode::am, scenario::RlcMode::um});
                bearer.guaranteed_kbps = chance(0.3) ? real(10.0, 2'000.0) : 0.0;
            }
            if (!s_.ran.slices.empty())
                share.slice = s_.ran
                                  .slices[static_cast<std::size_t>(
                                      whole(0, static_cast<int>(s_.ran.slices.size()) - 1))]
                                  .name;
            s_.users.traffic.push_back(std::move(share));
        }
    }
    void drawScheduling() {
        using scheduler::Policy;
        scenario::Ran& ran = s_.ran;
        ran.rule.policy =
            pick({Policy::round_robin, Policy::proportional_fair, Policy::max_ci, Policy::qos_aware});
        ran.max_ues_per_slot = whole(1, 8);
        ran.pf_window_ms = real(1.0, 200.0);
        ran.link_adaptation.max_transmissions = whole(1, 4);
        ran.link_adaptation.harq_processes = whole(1, 16);
        ran.link_adaptation.csi_delay_ms = whole(0, 12);
        ran.link_adaptation.combining = pick({phy::Combining::chase, phy::Combining::incremental_redundancy});
        ran.link_adaptation.cqi_format = pick({scenario::CqiFormat::wideband, scenario::CqiFormat::subband});
        ran.uplink.power.p0_dbm = real(-110.0, -70.0);
        ran.uplink.power.alpha = pick({0.0, 0.4, 0.8, 1.0});
        ran.uplink.power.p_cmax_dbm = real(-10.0, 26.0);
        ran.uplink.rx_antennas = whole(1, 4);
        ran.uplink.request_period_ms = real(0.5, 20.0);
        ran.uplink.request_grant_bytes = whole(1, 500);
    }
    void drawRrc() {
        scenario::Ran& ran = s_.ran;
        ran.handover.offset_db = real(-2.0, 4.0);
        ran.handover.hysteresis_db = chance(0.5) ? 0.0 : real(0.0, 2.0);
        ran.handover.time_to_trigger_ms = chance(0.4) ? 0.0 : real(0.0, 40.0);
        ran.handover.filter_coefficient_k = pick({0, 4, 8});
        ran.handover_interruption_ms = chance(0.3) ? 0.0 : real(0.0, 30.0);
        ran.handover_procedure.preparation_ms = chance(0.4) ? 0.0 : real(0.0, 40.0);
        ran.handover_procedure.command_ms = chance(0.7) ? 0.0 : real(0.0, 400.0);
        ran.handover_procedure.t304_ms = real(5.0, 100.0);
        ran.handover_procedure.measurement_error_db = chance(0.3) ? 3.0 : 0.0;
        ran.handover_procedure.recent_ms = real(0.0, 100.0);
        ran.handover_procedure.minimum_stay_ms = real(0.0, 100.0);
        if (chance(0.6)) {
            auto& other = ran.handover_procedure.inter_frequency.emplace();
            other.a2_threshold_dbm = real(-110.0, -50.0);
            other.a1_threshold_dbm = other.a2_threshold_dbm + 3.0;
            other.a5_threshold_1_dbm = other.a2_threshold_dbm;
            other.a5_threshold_2_dbm = real(-120.0, -70.0);
            other.event = pick({scenario::InterFrequencyEvent::a3, scenario::InterFrequencyEvent::a5});
        }
        ran.radio_link.q_out_db = real(-12.0, 12.0);
        ran.radio_link.q_in_db = ran.radio_link.q_out_db + 2.0;
        ran.radio_link.n310 = whole(0, 2);
        ran.radio_link.t310_ms = chance(0.5) ? 0.0 : real(0.0, 60.0);
        ran.radio_link.t311_ms = real(1.0, 100.0);
        ran.connection.inactivity_timer_ms = chance(0.4) ? 0.0 : real(1.0, 40.0);
        ran.connection.inactive_to_idle_ms = chance(0.5) ? 0.0 : real(1.0, 60.0);
        ran.connection.setup_ms = real(0.0, 30.0);
        ran.connection.resume_ms = real(0.0, 15.0);
        ran.connection.max_connected = chance(0.3) ? whole(1, 4) : 0;
        if (chance(0.3)) ran.load_balancing = scenario::LoadBalancing{real(5.0, 50.0), 1.0, 6.0, 0.3, 0.05};
    }
    void drawRun() {
        const double slot_s = s_.network.carriers[0].numerology == 0 ? 1e-3 : 0.5e-3;
        const int slots = long_ ? whole(2'100, 3'300) : whole(20, 120);
        s_.run.warmup_s = 0.0;
        s_.run.duration_s = slots * slot_s;
        s_.run.kpi_period_s = whole(5, slots) * slot_s;
        s_.run.ue_sample_period_s = whole(5, slots) * slot_s;
        s_.run.segment_s = 3600.0;
        s_.run.mobility_period_ms = whole(2, 20);
        s_.run.measurement_period_ms = whole(1, 20);
        s_.run.cqi_period_ms = whole(1, 20);
    }
    void drawEnergy() {
        scenario::Energy& e = s_.energy;
        e.model = pick({scenario::EnergyModel::tr38864_cat1, scenario::EnergyModel::tr38864_cat2,
                        scenario::EnergyModel::linear});
        e.sleep.deepest =
            pick({energy::Depth::none, energy::Depth::micro, energy::Depth::light, energy::Depth::deep});
        e.sleep.idle_ms_before_light = real(0.0, 10.0);
        e.sleep.idle_ms_before_deep = e.sleep.idle_ms_before_light + real(0.0, 20.0);
        e.sleep.wake_after_ms = chance(0.3) ? real(0.0, 10.0) : 0.0;
        e.reading_s = real(0.001, 0.05);
        // Cells are asked once a second.
        if (long_) e.cell_sleep = energy::CellSleepRule{real(0.2, 1.1), real(0.3, 1.1), real(0.2, 1.2), 0.0};
    }

    std::mt19937_64 engine_;
    bool long_ = false;
    scenario::Scenario s_;
};

}  // namespace celltwin::testing
