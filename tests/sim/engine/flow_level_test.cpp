// SPDX-License-Identifier: BSD-3-Clause
//
// Fidelity `flow` against closed forms of processor sharing and against small simulations written anew here
// in double precision.
#include "sim/engine/flow_level.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/phy/rate_curve.h"
#include "models/phy/resource_elements.h"
#include "tests/sim/engine/flow_runs.h"

namespace celltwin::engine {
namespace {

using record::Kpi;
using testing::filesOf;
using testing::flowRun;
using testing::Keeper;
using testing::runFor;

/// Isotropic cells on a line, no shadowing; UEs on a spot of a millimetre.
scenario::Scenario plainCells(const std::vector<Enu>& cells, Enu spot, int ues) {
    scenario::Scenario s;
    scenario::Carrier carrier;
    carrier.frequency_mhz = 2000.0;
    carrier.bandwidth_mhz = 10.0;
    carrier.prb_count = 52;
    s.network.carriers = {carrier};
    scenario::Antenna antenna;
    antenna.model = scenario::AntennaModel::isotropic;
    s.network.antennas = {antenna};
    for (const Enu& at : cells) {
        const std::string number = std::to_string(s.network.sites.size());
        scenario::Cell cell;
        cell.id = "C" + number;
        cell.site = static_cast<std::uint32_t>(s.network.sites.size());
        cell.position = at;
        s.network.sites.push_back({"S" + number, at});
        s.network.cells.push_back(cell);
    }
    s.radio.propagation = "free-space";
    s.radio.line_of_sight = scenario::LosMode::always;
    s.radio.shadowing = false;
    s.users.count = ues;
    s.users.area = {spot.east_m, spot.north_m, spot.east_m + 1e-3, spot.north_m + 1e-3};
    s.users.mobility = {scenario::MobilityShare{}};
    s.users.traffic = {scenario::TrafficShare{}};
    s.run.warmup_s = 5.0;
    return s;
}

/// What noticed files of all UEs took, before the last period clears it.
struct FileTimes {
    double count = 0.0, seconds = 0.0;
    double mean() const { return seconds / count; }
};
FileTimes fileTimes(const scenario::Scenario& s) {
    FlowLevel flow(s, dropUsers(s));
    Keeper keeper;
    while (flow.slot() < flow.clock().end_slot - flow.clock().cqi_slots) flow.step(keeper);
    FileTimes times;
    for (int ue = 0; ue < s.users.count; ++ue) {
        const traffic::Experience& e = flow.experienceOf(static_cast<std::size_t>(ue), 0);
        times.count += static_cast<double>(e.side[0].units);
        times.seconds += static_cast<double>(e.side[0].delay_sum_ns) * 1e-9;
    }
    return times;
}

/// Bytes a second that a full buffer gets of an empty network.
double capacity(scenario::Scenario s) {
    s.users.traffic = {scenario::TrafficShare{}};
    s.users.count = 1;
    runFor(s, 4.0);
    return flowRun(s).delivered / s.run.duration_s;
}

/// Mean time in an ideal shared server of the arrivals that the run has: what chance did to them.
double idealMeanS(const scenario::Scenario& s, double bytes_per_s) {
    struct File {
        double at_s, bytes;
    };
    std::vector<File> files;
    const Random random(s.run.seed);
    const UserDrop users = dropUsers(s);
    const double end_s = s.run.warmup_s + s.run.duration_s;
    for (std::size_t ue = 0; ue < users.position.size(); ++ue) {
        const traffic::Profile& profile = s.users.traffic[users.traffic_class[ue]].bearers[0].profile;
        traffic::Cursor cursor = traffic::begin(profile, random, ue);
        while (const auto unit =
                   traffic::take(profile, random, ue, static_cast<std::int64_t>(end_s * 1e9), cursor))
            files.push_back({static_cast<double>(unit->time_ns) * 1e-9, static_cast<double>(unit->bytes)});
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.at_s < b.at_s; });
    std::vector<File> inside;
    double now_s = 0.0, sum = 0.0, count = 0.0;
    for (std::size_t next = 0; now_s < end_s;) {
        double least = std::numeric_limits<double>::infinity();
        for (const File& f : inside) least = std::min(least, f.bytes);
        const auto sharing = static_cast<double>(inside.size());
        const double leaves_s = inside.empty() ? end_s : now_s + least * sharing / bytes_per_s;
        const double then_s = std::min({leaves_s, next < files.size() ? files[next].at_s : end_s, end_s});
        for (File& f : inside) f.bytes -= (then_s - now_s) * bytes_per_s / sharing;
        now_s = then_s;
        if (now_s >= end_s) break;
        if (next < files.size() && files[next].at_s <= now_s) inside.push_back(files[next++]);
        for (std::size_t i = inside.size(); i-- > 0;) {
            if (inside[i].bytes > 1e-6) continue;
            if (now_s >= s.run.warmup_s) {
                sum += now_s - inside[i].at_s;
                count += 1.0;
            }
            inside.erase(inside.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return sum / count;
}

// M/G/1 processor sharing (Kleinrock, Queueing Systems II, 1976, ch. 4): E[T] = (mean size / C) / (1 - load),
// whatever the sizes. Many UEs, so that two files of one UE, which take one turn, hardly meet. Judged less
// what chance did to these arrivals: an ideal server gets the same.
TEST(FlowLevel, IsAProcessorSharingServer) {
    for (const double large_share : {0.0, 0.1})
        for (const double load : {0.3, 0.6, 0.8}) {
            scenario::Scenario s = plainCells({{0.0, 0.0}}, {200.0, 0.0}, 1500);
            s.ran.rule.policy = scheduler::Policy::round_robin;
            const double bytes_per_s = capacity(s), mean_bytes = 0.4 * bytes_per_s;
            const double per_ue = load * bytes_per_s / mean_bytes / s.users.count;
            const double small = std::round(mean_bytes / (1.0 + 5.0 * large_share));
            s.users.traffic = {filesOf(0.5, small, 2.0 * (1.0 - large_share) * per_ue)};
            if (large_share > 0.0)
                s.users.traffic.push_back(filesOf(0.5, 6.0 * small, 2.0 * large_share * per_ue));
            else
                s.users.traffic = {filesOf(1.0, small, per_ue)};
            s.run.warmup_s = 20.0;
            runFor(s, 400.0);
            const double expected_s = mean_bytes / bytes_per_s / (1.0 - load);
            const double off = (fileTimes(s).mean() - idealMeanS(s, bytes_per_s)) / expected_s;
            EXPECT_NEAR(off, 0.0, 0.02) << "large " << large_share << " load " << load;
        }
}

TEST(FlowLevel, OneUeAloneGetsTheRateCurve) {
    for (const double metres : {200.0, 5000.0, 12000.0}) {
        scenario::Scenario s = plainCells({{0.0, 0.0}}, {metres, 0.0}, 1);
        runFor(s, 20.0);
        const Keeper keeper = flowRun(s);
        const FlowLevel flow(s, dropUsers(s));
        // SNR by hand: 46 dBm over 12 x 52 elements, 8 dBi, free space, noise of 15 kHz and 7 dB.
        const double height_m = 25.0 - 1.5, d_m = std::hypot(metres, height_m);
        const double loss_db = 20.0 * std::log10(4.0 * kPi * d_m * 2e9 / kSpeedOfLight);
        const double gain_db = s.network.antennas[0].tr38901.gain_dbi;
        const double snr_db = 46.0 - 10.0 * std::log10(12.0 * 52.0) + gain_db - loss_db -
                              (kThermalNoiseDbmPerHz + 10.0 * std::log10(15e3) + 7.0);
        phy::LinkRateParameters p;
        p.prb_count = 52;
        p.slots = {{1.0, phy::blockSizeResourceElements(14, 0.14), 1.0}};
        const phy::RateCurve curve(phy::LinkRates(p), 2);
        const double expected = curve.bitsPerPrb(snr_db) * 52.0 * 1000.0 / 8.0;
        EXPECT_NEAR(keeper.delivered / 20.0 / expected, 1.0, 0.04) << metres << " m, " << snr_db << " dB";
        EXPECT_NEAR(keeper.total(0, Kpi::rru_prb_tot_dl), 100.0, 1e-6);
    }
}

TEST(FlowLevel, AnEmptyCellDoesNothing) {
    scenario::Scenario s = plainCells({{0.0, 0.0}, {5000.0, 0.0}}, {100.0, 0.0}, 3);
    s.users.traffic = {filesOf(1.0, 1e5, 1.0)};
    runFor(s, 5.0);
    const Keeper keeper = flowRun(s);
    EXPECT_EQ(keeper.total(1, Kpi::rru_prb_used_dl), 0.0);
    EXPECT_EQ(keeper.total(1, Kpi::drb_pdcp_sdu_volume_dl), 0.0);
    EXPECT_EQ(keeper.total(1, Kpi::rrc_conn_mean), 0.0);
    EXPECT_NEAR(keeper.total(0, Kpi::rrc_conn_mean), 3.0, 1e-9);
    EXPECT_GT(keeper.total(0, Kpi::drb_pdcp_sdu_volume_dl), 0.0);
}

/// Two cells, each a shared server whose rate falls while the other is busy, in double precision and exact
/// time.
struct Coupled {
    double load[2] = {0.0, 0.0};
};
Coupled coupledServers(const scenario::Scenario& s, const std::array<double, 2>& alone,
                       const std::array<double, 2>& both) {
    struct Event {
        double at_s;
        int cell;
        double bytes;
    };
    std::vector<Event> events;
    const Random random(s.run.seed);
    const UserDrop users = dropUsers(s);
    const double end_s = s.run.warmup_s + s.run.duration_s;
    for (std::size_t ue = 0; ue < users.position.size(); ++ue) {
        const traffic::Profile& profile = s.users.traffic[0].bearers[0].profile;
        traffic::Cursor cursor = traffic::begin(profile, random, ue);
        const int cell = users.position[ue].east_m < 500.0 ? 0 : 1;
        while (const auto unit =
                   traffic::take(profile, random, ue, static_cast<std::int64_t>(end_s * 1e9), cursor))
            events.push_back(
                {static_cast<double>(unit->time_ns) * 1e-9, cell, static_cast<double>(unit->bytes)});
    }
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at_s < b.at_s; });
    // Work left in each cell is all that matters for who is busy: any order of service gives the same.
    Coupled out;
    double left[2] = {0.0, 0.0}, now_s = 0.0;
    for (std::size_t next = 0; now_s < end_s;) {
        const bool busy[2] = {left[0] > 0.0, left[1] > 0.0};
        double then_s = next < events.size() ? std::min(end_s, events[next].at_s) : end_s;
        double rate[2];
        for (int c = 0; c < 2; ++c) {
            rate[c] = !busy[c] ? 0.0 : busy[1 - c] ? both[c] : alone[c];
            if (busy[c]) then_s = std::min(then_s, now_s + left[c] / rate[c]);
        }
        for (int c = 0; c < 2; ++c) {
            const double from_s = std::max(now_s, s.run.warmup_s);
            if (busy[c] && then_s > from_s) out.load[c] += (then_s - from_s) / s.run.duration_s;
            left[c] -= rate[c] * (then_s - now_s);
            if (left[c] < 1e-6) left[c] = 0.0;
        }
        now_s = then_s;
        while (next < events.size() && events[next].at_s <= now_s) {
            left[events[next].cell] += events[next].bytes;
            ++next;
        }
    }
    return out;
}

// Two cells 1 km apart, half of the UEs 250 m from either: everybody has one rate alone and one while the
// other cell sends. The rates are those of full buffers; the loads must be those of the two coupled servers.
TEST(FlowLevel, TwoCellsSlowEachOtherDown) {
    scenario::Scenario s = plainCells({{0.0, 0.0}, {1000.0, 0.0}}, {0.0, 0.0}, 40);
    s.users.hot_spots = {{{250.0, 0.0}, 0.01, 0.5}, {{750.0, 0.0}, 0.01, 0.5}};
    const auto rates = [&](int ues_a, int ues_b) {
        scenario::Scenario full = s;
        full.users.count = ues_a + ues_b;
        full.users.traffic = {scenario::TrafficShare{}};
        full.users.hot_spots[0].share = static_cast<double>(ues_a) / full.users.count;
        full.users.hot_spots[1].share = static_cast<double>(ues_b) / full.users.count;
        runFor(full, 10.0);
        const Keeper keeper = flowRun(full);
        return std::array<double, 2>{keeper.total(0, Kpi::drb_pdcp_sdu_volume_dl) * 1.25e4,
                                     keeper.total(1, Kpi::drb_pdcp_sdu_volume_dl) * 1.25e4};
    };
    const std::array<double, 2> alone = {rates(1, 0)[0], rates(0, 1)[1]}, both = rates(1, 1);
    ASSERT_LT(both[0], 0.8 * alone[0]);
    for (const double load : {0.2, 0.4}) {
        s.users.traffic = {filesOf(1.0, std::round(0.5 * alone[0]), load / 0.5 / 20.0)};
        runFor(s, 300.0);
        const Coupled expected = coupledServers(s, alone, both);
        const Keeper keeper = flowRun(s);
        for (std::size_t c = 0; c < 2; ++c)
            EXPECT_NEAR(keeper.total(c, Kpi::rru_prb_tot_dl) / 100.0 / expected.load[c], 1.0, 0.03)
                << "cell " << c << ", " << load << " without coupling, " << expected.load[c] << " with it";
    }
}

}  // namespace
}  // namespace celltwin::engine
