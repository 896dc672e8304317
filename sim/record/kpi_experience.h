// SPDX-License-Identifier: BSD-3-Clause
//
// The KPI catalogue: energy, and what users see. Private to the room.
#pragma once

#include <array>

#include "sim/record/kpi_bins.h"
#include "sim/record/kpi_entry.h"

namespace celltwin::record {

inline constexpr auto kExperienceKpis = std::to_array({
    counter(Kpi::pee_avg_power, "PEE.AvgPower", "W", "ManagedElement", Kind::mean, "5.1.1.19.2.1",
            "Power drawn for the cell, mean over the period; that of a managed element is the sum over its "
            "cells."),
    counter(Kpi::pee_min_power, "PEE.MinPower", "W", "ManagedElement", Kind::minimum, "5.1.1.19.2.2",
            "Least power drawn for the cell, among means over energy.reading_s; summed over cells it bounds "
            "that of the managed element from below."),
    counter(Kpi::pee_max_power, "PEE.MaxPower", "W", "ManagedElement", Kind::maximum, "5.1.1.19.2.3",
            "Most power drawn for the cell, among means over energy.reading_s; summed over cells it bounds "
            "that of the managed element from above."),
    counter(Kpi::pee_energy, "PEE.Energy", "kWh", "ManagedElement", Kind::count, "5.1.1.19.3",
            "Energy drawn for the cell; that of a managed element is the sum over its cells."),
    ratio(Kpi::x_stall_ratio, "X.StallRatio", "%", "NRCellCU", "X.StallTime", "X.ViewTime", "own",
          "Share of viewing time in which video stood still: 100 * X.StallTime / X.ViewTime.", 100.0),
    counter(Kpi::x_stall_time, "X.StallTime", "s", "NRCellCU", Kind::count, "own",
            "Numerator of X.StallRatio: time videos stood still for want of data, summed over UEs."),
    counter(Kpi::x_view_time, "X.ViewTime", "s", "NRCellCU", Kind::count, "own",
            "Denominator of X.StallRatio: time videos played or stood still, summed over UEs."),
    split(kServices,
          ratio(Kpi::x_mos, "X.Mos.service", "1", "NRCellCU", "X.MosSum.service", "X.MosCount.service", "own",
                "Mean opinion score 1..5 by service: X.MosSum / X.MosCount. The traffic model's card names "
                "each formula's source.")),
    split(kServices, counter(Kpi::x_mos_sum, "X.MosSum.service", "1", "NRCellCU", Kind::count, "own",
                             "Numerator of X.Mos: scores summed over the sessions or intervals scored.")),
    split(kServices, counter(Kpi::x_mos_count, "X.MosCount.service", "1", "NRCellCU", Kind::count, "own",
                             "Denominator of X.Mos: sessions or intervals scored.")),
});

}  // namespace celltwin::record
