// SPDX-License-Identifier: BSD-3-Clause
//
// Where UEs are and whom they hear, for the fidelity without slots: the same radio model and drop as the slot
// engine's, packed into a coupled network. A UE is served by the cell it receives best, without hysteresis,
// offsets or secondary cells.
#pragma once

#include <cstdint>
#include <vector>

#include "models/load_coupling/network.h"
#include "sim/engine/blocks.h"
#include "sim/engine/steps.h"
#include "sim/engine/user_drop.h"

namespace celltwin::engine {

class AnalyticLinks {
  public:
    AnalyticLinks(const StepContext& context, const UserDrop& users, const Workers& workers);

    /// Moves UEs to a time, not before that of the last call; returns whether anything moved (the first call:
    /// true). Then rows and serving cells are those of the new places.
    bool moveTo(std::int64_t time_ns);
    std::size_t ueCount() const { return east_m_.size(); }
    std::span<const std::int32_t> servingCell() const { return serving_; }
    std::span<const float> rsrpMw() const { return serving_rsrp_mw_; }
    /// Received data over noise, without anyone's interference, linear; 0 where nothing is heard.
    std::span<const float> snr() const { return snr_; }
    /// Reference signal over data signal of the serving cell, linear.
    float referenceOverData(std::size_t ue) const;

    /// Adds every cell with its UEs, in the order of their rows, to `network`; order[i] is the UE of pixel i.
    void pack(std::span<const double> demand_bps, std::span<const load_coupling::Cell> cells,
              load_coupling::Network& network, std::vector<std::uint32_t>& order) const;

  private:
    void measure(std::size_t begin, std::size_t end);
    std::span<const float> heardBy(std::size_t ue) const;

    const StepContext& x_;
    const UserDrop& users_;
    const Workers& workers_;
    bool first_ = true;
    std::vector<mobility::Cursor> cursors_;
    std::vector<double> east_m_, north_m_;
    std::vector<std::int32_t> serving_;
    std::vector<float> rsrp_mw_, data_mw_, heard_mw_, serving_rsrp_mw_, snr_;
};

}  // namespace celltwin::engine
