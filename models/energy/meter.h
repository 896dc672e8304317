// SPDX-License-Identifier: BSD-3-Clause
//
// What the PEE counters of TS 28.552 clause 5.1.1.19 say of a stretch of time: PEE.AvgPower, PEE.MinPower,
// PEE.MaxPower (W) and PEE.Energy (kWh). A meter reads mean power over windows of fixed length, as the
// sensors of ETSI ES 202 336-12 do; least and greatest are over these readings, so they do not depend on the
// slot length. The clause defines them for a physical network function; here they are of a cell, and add up
// to their site's.
#pragma once

#include <cstdint>
#include <type_traits>

namespace celltwin::energy {

struct PowerReading {
    double average_w = 0.0, least_w = 0.0, greatest_w = 0.0;
    double energy_kwh = 0.0;
};

/// Plain columns: a checkpoint holds the bytes.
struct PowerMeter {
    double joule = 0.0;  ///< since clear()
    std::int64_t elapsed_ns = 0;
    double window_joule = 0.0;  ///< of the window under way
    std::int64_t window_elapsed_ns = 0;
    double least_w = 0.0, greatest_w = 0.0;  ///< of whole windows
    std::int64_t windows = 0;
};
static_assert(sizeof(PowerMeter) == 56 && std::is_trivially_copyable_v<PowerMeter>);

/// Adds one slot; `window_ns`, the length of a reading, is a whole number of slots.
void add(PowerMeter& meter, double joule, std::int64_t slot_ns, std::int64_t window_ns);
/// Since clear(). Least and greatest are the average where no window is whole; all zero where no time has
/// passed.
PowerReading read(const PowerMeter& meter);
/// Begins a new period; the window under way goes on.
void clear(PowerMeter& meter);

}  // namespace celltwin::energy
