// SPDX-License-Identifier: BSD-3-Clause
//
// The energy fit on base stations made up from known curves: what was put in must come out, also through
// missing hours, shifted clocks and a few wild readings.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "calibration/energy_fit.h"
#include "models/base/random.h"
#include "models/base/units.h"

namespace celltwin::calibration {
namespace {

constexpr std::int64_t kFirstHour = 24 * 19358;  // 2023-01-01

struct Truth {
    double noise = 0.0;    ///< relative
    double wild = 0.0;     ///< share of readings that are half as large again
    int offset = 0;        ///< the load row belongs to the energy of so many hours before
    double missing = 0.0;  ///< share of hours without a row
};
double loadAt(std::uint64_t b, std::uint64_t h) {
    const Random random(11);
    const double day = 0.5 - 0.4 * std::cos(2.0 * kPi * static_cast<double>(h % 24) / 24.0);
    return day * (0.4 + 0.6 * random.uniform(Stream::traffic_class, b, 10'000 + h));
}
double fixedOf(std::uint64_t b) {
    return 20.0 + 4.0 * Random(1).normal(Stream::traffic_class, b, 0);
}
double slopeOf(std::uint64_t b) {
    return 30.0 + 5.0 * Random(2).normal(Stream::traffic_class, b, 0);
}
constexpr double kSaving = 6.0;
double shareAt(std::uint64_t h) {
    return h % 24 < 5 ? 0.8 : 0.0;
}

BaseStationHours made(std::uint64_t b, std::uint64_t hours, const Truth& truth) {
    const Random random(3);
    BaseStationHours out;
    out.id = "B" + std::to_string(b);
    out.unit_types = {b % 2 == 0 ? "TypeA" : "TypeB"};
    for (std::uint64_t h = 0; h < hours; ++h) {
        if (random.uniform(Stream::traffic_class, b, h) < truth.missing) continue;
        // The row's energy belongs to hour h; its load is stamped `offset` late.
        const std::uint64_t stamped = h + 24 - static_cast<std::uint64_t>(truth.offset);
        CellHour row{1.0, loadAt(b, stamped), {}};
        row.share[1] = shareAt(stamped);
        double energy = fixedOf(b) + slopeOf(b) * loadAt(b, h + 24) - kSaving * shareAt(h + 24);
        energy *= 1.0 + truth.noise * random.normal(Stream::block_error, b, h);
        if (random.uniform(Stream::building, b, h) < truth.wild) energy *= 1.5;
        out.hour.push_back(kFirstHour + static_cast<std::int64_t>(h));
        out.energy.push_back(energy);
        out.cells.push_back(row);
    }
    return out;
}

std::vector<BaseStationHours> network(std::uint64_t count, std::uint64_t hours, const Truth& truth) {
    std::vector<BaseStationHours> out;
    for (std::uint64_t b = 0; b < count; ++b) out.push_back(made(b, hours, truth));
    return out;
}

TEST(EnergyFit, FindsTheCurvesOfCleanHours) {
    const EnergyFit fit = fitEnergy(network(30, 120, {}));
    EXPECT_EQ(fit.load_offset_hours, 0);
    ASSERT_EQ(fit.curves.size(), 30U);
    for (std::uint64_t b = 0; b < 30; ++b) {
        EXPECT_NEAR(fit.curves[b].fixed, fixedOf(b), 0.2) << b;
        EXPECT_NEAR(fit.curves[b].slope, slopeOf(b), 0.5) << b;
        EXPECT_NEAR(fit.curves[b].saving[1], kSaving, 0.3) << b;
        EXPECT_NEAR(fit.curves[b].swing_sin, 0.0, 0.2) << b;
    }
}

TEST(EnergyFit, FindsTheClocksOffset) {
    for (const int offset : {-1, 0, 1})
        EXPECT_EQ(fitEnergy(network(20, 120, {0.02, 0.0, offset, 0.3})).load_offset_hours, offset);
}

// 2 % noise and 3 % wild readings: fixed part and slope within 5 %, where least squares is off by more.
TEST(EnergyFit, WildReadingsDoNotPull) {
    const EnergyFit fit = fitEnergy(network(40, 110, {0.02, 0.03, 0, 0.2}));
    double worst = 0.0;
    for (std::uint64_t b = 0; b < 40; ++b)
        worst = std::max(worst, std::fabs(fit.curves[b].fixed / fixedOf(b) - 1.0));
    EXPECT_LT(worst, 0.05);
}

// Shrinkage: with 8 hours of each, curves of the population's help are closer to the truth than each by
// itself.
TEST(EnergyFit, FewHoursLeanOnThePopulation) {
    const std::vector<BaseStationHours> all = network(60, 8, {0.05, 0.0, 0, 0.0});
    const EnergyFit together = fitEnergy(all);
    double joint = 0.0, alone = 0.0;
    for (std::uint64_t b = 0; b < 60; ++b) {
        const BaseStationHours later = made(b, 120, {});
        const EnergyFit own = fitEnergy(std::span(all).subspan(b, 1));
        const std::vector<double> a = predictEnergy(together.curves[b], 0, later);
        const std::vector<double> c = predictEnergy(own.curves[0], 0, later);
        for (std::size_t i = 0; i < a.size(); ++i) {
            joint += std::fabs(a[i] / later.energy[i] - 1.0);
            alone += std::fabs(c[i] / later.energy[i] - 1.0);
        }
    }
    EXPECT_LT(joint, 0.9 * alone);
}

TEST(EnergyFit, UnitsAndOrderDoNotMatter) {
    std::vector<BaseStationHours> hours = network(12, 100, {0.03, 0.02, 0, 0.1});
    const EnergyFit before = fitEnergy(hours);
    for (BaseStationHours& b : hours)
        for (double& e : b.energy) e *= 40.0;
    std::swap(hours[2], hours[7]);
    const EnergyFit after = fitEnergy(hours);
    EXPECT_NEAR(after.curves[7].slope / 40.0, before.curves[2].slope, 1e-6 * before.curves[2].slope);
    EXPECT_NEAR(after.curves[0].fixed / 40.0, before.curves[0].fixed, 1e-6 * before.curves[0].fixed);
}

TEST(EnergyFit, UnknownBaseStationsGetTheirGroupsCurve) {
    const EnergyFit fit = fitEnergy(network(40, 100, {}));
    BaseStationHours known = made(100, 10, {}), unknown = known;
    unknown.unit_types = {"TypeZ"};
    double slope = 0.0;
    for (std::uint64_t b = 0; b < 40; b += 2) slope += slopeOf(b) / 20.0;
    EXPECT_NEAR(populationCurve(fit, known).slope, slope, 0.5);
    ASSERT_EQ(fit.populations.size(), 2U);
    EXPECT_NEAR(populationCurve(fit, unknown).slope,
                0.5 * (fit.populations[0].mean.slope + fit.populations[1].mean.slope), 1e-9);
}

const char* kCells = "BS,CellName,RUType\nB_0,Cell0,Type1\nB_0,Cell1,Type2\n";
const char* kLoads =
    "Time,BS,CellName,load,ESMode1,ESMode2,ESMode3,ESMode4,ESMode5,ESMode6\n"
    "1/31/2023 23:00,B_0,Cell0,0.5,0,0,0,0,0,0.25\n1/31/2023 23:00,B_0,Cell1,0.25,0,0,0,0,0,0\n"
    "2/1/2023 0:00,B_0,Cell0,0.5,0,0,0,0,0,0\n"
    "2/2/2023 0:00,B_0,Cell0,0.1,0,0,0,0,0,0\n2/2/2023 0:00,B_0,Cell1,0.2,0,0,0,0,0,0\n";
const char* kEnergies =
    "Time,BS,Energy\n1/31/2023 23:00,B_0,10\n2/1/2023 0:00,B_0,11\n2/2/2023 0:00,B_0,12\n2/2/2023 "
    "1:00,B_0,13\n";

// A cell without a row is off; the hour without any is left out. 2023-01-31 is day 19388 of 1970's count.
TEST(EnergyHours, ReadsTables) {
    const auto read = readEnergyHours(CsvTable::parse(kCells, "cells"), CsvTable::parse(kLoads, "loads"),
                                      CsvTable::parse(kEnergies, "energies"));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].hour, (std::vector<std::int64_t>{19388 * 24 + 23, 19389 * 24, 19390 * 24}));
    EXPECT_DOUBLE_EQ(read[0].cellsAt(0)[0].share[5], 0.25);
    EXPECT_DOUBLE_EQ(read[0].cellsAt(2)[1].load, 0.2);
    EXPECT_EQ(read[0].cellsAt(1)[1].on, 0.0);
    const DaySplit split = splitLastDays(read[0], 2);
    EXPECT_EQ(split.before.hour.size(), 1U);
    EXPECT_EQ(split.last.energy, (std::vector<double>{11.0, 12.0}));
}

TEST(EnergyHours, NamesABadTime) {
    const CsvTable energies = CsvTable::parse("Time,BS,Energy\n31.1.2023,B_0,10\n", "energies.csv");
    try {
        readEnergyHours(CsvTable::parse(kCells, "cells"), CsvTable::parse(kLoads, "loads"), energies);
        FAIL();
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("energies.csv:2:1"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace celltwin::calibration
