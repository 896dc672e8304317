// SPDX-License-Identifier: BSD-3-Clause
#include "models/link/sinr.h"

#include <array>
#include <cassert>

namespace celltwin::link {

float interferenceMw(std::span<const float> rx_power_mw, std::span<const float> activity,
                     std::size_t serving) {
    assert(rx_power_mw.size() == activity.size() && rx_power_mw.size() % kRowPad == 0);
    std::array<float, kRowPad> lanes{};
    for (std::size_t c = 0; c < rx_power_mw.size(); c += kRowPad)
        for (std::size_t lane = 0; lane < kRowPad; ++lane)
            lanes[lane] += rx_power_mw[c + lane] * activity[c + lane];
    // The serving cell is taken out of its own lane afresh: subtracting it from the sum would cancel digits.
    const std::size_t own = serving % kRowPad;
    lanes[own] = 0.0F;
    for (std::size_t c = own; c < rx_power_mw.size(); c += kRowPad)
        if (c != serving) lanes[own] += rx_power_mw[c] * activity[c];
    for (std::size_t half = kRowPad / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
    return lanes[0];
}

double referenceInterferenceMw(std::span<const float> rx_power_mw, std::span<const float> activity,
                               std::size_t serving) {
    double sum = 0.0;
    for (std::size_t c = 0; c < rx_power_mw.size(); ++c)
        if (c != serving) sum += static_cast<double>(rx_power_mw[c]) * static_cast<double>(activity[c]);
    return sum;
}

}  // namespace celltwin::link
