// SPDX-License-Identifier: BSD-3-Clause
#include "bench/slot_kernel.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

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

/// Of a cell, itself among them, in ascending order.
std::vector<std::uint32_t> nearestCells(const scenario::NetworkSnapshot& network, std::size_t cell,
                                        std::size_t count) {
    std::vector<std::uint32_t> order(network.cells.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto far_m = [&](std::uint32_t other) {
        return distance2dM(network.cells[cell].position, network.cells[other].position);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return far_m(a) < far_m(b); });
    order.resize(count);
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace

KernelNetwork kernelNetwork(const SlotNetwork& network, std::size_t most) {
    const scenario::Scenario s = slotScenario(network);
    const engine::UserDrop drop = engine::dropUsers(s);
    KernelNetwork out;
    out.cells = s.network.cells.size();
    out.ues = drop.position.size();
    out.places = std::min(out.cells, most);
    out.row = link::paddedRow(out.places);
    out.activity.assign(out.row, 0.0F);
    std::fill_n(out.activity.begin(), out.places, 1.0F);
    out.power_mw.assign(out.row * out.ues, 0.0F);
    out.noise_mw = 1e-10F;
    std::size_t ue = 0;
    for (std::size_t cell = 0; cell < out.cells; ++cell) {
        const std::vector<std::uint32_t> list = nearestCells(s.network, cell, out.places);
        out.list.insert(out.list.end(), list.begin(), list.end());
        out.own_place.push_back(
            static_cast<std::size_t>(std::find(list.begin(), list.end(), cell) - list.begin()));
        for (std::size_t i = cell; i < out.ues; i += out.cells, ++ue) {
            out.serving.push_back(static_cast<std::uint32_t>(cell));
            for (std::size_t place = 0; place < out.places; ++place) {
                const double far_m = distance2dM(s.network.cells[list[place]].position, drop.position[i]);
                out.power_mw[ue * out.row + place] = static_cast<float>(std::pow(far_m, -3.76));
            }
        }
    }
    return out;
}

StageTime timeSinrStage(const KernelNetwork& n, std::size_t subbands) {
    const std::size_t row = link::paddedRow(subbands);
    const std::vector<float> activity(n.cells * row, 1.0F), silence(row, 0.0F), noise(n.ues, n.noise_mw);
    std::vector<const float*> power, heard;
    std::vector<float> signal;
    std::vector<std::size_t> first_ue(n.cells + 1, 0);
    for (std::size_t ue = 0; ue < n.ues; ++ue) {
        power.push_back(n.power_mw.data() + ue * n.row);
        signal.push_back(power.back()[n.own_place[n.serving[ue]]]);
        first_ue[n.serving[ue] + 1] = ue + 1;
    }
    for (std::size_t i = 0; i < n.list.size(); ++i)
        heard.push_back(n.list[i] == i / n.places ? silence.data() : activity.data() + n.list[i] * row);
    std::vector<link::SubbandBlock> blocks;
    for (std::size_t cell = 0; cell < n.cells; ++cell) {
        const std::size_t first = first_ue[cell], ues = first_ue[cell + 1] - first;
        blocks.push_back({{power.data() + first, ues},
                          {signal.data() + first, ues},
                          {noise.data() + first, ues},
                          {heard.data() + cell * n.places, n.places},
                          subbands});
    }
    std::vector<float> sinr(n.ues * row);
    StageTime time;
    time.seconds = fastestOf(kPasses, [&] {
        for (const link::SubbandBlock& block : blocks) {
            link::sinr(block, {sinr.data(), block.power_mw.size() * row});
            keep(sinr);
        }
    });
    time.flops = 2.0 * static_cast<double>(n.places * row * n.ues);
    time.useful_flops = 2.0 * static_cast<double>((n.places - 1) * subbands * n.ues);
    time.bytes = static_cast<double>(n.row * n.ues * sizeof(float));
    return time;
}

StageTime timeRowStage(const KernelNetwork& n) {
    std::vector<float> interference_mw(n.ues);
    StageTime time;
    time.seconds = fastestOf(kPasses, [&] {
        for (std::size_t ue = 0; ue < n.ues; ++ue)
            interference_mw[ue] = link::interferenceMw({n.power_mw.data() + ue * n.row, n.row}, n.activity,
                                                       n.own_place[n.serving[ue]]);
        keep(interference_mw);
    });
    time.flops = 2.0 * static_cast<double>(n.row * n.ues);
    time.useful_flops = 2.0 * static_cast<double>((n.places - 1) * n.ues);
    time.bytes = static_cast<double>(n.row * n.ues * sizeof(float));
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
                const std::size_t own = n.own_place[cell];
                const double sinr =
                    power[own] / (n.noise_mw + link::interferenceMw({power, n.row}, n.activity, own));
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
