// SPDX-License-Identifier: BSD-3-Clause
//
// From a place to the power it receives from every cell: geometry, antenna, path loss, LOS state, shadowing,
// building loss. The one place where these are put together; UEs, maps and measured points all come through
// here.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/antenna/pattern.h"
#include "models/propagation/path_loss.h"
#include "models/shadowing/gaussian_field.h"
#include "scenarios/schema/scenario.h"

namespace celltwin::engine {

/// Columns of equal length n <= RadioModel::kBlock.
struct PointBlock {
    std::span<const double> east_m, north_m;
    std::span<const double> indoor_distance_m;  ///< negative = outdoor
    double height_m = 1.5;
};

class RadioModel {
  public:
    static constexpr std::size_t kBlock = 64;

    explicit RadioModel(const scenario::Scenario& scenario);

    std::size_t cellCount() const { return cells_.size(); }
    /// Floats in one row, padded for the interference kernel.
    std::size_t row() const { return row_; }
    /// Power per resource element (RSRP) in mW of every cell at every point: rsrp_mw[i * row() + cell];
    /// inactive cells and pads are 0.
    void rsrpMw(const PointBlock& points, std::span<float> rsrp_mw) const;
    /// As rsrpMw() for the cells of one site only, in dBm: rsrp_dbm[i * stride + cell].
    void siteRsrpDbm(std::uint32_t site, const PointBlock& points, std::span<double> rsrp_dbm,
                     std::size_t stride) const;

    /// Receiver noise per resource element of a carrier, mW.
    float noiseMw(std::uint32_t carrier) const { return noise_mw_[carrier]; }
    /// Share of `carrier`'s band that each cell's carrier covers, by row index: 1 = co-channel, 0 =
    /// elsewhere.
    std::span<const float> overlap(std::uint32_t carrier) const {
        return {overlap_.data() + carrier * row_, row_};
    }

  private:
    struct Scratch;
    void commonState(const PointBlock& points, Scratch& scratch) const;
    void siteState(std::uint32_t site, const PointBlock& points, Scratch& scratch) const;
    void pathLoss(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void cellRsrpDbm(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;

    scenario::Radio radio_;
    bool high_loss_buildings_;
    std::vector<scenario::Carrier> carriers_;
    std::vector<scenario::Site> sites_;
    std::vector<scenario::Cell> cells_;
    std::vector<std::vector<std::uint32_t>> cells_of_site_;
    std::vector<std::unique_ptr<antenna::Pattern>> patterns_;
    std::unique_ptr<propagation::PathLossModel> path_loss_;
    std::vector<shadowing::GaussianField> los_field_, environment_field_, shadow_los_, shadow_nlos_;
    std::vector<shadowing::GaussianField> common_shadow_;  ///< NLOS, LOS
    std::vector<float> noise_mw_, overlap_;
    std::size_t row_;
};

}  // namespace celltwin::engine
