// SPDX-License-Identifier: BSD-3-Clause
//
// How the UEs of one cell share it in the mean. Private to sim/engine; analytic.h says by which law.
#pragma once

#include <span>

#include "sim/engine/analytic.h"

namespace celltwin::engine {

/// Reads demand_bps, rate_bps (0 = cannot be served) and endless; fills share, busy, served_bps and
/// throughput_bps.
void shareCell(std::span<AnalyticUe> ues);

}  // namespace celltwin::engine
