// SPDX-License-Identifier: BSD-3-Clause
//
// From a place to the power it receives from every cell: geometry, antenna, path loss, LOS state, shadowing,
// building loss. The one place where these are put together; UEs, maps and measured points all come through
// here. Rays, where the scenario asks for them, replace the antenna's gain towards the other end.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/antenna/beams.h"
#include "models/antenna/pattern.h"
#include "models/base/random.h"
#include "models/cluster/clusters.h"
#include "models/propagation/blockage.h"
#include "models/propagation/path_loss.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/place.h"

namespace celltwin::engine {

/// Columns of equal length n <= RadioModel::kBlock.
struct PointBlock {
    std::span<const double> east_m, north_m;
    std::span<const double> height_m;  ///< above ground
    std::span<const Place> place;
    std::span<const double> indoor_distance_m;  ///< horizontal way inside the building; 0 elsewhere
    std::span<const double> penetration_draw;   ///< standard normal
    std::size_t size() const { return east_m.size(); }
};

/// A cell and its place in a row.
struct RowCell {
    std::uint32_t cell, place;
};

/// A row of values for each point, in mW per resource element, 0 for inactive cells and pads. A span
/// left empty is not filled.
struct LinkRows {
    std::span<float> rsrp_mw;          ///< SS-RSRP: the strongest SSB beam
    std::span<float> data_mw;          ///< the best data beam, while the cell serves the point
    std::span<float> interference_mw;  ///< of data beams (OtherBeams), while the cell serves others
    std::span<std::uint8_t> los;       ///< 1 = line of sight (of the outdoor part)
};

class RayModel;

class RadioModel {
  public:
    static constexpr std::size_t kBlock = 64;

    /// What is heard of a cell whose beams serve others: their mean, or one drawn for each point and cell, as
    /// in 3GPP's calibrations.
    enum class OtherBeams { mean, drawn };
    explicit RadioModel(const scenario::Scenario& scenario, OtherBeams other_beams = OtherBeams::mean);
    ~RadioModel();

    std::size_t cellCount() const { return cells_.size(); }
    /// Floats in one row, padded for the interference kernel.
    std::size_t row() const { return row_; }
    /// Whether data_mw and interference_mw differ from rsrp_mw: some cell forms beams.
    bool hasBeams() const { return has_beams_; }
    /// Of all cells: rows of row() values, a cell's at its index.
    void fill(const PointBlock& points, const LinkRows& rows) const;
    /// Of these cells, those of a site beside each other: rows of `stride` values.
    void fill(const PointBlock& points, std::span<const RowCell> cells, std::size_t stride,
              const LinkRows& rows) const;
    /// Power per resource element at the cell's antenna port, dBm: the carrier's spread evenly over 12 N_RB
    /// subcarriers.
    double elementPowerDbm(std::uint32_t cell) const;
    /// Whether gains come from rays (radio.coupling: clusters); then the rays of a cell to one point of a
    /// block.
    bool hasRays() const { return rays_ != nullptr; }
    const RayModel& rays() const { return *rays_; }
    cluster::Rays raysTo(std::uint32_t cell, const PointBlock& points, std::size_t point) const;
    /// As fill() for the cells of one site only, SS-RSRP in dBm: rsrp_dbm[i * stride + cell].
    void siteRsrpDbm(std::uint32_t site, const PointBlock& points, std::span<double> rsrp_dbm,
                     std::size_t stride) const;

    /// Receiver noise per resource element of a carrier, mW.
    float noiseMw(std::uint32_t carrier) const { return noise_mw_[carrier]; }
    /// Share of `carrier`'s band that each cell's carrier covers, by row index: 1 = co-channel, 0 =
    /// elsewhere.
    std::span<const float> overlap(std::uint32_t carrier) const {
        return {overlap_.data() + carrier * row_, row_};
    }

    /// Working memory, told apart only inside sim/engine.
    struct Scratch;

  private:
    struct Fields;
    void commonState(const PointBlock& points, Scratch& scratch) const;
    void placeScreens(const PointBlock& points, Scratch& scratch) const;
    propagation::BlockageSetting screenSetting(bool inside) const;
    void siteState(std::uint32_t site, const PointBlock& points, Scratch& scratch) const;
    void sightOf(std::uint32_t site, const PointBlock& points, Scratch& scratch) const;
    void shadowOf(std::uint32_t site, const PointBlock& points, Scratch& scratch) const;
    void sectorShadow(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void wrapTowards(std::uint32_t site, const PointBlock& points, Scratch& scratch) const;
    void pathLoss(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void addShadowAndWalls(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void traceRays(std::uint32_t site, std::uint32_t carrier, const PointBlock& points,
                   Scratch& scratch) const;
    void antennaGain(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void rayGain(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void beamGain(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;
    void cellLink(std::uint32_t cell, const PointBlock& points, Scratch& scratch) const;

    scenario::Radio radio_;
    std::vector<scenario::Carrier> carriers_;
    std::vector<scenario::Site> sites_;
    std::vector<scenario::Cell> cells_;
    std::vector<Enu> wrap_offsets_;
    std::vector<std::vector<std::uint32_t>> cells_of_site_;
    std::vector<RowCell> all_cells_;                            ///< by site
    std::vector<std::unique_ptr<antenna::Pattern>> patterns_;   ///< of antennas
    std::vector<std::unique_ptr<antenna::BeamSet>> beam_sets_;  ///< of cells; null = no beams
    std::vector<std::vector<std::unique_ptr<antenna::Pattern>>>
        beam_patterns_;  ///< of cells, OtherBeams::drawn
    Random random_;
    OtherBeams other_beams_;
    bool rural_;
    std::vector<int> residual_of_cell_;  ///< where there is a calibration
    std::unique_ptr<propagation::PathLossModel> path_loss_;
    std::unique_ptr<Fields> fields_;
    std::unique_ptr<RayModel> rays_;  ///< where the scenario asks for rays
    std::vector<float> noise_mw_, overlap_;
    std::size_t row_;
    bool has_beams_ = false;
};

}  // namespace celltwin::engine
