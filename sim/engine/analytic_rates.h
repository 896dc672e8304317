// SPDX-License-Identifier: BSD-3-Clause
//
// What a carrier gives a UE that has it alone, against its mean SINR: the slot engine's link adaptation as a
// curve, for the fidelity without slots. Without fading it is phy::RateCurve. With fading it is the mean over
// places on the fading table, each with the report a UE would make there, at the outer loop's offset where
// first transmissions fail as often as its target says.
//
// Not modelled: the gain of serving users on their peaks, reports grown old between measuring and use (with
// fading), curves of their own for links in line of sight where both profiles differ (the curve is the mean
// of both).
#pragma once

#include <cstdint>
#include <vector>

#include "models/load_coupling/cost_curve.h"
#include "models/phy/rate_curve.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {

/// Link adaptation of one carrier as it is built for slots: pattern, overhead, block sizes.
phy::LinkRateParameters linkRateParameters(const StepContext& context, std::uint32_t carrier);

/// bit/s on all PRBs that carry data, over all slots; SINR of all layers together.
std::vector<load_coupling::RatePoint> carrierRates(const StepContext& context, std::uint32_t carrier);

}  // namespace celltwin::engine
