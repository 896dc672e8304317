// SPDX-License-Identifier: BSD-3-Clause
//
// Two rays over flat ground: the direct one and one reflected with coefficient -1 (grazing incidence on a
// good ground), isotropic antennas (Rappaport, Wireless Communications, ch. 4.6). `interference` adds the two
// fields: within the crossover distance 4 pi h_b h_u / lambda the loss swings between 6 dB under free space
// and deep fades. `breakpoint` is free space up to the crossover and (h_b h_u)^2 / d^4 beyond, which meet
// there; it is what ns-3 calls TwoRayGround. Not modelled: the ground's permittivity, roughness,
// polarization, a curved earth. Always line of sight, no shadowing.
#include <limits>

#include "models/propagation/block.h"
#include "models/propagation/catalogue.h"

namespace celltwin::propagation {
namespace {

constexpr double kAny = std::numeric_limits<double>::max();
constexpr MinDistance kMinDistance{1.0, 0.0};

double interferenceLossDb(const Link& link, Hertz carrier) {
    const double sum = link.bs_height_m + link.ue_height_m;
    const double direct = link.distance_3d_m;
    const double reflected = std::sqrt(link.distance_2d_m * link.distance_2d_m + sum * sum);
    // d_r - d_d = 4 h_b h_u / (d_r + d_d), which does not lose digits far away.
    const double detour = 4.0 * link.bs_height_m * link.ue_height_m / (reflected + direct);
    const double wave_number = 2.0 * kPi * carrier.value / kSpeedOfLight;
    // |1/d_d - exp(-j k (d_r - d_d))/d_r|^2 = (1/d_d - 1/d_r)^2 + 4 sin^2(k (d_r - d_d)/2) / (d_d d_r)
    const double fade = std::sin(0.5 * wave_number * detour);
    const double gap = detour / (direct * reflected);
    const double field = std::sqrt(gap * gap + 4.0 * fade * fade / (direct * reflected));
    return freeSpaceLossDb(1.0, carrier) - 20.0 * std::log10(field);
}

double breakpointLossDb(const Link& link, Hertz carrier) {
    // d_c = 4 pi h_b h_u / lambda; L = 40 log d - 20 log(h_b h_u) beyond it.
    const double heights = link.bs_height_m * link.ue_height_m;
    if (link.distance_3d_m <= 4.0 * kPi * heights * carrier.value / kSpeedOfLight)
        return freeSpaceLossDb(link.distance_3d_m, carrier);
    return 40.0 * std::log10(link.distance_3d_m) - 20.0 * std::log10(heights);
}

class TwoRayGround final : public TabledModel {
  public:
    explicit TwoRayGround(TwoRay kind)
        : TabledModel({{0.0, 0.0, 0.0},
                       {50.0, 50.0, 50.0},
                       50.0,
                       {0.0, kAny, kMinDistance.d2_m, kAny, 0.0, kAny, 0.0, kAny}}),
          kind_(kind) {}
    void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const override {
        const auto loss = [&](const Link& link) {
            return kind_ == TwoRay::interference ? interferenceLossDb(link, carrier)
                                                 : breakpointLossDb(link, carrier);
        };
        fillLoss(links, kMinDistance, loss_db, loss, loss);
    }
    void losProbability(const LinkBlock&, std::span<double> probability) const override {
        std::fill(probability.begin(), probability.end(), 1.0);
    }

  private:
    TwoRay kind_;
};

}  // namespace

std::unique_ptr<PathLossModel> makeTwoRay(TwoRay kind) {
    return std::make_unique<TwoRayGround>(kind);
}

}  // namespace celltwin::propagation
