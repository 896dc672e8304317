// SPDX-License-Identifier: BSD-3-Clause
//
// Expected values are worked out by hand from the definitions: bilinear weights, a fade over one step,
// decades.
#include "models/propagation/calibrated_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/base/error.h"

namespace celltwin::propagation {
namespace {

/// 3 x 2 points, 10 m apart from (100, 50): the value is c + 10 r.
ResidualGrid ramp() {
    return {100.0, 50.0, 10.0, 3, 2, {0, 1, 2, 10, 11, 12}};
}

TEST(ResidualGrid, HitsItsPointsAndIsLinearBetween) {
    const ResidualGrid grid = ramp();
    for (int r = 0; r < 2; ++r)
        for (int c = 0; c < 3; ++c)
            EXPECT_DOUBLE_EQ(grid.at(100.0 + 10.0 * c, 50.0 + 10.0 * r), c + 10.0 * r);
    EXPECT_DOUBLE_EQ(grid.at(105.0, 50.0), 0.5);
    EXPECT_DOUBLE_EQ(grid.at(112.5, 57.5), 1.25 + 7.5);
}

TEST(ResidualGrid, FadesOverOneStepOutside) {
    const ResidualGrid grid = ramp();
    EXPECT_DOUBLE_EQ(grid.at(122.5, 60.0), 0.75 * 12.0);
    EXPECT_DOUBLE_EQ(grid.at(125.0, 65.0), 0.5 * 0.5 * 12.0);
    EXPECT_DOUBLE_EQ(grid.at(110.0, 45.0), 0.5 * 1.0);
    EXPECT_EQ(grid.at(130.0, 60.0), 0.0);
    EXPECT_EQ(grid.at(110.0, 39.0), 0.0);
    EXPECT_EQ(grid.at(1e12, -1e12), 0.0);
}

// No jump anywhere: a walk across all borders moves by less than the steepest slope, 10 dB a step and the
// fade's 12 dB a step.
TEST(ResidualGrid, IsContinuous) {
    const ResidualGrid grid = ramp();
    double previous = grid.at(80.0, 30.0);
    for (double t = 0.0; t <= 60.0; t += 0.01) {
        const double here = grid.at(80.0 + t, 30.0 + 0.8 * t);
        EXPECT_LE(std::fabs(here - previous), 0.01 * (1.0 + 1.2 + 0.8 * (1.0 + 1.2)) + 1e-12) << t;
        previous = here;
    }
}

TEST(ResidualGrid, OnePointAndOneRow) {
    const ResidualGrid point{0.0, 0.0, 20.0, 1, 1, {4.0}};
    EXPECT_EQ(point.at(0.0, 0.0), 4.0);
    EXPECT_DOUBLE_EQ(point.at(5.0, 0.0), 3.0);
    const ResidualGrid row{0.0, 0.0, 20.0, 2, 1, {4.0, 8.0}};
    EXPECT_DOUBLE_EQ(row.at(10.0, 0.0), 6.0);
    EXPECT_DOUBLE_EQ(row.at(10.0, 10.0), 3.0);
}

CalibratedField fieldOf() {
    CalibratedField field;
    field.offset_db = 2.0;
    field.slope_db_per_decade = 5.0;
    field.reference_distance_m = 100.0;
    field.common = ramp();
    field.cells = {{"A1", -1.5, {}}, {"B1", 0.25, ResidualGrid{100.0, 50.0, 10.0, 1, 1, {-3.0}}}};
    return field;
}

TEST(CalibratedField, AddsOffsetSlopeAndResiduals) {
    const CalibratedField field = fieldOf();
    field.validate();
    const std::vector<double> distance{1000.0, 10.0, 0.0}, east{100.0, 500.0, 100.0},
        north{60.0, 500.0, 50.0};
    const auto corrected = [&](int cell) {
        std::vector<double> loss{100.0, 90.0, 80.0};
        correctLossDb(field, cell, distance, east, north, loss);
        return loss;
    };
    // Slope: +5 dB at 1 km, -5 dB at 10 m, -10 dB from 1 m down. Common grid: 10 at (100, 60), 0 far off, 0.
    EXPECT_THAT(corrected(CalibratedField::kNoCell), ::testing::ElementsAre(117.0, 87.0, 72.0));
    EXPECT_THAT(corrected(field.indexOf("A1")), ::testing::ElementsAre(115.5, 85.5, 70.5));
    // B1's own point has faded at (100, 60) and counts at (100, 50).
    EXPECT_THAT(corrected(field.indexOf("B1")), ::testing::ElementsAre(117.25, 87.25, 69.25));
    EXPECT_EQ(field.indexOf("C1"), CalibratedField::kNoCell);
}

TEST(CalibratedField, AnEmptyOneChangesNothing) {
    const CalibratedField field;
    field.validate();
    std::vector<double> loss{97.25};
    correctLossDb(field, CalibratedField::kNoCell, std::vector{321.0}, std::vector{5.0}, std::vector{6.0},
                  loss);
    EXPECT_EQ(loss[0], 97.25);
}

TEST(CalibratedField, TellsEveryFindingWithItsRange) {
    CalibratedField field = fieldOf();
    field.offset_db = 140.0;
    field.slope_db_per_decade = std::numeric_limits<double>::quiet_NaN();
    field.reference_distance_m = 0.0;
    field.sigma_db = -1.0;
    field.correlation_m = 0.0;
    field.common->values_db.pop_back();
    field.cells.push_back({"A1", 0.0, ResidualGrid{0.0, 0.0, -5.0, 0, 1, {}}});
    try {
        field.validate();
        FAIL() << "no error";
    } catch (const ConfigError& error) {
        EXPECT_EQ(error.findings().size(), 9U);
        const auto names = [&](const char* text) { EXPECT_THAT(error.what(), ::testing::HasSubstr(text)); };
        names("offset_db 140: must be from -100 to 100 dB");
        names("slope_db_per_decade nan: must be from -100 to 100 dB a decade");
        names("reference_distance_m 0: must be above 0 m");
        names("common grid: number of values 5: must be columns times rows");
        names("cell A1: must be listed once");
        names("cell A1: step_m -5: must be above 0 m");
        names("cell A1: columns 0: must be 1 or more");
        names("sigma_db -1: must be from 0 to 30 dB");
        names("correlation_m 0: must be above 0 m");
    }
}

TEST(CalibratedField, RefusesWildValues) {
    for (const double wild :
         {101.0, -1e9, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        CalibratedField field = fieldOf();
        field.cells[1].grid->values_db[0] = wild;
        EXPECT_THROW(field.validate(), ConfigError) << wild;
    }
}

}  // namespace
}  // namespace celltwin::propagation
