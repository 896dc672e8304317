// SPDX-License-Identifier: BSD-3-Clause
//
// Colours that mean a number, or tell neighbours apart, for readers with and without full colour vision.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "service/report/png.h"

namespace celltwin::report {

enum class Ramp {
    viridis,    ///< levels: dark = low, light = high (van der Walt and Smith, 2015)
    plasma,     ///< a second quantity beside the first, same reading (ibid.)
    diverging,  ///< differences: blue = down, orange = up, fading to nothing at zero
};
/// Colour at 0..1 (clamped). Diverging: 0.5 is zero and transparent, so that the page shows through.
Rgba rampColour(Ramp ramp, double position);

/// What a raster's colours mean. Values beyond the ends take the end's colour.
struct ColourScale {
    Ramp ramp = Ramp::viridis;
    double low = 0.0, high = 1.0;
    std::string unit;
    static constexpr int kLevels = 64;
    /// Palette entry of a value: 0 = no value (transparent), 1..kLevels.
    std::uint8_t indexOf(double value) const;
    /// Middle of a palette entry's interval.
    double valueOf(int index) const;
    std::vector<Rgba> palette() const;
};

/// Colours of areas, chosen so that areas with a long common border differ.
std::span<const Rgba> categoricalPalette();
/// Greedy colouring: for each area an index into `colours` entries, given the length of common borders as
/// (other area, length). Areas are coloured in order of falling border length; ties by index.
std::vector<int> colourAreas(const std::vector<std::vector<std::pair<int, double>>>& borders, int colours);

/// "#rrggbb"
std::string hexColour(Rgba colour);

}  // namespace celltwin::report
