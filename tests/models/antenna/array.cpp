// SPDX-License-Identifier: BSD-3-Clause
//
// Panel arrays against array_reference.py (rotation matrices and plain sums), and what any array must fulfil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "models/antenna/array.h"
#include "models/antenna/pattern.h"
#include "models/base/error.h"
#include "models/base/random.h"

namespace celltwin::antenna {
namespace {

using ::testing::HasSubstr;
using Complex = std::complex<double>;

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

/// One line of array_reference.py.
struct Case {
    PanelArray array;
    Orientation orientation;
    PortLayout layout;
    int port = 0;
    double azimuth_deg = 0.0, elevation_deg = 0.0;
    Complex theta, phi;
};

Case caseOf(const std::array<double, 28>& v) {
    std::size_t at = 0;
    const auto number = [&] { return v[at++]; };
    const auto whole = [&] { return static_cast<int>(v[at++]); };
    Case c;
    c.array.rows = whole(), c.array.columns = whole(), c.array.polarisations = whole();
    c.array.panel_rows = whole(), c.array.panel_columns = whole();
    c.array.row_spacing_wavelengths = number(), c.array.column_spacing_wavelengths = number();
    c.array.panel_row_spacing_wavelengths = number(), c.array.panel_column_spacing_wavelengths = number();
    c.array.first_slant_deg = number(), c.array.second_slant_deg = number();
    c.array.polarisation_model = whole() == 1 ? PolarisationModel::model_1 : PolarisationModel::model_2;
    c.array.kind = whole() == 1 ? ElementKind::isotropic : ElementKind::tr38901;
    c.orientation.azimuth_deg = number(), c.orientation.mechanical_downtilt_deg = number();
    c.orientation.slant_deg = number();
    c.layout.rows = whole(), c.layout.columns = whole();
    c.layout.electrical_downtilt_deg = number(), c.layout.steering_azimuth_deg = number();
    c.port = whole();
    c.azimuth_deg = number(), c.elevation_deg = number();
    c.theta = {number(), v[at]}, ++at;
    c.phi = {number(), v[at]};
    return c;
}

std::vector<Case> referenceCases() {
    constexpr const char* kCommand =
        CELLTWIN_PYTHON " -B " CELLTWIN_SOURCE_DIR "/tests/models/antenna/array_reference.py 600";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(kCommand, "r"));
    std::vector<Case> cases;
    std::array<double, 28> values{};
    while (pipe) {
        std::size_t read = 0;
        while (read < 27 && std::fscanf(pipe.get(), "%lf", &values[read]) == 1) ++read;
        if (read < 27) break;
        cases.push_back(caseOf(values));
    }
    return cases;
}

TEST(PanelArray, PortFieldMatchesTheReference) {
    const std::vector<Case> cases = referenceCases();
    ASSERT_EQ(cases.size(), 600U);
    for (const Case& c : cases) {
        Complex theta, phi;
        portField(c.array, c.orientation, c.layout, c.port, c.azimuth_deg, c.elevation_deg, theta, phi);
        EXPECT_NEAR(std::abs(theta - c.theta), 0.0, 1e-9);
        EXPECT_NEAR(std::abs(phi - c.phi), 0.0, 1e-9);
    }
}

TEST(PanelArray, PortArrayIsPortField) {
    for (const Case& c : referenceCases()) {
        const PortArray ports(c.array, c.orientation, c.layout);
        ASSERT_EQ(ports.portCount(), portCount(c.array, c.layout));
        std::vector<Complex> all_theta(static_cast<std::size_t>(ports.portCount())),
            all_phi(all_theta.size());
        ports.fields(c.azimuth_deg, c.elevation_deg, all_theta, all_phi);
        for (int port = 0; port < ports.portCount(); ++port) {
            Complex theta, phi;
            portField(c.array, c.orientation, c.layout, port, c.azimuth_deg, c.elevation_deg, theta, phi);
            ASSERT_NEAR(std::abs(theta - all_theta[static_cast<std::size_t>(port)]), 0.0, 1e-9);
            ASSERT_NEAR(std::abs(phi - all_phi[static_cast<std::size_t>(port)]), 0.0, 1e-9);
        }
    }
}

// The port's power is what its pattern says when mounted: two ways through the rotations.
TEST(PanelArray, PatternIsThePowerOfPortZero) {
    int compared = 0;
    for (Case c : referenceCases()) {
        c.orientation.slant_deg = 0.0;  // a Mounting has no roll
        const auto pattern = makePanel(c.array, c.layout);
        const Mounting mounting{c.orientation.azimuth_deg, 0.0, c.orientation.mechanical_downtilt_deg};
        Complex theta, phi;
        portField(c.array, c.orientation, c.layout, 0, c.azimuth_deg, c.elevation_deg, theta, phi);
        const double power = std::norm(theta) + std::norm(phi), power_dbi = 10.0 * std::log10(power);
        double element_theta = 0.0, element_phi = 0.0;
        elementField(c.array, c.orientation, 0, c.azimuth_deg, c.elevation_deg, element_theta, element_phi);
        const double factor = power / (element_theta * element_theta + element_phi * element_phi);
        const double got = mountedGainDbi(*pattern, mounting, c.azimuth_deg, c.elevation_deg);
        const int elements = c.array.rows * c.array.columns / (c.layout.rows * c.layout.columns);
        // Ours fills the array factor's nulls.
        if (factor > 1.001e-6 * elements) {
            EXPECT_NEAR(got, power_dbi, 1e-6);
            ++compared;
        }
        // A mounting's electrical tilt adds to the layout's.
        PortLayout further = c.layout;
        further.electrical_downtilt_deg += 4.0;
        EXPECT_DOUBLE_EQ(pattern->gainDbi(10.0, -7.0, 4.0),
                         makePanel(c.array, further)->gainDbi(10.0, -7.0, 0.0));
    }
    EXPECT_GT(compared, 590);
}

PanelArray panelOf(int rows, int columns, int polarisations = 2) {
    PanelArray array;
    array.rows = rows;
    array.columns = columns;
    array.polarisations = polarisations;
    return array;
}

TEST(PanelArray, SlantsAreWhatTheySay) {
    PanelArray array = panelOf(1, 1);
    for (const auto model : {PolarisationModel::model_1, PolarisationModel::model_2}) {
        array.polarisation_model = model;
        array.first_slant_deg = 0.0, array.second_slant_deg = 90.0;
        const double peak = std::pow(10.0, 8.0 / 20.0);
        double theta = 0.0, phi = 0.0;
        elementField(array, {120.0, 0.0, 0.0}, 0, 120.0, 0.0, theta, phi);
        EXPECT_NEAR(theta, peak, 1e-12);
        EXPECT_NEAR(phi, 0.0, 1e-12);
        elementField(array, {120.0, 0.0, 0.0}, 1, 120.0, 0.0, theta, phi);
        EXPECT_NEAR(theta, 0.0, 1e-12);
        EXPECT_NEAR(phi, peak, 1e-12);
        array.first_slant_deg = 45.0, array.second_slant_deg = -45.0;
        elementField(array, {}, 1, 0.0, 0.0, theta, phi);
        EXPECT_NEAR(theta, peak * std::sqrt(0.5), 1e-12);
        EXPECT_NEAR(phi, -peak * std::sqrt(0.5), 1e-12);
    }
}

// Model 1 slants an element by turning it: the same as a mast that rolls.
TEST(PanelArray, ModelOneIsARoll) {
    PanelArray slanted = panelOf(1, 1, 1), rolled = slanted;
    slanted.polarisation_model = rolled.polarisation_model = PolarisationModel::model_1;
    slanted.first_slant_deg = 35.0, rolled.first_slant_deg = 10.0;
    for (double azimuth = -170; azimuth < 180; azimuth += 23)
        for (double elevation = -85; elevation < 90; elevation += 17) {
            double theta[2], phi[2];
            elementField(slanted, {75.0, 6.0, 0.0}, 0, azimuth, elevation, theta[0], phi[0]);
            elementField(rolled, {75.0, 6.0, 25.0}, 0, azimuth, elevation, theta[1], phi[1]);
            EXPECT_NEAR(theta[0], theta[1], 1e-9);
            EXPECT_NEAR(phi[0], phi[1], 1e-9);
        }
}

TEST(PanelArray, TurningEverythingChangesNothing) {
    for (const Case& c : referenceCases()) {
        Orientation turned = c.orientation;
        turned.azimuth_deg += 77.7;
        Complex theta[2], phi[2];
        portField(c.array, c.orientation, c.layout, c.port, c.azimuth_deg, c.elevation_deg, theta[0], phi[0]);
        portField(c.array, turned, c.layout, c.port, c.azimuth_deg + 77.7, c.elevation_deg, theta[1], phi[1]);
        ASSERT_NEAR(std::abs(theta[0] - theta[1]), 0.0, 1e-9);
        ASSERT_NEAR(std::abs(phi[0] - phi[1]), 0.0, 1e-9);
    }
}

// Each port at the direction it is steered to: element + 10 log10 of its elements.
TEST(PanelArray, GainAtTheSteeringDirection) {
    PanelArray array = panelOf(8, 4);
    array.panel_columns = 2;
    array.panel_column_spacing_wavelengths = 3.0;
    const PortLayout layout{2, 2, 7.0, 25.0};
    for (int port = 0; port < portCount(array, layout); ++port) {
        Complex theta, phi;
        portField(array, {0.0, 0.0, 0.0}, layout, port, 25.0, -7.0, theta, phi);
        const Tr38901Element element;
        EXPECT_NEAR(10.0 * std::log10(std::norm(theta) + std::norm(phi)),
                    elementGainDbi(element, 25.0, -7.0) + 10.0 * std::log10(4 * 2), 1e-9);
    }
    EXPECT_NEAR(makePanel(array, layout)->maxGainDbi(), 8.0 + 10.0 * std::log10(8), 1e-12);
}

// A column under one port is the sector of TR 38.901 clause 7.8, already compared with ns-3.
TEST(PanelArray, ColumnIsTheSectorColumn) {
    PanelArray array = panelOf(10, 1, 1);
    array.row_spacing_wavelengths = 0.8;
    Tr38901Sector sector;
    sector.rows = 10;
    const auto panel = makePanel(array, {}), column = makeTr38901Sector(sector);
    for (double azimuth = -180; azimuth < 180; azimuth += 13)
        for (double elevation = -90; elevation <= 90; elevation += 3.3)
            EXPECT_NEAR(panel->gainDbi(azimuth, elevation, 6.0), column->gainDbi(azimuth, elevation, 6.0),
                        1e-9);
}

TEST(PanelArray, PositionsAndPorts) {
    PanelArray array = panelOf(2, 3);
    array.panel_rows = 2;
    array.row_spacing_wavelengths = 0.8;
    // Boresight north: columns run from east to west, rows up, panels join.
    const auto places = elementPositions(array, {0.0, 0.0, 0.0});
    ASSERT_EQ(places.size(), 12U);
    EXPECT_NEAR(places[0].east, 0.5, 1e-12);
    EXPECT_NEAR(places[2].east, -0.5, 1e-12);
    EXPECT_NEAR(places[0].up, -1.2, 1e-12);
    EXPECT_NEAR(places[3].up, -0.4, 1e-12);
    EXPECT_NEAR(places[6].up, 0.4, 1e-12);
    EXPECT_NEAR(places[6].north, 0.0, 1e-12);
    EXPECT_NEAR(phaseRad(places[0], 90.0, 0.0), 2 * kPi * 0.5, 1e-12);
    // Tilted down, the top leans over ahead.
    EXPECT_GT(elementPositions(array, {0.0, 10.0, 0.0})[9].north, 0.1);
    // Rolled, the right side is lower.
    EXPECT_LT(elementPositions(array, {0.0, 0.0, 10.0})[0].up, places[0].up - 0.01);

    const PortLayout layout{2, 3, 0.0, 0.0};
    ASSERT_EQ(portCount(array, layout), 2 * 2 * 6);
    const PortPlace place = portPlace(array, layout, 12 + 6 + 2 * 1 + 1);
    EXPECT_EQ(place.panel_row, 1);
    EXPECT_EQ(place.polarisation, 1);
    EXPECT_EQ(place.column, 1);
    EXPECT_EQ(place.row, 1);
}

// Mean gain over the sphere, against the reference's Simpson rule: -1.83 dB, so that a pattern of this shape
// has a directivity of 9.83 dBi and the table's 8 dBi contain 1.8 dB of loss.
TEST(PanelArray, ElementEfficiency) {
    constexpr const char* kCommand =
        CELLTWIN_PYTHON " -B " CELLTWIN_SOURCE_DIR "/tests/models/antenna/array_reference.py efficiency";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(kCommand, "r"));
    double expected_db = 0.0;
    ASSERT_TRUE(pipe && std::fscanf(pipe.get(), "%lf", &expected_db) == 1);
    const Tr38901Element element;
    constexpr int kSteps = 360;
    const double step_deg = 180.0 / kSteps;
    double sum = 0.0;
    for (int i = 0; i < kSteps; ++i) {
        const double elevation = -90.0 + (i + 0.5) * step_deg;
        for (int k = 0; k < 2 * kSteps; ++k)
            sum += toLinear(Db{elementGainDbi(element, -180.0 + (k + 0.5) * step_deg, elevation)}) *
                   std::cos(toRadians(elevation));
    }
    const double mean_db = toDb(sum * toRadians(step_deg) * toRadians(step_deg) / (4.0 * kPi)).value;
    EXPECT_NEAR(mean_db, expected_db, 1e-3);
    EXPECT_NEAR(mean_db, -1.8, 0.05);
}

TEST(PanelArray, RefusesNonsense) {
    const auto complaint = [](auto change) -> std::string {
        PanelArray array = panelOf(8, 4);
        PortLayout layout{4, 2, 0.0, 0.0};
        change(array, layout);
        try {
            makePanel(array, layout);
            PortArray(array, {}, layout);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "no error";
    };
    using A = PanelArray;
    using L = PortLayout;
    EXPECT_EQ(complaint([](A&, L&) {}), "no error");
    EXPECT_THAT(complaint([](A& a, L&) { a.rows = 0; }), HasSubstr("rows must be 1 to 1024, got 0"));
    EXPECT_THAT(complaint([](A& a, L&) { a.rows = 512; }), HasSubstr("must be 1 to 1024, got 2048"));
    EXPECT_THAT(complaint([](A& a, L&) { a.polarisations = 3; }), HasSubstr("polarisations must be 1 to 2"));
    EXPECT_THAT(complaint([](A& a, L&) { a.row_spacing_wavelengths = std::nan(""); }),
                HasSubstr("row_spacing_wavelengths must be 0.1 to 10, got nan"));
    EXPECT_THAT(complaint([](A& a, L&) { a.panel_row_spacing_wavelengths = 2.0; }),
                HasSubstr("must be 3.5 to 1000"));
    EXPECT_THAT(complaint([](A& a, L&) { a.first_slant_deg = 200; }), HasSubstr("first_slant_deg must be"));
    EXPECT_THAT(complaint([](A& a, L&) { a.element.gain_dbi = 500; }),
                HasSubstr("gain_dbi must be -50 to 50"));
    EXPECT_THAT(complaint([](A&, L& l) { l.rows = 3; }),
                HasSubstr("rows of the ports must divide the panel's rows, 1 to 8 without rest, got 3"));
    EXPECT_THAT(complaint([](A&, L& l) { l.columns = 0; }), HasSubstr("columns of the ports must divide"));
    EXPECT_THAT(complaint([](A&, L& l) { l.electrical_downtilt_deg = 91; }),
                HasSubstr("electrical_downtilt_deg must be -90 to 90"));
}

}  // namespace
}  // namespace celltwin::antenna
