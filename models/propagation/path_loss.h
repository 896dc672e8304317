// SPDX-License-Identifier: BSD-3-Clause
//
// Distance-dependent path loss and line-of-sight probability. One virtual call serves a block of links.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/units.h"

namespace celltwin::propagation {

/// Columns of one block of links; all spans have the same length n.
struct LinkBlock {
    std::span<const double> distance_2d_m;        ///< >= 0
    std::span<const double> bs_height_m;          ///< above ground
    std::span<const double> ue_height_m;          ///< above ground
    std::span<const std::uint8_t> line_of_sight;  ///< 1 = LOS
    std::span<const double> environment_draw;     ///< uniform (0,1), for the effective height h_E of UMa
};

/// Where a model may be used. Outside it still computes, and the run's report says so.
struct Validity {
    double frequency_min_ghz, frequency_max_ghz;
    double distance_min_m, distance_max_m;
    double bs_height_min_m, bs_height_max_m;
    double ue_height_min_m, ue_height_max_m;
};

/// One path loss model, immutable.
class PathLossModel {
  public:
    virtual ~PathLossModel() = default;
    /// Path loss in dB, shadowing excluded, into `loss_db` (length n). Distances below the model's minimum
    /// (10 m for TR 38.901) are evaluated at that minimum.
    virtual void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const = 0;
    /// Probability of line of sight for one link, 0..1.
    virtual double losProbability(double distance_2d_m, double ue_height_m) const = 0;
    /// Standard deviation of log-normal shadowing, dB.
    virtual double shadowSigmaDb(double distance_2d_m, double bs_height_m, double ue_height_m, Hertz carrier,
                                 bool line_of_sight) const = 0;
    /// 1/e correlation distance of shadowing, m (TR 38.901 Table 7.5-6), and of the LOS state
    /// (Table 7.6.3.1-2).
    virtual double shadowCorrelationM(bool line_of_sight) const = 0;
    virtual double losCorrelationM() const = 0;
    virtual const Validity& validity() const = 0;
};

/// The names a scenario may write: tr38901-uma, tr38901-umi, tr38901-rma, cost231-hata, free-space.
std::span<const std::string_view> pathLossModelNames();
/// Throws ConfigError naming the known models.
std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name);

/// TR 38.901 clause 7.4.3.1: outdoor-to-indoor penetration without its random part, dB; low- and high-loss
/// building types and `indoor_distance_m` inside.
double outdoorToIndoorLossDb(Hertz carrier, bool high_loss_building, double indoor_distance_m);

}  // namespace celltwin::propagation
