// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/gain_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/base/error.h"
#include "tests/models/cluster/panel.h"

namespace celltwin::cluster {
namespace {

Rays raysOf(State state, std::uint64_t key) {
    const Random random(23);
    const LinkGeometry link{150.0, 25.0, 1.5, 40.0};
    const LargeScaleModel model(Scenario::uma, state, Hertz{6e9});
    const LargeScale large = model.draw(link, 6.0, drawNormals(random, key, 0.0));
    Rays rays;
    makeRays(model, link, large, drawClusters(random, key, model.clusterParameters()), random, key, rays);
    return rays;
}

// The table against couplingGains(), over cells that face all ways and both panels of the calibration.
TEST(GainTable, AgreesWithTheSumOverFields) {
    const IsotropicFields ue({20.0, 110.0});
    const GainTable table(panelOfConfiguration1(0.0, 12.0), 0);
    for (const State state : {State::los, State::nlos, State::o2i_los})
        for (std::uint64_t key = 0; key < 20; ++key) {
            const Rays rays = raysOf(state, key);
            const double azimuth = 17.0 * static_cast<double>(key);
            ChannelWorkspace work;
            std::vector<double> gain(4);
            couplingGains(rays, panelOfConfiguration1(azimuth, 12.0), ue, work, gain);
            const double expected_db = toDb(0.5 * (gain[0] + gain[2])).value;
            EXPECT_NEAR(toDb(meanCouplingGain(rays, table, azimuth)).value, expected_db, 0.05);
        }
}

TEST(GainTable, ReadsANarrowBeamNearItsTop) {
    // 16 columns: 6 degrees.
    const Panel panel(0.0, 3.0, {{45.0, 0, 0, 8, 16}});
    const GainTable table(panel, 0);
    for (const double azimuth : {0.0, 0.25, 0.77, -1.3, 1.9}) {
        const double elevation = -3.3;
        PortField field;
        panel.fields({&azimuth, 1}, {&elevation, 1}, {&field, 1});
        const double exact = std::norm(field.theta) + std::norm(field.phi);
        EXPECT_NEAR(toDb(table.gain(azimuth, elevation)).value, toDb(exact).value, 0.03);
        EXPECT_NEAR(table.gain(azimuth + 720.0, elevation), table.gain(azimuth, elevation), 1e-6 * exact);
    }
}

TEST(GainTable, ReachesThePoles) {
    const GainTable table(IsotropicFields({45.0}), 0, 5.0);
    for (const double elevation : {-90.0, 0.0, 90.0})
        for (const double azimuth : {-360.0, -1e-14, 0.0, 359.999999, 360.0})
            EXPECT_NEAR(table.gain(azimuth, elevation), 1.0, 1e-6);
}

TEST(GainTable, RefusesAStepThatDoesNotFit) {
    EXPECT_THROW(GainTable(IsotropicFields({0.0}), 0, 0.05), ConfigError);
    EXPECT_THROW(GainTable(IsotropicFields({0.0}), 0, 0.7), ConfigError);
    EXPECT_THROW(GainTable(IsotropicFields({0.0}), 0, 10.0), ConfigError);
    EXPECT_THROW(GainTable(IsotropicFields({0.0}), 1), ConfigError);
}

}  // namespace
}  // namespace celltwin::cluster
