// SPDX-License-Identifier: BSD-3-Clause
#include "bench/slot_kernel.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "bench/gate_cases.h"
#include "models/base/random.h"
#include "models/base/units.h"
#include "models/link/sinr.h"
#include "models/phy/link_adaptation.h"
#include "sim/engine/user_drop.h"

namespace celltwin::bench {
namespace {

constexpr int kPasses = 50;
constexpr auto kTable = phy::McsTable::table2_256qam;

template <class Pass>
double fastestOf(int passes, Pass pass) {
    double fastest_s = std::numeric_limits<double>::infinity();
    for (int i = 0; i < passes; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        pass();
        fastest_s = std::min(fastest_s,
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return fastest_s;
}

}  // namespace

KernelNetwork kernelNetwork(const SlotNetwork& network) {
    const scenario::Scenario s = slotScenario(network);
    const engine::UserDrop drop = engine::dropUsers(s);
    KernelNetwork out;
    out.cells = s.network.cells.size();
    out.ues = drop.position.size();
    out.row = link::paddedRow(out.cells);
    out.activity.assign(out.row, 0.0F);
    std::fill_n(out.activity.begin(), out.cells, 1.0F);
    out.power_mw.assign(out.row * out.ues, 0.0F);
    out.noise_mw = 1e-10F;
    std::size_t ue = 0;
    for (std::size_t cell = 0; cell < out.cells; ++cell)
        for (std::size_t i = cell; i < out.ues; i += out.cells, ++ue) {
            out.serving.push_back(static_cast<std::uint32_t>(cell));
            for (std::size_t c = 0; c < out.cells; ++c) {
                const Enu& at = s.network.cells[c].position;
                const double far_m =
                    std::hypot(at.east_m - drop.position[i].east_m, at.north_m - drop.position[i].north_m);
                out.power_mw[ue * out.row + c] = static_cast<float>(std::pow(far_m, -3.76));
            }
        }
    return out;
}

StageTime timeSinrStage(const KernelNetwork& n) {
    std::vector<float> sinr(n.ues);
    StageTime time;
    time.seconds = fastestOf(kPasses, [&] {
        for (std::size_t ue = 0; ue < n.ues; ++ue) {
            const float* power = n.power_mw.data() + ue * n.row;
            const std::uint32_t own = n.serving[ue];
            sinr[ue] = power[own] / (n.noise_mw + link::interferenceMw({power, n.row}, n.activity, own));
        }
        keep(sinr);
    });
    time.flops = 2.0 * static_cast<double>(n.row * n.ues);
    time.useful_flops = 2.0 * static_cast<double>((n.cells - 1) * n.ues);
    time.bytes = static_cast<double>(n.row * (n.ues + 1) * sizeof(float));
    return time;
}

double timeSlotKernel(const KernelNetwork& n) {
    std::vector<double> average(n.ues, 1.0);
    std::vector<std::uint32_t> served(n.cells);
    return fastestOf(kPasses, [&] {
        std::size_t ue = 0;
        for (std::size_t cell = 0; cell < n.cells; ++cell) {
            const std::size_t first = ue;
            double best = -1.0, best_rate = 0.0;
            for (; ue < n.ues && n.serving[ue] == cell; ++ue) {
                const float* power = n.power_mw.data() + ue * n.row;
                const double sinr =
                    power[cell] / (n.noise_mw + link::interferenceMw({power, n.row}, n.activity, cell));
                const int mcs = phy::mcsFromCqi(phy::cqiFromSinr(10.0 * std::log10(sinr), kTable), kTable);
                const double rate =
                    phy::mcsTable(kTable)[static_cast<std::size_t>(mcs)].spectral_efficiency();
                if (const double metric = rate / average[ue]; metric > best) {
                    best = metric;
                    best_rate = rate;
                    served[cell] = static_cast<std::uint32_t>(ue);
                }
            }
            for (std::size_t i = first; i < ue; ++i)
                average[i] += 0.01 * ((i == served[cell] ? best_rate : 0.0) - average[i]);
        }
        keep(average);
    });
}

}  // namespace celltwin::bench
