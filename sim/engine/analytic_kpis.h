// SPDX-License-Identifier: BSD-3-Clause
//
// From a solved period to rows of the KPI catalogue. Private to sim/engine.
#pragma once

#include <span>
#include <vector>

#include "sim/engine/analytic.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {

struct AnalyticPeriod {
    SimTimeNs begin_ns = 0, end_ns = 0;
    std::span<const AnalyticUe> ues;
    std::span<const std::uint8_t> traffic_class;          ///< of UEs
    std::span<const float> rsrp_mw, reference_over_data;  ///< of UEs
    std::span<const int> cqi;                             ///< of UEs; empty = not known
    std::span<const double> load, activity;               ///< of cells
};

/// What cells draw at a mean activity, where they sleep no deeper than a symbol at a time: slots are busy on
/// the whole band or idle. Receiving and broadcasts are left out.
class AnalyticPower {
  public:
    explicit AnalyticPower(const StepContext& context);
    /// NaN with deeper sleep, which depends on how long idle stretches are.
    double watts(std::uint32_t cell, double activity) const;

  private:
    struct Levels {
        double off_w, idle_w, busy_w;
    };
    const StepContext& x_;
    bool known_;
    std::vector<Levels> of_carrier_;
};

/// cells x rowWidth(), NaN where this fidelity has no value.
void fillAnalyticKpis(const StepContext& context, const AnalyticPower& power, const AnalyticPeriod& period,
                      std::vector<double>& values);

}  // namespace celltwin::engine
