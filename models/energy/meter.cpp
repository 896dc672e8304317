// SPDX-License-Identifier: BSD-3-Clause
#include "models/energy/meter.h"

#include <algorithm>
#include <cassert>

namespace celltwin::energy {
namespace {

constexpr double kJoulePerKwh = 3.6e6;

double watts(double joule, std::int64_t ns) {
    return joule / (static_cast<double>(ns) * 1e-9);
}

}  // namespace

void add(PowerMeter& meter, double joule, std::int64_t slot_ns, std::int64_t window_ns) {
    assert(slot_ns > 0 && window_ns >= slot_ns);
    meter.joule += joule;
    meter.elapsed_ns += slot_ns;
    meter.window_joule += joule;
    meter.window_elapsed_ns += slot_ns;
    if (meter.window_elapsed_ns < window_ns) return;
    const double reading_w = watts(meter.window_joule, meter.window_elapsed_ns);
    meter.least_w = meter.windows == 0 ? reading_w : std::min(meter.least_w, reading_w);
    meter.greatest_w = meter.windows == 0 ? reading_w : std::max(meter.greatest_w, reading_w);
    ++meter.windows;
    meter.window_joule = 0.0;
    meter.window_elapsed_ns = 0;
}

PowerReading read(const PowerMeter& meter) {
    if (meter.elapsed_ns == 0) return {};
    PowerReading reading;
    reading.average_w = watts(meter.joule, meter.elapsed_ns);
    reading.least_w = meter.windows > 0 ? meter.least_w : reading.average_w;
    reading.greatest_w = meter.windows > 0 ? meter.greatest_w : reading.average_w;
    reading.energy_kwh = meter.joule / kJoulePerKwh;
    return reading;
}

void clear(PowerMeter& meter) {
    const PowerMeter before = meter;
    meter = PowerMeter{};
    meter.window_joule = before.window_joule;
    meter.window_elapsed_ns = before.window_elapsed_ns;
}

}  // namespace celltwin::energy
