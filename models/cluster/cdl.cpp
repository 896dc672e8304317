// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/cdl.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "models/base/error.h"
#include "models/base/units.h"
#include "models/cluster/coupling.h"
#include "models/cluster/statistics.h"
#include "models/cluster/tables.h"

namespace celltwin::cluster {
namespace {

void checkSpread(double spread, const char* what) {
    if (!(std::isfinite(spread) && spread >= 0.0))
        throw ConfigError(std::string("CDL profile: ") + what + " must be a finite number from 0 on");
}

void check(const CdlSettings& settings) {
    checkSpread(settings.delay_spread_s, "the delay spread");
    for (const auto* target : {&settings.aod, &settings.aoa, &settings.zod, &settings.zoa})
        if (target->has_value()) checkSpread((*target)->spread_deg, "an angle spread");
    const bool direct = settings.profile == CdlProfile::d || settings.profile == CdlProfile::e;
    if (settings.k_db && !(direct && std::isfinite(*settings.k_db)))
        throw ConfigError("CDL profile: a K factor needs CDL-D or CDL-E and a finite number");
}

/// Linear powers, which sum to 1, and normalised delays of a profile's rows.
struct Profile {
    std::vector<double> power, delay;
};

Profile profileOf(const CdlSettings& settings, std::span<const CdlRow> rows) {
    Profile out;
    double direct = 0.0, diffuse = 0.0;
    for (const CdlRow& row : rows) {
        const double power = toLinear(Db{row.power_db});
        (row.kind == CdlRowKind::direct ? direct : diffuse) += power;
        out.power.push_back(power);
        out.delay.push_back(row.delay);
    }
    if (settings.k_db) {
        // (7.7-6), (7.7-7): the diffuse rows move by K_model - K_desired, K_model over all of them
        const double shift = direct / diffuse / toLinear(Db{*settings.k_db});
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i].kind == CdlRowKind::rays) out.power[i] *= shift;
        diffuse *= shift;
    }
    for (double& power : out.power) power /= direct + diffuse;
    // Clause 7.7.6: after a change of K the delays are normalised anew.
    const double spread = settings.k_db ? rmsDelaySpreadS(out.delay, out.power) : 1.0;
    for (double& delay : out.delay) delay /= spread;
    return out;
}

/// Clause 7.7.5.1 on rays, offsets included; power of all rays.
void steer(std::vector<double>& angle_deg, std::span<const double> power,
           const std::optional<AngleTarget>& target) {
    if (!target) return;
    double x = 0.0, y = 0.0;
    for (std::size_t i = 0; i < power.size(); ++i) {
        x += power[i] * std::cos(toRadians(angle_deg[i]));
        y += power[i] * std::sin(toRadians(angle_deg[i]));
    }
    // the mean is the angle of the sum of phasors
    const double mean = toDegrees(std::atan2(y, x));
    const double scale = target->spread_deg / circularSpreadDeg(angle_deg, power);
    // (7.7-5): phi_scaled = AS_desired/AS_model (phi_model - mu_model) + mu_desired
    for (double& angle : angle_deg) angle = scale * wrapDegrees(angle - mean) + target->mean_deg;
}

double elevationOf(double zenith_deg) {
    const double theta = std::fabs(wrapDegrees(zenith_deg));
    return 90.0 - theta;
}

void writeRow(const CdlRow& row, const CdlSpreads& spreads, double delay_s, double power, RayBits& bits,
              Rays& rays) {
    constexpr std::array<std::uint8_t, 2> kWhole = {0, 20};
    RayOrder aod{};
    for (std::size_t i = 0; i < aod.size(); ++i) aod[i] = static_cast<std::uint8_t>(i);
    RayOrder aoa = aod, zod = aod, zoa = aod;
    shuffleWithin(aoa, kWhole, bits);
    shuffleWithin(zod, kWhole, bits);
    shuffleWithin(zoa, kWhole, bits);
    const bool direct = row.kind == CdlRowKind::direct;
    const std::span<const double> alpha = rayOffsets();
    const std::size_t begin = rays.size(), count = direct ? 1 : kRaysPerCluster;
    rays.resize(begin + count);
    for (std::size_t i = 0, at = begin; i < count; ++i, ++at) {
        const double on = direct ? 0.0 : 1.0;
        rays.delay_s[at] = delay_s;
        rays.power[at] = power / static_cast<double>(count);
        // (7.7-0a), in the report's own angles phi and theta: the conventions of Rays come last
        rays.aod_azimuth_deg[at] = row.aod_deg + on * spreads.asd_deg * alpha[aod[i]];
        rays.aoa_azimuth_deg[at] = row.aoa_deg + on * spreads.asa_deg * alpha[aoa[i]];
        rays.aod_elevation_deg[at] = row.zod_deg + on * spreads.zsd_deg * alpha[zod[i]];
        rays.aoa_elevation_deg[at] = row.zoa_deg + on * spreads.zsa_deg * alpha[zoa[i]];
        rays.xpr[at] = direct ? std::numeric_limits<double>::infinity() : toLinear(Db{spreads.xpr_db});
        const auto half_turn = static_cast<float>(kPi);
        rays.phase_rad[at] = direct ? std::array<float, 4>{0.0F, 0.0F, 0.0F, half_turn} : bits.phases();
        rays.cluster[at] = static_cast<std::uint16_t>(row.cluster - 1);
    }
}

}  // namespace

Rays makeCdl(const CdlSettings& settings, const Random& random, std::uint64_t key) {
    check(settings);
    const std::span<const CdlRow> rows = cdlRows(settings.profile);
    const Profile profile = profileOf(settings, rows);
    RayBits bits(random, key);
    Rays rays;
    for (std::size_t i = 0; i < rows.size(); ++i)
        // (7.7-1): tau_scaled = tau_model DS_desired
        writeRow(rows[i], cdlSpreads(settings.profile), profile.delay[i] * settings.delay_spread_s,
                 profile.power[i], bits, rays);
    steer(rays.aod_azimuth_deg, rays.power, settings.aod);
    steer(rays.aoa_azimuth_deg, rays.power, settings.aoa);
    steer(rays.aod_elevation_deg, rays.power, settings.zod);
    steer(rays.aoa_elevation_deg, rays.power, settings.zoa);
    for (std::size_t i = 0; i < rays.size(); ++i) {
        rays.aod_azimuth_deg[i] = 90.0 - rays.aod_azimuth_deg[i];
        rays.aoa_azimuth_deg[i] = 90.0 - rays.aoa_azimuth_deg[i];
        rays.aod_elevation_deg[i] = elevationOf(rays.aod_elevation_deg[i]);
        rays.aoa_elevation_deg[i] = elevationOf(rays.aoa_elevation_deg[i]);
    }
    return rays;
}

}  // namespace celltwin::cluster
