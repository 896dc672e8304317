// SPDX-License-Identifier: BSD-3-Clause
//
// A resolved scenario reads back to the same scenario: the text is a fixed point, and fields are compared bit
// for bit.
#include <random>

#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;

void expectSame(const Scenario& a, const Scenario& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.description, b.description);
    EXPECT_EQ(a.network.geographic, b.network.geographic);
    EXPECT_EQ(a.network.origin.lat_deg, b.network.origin.lat_deg);
    ASSERT_EQ(a.network.cells.size(), b.network.cells.size());
    for (std::size_t i = 0; i < a.network.cells.size(); ++i) {
        const Cell &p = a.network.cells[i], &q = b.network.cells[i];
        EXPECT_EQ(p.id, q.id);
        EXPECT_EQ(p.site, q.site);
        EXPECT_EQ(p.position.east_m, q.position.east_m);
        EXPECT_EQ(p.position.north_m, q.position.north_m);
        EXPECT_EQ(p.azimuth_deg, q.azimuth_deg);
        EXPECT_EQ(p.carrier, q.carrier);
        EXPECT_EQ(p.tx_power_dbm, q.tx_power_dbm);
    }
    ASSERT_EQ(a.network.antennas.size(), b.network.antennas.size());
    for (std::size_t i = 0; i < a.network.antennas.size(); ++i) {
        EXPECT_EQ(a.network.antennas[i].cuts.azimuth_loss_db, b.network.antennas[i].cuts.azimuth_loss_db);
        EXPECT_EQ(a.network.antennas[i].cuts.elevation_deg, b.network.antennas[i].cuts.elevation_deg);
    }
    EXPECT_EQ(a.users.count, b.users.count);
    EXPECT_EQ(a.users.area.min_east_m, b.users.area.min_east_m);
    ASSERT_EQ(a.users.mobility.size(), b.users.mobility.size());
    for (std::size_t i = 0; i < a.users.mobility.size(); ++i) {
        const mobility::Profile &p = a.users.mobility[i].profile, &q = b.users.mobility[i].profile;
        EXPECT_EQ(p.kind, q.kind);
        EXPECT_EQ(p.speed_min_mps, q.speed_min_mps);
        EXPECT_EQ(p.speed_max_mps, q.speed_max_mps);
        EXPECT_EQ(a.users.mobility[i].ns3.type, b.users.mobility[i].ns3.type);
        EXPECT_EQ(a.users.mobility[i].ns3.attributes, b.users.mobility[i].ns3.attributes);
        ASSERT_EQ(p.routes.size(), q.routes.size());
        for (std::size_t r = 0; r < p.routes.size(); ++r) {
            ASSERT_EQ(p.routes[r]->size(), q.routes[r]->size());
            for (std::size_t k = 0; k < p.routes[r]->size(); ++k) {
                EXPECT_EQ((*p.routes[r])[k].time_ns, (*q.routes[r])[k].time_ns);
                EXPECT_EQ((*p.routes[r])[k].position.east_m, (*q.routes[r])[k].position.east_m);
            }
        }
    }
    EXPECT_EQ(a.users.cell_weights, b.users.cell_weights);
    ASSERT_EQ(a.users.raster == nullptr, b.users.raster == nullptr);
    for (std::size_t i = 0; a.users.raster && i < a.users.raster->size(); ++i) {
        const RasterCell &p = (*a.users.raster)[i], &q = (*b.users.raster)[i];
        EXPECT_EQ(p.centre.east_m, q.centre.east_m);
        EXPECT_EQ(p.centre.north_m, q.centre.north_m);
        EXPECT_EQ(p.size_m, q.size_m);
        EXPECT_EQ(p.weight, q.weight);
    }
    for (std::size_t i = 0; i < a.users.traffic.size(); ++i)
        EXPECT_EQ(a.users.traffic[i].slice, b.users.traffic[i].slice);
    EXPECT_EQ(a.ran.rule.policy, b.ran.rule.policy);
    EXPECT_EQ(a.ran.rule.alpha, b.ran.rule.alpha);
    EXPECT_EQ(a.ran.rule.beta, b.ran.rule.beta);
    ASSERT_EQ(a.ran.slices.size(), b.ran.slices.size());
    for (std::size_t i = 0; i < a.ran.slices.size(); ++i) {
        const Slice &p = a.ran.slices[i], &q = b.ran.slices[i];
        EXPECT_EQ(p.name, q.name);
        EXPECT_EQ(p.sst, q.sst);
        EXPECT_EQ(p.sd, q.sd);
        EXPECT_EQ(p.ratio.min_percent, q.ratio.min_percent);
        EXPECT_EQ(p.ratio.max_percent, q.ratio.max_percent);
        EXPECT_EQ(p.ratio.dedicated_percent, q.ratio.dedicated_percent);
    }
    EXPECT_EQ(a.run.seed, b.run.seed);
    ASSERT_EQ(a.changes.size(), b.changes.size());
    for (std::size_t i = 0; i < a.changes.size(); ++i) {
        EXPECT_EQ(a.changes[i].text, b.changes[i].text);
        EXPECT_EQ(a.changes[i].cells, b.changes[i].cells);
    }
    ASSERT_EQ(a.expect.size(), b.expect.size());
    EXPECT_EQ(a.outputs.measurements.has_value(), b.outputs.measurements.has_value());
}

void expectFixedPoint(const Scenario& scenario) {
    const std::string text = resolvedYaml(scenario);
    const Scenario again = readScenarioText(text, scenario.file, {}, {});
    EXPECT_EQ(resolvedYaml(again), text);
    expectSame(scenario, again);
}

TEST(Resolved, LibraryRoundTrips) {
    for (const std::string& name : libraryNames()) {
        if (name == "southbend-cbrs.yaml" && !haveSharedData()) continue;
        SCOPED_TRACE(name);
        const Scenario scenario = readScenarioFile(libraryPath(name), {}, {});
        expectFixedPoint(scenario);
        expectFixedPoint(applyChanges(scenario));
    }
}

TEST(Resolved, EveryKindOfEntryRoundTrips) {
    expectFixedPoint(readText(
        "name: \"a \\\"b\\\" \\\\ \\t\\x01 ü # : [\"\n"
        "description: |\n  two\n  lines\n"
        "network:\n"
        "  reference: {lat_deg: 50.1, lon_deg: 10.3}\n"
        "  carriers:\n"
        "    - {id: a, band: n78, bandwidth_mhz: 100, numerology: 1, tdd_pattern: DDDSU, mcs_table: qam64}\n"
        "    - {id: '12', frequency_mhz: 2140.3, bandwidth_mhz: 20, numerology: 1, layers: 4, overhead: "
        "0.1}\n"
        "  antennas:\n"
        "    - {id: x, model: isotropic, gain_dbi: 2.15}\n"
        "    - {id: y, model: tr38901-sector, rows: 8, row_spacing_wavelengths: 0.7}\n"
        "    - {id: z, model: measured, gain_dbi: 17.3, azimuth_deg: [0, 30, 60, 90, 120, 150, 180, 210, "
        "240, 270, "
        "300, 330], azimuth_loss_db: [0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1], elevation_deg: [-180, -150, -120, "
        "-90, "
        "-60, -30, 0, 30, 60, 90, 120, 150], elevation_loss_db: [30, 30, 30, 20, 10, 3, 0, 3, 10, 20, 30, "
        "30]}\n"
        "  cells:\n"
        "    - {id: 189, lat_deg: 50.123456789, lon_deg: 10.3, carrier: a, antenna: z, load: 0.3}\n"
        "    - {id: true-ish, east_m: 0.1, north_m: 1e-7, carrier: '12', antenna: x, active: false}\n"
        "radio: {propagation: cost231-hata, line_of_sight: always, shadow_sigma_db: 6.5, offset_db: -1.3}\n"
        "users:\n"
        "  count: 12\n"
        "  placement: around-cells\n"
        "  area: {min_east_m: -1, min_north_m: -2, max_east_m: 3, max_north_m: 4.4}\n"
        "  hot_spots: [{lat_deg: 50.1, lon_deg: 10.3, share: 0.25}]\n"
        "  mobility:\n"
        "    - {share: 0.5, model: random-waypoint, speed_min_kmh: 0.1, speed_max_kmh: 97.3, pause_s: 0.2}\n"
        "    - {share: 0.5, model: route, route: [[0, 0.1, 0.2], [0.1, 0.3, 0.7]]}\n"
        "traffic: [{share: 0.3, slice: c, model: ftp3}, {share: 0.7, model: constant-rate, rate_kbps: "
        "12.2}]\n"
        "ran: {scheduler: qos-aware, pf_alpha: 0.3, pf_beta: 1.7, handover: {filter_coefficient_k: 8}, "
        "handover_interruption_ms: 50, slices: [{name: 'a \\ b', sst: 1, min_percent: 33.3}, {name: c, sst: "
        "1, "
        "sd: 16777215, dedicated_percent: 0.1, min_percent: 20, max_percent: 70.7}]}\n"
        "run: {seed: 9007199254740991, duration_s: 0.1}\n"
        "outputs: {directory: d, report: false, measurements: {csv: m.csv, skip_column: repeat}}\n"
        "changes:\n"
        "  - {cells: [189, true-ish], azimuth_deg: {add: 7.7}, height_m: 33}\n"
        "  - {new_cell: {id: N, site: new, lat_deg: 50.11, lon_deg: 10.31, carrier: a, antenna: y}}\n"
        "  - {new_cell: {id: M, site: new, carrier: a, antenna: y}}\n"
        "  - {traffic_factor: 1.1}\n"
        "  - {handover: {offset_db: {add: -0.1}}}\n"
        "  - {slice: c, min_percent: {add: -0.7}, max_percent: 44.4}\n"
        "  - {energy: {deepest_sleep: light, cell_sleep: {sleep_below_load: 0.123, hold_s: 0.1}}}\n"
        "expect: [{kpi: DRB.UEThpDl, cells: [189], leg: change, percent: true, at_least: -5, at_most: "
        "1e9}]\n"));
}

TEST(Resolved, AnySpeedComesBackExactly) {
    std::mt19937_64 draw(1);
    std::uniform_real_distribution<double> speed(0.01, 999.0);
    for (int i = 0; i < 300; ++i) {
        Scenario s =
            readText("network: {layout: {sites: 1}}\nusers: {mobility: [{model: random-waypoint}]}\n");
        mobility::Profile& p = s.users.mobility[0].profile;
        p.speed_min_mps = speed(draw) / 3.6;
        p.speed_max_mps = 999.5 / 3.6;
        const Scenario again = readText(resolvedYaml(s));
        ASSERT_EQ(again.users.mobility[0].profile.speed_min_mps, p.speed_min_mps);
    }
}

}  // namespace
}  // namespace celltwin::scenario
