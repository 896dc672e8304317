// SPDX-License-Identifier: BSD-3-Clause
//
// What the parts of RadioModel share: its fields and the working memory of a block. Private to sim/engine.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/propagation/blockage.h"
#include "models/shadowing/gaussian_field.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/radio_rays.h"

namespace celltwin::engine {

/// LOS, NLOS, O2I.
inline constexpr std::size_t kStates = 3;

struct RadioModel::Fields {
    Fields(const scenario::Scenario& scenario, const propagation::PathLossModel& model);

    struct Shadow {
        std::vector<shadowing::GaussianField> common, site, cell;  ///< cell: where sectors differ
    };
    std::vector<shadowing::GaussianField> sight, environment;
    /// Azimuths of the screens around outdoor and around indoor places, where blockage is on.
    std::vector<shadowing::GaussianField> screens_outdoors, screens_indoors;
    std::array<Shadow, kStates> of_state;
};

/// Columns of one block; each function of RadioModel says in its body which it fills.
struct RadioModel::Scratch {
    using Column = std::array<double, kBlock>;
    std::size_t count = 0;
    bool any_o2i = false;
    std::array<std::uint8_t, kBlock> los, indoor, o2i;  ///< o2i: shadowed as from outdoors to indoors
    Column east_m, north_m;  ///< of the points, moved to where the site's nearest image is the site itself
    Column distance_m, bs_height_m, bearing_deg, elevation_deg;
    Column draw, los_share, field, own, shared, shadow, sigma_db;
    Column loss_db, gain_dbi, data_gain_dbi, mean_gain_dbi;
    std::array<Column, kStates> common, by_state;

    std::array<std::array<propagation::Screen, propagation::kScreens>, kBlock>
        screens;  ///< where blockage is on

    // Rays of the site and carrier they were traced for.
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
    std::uint32_t rays_site = kNone, rays_carrier = kNone;
    std::vector<cluster::Rays> rays;
    std::vector<double> ray_gains;

    std::span<double> span(Column& column) const { return {column.data(), count}; }
    void pick(const std::array<Column, kStates>& columns, Column& out) const;
    propagation::LinkBlock links(const PointBlock& points) const {
        return {{distance_m.data(), count},  points.indoor_distance_m, {indoor.data(), count},
                {bs_height_m.data(), count}, points.height_m,          {los.data(), count},
                {draw.data(), count}};
    }
};

}  // namespace celltwin::engine
