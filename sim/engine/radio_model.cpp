// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/radio_model.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "models/link/sinr.h"
#include "models/phy/nr_frame.h"
#include "models/propagation/building_loss.h"

namespace celltwin::engine {
namespace {

/// Entity numbers of the fields all sites share; sites count from 0.
constexpr std::uint64_t kCommonField = 1ULL << 40;
/// Fields of the two LOS states of one site are different fields of one stream.
constexpr std::uint64_t kLosHalf = 1ULL << 41;
/// Below this UE height h_E of TR 38.901 UMa is always 1 m (Table 7.4.1-1 note 1).
constexpr double kTallUeM = 13.0;

std::unique_ptr<antenna::Pattern> makePattern(const scenario::Antenna& a) {
    switch (a.model) {
        case scenario::AntennaModel::isotropic:
            return antenna::makeIsotropic(Db{a.tr38901.gain_dbi});
        case scenario::AntennaModel::measured:
            return antenna::makeMeasured(a.cuts);
        case scenario::AntennaModel::tr38901_sector:
            break;
    }
    return antenna::makeTr38901Sector(a.tr38901);
}

double overlapShare(const scenario::Carrier& victim, const scenario::Carrier& aggressor) {
    const double low = std::max(victim.frequency_mhz - victim.bandwidth_mhz / 2.0,
                                aggressor.frequency_mhz - aggressor.bandwidth_mhz / 2.0);
    const double high = std::min(victim.frequency_mhz + victim.bandwidth_mhz / 2.0,
                                 aggressor.frequency_mhz + aggressor.bandwidth_mhz / 2.0);
    return std::max(0.0, high - low) / victim.bandwidth_mhz;
}

}  // namespace

struct RadioModel::Scratch {
    using Column = std::array<double, kBlock>;
    Column distance_m, bs_height_m, ue_height_m, draw, field, loss_db, common_los, common_nlos, shadow,
        rsrp_dbm, los_share, sigma_db;
    std::array<std::uint8_t, kBlock> los;
    /// Path loss, LOS and shadowing are those of the outdoor part; the building's loss is added to them.
    Column indoor_m{};
    std::array<std::uint8_t, kBlock> indoor{};

    propagation::LinkBlock links(std::size_t n) const {
        return {{distance_m.data(), n},  {indoor_m.data(), n}, {indoor.data(), n}, {bs_height_m.data(), n},
                {ue_height_m.data(), n}, {los.data(), n},      {draw.data(), n}};
    }
};

RadioModel::RadioModel(const scenario::Scenario& s)
    : radio_(s.radio),
      high_loss_buildings_(s.users.high_loss_buildings),
      carriers_(s.network.carriers),
      sites_(s.network.sites),
      cells_(s.network.cells),
      cells_of_site_(s.network.sites.size()),
      path_loss_(propagation::makePathLossModel(s.radio.propagation)),
      row_(link::paddedRow(s.network.cells.size())) {
    for (const scenario::Antenna& a : s.network.antennas) patterns_.push_back(makePattern(a));
    for (std::uint32_t c = 0; c < cells_.size(); ++c) cells_of_site_[cells_[c].site].push_back(c);

    const Random random(s.run.seed);
    const double d_los = path_loss_->shadowCorrelationM(propagation::LinkState::los),
                 d_nlos = path_loss_->shadowCorrelationM(propagation::LinkState::nlos);
    common_shadow_.emplace_back(random, Stream::shadow_field, kCommonField, d_nlos);
    common_shadow_.emplace_back(random, Stream::shadow_field, kCommonField | kLosHalf, d_los);
    for (std::uint64_t site = 0; site < sites_.size(); ++site) {
        los_field_.emplace_back(random, Stream::los_field, site, path_loss_->losCorrelationM());
        environment_field_.emplace_back(random, Stream::environment_height, site,
                                        path_loss_->losCorrelationM());
        shadow_nlos_.emplace_back(random, Stream::shadow_field, site, d_nlos);
        shadow_los_.emplace_back(random, Stream::shadow_field, site | kLosHalf, d_los);
    }

    overlap_.assign(carriers_.size() * row_, 0.0F);
    for (std::size_t k = 0; k < carriers_.size(); ++k) {
        const double scs_hz = phy::subcarrierSpacingKhz(carriers_[k].numerology) * 1e3;
        noise_mw_.push_back(static_cast<float>(
            toMilliwatts(Dbm{kThermalNoiseDbmPerHz + 10.0 * std::log10(scs_hz) + radio_.noise_figure_db})
                .value));
        for (std::size_t c = 0; c < cells_.size(); ++c)
            overlap_[k * row_ + c] =
                static_cast<float>(overlapShare(carriers_[k], carriers_[cells_[c].carrier]));
    }
}

void RadioModel::commonState(const PointBlock& points, Scratch& x) const {
    if (!radio_.shadowing) return;
    const std::size_t n = points.east_m.size();
    common_shadow_[0].at(points.east_m, points.north_m, std::span(x.common_nlos.data(), n));
    common_shadow_[1].at(points.east_m, points.north_m, std::span(x.common_los.data(), n));
}

/// LOS state, environment draw and shadowing of one site, shared by its cells.
void RadioModel::siteState(std::uint32_t site, const PointBlock& points, Scratch& x) const {
    const std::size_t n = points.east_m.size();
    const auto column = [n](auto& a) { return std::span(a.data(), n); };
    const Enu at = sites_[site].position;
    std::fill_n(x.los.begin(), n, radio_.line_of_sight == scenario::LosMode::always ? 1 : 0);
    if (radio_.line_of_sight == scenario::LosMode::model) {
        los_field_[site].at(points.east_m, points.north_m, column(x.field));
        for (std::size_t i = 0; i < n; ++i)
            x.distance_m[i] = distance2dM(at, {points.east_m[i], points.north_m[i]});
        std::fill_n(x.ue_height_m.begin(), n, points.height_m);
        // The mast is the site's: of its cells' heights the first one stands for all.
        std::fill_n(x.bs_height_m.begin(), n,
                    cells_of_site_[site].empty() ? 0.0 : cells_[cells_of_site_[site].front()].height_m);
        path_loss_->losProbability(x.links(n), column(x.los_share));
        for (std::size_t i = 0; i < n; ++i)
            x.los[i] = shadowing::normalCdf(x.field[i]) < x.los_share[i] ? 1 : 0;
    }
    std::fill_n(x.draw.begin(), n, 0.5);
    if (points.height_m >= kTallUeM) {
        environment_field_[site].at(points.east_m, points.north_m, column(x.field));
        for (std::size_t i = 0; i < n; ++i) x.draw[i] = shadowing::normalCdf(x.field[i]);
    }
    std::fill_n(x.shadow.begin(), n, 0.0);
    if (!radio_.shadowing) return;
    shadow_nlos_[site].at(points.east_m, points.north_m, column(x.field));
    shadow_los_[site].at(points.east_m, points.north_m, column(x.shadow));
    for (std::size_t i = 0; i < n; ++i) {
        const double own = x.los[i] != 0 ? x.shadow[i] : x.field[i];
        const double common = x.los[i] != 0 ? x.common_los[i] : x.common_nlos[i];
        x.shadow[i] = shadowing::combineShadow(common, own, radio_.inter_site_correlation);
    }
}

/// Path loss of one cell into x.loss_db; where the LOS state is an expectation, the mean of both in dB.
void RadioModel::pathLoss(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const std::size_t n = points.east_m.size();
    const scenario::Carrier& carrier = carriers_[cells_[index].carrier];
    const auto evaluate = [&](Scratch::Column& loss_db) {
        path_loss_->pathLossDb(x.links(n), Hertz{carrier.frequency_mhz * 1e6}, {loss_db.data(), n});
    };
    evaluate(x.loss_db);
    if (radio_.line_of_sight != scenario::LosMode::expected) return;
    std::fill_n(x.los.begin(), n, 1);
    evaluate(x.field);
    std::fill_n(x.los.begin(), n, 0);
    path_loss_->losProbability(x.links(n), {x.los_share.data(), n});
    for (std::size_t i = 0; i < n; ++i) {
        const double p = x.los_share[i];
        x.loss_db[i] = p * x.field[i] + (1.0 - p) * x.loss_db[i];
    }
}

void RadioModel::cellRsrpDbm(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const std::size_t n = points.east_m.size();
    const scenario::Cell& cell = cells_[index];
    const scenario::Carrier& carrier = carriers_[cell.carrier];
    const Hertz frequency{carrier.frequency_mhz * 1e6};
    const auto building =
        high_loss_buildings_ ? propagation::BuildingLoss::high : propagation::BuildingLoss::low;
    std::fill_n(x.bs_height_m.begin(), n, cell.height_m);
    std::fill_n(x.ue_height_m.begin(), n, points.height_m);
    for (std::size_t i = 0; i < n; ++i)
        x.distance_m[i] = distance2dM(cell.position, {points.east_m[i], points.north_m[i]});
    pathLoss(index, points, x);
    if (radio_.shadow_sigma_db)
        std::fill_n(x.sigma_db.begin(), n, *radio_.shadow_sigma_db);
    else
        path_loss_->shadowSigmaDb(x.links(n), frequency, {x.sigma_db.data(), n});

    // Power per resource element: the carrier's power spread evenly over 12 N_RB subcarriers.
    const double re_dbm = cell.tx_power_dbm - 10.0 * std::log10(phy::kSubcarriersPerPrb * carrier.prb_count);
    const antenna::Mounting mounting{cell.azimuth_deg, cell.downtilt_deg, cell.mechanical_downtilt_deg};
    const antenna::Pattern& pattern = *patterns_[cell.antenna];
    for (std::size_t i = 0; i < n; ++i) {
        const Enu at{points.east_m[i], points.north_m[i]};
        const double elevation_deg = toDegrees(std::atan2(points.height_m - cell.height_m, x.distance_m[i]));
        const double gain_dbi =
            antenna::mountedGainDbi(pattern, mounting, bearingDeg(cell.position, at), elevation_deg);
        double loss_db = x.loss_db[i] + radio_.offset_db;
        if (radio_.shadowing) loss_db += x.sigma_db[i] * x.shadow[i];
        if (points.indoor_distance_m[i] >= 0.0)
            loss_db += propagation::buildingLoss(building, frequency, points.indoor_distance_m[i]).mean_db;
        x.rsrp_dbm[i] = re_dbm + gain_dbi - loss_db;
    }
}

void RadioModel::siteRsrpDbm(std::uint32_t site, const PointBlock& points, std::span<double> rsrp_dbm,
                             std::size_t stride) const {
    const std::size_t n = points.east_m.size();
    assert(n <= kBlock);
    Scratch x;
    commonState(points, x);
    siteState(site, points, x);
    for (const std::uint32_t cell : cells_of_site_[site]) {
        cellRsrpDbm(cell, points, x);
        for (std::size_t i = 0; i < n; ++i) rsrp_dbm[i * stride + cell] = x.rsrp_dbm[i];
    }
}

void RadioModel::rsrpMw(const PointBlock& points, std::span<float> rsrp_mw) const {
    const std::size_t n = points.east_m.size();
    assert(n <= kBlock && rsrp_mw.size() == n * row_);
    std::fill(rsrp_mw.begin(), rsrp_mw.end(), 0.0F);
    Scratch x;
    commonState(points, x);
    for (std::uint32_t site = 0; site < sites_.size(); ++site) {
        siteState(site, points, x);
        for (const std::uint32_t cell : cells_of_site_[site]) {
            if (!cells_[cell].active) continue;
            cellRsrpDbm(cell, points, x);
            for (std::size_t i = 0; i < n; ++i)
                rsrp_mw[i * row_ + cell] = static_cast<float>(toMilliwatts(Dbm{x.rsrp_dbm[i]}).value);
        }
    }
}

}  // namespace celltwin::engine
