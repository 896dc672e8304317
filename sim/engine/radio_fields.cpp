// SPDX-License-Identifier: BSD-3-Clause
//
// What is random about the way between a place and a site: fields over the plane, so that neighbours see
// alike.
#include <algorithm>
#include <cmath>

#include "models/cluster/large_scale.h"
#include "sim/engine/radio_scratch.h"

namespace celltwin::engine {
namespace {

using propagation::LinkState;

/// Entity numbers of the fields all sites share; sites count from 0.
constexpr std::uint64_t kCommonField = 1ULL << 40;
/// Fields of the LOS states of one site are different fields of one stream.
constexpr std::uint64_t kStateField = 1ULL << 41;
/// Fields of cells of their own.
constexpr std::uint64_t kCellField = 1ULL << 50;
/// Below this UE height h_E of TR 38.901 UMa is always 1 m (Table 7.4.1-1 note 1).
constexpr double kTallUeM = 13.0;
/// Within a square of this side screens keep their widths.
constexpr double kScreenGroundM = 100.0;

std::size_t indexOf(LinkState state) {
    return static_cast<std::size_t>(state);
}

LinkState stateOf(const RadioModel::Scratch& x, std::size_t i) {
    if (x.o2i[i] != 0) return LinkState::o2i;
    return x.los[i] != 0 ? LinkState::los : LinkState::nlos;
}

}  // namespace

RadioModel::Fields::Fields(const scenario::Scenario& s, const propagation::PathLossModel& model) {
    const Random random(s.run.seed);
    const std::size_t sites = s.network.sites.size();
    for (std::uint64_t site = 0; site < sites; ++site) {
        sight.emplace_back(random, Stream::los_field, site, model.losCorrelationM());
        environment.emplace_back(random, Stream::environment_height, site, model.losCorrelationM());
    }
    if (s.radio.blockage)
        for (std::uint64_t k = 0; k < propagation::kScreens; ++k) {
            screens_outdoors.emplace_back(
                random, Stream::blockage, kCommonField | k,
                propagation::blockageCorrelationM(propagation::BlockageSetting::outdoor));
            screens_indoors.emplace_back(
                random, Stream::blockage, kCommonField | kStateField | k,
                propagation::blockageCorrelationM(propagation::BlockageSetting::o2i));
        }
    // The states' numbers keep those that recorded runs have: NLOS 0, LOS 1.
    constexpr std::uint64_t kNumber[kStates] = {1, 0, 2};
    for (const LinkState state : {LinkState::los, LinkState::nlos, LinkState::o2i}) {
        const auto& calibrated = s.radio.calibration ? s.radio.calibration->correlation_m : std::nullopt;
        const double correlation_m = calibrated.value_or(model.shadowCorrelationM(state));
        const auto field = [&](std::uint64_t entity) {
            return shadowing::GaussianField(random, Stream::shadow_field,
                                            entity + kNumber[indexOf(state)] * kStateField, correlation_m);
        };
        Shadow& shadow = of_state[indexOf(state)];
        shadow.common.push_back(field(kCommonField));
        for (std::uint64_t site = 0; site < sites; ++site) shadow.site.push_back(field(site));
        if (s.radio.inter_sector_correlation >= 1.0) continue;
        for (std::uint64_t cell = 0; cell < s.network.cells.size(); ++cell)
            shadow.cell.push_back(field(kCellField | cell));
    }
}

/// The screens around each place, the same for all sites.
void RadioModel::placeScreens(const PointBlock& points, Scratch& x) const {
    if (!radio_.blockage) return;
    for (std::size_t i = 0; i < x.count; ++i) {
        const bool inside = x.indoor[i] != 0;
        const Enu at{points.east_m[i], points.north_m[i]};
        std::array<double, propagation::kScreens> azimuth;
        for (std::size_t k = 0; k < azimuth.size(); ++k)
            azimuth[k] = shadowing::normalCdf(
                (inside ? fields_->screens_indoors : fields_->screens_outdoors)[k].at(at));
        const auto ground = [](double m) {
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(m / kScreenGroundM)));
        };
        x.screens[i] = propagation::screensOf(random_, ground(at.east_m) << 32U ^ ground(at.north_m),
                                              screenSetting(inside), azimuth);
    }
}

propagation::BlockageSetting RadioModel::screenSetting(bool inside) const {
    if (cluster::scenarioOf(radio_.propagation) == cluster::Scenario::indoor_office)
        return propagation::BlockageSetting::indoor_office;
    return inside ? propagation::BlockageSetting::o2i : propagation::BlockageSetting::outdoor;
}

/// Evaluates fields[index] of every state that occurs in the block, and picks each point's own.
void RadioModel::Scratch::pick(const std::array<Column, kStates>& columns, Column& out) const {
    for (std::size_t i = 0; i < count; ++i) out[i] = columns[indexOf(stateOf(*this, i))][i];
}

void RadioModel::commonState(const PointBlock& points, Scratch& x) const {
    x.count = points.size();
    const bool own_column = radio_.indoor_shadowing == scenario::IndoorShadowing::o2i;
    x.any_o2i = false;
    for (std::size_t i = 0; i < x.count; ++i) {
        x.indoor[i] = isIndoor(points.place[i]) ? 1 : 0;
        x.o2i[i] = own_column ? x.indoor[i] : 0;
        x.any_o2i = x.any_o2i || x.o2i[i] != 0;
    }
    placeScreens(points, x);
    if (!radio_.shadowing) return;
    for (std::size_t state = 0; state < kStates; ++state)
        if (state != indexOf(LinkState::o2i) || x.any_o2i)
            fields_->of_state[state].common[0].at(points.east_m, points.north_m, x.span(x.common[state]));
}

/// Where the network repeats, the nearest image of the site counts: the point is moved instead of the site.
void RadioModel::wrapTowards(std::uint32_t site, const PointBlock& points, Scratch& x) const {
    const Enu at = sites_[site].position;
    for (std::size_t i = 0; i < x.count; ++i) {
        const Enu here{points.east_m[i], points.north_m[i]};
        Enu best = here;
        for (const Enu& offset : wrap_offsets_) {
            const Enu moved{here.east_m - offset.east_m, here.north_m - offset.north_m};
            if (distance2dM(at, moved) < distance2dM(at, best)) best = moved;
        }
        x.east_m[i] = best.east_m;
        x.north_m[i] = best.north_m;
    }
}

/// LOS state and environment draw.
void RadioModel::sightOf(std::uint32_t site, const PointBlock& points, Scratch& x) const {
    const std::size_t n = x.count;
    std::fill_n(x.los.begin(), n, radio_.line_of_sight == scenario::LosMode::always ? 1 : 0);
    if (radio_.line_of_sight == scenario::LosMode::model) {
        fields_->sight[site].at(points.east_m, points.north_m, x.span(x.field));
        const Enu at = sites_[site].position;
        for (std::size_t i = 0; i < n; ++i) x.distance_m[i] = distance2dM(at, {x.east_m[i], x.north_m[i]});
        // The mast is the site's: of its cells' heights the first one stands for all.
        std::fill_n(x.bs_height_m.begin(), n,
                    cells_of_site_[site].empty() ? 0.0 : cells_[cells_of_site_[site].front()].height_m);
        path_loss_->losProbability(x.links(points), x.span(x.los_share));
        for (std::size_t i = 0; i < n; ++i)
            x.los[i] = shadowing::normalCdf(x.field[i]) < x.los_share[i] ? 1 : 0;
    }
    std::fill_n(x.draw.begin(), n, 0.5);
    if (std::none_of(points.height_m.begin(), points.height_m.end(), [](double h) { return h >= kTallUeM; }))
        return;
    fields_->environment[site].at(points.east_m, points.north_m, x.span(x.field));
    for (std::size_t i = 0; i < n; ++i) x.draw[i] = shadowing::normalCdf(x.field[i]);
}

/// The site's part of the shadowing, for every state that occurs.
void RadioModel::shadowOf(std::uint32_t site, const PointBlock& points, Scratch& x) const {
    for (std::size_t state = 0; state < kStates; ++state)
        if (state != indexOf(LinkState::o2i) || x.any_o2i)
            fields_->of_state[state].site[site].at(points.east_m, points.north_m, x.span(x.by_state[state]));
    x.pick(x.by_state, x.own);
    x.pick(x.common, x.shared);
    for (std::size_t i = 0; i < x.count; ++i)
        x.shadow[i] = shadowing::combineShadow(x.shared[i], x.own[i], radio_.inter_site_correlation);
}

/// Sectors of a site that do not see one shadow: the cell's own part is drawn from a field of its own.
void RadioModel::sectorShadow(std::uint32_t cell, const PointBlock& points, Scratch& x) const {
    if (radio_.inter_sector_correlation >= 1.0) return;
    for (std::size_t state = 0; state < kStates; ++state)
        if (state != indexOf(LinkState::o2i) || x.any_o2i)
            fields_->of_state[state].cell[cell].at(points.east_m, points.north_m, x.span(x.by_state[state]));
    x.pick(x.by_state, x.field);
    for (std::size_t i = 0; i < x.count; ++i)
        x.shadow[i] =
            shadowing::combineShadow(x.shared[i], x.own[i], x.field[i],
                                     {radio_.inter_site_correlation, radio_.inter_sector_correlation});
}

void RadioModel::siteState(std::uint32_t site, const PointBlock& points, Scratch& x) const {
    wrapTowards(site, points, x);
    sightOf(site, points, x);
    std::fill_n(x.shadow.begin(), x.count, 0.0);
    if (radio_.shadowing) shadowOf(site, points, x);
}

}  // namespace celltwin::engine
