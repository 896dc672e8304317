// SPDX-License-Identifier: BSD-3-Clause
//
// Grids of DFT beams over a whole panel array, and what a UE sees of them: the envelope of the SSB beams
// (coverage), the best CSI-RS beam (its own cell's data), and the mean over the CSI-RS beams (a neighbour
// whose beams are used evenly). Beams are steered in both dimensions by phases alone, weights of TR 36.897's
// 2D sub-array form over the beam's aperture; grids follow TS 38.214 clause 5.2.2.2.1 (oversampled DFT).
//
// Gains are of one polarisation that radiates the whole power, equal to those of P polarisations that share
// it; where polarisations differ in pattern (model_1) their mean counts. Valid for narrow bands. Not
// modelled: a wide beam made from the whole aperture by phases (a wide beam here uses a smaller aperture with
// the whole power), tapers, beam squint.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "models/antenna/array.h"

namespace celltwin::antenna {

struct Line;

inline constexpr int kMaxBeams = 4096;  ///< of one grid or set

/// One beam about the array's boresight. The aperture counts elements across all panels from the array's
/// first; 0 is the whole extent.
struct Beam {
    double elevation_deg = 0.0;
    double azimuth_deg = 0.0;  ///< clockwise from boresight
    int rows = 0;
    int columns = 0;
};

/// Which beams of an oversampled DFT grid exist: spatial frequencies k / (oversampling * aperture) in cycles
/// an element, k from minus half a turn to half a turn, with the direction inside the limits (inclusive).
struct BeamGrid {
    int rows = 0;  ///< aperture of each beam in elements, 0 = the whole array; a smaller one is a wider beam
    int columns = 0;
    int row_oversampling = 1;
    int column_oversampling = 1;
    double min_elevation_deg = -90.0;
    double max_elevation_deg = 90.0;
    double min_azimuth_deg = -60.0;
    double max_azimuth_deg = 60.0;
};

/// Beams of a grid, lowest elevation first, then anticlockwise to clockwise. Throws ConfigError for limits
/// out of range or order, an aperture the array does not have (across panels with gaps: one within a panel,
/// or whole panels), oversampling outside 1 to 16, no beam inside the limits, or more than 4096.
std::vector<Beam> makeBeams(const PanelArray& array, const BeamGrid& grid);

/// SSB beams: the grid of a power-of-two aperture, and within `limits` of angle, that has the most beams but
/// at most `most` of them (TS 38.213 clause 4.1: 4 up to 3 GHz, 8 in the rest of FR1, 64 in FR2); of equals
/// the widest aperture across. Aperture and oversampling of `limits` are not read. Throws as makeBeams().
std::vector<Beam> makeSsbBeams(const PanelArray& array, const BeamGrid& limits, int most);

/// One beam as a pattern about the boresight, nulls filled 60 dB below its maximum; a mounting's electrical
/// tilt lowers it further. Throws ConfigError.
std::unique_ptr<Pattern> makeBeam(const PanelArray& array, const Beam& beam);

/// Where BeamSet::gains() writes, one value a direction; an empty span is not wanted and left out.
struct BeamGains {
    std::span<double> ssb_dbi;     ///< of the strongest SSB beam
    std::span<int> ssb_beam;       ///< its index
    std::span<double> csi_rs_dbi;  ///< of the strongest CSI-RS beam
    std::span<int> csi_rs_beam;    ///< its index; the first of equals
    std::span<double> mean_dbi;    ///< 10 log10 of the mean linear gain over CSI-RS beams
};

/// The beams of one cell, for blocks of directions. Each beam's array factor is the product of one factor an
/// axis, read from tables fine enough for 0.01 dB in the main lobe, so that cost goes with rows + columns of
/// the grid more than with the number of beams. Immutable.
class BeamSet {
  public:
    /// Throws ConfigError where a set is empty or over 4096 beams, or a beam or the array is not valid.
    BeamSet(const PanelArray& array, std::span<const Beam> ssb, std::span<const Beam> csi_rs);
    /// Directions about the array's own boresight and horizon; all spans as long as `azimuth_deg`, or empty
    /// in `out`.
    void gains(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
               const BeamGains& out) const;
    /// The same for world directions of an array that stands in the world.
    void gains(const Orientation& orientation, std::span<const double> bearing_deg,
               std::span<const double> elevation_deg, const BeamGains& out) const;
    double maxGainDbi() const { return max_gain_dbi_; }

  private:
    static constexpr std::size_t kBlock = 64;  ///< directions evaluated together
    using Row = std::array<double, kBlock>;
    struct Table {
        int elements = 0;
        double steps_per_unit = 0.0;
        std::vector<double> amplitude;  ///< over the difference of direction cosines, from 0 to 2
    };
    struct Factor {
        int table;
        double cosine;  ///< where it is steered
    };
    struct Product {
        int row_factor, column_factor;
        double floor;
    };
    struct Set {
        std::vector<Factor> row_factors, column_factors;
        std::vector<Product> beams;
    };
    Set addSet(std::span<const Beam> beams);
    static int tableOf(std::vector<Table>& tables, const Line& line);
    struct Best;
    void evaluate(const Set& set, std::span<const double> left, std::span<const double> up, Best& best,
                  std::vector<Row>& factors) const;

    PanelArray array_;
    std::vector<Table> row_tables_, column_tables_;
    Set ssb_, csi_rs_;
    double max_gain_dbi_ = -1e300;
};

}  // namespace celltwin::antenna
