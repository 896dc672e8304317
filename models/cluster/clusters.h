// SPDX-License-Identifier: BSD-3-Clause
//
// From large-scale parameters to rays: TR 38.901 V16.1 clause 7.5, steps 5 to 10 and the sub-clusters of
// step 11 (Tables 7.5-2 to 7.5-5). One set of rays serves every cell of a site and both directions. The
// cluster draws come either independently for each link or from fields over the plane (clause 7.6.3.1,
// spatial consistency without the position updates of 7.6.3.2).
//
// Not modelled: clause 7.6.1 and 7.6.2 (oxygen, large bandwidths and arrays), 7.6.4 blockage, 7.6.8 ground
// reflection, 7.6.9 absolute time of arrival (delay 0 is the first ray's).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/base/geo.h"
#include "models/base/random.h"
#include "models/cluster/large_scale.h"
#include "models/shadowing/gaussian_field.h"

namespace celltwin::cluster {

/// Rays of one link as columns of equal length. Departure is at the base station, arrival at the UE; both
/// directions point away from their end into the world. In State::los row 0 is the direct ray, with infinite
/// xpr. Reused between links, columns keep their memory.
struct Rays {
    std::vector<double> delay_s;                             ///< >= 0
    std::vector<double> power;                               ///< linear; sums to 1, the direct ray included
    std::vector<double> aod_azimuth_deg, aod_elevation_deg;  ///< azimuth clockwise from north, any turn
    std::vector<double> aoa_azimuth_deg, aoa_elevation_deg;  ///< elevation above the horizon, -90..90
    std::vector<double> xpr;                                 ///< kappa, linear
    /// Initial phases theta-theta, theta-phi, phi-theta, phi-phi (first letter: arrival), radians.
    std::vector<std::array<float, 4>> phase_rad;
    std::vector<std::uint16_t> cluster;  ///< which cluster a ray belongs to, strongest not first

    std::size_t size() const { return power.size(); }
    void resize(std::size_t rays);
};

/// What steps 5 to 7 draw for each cluster: standard normals, and a uniform for the delay.
struct ClusterDraws {
    static constexpr std::size_t kMaxClusters = 25;
    /// Of one direction: whether the cluster lies on the positive side, and its offset.
    struct Angle {
        std::array<double, kMaxClusters> sign{}, offset{};
    };
    std::array<double, kMaxClusters> delay_uniform{};  ///< (0, 1)
    std::array<double, kMaxClusters> shadow_normal{};
    Angle aod, aoa, zod, zoa;
};

/// Independent draws for a link, from Stream::cluster.
ClusterDraws drawClusters(const Random& random, std::uint64_t link, const ClusterParameters& parameters);

/// Spatially consistent draws (clause 7.6.3.1): delays, cluster shadowing and angle offsets from fields with
/// the correlation distance of Table 7.6.3.1-2. Signs (and, given the site's key to makeRays(), the coupling
/// of rays, their cross-polarisation and phases) are those of the site and state and do not change as the UE
/// moves.
class ClusterFields {
  public:
    /// Draws from Stream::cluster. `site` < 2^32.
    ClusterFields(const Random& random, std::uint64_t site, const LargeScaleModel& model);
    ClusterDraws at(Enu ue) const;

  private:
    ClusterDraws signs_;
    std::size_t clusters_;
    std::vector<shadowing::GaussianField> fields_;  ///< six for each cluster
};

/// Steps 5 to 11 for one link into `rays`. Ray draws (coupling, cross-polarisation, phases) come from
/// Stream::cluster under `ray_key`: the link's number, or the site's for spatial consistency.
void makeRays(const LargeScaleModel& model, const LinkGeometry& link, const LargeScale& large_scale,
              const ClusterDraws& draws, const Random& random, std::uint64_t ray_key, Rays& rays);

/// Offsets alpha_m of Table 7.5-3 for an angle spread of 1 degree: +-0.0447 ... +-2.1551.
std::span<const double> rayOffsets();

}  // namespace celltwin::cluster
