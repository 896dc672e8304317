// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/heard_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/link/sinr.h"

namespace celltwin::engine {
namespace {

/// Where UEs of a sector are: shares of the way to the nearest other site, and degrees off its azimuth.
constexpr double kWays[] = {0.15, 0.4, 0.65};
constexpr double kTurnsDeg[] = {-45.0, 0.0, 45.0};
constexpr std::size_t kSamples = std::size(kWays) * std::size(kTurnsDeg);
/// Of a network of one site.
constexpr double kAloneM = 1000.0;
constexpr double kUeHeightM = 1.5;

double wrappedDistanceM(const std::vector<Enu>& offsets, Enu a, Enu b) {
    double least = distance2dM(a, b);
    for (const Enu& offset : offsets)
        least = std::min(least, distance2dM(a, {b.east_m + offset.east_m, b.north_m + offset.north_m}));
    return least;
}

/// Places in a cell's sector.
struct Samples {
    std::array<double, kSamples> east_m, north_m, height_m, zero{};
    std::array<Place, kSamples> place;

    Samples(const scenario::Cell& cell, double spacing_m) {
        height_m.fill(kUeHeightM);
        place.fill(Place::outdoor);
        std::size_t i = 0;
        for (const double way : kWays)
            for (const double turn_deg : kTurnsDeg) {
                const double azimuth = (cell.azimuth_deg + turn_deg) * kPi / 180.0;
                east_m[i] = cell.position.east_m + way * spacing_m * std::sin(azimuth);
                north_m[i] = cell.position.north_m + way * spacing_m * std::cos(azimuth);
                ++i;
            }
    }
    PointBlock block() const { return {east_m, north_m, height_m, place, zero, zero}; }
};

/// Sites by distance from a cell, nearest first; equal ones by index.
std::vector<std::uint32_t> sitesByDistance(const std::vector<double>& distance_m, std::size_t most) {
    std::vector<std::uint32_t> order(distance_m.size());
    std::iota(order.begin(), order.end(), 0U);
    const std::size_t count = std::min(most, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::uint32_t a, std::uint32_t b) {
                          return distance_m[a] != distance_m[b] ? distance_m[a] < distance_m[b] : a < b;
                      });
    order.resize(count);
    return order;
}

std::vector<RowCell> bySite(const std::vector<std::uint32_t>& cells,
                            const scenario::NetworkSnapshot& network) {
    std::vector<RowCell> out;
    for (std::uint32_t i = 0; i < cells.size(); ++i) out.push_back({cells[i], i});
    std::stable_sort(out.begin(), out.end(), [&](const RowCell& a, const RowCell& b) {
        return network.cells[a.cell].site < network.cells[b.cell].site;
    });
    return out;
}

/// The strongest cells of each carrier at the samples, and all of the cell's own site.
std::vector<std::uint32_t> strongest(const scenario::NetworkSnapshot& network, std::uint32_t own,
                                     std::span<const RowCell> wide, std::span<const float> mw,
                                     std::size_t stride, std::size_t most) {
    // Of what is heard at each place its share counts, so that the edge counts as much as the middle.
    std::array<float, kSamples> total{};
    for (std::size_t i = 0; i < kSamples; ++i)
        total[i] = std::accumulate(mw.begin() + static_cast<std::ptrdiff_t>(i * stride),
                                   mw.begin() + static_cast<std::ptrdiff_t>((i + 1) * stride), 1e-30F);
    std::vector<std::pair<float, std::uint32_t>> ranked;
    for (const RowCell& row : wide) {
        float sum = 0.0F;
        for (std::size_t i = 0; i < kSamples; ++i) sum += mw[i * stride + row.place] / total[i];
        const bool site = network.cells[row.cell].site == network.cells[own].site;
        ranked.emplace_back(site ? std::numeric_limits<float>::infinity() : sum, row.cell);
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::size_t> taken(network.carriers.size(), 0);
    std::vector<std::uint32_t> cells;
    for (const auto& [power, cell] : ranked)
        if (std::size_t& count = taken[network.cells[cell].carrier]; count < most) {
            ++count;
            cells.push_back(cell);
        }
    std::sort(cells.begin(), cells.end());
    return cells;
}

}  // namespace

HeardCells::HeardCells(const scenario::Scenario& s, const RadioModel& radio, std::size_t most)
    : wrap_offsets_(s.network.wrap_offsets) {
    const scenario::NetworkSnapshot& network = s.network;
    const std::size_t cells = network.cells.size();
    std::vector<std::size_t> on_carrier(network.carriers.size(), 0);
    for (const scenario::Cell& cell : network.cells) ++on_carrier[cell.carrier];
    complete_ = std::all_of(on_carrier.begin(), on_carrier.end(), [&](std::size_t n) { return n <= most; });
    if (complete_) {
        std::vector<std::uint32_t> all(cells);
        std::iota(all.begin(), all.end(), 0U);
        addList(all, network);
    } else {
        std::vector<double> distance_m(network.sites.size());
        std::vector<float> mw;
        for (std::uint32_t c = 0; c < cells; ++c) {
            double spacing_m = std::numeric_limits<double>::infinity();
            for (std::size_t site = 0; site < distance_m.size(); ++site) {
                distance_m[site] =
                    wrappedDistanceM(wrap_offsets_, network.cells[c].position, network.sites[site].position);
                if (site != network.cells[c].site && distance_m[site] > 1.0)
                    spacing_m = std::min(spacing_m, distance_m[site]);
            }
            if (!std::isfinite(spacing_m)) spacing_m = kAloneM;
            addWide(network, c, distance_m, spacing_m);
            const std::size_t stride = wide(c).size();
            mw.assign(kSamples * stride, 0.0F);
            const Samples samples(network.cells[c], spacing_m);
            radio.fill(samples.block(), wide(c), stride,
                       {.rsrp_mw = mw, .data_mw = {}, .interference_mw = {}, .los = {}});
            addList(strongest(network, c, wide(c), mw, stride, most), network);
            list_position_.push_back(network.cells[c].position);
        }
    }
    for (std::uint32_t list = 0; list < lists(); ++list)
        width_ = std::max(width_, link::paddedRow(this->cells(list).size()));
    for (std::uint32_t c = 0; c < cells; ++c) own_place_.push_back(placeOf(listOf(c), c));
    addSources(cells);
}

void HeardCells::addWide(const scenario::NetworkSnapshot& network, std::uint32_t cell,
                         const std::vector<double>& distance_m, double spacing_m) {
    const std::vector<std::uint32_t> sites = sitesByDistance(distance_m, kWideSites);
    std::vector<std::uint8_t> near(distance_m.size(), 0);
    for (const std::uint32_t site : sites) near[site] = 1;
    near[network.cells[cell].site] = 1;
    std::vector<std::uint32_t> cells;
    for (std::uint32_t c = 0; c < network.cells.size(); ++c)
        if (near[network.cells[c].site] != 0) cells.push_back(c);
    const std::vector<RowCell> rows = bySite(cells, network);
    wide_.insert(wide_.end(), rows.begin(), rows.end());
    wide_begin_.push_back(static_cast<std::uint32_t>(wide_.size()));
    wide_width_ = std::max(wide_width_, rows.size());
    // Of the sites that are wide, those beyond the third ring stand for what is not on the list.
    double counted = 0.0, beyond = 0.0;
    for (std::size_t site = 0; site < distance_m.size(); ++site) {
        const double power = std::pow(std::max(distance_m[site], spacing_m), -kTailExponent);
        if (near[site] == 0)
            beyond += power;
        else if (distance_m[site] > 2.0 * spacing_m)
            counted += power;
    }
    tail_.push_back(counted > 0.0 ? static_cast<float>(beyond / counted) : 0.0F);
}

void HeardCells::addList(std::vector<std::uint32_t> cells, const scenario::NetworkSnapshot& network) {
    const std::vector<RowCell> rows = bySite(cells, network);
    cells_.insert(cells_.end(), cells.begin(), cells.end());
    row_cells_.insert(row_cells_.end(), rows.begin(), rows.end());
    begin_.push_back(static_cast<std::uint32_t>(cells_.size()));
}

void HeardCells::addSources(std::size_t cells) {
    source_begin_.assign(cells + 1, 0);
    for (std::uint32_t own = 0; own < cells; ++own)
        for (const std::uint32_t victim : this->cells(listOf(own)))
            if (victim != own) ++source_begin_[victim + 1];
    std::partial_sum(source_begin_.begin(), source_begin_.end(), source_begin_.begin());
    sources_.resize(source_begin_.back());
    std::vector<std::uint32_t> at(source_begin_.begin(), source_begin_.end() - 1);
    for (std::uint32_t own = 0; own < cells; ++own) {
        const std::span<const std::uint32_t> list = this->cells(listOf(own));
        for (std::uint32_t place = 0; place < list.size(); ++place)
            if (list[place] != own) sources_[at[list[place]]++] = {own, place};
    }
}

std::size_t HeardCells::placeOf(std::uint32_t list, std::uint32_t cell) const {
    if (complete_) return cell;
    const std::span<const std::uint32_t> all = cells(list);
    const auto found = std::lower_bound(all.begin(), all.end(), cell);
    return found != all.end() && *found == cell ? static_cast<std::size_t>(found - all.begin()) : kNowhere;
}

std::uint32_t HeardCells::nearestList(Enu at) const {
    std::uint32_t nearest = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t list = 0; list < list_position_.size(); ++list) {
        const double distance_m = wrappedDistanceM(wrap_offsets_, at, list_position_[list]);
        if (distance_m < least) {
            least = distance_m;
            nearest = list;
        }
    }
    return nearest;
}

void NearLoad::gather(const HeardCells& heard, std::span<const float> on_carrier, std::uint32_t list,
                      std::uint32_t carrier, float far) {
    places_.resize(heard.width());
    const std::span<const std::uint32_t> cells = heard.cells(list);
    if (heard.complete())
        std::copy_n(on_carrier.begin(), cells.size(), places_.begin());
    else
        for (std::size_t i = 0; i < cells.size(); ++i) places_[i] = on_carrier[cells[i]];
    std::fill(places_.begin() + static_cast<std::ptrdiff_t>(cells.size()), places_.end(), 0.0F);
    list_ = list;
    carrier_ = carrier;
    far_ = far;
}

std::size_t HeardCells::bytes() const {
    return sizeof(std::uint32_t) *
               (begin_.size() + cells_.size() + wide_begin_.size() + source_begin_.size()) +
           sizeof(RowCell) * (row_cells_.size() + wide_.size()) + sizeof(Source) * sources_.size() +
           sizeof(std::size_t) * own_place_.size() + sizeof(float) * tail_.size() +
           sizeof(Enu) * list_position_.size();
}

}  // namespace celltwin::engine
