// SPDX-License-Identifier: BSD-3-Clause
#include "models/antenna/grid.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/antenna/block.h"
#include "models/antenna/cut.h"
#include "models/base/error.h"

namespace celltwin::antenna {
namespace {

constexpr double kMaxPoleSpreadDb = 1.0;
/// From here to the poles the electrical tilt fades out.
constexpr double kFlatDeg = 45.0;

[[noreturn]] void refuse(const PatternGrid& grid, const std::string& what) {
    throw ConfigError("antenna pattern '" + grid.name + "': " + what);
}

std::string shown(double value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

void checkAngles(const PatternGrid& grid, const std::vector<double>& angle_deg, const std::string& name,
                 double low, double high) {
    for (std::size_t i = 0; i < angle_deg.size(); ++i) {
        if (!(angle_deg[i] >= low && angle_deg[i] <= high))
            refuse(grid,
                   name + " must be " + shown(low) + " to " + shown(high) + ", got " + shown(angle_deg[i]));
        if (i == 0) continue;
        if (angle_deg[i] <= angle_deg[i - 1])
            refuse(grid,
                   name + " must increase, " + shown(angle_deg[i]) + " follows " + shown(angle_deg[i - 1]));
        if (angle_deg[i] - angle_deg[i - 1] > kMaxGapDeg)
            refuse(grid, name + " has a gap from " + shown(angle_deg[i - 1]) + " to " + shown(angle_deg[i]) +
                             " degrees; up to 45 degrees can be interpolated");
    }
}

void checkGrid(const PatternGrid& grid) {
    const auto& azimuth = grid.azimuth_deg;
    const auto& elevation = grid.elevation_deg;
    if (azimuth.size() < 4 || elevation.size() < 3)
        refuse(grid, "needs at least 4 azimuths and 3 elevations, it has " + std::to_string(azimuth.size()) +
                         " and " + std::to_string(elevation.size()));
    if (grid.loss_db.size() != azimuth.size() * elevation.size())
        refuse(grid, "needs " + std::to_string(azimuth.size() * elevation.size()) + " losses, it has " +
                         std::to_string(grid.loss_db.size()));
    if (!std::isfinite(grid.gain_dbi)) refuse(grid, "the gain is not a finite number");
    checkAngles(grid, azimuth, "azimuth_deg", 0.0, 360.0);
    checkAngles(grid, elevation, "elevation_deg", -90.0, 90.0);
    if (azimuth.back() >= 360.0) refuse(grid, "azimuth_deg must be below 360, which is 0");
    if (azimuth.front() + 360.0 - azimuth.back() > kMaxGapDeg)
        refuse(grid, "azimuth_deg has a gap from " + shown(azimuth.back()) + " to " +
                         shown(azimuth.front() + 360.0) + " degrees; up to 45 degrees can be interpolated");
    if (elevation.front() > -kMaxGapDeg || elevation.back() < kMaxGapDeg)
        refuse(grid, "elevation_deg must reach from -45 or below to 45 or above, it goes from " +
                         shown(elevation.front()) + " to " + shown(elevation.back()));
    for (const double loss : grid.loss_db)
        if (!(loss >= 0.0 && std::isfinite(loss)))
            refuse(grid, "a loss must be 0 dB or more, finite, got " + shown(loss));
}

/// One value for the pole at the end of the rows.
double poleLossDb(const PatternGrid& grid, std::size_t row) {
    const auto from = grid.loss_db.begin() + static_cast<std::ptrdiff_t>(row * grid.azimuth_deg.size());
    const auto to = from + static_cast<std::ptrdiff_t>(grid.azimuth_deg.size());
    const auto [least, most] = std::minmax_element(from, to);
    if (std::fabs(grid.elevation_deg[row]) == 90.0 && *most - *least > kMaxPoleSpreadDb)
        refuse(grid, "at elevation " + shown(grid.elevation_deg[row]) + " the losses go from " +
                         shown(*least) + " to " + shown(*most) +
                         " dB; that is one direction, up to 1 dB of spread is averaged");
    double sum = 0.0;
    for (auto loss = from; loss != to; ++loss) sum += toLinear(Db{-*loss});
    return -toDb(sum / static_cast<double>(grid.azimuth_deg.size())).value;
}

class Grid final : public Pattern {
  public:
    explicit Grid(const PatternGrid& grid) : gain_dbi_(grid.gain_dbi), azimuth_deg_(grid.azimuth_deg) {
        const std::size_t rows = grid.elevation_deg.size();
        const auto add = [&](double elevation_deg, auto lossAt) {
            elevation_deg_.push_back(elevation_deg);
            for (std::size_t i = 0; i < azimuth_deg_.size(); ++i)
                loss_db_.push_back(std::min(lossAt(i), kDeepestLossDb));
        };
        const double nadir = poleLossDb(grid, 0), zenith = poleLossDb(grid, rows - 1);
        add(-90.0, [&](std::size_t) { return nadir; });
        for (std::size_t row = 0; row < rows; ++row)
            if (std::fabs(grid.elevation_deg[row]) < 90.0)
                add(grid.elevation_deg[row],
                    [&](std::size_t i) { return grid.loss_db[row * azimuth_deg_.size() + i]; });
        add(90.0, [&](std::size_t) { return zenith; });
    }

    double gainDbi(double azimuth_deg, double elevation_deg, double downtilt_deg) const override {
        const double steep = std::clamp((std::fabs(elevation_deg) - kFlatDeg) / (90.0 - kFlatDeg), 0.0, 1.0);
        const double e = std::clamp(elevation_deg + (1.0 - steep) * downtilt_deg, -90.0, 90.0);
        const auto above = std::upper_bound(elevation_deg_.begin() + 1, elevation_deg_.end() - 1, e);
        const auto high = static_cast<std::size_t>(above - elevation_deg_.begin());
        const double up = (e - elevation_deg_[high - 1]) / (elevation_deg_[high] - elevation_deg_[high - 1]);

        const double first = azimuth_deg_.front();
        const double turned = std::fmod(azimuth_deg - first, 360.0);
        const double a = (turned < 0.0 ? turned + 360.0 : turned) + first;
        const auto beyond = std::upper_bound(azimuth_deg_.begin() + 1, azimuth_deg_.end(), a);
        const auto left = static_cast<std::size_t>(beyond - azimuth_deg_.begin()) - 1;
        const std::size_t right = left + 1 == azimuth_deg_.size() ? 0 : left + 1;
        const double right_deg = right == 0 ? first + 360.0 : azimuth_deg_[right];
        const double along = (a - azimuth_deg_[left]) / (right_deg - azimuth_deg_[left]);

        const auto across = [&](std::size_t row) {
            const double* loss = &loss_db_[row * azimuth_deg_.size()];
            return loss[left] + along * (loss[right] - loss[left]);
        };
        const double below = across(high - 1);
        return gain_dbi_ - (below + up * (across(high) - below));
    }
    void gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                  double downtilt_deg, std::span<double> out_dbi) const override {
        gainOfEach(*this, azimuth_deg, elevation_deg, downtilt_deg, out_dbi);
    }
    double maxGainDbi() const override { return gain_dbi_; }

  private:
    double gain_dbi_;
    std::vector<double> azimuth_deg_, elevation_deg_;
    std::vector<double> loss_db_;
};

}  // namespace

std::unique_ptr<Pattern> makeGridPattern(PatternGrid grid) {
    checkGrid(grid);
    return std::make_unique<Grid>(grid);
}

}  // namespace celltwin::antenna
