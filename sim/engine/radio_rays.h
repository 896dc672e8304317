// SPDX-License-Identifier: BSD-3-Clause
//
// Gains over the rays of TR 38.901 clause 7.5: one set of rays for each place and site, shared by the site's
// cells. For calibration and small studies: tens of microseconds a link. Private to sim/engine.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "models/cluster/channel.h"
#include "models/cluster/clusters.h"
#include "models/cluster/gain_table.h"
#include "models/cluster/large_scale.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// Where a ray set is asked for.
struct RayPlace {
    Enu at;  ///< the point itself: keys its draws
    std::uint32_t site = 0;
    std::uint32_t carrier = 0;
    cluster::State state = cluster::State::nlos;
    cluster::LinkGeometry geometry;
    double shadow_gain = 0.0;  ///< normalised, positive = more power
};

/// Places differ in their bits: the draws of one are its own.
std::uint64_t placeKey(Enu at);

class RayModel {
  public:
    explicit RayModel(const scenario::Scenario& scenario);

    /// The rays of a place into `rays`.
    void trace(const RayPlace& place, cluster::Rays& rays) const;
    /// Mean power gain, linear, of the cell's first port, or of each of its beams, to a UE's isotropic,
    /// cross-polarised antenna (mean over its two ports), path loss and shadowing excluded; in `gains`, whose
    /// memory is re-used.
    std::span<const double> portGains(std::uint32_t cell, const cluster::Rays& rays,
                                      std::vector<double>& gains) const;
    /// Whether a UE in a building has states of its own.
    bool hasOutdoorToIndoor() const { return outdoor_; }
    const cluster::AntennaFields& cellAntenna(std::uint32_t cell) const { return *cells_[cell]; }
    const cluster::AntennaFields& ueAntenna() const { return ue_; }

  private:
    struct SiteState {
        std::vector<cluster::LargeScaleFields> sites;
    };
    /// Cells that differ in azimuth alone share their tables.
    struct TableKey {
        std::uint32_t antenna;
        double downtilt_deg, mechanical_downtilt_deg;
        bool operator==(const TableKey&) const = default;
    };
    struct Measured {
        std::size_t tables;
        double azimuth_deg;
    };
    void tabulate(const scenario::Scenario& scenario, const scenario::Cell& cell);

    static constexpr std::size_t kStates = 4;
    struct CarrierModel {
        std::array<std::optional<cluster::LargeScaleModel>, kStates> models;
        std::array<SiteState, kStates> fields;
    };
    Random random_;
    std::vector<CarrierModel> carriers_;
    std::vector<std::unique_ptr<cluster::AntennaFields>> cells_;  ///< all ports
    std::vector<TableKey> table_keys_;
    std::vector<std::vector<cluster::GainTable>> tables_;  ///< for each key: the first port, or its beams
    std::vector<Measured> measured_;                       ///< of cells
    cluster::IsotropicFields ue_;
    bool outdoor_ = true;
    bool follows_shadowing_;
};

}  // namespace celltwin::engine
