// SPDX-License-Identifier: BSD-3-Clause
#include "models/load_coupling/network.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "models/load_coupling/kernel.h"

namespace celltwin::load_coupling {

Network::Network(std::size_t cells, std::vector<CostCurve> curves, std::size_t neighbours,
                 Interferers interferers)
    : cell_count_(cells), neighbours_(neighbours), interferers_(interferers), curves_(std::move(curves)) {
    cells_.reserve(cells);
}

/// Positions of the neighbours heard best over all pixels, in the order given; what is never heard is left
/// out.
std::vector<std::uint32_t> Network::chooseColumns(std::size_t own, const CellPixels& pixels) const {
    const std::size_t width = pixels.heard.size();
    std::vector<double> sum(width, 0.0);
    for (std::size_t p = 0; p < pixels.demand_bps.size(); ++p)
        for (std::size_t k = 0; k < width; ++k) sum[k] += static_cast<double>(pixels.gain[p * width + k]);
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t k = 0; k < width; ++k)
        if (pixels.heard[k] != own && sum[k] > 0.0) chosen.push_back(k);
    if (chosen.size() <= neighbours_) return chosen;
    std::stable_sort(chosen.begin(), chosen.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return sum[a] > sum[b]; });
    chosen.resize(neighbours_);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

void Network::packGains(std::size_t own, const CellPixels& pixels, std::size_t padded) {
    const std::size_t width = pixels.heard.size(), count = pixels.demand_bps.size();
    const std::vector<std::uint32_t> chosen = chooseColumns(own, pixels);
    std::vector<std::uint8_t> folded(width, 1);
    for (const std::uint32_t k : chosen) folded[k] = 0;
    std::vector<double> rest(count, 0.0);
    for (std::size_t p = 0; p < count; ++p)
        for (std::size_t k = 0; k < width; ++k)
            if (folded[k] != 0 && pixels.heard[k] != own)
                rest[p] += static_cast<double>(pixels.gain[p * width + k]);
    const bool shared = std::any_of(rest.begin(), rest.end(), [](double g) { return g > 0.0; });
    const std::size_t columns = chosen.size() + (shared ? 1 : 0);
    for (const std::uint32_t k : chosen) heard_.push_back(pixels.heard[k]);
    if (shared) heard_.push_back(static_cast<std::uint32_t>(cell_count_));
    gain_.resize(gain_.size() + columns * padded, 0.0F);
    float* gain = gain_.data() + gain_begin_[own];
    for (std::size_t p = 0; p < count; ++p) {
        for (std::size_t i = 0; i < chosen.size(); ++i)
            gain[gainAt(columns, i, p)] = pixels.gain[p * width + chosen[i]];
        if (shared) gain[gainAt(columns, chosen.size(), p)] = static_cast<float>(rest[p]);
    }
}

/// Takes the strongest cells of each pixel out of their rows, where they have some of their own.
void Network::tellStrongestApart(std::size_t own, std::size_t pixels) {
    const std::span<const std::uint32_t> heard{heard_.data() + heard_begin_[own],
                                               heard_.size() - heard_begin_[own]};
    float* gain = gain_.data() + gain_begin_[own];
    const auto at = [&](std::size_t k, std::size_t p) -> float& { return gain[gainAt(heard.size(), k, p)]; };
    for (std::size_t p = 0; p < pixels; ++p)
        for (std::size_t j = 0; j < kApart; ++j) {
            std::size_t best = heard.size();
            for (std::size_t k = 0; k < heard.size(); ++k)
                if (heard[k] < cell_count_ && (best == heard.size() || at(k, p) > at(best, p))) best = k;
            if (best == heard.size() || !(at(best, p) > 0.0F)) break;
            const std::size_t place = padded_begin_[own] * kApart + apartAt(j, p);
            apart_[place] = static_cast<std::int32_t>(best);
            apart_gain_[place] = std::exchange(at(best, p), 0.0F);
        }
}

void Network::addCell(const Cell& cell, const CellPixels& pixels) {
    const std::size_t own = cells_.size(), count = pixels.demand_bps.size();
    assert(own < cell_count_ && cell.curve < curves_.size() && pixels.noise.size() == count &&
           pixels.gain.size() == count * pixels.heard.size());
    const std::size_t padded = (count + kPad - 1) / kPad * kPad;
    cells_.push_back(cell);
    gain_begin_.push_back(gain_.size());
    for (std::size_t p = 0; p < padded; ++p) {
        demand_.push_back(p < count ? static_cast<float>(pixels.demand_bps[p]) : 0.0F);
        noise_.push_back(p < count ? pixels.noise[p] : 1.0F);
    }
    apart_.resize(demand_.size() * kApart, 0);
    apart_gain_.resize(demand_.size() * kApart, 0.0F);
    cell_of_pixel_.resize(cell_of_pixel_.size() + count, static_cast<std::uint32_t>(own));
    packGains(own, pixels, padded);
    if (interferers_ == Interferers::strongest_apart) tellStrongestApart(own, count);
    pixel_begin_.push_back(pixel_begin_.back() + count);
    padded_begin_.push_back(demand_.size());
    heard_begin_.push_back(heard_.size());
    most_columns_ = std::max(most_columns_, columnsOf(own).size());
    most_padded_ = std::max(most_padded_, padded);
}

void Network::setDemand(std::size_t pixel, double demand_bps) {
    const std::size_t c = cell_of_pixel_[pixel];
    demand_[padded_begin_[c] + pixel - pixel_begin_[c]] = static_cast<float>(demand_bps);
}

double Network::demandBps(std::size_t pixel) const {
    const std::size_t c = cell_of_pixel_[pixel];
    return static_cast<double>(demand_[padded_begin_[c] + pixel - pixel_begin_[c]]);
}

std::size_t Network::bytes() const {
    return (gain_.size() + demand_.size() + noise_.size() + apart_gain_.size()) * sizeof(float) +
           apart_.size() * sizeof(std::int32_t);
}

Network::Rows Network::rowsOf(std::size_t c) const {
    const std::size_t at = padded_begin_[c];
    return {demand_.data() + at, noise_.data() + at, gain_.data() + gain_begin_[c],
            apart_gain_.data() + at * kApart, apart_.data() + at * kApart};
}

}  // namespace celltwin::load_coupling
