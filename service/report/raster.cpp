// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/raster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "service/report/statistics.h"

namespace celltwin::report {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Values = std::vector<double>;

engine::Grid thinOut(const engine::Grid& grid) {
    const int longest = std::max(grid.columns, grid.rows);
    const int stride = (longest + Rasters::kLongestSide - 1) / Rasters::kLongestSide;
    engine::Grid thin = grid;
    thin.step_m *= stride;
    thin.columns = (grid.columns + stride - 1) / stride;
    thin.rows = (grid.rows + stride - 1) / stride;
    return thin;
}

/// Index of the raster cell that contains `point`, or -1.
std::ptrdiff_t cellAt(const engine::Grid& grid, Enu point) {
    const double column = std::floor((point.east_m - grid.south_west.east_m) / grid.step_m);
    const double row = grid.rows - 1 - std::floor((point.north_m - grid.south_west.north_m) / grid.step_m);
    if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) return -1;
    return static_cast<std::ptrdiff_t>(row) * grid.columns + static_cast<std::ptrdiff_t>(column);
}

/// One leg on the images' grid: nearest value, NaN or -1 where the leg has none.
struct Sampled {
    Values rsrp, sinr;
    std::vector<int> best;
};
Sampled sampleLeg(const engine::CoverageMap& map, const engine::Grid& grid) {
    Sampled sampled;
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const std::ptrdiff_t at = cellAt(map.grid, grid.centreOf(column, row));
            const bool known = at >= 0 && map.best_cell[at] >= 0;
            sampled.best.push_back(known ? map.best_cell[at] : -1);
            sampled.rsrp.push_back(known ? map.rsrp_dbm[at] : kNan);
            sampled.sinr.push_back(known ? map.sinr_db[at] : kNan);
        }
    }
    return sampled;
}

/// 1st to 99th percentile over all legs, rounded outwards to multiples of `step`.
ColourScale commonScale(Ramp ramp, std::vector<const Values*> legs, double step, std::string unit) {
    Values all;
    for (const Values* leg : legs) all.insert(all.end(), leg->begin(), leg->end());
    const std::vector<double> ends = quantiles(all, std::vector<double>{0.01, 0.99});
    ColourScale scale{ramp, 0.0, step, std::move(unit)};
    if (std::isnan(ends[0])) return scale;
    scale.low = std::floor(ends[0] / step) * step + 0.0;
    scale.high = std::max(std::ceil(ends[1] / step) * step + 0.0, scale.low + step);
    return scale;
}

ColourScale differenceScale(const Values& difference, std::string unit) {
    Values changed;
    for (const double d : difference)
        if (std::abs(d) > 0.01) changed.push_back(std::abs(d));
    const double wanted = changed.empty() ? 1.0 : quantile(changed, 0.98);
    double limit = 30.0;
    for (const double round : {20.0, 15.0, 10.0, 6.0, 4.0, 2.0, 1.0})
        if (wanted <= round) limit = round;
    return {Ramp::diverging, -limit, limit, std::move(unit)};
}

std::string valueImage(const engine::Grid& grid, const Values& values, const ColourScale& scale) {
    std::vector<std::uint8_t> pixels;
    pixels.reserve(values.size());
    for (const double v : values) pixels.push_back(scale.indexOf(v));
    return pngDataUri(encodeIndexedPng(grid.columns, grid.rows, pixels, scale.palette()));
}

RasterLayer valueLayer(const engine::Grid& grid, std::string id, std::string label, ColourScale scale,
                       const Values& before, const Values* after) {
    RasterLayer layer{std::move(id), std::move(label), false, scale, {}, {}};
    layer.images.push_back(valueImage(grid, before, scale));
    if (!after) return layer;
    Values difference(before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        difference[i] = (*after)[i] - before[i];
        // Nothing is drawn where nothing changed, so the image stays small and the page shows through.
        if (std::abs(difference[i]) <= 0.01) difference[i] = kNan;
    }
    layer.difference_scale = differenceScale(difference, "dB");
    layer.images.push_back(valueImage(grid, *after, scale));
    layer.images.push_back(valueImage(grid, difference, layer.difference_scale));
    return layer;
}

void addBorders(const engine::Grid& grid, const std::vector<int>& best,
                std::vector<std::map<int, double>>& borders) {
    const auto meet = [&](int a, int b) {
        if (a < 0 || b < 0 || a == b) return;
        borders[a][b] += 1.0;
        borders[b][a] += 1.0;
    };
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const std::size_t at = static_cast<std::size_t>(row) * grid.columns + column;
            if (column + 1 < grid.columns) meet(best[at], best[at + 1]);
            if (row + 1 < grid.rows) meet(best[at], best[at + grid.columns]);
        }
    }
}

std::vector<Rgba> colourCells(const engine::Grid& grid, std::size_t cells, const Sampled& before,
                              const Sampled* after) {
    std::vector<std::map<int, double>> borders(cells);
    addBorders(grid, before.best, borders);
    if (after) addBorders(grid, after->best, borders);
    std::vector<std::vector<std::pair<int, double>>> lists;
    for (const auto& border : borders) lists.emplace_back(border.begin(), border.end());
    const auto palette = categoricalPalette();
    std::vector<Rgba> colours;
    for (const int c : colourAreas(lists, static_cast<int>(palette.size()))) colours.push_back(palette[c]);
    return colours;
}

std::string categoryImage(const engine::Grid& grid, const std::vector<int>& best,
                          const std::vector<Rgba>& cell_colours) {
    std::vector<Rgba> palette = {Rgba{0, 0, 0, 0}};
    const auto categories = categoricalPalette();
    for (Rgba category : categories) {
        category.alpha = 205;  // softer on either page colour
        palette.push_back(category);
    }
    std::vector<std::uint8_t> pixels;
    for (const int cell : best) {
        std::ptrdiff_t entry = 0;
        if (cell >= 0)
            entry = 1 + (std::find(categories.begin(), categories.end(), cell_colours[cell]) -
                         categories.begin());
        pixels.push_back(static_cast<std::uint8_t>(entry));
    }
    return pngDataUri(encodeIndexedPng(grid.columns, grid.rows, pixels, palette));
}

RasterLayer bestServerLayer(const engine::Grid& grid, const std::vector<Rgba>& colours, const Sampled& before,
                            const Sampled* after) {
    RasterLayer layer{"best", "Best server", true, {}, {}, {}};
    layer.images.push_back(categoryImage(grid, before.best, colours));
    if (!after) return layer;
    std::vector<int> changed = after->best;
    for (std::size_t i = 0; i < changed.size(); ++i)
        if (before.best[i] == after->best[i]) changed[i] = -1;
    layer.images.push_back(categoryImage(grid, after->best, colours));
    layer.images.push_back(categoryImage(grid, changed, colours));
    return layer;
}

std::string probeImage(const engine::Grid& grid, const std::vector<int>& best) {
    std::vector<std::uint8_t> pixels;
    pixels.reserve(3 * best.size());
    for (const int cell : best) {
        const auto number = static_cast<unsigned>(cell + 1);
        for (const unsigned channel : {number & 255u, number >> 8 & 255u, 0u})
            pixels.push_back(static_cast<std::uint8_t>(channel));
    }
    return pngDataUri(encodeRgbPng(grid.columns, grid.rows, pixels));
}

}  // namespace

std::optional<Rasters> buildRasters(const Input& input) {
    if (!input.before.coverage || input.before.coverage->best_cell.empty()) return std::nullopt;
    Rasters rasters;
    rasters.grid = thinOut(input.before.coverage->grid);
    const engine::Grid& grid = rasters.grid;
    const Sampled before = sampleLeg(*input.before.coverage, grid);
    std::optional<Sampled> after;
    if (input.after && input.after->coverage) after = sampleLeg(*input.after->coverage, grid);
    const Sampled* second = after ? &*after : nullptr;

    const auto legs = [&](Values Sampled::*field) {
        std::vector<const Values*> values = {&(before.*field)};
        if (second) values.push_back(&(second->*field));
        return values;
    };
    const auto add = [&](const char* id, const char* label, Values Sampled::*field, ColourScale scale) {
        rasters.layers.push_back(
            valueLayer(grid, id, label, scale, before.*field, second ? &(second->*field) : nullptr));
    };
    add("sinr", "SINR", &Sampled::sinr, commonScale(Ramp::plasma, legs(&Sampled::sinr), 5.0, "dB"));
    add("rsrp", "RSRP", &Sampled::rsrp, commonScale(Ramp::viridis, legs(&Sampled::rsrp), 10.0, "dBm"));
    const std::size_t cells = (input.after ? *input.after : input.before).scenario.network.cells.size();
    rasters.cell_colours = colourCells(grid, cells, before, second);
    rasters.layers.push_back(bestServerLayer(grid, rasters.cell_colours, before, second));
    rasters.probes.push_back(probeImage(grid, before.best));
    if (second) rasters.probes.push_back(probeImage(grid, second->best));
    return rasters;
}

}  // namespace celltwin::report
