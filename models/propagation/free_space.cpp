// SPDX-License-Identifier: BSD-3-Clause
//
// Friis 1946 between isotropic antennas: always line of sight, no shadowing. The bound under every other
// model.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr double kMinDistanceM = 1.0;

constexpr double kAny = std::numeric_limits<double>::max();

class FreeSpace final : public TabledModel {
  public:
    // Without shadowing and with sight everywhere the lengths scale nothing; they only have to be positive.
    FreeSpace()
        : TabledModel({{0.0, 0.0, 0.0},
                       {50.0, 50.0, 50.0},
                       50.0,
                       {0.0, kAny, kMinDistanceM, kAny, 0.0, kAny, 0.0, kAny}}) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const auto loss = [&](const Link& link) { return freeSpaceLossDb(link.distance_3d_m, carrier); };
        fillLoss(links, {kMinDistanceM, 0.0}, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 1.0);
    }
};

}  // namespace

double freeSpaceLossDb(double distance_3d_m, Hertz carrier) {
    return 20.0 * std::log10(4.0 * kPi * distance_3d_m * carrier.value / kSpeedOfLight);
}

std::unique_ptr<PathLossModel> makeFreeSpace() {
    return std::make_unique<FreeSpace>();
}

}  // namespace celltwin::propagation
