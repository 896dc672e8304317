// SPDX-License-Identifier: BSD-3-Clause
//
// What measurements say about a path loss model's errors: a correction to add to any model's loss. Offset and
// slope over log distance, an offset per cell, and maps of what is left (residuals, dB, positive = more loss
// than the model says), common to all cells or a cell's own, bilinear between their points. Where residuals
// leave a rest, its deviation and correlation length stand in for the model's shadowing. Plain numbers, no
// files: who reads a field decides its format. Not modelled: errors that depend on frequency or on height.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::propagation {

/// Residuals on a square lattice. Point (c, r) lies at (east_m + c step_m, north_m + r step_m); `values_db`
/// is row-major from the south-west corner: values_db[r * columns + c].
struct ResidualGrid {
    double east_m = 0.0, north_m = 0.0;
    double step_m = 0.0;
    int columns = 0, rows = 0;
    std::vector<double> values_db;

    /// Bilinear inside; outside, the nearest border value fades linearly to 0 over one step in each
    /// direction.
    double at(double east_m, double north_m) const;
};

/// One cell's own correction.
struct CellResidual {
    std::string cell;  ///< its id
    double offset_db = 0.0;
    std::optional<ResidualGrid> grid{};
};

struct CalibratedField {
    double offset_db = 0.0;
    /// Added once per tenfold of d_2D / reference_distance_m; it vanishes at the reference distance.
    double slope_db_per_decade = 0.0, reference_distance_m = 1000.0;
    std::vector<CellResidual> cells{};
    std::optional<ResidualGrid> common{};
    /// Where given, these replace the model's shadowSigmaDb() and shadowCorrelationM().
    std::optional<double> sigma_db{}, correlation_m{};

    /// Throws ConfigError with all findings and the accepted ranges: offsets within 100 dB, slope within
    /// 100 dB a decade, reference distance above 0 m, step above 0 m, at least 1 x 1 points and as many
    /// values, all finite and within 100 dB, sigma 0..30 dB, correlation above 0 m, no cell twice, none
    /// empty.
    void validate() const;
    /// Index into `cells` for correctLossDb(), or kNoCell.
    int indexOf(std::string_view cell) const;
    static constexpr int kNoCell = -1;
};

/// Distances under 1 m count as 1 m in the slope.
inline constexpr double kMinSlopeDistanceM = 1.0;

/// Adds the correction of links from one cell (an index of `field.cells` or kNoCell) to places (east_m,
/// north_m) onto `loss_db`. All spans have one length; `field` has passed validate().
void correctLossDb(const CalibratedField& field, int cell, std::span<const double> distance_2d_m,
                   std::span<const double> east_m, std::span<const double> north_m,
                   std::span<double> loss_db);

}  // namespace celltwin::propagation
