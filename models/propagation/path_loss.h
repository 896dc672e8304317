// SPDX-License-Identifier: BSD-3-Clause
//
// Distance-dependent path loss, line-of-sight probability and the statistics of shadowing. One virtual call
// serves a block of links.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "models/base/units.h"

namespace celltwin::propagation {

/// What lies between the two ends. `o2i` is a UE inside a building, whatever the outdoor part of its path.
enum class LinkState : std::uint8_t { los, nlos, o2i };

/// Columns of one block of links; all spans have the same length n. A column that a call says it ignores may
/// be empty.
struct LinkBlock {
    std::span<const double> distance_2d_m;        ///< whole horizontal distance, >= 0
    std::span<const double> indoor_distance_m;    ///< the part of it inside the building, 0 outdoors
    std::span<const std::uint8_t> indoor;         ///< 1 = inside a building (the indoor part may be 0)
    std::span<const double> bs_height_m;          ///< above ground
    std::span<const double> ue_height_m;          ///< above ground
    std::span<const std::uint8_t> line_of_sight;  ///< 1 = LOS; indoors: of the outdoor part
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
    /// Path loss in dB into `loss_db` (length n), shadowing and building penetration excluded. Indoors it is
    /// the outdoor model over the whole way, d_3D-out + d_3D-in (TR 38.901 clause 7.4.3.1), so `indoor` and
    /// `indoor_distance_m` are ignored. Distances below the model's minimum (10 m for TR 38.901's outdoor
    /// scenarios) are evaluated at that minimum.
    virtual void pathLossDb(const LinkBlock& links, Hertz carrier, std::span<double> loss_db) const = 0;
    /// Probability of line of sight, 0..1, into `probability` (length n): of d_2D-out = distance_2d_m -
    /// indoor_distance_m outdoors, of distance_2d_m where the whole link is indoors (InH, InF). Ignores
    /// `line_of_sight`, `indoor` and `environment_draw`.
    virtual void losProbability(const LinkBlock& links, std::span<double> probability) const = 0;
    /// Standard deviation of log-normal shadowing, dB, into `sigma_db` (length n); `indoor` links of outdoor
    /// models have that of O2I (TR 38.901 Table 7.5-6). Ignores `indoor_distance_m` and `environment_draw`.
    virtual void shadowSigmaDb(const LinkBlock& links, Hertz carrier, std::span<double> sigma_db) const = 0;
    /// 1/e correlation distance, m, of shadowing (TR 38.901 Table 7.5-6) and of the LOS state
    /// (Table 7.6.3.1-2).
    virtual double shadowCorrelationM(LinkState state) const = 0;
    virtual double losCorrelationM() const = 0;
    virtual const Validity& validity() const = 0;
    /// For the borders, before links of this kind are evaluated: throws ConfigError naming the range where
    /// the formulas lose their meaning, well outside validity(). Every model wants frequency, BS height and
    /// UE height above 0.
    virtual void check(Hertz carrier, double bs_height_m, double ue_height_m) const;
};

/// The names a scenario may write.
std::span<const std::string_view> pathLossModelNames();
/// Throws ConfigError naming the known models.
std::unique_ptr<PathLossModel> makePathLossModel(std::string_view name);

}  // namespace celltwin::propagation
