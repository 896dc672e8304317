// SPDX-License-Identifier: BSD-3-Clause
//
// Mobility load balancing, the idea of TS 38.300 clause 15.5.1: cells that carry much more than their
// neighbours hand UEs over earlier and take them later. The rule is a bounded step on one offset for each
// cell, in the spirit of Viering, Doettling, Lobinger, "A mathematical perspective of self-optimizing
// wireless networks", ICC 2009, and Kwan et al., "On mobility load balancing for LTE systems", VTC Fall 2010
// (ideas only, both second-hand; their laws are not reproduced). The offset enters the events as Ocn of a
// neighbour and Ocp of the serving cell alike, so what eases the way out hardens the way back by the same
// decibels: the sum of the two margins, and with it the guard against ping-pong, stays. Valid for loads that
// settle within a period. Not modelled: messages between cells and their delay.
#pragma once

#include <span>

namespace celltwin::rrc {

struct LoadBalancing {
    double step_db = 1.0;
    double max_offset_db = 6.0;  ///< offsets stay within [-max_offset_db, 0]
    double threshold = 0.8;      ///< load above which a cell sheds, 0..1
    double hysteresis = 0.1;     ///< also the lead over the neighbours' mean load that shedding asks
};

/// A cell's next offset after one period. Above the threshold, and the lead over its neighbours: one step
/// down. Below threshold - hysteresis: one step back towards 0. Else as it was.
double nextOffsetDb(const LoadBalancing& rule, double load, double neighbour_load, double offset_db);

/// The same for all cells; `neighbour_loads` holds each cell's mean over its neighbours. Equal sizes.
void updateOffsets(const LoadBalancing& rule, std::span<const double> loads,
                   std::span<const double> neighbour_loads, std::span<double> offsets_db);

/// Between frequencies: a UE of a cell above the threshold is sent to a cell with `hysteresis` to spare.
bool shedsTo(const LoadBalancing& rule, double serving_load, double target_load);

}  // namespace celltwin::rrc
