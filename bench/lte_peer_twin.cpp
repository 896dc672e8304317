// SPDX-License-Identifier: BSD-3-Clause
#include "bench/lte_peer_twin.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "bench/slot_networks.h"
#include "models/base/random.h"
#include "models/phy/lte_tables.h"
#include "models/traffic/traffic.h"
#include "sim/engine/engine.h"
#include "sim/engine/ran_state.h"
#include "sim/record/kpi.h"

namespace celltwin::bench {
namespace {

constexpr int kUesPerCell = 10;
constexpr int kCandidates = 2000;
/// So many that each cell finds its ten; drawHexagons says where one does not.
constexpr int kCandidatesPerCell = 100;
/// Lower ones report no CQI in ns-3 (from -4.42 dB on they report 1), so no simulator serves them.
constexpr float kLeastSinrDb = -4.0F;
constexpr double kBurstPeriodS = 0.5;
/// A whole second: what comes once in a while is in every part.
constexpr int kTwinPartSlots = 1000;

/// Sums what a run hands out after its warm-up.
class Sums final : public record::RunSink {
  public:
    explicit Sums(std::size_t ues) : bytes(ues, 0.0), sinr_db(ues, 0.0) {}
    void begin(const record::RunHeader&) override {}
    void kpiPeriod(const record::KpiPeriod& p) override { kpi.assign(p.values.begin(), p.values.end()); }
    void ueSamples(const record::UeSamples& u) override {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] += u.delivered_bytes[i];
            sinr_db[i] = static_cast<double>(u.sinr_db[i]);
        }
    }
    void events(std::span<const record::Event>) override {}
    void checkpoint(const record::Checkpoint&) override {}
    void end(const record::RunSummary&) override {}

    double at(std::size_t cell, record::Kpi kpi_id, std::size_t bin = 0) const {
        return kpi[cell * record::rowWidth() + record::column(kpi_id) + bin];
    }
    std::vector<double> bytes, sinr_db, kpi;
};

/// ns-3's scheduler gives whole resource block groups alone, of 25 PRBs 24; the last one's power is not sent.
int scheduledPrbs(const PeerCase& c) {
    const int group = phy::lteRbgSize(c.prbs);
    return c.prbs / group * group;
}
double txPowerDbm(const PeerCase& c) {
    return c.tx_power_dbm + 10.0 * std::log10(static_cast<double>(scheduledPrbs(c)) / c.prbs);
}

scenario::Carrier carrierOf(const PeerCase& c) {
    scenario::Carrier carrier;
    carrier.frequency_mhz = kPeerFrequencyMhz;
    carrier.bandwidth_mhz = 0.2 * c.prbs;
    carrier.prb_count = scheduledPrbs(c);
    carrier.tx_power_dbm = txPowerDbm(c);
    carrier.mcs_table = phy::McsTable::lte_64qam;
    // Sizes of LTE blocks are tabulated; the code rate is that of one control symbol, as ns-3's scheduler
    // has.
    carrier.overhead = 0.14;
    return carrier;
}

scenario::Scenario scenarioOf(const PeerCase& c) {
    scenario::Scenario s;
    s.name = "lte peer";
    s.network.carriers = {carrierOf(c)};
    s.network.antennas.resize(1);
    s.network.antennas[0].model =
        c.sectors ? scenario::AntennaModel::tr36942_sector : scenario::AntennaModel::isotropic;
    s.network.antennas[0].tr38901.gain_dbi = 0.0;
    for (const PeerCell& cell : c.cells) {
        scenario::Cell out;
        out.id = "C" + std::to_string(s.network.cells.size());
        out.site = static_cast<std::uint32_t>(s.network.sites.size());
        out.position = {cell.east_m, cell.north_m};
        out.height_m = c.bs_height_m;
        out.azimuth_deg = cell.azimuth_deg;
        out.tx_power_dbm = txPowerDbm(c);
        s.network.sites.push_back({"S" + out.id, out.position});
        s.network.cells.push_back(out);
    }
    s.radio.propagation = c.loss;
    s.radio.line_of_sight = c.loss == "free-space" ? scenario::LosMode::always : scenario::LosMode::never;
    s.radio.shadowing = false;
    s.radio.noise_figure_db = c.noise_figure_db;
    s.users.count = static_cast<int>(c.ues.size());
    s.users.mobility.resize(1);
    s.ran.pf_window_ms = 99.0;  // ns-3's
    s.ran.link_adaptation.harq_processes = 8;
    s.ran.link_adaptation.csi_interference = scenario::CsiInterference::reference;
    s.run.seed = c.seed;
    s.run.warmup_s = c.warmup_s;
    s.run.duration_s = c.duration_s;
    s.run.kpi_period_s = s.run.ue_sample_period_s = s.run.segment_s = c.duration_s;
    s.run.cqi_period_ms = 1.0;
    return s;
}

/// Full buffer: one class. Bursts: one for each UE, as each has its own size.
void addTraffic(const PeerCase& c, scenario::Scenario& s) {
    s.users.traffic.assign(1, {});
    if (c.burst_period_s <= 0.0) {
        if (!c.uplink) return;
        s.users.traffic[0].bearers.resize(2);
        s.users.traffic[0].bearers[1].profile.direction = traffic::Direction::uplink;
        return;
    }
    s.users.traffic.clear();
    for (const PeerUe& ue : c.ues) {
        scenario::TrafficShare share;
        share.share = 1.0 / static_cast<double>(c.ues.size());
        traffic::Profile& profile = share.bearers[0].profile;
        profile.kind = traffic::Kind::constant_rate;
        profile.packet_bytes = ue.burst_packets * (c.packet_bytes + kPeerHeaderBytes);
        profile.rate_kbps = profile.packet_bytes * 8e-3 / c.burst_period_s;
        s.users.traffic.push_back(share);
    }
}

engine::UserDrop dropOf(const PeerCase& c) {
    engine::UserDrop drop;
    const std::size_t n = c.ues.size();
    for (const PeerUe& ue : c.ues) drop.position.push_back({ue.east_m, ue.north_m});
    drop.height_m.assign(n, c.ue_height_m);
    drop.place.assign(n, engine::Place::outdoor);
    drop.indoor_distance_m.assign(n, 0.0);
    drop.penetration_draw.assign(n, 0.0);
    drop.mobility_class.assign(n, 0);
    drop.mobility_rank.assign(n, 0);
    for (std::size_t i = 0; i < n; ++i)
        drop.traffic_class.push_back(c.burst_period_s > 0.0 ? static_cast<std::uint8_t>(i) : std::uint8_t{0});
    return drop;
}

/// Ten UEs of each cell, in the order of the candidates.
std::vector<PeerUe> chooseUes(PeerCase c) {
    scenario::Scenario s = scenarioOf(c);
    s.users.traffic.resize(1);
    engine::Engine engine(s, dropOf(c), 1);
    Sums ignored(c.ues.size());
    engine.step(ignored);
    engine.step(ignored);
    std::vector<PeerUe> chosen;
    for (int cell = 0; cell < static_cast<int>(c.cells.size()); ++cell)
        for (std::size_t i = 0, count = 0; i < c.ues.size() && count < kUesPerCell; ++i) {
            if (engine.state().serving_cell[i] != cell || engine.state().sinr_db[i] < kLeastSinrDb) continue;
            chosen.push_back(c.ues[i]);
            chosen.back().cell = cell;
            ++count;
        }
    return chosen;
}

/// Candidates uniform in the square, then the UEs chosen of them.
void addUes(int candidates, double edge_m, PeerCase& c) {
    const Random random(c.seed);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(candidates); ++i) {
        const PeerUe ue{edge_m * (2.0 * random.uniform(Stream::ue_position, i, 0) - 1.0),
                        edge_m * (2.0 * random.uniform(Stream::ue_position, i, 1) - 1.0), 0, 0.0, 0};
        const bool near = std::any_of(c.cells.begin(), c.cells.end(), [&](const PeerCell& cell) {
            return std::hypot(ue.east_m - cell.east_m, ue.north_m - cell.north_m) < 20.0;
        });
        if (!near) c.ues.push_back(ue);
    }
    c.ues = chooseUes(c);
}

/// The scenario a run takes: with traffic, and the peer's link adaptation where it has rows.
scenario::Scenario runScenario(const PeerCase& c, const PeerLinkTable& link) {
    scenario::Scenario s = scenarioOf(c);
    addTraffic(c, s);
    if (link.mcs.empty()) return s;
    phy::LinkTable& table = s.network.carriers[0].link_table.emplace();
    std::copy(link.sinr_db.begin(), link.sinr_db.end(), table.sinr_db.begin());
    std::copy(link.mcs.begin(), link.mcs.end(), table.mcs.begin());
    phy::checkLinkTable(table, s.network.carriers[0].mcs_table);
    return s;
}

}  // namespace

PeerCase drawCase(std::uint64_t seed) {
    const Random random(seed);
    const auto draw = [&](std::uint64_t what, double low, double high) {
        return low + (high - low) * random.uniform(Stream::layout, what);
    };
    PeerCase c;
    c.seed = seed;
    c.sectors = seed % 2 == 1;
    constexpr const char* kLosses[] = {"tr38901-uma", "free-space", "tr38901-umi"};
    c.loss = kLosses[(seed - 1) % 3];
    c.bs_height_m = c.loss == "tr38901-umi" ? 10.0 : 25.0;
    c.tx_power_dbm = draw(0, 40.0, 46.0);
    const double isd_m = draw(1, 300.0, 900.0), turn_deg = draw(2, 0.0, 120.0);
    for (int i = 0; i < 3; ++i) {
        const double bearing = (turn_deg + 120.0 * i) * std::numbers::pi / 180.0;
        const double out_m = c.sectors ? 0.0 : isd_m / std::numbers::sqrt3;
        c.cells.push_back({out_m * std::sin(bearing), out_m * std::cos(bearing), turn_deg + 120.0 * i});
    }
    addUes(kCandidates, isd_m, c);
    return c;
}

PeerCase drawHexagons(std::uint64_t seed, int sites, int prbs) {
    PeerCase c;
    c.seed = seed;
    c.sectors = true;
    c.loss = "tr38901-uma";
    c.prbs = prbs;
    double edge_m = 0.0;
    for (const Enu& at : hexagonalSites(sites, kSiteDistanceM)) {
        edge_m = std::max({edge_m, std::fabs(at.east_m), std::fabs(at.north_m)});
        for (int sector = 0; sector < 3; ++sector)
            c.cells.push_back({at.east_m, at.north_m, 30.0 + 120.0 * sector});
    }
    addUes(kCandidatesPerCell * static_cast<int>(c.cells.size()), edge_m + 0.5 * kSiteDistanceM, c);
    if (c.ues.size() != kUesPerCell * c.cells.size())
        throw std::runtime_error("seed " + std::to_string(seed) + " leaves a cell with too few UEs");
    return c;
}

PeerCase withUdp(const PeerCase& full_buffer, const PeerResult& rates, double load) {
    PeerCase c = full_buffer;
    c.burst_period_s = kBurstPeriodS;
    const double packet_bytes = c.packet_bytes + kPeerHeaderBytes;
    std::vector<double> seconds_per_byte(c.cells.size(), 0.0);
    for (std::size_t i = 0; i < c.ues.size(); ++i)
        // Proportional fair gave each UE a tenth of the time.
        seconds_per_byte[static_cast<std::size_t>(c.ues[i].cell)] +=
            c.duration_s / kUesPerCell / std::max(1.0, rates.received_bytes[i]);
    for (PeerUe& ue : c.ues) {
        const double bytes_per_s = load / seconds_per_byte[static_cast<std::size_t>(ue.cell)];
        ue.burst_packets =
            std::max(1, static_cast<int>(std::lround(bytes_per_s * kBurstPeriodS / packet_bytes)));
    }
    // The phase of a UE's constant rate is the twin's draw. ns-3 starts its bursts in the same subframes.
    scenario::Scenario s = scenarioOf(c);
    addTraffic(c, s);
    const Random random(s.run.seed);
    for (std::size_t i = 0; i < c.ues.size(); ++i) {
        const traffic::Profile& profile = s.users.traffic[i].bearers[0].profile;
        traffic::Cursor cursor = traffic::begin(profile, random, i);
        const auto first = traffic::take(profile, random, i, traffic::kNever, cursor);
        c.ues[i].first_burst_s = static_cast<double>(first->time_ns / 1'000'000) * 1e-3;
    }
    return c;
}

PeerResult runTwin(const PeerCase& c, const PeerLinkTable& link) {
    const double begin_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    const scenario::Scenario s = runScenario(c, link);
    engine::Engine engine(s, dropOf(c), 1);
    Sums sums(c.ues.size());
    engine::runPlainLoop(engine, sums, {});
    PeerResult r;
    r.received_bytes = sums.bytes;
    for (const double sinr_db : sums.sinr_db) r.sinr_db.push_back({sinr_db});
    using record::Kpi;
    for (std::size_t cell = 0; cell < c.cells.size(); ++cell) {
        r.prb_use.push_back(sums.at(cell, Kpi::rru_prb_tot_dl) / 100.0);
        r.cell_delay_s.push_back(sums.at(cell, Kpi::drb_rlc_sdu_delay_dl) * 1e-4);
        double weighted = 0.0, prbs = 0.0;
        for (std::size_t mcs = 0; mcs <= 28; ++mcs) {
            const double count = sums.at(cell, Kpi::carr_pdsch_mcs_dist, mcs);
            weighted += static_cast<double>(mcs) * count;
            prbs += count;
        }
        r.mean_mcs.push_back(weighted / std::max(1.0, prbs));
        r.block_error_rate.push_back(sums.at(cell, Kpi::tb_initial_err_nbr_dl) /
                                     std::max(1.0, sums.at(cell, Kpi::tb_tot_nbr_dl_initial)));
    }
    r.cpu_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC - begin_s;
    return r;
}

double twinCpuSecondsPerSecond(const PeerCase& c, const PeerLinkTable& link, int parts) {
    scenario::Scenario s = runScenario(c, link);
    s.run.duration_s = 3600.0;
    engine::Engine engine(s, dropOf(c), 1);
    Sums ignored(c.ues.size());
    while (engine.slot() < engine.clock().warmup_slots) engine.step(ignored);
    double least_s = std::numeric_limits<double>::infinity();
    for (int part = 0; part < parts; ++part) {
        const std::clock_t begin = std::clock();
        for (int slot = 0; slot < kTwinPartSlots; ++slot) engine.step(ignored);
        least_s = std::min(least_s, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return least_s / (kTwinPartSlots * static_cast<double>(engine.clock().slot_ns) * 1e-9);
}

}  // namespace celltwin::bench
