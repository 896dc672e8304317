// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "models/antenna/pattern.h"

namespace celltwin::antenna {
namespace {

struct Direction {
    double azimuth_deg, elevation_deg;
};

/// World directions into a mast's own frame.
class MastFrame {
  public:
    explicit MastFrame(const Mounting& m)
        : azimuth_deg_(m.azimuth_deg),
          upright_(m.mechanical_downtilt_deg == 0.0),
          cos_tilt_(std::cos(toRadians(m.mechanical_downtilt_deg))),
          sin_tilt_(std::sin(toRadians(m.mechanical_downtilt_deg))) {}

    Direction toLocal(double bearing_deg, double elevation_deg) const {
        const double turn_deg = bearing_deg - azimuth_deg_;
        if (upright_) return {turn_deg, elevation_deg};
        const double turn = toRadians(turn_deg), up = toRadians(elevation_deg);
        // World direction as ahead, right, above; TR 38.901 eq. 7.1-7 and 7.1-8 with slant 0 turn it about
        // "right".
        const double ahead = std::cos(up) * std::cos(turn), right = std::cos(up) * std::sin(turn);
        const double above = std::sin(up);
        const double local_ahead = cos_tilt_ * ahead - sin_tilt_ * above;
        const double local_above = sin_tilt_ * ahead + cos_tilt_ * above;
        return {toDegrees(std::atan2(right, local_ahead)),
                toDegrees(std::atan2(local_above, std::hypot(local_ahead, right)))};
    }

  private:
    double azimuth_deg_;
    bool upright_;
    double cos_tilt_, sin_tilt_;
};

}  // namespace

void Pattern::gainsDbi(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                       double downtilt_deg, std::span<double> out_dbi) const {
    assert(azimuth_deg.size() == out_dbi.size() && elevation_deg.size() == out_dbi.size());
    for (std::size_t i = 0; i < out_dbi.size(); ++i)
        out_dbi[i] = gainDbi(azimuth_deg[i], elevation_deg[i], downtilt_deg);
}

double mountedGainDbi(const Pattern& pattern, const Mounting& mounting, double bearing_deg,
                      double elevation_deg) {
    const Direction to = MastFrame(mounting).toLocal(bearing_deg, elevation_deg);
    return pattern.gainDbi(to.azimuth_deg, to.elevation_deg, mounting.downtilt_deg);
}

void mountedGainDbi(const Pattern& pattern, const Mounting& mounting, std::span<const double> bearing_deg,
                    std::span<const double> elevation_deg, std::span<double> out_dbi) {
    assert(bearing_deg.size() == out_dbi.size() && elevation_deg.size() == out_dbi.size());
    constexpr std::size_t kBlock = 1024;
    std::array<double, kBlock> azimuth, elevation;
    const MastFrame frame(mounting);
    for (std::size_t from = 0; from < out_dbi.size(); from += kBlock) {
        const std::size_t n = std::min(kBlock, out_dbi.size() - from);
        for (std::size_t i = 0; i < n; ++i) {
            const Direction to = frame.toLocal(bearing_deg[from + i], elevation_deg[from + i]);
            azimuth[i] = to.azimuth_deg;
            elevation[i] = to.elevation_deg;
        }
        pattern.gainsDbi(std::span(azimuth).first(n), std::span(elevation).first(n), mounting.downtilt_deg,
                         out_dbi.subspan(from, n));
    }
}

}  // namespace celltwin::antenna
