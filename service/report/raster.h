// SPDX-License-Identifier: BSD-3-Clause
//
// Coverage maps as images: one scale for both legs, a second one for their difference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/report/colour.h"
#include "service/report/report.h"

namespace celltwin::report {

/// One quantity on the map. `images` are data: URIs: before, after, difference, or the only leg's alone.
struct RasterLayer {
    std::string id;     ///< "sinr", "rsrp", "best"
    std::string label;  ///< "SINR"
    bool categorical = false;
    ColourScale scale, difference_scale;  ///< unused where categorical
    std::vector<std::string> images;
};

struct Rasters {
    engine::Grid grid;  ///< of the images: at most kLongestSide cells a side
    std::vector<RasterLayer> layers;
    /// Per leg an RGB image of best_cell + 1 = red + 256 green, from which the page reads what is under the
    /// pointer.
    std::vector<std::string> probes;
    std::vector<Rgba> cell_colours;  ///< of the best-server layer
    static constexpr int kLongestSide = 400;
};

/// Absent where the first leg has no coverage map.
std::optional<Rasters> buildRasters(const Input& input);

}  // namespace celltwin::report
