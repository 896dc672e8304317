// SPDX-License-Identifier: BSD-3-Clause
//
// A link without slots: what link adaptation makes of a SINR on average, downlink and uplink. Fidelity `flow`
// and the background of the slot engine serve by it. Not modelled: fading, subbands, whole PRBs and padding
// of small blocks. Private to sim/engine.
#pragma once

#include "models/phy/rate_curve.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {

struct FluidCarrier {
    phy::LinkRates rates;
    double data_share;           ///< of slots that carry downlink data
    double bytes_per_s_per_bit;  ///< what one bit per PRB and slot is on the scheduled part
    double activity_share;       ///< of the carrier that the scheduled part is
    double feedback_slots;       ///< mean, from a block to what may follow its failure
    double uplink_share;         ///< of slots that carry uplink data
    /// The outer loop steps by chance, not by means: a link's long-run rate (phy::RateCurve) over that of
    /// planFluid's walk, by point of `rates`.
    std::vector<float> walk_loss;
};
FluidCarrier fluidCarrier(const StepContext& context, std::uint32_t carrier);

/// What the scheduler knows of a link: the CQI reported last, and for `older_share` of the time the one
/// before.
struct FluidReports {
    int newer, older;
    double older_share;
};
/// How a link does over some data slots of its own: means, and where the outer loop ends.
struct FluidPlan {
    double bits_per_prb = 0.0;  ///< per slot of the pattern, data or not
    double first_error = 0.0;
    double offset_db = 0.0;
};
/// `now`: the SINR that its blocks meet.
FluidPlan planFluid(const FluidCarrier& carrier, phy::LinkRates::Place now, const FluidReports& reports,
                    double data_slots, double offset_db);

/// A UE alone in the uplink, its power spread over as many PRBs as it can fill.
struct FluidUplink {
    double slot_bytes;        ///< of a whole uplink slot
    double part_share;        ///< of the scheduled part that it takes
    double power_per_prb_mw;  ///< sent
};
struct UplinkGains {
    double element_dbm;            ///< power of a resource element at the cell's port
    double reference_mw, data_mw;  ///< received by the UE, of its reference signal and its data
    double noise_mw;               ///< per PRB at the base station, interference included
};
FluidUplink fluidUplink(const scenario::Uplink& rules, const scenario::Carrier& carrier, int re_per_prb,
                        const UplinkGains& gains);

}  // namespace celltwin::engine
