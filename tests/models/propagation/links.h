// SPDX-License-Identifier: BSD-3-Clause
//
// One-link calls of the block interface, for tests.
#pragma once

#include <cstdint>

#include "models/propagation/path_loss.h"

namespace celltwin::propagation {

/// One link, spelled out.
struct OneLink {
    double distance_2d_m = 100.0, bs_height_m = 25.0, ue_height_m = 1.5;
    std::uint8_t line_of_sight = 0;
    double draw = 0.5, indoor_distance_m = 0.0;
    std::uint8_t indoor = 0;

    LinkBlock block() const {
        return {{&distance_2d_m, 1}, {&indoor_distance_m, 1}, {&indoor, 1}, {&bs_height_m, 1},
                {&ue_height_m, 1},   {&line_of_sight, 1},     {&draw, 1}};
    }
};

inline double lossDb(const PathLossModel& model, double distance_2d_m, double bs_height_m, double ue_height_m,
                     double carrier_ghz, bool line_of_sight, double draw = 0.5) {
    const OneLink link{distance_2d_m, bs_height_m, ue_height_m, static_cast<std::uint8_t>(line_of_sight),
                       draw};
    double out = 0.0;
    model.pathLossDb(link.block(), Hertz{carrier_ghz * 1e9}, {&out, 1});
    return out;
}

inline double losShare(const PathLossModel& model, double distance_2d_m, double bs_height_m,
                       double ue_height_m, double indoor_distance_m = 0.0) {
    const OneLink link{.distance_2d_m = distance_2d_m,
                       .bs_height_m = bs_height_m,
                       .ue_height_m = ue_height_m,
                       .indoor_distance_m = indoor_distance_m,
                       .indoor = static_cast<std::uint8_t>(indoor_distance_m > 0.0)};
    double out = -1.0;
    model.losProbability(link.block(), {&out, 1});
    return out;
}

inline double sigmaDb(const PathLossModel& model, double distance_2d_m, double bs_height_m,
                      double ue_height_m, double carrier_ghz, LinkState state) {
    const OneLink link{.distance_2d_m = distance_2d_m,
                       .bs_height_m = bs_height_m,
                       .ue_height_m = ue_height_m,
                       .line_of_sight = static_cast<std::uint8_t>(state == LinkState::los),
                       .indoor = static_cast<std::uint8_t>(state == LinkState::o2i)};
    double out = -1.0;
    model.shadowSigmaDb(link.block(), Hertz{carrier_ghz * 1e9}, {&out, 1});
    return out;
}

}  // namespace celltwin::propagation
