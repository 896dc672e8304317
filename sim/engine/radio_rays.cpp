// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/radio_rays.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "models/antenna/array.h"
#include "models/antenna/pattern.h"
#include "models/cluster/array_fields.h"
#include "sim/engine/patterns.h"

namespace celltwin::engine {
namespace {

antenna::Orientation orientationOf(const scenario::Cell& cell) {
    return {cell.azimuth_deg, cell.mechanical_downtilt_deg, 0.0};
}

antenna::PortLayout tilted(const scenario::Antenna& antenna, const scenario::Cell& cell) {
    antenna::PortLayout ports = antenna.ports;
    ports.electrical_downtilt_deg += cell.downtilt_deg;
    return ports;
}

/// A cell's antennas turned north, which is how gains are tabulated.
scenario::Cell facingNorth(scenario::Cell cell) {
    cell.azimuth_deg = 0.0;
    return cell;
}

/// A beam of the first port: its sub-array alone, steered.
cluster::ArrayFields beamFields(const scenario::Antenna& antenna, const antenna::Beam& beam,
                                const scenario::Cell& cell) {
    antenna::PanelArray panel = antenna.panel;
    if (beam.rows > 0) panel.rows = beam.rows;
    if (beam.columns > 0) panel.columns = beam.columns;
    panel.panel_rows = panel.panel_columns = panel.polarisations = 1;
    return {panel, orientationOf(cell), {1, 1, -beam.elevation_deg, beam.azimuth_deg}};
}

/// A pattern that says nothing of polarisation: one vertically polarised port.
class PatternFields final : public cluster::AntennaFields {
  public:
    PatternFields(const scenario::Antenna& antenna, const scenario::Cell& cell)
        : pattern_(makePattern(antenna)),
          mounting_{cell.azimuth_deg, cell.downtilt_deg, cell.mechanical_downtilt_deg} {}
    std::size_t portCount() const override { return 1; }
    void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                std::span<cluster::PortField> out) const override {
        for (std::size_t i = 0; i < azimuth_deg.size(); ++i)
            out[i] = {std::sqrt(toLinear(Db{
                          antenna::mountedGainDbi(*pattern_, mounting_, azimuth_deg[i], elevation_deg[i])})),
                      0.0};
    }

  private:
    std::unique_ptr<antenna::Pattern> pattern_;
    antenna::Mounting mounting_;
};

constexpr std::array kAllStates = {cluster::State::los, cluster::State::nlos, cluster::State::o2i_los,
                                   cluster::State::o2i_nlos};

bool knows(cluster::Scenario scenario, cluster::State state) {
    const bool indoors =
        scenario == cluster::Scenario::indoor_office || scenario == cluster::Scenario::indoor_factory;
    return !indoors || !cluster::isOutdoorToIndoor(state);
}

/// Tells the shadowing that only the spreads follow from the draws of rays and beams.
constexpr std::uint64_t kOtherShadow = std::uint64_t{1} << 41U;

}  // namespace

std::uint64_t placeKey(Enu at) {
    return std::bit_cast<std::uint64_t>(at.east_m) ^ std::rotl(std::bit_cast<std::uint64_t>(at.north_m), 29);
}

RayModel::RayModel(const scenario::Scenario& s)
    : random_(s.run.seed), ue_({0.0, 90.0}), follows_shadowing_(s.radio.spreads_follow_shadowing) {
    const cluster::Scenario kind = *cluster::scenarioOf(s.radio.propagation);
    outdoor_ = knows(kind, cluster::State::o2i_los);
    for (const scenario::Carrier& carrier : s.network.carriers) {
        CarrierModel& models = carriers_.emplace_back();
        for (const cluster::State state : kAllStates) {
            if (!knows(kind, state)) continue;
            const auto i = static_cast<std::size_t>(state);
            models.models[i].emplace(kind, state, Hertz{carrier.frequency_mhz * 1e6}, cluster::Hall{},
                                     s.radio.ray_parameters);
            for (std::uint64_t site = 0; site < s.network.sites.size(); ++site)
                models.fields[i].sites.emplace_back(random_, site, *models.models[i]);
        }
    }
    for (const scenario::Cell& cell : s.network.cells) {
        const scenario::Antenna& antenna = s.network.antennas[cell.antenna];
        if (antenna.model == scenario::AntennaModel::tr38901_panel)
            cells_.push_back(std::make_unique<cluster::ArrayFields>(antenna.panel, orientationOf(cell),
                                                                    tilted(antenna, cell)));
        else
            cells_.push_back(std::make_unique<PatternFields>(antenna, cell));
        tabulate(s, cell);
    }
}

/// The tables of a cell's first port, or of its beams, shared with the cells that differ in azimuth alone.
void RayModel::tabulate(const scenario::Scenario& s, const scenario::Cell& cell) {
    const TableKey key{cell.antenna, cell.downtilt_deg, cell.mechanical_downtilt_deg};
    const auto found = std::find(table_keys_.begin(), table_keys_.end(), key);
    measured_.push_back({static_cast<std::size_t>(found - table_keys_.begin()), cell.azimuth_deg});
    if (found != table_keys_.end()) return;
    table_keys_.push_back(key);
    std::vector<cluster::GainTable>& tables = tables_.emplace_back();
    const scenario::Antenna& antenna = s.network.antennas[cell.antenna];
    const scenario::Cell north = facingNorth(cell);
    if (antenna.model != scenario::AntennaModel::tr38901_panel)
        tables.emplace_back(PatternFields(antenna, north), 0);
    else if (!antenna.formsBeams())
        tables.emplace_back(cluster::ArrayFields(antenna.panel, orientationOf(north), tilted(antenna, north)),
                            0);
    else
        for (const antenna::Beam& beam : makeBeams(antenna, cell.downtilt_deg).data)
            tables.emplace_back(beamFields(antenna, beam, north), 0);
}

void RayModel::trace(const RayPlace& place, cluster::Rays& rays) const {
    const CarrierModel& carrier = carriers_[place.carrier];
    const auto state = static_cast<std::size_t>(place.state);
    const cluster::LargeScaleModel& model = *carrier.models[state];
    // The deviation of shadowing is the path loss model's business: here it only steers what correlates with
    // it.
    const double shadow =
        follows_shadowing_ ? place.shadow_gain
                           : random_.normal(Stream::cluster, placeKey(place.at), kOtherShadow | place.site);
    const cluster::LargeScale large_scale =
        model.draw(place.geometry, 1.0, carrier.fields[state].sites[place.site].at(place.at, shadow));
    const std::uint64_t link = random_.bits(Stream::cluster, placeKey(place.at), place.site);
    cluster::makeRays(model, place.geometry, large_scale,
                      cluster::drawClusters(random_, link, model.clusterParameters()), random_, link, rays);
}

std::span<const double> RayModel::portGains(std::uint32_t cell, const cluster::Rays& rays,
                                            std::vector<double>& gains) const {
    const Measured& measured = measured_[cell];
    gains.clear();
    for (const cluster::GainTable& table : tables_[measured.tables])
        gains.push_back(cluster::meanCouplingGain(rays, table, measured.azimuth_deg));
    return gains;
}

}  // namespace celltwin::engine
