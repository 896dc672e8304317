// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/link/sinr.h"
#include "sim/engine/blocks.h"
#include "sim/engine/radio_model.h"

namespace celltwin::engine {
namespace {

constexpr double kPixelsAlongLongSide = 250.0;
constexpr double kLeastMapAspect = 0.25;  ///< shorter side over longer side
constexpr int kMaxPixelsPerSide = 4000;
constexpr std::size_t kOutdoorBlock = RadioModel::kBlock;

/// A block of places in the open, all at one height.
class OutdoorPoints {
  public:
    explicit OutdoorPoints(double height_m) {
        height_m_.fill(height_m);
        place_.fill(Place::outdoor);
    }
    void add(Enu at) {
        east_m_[count_] = at.east_m;
        north_m_[count_++] = at.north_m;
    }
    PointBlock block() const {
        return {{east_m_.data(), count_}, {north_m_.data(), count_}, {height_m_.data(), count_},
                {place_.data(), count_},  {zero_.data(), count_},    {zero_.data(), count_}};
    }

  private:
    using Column = std::array<double, RadioModel::kBlock>;
    std::size_t count_ = 0;
    Column east_m_, north_m_, height_m_, zero_{};
    std::array<Place, RadioModel::kBlock> place_;
};

/// The best cell of one pixel, its RSRP and its SINR; `heard` is the power of each cell that serves others.
void evaluatePixel(const RadioModel& radio, const scenario::Scenario& s, std::span<const float> power,
                   std::span<const float> heard, std::span<const float> activity, CoverageMap& map,
                   std::size_t pixel) {
    const std::size_t cells = radio.cellCount();
    const auto best = static_cast<std::size_t>(
        std::max_element(power.begin(), power.begin() + static_cast<std::ptrdiff_t>(cells)) - power.begin());
    if (!(power[best] > 0.0F)) return;
    const std::uint32_t carrier = s.network.cells[best].carrier;
    const float interference =
        link::interferenceMw(heard, activity.subspan(carrier * radio.row(), radio.row()), best);
    map.best_cell[pixel] = static_cast<std::int32_t>(best);
    map.rsrp_dbm[pixel] = static_cast<float>(toDbm(Milliwatts{power[best]}).value);
    map.sinr_db[pixel] =
        static_cast<float>(toDb(power[best] / (interference + radio.noiseMw(carrier))).value);
}

}  // namespace

Grid mapGrid(const scenario::Scenario& s) {
    mobility::Area area = s.users.area;
    for (const scenario::Cell& cell : s.network.cells) {
        area.min_east_m = std::min(area.min_east_m, cell.position.east_m);
        area.max_east_m = std::max(area.max_east_m, cell.position.east_m);
        area.min_north_m = std::min(area.min_north_m, cell.position.north_m);
        area.max_north_m = std::max(area.max_north_m, cell.position.north_m);
    }
    double width = area.max_east_m - area.min_east_m, height = area.max_north_m - area.min_north_m;
    const double longest = std::max({width, height, 1.0});
    // A road alone would be a line on the map.
    const double least = kLeastMapAspect * longest;
    area.min_east_m -= 0.5 * std::max(0.0, least - width);
    area.min_north_m -= 0.5 * std::max(0.0, least - height);
    width = std::max(width, least);
    height = std::max(height, least);
    Grid grid;
    grid.south_west = {area.min_east_m, area.min_north_m};
    grid.step_m = std::max(
        s.outputs.map_resolution_m > 0.0 ? s.outputs.map_resolution_m : longest / kPixelsAlongLongSide,
        longest / kMaxPixelsPerSide);
    grid.columns = std::max(1, static_cast<int>(std::ceil(width / grid.step_m)));
    grid.rows = std::max(1, static_cast<int>(std::ceil(height / grid.step_m)));
    return grid;
}

CoverageMap computeCoverage(const scenario::Scenario& s, const Grid& grid, std::span<const double> activity,
                            int threads) {
    const RadioModel radio(s);
    const std::size_t row = radio.row(), cells = radio.cellCount();
    std::vector<float> on_carrier(s.network.carriers.size() * row, 0.0F);
    for (std::uint32_t k = 0; k < s.network.carriers.size(); ++k)
        for (std::size_t c = 0; c < cells; ++c)
            on_carrier[k * row + c] =
                static_cast<float>(activity.empty() ? 1.0 : activity[c]) * radio.overlap(k)[c];

    const auto columns = static_cast<std::size_t>(grid.columns);
    const std::size_t pixels = columns * static_cast<std::size_t>(grid.rows);
    CoverageMap map{grid, std::vector<float>(pixels, -std::numeric_limits<float>::infinity()),
                    std::vector<std::int32_t>(pixels, -1),
                    std::vector<float>(pixels, -std::numeric_limits<float>::infinity())};
    const Workers workers(threads);
    workers.forBlocks(pixels, kOutdoorBlock, [&](std::size_t begin, std::size_t end) {
        OutdoorPoints points(s.users.height_m);
        const std::size_t n = end - begin;
        for (std::size_t i = 0; i < n; ++i) {
            const Enu at = grid.centreOf(static_cast<int>((begin + i) % columns),
                                         static_cast<int>((begin + i) / columns));
            points.add(at);
        }
        std::vector<float> rows(n * row), heard(radio.hasBeams() ? n * row : 0);
        radio.fill(points.block(), {.rsrp_mw = rows, .data_mw = {}, .interference_mw = heard, .los = {}});
        for (std::size_t i = 0; i < n; ++i) {
            const std::span<const float> power{rows.data() + i * row, row};
            evaluatePixel(radio, s, power,
                          heard.empty() ? power : std::span<const float>{heard.data() + i * row, row},
                          on_carrier, map, begin + i);
        }
    });
    return map;
}

std::vector<double> predictRsrpDbm(const scenario::Scenario& s, std::span<const Enu> points,
                                   std::span<const std::uint32_t> cells, int threads) {
    const RadioModel radio(s);
    const std::size_t stride = radio.cellCount();
    std::vector<double> rsrp_dbm(points.size());
    const Workers workers(threads);
    workers.forBlocks(points.size(), kOutdoorBlock, [&](std::size_t begin, std::size_t end) {
        std::vector<double> row(stride);
        for (std::size_t i = begin; i < end; ++i) {
            OutdoorPoints point(s.users.height_m);
            point.add(points[i]);
            radio.siteRsrpDbm(s.network.cells[cells[i]].site, point.block(), row, stride);
            rsrp_dbm[i] = row[cells[i]];
        }
    });
    return rsrp_dbm;
}

}  // namespace celltwin::engine
