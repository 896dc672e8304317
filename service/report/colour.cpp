// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/colour.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace celltwin::report {

namespace {

// Samples of the published maps at equal distances; between them colours are interpolated.
constexpr std::array<Rgba, 9> kViridis = {{{68, 1, 84},
                                           {71, 45, 123},
                                           {59, 82, 139},
                                           {44, 114, 142},
                                           {33, 145, 140},
                                           {40, 174, 128},
                                           {94, 201, 98},
                                           {173, 220, 48},
                                           {253, 231, 37}}};
constexpr std::array<Rgba, 9> kPlasma = {{{13, 8, 135},
                                          {76, 2, 161},
                                          {126, 3, 168},
                                          {170, 35, 149},
                                          {204, 71, 120},
                                          {230, 108, 92},
                                          {248, 149, 64},
                                          {253, 197, 39},
                                          {240, 249, 33}}};
constexpr Rgba kDown{38, 103, 200, 235};
constexpr Rgba kUp{224, 101, 16, 235};

// Okabe and Ito (2008) without black, lightened alternates where one set does not suffice.
constexpr std::array<Rgba, 9> kCategories = {{{86, 180, 233},
                                              {230, 159, 0},
                                              {0, 158, 115},
                                              {240, 228, 66},
                                              {0, 114, 178},
                                              {213, 94, 0},
                                              {204, 121, 167},
                                              {160, 160, 168},
                                              {148, 222, 190}}};

std::uint8_t mix(double a, double b, double share) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
}

Rgba interpolate(std::span<const Rgba> stops, double position) {
    const double x = position * static_cast<double>(stops.size() - 1);
    const std::size_t i = std::min(static_cast<std::size_t>(x), stops.size() - 2);
    const double share = x - static_cast<double>(i);
    return {mix(stops[i].red, stops[i + 1].red, share), mix(stops[i].green, stops[i + 1].green, share),
            mix(stops[i].blue, stops[i + 1].blue, share), 255};
}

}  // namespace

Rgba rampColour(Ramp ramp, double position) {
    position = std::clamp(position, 0.0, 1.0);
    if (ramp == Ramp::viridis) return interpolate(kViridis, position);
    if (ramp == Ramp::plasma) return interpolate(kPlasma, position);
    Rgba colour = position < 0.5 ? kDown : kUp;
    // A square root keeps small differences visible without giving zero a colour.
    const double strength = std::abs(2.0 * position - 1.0);
    colour.alpha = mix(0.0, colour.alpha, std::sqrt(strength));
    return colour;
}

std::uint8_t ColourScale::indexOf(double value) const {
    if (std::isnan(value)) return 0;
    const double level = std::floor((value - low) / (high - low) * kLevels);
    return static_cast<std::uint8_t>(1.0 + std::clamp(level, 0.0, kLevels - 1.0));
}

double ColourScale::valueOf(int index) const {
    return low + (index - 0.5) / kLevels * (high - low);
}

std::vector<Rgba> ColourScale::palette() const {
    std::vector<Rgba> colours = {Rgba{0, 0, 0, 0}};
    for (int i = 1; i <= kLevels; ++i) colours.push_back(rampColour(ramp, (i - 0.5) / kLevels));
    return colours;
}

std::span<const Rgba> categoricalPalette() {
    return kCategories;
}

std::vector<int> colourAreas(const std::vector<std::vector<std::pair<int, double>>>& borders, int colours) {
    std::vector<double> total(borders.size(), 0.0);
    for (std::size_t i = 0; i < borders.size(); ++i)
        for (const auto& [other, length] : borders[i]) total[i] += length;
    std::vector<std::size_t> order(borders.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return total[a] > total[b]; });
    std::vector<int> colour_of(borders.size(), -1);
    std::vector<int> used(static_cast<std::size_t>(colours), 0);
    for (const std::size_t area : order) {
        std::vector<double> conflict(static_cast<std::size_t>(colours), 0.0);
        for (const auto& [other, length] : borders[area])
            if (colour_of[other] >= 0) conflict[colour_of[other]] += length;
        // Among colours with equal conflict the rarest, so that all of them are put to use.
        int best = 0;
        for (int c = 1; c < colours; ++c)
            if (std::pair(conflict[c], used[c]) < std::pair(conflict[best], used[best])) best = c;
        colour_of[area] = best;
        ++used[best];
    }
    return colour_of;
}

std::string hexColour(Rgba colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

}  // namespace celltwin::report
