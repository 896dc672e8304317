// SPDX-License-Identifier: BSD-3-Clause
//
// Networks from CSV, in degrees, by layout; files that are not there. Expected values are worked out by hand.
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A folder that is gone after the test.
class NetworkFiles : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::path(::testing::TempDir()) / ("celltwin-network-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string write(const std::string& name, const std::string& text) {
        std::ofstream((folder_ / name).string(), std::ios::binary) << text;
        return (folder_ / name).string();
    }
    std::string saying(const std::string& text) {
        try {
            readScenarioText(text, (folder_ / "t.yaml").string(), {}, {});
        } catch (const ConfigError& error) {
            return error.what();
        }
        return {};
    }
    Scenario read(const std::string& text) {
        return readScenarioText(text, (folder_ / "t.yaml").string(), {}, {});
    }
    std::filesystem::path folder_;
};

constexpr const char* kMapped =
    "network:\n"
    "  cells: {csv: n.csv, columns: {id: CELL, lat_deg: LAT, lon_deg: LON, frequency_mhz: F}, defaults: "
    "{height_m: 30, downtilt_deg: 5}}\n"
    "  carrier: {id: c, bandwidth_mhz: 20}\n";

TEST_F(NetworkFiles, SitesFromEqualPlacesAndCarriersFromFrequencies) {
    write("n.csv",
          "CELL;LAT;LON;F;azimuth_deg;downtilt_deg\n1;50;10;3600;0;\n2;50;10;3620;120;7\n3;50.01;10;3600;0;"
          "NULL\n");
    const Scenario s = read(kMapped);
    ASSERT_EQ(s.network.cells.size(), 3U);
    ASSERT_EQ(s.network.sites.size(), 2U);
    EXPECT_EQ(s.network.sites[0].id, "S1");
    EXPECT_EQ(s.network.cells[1].site, 0U);
    EXPECT_EQ(s.network.cells[2].site, 1U);
    ASSERT_EQ(s.network.carriers.size(), 2U);
    EXPECT_EQ(s.network.carriers[1].id, "c-3620");
    EXPECT_EQ(s.network.carriers[1].frequency_mhz, 3620.0);
    EXPECT_EQ(s.network.cells[2].carrier, 0U);
    EXPECT_EQ(s.network.cells[0].downtilt_deg, 5.0);
    EXPECT_EQ(s.network.cells[1].downtilt_deg, 7.0);
    EXPECT_EQ(s.network.cells[0].height_m, 30.0);
    EXPECT_TRUE(s.network.geographic);
    // The origin is the middle; 0.01° of latitude is 1112.2 m at 50° (meridian radius 6 373 km).
    EXPECT_NEAR(s.network.origin.lat_deg, 50.005, 1e-12);
    EXPECT_NEAR(s.network.sites[1].position.north_m - s.network.sites[0].position.north_m, 1112.3, 0.2);
}

TEST_F(NetworkFiles, RowsThatAreWrongAreNamed) {
    const std::string path =
        write("n.csv", "CELL,LAT,LON,F,height_m\n1,50,10,3600,20\n1,50,10,3.6,2000\n2,x,10,,\n");
    const std::string said = saying(kMapped);
    EXPECT_THAT(said, AllOf(HasSubstr(path + ":3:1: error: cell id '1' is given twice"),
                            HasSubstr(path + ":3:9: error: column 'F': 3.6 MHz, out of range"),
                            HasSubstr("in GHz?"), HasSubstr("column 'height_m': 2000 m, out of range"),
                            HasSubstr(path + ":4:3: error: column 'LAT': 'x' is not a number")));
    // One finding for each thing wrong, none for what follows from it.
    EXPECT_THAT(said, ::testing::Not(HasSubstr("needs a site")));
}

TEST_F(NetworkFiles, MissingColumnsAreNamed) {
    write("n.csv", "CELL_ID,LAT,LON,F\n1,50,10,3600\n");
    EXPECT_THAT(saying(kMapped), AllOf(HasSubstr("t.yaml:2:37: error: no column 'CELL' in"),
                                       HasSubstr("there are: CELL_ID, LAT, LON, F")));
    EXPECT_THAT(saying("network: {cells: {csv: n.csv}}\n"), HasSubstr("no column 'id' in"));
}

TEST_F(NetworkFiles, OnlyRegularUtf8FilesAreRead) {
    EXPECT_THAT(saying("network: {cells: {csv: none.csv}}\n"),
                AllOf(HasSubstr("cannot read '" + folder_.string()), HasSubstr("there is no such file"),
                      HasSubstr("relative to the scenario file's folder")));
    EXPECT_THAT(saying("network: {cells: {csv: .}}\n"), HasSubstr("it is a folder"));
    EXPECT_THAT(saying("network: {cells: {csv: /dev/zero}}\n"), HasSubstr("it is not a regular file"));
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(saying("network: {cells: {csv: pipe}}\n"), HasSubstr("it is not a regular file"));
    write("latin1.csv", "id,lat_deg,lon_deg\n1,50,10\nM\xFCnchen,50,10\n");
    EXPECT_THAT(saying("network: {cells: {csv: latin1.csv}}\n"),
                HasSubstr("latin1.csv:3:1: error: not UTF-8"));
    EXPECT_THROW(readScenarioFile(folder_.string(), {}, {}), ConfigError);
    EXPECT_THROW(readScenarioFile((folder_ / "pipe").string(), {}, {}), ConfigError);
    std::ofstream((folder_ / "big.yaml").string()) << std::string(9U << 20U, '#');
    try {
        readScenarioFile((folder_ / "big.yaml").string(), {}, {});
        FAIL() << "a file of 9 MiB was read";
    } catch (const ConfigError& error) {
        EXPECT_THAT(error.what(), HasSubstr("larger than 8 MiB"));
    }
}

TEST_F(NetworkFiles, RoutesInDegreesAndMetres) {
    write("metres.csv", "time_s,east_m,north_m\n0,0,0\n1.5,10,-20\n");
    write("degrees.csv", "time_s,lat,lon\n0,50,10\n10,50.001,10\n");
    write("back.csv", "time_s,east_m,north_m\n2,0,0\n1,10,-20\n");
    const auto text = [](const std::string& file, const std::string& reference) {
        return "network: {" + reference +
               "layout: {sites: 1}}\nusers: {mobility: [{model: route, file: " + file + "}]}\n";
    };
    const Scenario metres = read(text("metres.csv", ""));
    const auto& route = *metres.users.mobility[0].profile.routes.at(0);
    ASSERT_EQ(route.size(), 2U);
    EXPECT_EQ(route[1].time_ns, 1'500'000'000);
    EXPECT_EQ(route[1].position.north_m, -20.0);
    const Scenario degrees = read(text("degrees.csv", "reference: {lat_deg: 50, lon_deg: 10}, "));
    EXPECT_NEAR((*degrees.users.mobility[0].profile.routes.at(0))[1].position.north_m, 111.2, 0.1);
    EXPECT_THAT(saying(text("degrees.csv", "")),
                HasSubstr("the route is in degrees, but the network is in metres"));
    EXPECT_THAT(saying(text("back.csv", "")), HasSubstr("times of a route must increase: point 2"));
}

TEST_F(NetworkFiles, MeasurementTableMustBeThereForAFile) {
    const std::string text = "network: {layout: {sites: 1}}\noutputs: {measurements: {csv: gone.csv.gz}}\n";
    const std::string path = write("t.yaml", text);
    EXPECT_EQ(saying(text), "");
    try {
        readScenarioFile(path, {}, {});
        FAIL() << "a measurement table that is not there was accepted";
    } catch (const ConfigError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("t.yaml:2:31"), HasSubstr("gone.csv.gz")));
    }
}

TEST(Network, DegreesAndMetresAreNotMixedWithoutReference) {
    const std::string cells =
        "  cells: [{id: A, lat_deg: 50, lon_deg: 10}, {id: B, east_m: 5, north_m: 5}]\n";
    EXPECT_THAT(complaints("network:\n" + cells), HasSubstr("places in metres and in degrees are mixed"));
    const Scenario s = readText("network:\n  reference: {lat_deg: 50, lon_deg: 10}\n" + cells);
    EXPECT_NEAR(s.network.cells[0].position.east_m, 0.0, 1e-6);
    EXPECT_THAT(complaints("network: {cells: [{id: A, lat_deg: 50}]}\n"),
                HasSubstr("'lat_deg' needs 'lon_deg' beside it"));
    EXPECT_THAT(complaints("network: {cells: [{id: A, lat_deg: 50, lon_deg: 10, east_m: 5}]}\n"),
                HasSubstr("cannot stand beside"));
}

TEST(Network, HexagonalSitesStandOneDistanceApart) {
    const Scenario s = readText("network: {layout: {sites: 19, isd_m: 500}}\n");
    ASSERT_EQ(s.network.sites.size(), 19U);
    ASSERT_EQ(s.network.cells.size(), 57U);
    // Analytic: 19 sites of a hexagonal lattice have 42 pairs at one lattice distance and none nearer.
    int neighbours = 0;
    for (std::size_t i = 0; i < 19; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double d = distance2dM(s.network.sites[i].position, s.network.sites[j].position);
            EXPECT_GT(d, 499.999);
            neighbours += std::abs(d - 500.0) < 1e-6 ? 1 : 0;
        }
    EXPECT_EQ(neighbours, 42);
    EXPECT_EQ(s.network.cells[1].azimuth_deg, 150.0);
    EXPECT_THAT(complaints("network: {layout: {sites: 10000, isd_m: 100000}}\n"),
                HasSubstr("km from its centre"));
}

TEST(Network, SouthBendIsReadAsItIs) {
    if (!haveSharedData()) GTEST_SKIP() << "the shared folder with southbend_cbrs is not there";
    const Scenario s = readScenarioFile(libraryPath("southbend-cbrs.yaml"), {}, {});
    // Counted in cells.csv by cut, sort, uniq: 18 sectors, 4 sites, 5 frequencies.
    EXPECT_EQ(s.network.cells.size(), 18U);
    EXPECT_EQ(s.network.sites.size(), 4U);
    EXPECT_EQ(s.network.carriers.size(), 5U);
    EXPECT_EQ(s.network.antennas[0].model, AntennaModel::measured);
    EXPECT_EQ(s.network.antennas[0].cuts.gain_dbi, 20.5);
    EXPECT_EQ(s.network.carriers[0].prb_count, 100);
    EXPECT_EQ(s.network.cells[0].id, "189");
    EXPECT_EQ(s.network.cells[0].height_m, 29.0);
    EXPECT_EQ(s.network.cells[0].tx_power_dbm, 29.5);
    EXPECT_EQ(s.network.cells[16].downtilt_deg, -1.0);
    EXPECT_EQ(s.outputs.measurements->skip_column, "repeat");
    EXPECT_EQ(s.radio.line_of_sight, LosMode::never);
}

}  // namespace
}  // namespace celltwin::scenario
