// SPDX-License-Identifier: BSD-3-Clause
#include "models/link/sinr.h"

#include <cassert>
#include <vector>

#include "models/link/sinr_kernel.h"

namespace celltwin::link {
namespace {

using Lanes [[gnu::vector_size(32)]] = float;
using Places [[gnu::vector_size(32)]] = int;
/// At any address: g++ 12 copies into a vector by way of the stack.
struct [[gnu::packed, gnu::may_alias]] EightFloats {
    Lanes lanes;
};
const EightFloats& eightAt(const float& first) {
    return reinterpret_cast<const EightFloats&>(first);
}

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
    Lanes low{}, high{};
    // How far each lane is from the serving cell. Its product is left out of its lane's sum: subtracting it
    // afterwards would cancel digits, and touching one lane in memory would stall the others.
    const int own = static_cast<int>(serving);
    Places from_own = Places{0, 1, 2, 3, 4, 5, 6, 7} - own;
    for (std::size_t c = 0; c < rx_power_mw.size(); c += kRowPad, from_own += static_cast<int>(kRowPad)) {
        const Lanes first = eightAt(rx_power_mw[c]).lanes * eightAt(activity[c]).lanes;
        const Lanes second = eightAt(rx_power_mw[c + 8]).lanes * eightAt(activity[c + 8]).lanes;
        low += from_own == 0 ? Lanes{} : first;
        high += from_own == -8 ? Lanes{} : second;
    }
    low += high;
    const float sum[] = {low[0] + low[4], low[1] + low[5], low[2] + low[6], low[3] + low[7]};
    return (sum[0] + sum[2]) + (sum[1] + sum[3]);
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
