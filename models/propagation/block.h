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

/// What distances a model holds its arguments at.
struct MinDistance {
    double d2_m = 0.0, d3_m = 0.0;
};

inline Link linkOf(const LinkBlock& links, std::size_t i, MinDistance min) {
    const double d2 = std::max(links.distance_2d_m[i], min.d2_m);
    const double dh = links.bs_height_m[i] - links.ue_height_m[i];
    return {d2, std::max(std::sqrt(d2 * d2 + dh * dh), min.d3_m), links.bs_height_m[i], links.ue_height_m[i],
            links.environment_draw.empty() ? 0.5 : links.environment_draw[i]};
}

/// Carrier frequency in the units that formulas want.
struct Frequency {
    double hz, log10_ghz;
    explicit Frequency(Hertz carrier) : hz(carrier.value), log10_ghz(std::log10(carrier.value * 1e-9)) {}
};

/// loss_db[i] = los(link) or nlos(link) by the link's state.
template <class Los, class Nlos>
void fillLoss(const LinkBlock& links, MinDistance min, std::span<double> loss_db, Los los, Nlos nlos) {
    assert(links.distance_2d_m.size() == loss_db.size() && links.bs_height_m.size() == loss_db.size() &&
           links.ue_height_m.size() == loss_db.size() && links.line_of_sight.size() == loss_db.size());
    for (std::size_t i = 0; i < loss_db.size(); ++i) {
        const Link link = linkOf(links, i, min);
        loss_db[i] = links.line_of_sight[i] != 0 ? los(link) : nlos(link);
    }
}

/// As fillLoss() where NLOS is never below LOS: PL_NLOS = max(PL_LOS, PL'_NLOS).
template <class Los, class Nlos>
void fillLossAtLeastLos(const LinkBlock& links, MinDistance min, std::span<double> loss_db, Los los,
                        Nlos nlos) {
    fillLoss(links, min, loss_db, los, [&](const Link& link) { return std::max(los(link), nlos(link)); });
}

/// What `indoor` means to a model: outdoor scenarios have O2I links, in indoor ones both ends are inside.
enum class Setting : std::uint8_t { outdoor, indoor };

/// probability[i] = share(distance, h_BS, h_UT) of the outdoor part of the horizontal distance, in indoor
/// scenarios of all of it.
template <class Share>
void fillLosShare(const LinkBlock& links, std::span<double> probability, Setting setting, Share share) {
    assert(links.distance_2d_m.size() == probability.size() &&
           links.indoor_distance_m.size() == probability.size() &&
           links.bs_height_m.size() == probability.size() && links.ue_height_m.size() == probability.size());
    for (std::size_t i = 0; i < probability.size(); ++i) {
        const double inside = setting == Setting::outdoor ? links.indoor_distance_m[i] : 0.0;
        probability[i] =
            share(std::max(0.0, links.distance_2d_m[i] - inside), links.bs_height_m[i], links.ue_height_m[i]);
    }
}

inline LinkState stateOf(const LinkBlock& links, std::size_t i, Setting setting) {
    if (setting == Setting::outdoor && links.indoor[i] != 0) return LinkState::o2i;
    return links.line_of_sight[i] != 0 ? LinkState::los : LinkState::nlos;
}

/// Three numbers of a table, by link state.
struct ByState {
    double los, nlos, o2i;
    double at(LinkState state) const {
        return state == LinkState::los ? los : state == LinkState::nlos ? nlos : o2i;
    }
};

/// What a model says in numbers alone.
struct Statistics {
    ByState sigma_db, correlation_m;
    double los_correlation_m;
    Validity validity;
    Setting setting = Setting::outdoor;
};

/// A model whose statistics are constants.
class TabledModel : public PathLossModel {
  public:
    void shadowSigmaDb(const LinkBlock& links, Hertz, std::span<double> sigma_db) const override {
        assert(links.indoor.size() == sigma_db.size() && links.line_of_sight.size() == sigma_db.size());
        for (std::size_t i = 0; i < sigma_db.size(); ++i)
            sigma_db[i] = statistics_.sigma_db.at(stateOf(links, i, statistics_.setting));
    }
    double shadowCorrelationM(LinkState state) const override { return statistics_.correlation_m.at(state); }
    double losCorrelationM() const override { return statistics_.los_correlation_m; }
    const Validity& validity() const override { return statistics_.validity; }

  protected:
    explicit TabledModel(const Statistics& statistics) : statistics_(statistics) {}
    const Statistics& statistics() const { return statistics_; }

  private:
    Statistics statistics_;
};

/// A length or share that a user gave: throws ConfigError naming the range unless low < value < high.
void requireBetween(const std::string& what, double value, double low, double high, const char* unit);
/// The same unless low <= value <= high.
void requireWithin(const std::string& what, double value, double low, double high, const char* unit);

}  // namespace celltwin::propagation
