// SPDX-License-Identifier: BSD-3-Clause
#include "models/link/sinr.h"

#include <array>
#include <cassert>
#include <vector>

#include "models/link/sinr_kernel.h"

namespace celltwin::link {
namespace {

template <kernel::Sinr Kernel>
void sinrBy(const SubbandBlock& block, std::span<float> out) {
    const std::size_t ues = block.power_mw.size(), row = paddedRow(block.subbands);
    assert(block.signal_mw.size() == ues && block.noise_mw.size() == ues && out.size() == ues * row);
    Kernel({block.power_mw.data(), block.signal_mw.data(), block.noise_mw.data(), ues, block.activity.data(),
            block.activity.size(), row},
           out.data());
}

std::vector<VectorUnit> findUnits() {
    std::vector<VectorUnit> units;
#ifdef CELLTWIN_X86_KERNELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) units.push_back({"AVX-512", 512, sinrBy<kernel::sinrAvx512>});
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        units.push_back({"AVX2", 256, sinrBy<kernel::sinrAvx2>});
#endif
    units.push_back({"portable", 32, sinrBy<kernel::sinrPortable>});
    return units;
}

}  // namespace

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

std::span<const VectorUnit> vectorUnits() {
    static const std::vector<VectorUnit> units = findUnits();
    return units;
}

void sinr(const SubbandBlock& block, std::span<float> out) {
    vectorUnits().front().sinr(block, out);
}

double referenceSinr(const SubbandBlock& block, std::size_t ue, std::size_t subband) {
    double sum = static_cast<double>(block.noise_mw[ue]);
    for (std::size_t place = 0; place < block.activity.size(); ++place)
        sum += static_cast<double>(block.power_mw[ue][place]) *
               static_cast<double>(block.activity[place][subband]);
    return static_cast<double>(block.signal_mw[ue]) / sum;
}

}  // namespace celltwin::link
