// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/radio_model.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/link/sinr.h"
#include "models/phy/nr_frame.h"
#include "models/propagation/building_loss.h"
#include "sim/engine/patterns.h"
#include "sim/engine/radio_rays.h"
#include "sim/engine/radio_scratch.h"

namespace celltwin::engine {
namespace {

double overlapShare(const scenario::Carrier& victim, const scenario::Carrier& aggressor) {
    const double low = std::max(victim.frequency_mhz - victim.bandwidth_mhz / 2.0,
                                aggressor.frequency_mhz - aggressor.bandwidth_mhz / 2.0);
    const double high = std::min(victim.frequency_mhz + victim.bandwidth_mhz / 2.0,
                                 aggressor.frequency_mhz + aggressor.bandwidth_mhz / 2.0);
    return std::max(0.0, high - low) / victim.bandwidth_mhz;
}

/// Rays need a direction: nobody stands inside the mast.
constexpr double kMinRayDistanceM = 0.1;

/// Which of a cell's beams a point hears while the cell serves others.
std::size_t drawBeam(const Random& random, Enu at, std::uint32_t cell, std::size_t beams) {
    const double u = random.uniform(Stream::cluster, placeKey(at), (std::uint64_t{1} << 40U) | cell);
    return std::min(beams - 1, static_cast<std::size_t>(u * static_cast<double>(beams)));
}

float toMw(double dbm) {
    return static_cast<float>(toMilliwatts(Dbm{dbm}).value);
}

}  // namespace

RadioModel::RadioModel(const scenario::Scenario& s, OtherBeams other_beams)
    : radio_(s.radio),
      carriers_(s.network.carriers),
      sites_(s.network.sites),
      cells_(s.network.cells),
      wrap_offsets_(s.network.wrap_offsets),
      cells_of_site_(s.network.sites.size()),
      random_(s.run.seed),
      other_beams_(other_beams),
      rural_(cluster::scenarioOf(s.radio.propagation) == cluster::Scenario::rma),
      path_loss_(propagation::makePathLossModel(s.radio.propagation, s.radio.model_parameters)),
      fields_(std::make_unique<Fields>(s, *path_loss_)),
      row_(link::paddedRow(s.network.cells.size())) {
    for (const scenario::Antenna& a : s.network.antennas) patterns_.push_back(makePattern(a));
    for (std::uint32_t c = 0; c < cells_.size(); ++c) cells_of_site_[cells_[c].site].push_back(c);
    for (const std::vector<std::uint32_t>& cells : cells_of_site_)
        for (const std::uint32_t c : cells) all_cells_.push_back({c, c});
    beam_sets_.resize(cells_.size());
    beam_patterns_.resize(cells_.size());
    for (std::uint32_t c = 0; c < cells_.size(); ++c) {
        const scenario::Antenna& antenna = s.network.antennas[cells_[c].antenna];
        if (!antenna.formsBeams()) continue;
        has_beams_ = true;
        const Beams beams = makeBeams(antenna, cells_[c].downtilt_deg);
        beam_sets_[c] = std::make_unique<antenna::BeamSet>(antenna.panel, beams.ssb, beams.data);
        if (other_beams == OtherBeams::drawn)
            for (const antenna::Beam& beam : beams.data)
                beam_patterns_[c].push_back(antenna::makeBeam(antenna.panel, beam));
    }
    if (radio_.calibration)
        for (const scenario::Cell& cell : cells_)
            residual_of_cell_.push_back(radio_.calibration->indexOf(cell.id));
    if (s.radio.coupling == scenario::Coupling::clusters) rays_ = std::make_unique<RayModel>(s);
    overlap_.assign(carriers_.size() * row_, 0.0F);
    for (std::size_t k = 0; k < carriers_.size(); ++k) {
        const double scs_hz = phy::subcarrierSpacingKhz(carriers_[k].numerology) * 1e3;
        noise_mw_.push_back(toMw(kThermalNoiseDbmPerHz + 10.0 * std::log10(scs_hz) + radio_.noise_figure_db));
        for (std::size_t c = 0; c < cells_.size(); ++c)
            overlap_[k * row_ + c] =
                static_cast<float>(overlapShare(carriers_[k], carriers_[cells_[c].carrier]));
    }
}

RadioModel::~RadioModel() = default;

/// Path loss of one cell into x.loss_db; where the LOS state is an expectation, the mean of both in dB.
void RadioModel::pathLoss(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const scenario::Cell& cell = cells_[index];
    const std::size_t n = x.count;
    const Hertz frequency{carriers_[cell.carrier].frequency_mhz * 1e6};
    std::fill_n(x.bs_height_m.begin(), n, cell.height_m);
    for (std::size_t i = 0; i < n; ++i)
        x.distance_m[i] = distance2dM(cell.position, {x.east_m[i], x.north_m[i]});
    path_loss_->pathLossDb(x.links(points), frequency, x.span(x.loss_db));
    if (radio_.line_of_sight != scenario::LosMode::expected) return;
    std::fill_n(x.los.begin(), n, 1);
    path_loss_->pathLossDb(x.links(points), frequency, x.span(x.field));
    std::fill_n(x.los.begin(), n, 0);
    path_loss_->losProbability(x.links(points), x.span(x.los_share));
    for (std::size_t i = 0; i < n; ++i)
        x.loss_db[i] = x.los_share[i] * x.field[i] + (1.0 - x.los_share[i]) * x.loss_db[i];
}

/// Adds shadowing and what buildings and cars take to x.loss_db.
void RadioModel::addShadowAndWalls(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const Hertz frequency{carriers_[cells_[index].carrier].frequency_mhz * 1e6};
    if (radio_.shadowing) {
        sectorShadow(index, points, x);
        const auto& left = radio_.calibration ? radio_.calibration->sigma_db : std::nullopt;
        if (const auto sigma_db = radio_.shadow_sigma_db ? radio_.shadow_sigma_db : left)
            std::fill_n(x.sigma_db.begin(), x.count, *sigma_db);
        else {
            propagation::LinkBlock links = x.links(points);
            links.indoor = {x.o2i.data(), x.count};
            path_loss_->shadowSigmaDb(links, frequency, x.span(x.sigma_db));
        }
        for (std::size_t i = 0; i < x.count; ++i) x.loss_db[i] += x.sigma_db[i] * x.shadow[i];
    }
    if (radio_.calibration)
        propagation::correctLossDb(*radio_.calibration, residual_of_cell_[index], x.span(x.distance_m),
                                   points.east_m, points.north_m, x.span(x.loss_db));
    for (std::size_t i = 0; radio_.blockage && i < x.count; ++i) {
        const double elevation_deg =
            toDegrees(std::atan2(cells_[index].height_m - points.height_m[i], x.distance_m[i]));
        x.loss_db[i] += propagation::blockageLossDb(
            x.screens[i], bearingDeg({x.east_m[i], x.north_m[i]}, cells_[index].position),
            90.0 - elevation_deg, frequency);
    }
    for (std::size_t i = 0; i < x.count; ++i) {
        x.loss_db[i] += radio_.offset_db;
        if (isIndoor(points.place[i])) {
            const auto building = radio_.building_loss == scenario::BuildingLoss::below_6ghz
                                      ? (rural_ ? propagation::BuildingLoss::single_10db
                                                : propagation::BuildingLoss::single_20db)
                                  : points.place[i] == Place::high_loss_building
                                      ? propagation::BuildingLoss::high
                                      : propagation::BuildingLoss::low;
            x.loss_db[i] += propagation::buildingLoss(building, frequency, points.indoor_distance_m[i])
                                .at(points.penetration_draw[i]);
        } else if (points.place[i] == Place::car) {
            x.loss_db[i] +=
                propagation::carLoss(propagation::CarLoss::ordinary).at(points.penetration_draw[i]);
        }
    }
}

/// The rays from the site to each point, for its cells that use `carrier`.
void RadioModel::traceRays(std::uint32_t site, std::uint32_t carrier, const PointBlock& points,
                           Scratch& x) const {
    if (!rays_ || (x.rays_site == site && x.rays_carrier == carrier)) return;
    x.rays_site = site;
    x.rays_carrier = carrier;
    x.rays.resize(kBlock);
    const Enu at = sites_[site].position;
    const double height_m = cells_[cells_of_site_[site].front()].height_m;
    for (std::size_t i = 0; i < x.count; ++i) {
        const Enu here{x.east_m[i], x.north_m[i]};
        const bool los = x.los[i] != 0;
        const cluster::State state = x.indoor[i] != 0 && rays_->hasOutdoorToIndoor()
                                         ? (los ? cluster::State::o2i_los : cluster::State::o2i_nlos)
                                         : (los ? cluster::State::los : cluster::State::nlos);
        rays_->trace({{points.east_m[i], points.north_m[i]},
                      site,
                      carrier,
                      state,
                      {std::max(distance2dM(at, here), kMinRayDistanceM), height_m, points.height_m[i],
                       bearingDeg(at, here)},
                      -x.shadow[i]},
                     x.rays[i]);
    }
}

/// Gains over the rays to each point; of a cell's beams, the best one serves.
void RadioModel::rayGain(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    traceRays(cells_[index].site, cells_[index].carrier, points, x);
    for (std::size_t i = 0; i < x.count; ++i) {
        const std::span<const double> gains = rays_->portGains(index, x.rays[i], x.ray_gains);
        const auto beams = gains.size();
        x.gain_dbi[i] = toDb(*std::max_element(gains.begin(), gains.end())).value;
        x.data_gain_dbi[i] = x.gain_dbi[i];
        double heard = 0.0;
        if (other_beams_ == OtherBeams::drawn)
            heard = gains[drawBeam(random_, {points.east_m[i], points.north_m[i]}, index, beams)];
        else
            for (const double gain : gains) heard += gain / static_cast<double>(beams);
        x.mean_gain_dbi[i] = toDb(heard).value;
    }
}

/// Gains of a cell's beams in the direction of each point.
void RadioModel::beamGain(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const scenario::Cell& cell = cells_[index];
    beam_sets_[index]->gains({cell.azimuth_deg, cell.mechanical_downtilt_deg, 0.0}, x.span(x.bearing_deg),
                             x.span(x.elevation_deg),
                             {.ssb_dbi = x.span(x.gain_dbi),
                              .ssb_beam = {},
                              .csi_rs_dbi = x.span(x.data_gain_dbi),
                              .csi_rs_beam = {},
                              .mean_dbi = x.span(x.mean_gain_dbi)});
    if (other_beams_ != OtherBeams::drawn) return;
    const antenna::Mounting mounting{cell.azimuth_deg, 0.0, cell.mechanical_downtilt_deg};
    const auto& patterns = beam_patterns_[index];
    for (std::size_t i = 0; i < x.count; ++i)
        x.mean_gain_dbi[i] = antenna::mountedGainDbi(
            *patterns[drawBeam(random_, {points.east_m[i], points.north_m[i]}, index, patterns.size())],
            mounting, x.bearing_deg[i], x.elevation_deg[i]);
}

/// The antenna's gain towards each point, or over its rays: x.gain_dbi, of data x.data_gain_dbi, heard by
/// others x.mean_gain_dbi.
void RadioModel::antennaGain(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    const scenario::Cell& cell = cells_[index];
    if (rays_) {
        rayGain(index, points, x);
        return;
    }
    for (std::size_t i = 0; i < x.count; ++i) {
        x.elevation_deg[i] = toDegrees(std::atan2(points.height_m[i] - cell.height_m, x.distance_m[i]));
        x.bearing_deg[i] = bearingDeg(cell.position, {x.east_m[i], x.north_m[i]});
    }
    if (beam_sets_[index]) {
        beamGain(index, points, x);
        return;
    }
    antenna::mountedGainDbi(*patterns_[cell.antenna],
                            {cell.azimuth_deg, cell.downtilt_deg, cell.mechanical_downtilt_deg},
                            x.span(x.bearing_deg), x.span(x.elevation_deg), x.span(x.gain_dbi));
    if (!has_beams_) return;
    std::copy_n(x.gain_dbi.begin(), x.count, x.data_gain_dbi.begin());
    std::copy_n(x.gain_dbi.begin(), x.count, x.mean_gain_dbi.begin());
}

/// x.loss_db and x.gain_dbi of one cell.
void RadioModel::cellLink(std::uint32_t index, const PointBlock& points, Scratch& x) const {
    pathLoss(index, points, x);
    antennaGain(index, points, x);
    addShadowAndWalls(index, points, x);
}

double RadioModel::elementPowerDbm(std::uint32_t index) const {
    const scenario::Cell& cell = cells_[index];
    return cell.tx_power_dbm - 10.0 * std::log10(phy::kSubcarriersPerPrb * carriers_[cell.carrier].prb_count);
}

cluster::Rays RadioModel::raysTo(std::uint32_t cell, const PointBlock& points, std::size_t point) const {
    const auto one = [point](const auto& column) { return column.subspan(point, 1); };
    const PointBlock alone{one(points.east_m), one(points.north_m),           one(points.height_m),
                           one(points.place),  one(points.indoor_distance_m), one(points.penetration_draw)};
    Scratch x;
    commonState(alone, x);
    siteState(cells_[cell].site, alone, x);
    traceRays(cells_[cell].site, cells_[cell].carrier, alone, x);
    return std::move(x.rays[0]);
}

void RadioModel::siteRsrpDbm(std::uint32_t site, const PointBlock& points, std::span<double> rsrp_dbm,
                             std::size_t stride) const {
    assert(points.size() <= kBlock);
    Scratch x;
    commonState(points, x);
    siteState(site, points, x);
    for (const std::uint32_t cell : cells_of_site_[site]) {
        cellLink(cell, points, x);
        const double re_dbm = elementPowerDbm(cell);
        for (std::size_t i = 0; i < x.count; ++i)
            rsrp_dbm[i * stride + cell] = re_dbm + x.gain_dbi[i] - x.loss_db[i];
    }
}

void RadioModel::fill(const PointBlock& points, const LinkRows& rows) const {
    fill(points, all_cells_, row_, rows);
}

void RadioModel::fill(const PointBlock& points, std::span<const RowCell> cells, std::size_t stride,
                      const LinkRows& rows) const {
    assert(points.size() <= kBlock);
    for (const std::span<float> matrix : {rows.rsrp_mw, rows.data_mw, rows.interference_mw})
        std::fill(matrix.begin(), matrix.end(), 0.0F);
    std::fill(rows.los.begin(), rows.los.end(), std::uint8_t{0});
    Scratch x;
    commonState(points, x);
    std::uint32_t site = Scratch::kNone;
    for (const RowCell& row : cells) {
        const scenario::Cell& cell = cells_[row.cell];
        if (!cell.active) continue;
        if (cell.site != site) siteState(cell.site, points, x);
        site = cell.site;
        cellLink(row.cell, points, x);
        const double re_dbm = elementPowerDbm(row.cell);
        for (std::size_t i = 0; i < x.count; ++i) {
            const std::size_t at = i * stride + row.place;
            const double unit_dbm = re_dbm - x.loss_db[i];
            rows.rsrp_mw[at] = toMw(unit_dbm + x.gain_dbi[i]);
            if (!rows.data_mw.empty()) rows.data_mw[at] = toMw(unit_dbm + x.data_gain_dbi[i]);
            if (!rows.interference_mw.empty()) rows.interference_mw[at] = toMw(unit_dbm + x.mean_gain_dbi[i]);
            if (!rows.los.empty()) rows.los[at] = x.los[i];
        }
    }
}

}  // namespace celltwin::engine
