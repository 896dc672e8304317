// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/clusters.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "models/cluster/coupling.h"
#include "models/cluster/normal.h"
#include "models/cluster/tables.h"

namespace celltwin::cluster {
namespace {

constexpr std::size_t kMaxClusters = ClusterDraws::kMaxClusters;
using Column = std::array<double, kMaxClusters>;

/// Clusters of one link before they become rays. Those removed have power 0.
struct Clusters {
    std::size_t count = 0;
    std::size_t first = 0;                   ///< the one that arrives first
    std::array<std::size_t, 2> strongest{};  ///< by diffuse power
    Column delay_s{}, power{};               ///< power as (7.5-6), renormalised over those kept
    Column angle_power{};                    ///< (7.5-8) in LOS, relative to the maximum
    double k_linear = 0.0;                   ///< 0 outside LOS
    double k_db = 0.0;
};

/// The polynomials in K leave their senses outside: that of C_theta is negative at -11 dB.
double scalingK(double k_db) {
    return std::clamp(k_db, -7.0, 30.0);
}

void drawDelays(const ClusterParameters& parameters, const LargeScale& large_scale, const ClusterDraws& draws,
                Clusters& c) {
    for (std::size_t n = 0; n < c.count; ++n)
        // (7.5-1) tau'_n = -r_tau DS ln(X_n)
        c.delay_s[n] =
            -parameters.delay_scaling * large_scale.delay_spread_s * std::log(draws.delay_uniform[n]);
    c.first = static_cast<std::size_t>(std::min_element(c.delay_s.begin(), c.delay_s.begin() + c.count) -
                                       c.delay_s.begin());
    // (7.5-2) tau_n = tau'_n - min(tau'_n)
    const double least = c.delay_s[c.first];
    for (std::size_t n = 0; n < c.count; ++n) c.delay_s[n] -= least;
}

void drawPowers(const ClusterParameters& parameters, const LargeScale& large_scale, const ClusterDraws& draws,
                Clusters& c) {
    const double slope =
        (parameters.delay_scaling - 1.0) / (parameters.delay_scaling * large_scale.delay_spread_s);
    double sum = 0.0, most = 0.0;
    for (std::size_t n = 0; n < c.count; ++n) {
        // (7.5-5) P'_n = exp(-tau_n (r_tau - 1)/(r_tau DS)) 10^(-Z_n/10)
        const double shadow_db = parameters.shadow_sigma_db * draws.shadow_normal[n];
        c.power[n] = std::exp(-c.delay_s[n] * slope - shadow_db * (std::log(10.0) / 10.0));
        sum += c.power[n];
        most = std::max(most, c.power[n]);
    }
    double most_seen = 0.0;
    for (std::size_t n = 0; n < c.count; ++n) {
        // (7.5-8) P_n = P'_n/(sum (K_R + 1)) + [n = 1] K_R/(K_R + 1); with K_R = 0 it is (7.5-6)
        c.angle_power[n] = (c.power[n] / sum + (n == c.first ? c.k_linear : 0.0)) / (c.k_linear + 1.0);
        most_seen = std::max(most_seen, c.angle_power[n]);
    }
    // Step 6: clusters under -25 dB of the strongest are removed.
    double kept = 0.0;
    for (std::size_t n = 0; n < c.count; ++n) {
        c.angle_power[n] /= most_seen;
        if (c.power[n] < most * 3.1622776601683794e-3) c.power[n] = 0.0;
        kept += c.power[n];
    }
    for (std::size_t n = 0; n < c.count; ++n) c.power[n] /= kept;
}

void findStrongest(Clusters& c) {
    std::size_t a = 0, b = 1;
    if (c.power[b] > c.power[a]) std::swap(a, b);
    for (std::size_t n = 2; n < c.count; ++n) {
        if (c.power[n] > c.power[a]) {
            b = a;
            a = n;
        } else if (c.power[n] > c.power[b]) {
            b = n;
        }
    }
    c.strongest = {a, b};
}

void scaleDelays(Clusters& c) {
    const double k = scalingK(c.k_db);
    // (7.5-3) C_tau = 0.7705 - 0.0433 K + 0.0002 K^2 + 0.000017 K^3, and (7.5-4) tau_n / C_tau
    const double c_tau = 0.7705 - 0.0433 * k + 0.0002 * k * k + 0.000017 * k * k * k;
    for (std::size_t n = 0; n < c.count; ++n) c.delay_s[n] /= c_tau;
}

/// C_phi and C_theta with their LOS corrections.
AngleScaling scalingOf(const Clusters& c, State state) {
    AngleScaling scaling = angleScaling(static_cast<int>(c.count));
    if (state != State::los) return scaling;
    const double k = scalingK(c.k_db);
    // (7.5-10), (7.5-15)
    scaling.c_phi *= 1.1035 - 0.028 * k - 0.002 * k * k + 0.0001 * k * k * k;
    scaling.c_theta *= 1.3086 + 0.0339 * k - 0.0077 * k * k + 0.0002 * k * k * k;
    return scaling;
}

enum class AngleLaw { azimuth, zenith };

/// Cluster angles against the direction of the mean (LOS direction, or as the caller adds), degrees.
Column clusterAngles(const Clusters& c, AngleLaw law, double spread_deg, double scaling,
                     const ClusterDraws::Angle& draws, State state) {
    Column angle{};
    for (std::size_t n = 0; n < c.count; ++n) {
        const double depth = -std::log(c.angle_power[n]);
        // (7.5-9) phi'_n = 2 (ASA/1.4) sqrt(-ln(P_n/max P))/C_phi; (7.5-14) theta'_n = -ZSA ln(P_n/max
        // P)/C_theta
        const double away = law == AngleLaw::azimuth ? 2.0 * (spread_deg / 1.4) * std::sqrt(depth) / scaling
                                                     : spread_deg * depth / scaling;
        // (7.5-11), (7.5-16) X_n phi'_n + Y_n with Y_n ~ N(0, (spread/7)^2)
        angle[n] = draws.sign[n] * away + draws.offset[n] * (spread_deg / 7.0);
    }
    // (7.5-12), (7.5-17): in LOS the first cluster looks along the direct ray.
    if (state == State::los) {
        const double first = angle[c.first];
        for (std::size_t n = 0; n < c.count; ++n) angle[n] -= first;
    }
    return angle;
}

/// Zenith angles beyond 180 degrees (or below 0) come back: 360 - theta. As elevation.
double elevationOf(double zenith_deg) {
    double theta = std::fabs(zenith_deg);
    if (theta > 180.0) {
        theta = std::fmod(theta, 360.0);
        if (theta > 180.0) theta = 360.0 - theta;
    }
    return 90.0 - theta;
}

struct ClusterAngles {
    Column aod{}, aoa{}, zod{}, zoa{};
};

/// Rays of one cluster in the order they are written: sub-clusters (Table 7.5-5) stand together.
constexpr RayOrder kSubClusterOrder = {0, 1, 2, 3, 4, 5, 6, 7, 18, 19, 8, 9, 10, 11, 16, 17, 12, 13, 14, 15};
constexpr std::array<std::uint8_t, 4> kSubClusterBounds = {0, 10, 16, 20};
constexpr std::array<std::uint8_t, 2> kWholeBounds = {0, 20};
/// Table 7.5-5: delays of the sub-clusters in units of c_DS.
constexpr std::array<double, 3> kSubClusterDelay = {0.0, 1.28, 2.56};

struct RayScales {
    double aod_deg, aoa_deg, zod_deg, zoa_deg;  ///< c_ASD, c_ASA, (3/8) 10^mu_lgZSD, c_ZSA
};

/// Writes the rays of cluster n from row `at` on.
void writeCluster(const Clusters& c, std::size_t n, const ClusterAngles& angles, const RayScales& scales,
                  const ClusterParameters& parameters, RayBits& bits, std::size_t at, Rays& rays) {
    const bool split = n == c.strongest[0] || n == c.strongest[1];
    const std::span<const std::uint8_t> bounds = split ? std::span<const std::uint8_t>(kSubClusterBounds)
                                                       : std::span<const std::uint8_t>(kWholeBounds);
    // Step 8: couple at random within a cluster, or within a sub-cluster of the two strongest.
    RayOrder aoa = kSubClusterOrder, zod = kSubClusterOrder, zoa = kSubClusterOrder;
    shuffleWithin(aoa, bounds, bits);
    shuffleWithin(zod, bounds, bits);
    shuffleWithin(zoa, bounds, bits);
    const std::span<const double> alpha = rayOffsets();
    const double ray_power = c.power[n] / (static_cast<double>(kRaysPerCluster) * (c.k_linear + 1.0));
    const double xpr_scale = std::log(10.0) / 10.0;
    std::uint64_t xpr_bits = 0;
    std::size_t part = 0;
    for (std::size_t i = 0; i < kRaysPerCluster; ++i, ++at) {
        while (i >= bounds[part + 1]) ++part;
        rays.delay_s[at] = c.delay_s[n] + (split ? kSubClusterDelay[part] * parameters.delay_spread_s : 0.0);
        rays.power[at] = ray_power;
        // (7.5-13), (7.5-18), (7.5-20); phi counts against the clock, azimuths with it.
        rays.aod_azimuth_deg[at] = angles.aod[n] - scales.aod_deg * alpha[kSubClusterOrder[i]];
        rays.aoa_azimuth_deg[at] = angles.aoa[n] - scales.aoa_deg * alpha[aoa[i]];
        rays.aod_elevation_deg[at] = elevationOf(angles.zod[n] + scales.zod_deg * alpha[zod[i]]);
        rays.aoa_elevation_deg[at] = elevationOf(angles.zoa[n] + scales.zoa_deg * alpha[zoa[i]]);
        if (i % 2 == 0) xpr_bits = bits.next();
        const double normal = normalQuantile(uniformOf(static_cast<std::uint32_t>(xpr_bits)));
        xpr_bits >>= 32;
        // Step 9: kappa = 10^(X/10), X ~ N(mu_XPR, sigma_XPR^2)
        rays.xpr[at] = std::exp(xpr_scale * (parameters.xpr_mean_db + parameters.xpr_sigma_db * normal));
        rays.phase_rad[at] = bits.phases();
        rays.cluster[at] = static_cast<std::uint16_t>(n);
    }
}

void writeDirectRay(const LinkGeometry& link, Hertz carrier, double los_elevation_deg, const Clusters& c,
                    Rays& rays) {
    const double distance_m = std::hypot(link.distance_2d_m, link.bs_height_m - link.ue_height_m);
    const double turns = distance_m * carrier.value / kSpeedOfLight;
    rays.delay_s[0] = 0.0;
    // (7.5-30): K_R/(K_R + 1)
    rays.power[0] = c.k_linear / (c.k_linear + 1.0);
    rays.aod_azimuth_deg[0] = link.bearing_deg;
    rays.aoa_azimuth_deg[0] = link.bearing_deg + 180.0;
    rays.aod_elevation_deg[0] = -los_elevation_deg;
    rays.aoa_elevation_deg[0] = los_elevation_deg;
    rays.xpr[0] = std::numeric_limits<double>::infinity();
    // (7.5-29): diag(1, -1) exp(-j 2 pi d_3D / lambda)
    const auto phase = static_cast<float>(-2.0 * kPi * (turns - std::floor(turns)));
    rays.phase_rad[0] = {phase, 0.0F, 0.0F, phase + static_cast<float>(kPi)};
    rays.cluster[0] = static_cast<std::uint16_t>(c.first);
}

ClusterAngles allAngles(const LargeScaleModel& model, const LinkGeometry& link, const LargeScale& large_scale,
                        const ClusterDraws& draws, const Clusters& c, double los_elevation_deg) {
    const State state = model.state();
    const AngleScaling scaling = scalingOf(c, state);
    ClusterAngles out;
    out.aod = clusterAngles(c, AngleLaw::azimuth, large_scale.asd_deg, scaling.c_phi, draws.aod, state);
    out.aoa = clusterAngles(c, AngleLaw::azimuth, large_scale.asa_deg, scaling.c_phi, draws.aoa, state);
    out.zod = clusterAngles(c, AngleLaw::zenith, large_scale.zsd_deg, scaling.c_theta, draws.zod, state);
    out.zoa = clusterAngles(c, AngleLaw::zenith, large_scale.zsa_deg, scaling.c_theta, draws.zoa, state);
    // (7.5-16): indoors the mean zenith of arrival is 90 degrees; (7.5-19): departure adds the offset.
    const double zoa_mean = isOutdoorToIndoor(state) ? 90.0 : 90.0 - los_elevation_deg;
    const double zod_mean = 90.0 + los_elevation_deg + model.zenithOffsetDeg(link);
    for (std::size_t n = 0; n < c.count; ++n) {
        out.aod[n] = link.bearing_deg - out.aod[n];
        out.aoa[n] = link.bearing_deg + 180.0 - out.aoa[n];
        out.zod[n] += zod_mean;
        out.zoa[n] += zoa_mean;
    }
    return out;
}

}  // namespace

void Rays::resize(std::size_t rays) {
    for (auto* column :
         {&delay_s, &power, &aod_azimuth_deg, &aod_elevation_deg, &aoa_azimuth_deg, &aoa_elevation_deg, &xpr})
        column->resize(rays);
    phase_rad.resize(rays);
    cluster.resize(rays);
}

void makeRays(const LargeScaleModel& model, const LinkGeometry& link, const LargeScale& large_scale,
              const ClusterDraws& draws, const Random& random, std::uint64_t ray_key, Rays& rays) {
    const ClusterParameters& parameters = model.clusterParameters();
    assert(parameters.rays == static_cast<int>(kRaysPerCluster) && link.distance_2d_m > 0.0);
    const bool los = model.state() == State::los;
    Clusters c;
    c.count = static_cast<std::size_t>(parameters.clusters);
    if (los) {
        c.k_db = large_scale.k_db;
        c.k_linear = toLinear(Db{large_scale.k_db});
    }
    drawDelays(parameters, large_scale, draws, c);
    drawPowers(parameters, large_scale, draws, c);
    findStrongest(c);
    if (los) scaleDelays(c);
    const double los_elevation_deg =
        toDegrees(std::atan2(link.bs_height_m - link.ue_height_m, link.distance_2d_m));
    const ClusterAngles angles = allAngles(model, link, large_scale, draws, c, los_elevation_deg);
    const RayScales scales{parameters.asd_deg, parameters.asa_deg,
                           // (7.5-20): (3/8) 10^mu_lgZSD
                           0.375 * std::pow(10.0, model.mean(Parameter::zsd, link)), parameters.zsa_deg};
    const auto kept = static_cast<std::size_t>(
        std::count_if(c.power.begin(), c.power.begin() + c.count, [](double power) { return power > 0.0; }));
    rays.resize(kept * kRaysPerCluster + (los ? 1 : 0));
    if (los) writeDirectRay(link, model.carrier(), los_elevation_deg, c, rays);
    RayBits bits(random, ray_key);
    std::size_t at = los ? 1 : 0;
    for (std::size_t n = 0; n < c.count; ++n) {
        if (c.power[n] == 0.0) continue;
        writeCluster(c, n, angles, scales, parameters, bits, at, rays);
        at += kRaysPerCluster;
    }
}

}  // namespace celltwin::cluster
