// SPDX-License-Identifier: BSD-3-Clause
//
// Downlink traffic of one UE as bytes that arrive in a slot. Full buffer; FTP model 3 of TR 36.889 Annex A
// (Poisson file arrivals at each UE, fixed size); constant rate in packets.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "models/base/random.h"

namespace celltwin::traffic {

enum class Kind : std::uint8_t { full_buffer, ftp3, constant_rate };

/// Parameters of one traffic class; fields of other kinds are ignored.
struct Profile {
    Kind kind = Kind::full_buffer;
    double file_bytes = 500'000.0;  ///< ftp3 (TR 36.889: 0.5 MB)
    double files_per_second = 0.5;  ///< ftp3, lambda per UE
    double rate_kbps = 1000.0;      ///< constant_rate
    double packet_bytes = 1500.0;   ///< constant_rate
};

/// Arrivals of one UE, a function of time alone: how many bytes arrive in [from_ns, to_ns).
/// ftp3: inter-arrival times are drawn per (ue, arrival number), so the arrival process does not depend on
/// the slot length or on where one asks. constant_rate: packet k arrives (phase + k) packet times after 0,
/// the phase drawn per UE from 0..1. full_buffer: infinity from the first call that spans any time, 0 from
/// then on; an infinite queue stays infinite. A rate or file size of 0 means no arrivals. `cursor` is the
/// UE's place in it (RanState column); start with Cursor{}, at any time: what arrived before from_ns is
/// passed over. `from_ns` must not decrease between calls on the same cursor. A cursor belongs to one
/// profile: after a change of profile start again with Cursor{} (ftp3 and constant_rate; a full buffer then
/// fills again).
struct Cursor {
    std::int64_t next_arrival_ns = -1;  ///< -1 = not started
    std::uint64_t arrivals = 0;         ///< number of the next arrival
};
double arrivingBytes(const Profile& profile, const Random& random, std::uint64_t ue, std::int64_t from_ns,
                     std::int64_t to_ns, Cursor& cursor);
/// Mean offered load, bit/s; infinity for full buffer.
double offeredBps(const Profile& profile);

/// The scenario's names: full-buffer, ftp3, constant-rate.
std::span<const std::string_view> kindNames();

}  // namespace celltwin::traffic
