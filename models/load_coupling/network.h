// SPDX-License-Identifier: BSD-3-Clause
//
// A network of cells whose loads depend on each other, packed for the kernel: for each cell its pixels (or
// UEs) side by side, one padded row of floats for each cell it hears.
//
// A cell needs of its time and band
//   load_c = sum over its pixels p of demand_p * E cost(y_p),  y_p = noise_p + sum over k of activity_k
//   gain_pk,
// with noise and gains over the signal (I. Siomina, D. Yuan, "Analysis of Cell Load Coupling for LTE Network
// Planning and Optimization", IEEE Trans. Wireless Comm. 11(6), 2012; K. Majewski, M. Koonert, "Conservative
// Cell Load Approximation for Radio Networks with Shannon Channels", ICT 2010; both known here from secondary
// literature). It transmits
//   activity_c = floor_c + (1 - floor_c) min(load_c, max_load_c).
// Of each cell the neighbours heard best have a row of their own; the others share one, heard with the mean
// activity of the whole network. Interferers::mean takes every interferer at its mean, as that literature
// does. strongest_apart lets the two strongest of each pixel be on or off, on for a share `activity` of the
// time, and the cost is the mean over the four states: a file meets the interference of its moment, not the
// mean.
//
// Valid for demands spread over many users, whose activities are independent. Not modelled: the correlation
// of activities, losses and queues of an overloaded cell's users, who does without in it: all are served the
// same share.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/load_coupling/cost_curve.h"

namespace celltwin::load_coupling {

enum class Interferers : std::uint8_t { mean, strongest_apart };

struct Cell {
    double floor_activity = 0.0;  ///< transmitted whatever is asked, 0..1; 1 with a full buffer
    double max_load = 1.0;        ///< 0..1
    std::uint32_t curve = 0;      ///< index into the network's curves
};

/// Pixels of one cell, in the order results will have.
struct CellPixels {
    std::span<const double> demand_bps;    ///< >= 0
    std::span<const float> noise;          ///< over signal, > 0
    std::span<const std::uint32_t> heard;  ///< cells of the columns of `gain`; the own cell is passed over
    std::span<const float> gain;           ///< pixels x heard: received at full activity over signal
};

class Network {
  public:
    /// `neighbours`: rows of one cell at most, the shared one left out.
    Network(std::size_t cells, std::vector<CostCurve> curves, std::size_t neighbours = 20,
            Interferers interferers = Interferers::strongest_apart);
    /// Cells come in order, each once, with pixels or none.
    void addCell(const Cell& cell, const CellPixels& pixels);
    void setDemand(std::size_t pixel, double demand_bps);

    std::size_t cellCount() const { return cell_count_; }
    std::size_t pixelCount() const { return pixel_begin_.back(); }
    const Cell& cell(std::size_t c) const { return cells_[c]; }
    /// Pixels of cell c are pixelBegin(c) .. pixelBegin(c + 1).
    std::size_t pixelBegin(std::size_t c) const { return pixel_begin_[c]; }
    double demandBps(std::size_t pixel) const;
    const CostCurve& curveOf(std::size_t c) const { return curves_[cells_[c].curve]; }
    std::size_t bytes() const;

    /// Whose activity a column of cell c is; cellCount() = the mean of all.
    std::span<const std::uint32_t> columnsOf(std::size_t c) const {
        return {heard_.data() + heard_begin_[c], heard_begin_[c + 1] - heard_begin_[c]};
    }
    /// Columns of any cell at most.
    std::size_t mostColumns() const { return most_columns_; }
    std::size_t mostPadded() const { return most_padded_; }

    // For the kernels of this room.
    std::size_t paddedPixels(std::size_t c) const { return padded_begin_[c + 1] - padded_begin_[c]; }
    struct Rows {
        const float *demand, *noise, *gain, *apart_gain;
        const std::int32_t* apart;
    };
    Rows rowsOf(std::size_t c) const;

  private:
    std::vector<std::uint32_t> chooseColumns(std::size_t own, const CellPixels& pixels) const;
    void packGains(std::size_t own, const CellPixels& pixels, std::size_t padded);
    void tellStrongestApart(std::size_t own, std::size_t pixels);

    std::size_t cell_count_, neighbours_;
    Interferers interferers_;
    std::vector<CostCurve> curves_;
    std::vector<Cell> cells_;
    std::vector<std::size_t> pixel_begin_{0}, padded_begin_{0}, heard_begin_{0}, gain_begin_;
    std::vector<std::uint32_t> heard_, cell_of_pixel_;
    std::vector<float> demand_, noise_, gain_, apart_gain_;
    std::vector<std::int32_t> apart_;
    std::size_t most_columns_ = 0, most_padded_ = 0;
};

}  // namespace celltwin::load_coupling
