// SPDX-License-Identifier: BSD-3-Clause
#include "ingest/measurements.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "models/base/error.h"

namespace celltwin::ingest {
namespace {

namespace fs = std::filesystem;

class Measurements : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            fs::temp_directory_path() / ("celltwin-ingest-" + std::to_string(getpid()) + "-" +
                                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(folder_);
        network_.origin = {41.66, -86.25};
        network_.cells.resize(2);
        network_.cells[0].id = "10";
        network_.cells[1].id = "69";
        input_.csv = "points.csv";
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
    MeasuredPoints read() {
        return readMeasuredPoints(input_, (folder_ / "scenario.yaml").string(), network_);
    }
    std::string failure() {
        try {
            read();
        } catch (const std::exception& e) {
            return e.what();
        }
        return "no error";
    }
    fs::path folder_;
    scenario::NetworkSnapshot network_;
    scenario::MeasurementInput input_;
};

TEST_F(Measurements, MapsColumnsSkipsAndCounts) {
    write("points.csv",
          "lat,lon,PCI,rsrp,repeat\n41.66,-86.25,69,-101.5,0\n41.67,-86.25,10,-99,1\n41.67,-86.25,10,,0\n"
          "41.67,-86.25,77,-88,0\n41.67,-86.24,10,-120,0\n");
    input_.cell_column = "PCI";
    input_.rsrp_column = "rsrp";
    input_.skip_column = "repeat";
    const MeasuredPoints points = read();
    ASSERT_EQ(points.cell, (std::vector<std::uint32_t>{1, 0}));
    EXPECT_EQ(points.rsrp_dbm, (std::vector<double>{-101.5, -120.0}));
    EXPECT_EQ(points.skipped, 2U);
    EXPECT_EQ(points.unknown_cell, 1U);
    EXPECT_NEAR(points.position[0].east_m, 0.0, 1e-6);
    // One arc minute of latitude is a nautical mile by its old definition: 0.01 degrees are about 1,111 m.
    EXPECT_NEAR(points.position[1].north_m, 1111.0, 2.0);
}

TEST_F(Measurements, ReadsGzip) {
    const std::string text = "cell_id,lat,lon,rsrp_dbm\n10,41.66,-86.25,-90\n";
    gzFile file = gzopen((folder_ / "points.csv.gz").c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
    input_.csv = "points.csv.gz";
    EXPECT_EQ(read().rsrp_dbm, std::vector<double>{-90.0});
    fs::resize_file(folder_ / "points.csv.gz", fs::file_size(folder_ / "points.csv.gz") - 12);
    EXPECT_NE(failure().find("damaged gzip"), std::string::npos) << failure();
}

TEST_F(Measurements, BombsAndOddFilesAreRefused) {
    gzFile file = gzopen((folder_ / "bomb.gz").c_str(), "wb9");
    const std::string zeros(1 << 20, '0');
    for (int i = 0; i < 64; ++i) gzwrite(file, zeros.data(), static_cast<unsigned>(zeros.size()));
    gzclose(file);
    EXPECT_THROW(readTextFile((folder_ / "bomb.gz").string(), 1 << 22), DataError);
    EXPECT_THROW(readTextFile(folder_.string()), DataError);
    EXPECT_THROW(readTextFile("/dev/zero"), DataError);
}

TEST_F(Measurements, ErrorsNamePlaceAndRange) {
    write("points.csv", "cell_id,lat,lon,rsrp_dbm\n10,41.66,-86.25,-90\n10,141.66,-86.25,-90\n");
    EXPECT_NE(failure().find("points.csv:3"), std::string::npos) << failure();
    EXPECT_NE(failure().find("-90..90"), std::string::npos) << failure();
    write("points.csv", "cell_id,lat,lon,rsrp_dbm\n10,41.66,-86.25,loud\n");
    EXPECT_NE(failure().find("'loud' is not a number"), std::string::npos) << failure();
    write("points.csv", "cell,lat,lon,rsrp_dbm\n10,41.66,-86.25,-90\n");
    EXPECT_NE(failure().find("no column 'cell_id'"), std::string::npos) << failure();
    input_.csv = "absent.csv";
    EXPECT_NE(failure().find("absent.csv"), std::string::npos) << failure();
}

}  // namespace
}  // namespace celltwin::ingest
