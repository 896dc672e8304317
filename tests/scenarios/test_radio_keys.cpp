// SPDX-License-Identifier: BSD-3-Clause
//
// Keys of channel, antennas and PHY: what is read, what is refused, and that the resolved text keeps all of
// it.
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "helpers.h"
#include "models/base/geo.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

/// Every key of the kind, away from its default.
constexpr const char* kEverything = R"(
network:
  layout: {type: hexagonal, sites: 7, isd_m: 300, wrap_around: true}
  carrier: {frequency_mhz: 3500, bandwidth_mhz: 40, numerology: 1, tdd_pattern: DDDSU, mcs_table: qam1024, layers: 3,
            pdsch: {pdcch_symbols: 2, dmrs_type: 2, dmrs_symbols: 1, dmrs_additional_positions: 1,
                    dmrs_cdm_groups_without_data: 3, x_overhead: 6, csi_rs_re_per_prb: 8, csi_rs_period_slots: 40,
                    ssb_beams: 8, ssb_period_ms: 20},
            bandwidth_part: {first_prb: 6, prb_count: 51}}
  antenna: {model: tr38901-panel, rows: 8, columns: 4, polarisations: 2, panel_columns: 2, row_spacing_wavelengths: 0.8,
            panel_column_spacing_wavelengths: 3, first_slant_deg: 30, port_rows: 2,
            beam_grid: {row_oversampling: 2, column_oversampling: 4, max_azimuth_deg: 50, ssb_beams: 4}}
radio:
  propagation:
    model: tr38901-uma
    nlos: optional
    calibration:
      offset_db: -2.5
      slope_db_per_decade: 3
      sigma_db: 5.5
      correlation_m: 65
      common: {east_m: -100, north_m: -50, step_m: 25, columns: 2, rows: 2, values_db: [1, -1, 0.5, 2]}
      cells: [{cell: C4, offset_db: 1.5}]
  coupling: clusters
  inter_site_correlation: 0.2
  inter_sector_correlation: 0.6
  building_loss: below-6ghz
  blockage: true
  fading: {model: tdl-c, los_model: tdl-d, delay_spread_ns: 100, min_speed_kmh: 1, correlation: medium}
users: {per_cell: 2, placement: hexagons, isd_m: 250, indoor_share: 0.5, high_loss_share: 0.2, floors_min: 4,
        floors_max: 8, car_share: 0.25, antennas: 2}
ran:
  link_adaptation: {effective_sinr: eesm, harq_combining: chase, max_transmissions: 3, harq_processes: 8,
                    csi_delay_ms: 6}
run: {fidelity: geometry, drops: 3}
)";

TEST(RadioKeys, ResolvedTextKeepsThemAll) {
    const Scenario a = readText(kEverything);
    const std::string text = resolvedYaml(a);
    const Scenario b = readText(text);
    EXPECT_EQ(resolvedYaml(b), text);
    EXPECT_EQ(b.network.wrap_offsets.size(), 6U);
    const Carrier& carrier = b.network.carriers[0];
    EXPECT_EQ(carrier.mcs_table, phy::McsTable::table4_1024qam);
    EXPECT_EQ(carrier.ports, 4) << "the fewest that carry three layers";
    ASSERT_TRUE(carrier.pdsch);
    EXPECT_EQ(carrier.pdsch->dmrs_type, phy::DmrsType::type2);
    EXPECT_EQ(carrier.pdsch->csi_rs_period_slots, 40);
    EXPECT_EQ(carrier.scheduled().first_prb, 6);
    EXPECT_EQ(carrier.scheduled().prb_count, 51);
    const Antenna& antenna = b.network.antennas[0];
    EXPECT_EQ(antenna.panel.panel_columns, 2);
    EXPECT_EQ(antenna.panel.first_slant_deg, 30.0);
    EXPECT_EQ(antenna.ports.rows, 2);
    ASSERT_TRUE(antenna.beam_grid);
    EXPECT_EQ(antenna.beam_grid->column_oversampling, 4);
    ASSERT_TRUE(b.radio.calibration);
    EXPECT_EQ(b.radio.calibration->common->values_db, (std::vector<double>{1, -1, 0.5, 2}));
    EXPECT_EQ(b.radio.calibration->cells[0].offset_db, 1.5);
    EXPECT_EQ(b.radio.model_parameters.nlos, propagation::NlosLoss::optional);
    EXPECT_EQ(b.radio.coupling, Coupling::clusters);
    EXPECT_EQ(b.radio.building_loss, BuildingLoss::below_6ghz);
    EXPECT_TRUE(b.radio.blockage);
    EXPECT_EQ(b.radio.fading.profile, fading::TdlProfile::c);
    EXPECT_EQ(b.radio.fading.los_profile, fading::TdlProfile::d);
    EXPECT_EQ(b.users.placement, Placement::hexagons);
    EXPECT_EQ(b.users.floors_max, 8);
    EXPECT_EQ(b.ran.link_adaptation.combining, phy::Combining::chase);
    EXPECT_EQ(b.ran.link_adaptation.csi_delay_ms, 6.0);
    EXPECT_EQ(b.run.fidelity, Fidelity::geometry);
    EXPECT_EQ(b.run.drops, 3);
}

// Seven sites have five more sites' worth of neighbours at sqrt(7) times their distance.
TEST(RadioKeys, AWrappedLayoutTilesThePlane) {
    for (const auto& [sites, squared] : {std::pair{1, 1.0}, {7, 7.0}, {19, 19.0}, {37, 37.0}}) {
        const Scenario s = readText("network: {layout: {sites: " + std::to_string(sites) +
                                    ", isd_m: 1000, wrap_around: true}}\n");
        ASSERT_EQ(s.network.wrap_offsets.size(), 6U);
        for (const Enu& offset : s.network.wrap_offsets) {
            EXPECT_NEAR(std::hypot(offset.east_m, offset.north_m), 1000.0 * std::sqrt(squared), 1e-6);
            // No image of a site falls onto another site, and the nearest is one site distance away.
            double nearest = 1e9;
            for (const Site& site : s.network.sites)
                for (const Site& other : s.network.sites)
                    nearest = std::min(nearest, distance2dM({site.position.east_m + offset.east_m,
                                                             site.position.north_m + offset.north_m},
                                                            other.position));
            EXPECT_NEAR(nearest, 1000.0, 1e-6) << sites;
        }
    }
    EXPECT_THAT(complaints("network: {layout: {sites: 8, wrap_around: true}}\n"), HasSubstr("whole rings"));
}

TEST(RadioKeys, WhatCannotBeIsRefused) {
    const auto carrier = [](const std::string& keys) {
        return complaints(std::string(kNetwork) + "  carrier: {bandwidth_mhz: 20, " + keys + "}\n");
    };
    EXPECT_THAT(carrier("layers: 4, ports: 2"), HasSubstr("2 ports cannot carry 4 layers"));
    EXPECT_THAT(carrier("ports: 3"), HasSubstr("1, 2, 4 or 8 ports"));
    EXPECT_THAT(carrier("bandwidth_part: {first_prb: 60, prb_count: 60}"), HasSubstr("ends at PRB 120"));
    EXPECT_THAT(carrier("pdsch: {x_overhead: 7}"), HasSubstr("x_overhead"));
    EXPECT_THAT(carrier("overhead: 0.1, pdsch: {}"), HasSubstr("overhead"));
    EXPECT_THAT(carrier("mcs_table: lte-qam64, pdsch: {}"), HasSubstr("LTE carrier has overhead"));
    const auto rest = [](const std::string& text) { return complaints(std::string(kNetwork) + text); };
    EXPECT_THAT(rest("users: {floors_min: 9, floors_max: 4}\n"), HasSubstr("above floors_max, 4"));
    EXPECT_THAT(rest("users: {indoor_share: 0.8, car_share: 0.4}\n"), HasSubstr("sum to 1.2"));
    EXPECT_THAT(rest("users: {antennas: 3}\n"), HasSubstr("1, 2 or 4 receive antennas"));
    EXPECT_THAT(rest("radio: {inter_sector_correlation: 0.3}\n"),
                HasSubstr("below inter_site_correlation, 0.5"));
    EXPECT_THAT(rest("radio: {propagation: cost231-hata, coupling: clusters}\n"), HasSubstr("cost231-hata"));
    EXPECT_THAT(rest("radio: {propagation: {model: free-space, nlos: optional}}\n"),
                HasSubstr("has no effect"));
    EXPECT_THAT(rest("radio: {propagation: {model: tr38901-inf-sh, clutter_density: 1.5}}\n"),
                HasSubstr("more than 0, up to 1"));
    EXPECT_THAT(rest("run: {fidelity: geometry}\nexpect: [{kpi: DRB.UEThpDl, at_least: 1}]\n"),
                HasSubstr("fidelity geometry has no KPIs"));
    EXPECT_THAT(rest("radio: {propagation: {model: free-space, calibration: {cells: [{cell: C2}]}}}\n"),
                HasSubstr("cell 'C2' of the calibration is not in the network"));
    EXPECT_THAT(rest("radio: {propagation: tr38901-inf-sh}\nusers: {height_m: 5}\n"), HasSubstr("clutter"));
    const auto antenna = [](const std::string& keys) {
        return complaints(std::string(kNetwork) + "  antenna: {model: tr38901-panel, " + keys + "}\n");
    };
    EXPECT_THAT(antenna("rows: 8, port_rows: 3"), HasSubstr("8"));
    EXPECT_THAT(antenna("beam_azimuths_deg: [0]"), HasSubstr("come together"));
}

TEST(RadioKeys, ACalibrationFileIsReadWithItsOwnLines) {
    const std::string folder = ::testing::TempDir() + "/celltwin-calibration";
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream(folder + "/" + name) << text;
    };
    write("good.json", "{\"offset_db\": 4, \"cells\": [{\"cell\": \"C1\", \"offset_db\": -1}]}\n");
    write("bad.yaml", "offset_db: 4\nofset: 3\ncells: [{cell: C1, offset_db: 1000}]\n");
    const auto read = [&](const std::string& file) {
        const std::string text = std::string(kNetwork) +
                                 "radio: {propagation: {model: tr38901-uma, calibrated_by: " + file + "}}\n";
        return readScenarioText(text, folder + "/t.yaml", {}, KnownKpis{{}});
    };
    const Scenario s = read("good.json");
    ASSERT_TRUE(s.radio.calibration);
    EXPECT_EQ(s.radio.calibration->offset_db, 4.0);
    EXPECT_EQ(s.radio.calibration->indexOf("C1"), 0);
    try {
        read("bad.yaml");
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        ASSERT_EQ(error.findings().size(), 2U) << error.what();
        EXPECT_THAT(error.findings()[0].where.file, HasSubstr("bad.yaml"));
        EXPECT_EQ(error.findings()[0].where.line, 2);
        EXPECT_THAT(error.findings()[0].message, HasSubstr("unknown key 'ofset'"));
        EXPECT_EQ(error.findings()[1].where.line, 3);
    }
    std::filesystem::remove_all(folder);
}

TEST(RadioKeys, APatternInThreeDimensionsIsToldFromCutsByItsColumns) {
    const std::string folder = ::testing::TempDir() + "/celltwin-pattern";
    std::filesystem::create_directories(folder);
    std::string grid = "azimuth_deg,elevation_deg,gain_dbi\n";
    for (int azimuth = 0; azimuth < 360; azimuth += 30)
        for (int elevation = -90; elevation <= 90; elevation += 30)
            grid += std::to_string(azimuth) + "," + std::to_string(elevation) + "," +
                    (std::abs(elevation) == 90 ? "-5" : std::to_string(10 - std::abs(azimuth - 180) / 30)) +
                    "\n";
    std::ofstream(folder + "/grid.csv") << grid;
    const std::string text = std::string(kNetwork) + "  antenna: {file: grid.csv}\n";
    const Scenario s = readScenarioText(text, folder + "/t.yaml", {}, KnownKpis{{}});
    ASSERT_EQ(s.network.antennas[0].model, AntennaModel::measured_grid);
    EXPECT_EQ(s.network.antennas[0].grid.gain_dbi, 10.0);
    EXPECT_EQ(resolvedYaml(readText(resolvedYaml(s))), resolvedYaml(s));
    std::filesystem::remove_all(folder);
}

TEST(RadioKeys, LteSectorsHaveTheirReportsGains) {
    const auto gain = [](const std::string& model) {
        return readText(std::string(kNetwork) + "  antenna: {model: " + model + "}\n")
            .network.antennas[0]
            .tr38901.gain_dbi;
    };
    EXPECT_EQ(gain("tr36814-sector"), 14.0);  // TR 36.814 Table A.2.1.1-2
    EXPECT_EQ(gain("tr36942-sector"), 15.0);  // TR 36.942 clause 4.2.1.1
}

}  // namespace
}  // namespace celltwin::scenario
