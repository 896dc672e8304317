// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/strips.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace celltwin::engine {
namespace {

/// What a cell costs beside its UEs, in UEs of full buffers.
constexpr double kCellWeight = 3.0;

std::vector<double> weightsOf(const scenario::NetworkSnapshot& network, std::span<const Enu> users) {
    std::vector<double> weight(network.sites.size(), 0.0);
    for (const scenario::Cell& cell : network.cells) weight[cell.site] += kCellWeight;
    for (const Enu& at : users) {
        const auto nearest =
            std::min_element(network.sites.begin(), network.sites.end(),
                             [&](const scenario::Site& a, const scenario::Site& b) {
                                 return distance2dM(a.position, at) < distance2dM(b.position, at);
                             });
        weight[static_cast<std::size_t>(nearest - network.sites.begin())] += 1.0;
    }
    return weight;
}

std::vector<int> ranksOfSites(const scenario::NetworkSnapshot& network, std::span<const Enu> users,
                              int ranks) {
    std::vector<int> rank_of(network.sites.size(), 0);
    if (ranks == 1) return rank_of;
    const std::vector<double> weight = weightsOf(network, users);
    const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
    std::vector<std::uint32_t> order(network.sites.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto key = [&](std::uint32_t site) {
        const Enu& at = network.sites[site].position;
        return std::tuple(at.east_m, at.north_m, site);
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    double before = 0.0;
    for (const std::uint32_t site : order) {
        const double middle = (before + 0.5 * weight[site]) / total;
        rank_of[site] = std::clamp(static_cast<int>(middle * ranks), 0, ranks - 1);
        before += weight[site];
    }
    return rank_of;
}

}  // namespace

Strips::Strips(const scenario::NetworkSnapshot& network, std::span<const Enu> users, int rank, int ranks)
    : rank_(rank), cells_(static_cast<std::size_t>(ranks)) {
    const std::vector<int> rank_of = ranksOfSites(network, users, ranks);
    for (std::uint32_t site = 0; site < rank_of.size(); ++site)
        if (rank_of[site] == rank) sites_.push_back(site);
    for (std::uint32_t cell = 0; cell < network.cells.size(); ++cell) {
        rank_of_cell_.push_back(rank_of[network.cells[cell].site]);
        cells_[static_cast<std::size_t>(rank_of_cell_.back())].push_back(cell);
    }
}

}  // namespace celltwin::engine
