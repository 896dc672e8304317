// SPDX-License-Identifier: BSD-3-Clause
//
// What the building around a place draws, consistently over space: TR 38.901 clause 7.6.3.3 with the
// correlation distances of models/propagation/building_loss.h. The draws are the place's, so that links to
// all sites and all UEs next to each other share them (Table 7.6.3.4-1: all-correlated); deviations of
// low-loss and high-loss buildings are independent (Table 7.6.3.4-2), and so are floors here. Not modelled:
// outlines of buildings.
#pragma once

#include <cstdint>

#include "models/shadowing/gaussian_field.h"

namespace celltwin::shadowing {

struct BuildingDraws {
    double type;  ///< uniform (0, 1): high loss where below the share of high-loss buildings
    double
        indoor_distance;  ///< the smaller of two uniforms: times 25 m (UMa, UMi) or 10 m (RMa) it is d_2D-in
    double low_penetration;   ///< standard normal for sigma_P of a low-loss building
    double high_penetration;  ///< of a high-loss one
};

class BuildingField {
  public:
    /// `floor` counts from 0; Stream::building.
    explicit BuildingField(const Random& random, std::uint32_t floor = 0);
    BuildingDraws at(Enu position) const;

  private:
    GaussianField type_, first_distance_, second_distance_, low_, high_;
};

}  // namespace celltwin::shadowing
