// SPDX-License-Identifier: BSD-3-Clause
//
// ns-3 3.37 as the oracle for panels (UniformPlanarArray with polarised elements) and for the parabolic
// sectors (ParabolicAntennaModel). ns-3's x is east here, as in TR 38.901: its azimuths are 90 - bearing.
#include <gtest/gtest.h>
#include <ns3/angles.h>
#include <ns3/double.h>
#include <ns3/isotropic-antenna-model.h>
#include <ns3/parabolic-antenna-model.h>
#include <ns3/pointer.h>
#include <ns3/three-gpp-antenna-model.h>
#include <ns3/uinteger.h>
#include <ns3/uniform-planar-array.h>

#include <cmath>
#include <complex>

#include "models/antenna/array.h"
#include "models/antenna/pattern.h"

namespace celltwin::antenna {
namespace {

ns3::Angles anglesOf(double bearing_deg, double elevation_deg) {
    return ns3::Angles(toRadians(wrapDegrees(90.0 - bearing_deg)), toRadians(90.0 - elevation_deg));
}

ns3::Ptr<ns3::UniformPlanarArray> oracleOf(const PanelArray& array, const Orientation& orientation,
                                           double slant_deg) {
    auto oracle = ns3::CreateObject<ns3::UniformPlanarArray>();
    oracle->SetAttribute("NumColumns", ns3::UintegerValue(static_cast<std::uint64_t>(array.columns)));
    oracle->SetAttribute("NumRows", ns3::UintegerValue(static_cast<std::uint64_t>(array.rows)));
    oracle->SetAttribute("AntennaVerticalSpacing", ns3::DoubleValue(array.row_spacing_wavelengths));
    oracle->SetAttribute("AntennaHorizontalSpacing", ns3::DoubleValue(array.column_spacing_wavelengths));
    oracle->SetAttribute("BearingAngle",
                         ns3::DoubleValue(toRadians(wrapDegrees(90.0 - orientation.azimuth_deg))));
    oracle->SetAttribute("DowntiltAngle", ns3::DoubleValue(toRadians(orientation.mechanical_downtilt_deg)));
    oracle->SetAttribute("PolSlantAngle", ns3::DoubleValue(toRadians(slant_deg)));
    ns3::Ptr<ns3::AntennaModel> element;
    if (array.kind == ElementKind::isotropic)
        element = ns3::CreateObject<ns3::IsotropicAntennaModel>();
    else
        element = ns3::CreateObject<ns3::ThreeGppAntennaModel>();
    oracle->SetAttribute("AntennaElement", ns3::PointerValue(element));
    return oracle;
}

struct Stand {
    ElementKind kind;
    Orientation orientation;
    double slant_deg;
};

class PlanarArray : public ::testing::TestWithParam<Stand> {};
INSTANTIATE_TEST_SUITE_P(Stands, PlanarArray,
                         ::testing::Values(Stand{ElementKind::tr38901, {0, 0, 0}, 0},
                                           Stand{ElementKind::tr38901, {90, 0, 0}, 45},
                                           Stand{ElementKind::tr38901, {210, 12, 0}, -45},
                                           Stand{ElementKind::tr38901, {330, -7, 0}, 90},
                                           Stand{ElementKind::isotropic, {140, 25, 0}, 30}));

PanelArray panelOf(const Stand& stand) {
    PanelArray array;
    array.rows = 4;
    array.columns = 3;
    array.row_spacing_wavelengths = 0.8;
    array.kind = stand.kind;
    array.first_slant_deg = stand.slant_deg;
    return array;
}

// 1e-3 dB is 1.15e-4 of an amplitude.
TEST_P(PlanarArray, ElementField) {
    const PanelArray array = panelOf(GetParam());
    const auto oracle = oracleOf(array, GetParam().orientation, GetParam().slant_deg);
    for (double bearing = 0.7; bearing < 360; bearing += 7.3)
        for (double elevation = -88.9; elevation < 90; elevation += 4.1) {
            double theta = 0.0, phi = 0.0;
            elementField(array, GetParam().orientation, 0, bearing, elevation, theta, phi);
            const auto [expected_phi, expected_theta] =
                oracle->GetElementFieldPattern(anglesOf(bearing, elevation));
            const double tolerance = 1e-4 * std::hypot(expected_theta, expected_phi);
            ASSERT_NEAR(theta, expected_theta, tolerance) << bearing << ' ' << elevation;
            ASSERT_NEAR(phi, expected_phi, tolerance) << bearing << ' ' << elevation;
        }
}

// Element order and phases: ours count from the centre and lead towards the wave (TR 38.901 eq. 7.5-22),
// ns-3's count from its first element and are the conjugate of that.
TEST_P(PlanarArray, Response) {
    const PanelArray array = panelOf(GetParam());
    const auto oracle = oracleOf(array, GetParam().orientation, GetParam().slant_deg);
    const auto places = elementPositions(array, GetParam().orientation);
    ASSERT_EQ(places.size(), oracle->GetNumberOfElements());
    for (double bearing = 0.7; bearing < 360; bearing += 31.3)
        for (double elevation = -88.9; elevation < 90; elevation += 17.1) {
            const auto expected = oracle->GetSteeringVector(anglesOf(bearing, elevation));
            const double first = phaseRad(places[0], bearing, elevation);
            for (std::size_t i = 0; i < places.size(); ++i) {
                const auto got = std::polar(1.0, phaseRad(places[i], bearing, elevation) - first);
                ASSERT_NEAR(std::abs(got - std::conj(expected[i])), 0.0, 1e-6) << i;
            }
        }
}

// A port over the whole array: ns-3's beam for the same direction, array upright and seen from its own frame.
TEST_P(PlanarArray, SteeredPort) {
    const PanelArray array = panelOf(GetParam());
    const auto upright = oracleOf(array, {0.0, 0.0, 0.0}, GetParam().slant_deg);
    const auto oracle = oracleOf(array, GetParam().orientation, GetParam().slant_deg);
    const PortLayout layout{1, 1, 5.0, 20.0};
    const auto steering = upright->GetSteeringVector(anglesOf(20.0, -5.0));
    for (double bearing = 0.7; bearing < 360; bearing += 9.3)
        for (double elevation = -88.9; elevation < 90; elevation += 5.1) {
            const auto response = oracle->GetSteeringVector(anglesOf(bearing, elevation));
            const auto [phi, theta] = oracle->GetElementFieldPattern(anglesOf(bearing, elevation));
            std::complex<double> sum = 0.0;
            for (std::size_t i = 0; i < response.size(); ++i) sum += std::conj(steering[i]) * response[i];
            const double expected = std::abs(sum) / std::sqrt(12.0);
            std::complex<double> f_theta, f_phi;
            portField(array, GetParam().orientation, layout, 0, bearing, elevation, f_theta, f_phi);
            ASSERT_NEAR(std::abs(f_theta), expected * std::fabs(theta), 1e-4 * std::fabs(theta) + 1e-9);
            ASSERT_NEAR(std::abs(f_phi), expected * std::fabs(phi), 1e-4 * std::fabs(phi) + 1e-9);
        }
}

// TR 36.942: ns-3's parabola is the loss below the maximum, of azimuth alone.
TEST(Ns3Oracle, Tr36942Sector) {
    const auto ours = makeTr36942Sector();
    auto oracle = ns3::CreateObject<ns3::ParabolicAntennaModel>();
    oracle->SetAttribute("Beamwidth", ns3::DoubleValue(65.0));
    oracle->SetAttribute("Orientation", ns3::DoubleValue(0.0));
    oracle->SetAttribute("MaxAttenuation", ns3::DoubleValue(20.0));
    for (double azimuth = -179.5; azimuth < 180.0; azimuth += 1.7)
        for (const double elevation : {-60.0, 0.0, 30.0})
            EXPECT_NEAR(
                ours->gainDbi(azimuth, elevation, 0.0),
                15.0 + oracle->GetGainDb(ns3::Angles(toRadians(-azimuth), toRadians(90.0 - elevation))),
                1e-3);
}

}  // namespace
}  // namespace celltwin::antenna
