// SPDX-License-Identifier: BSD-3-Clause
//
// A standard-normal random field over the plane with autocorrelation exp(-d / d_corr) (the model of TR 38.901
// clause 7.4.4 after Gudmundson 1991), as a sum of plane waves whose wave numbers follow the exponential
// kernel's spectral density in two dimensions, S(k) ~ (1 + (k d_corr)^2)^(-3/2). Evaluated anywhere, in any
// order, with the same result: positions may move, maps may be drawn, threads may differ; the bits do not
// depend on the instruction set either. Over an ensemble of fields mean, variance and autocorrelation are
// exact (to 1e-4, where the spectrum is cut); wave numbers and directions are stratified so that one field
// comes close. The marginal is Gaussian in the limit of many waves; its kurtosis misses by -1.5/waves.
// Positions up to 1e6 correlation distances from the origin keep full precision.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "models/base/geo.h"
#include "models/base/random.h"

namespace celltwin::shadowing {

class GaussianField {
  public:
    static constexpr int kWaves = 96;
    /// `entity` tells apart fields of one stream (a site's index, say). `correlation_m` > 0.
    GaussianField(const Random& random, Stream stream, std::uint64_t entity, double correlation_m);
    /// Zero mean, unit variance.
    double at(Enu position) const;
    /// The same for a block: out[i] = at({east_m[i], north_m[i]}), bit for bit.
    void at(std::span<const double> east_m, std::span<const double> north_m, std::span<double> out) const;

  private:
    alignas(64) std::array<double, kWaves> turns_east_per_m_, turns_north_per_m_, phase_turns_;
};

/// Correlation of two links' shadowing at one place: between cells of different sites (TR 38.901 / TR 36.814:
/// 0.5) and between cells of one site (1: they share one field). 0 <= inter_site <= inter_sector <= 1.
struct ShadowCorrelation {
    double inter_site = 0.5, inter_sector = 1.0;
};

/// Shadowing of one cell, unit variance, of three independent standard normals: the field common to all
/// sites, its site's and its own. With inter_sector = 1 the cell's own weighs nothing and may be anything
/// finite.
double combineShadow(double common, double site, double sector, const ShadowCorrelation& correlation);

/// The same with one field a site (inter_sector = 1).
double combineShadow(double common, double own, double inter_site_correlation);

/// Standard normal distribution function, to turn a field into a uniform that decides LOS.
double normalCdf(double x);

/// Its inverse, relative error under 1e-13; `probability` in (0, 1).
double normalQuantile(double probability);

}  // namespace celltwin::shadowing
