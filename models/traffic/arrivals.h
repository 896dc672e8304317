// SPDX-License-Identifier: BSD-3-Clause
//
// Downlink traffic of one UE as bytes that arrive in a slot, without asking what was delivered: full buffer,
// ftp3 and constant rate as functions of time alone; every other kind at zero transfer time (traffic.h).
#pragma once

#include <cstdint>

#include "models/traffic/traffic.h"

namespace celltwin::traffic {

/// The UE's place in it (RanState column); start with ArrivalCursor{}, at any time: what arrived before
/// from_ns is passed over. A cursor belongs to one profile: after a change of profile start again (ftp3 and
/// constant_rate; a full buffer then fills again).
struct ArrivalCursor {
    std::int64_t next_arrival_ns = -1;  ///< -1 = not started
    std::uint64_t arrivals = 0;         ///< number of the next arrival
    Cursor flow;                        ///< of the other kinds
};

/// How many bytes arrive in [from_ns, to_ns). ftp3: inter-arrival times are drawn per (ue, arrival number),
/// so the arrival process does not depend on the slot length or on where one asks. constant_rate: packet k
/// arrives (phase + k) packet times after 0, the phase drawn per UE from 0..1. full_buffer: infinity from the
/// first call that spans any time, 0 from then on; an infinite queue stays infinite. A rate or file size of 0
/// means no arrivals. `from_ns` must not decrease between calls on the same cursor.
double arrivingBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                     std::int64_t to_ns, ArrivalCursor& cursor);

}  // namespace celltwin::traffic
