// SPDX-License-Identifier: BSD-3-Clause
//
// Which rank works for what: the sites in strips from west to east, each with its cells and the UEs they
// serve. Strips weigh the same in UEs and cells as users were dropped; they stay when UEs move on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/base/geo.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/ran_state.h"

namespace celltwin::engine {

class Strips {
  public:
    Strips(const scenario::NetworkSnapshot& network, std::span<const Enu> users, int rank, int ranks);

    int rank() const { return rank_; }
    int ranks() const { return static_cast<int>(cells_.size()); }
    /// Of this rank, in ascending order.
    std::span<const std::uint32_t> sites() const { return sites_; }
    std::span<const std::uint32_t> cells() const { return cellsOf(rank_); }
    std::span<const std::uint32_t> cellsOf(int rank) const { return cells_[static_cast<std::size_t>(rank)]; }
    int rankOfCell(std::uint32_t cell) const { return rank_of_cell_[cell]; }
    /// UEs that no cell serves are dealt out.
    int rankOfUe(const RanState& state, std::size_t ue) const {
        if (ranks() == 1) return 0;
        const std::int32_t cell = state.serving_cell[ue];
        return cell >= 0 ? rank_of_cell_[static_cast<std::size_t>(cell)]
                         : static_cast<int>(ue % cells_.size());
    }
    bool hasUe(const RanState& state, std::size_t ue) const { return rankOfUe(state, ue) == rank_; }

  private:
    int rank_;
    std::vector<std::uint32_t> sites_;
    std::vector<std::vector<std::uint32_t>> cells_;  ///< by rank
    std::vector<int> rank_of_cell_;
};

}  // namespace celltwin::engine
