// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of cells that count one by one, beside the network with all of them.
#include "sim/engine/heard_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/sim/engine/engine_runs.h"

namespace celltwin::engine {
namespace {

using testing::fingerprintOf;
using testing::hexagons;
using testing::Keeper;
using testing::smallNetwork;

TEST(HeardCells, ASmallNetworkHasOneListOfAll) {
    const scenario::Scenario s = smallNetwork(3);
    const RadioModel radio(s);
    const HeardCells heard(s, radio, 32);
    EXPECT_TRUE(heard.complete());
    ASSERT_EQ(heard.lists(), 1U);
    EXPECT_EQ(heard.width(), 16U);
    for (std::uint32_t c = 0; c < 9; ++c) {
        EXPECT_EQ(heard.cells(0)[c], c);
        EXPECT_EQ(heard.placeOf(0, c), c);
        EXPECT_EQ(heard.sources(c).size(), 8U);
    }
}

TEST(HeardCells, ListsHaveTheirOwnSiteAndWhatIsStrongThere) {
    scenario::Scenario s = hexagons(4, 1);
    scenario::Carrier second = s.network.carriers[0];
    second.frequency_mhz = 3500.0;
    s.network.carriers.push_back(second);
    const std::size_t first_layer = s.network.cells.size();
    for (std::size_t c = 0; c < first_layer; ++c) {
        scenario::Cell cell = s.network.cells[c];
        cell.id += "b";
        cell.carrier = 1;
        s.network.cells.push_back(cell);
    }
    const RadioModel radio(s);
    const HeardCells heard(s, radio, 20);
    ASSERT_FALSE(heard.complete());
    EXPECT_EQ(heard.width(), 48U);
    std::set<std::pair<std::uint32_t, std::uint32_t>> heard_by;
    for (std::uint32_t c = 0; c < s.network.cells.size(); ++c) {
        const auto cells = heard.cells(heard.listOf(c));
        ASSERT_EQ(cells.size(), 40U);
        EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end()));
        EXPECT_EQ(std::count_if(cells.begin(), cells.end(),
                                [&](std::uint32_t n) { return s.network.cells[n].carrier == 0; }),
                  20);
        for (std::uint32_t n = 0; n < s.network.cells.size(); ++n) {
            const bool listed = std::binary_search(cells.begin(), cells.end(), n);
            EXPECT_EQ(heard.placeOf(heard.listOf(c), n) != HeardCells::kNowhere, listed);
            if (s.network.cells[n].site == s.network.cells[c].site) {
                EXPECT_TRUE(listed);
            }
            if (listed && n != c) heard_by.insert({n, c});
            // A direct neighbour's sector that looks this way is never missing.
            const double apart_m = distance2dM(s.network.cells[n].position, s.network.cells[c].position);
            if (apart_m < 510.0 && apart_m > 1.0 &&
                s.network.cells[n].carrier == s.network.cells[c].carrier) {
                const double turn =
                    std::remainder(bearingDeg(s.network.cells[n].position, s.network.cells[c].position) -
                                       s.network.cells[n].azimuth_deg,
                                   360.0);
                const double ahead =
                    std::remainder(bearingDeg(s.network.cells[c].position, s.network.cells[n].position) -
                                       s.network.cells[c].azimuth_deg,
                                   360.0);
                if (std::abs(turn) < 61.0 && std::abs(ahead) < 61.0) {
                    EXPECT_TRUE(listed) << c << ' ' << n;
                }
            }
        }
        EXPECT_EQ(cells[heard.ownPlace(c)], c);
    }
    for (std::uint32_t victim = 0; victim < s.network.cells.size(); ++victim)
        for (const HeardCells::Source& source : heard.sources(victim)) {
            EXPECT_EQ(heard_by.erase({victim, source.cell}), 1U);
            EXPECT_EQ(heard.cells(heard.listOf(source.cell))[source.place], victim);
        }
    EXPECT_TRUE(heard_by.empty());
}

struct WholeRun {
    explicit WholeRun(const scenario::Scenario& s) : engine(s, dropUsers(s), 2) {
        EXPECT_TRUE(runPlainLoop(engine, keeper, {}));
    }
    double volume(record::Kpi kpi) const {
        double sum = 0.0;
        for (std::size_t c = 0; c < engine.scenario().network.cells.size(); ++c) sum += keeper.total(c, kpi);
        return sum;
    }
    Keeper keeper;
    Engine engine;
};

// 183 cells at full load: the far ones are known by their sum.
TEST(HeardCells, SinrIsThatOfTheWholeNetwork) {
    scenario::Scenario s = hexagons(4, 900);
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    s.run.duration_s = 0.5;
    const WholeRun listed(s);
    s.radio.neighbours = 4096;
    const WholeRun all(s);
    double sum = 0.0, square = 0.0;
    int same = 0;
    for (std::size_t ue = 0; ue < 900; ++ue) {
        same += listed.engine.state().serving_cell[ue] == all.engine.state().serving_cell[ue] ? 1 : 0;
        const double difference = listed.engine.state().sinr_db[ue] - all.engine.state().sinr_db[ue];
        sum += difference;
        square += difference * difference;
    }
    EXPECT_EQ(same, 900);
    EXPECT_NEAR(sum / 900.0, 0.0, 0.02);
    EXPECT_LT(std::sqrt(square / 900.0), 0.1);
    const double volume = all.volume(record::Kpi::drb_pdcp_sdu_volume_dl);
    EXPECT_NEAR(listed.volume(record::Kpi::drb_pdcp_sdu_volume_dl), volume, 0.01 * volume);
}

TEST(HeardCells, UplinkInterferenceIsThatOfTheWholeNetwork) {
    scenario::Scenario s = hexagons(4, 900);
    s.users.mobility.resize(1);
    s.users.mobility[0].share = 1.0;
    s.users.traffic[0].bearers[0].profile.direction = traffic::Direction::uplink;
    s.run.duration_s = 0.5;
    const WholeRun listed(s);
    s.radio.neighbours = 4096;
    const WholeRun all(s);
    const double iot = all.volume(record::Kpi::x_iot_ul);
    EXPECT_NEAR(listed.volume(record::Kpi::x_iot_ul), iot, 0.02 * iot);
    const double volume = all.volume(record::Kpi::drb_pdcp_sdu_volume_ul);
    EXPECT_NEAR(listed.volume(record::Kpi::drb_pdcp_sdu_volume_ul), volume, 0.01 * volume);
}

// Rows follow a UE from list to list: what it receives is what the radio model says of the place.
TEST(HeardCells, RowsAreOfThePlaceAcrossManyLists) {
    scenario::Scenario s = hexagons(4, 40);
    for (scenario::MobilityShare& share : s.users.mobility) {
        share.profile.kind = mobility::Kind::random_waypoint;
        share.profile.speed_min_mps = share.profile.speed_max_mps = 60.0;
    }
    s.radio.neighbours = 12;
    s.run.duration_s = 20.0;
    s.run.segment_s = 20.0;
    Keeper keeper;
    Engine engine(s, dropUsers(s), 2);
    const RadioModel radio(s);
    const HeardCells heard(s, radio, 12);
    std::set<std::pair<std::size_t, std::uint32_t>> seen;
    std::vector<float> row(radio.row());
    while (!engine.done()) {
        engine.step(keeper);
        const RanState& state = engine.state();
        // Just after a mobility step, before the next handover can move the UE's list.
        if (state.slot % engine.clock().mobility_slots != 1) continue;
        for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
            seen.insert({ue, state.list[ue]});
            if (state.leg_cell[ue] >= 0) {
                EXPECT_EQ(state.list[ue], static_cast<std::uint32_t>(state.leg_cell[ue]));
            }
            const auto one = [ue](const auto& column) { return std::span(column).subspan(ue, 1); };
            radio.fill({one(state.east_m), one(state.north_m), one(state.height_m), one(state.place),
                        one(state.indoor_distance_m), one(state.penetration_draw)},
                       {.rsrp_mw = row, .data_mw = {}, .interference_mw = {}, .los = {}});
            const auto cells = heard.cells(state.list[ue]);
            for (std::size_t i = 0; i < cells.size(); ++i)
                ASSERT_FLOAT_EQ(state.rsrp_mw[ue * state.width + i], row[cells[i]]) << ue;
        }
    }
    EXPECT_GT(seen.size(), 200U);
}

TEST(HeardCells, SameResultAtAnyThreadCountAndAfterAResume) {
    scenario::Scenario s = hexagons(3, 150);
    s.radio.neighbours = 10;
    s.run.duration_s = 2.0;
    const record::Digest one = fingerprintOf(s, 1);
    for (const int threads : {2, 3, 8}) EXPECT_EQ(fingerprintOf(s, threads), one) << threads << " threads";
    Keeper whole, rest;
    Engine straight(s, dropUsers(s), 2), resumed(s, dropUsers(s), 2);
    ASSERT_TRUE(runPlainLoop(straight, whole, {}));
    ASSERT_GE(whole.checkpoints.size(), 2U);
    resumed.restore(whole.checkpoints[0]);
    ASSERT_TRUE(runPlainLoop(resumed, rest, {}));
    const auto& a = whole.checkpoints.back().columns;
    const auto& b = rest.checkpoints.back().columns;
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].bytes, b[i].bytes) << a[i].name;
}

}  // namespace
}  // namespace celltwin::engine
