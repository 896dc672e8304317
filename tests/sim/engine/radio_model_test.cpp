// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/radio_model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "models/propagation/building_loss.h"
#include "sim/engine/patterns.h"
#include "tests/sim/small_network.h"

namespace celltwin::engine {
namespace {

using testing::smallNetwork;

/// Any number of points, asked in blocks.
struct Points {
    std::vector<double> east_m, north_m, height_m, indoor_distance_m, draw;
    std::vector<Place> place;

    void add(Enu at, double height = 1.5, Place where = Place::outdoor, double inside_m = 0.0,
             double normal = 0.0) {
        east_m.push_back(at.east_m);
        north_m.push_back(at.north_m);
        height_m.push_back(height);
        place.push_back(where);
        indoor_distance_m.push_back(inside_m);
        draw.push_back(normal);
    }
    std::size_t size() const { return east_m.size(); }
    PointBlock block(std::size_t begin, std::size_t count) const {
        const auto part = [&](const auto& column) { return std::span(column).subspan(begin, count); };
        return {part(east_m), part(north_m),           part(height_m),
                part(place),  part(indoor_distance_m), part(draw)};
    }
};

/// dBm, [point * cells + cell].
std::vector<double> rsrpDbm(const scenario::Scenario& s, const Points& points) {
    const RadioModel radio(s);
    std::vector<double> out(points.size() * radio.cellCount());
    for (std::size_t begin = 0; begin < points.size(); begin += RadioModel::kBlock) {
        const PointBlock block = points.block(begin, std::min(RadioModel::kBlock, points.size() - begin));
        for (std::uint32_t site = 0; site < s.network.sites.size(); ++site)
            radio.siteRsrpDbm(site, block, std::span(out).subspan(begin * radio.cellCount()),
                              radio.cellCount());
    }
    return out;
}

struct Rows {
    std::vector<float> rsrp, data, mean;
    std::vector<std::uint8_t> los;
};
Rows rowsOf(const RadioModel& radio, const Points& points) {
    Rows rows;
    const std::size_t row = radio.row();
    for (std::vector<float>* matrix : {&rows.rsrp, &rows.data, &rows.mean})
        matrix->resize(points.size() * row);
    rows.los.resize(points.size() * row);
    for (std::size_t begin = 0; begin < points.size(); begin += RadioModel::kBlock) {
        const std::size_t count = std::min(RadioModel::kBlock, points.size() - begin);
        const auto part = [&](auto& matrix) { return std::span(matrix).subspan(begin * row, count * row); };
        radio.fill(points.block(begin, count),
                   {part(rows.rsrp), part(rows.data), part(rows.mean), part(rows.los)});
    }
    return rows;
}

Points scattered(int count, double east_m, double north_m, double width_m) {
    Points points;
    const Random random(5);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i)
        points.add({east_m + width_m * random.uniform(Stream::layout, i, 0),
                    north_m + width_m * random.uniform(Stream::layout, i, 1)});
    return points;
}

TEST(RadioModel, WallsAddTheirLossAndNothingElse) {
    scenario::Scenario s = smallNetwork(1);
    s.radio.shadowing = false;
    s.radio.line_of_sight = scenario::LosMode::never;
    const Hertz carrier{2e9};
    struct Case {
        Place place;
        scenario::BuildingLoss kind;
        const char* model;
        propagation::PenetrationLoss expected;
    };
    using propagation::BuildingLoss;
    const auto loss = [&](BuildingLoss building) {
        return propagation::buildingLoss(building, carrier, 7.0);
    };
    for (const Case& c : {
             Case{Place::low_loss_building, scenario::BuildingLoss::tr38901, "tr38901-uma",
                  loss(BuildingLoss::low)},
             Case{Place::high_loss_building, scenario::BuildingLoss::tr38901, "tr38901-uma",
                  loss(BuildingLoss::high)},
             Case{Place::low_loss_building,
                  scenario::BuildingLoss::below_6ghz,
                  "tr38901-uma",
                  {20.0 + 3.5, 0.0}},
             Case{Place::high_loss_building,
                  scenario::BuildingLoss::below_6ghz,
                  "tr38901-umi",
                  {20.0 + 3.5, 0.0}},
             Case{Place::low_loss_building,
                  scenario::BuildingLoss::below_6ghz,
                  "tr38901-rma",
                  {10.0 + 3.5, 0.0}},
             Case{Place::car, scenario::BuildingLoss::tr38901, "tr38901-uma", {9.0, 5.0}},
         }) {
        s.radio.building_loss = c.kind;
        s.radio.propagation = c.model;
        for (const double draw : {-1.3, 0.0, 2.1}) {
            Points out, in;
            const double inside_m = c.place == Place::car ? 0.0 : 7.0;
            for (const double distance_m : {60.0, 200.0, 800.0}) {
                out.add({distance_m, 20.0});
                in.add({distance_m, 20.0}, 1.5, c.place, inside_m, draw);
            }
            const auto a = rsrpDbm(s, out), b = rsrpDbm(s, in);
            for (std::size_t i = 0; i < a.size(); ++i)
                EXPECT_NEAR(a[i] - b[i], c.expected.mean_db + c.expected.sigma_db * draw, 1e-9) << c.model;
        }
    }
}

TEST(RadioModel, ARepeatingNetworkLooksTheSameFromEveryCopy) {
    scenario::Scenario s = smallNetwork(3);
    s.radio.shadowing = false;
    s.radio.line_of_sight = scenario::LosMode::expected;
    s.network.wrap_offsets = {{1500.0, 0.0}, {-1500.0, 0.0}};
    const Points here = scattered(300, -250.0, -700.0, 1500.0);
    Points copy;
    for (std::size_t i = 0; i < here.size(); ++i) copy.add({here.east_m[i] + 1500.0, here.north_m[i]});
    const auto a = rsrpDbm(s, here), b = rsrpDbm(s, copy);
    const std::size_t cells = s.network.cells.size();
    std::size_t same = 0;
    for (std::size_t i = 0; i < here.size(); ++i)
        for (std::size_t c = 0; c < cells; ++c) {
            // A site's image in the east of the point would be two offsets from the copy: past the list's
            // end.
            if (here.east_m[i] - s.network.cells[c].position.east_m > 750.0) continue;
            EXPECT_NEAR(a[i * cells + c], b[i * cells + c], 1e-9);
            ++same;
        }
    EXPECT_GT(same, here.size() * cells / 2);
    s.network.wrap_offsets.clear();
    EXPECT_GT(std::fabs(rsrpDbm(s, copy)[0] - b[0]), 3.0) << "without the offsets it is far away";
}

/// Correlation over many places of two columns of differences.
double correlation(std::span<const double> with, std::span<const double> without, std::size_t cells,
                   std::size_t a, std::size_t b) {
    double sum_a = 0.0, sum_b = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;
    const std::size_t n = with.size() / cells;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = with[i * cells + a] - without[i * cells + a],
                     y = with[i * cells + b] - without[i * cells + b];
        sum_a += x, sum_b += y, aa += x * x, bb += y * y, ab += x * y;
    }
    const double m = static_cast<double>(n);
    return (ab / m - sum_a * sum_b / m / m) /
           std::sqrt((aa / m - sum_a * sum_a / m / m) * (bb / m - sum_b * sum_b / m / m));
}

TEST(RadioModel, ShadowsCorrelateAsAsked) {
    scenario::Scenario s = smallNetwork(2);
    s.radio.line_of_sight = scenario::LosMode::never;
    s.radio.shadow_sigma_db = 8.0;
    s.radio.inter_site_correlation = 0.3;
    const Points points = scattered(12000, -50e3, -50e3, 100e3);
    const std::size_t cells = s.network.cells.size();
    for (const double sector : {0.6, 1.0}) {
        s.radio.inter_sector_correlation = sector;
        s.radio.shadowing = true;
        const auto with = rsrpDbm(s, points);
        s.radio.shadowing = false;
        const auto without = rsrpDbm(s, points);
        for (const auto& [a, b] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 2}, {3, 5}})
            EXPECT_NEAR(correlation(with, without, cells, a, b), sector, 0.05) << a << " and " << b;
        for (const auto& [a, b] : {std::pair<std::size_t, std::size_t>{0, 3}, {2, 4}})
            EXPECT_NEAR(correlation(with, without, cells, a, b), 0.3, 0.05) << a << " and " << b;
        double square = 0.0;
        for (std::size_t i = 0; i < with.size(); ++i)
            square += (with[i] - without[i]) * (with[i] - without[i]);
        EXPECT_NEAR(std::sqrt(square / static_cast<double>(with.size())), 8.0, 0.3);
    }
}

TEST(RadioModel, ACalibratedFieldShiftsByItsNumbers) {
    scenario::Scenario s = smallNetwork(2);
    s.radio.shadowing = false;
    s.radio.line_of_sight = scenario::LosMode::never;
    const Points points = scattered(200, -200.0, -200.0, 900.0);
    const auto plain = rsrpDbm(s, points);
    propagation::CalibratedField field;
    field.offset_db = 4.5;
    field.slope_db_per_decade = 3.0;
    field.reference_distance_m = 100.0;
    field.cells = {{"C1", -2.25}};
    s.radio.calibration = field;
    const auto corrected = rsrpDbm(s, points);
    const std::size_t cells = s.network.cells.size();
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t c = 0; c < cells; ++c) {
            const double d = distance2dM(s.network.cells[c].position, {points.east_m[i], points.north_m[i]});
            const double expected = 4.5 + 3.0 * std::log10(std::max(d, 1.0) / 100.0) + (c == 1 ? -2.25 : 0.0);
            EXPECT_NEAR(plain[i * cells + c] - corrected[i * cells + c], expected, 1e-9);
        }
    s.radio.calibration->sigma_db = 0.0;
    s.radio.shadowing = true;
    EXPECT_EQ(rsrpDbm(s, points), corrected) << "measurements left no shadowing to draw";
}

scenario::Scenario beamNetwork() {
    scenario::Scenario s = smallNetwork(1);
    s.radio.shadowing = false;
    s.radio.line_of_sight = scenario::LosMode::never;
    scenario::Antenna& antenna = s.network.antennas[0];
    antenna.model = scenario::AntennaModel::tr38901_panel;
    antenna.panel.rows = antenna.panel.columns = 8;
    antenna.panel.polarisations = 2;
    antenna.beam_grid.emplace();
    for (scenario::Cell& cell : s.network.cells) cell.downtilt_deg = 0.0;
    return s;
}

TEST(RadioModel, DataBeamsStandAboveSsbAndSsbAboveTheMean) {
    const scenario::Scenario s = beamNetwork();
    const RadioModel radio(s);
    ASSERT_TRUE(radio.hasBeams());
    const auto beams = makeBeams(s.network.antennas[0], 0.0);
    Points boresights;
    for (const antenna::Beam& beam : beams.data) {
        if (beam.elevation_deg > -4.0) continue;  // it never reaches the ground nearby
        const double distance_m = 23.5 / std::tan(toRadians(-beam.elevation_deg));
        const double bearing = toRadians(beam.azimuth_deg);
        boresights.add({distance_m * std::sin(bearing), distance_m * std::cos(bearing)});
    }
    ASSERT_GT(boresights.size(), 10U);
    const Rows rows = rowsOf(radio, boresights);
    for (std::size_t i = 0; i < boresights.size(); ++i) {
        const std::size_t at = i * radio.row();  // of the cell that looks north
        EXPECT_GE(rows.data[at], rows.rsrp[at]);
        EXPECT_GE(rows.rsrp[at], rows.mean[at]);
        EXPECT_GT(rows.mean[at], 0.0F);
    }
}

TEST(RadioModel, WithoutBeamsAllRowsAreOne) {
    scenario::Scenario s = beamNetwork();
    s.network.antennas.push_back({});
    s.network.cells[2].antenna = 1;
    const RadioModel radio(s);
    const Points points = scattered(100, -300.0, -300.0, 600.0);
    const Rows rows = rowsOf(radio, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::size_t at = i * radio.row() + 2;
        EXPECT_EQ(rows.rsrp[at], rows.data[at]);
        EXPECT_EQ(rows.rsrp[at], rows.mean[at]);
    }
}

TEST(RadioModel, TurningPanelsAndBeamsWithTheNetworkChangesNothing) {
    scenario::Scenario s = beamNetwork();
    s.network.cells[0].mechanical_downtilt_deg = 5.0;
    scenario::Scenario turned = s;
    const double angle = toRadians(71.0);
    for (scenario::Cell& cell : turned.network.cells) cell.azimuth_deg += 71.0;
    const Points here = scattered(300, -400.0, -400.0, 800.0);
    Points there;
    for (std::size_t i = 0; i < here.size(); ++i)
        there.add({here.east_m[i] * std::cos(angle) + here.north_m[i] * std::sin(angle),
                   -here.east_m[i] * std::sin(angle) + here.north_m[i] * std::cos(angle)});
    const RadioModel a(s), b(turned);
    const Rows x = rowsOf(a, here), y = rowsOf(b, there);
    for (std::size_t i = 0; i < here.size(); ++i)
        for (std::size_t c = 0; c < a.cellCount(); ++c) {
            const std::size_t at = i * a.row() + c;
            EXPECT_NEAR(y.rsrp[at] / x.rsrp[at], 1.0F, 1e-4F);
            EXPECT_NEAR(y.data[at] / x.data[at], 1.0F, 1e-4F);
            EXPECT_NEAR(y.mean[at] / x.mean[at], 1.0F, 1e-4F);
        }
}

TEST(RadioModel, RaysBelongToThePlace) {
    scenario::Scenario s = smallNetwork(2);
    s.radio.coupling = scenario::Coupling::clusters;
    s.radio.inter_sector_correlation = 0.7;
    const RadioModel radio(s);
    ASSERT_TRUE(radio.hasRays());
    Points points = scattered(40, -200.0, -200.0, 700.0);
    points.add({120.0, 30.0}, 7.5, Place::low_loss_building, 6.0, 0.4);
    Points backwards;
    for (std::size_t i = points.size(); i-- > 0;)
        backwards.add({points.east_m[i], points.north_m[i]}, points.height_m[i], points.place[i],
                      points.indoor_distance_m[i], points.draw[i]);
    const Rows a = rowsOf(radio, points), again = rowsOf(RadioModel(s), points), b = rowsOf(radio, backwards);
    EXPECT_EQ(a.rsrp, again.rsrp);
    EXPECT_EQ(a.los, again.los);
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t c = 0; c < radio.cellCount(); ++c)
            EXPECT_EQ(a.rsrp[i * radio.row() + c], b.rsrp[(points.size() - 1 - i) * radio.row() + c]);
}

}  // namespace
}  // namespace celltwin::engine
