// SPDX-License-Identifier: BSD-3-Clause
//
// Where users are by weight, and ns-3's mobility models by name: what the reader takes and what it refuses.
#include <unistd.h>

#include "helpers.h"
#include "scenarios/schema/ns3_mobility.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

class Places : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::path(::testing::TempDir()) / ("celltwin-places-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) {
        std::ofstream((folder_ / name).string(), std::ios::binary) << text;
    }
    Scenario read(const std::string& users) {
        return readScenarioText(std::string(kNetwork) + "users: {" + users + "}\n",
                                (folder_ / "t.yaml").string(), {}, {});
    }
    std::string saying(const std::string& users) {
        try {
            read(users);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return {};
    }
    std::filesystem::path folder_;
};

TEST_F(Places, RasterIsReadAndCutToTheArea) {
    write("p.csv", "east_m,north_m,population\n0,0,5\n100,0,0\n9000,0,7\n-50,20,2.5\n");
    const Scenario s = read("placement: raster, raster: {file: p.csv, size_m: 50}");
    ASSERT_TRUE(s.users.raster);
    ASSERT_EQ(s.users.raster->size(), 3U) << "one lies 9 km away";
    EXPECT_EQ((*s.users.raster)[2].weight, 2.5);
    EXPECT_EQ((*s.users.raster)[2].size_m, 50.0);
    write("q.csv", "east_m;north_m;size_m;pop\n0;0;25;5\n");
    EXPECT_EQ((*read("placement: raster, raster: {file: q.csv, weight_column: pop}").users.raster)[0].size_m,
              25.0);
    const std::string text = resolvedYaml(s);
    EXPECT_EQ(resolvedYaml(readScenarioText(text, "t.yaml", {}, {})), text);
}

TEST_F(Places, RasterMistakesAreFindings) {
    write("far.csv", "east_m,north_m,weight\n90000,0,1\n90100,0,1\n");
    write("minus.csv", "east_m,north_m,weight\n0,0,1\n10,0,-1\n");
    write("none.csv", "east_m,north_m,weight\n0,0,0\n");
    write("nan.csv", "east_m,north_m,weight\n0,0,nan\n");
    write("lat.csv", "lat,lon,weight\n50,10,1\n");
    write("noweight.csv", "east_m,north_m,inhabitants\n0,0,1\n");
    EXPECT_THAT(saying("placement: raster, raster: {file: far.csv}"),
                HasSubstr("no square of the raster lies in users.area: it spans 90000 to 90100 m east"));
    EXPECT_THAT(saying("placement: raster, raster: {file: minus.csv}"),
                HasSubstr("minus.csv:3:6: error: column 'weight': out of range: 0 to 1e9"));
    EXPECT_THAT(saying("placement: raster, raster: {file: none.csv}"), HasSubstr("have weight 0"));
    EXPECT_THAT(saying("placement: raster, raster: {file: nan.csv}"),
                HasSubstr("leave out rows without data"));
    EXPECT_THAT(saying("placement: raster, raster: {file: lat.csv}"), HasSubstr("the raster is in degrees"));
    EXPECT_THAT(saying("placement: raster, raster: {file: noweight.csv}"), HasSubstr("weight"));
    EXPECT_THAT(saying("placement: raster"), HasSubstr("needs users.raster"));
    EXPECT_THAT(saying("raster: {squares: [[0, 0, 10, 1]]}"), HasSubstr("'raster' has no effect"));
    EXPECT_THAT(saying("placement: raster, raster: {squares: [[0, 0, 0, 1]]}"),
                HasSubstr("size_m of a square"));
    EXPECT_THAT(saying("placement: raster, raster: {squares: [[0, 0, 10, -1]]}"), HasSubstr("is below 0"));
}

TEST_F(Places, CellWeightsByListAndByFile) {
    write("w.csv", "cell,weight\nC12,3\nC1,1\n");
    const Scenario file = read("placement: around-cells, per_cell_weights: {file: w.csv}");
    EXPECT_EQ(file.users.cell_weights, (std::vector<double>{1, 3, 0}));
    const Scenario list =
        read("placement: around-cells, per_cell_weights: {cells: [{cell: C3, weight: 2}], others: 0.5}");
    EXPECT_EQ(list.users.cell_weights, (std::vector<double>{0.5, 0.5, 2}));
    const std::string text = resolvedYaml(list);
    EXPECT_EQ(resolvedYaml(readScenarioText(text, "t.yaml", {}, {})), text);
}

TEST_F(Places, CellWeightMistakesAreFindings) {
    write("w.csv", "cell,weight\nC12,3\nX9,1\n");
    write("twice.csv", "cell,weight\nC12,3\nC12,1\n");
    EXPECT_THAT(saying("placement: around-cells, per_cell_weights: {file: w.csv}"),
                HasSubstr("w.csv:3:1: error: column 'cell': no cell 'X9' in the network"));
    EXPECT_THAT(saying("placement: around-cells, per_cell_weights: {file: twice.csv}"),
                HasSubstr("has a weight already"));
    EXPECT_THAT(saying("placement: around-cells, per_cell_weights: {cells: [{cell: C11, weight: 1}]}"),
                HasSubstr("did you mean 'C1"));
    EXPECT_THAT(saying("placement: around-cells, per_cell_weights: {cells: [{cell: C1, weight: 0}]}"),
                HasSubstr("all cells have weight 0"));
    EXPECT_THAT(saying("placement: around-cells, per_cell_weights: {cells: [{cell: C1, weight: -2}]}"),
                HasSubstr("out of range"));
    EXPECT_THAT(saying("per_cell_weights: {cells: [{cell: C1, weight: 2}]}"), HasSubstr("has no effect"));
}

TEST_F(Places, Ns3ModelsAreReadAndWrittenAnew) {
    const Scenario s = read(
        "mobility: [{model: ns3, type: 'ns3::GaussMarkovMobilityModel', attributes: {Alpha: 0.85, TimeStep: "
        "0.5s, "
        "MeanVelocity: 'ns3::UniformRandomVariable[Max=20|Min=10]'}}]");
    const Ns3Mobility& ns3 = s.users.mobility[0].ns3;
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"Alpha", "0.85"},
        {"TimeStep", "0.5s"},
        {"MeanVelocity", "ns3::UniformRandomVariable[Min=10|Max=20]"}};
    EXPECT_EQ(ns3.attributes, expected);
    EXPECT_EQ(s.users.mobility[0].profile.area.min_east_m, s.users.area.min_east_m);
    const std::string text = resolvedYaml(s);
    EXPECT_EQ(resolvedYaml(readScenarioText(text, "t.yaml", {}, {})), text);
}

TEST_F(Places, Ns3MistakesAreFindings) {
    const auto with = [&](const std::string& rest) {
        return saying("mobility: [{model: ns3, " + rest + "}]");
    };
    EXPECT_THAT(with("type: 'ns3::WaypointMobilityModel'"), HasSubstr("unknown type"));
    EXPECT_THAT(saying("mobility: [{model: ns3}]"), HasSubstr("model 'ns3' needs type"));
    EXPECT_THAT(with("type: 'ns3::RandomWalk2dMobilityModel', attributes: {Pause: 1}"),
                HasSubstr("ns3::RandomWalk2dMobilityModel has no attribute 'Pause'"));
    EXPECT_THAT(with("type: 'ns3::RandomWalk2dMobilityModel', attributes: {Pose: 1}"),
                HasSubstr("unknown key 'Pose'"));
    for (const char* speed :
         {"0", "-1", "'ns3::UniformRandomVariable[Min=0|Max=1]'", "'ns3::UniformRandomVariable[Min=2|Max=1]'",
          "'ns3::NormalRandomVariable[Mean=1|Variance=1|Bound=1]'", "'ns3::NoVariable[A=1]'",
          "'ns3::UniformRandomVariable[Min=1'", "'ns3::UniformRandomVariable[Min=1|Min=2]'",
          "'ns3::UniformRandomVariable[Min=1|Max=inf]'", "fast"})
        EXPECT_THAT(
            with(std::string("type: 'ns3::RandomWalk2dMobilityModel', attributes: {Speed: ") + speed + "}"),
            HasSubstr("is expected"))
            << speed;
    EXPECT_THAT(with("type: 'ns3::ConstantVelocityMobilityModel', attributes: {Velocity: '1:2:3'}"),
                HasSubstr("east:north"));
    EXPECT_THAT(with("type: 'ns3::SteadyStateRandomWaypointMobilityModel', attributes: {MinSpeed: 5}"),
                HasSubstr("MinSpeed is above MaxSpeed"));
    EXPECT_THAT(saying("mobility: [{model: static, type: 'ns3::RandomWalk2dMobilityModel'}]"),
                HasSubstr("has no effect"));
}

TEST_F(Places, CanonicalAttributeTextsReadBackToThemselves) {
    const char* values[] = {"0.5",
                            "2s",
                            "3",
                            "1.5:-2",
                            "Time",
                            "ns3::UniformRandomVariable[Min=0.5|Max=0.75]",
                            "ns3::NormalRandomVariable[Mean=0|Variance=2|Bound=3]",
                            "ns3::ExponentialRandomVariable[Mean=2|Bound=30]"};
    int taken = 0;
    for (const std::string& type : ns3MobilityTypes())
        for (const std::string& name : ns3AttributesOf(type))
            for (const char* value : values)
                if (const auto text = ns3AttributeText(type, name, value)) {
                    ++taken;
                    EXPECT_EQ(ns3AttributeText(type, name, *text), text) << type << " " << name;
                }
    EXPECT_GT(taken, 30);
}

}  // namespace
}  // namespace celltwin::scenario
