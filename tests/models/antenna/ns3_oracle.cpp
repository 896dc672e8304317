// SPDX-License-Identifier: BSD-3-Clause
//
// ns-3 3.37 as the oracle: its TR 38.901 element, and its planar array for the column of rows, its steering,
// the mechanical tilt and the mast's azimuth. ns-3 counts azimuth counter-clockwise from x and inclination
// from the zenith; bearings are turned into that here.
#include <gtest/gtest.h>
#include <ns3/angles.h>
#include <ns3/double.h>
#include <ns3/pointer.h>
#include <ns3/three-gpp-antenna-model.h>
#include <ns3/uinteger.h>
#include <ns3/uniform-planar-array.h>

#include <cmath>
#include <complex>
#include <vector>

#include "models/antenna/pattern.h"

namespace celltwin::antenna {
namespace {

constexpr double kToleranceDb = 1e-3;

ns3::Angles anglesOf(double bearing_deg, double elevation_deg) {
    return ns3::Angles(toRadians(wrapDegrees(-bearing_deg)), toRadians(90.0 - elevation_deg));
}

TEST(Ns3Oracle, Element) {
    const auto ours = makeTr38901Sector({});
    const auto oracle = ns3::CreateObject<ns3::ThreeGppAntennaModel>();
    for (double azimuth = -179.5; azimuth < 180.0; azimuth += 3.7)
        for (double elevation = -90.0; elevation <= 90.0; elevation += 2.3)
            ASSERT_NEAR(ours->gainDbi(azimuth, elevation, 0.0),
                        oracle->GetGainDb(anglesOf(azimuth, elevation)), kToleranceDb)
                << azimuth << ' ' << elevation;
}

ns3::Ptr<ns3::UniformPlanarArray> makeArray(int rows, double spacing, const Mounting& mounting) {
    auto array = ns3::CreateObject<ns3::UniformPlanarArray>();
    array->SetAttribute("NumColumns", ns3::UintegerValue(1));
    array->SetAttribute("NumRows", ns3::UintegerValue(static_cast<std::uint64_t>(rows)));
    array->SetAttribute("AntennaVerticalSpacing", ns3::DoubleValue(spacing));
    array->SetAttribute("BearingAngle", ns3::DoubleValue(toRadians(wrapDegrees(-mounting.azimuth_deg))));
    array->SetAttribute("DowntiltAngle", ns3::DoubleValue(toRadians(mounting.mechanical_downtilt_deg)));
    array->SetAttribute("AntennaElement", ns3::PointerValue(ns3::CreateObject<ns3::ThreeGppAntennaModel>()));
    return array;
}

struct ArrayGain {
    double element_dbi, factor_db;
};

/// Element power, and |w^H a|^2 with w the unit-norm steering vector towards the tilted boresight.
ArrayGain arrayGain(const ns3::UniformPlanarArray& array, const ns3::PhasedArrayModel::ComplexVector& weights,
                    const ns3::Angles& direction) {
    const auto steering = array.GetSteeringVector(direction);
    std::complex<double> sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += std::conj(weights[i]) * steering[i];
    const auto [theta, phi] = array.GetElementFieldPattern(direction);
    return {10.0 * std::log10(theta * theta + phi * phi), 10.0 * std::log10(std::norm(sum))};
}

ns3::PhasedArrayModel::ComplexVector steeredWeights(int rows, double spacing, double downtilt_deg) {
    const auto upright = makeArray(rows, spacing, {});
    auto weights = upright->GetSteeringVector(anglesOf(0.0, -downtilt_deg));
    for (auto& w : weights) w /= std::sqrt(static_cast<double>(rows));
    return weights;
}

struct Case {
    int rows;
    double spacing;
    Mounting mounting;
};

class MountedColumn : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Cases, MountedColumn,
                         ::testing::Values(Case{1, 0.8, {0, 0, 0}}, Case{1, 0.8, {120, 0, 0}},
                                           Case{1, 0.8, {75, 0, 8}}, Case{1, 0.8, {300, 0, -5}},
                                           Case{8, 0.8, {0, 0, 0}}, Case{10, 0.5, {0, 12, 0}},
                                           Case{10, 0.8, {200, 6, 4}}, Case{4, 0.7, {330, 3, 15}}));

TEST_P(MountedColumn, MatchesThePlanarArray) {
    const auto& [rows, spacing, mounting] = GetParam();
    Tr38901Sector parameters;
    parameters.rows = rows;
    parameters.row_spacing_wavelengths = spacing;
    const auto ours = makeTr38901Sector(parameters);
    const auto oracle = makeArray(rows, spacing, mounting);
    const auto weights = steeredWeights(rows, spacing, mounting.downtilt_deg);
    int compared = 0;
    for (double bearing = 0.3; bearing < 360.0; bearing += 7.1)
        for (double elevation = -88.0; elevation <= 88.0; elevation += 1.3) {
            const ArrayGain oracle_gain = arrayGain(*oracle, weights, anglesOf(bearing, elevation));
            // Ours fills the array's nulls at 60 dB below its maximum.
            const double floor_db = 10.0 * std::log10(rows) - 60.0;
            const double expected = oracle_gain.element_dbi + std::max(oracle_gain.factor_db, floor_db);
            const double got = mountedGainDbi(*ours, mounting, bearing, elevation);
            ASSERT_NEAR(got, expected, kToleranceDb) << bearing << ' ' << elevation;
            compared += oracle_gain.factor_db > floor_db ? 1 : 0;
        }
    EXPECT_GT(compared, 6000);
}

}  // namespace
}  // namespace celltwin::antenna
