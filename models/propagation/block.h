// SPDX-License-Identifier: BSD-3-Clause
//
// How a path loss model walks a block of links. Private to models/propagation.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/propagation/path_loss.h"

namespace celltwin::propagation {

/// One row of a LinkBlock. `distance_2d_m` is held at the model's minimum.
struct Link {
    double distance_2d_m, distance_3d_m, bs_height_m, ue_height_m, environment_draw;
};

inline Link linkOf(const LinkBlock& links, std::size_t i, double min_distance_m) {
    const double d2 = std::max(links.distance_2d_m[i], min_distance_m);
    const double dh = links.bs_height_m[i] - links.ue_height_m[i];
    return {d2, std::sqrt(d2 * d2 + dh * dh), links.bs_height_m[i], links.ue_height_m[i],
            links.environment_draw.empty() ? 0.5 : links.environment_draw[i]};
}

/// Carrier frequency in the units that formulas want.
struct Frequency {
    double hz, log10_ghz;
    explicit Frequency(Hertz carrier) : hz(carrier.value), log10_ghz(std::log10(carrier.value * 1e-9)) {}
};

/// loss_db[i] = los(link) or nlos(link) by the link's state.
template <class Los, class Nlos>
void fillLoss(const LinkBlock& links, double min_distance_m, std::span<double> loss_db, Los los, Nlos nlos) {
    assert(links.distance_2d_m.size() == loss_db.size() && links.bs_height_m.size() == loss_db.size() &&
           links.ue_height_m.size() == loss_db.size() && links.line_of_sight.size() == loss_db.size());
    for (std::size_t i = 0; i < loss_db.size(); ++i) {
        const Link link = linkOf(links, i, min_distance_m);
        loss_db[i] = links.line_of_sight[i] != 0 ? los(link) : nlos(link);
    }
}

/// As fillLoss() where NLOS is never below LOS: PL_NLOS = max(PL_LOS, PL'_NLOS).
template <class Los, class Nlos>
void fillLossAtLeastLos(const LinkBlock& links, double min_distance_m, std::span<double> loss_db, Los los,
                        Nlos nlos) {
    fillLoss(links, min_distance_m, loss_db, los,
             [&](const Link& link) { return std::max(los(link), nlos(link)); });
}

/// The part of the horizontal distance that is outdoors.
inline double outdoorDistanceM(const LinkBlock& links, std::size_t i) {
    return std::max(0.0, links.distance_2d_m[i] - links.indoor_distance_m[i]);
}

/// probability[i] = share(d_2D-out, h_UT).
template <class Share>
void fillLosShare(const LinkBlock& links, std::span<double> probability, Share share) {
    assert(links.distance_2d_m.size() == probability.size() &&
           links.indoor_distance_m.size() == probability.size() &&
           links.ue_height_m.size() == probability.size());
    for (std::size_t i = 0; i < probability.size(); ++i)
        probability[i] = share(outdoorDistanceM(links, i), links.ue_height_m[i]);
}

inline LinkState stateOf(const LinkBlock& links, std::size_t i) {
    if (links.indoor[i] != 0) return LinkState::o2i;
    return links.line_of_sight[i] != 0 ? LinkState::los : LinkState::nlos;
}

/// Three numbers of a table, by link state.
struct ByState {
    double los, nlos, o2i;
    double at(LinkState state) const {
        return state == LinkState::los ? los : state == LinkState::nlos ? nlos : o2i;
    }
};

/// sigma_db[i] of the link's state.
inline void fillSigma(const LinkBlock& links, std::span<double> sigma_db, const ByState& of_state) {
    assert(links.indoor.size() == sigma_db.size() && links.line_of_sight.size() == sigma_db.size());
    for (std::size_t i = 0; i < sigma_db.size(); ++i) sigma_db[i] = of_state.at(stateOf(links, i));
}

}  // namespace celltwin::propagation
