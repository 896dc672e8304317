// SPDX-License-Identifier: BSD-3-Clause
#include "tests/service/report/synthetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "models/base/units.h"
#include "sim/record/kpi.h"

namespace celltwin::report {

using record::Kpi;

namespace {

constexpr double kIsdM = 500.0;
constexpr std::uint32_t kUes = 570;

scenario::Scenario makeScenario() {
    scenario::Scenario s;
    s.name = "Tilt C12 down by four degrees";
    s.description = "Does a steeper beam at C12 help the city centre more than it hurts the edge?";
    s.file = "scenarios/library/tilt.yaml";
    s.network.origin = {52.52, 13.405};
    scenario::Carrier& carrier = s.network.carriers.emplace_back();
    carrier.id = carrier.band = "n78";
    carrier.bandwidth_mhz = 100.0;
    s.network.antennas.push_back({});
    for (int q = -2; q <= 2; ++q)
        for (int r = std::max(-2, -q - 2); r <= std::min(2, -q + 2); ++r)
            s.network.sites.push_back({fmt::format("S{:02}", s.network.sites.size() + 1),
                                       {kIsdM * (q + 0.5 * r), kIsdM * 0.8660254 * r}});
    for (std::uint32_t site = 0; site < s.network.sites.size(); ++site)
        for (int sector = 0; sector < 3; ++sector) {
            scenario::Cell cell;
            cell.id = fmt::format("C{}", s.network.cells.size() + 1);
            cell.site = site;
            cell.position = s.network.sites[site].position;
            cell.azimuth_deg = 30.0 + 120.0 * sector;
            cell.downtilt_deg = 4.0;
            s.network.cells.push_back(cell);
        }
    s.users.count = kUes;
    s.users.mobility.resize(2);
    s.users.mobility[0].share = 0.8;
    s.users.mobility[1].share = 0.2;
    s.users.mobility[1].profile.kind = mobility::Kind::random_waypoint;
    s.users.traffic.emplace_back().bearers[0].profile.kind = traffic::Kind::ftp3;
    return s;
}

double speedFactor(std::size_t cell, bool after) {
    if (!after) return 1.0;
    if (cell == 15) return 0.86;
    if (cell == 10) return 1.15;
    if (cell == 11) return 1.08;
    return 1.0 + 0.004 * std::sin(static_cast<double>(cell));
}

std::vector<double> kpiRow(std::size_t cell, double speed, double load) {
    std::vector<double> row(record::rowWidth(), 0.0);
    const auto set = [&](Kpi kpi, double value) { row[record::column(kpi)] = value; };
    set(Kpi::drb_ue_thp_time_dl, 4000.0);
    set(Kpi::drb_ue_thp_vol_dl, 4.0 * speed);
    set(Kpi::drb_ue_thp_dl, speed);
    set(Kpi::rru_prb_tot_dl, load);
    set(Kpi::rru_prb_used_dl, 2.73 * load);
    set(Kpi::rru_prb_avail_dl, 273.0);
    set(Kpi::rru_max_prb_used_dl, 273.0);
    set(Kpi::rrc_conn_mean, 8.0 + static_cast<double>(cell % 5));
    set(Kpi::rrc_conn_max, 10.0 + static_cast<double>(cell % 5));
    set(Kpi::drb_mean_active_ue_dl, 0.08 * load);
    set(Kpi::drb_max_active_ue_dl, 9.0);
    set(Kpi::drb_pdcp_sdu_volume_dl, 2.4 * load);
    set(Kpi::drb_rlc_sdu_delay_dl, 6e7 / speed);
    set(Kpi::tb_tot_nbr_dl, 30.0 * load);
    set(Kpi::tb_err_tot_nbr_dl, 2.6 * load);
    set(Kpi::carr_max_tx_pwr, 49.0);
    set(Kpi::carr_mean_tx_pwr, 39.0 + 0.1 * load);
    set(Kpi::mm_ho_exe_intra_freq_req, static_cast<double>(cell % 3));
    set(Kpi::mm_ho_exe_intra_freq_succ, static_cast<double>(cell % 3));
    return row;
}

void fillPeriods(Leg& leg, int periods, bool after) {
    std::mt19937 random(7);  // the same disturbance in both legs, as common random numbers give
    std::mt19937 own(after ? 11 : 13);
    const std::size_t cells = leg.scenario.network.cells.size();
    for (int p = 0; p < periods; ++p) {
        record::StoredKpiPeriod period{(1 + p) * 1'000'000'000LL, (2 + p) * 1'000'000'000LL, {}};
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const double shared = static_cast<double>(random() % 1000) / 1000.0 - 0.5;
            const double single = static_cast<double>(own() % 1000) / 1000.0 - 0.5;
            const double base = 21000.0 + 9000.0 * std::sin(1.7 * static_cast<double>(cell));
            const double speed = base * speedFactor(cell, after) *
                                 (1.0 + 0.25 * shared + 0.02 * single + 0.1 * std::sin(0.5 * p));
            const double load =
                std::clamp(55.0 - 0.0006 * speed + 18.0 * shared + (after ? 0.8 : 0.0), 2.0, 100.0);
            const std::vector<double> row = kpiRow(cell, speed, load);
            period.values.insert(period.values.end(), row.begin(), row.end());
        }
        leg.kpi_periods.push_back(std::move(period));
    }
}

void fillUes(Leg& leg, int periods, bool after) {
    for (int p = 0; p < periods; ++p) {
        record::StoredUeSamples s;
        s.time_ns = (2 + p) * 1'000'000'000LL;
        for (std::uint32_t ue = 0; ue < kUes; ++ue) {
            const double place = std::fmod(0.6180339887 * ue, 1.0);
            s.east_m.push_back(1000.0 * (place - 0.5));
            s.north_m.push_back(600.0 * (std::fmod(0.7548776662 * ue, 1.0) - 0.5));
            s.serving_cell.push_back(ue == 3 ? -1 : static_cast<std::int32_t>(ue % 57));
            s.sinr_db.push_back(static_cast<float>(-4.0 + 30.0 * place + 0.5 * (after ? 1 : 0)));
            s.rsrp_dbm.push_back(static_cast<float>(-115.0 + 50.0 * place - (after ? 0.7 : 0.0)));
            s.delivered_bytes.push_back(ue == 3 ? 0.0
                                                : 2.5e5 * (0.2 + 3.0 * place * place) * (after ? 1.04 : 1.0));
            s.queue_bytes.push_back(0.0);
        }
        leg.ue_samples.push_back(std::move(s));
    }
}

void fillEvents(Leg& leg, int periods, bool after) {
    for (int p = 0; p < periods; ++p)
        for (int k = 0; k < (after ? 4 : 3); ++k) {
            const auto ue = static_cast<std::uint32_t>((7 * p + k) % 570);
            const int from = k == 3 ? 11 : (5 * p + k) % 57, to = (from + 4) % 57;
            leg.events.push_back({(2 + p) * 1'000'000'000LL, record::EventKind::handover, ue, from, to});
            if (k == 1)
                leg.events.push_back(
                    {(2 + p) * 1'000'000'000LL + 400'000'000, record::EventKind::handover, ue, to, from});
        }
}

/// Free-space-like fall-off, a sector pattern and a smooth ripple instead of shadowing.
double levelDbm(const scenario::Cell& cell, Enu point) {
    const double distance = std::max(20.0, distance2dM(cell.position, point));
    const double off = wrapDegrees(bearingDeg(cell.position, point) - cell.azimuth_deg);
    const double ripple =
        5.0 * std::sin(point.east_m / 83.0 + cell.azimuth_deg) * std::sin(point.north_m / 71.0);
    const double tilt_loss = cell.downtilt_deg > 6.0 ? 12.0 * std::min(1.0, distance / 900.0) - 4.0 : 0.0;
    return 18.0 - 37.6 * std::log10(distance) - std::min(12.0 * off * off / 4225.0, 30.0) + ripple -
           tilt_loss;
}

engine::CoverageMap makeCoverage(const scenario::Scenario& scenario, int side) {
    engine::CoverageMap map;
    map.grid = {{-1350.0, -1200.0}, 2700.0 / side, side, side * 8 / 9};
    for (int row = 0; row < map.grid.rows; ++row)
        for (int column = 0; column < map.grid.columns; ++column) {
            const Enu point = map.grid.centreOf(column, row);
            double best = -1e9, total_mw = 1e-12;
            int cell = -1;
            for (std::size_t i = 0; i < scenario.network.cells.size(); ++i) {
                const double level = levelDbm(scenario.network.cells[i], point);
                total_mw += toMilliwatts(Dbm{level}).value;
                if (level > best) best = level, cell = static_cast<int>(i);
            }
            const double own_mw = toMilliwatts(Dbm{best}).value;
            map.rsrp_dbm.push_back(static_cast<float>(best));
            map.best_cell.push_back(cell);
            map.sinr_db.push_back(
                static_cast<float>(10.0 * std::log10(own_mw / (0.5 * (total_mw - own_mw) + 1e-11))));
        }
    return map;
}

record::TraceInfo makeInfo(const scenario::Scenario& scenario, const char* leg, int periods) {
    record::TraceInfo info;
    auto& h = info.header;
    h.scenario_name = scenario.name;
    h.leg = leg;
    h.resolved_scenario = "name: " + scenario.name + "\nrun: {duration_s: 20, seed: 7}\n";
    h.program_version = "0.1.0";
    h.commit = "0123456789ab";
    h.build = "GNU 12.2.0 -O2";
    h.seed = 7;
    h.threads = 2;
    h.host = "ns3";
    h.started_utc = "2026-05-12T18:00:00Z";
    h.warmup_ns = 1'000'000'000;
    h.end_ns = (1 + periods) * 1'000'000'000LL;
    h.ue_count = kUes;
    for (const auto& cell : scenario.network.cells) h.cell_ids.push_back(cell.id);
    info.summary = record::RunSummary{h.end_ns, true, 4.2, 5.0, 42000};
    info.fingerprint = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    return info;
}

Leg makeLeg(scenario::Scenario scenario, const SyntheticOptions& options, bool after) {
    Leg leg;
    leg.info = makeInfo(scenario, after ? "after" : options.compared ? "before" : "run", options.periods);
    leg.scenario = std::move(scenario);
    fillPeriods(leg, options.periods, after);
    fillUes(leg, options.periods, after);
    fillEvents(leg, options.periods, after);
    if (options.coverage) leg.coverage = makeCoverage(leg.scenario, options.grid_side);
    return leg;
}

}  // namespace

Input makeSyntheticInput(const SyntheticOptions& options) {
    Input input;
    scenario::Scenario scenario = makeScenario();
    input.before = makeLeg(scenario, options, false);
    input.command = "celltwin run scenarios/library/tilt.yaml --seed 7";
    input.warnings = {
        "tr38901-uma: 3 of 570 UEs are nearer than 10 m to a site, 2-D; the model starts at 10 m"};
    if (!options.compared) return input;
    scenario.network.cells[11].downtilt_deg = 8.0;
    input.after = makeLeg(scenario, options, true);
    input.changes = {"C12 downtilt 4\u00b0 \u2192 8\u00b0"};
    input.expectations = {{"DRB.UEThpDl of C12 at least 5000 kbit/s", 22345.6, true},
                          {"DRB.UEThpDl of the network changes by at least +5 %", 0.4, false}};
    input.measurements = {
        {"S01", 120, 1.2, 8.4, 8.5}, {"S02", 88, -2.1, 9.9, 10.1}, {"all", 208, -0.2, 9.0, 9.0}};
    return input;
}

}  // namespace celltwin::report
