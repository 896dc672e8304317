// SPDX-License-Identifier: BSD-3-Clause
//
// Friis 1946 between isotropic antennas: always line of sight, no shadowing. The bound under every other
// model.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr double kMinDistanceM = 1.0;

class FreeSpace final : public PathLossModel {
  public:
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        assert(links.distance_2d_m.size() == loss_db.size());
        for (std::size_t i = 0; i < loss_db.size(); ++i) {
            const double d2 = std::max(links.distance_2d_m[i], kMinDistanceM);
            const double dh = links.bs_height_m[i] - links.ue_height_m[i];
            loss_db[i] = freeSpaceLossDb(std::sqrt(d2 * d2 + dh * dh), carrier);
        }
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 1.0);
    }
    void shadowSigmaDb(const LinkBlock&, Hertz, std::span<double> sigma_db) const override {
        std::fill(sigma_db.begin(), sigma_db.end(), 0.0);
    }
    // Without shadowing and with sight everywhere these lengths scale nothing; they only have to be positive.
    double shadowCorrelationM(LinkState) const override { return 50.0; }
    double losCorrelationM() const override { return 50.0; }
    const Validity& validity() const override {
        static constexpr double kAny = std::numeric_limits<double>::max();
        static constexpr Validity kValidity{0.0, kAny, kMinDistanceM, kAny, 0.0, kAny, 0.0, kAny};
        return kValidity;
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
