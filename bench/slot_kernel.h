// SPDX-License-Identifier: BSD-3-Clause
//
// What the hardware allows: multiply-add peak and memory bandwidth of one core as small loops of our own
// reach them, and the engine's kernels alone on a network, without engine. The one place to change when the
// engine gets another SINR kernel: timeRowStage and timeSlotKernel call what the slot path calls.
//
// Powers fall with distance^3.76 and sectors do not matter: the time of a kernel does not depend on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/slot_networks.h"

namespace celltwin::bench {

/// Operations in a second of one core, a multiply-add counted as two, single precision.
struct FmaPeak {
    double flops = 0.0;
    int vector_bits = 0;
};
/// With vectors of at most `max_bits` (256 or 512), where this machine has them; none = scalars.
FmaPeak measureFmaPeak(int max_bits);
/// Bytes in a second of one core, a[i] = b[i] + s c[i] over arrays far larger than the caches; what is read
/// and what is written count once each.
double measureBandwidth();

/// UEs of a network sorted by serving cell, and what they hear: the cells of its list.
struct KernelNetwork {
    std::size_t cells = 0, ues = 0, places = 0, row = 0;
    std::vector<std::uint32_t> list;     ///< cell x places, ascending
    std::vector<float> power_mw;         ///< UE x row
    std::vector<std::uint32_t> serving;  ///< of each UE
    std::vector<std::size_t> own_place;  ///< of each cell in its list
    std::vector<float> activity;         ///< one subband, the same in every list: row floats
    float noise_mw = 0.0F;
};
/// Lists of the `most` nearest cells.
KernelNetwork kernelNetwork(const SlotNetwork& network, std::size_t most);

/// One pass over all UEs, the fastest of several.
struct StageTime {
    double seconds = 0.0;
    double flops = 0.0;         ///< multiply-adds, counted as two, padding included
    double useful_flops = 0.0;  ///< without it and without the serving cell's
    double bytes = 0.0;         ///< of power rows that are read
};
/// SINR of every UE in every subband, cell by cell into memory that is used again, as a slot that goes on to
/// link adaptation at once would.
StageTime timeSinrStage(const KernelNetwork& network, std::size_t subbands);
/// Interference of every UE in one subband, row by row.
StageTime timeRowStage(const KernelNetwork& network);
/// Downlink SINR of every UE, CQI and MCS, proportional fair choice and averages of every cell: seconds of a
/// slot.
double timeSlotKernel(const KernelNetwork& network);

}  // namespace celltwin::bench
