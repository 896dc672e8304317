// SPDX-License-Identifier: BSD-3-Clause
//
// The base station panels of TR 38.901 Table 7.8-2, upright, written out for this room's tests: columns with
// the phases of an electrical tilt, or one port for each element.
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

#include "models/antenna/element.h"
#include "models/base/units.h"
#include "models/cluster/channel.h"

namespace celltwin::cluster {

struct PanelPort {
    double slant_deg = 0.0;
    int row = 0, column = 0;  ///< of the first element, half a wavelength apart
    int rows = 1, columns = 1;
};

class Panel : public AntennaFields {
  public:
    Panel(double azimuth_deg, double downtilt_deg, std::vector<PanelPort> ports)
        : azimuth_deg_(azimuth_deg), tilt_(std::sin(toRadians(-downtilt_deg))), ports_(std::move(ports)) {}
    std::size_t portCount() const override { return ports_.size(); }
    void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                std::span<PortField> out) const override {
        const std::size_t n = azimuth_deg.size();
        for (std::size_t i = 0; i < n; ++i) {
            const double relative = wrapDegrees(azimuth_deg[i] - azimuth_deg_);
            const double amplitude =
                std::pow(10.0, antenna::elementGainDbi(element_, relative, elevation_deg[i]) / 20.0);
            const double up = std::sin(toRadians(elevation_deg[i]));
            const double left = -std::sin(toRadians(relative)) * std::cos(toRadians(elevation_deg[i]));
            for (std::size_t port = 0; port < ports_.size(); ++port) {
                const PanelPort& p = ports_[port];
                const std::complex<double> place = amplitude *
                                                   std::polar(1.0, kPi * (p.row * up + p.column * left)) *
                                                   column(up - tilt_, p.rows) * column(left, p.columns);
                const double slant = toRadians(p.slant_deg);
                out[port * n + i] = {place * std::cos(slant), place * std::sin(slant)};
            }
        }
    }

  private:
    /// Normalised sum over elements half a wavelength apart: a phase times sin(n x)/sin(x).
    static std::complex<double> column(double sine, int elements) {
        if (elements == 1) return 1.0;
        const double x = 0.5 * kPi * sine, n = elements;
        const double sum = std::fabs(std::sin(x)) < 1e-9 ? n : std::sin(n * x) / std::sin(x);
        return std::polar(sum / std::sqrt(n), (n - 1.0) * x);
    }
    antenna::Tr38901Element element_;
    double azimuth_deg_, tilt_;
    std::vector<PanelPort> ports_;
};

/// Configuration 1: one port for each polarisation of a panel of 4 x 4 (the second panel adds the same
/// gains).
inline Panel panelOfConfiguration1(double azimuth_deg, double downtilt_deg) {
    return {azimuth_deg, downtilt_deg, {{45.0, 0, 0, 4, 4}, {-45.0, 0, 0, 4, 4}}};
}
/// Configuration 2: 2 x 2 vertical elements, a port each.
inline Panel panelOfConfiguration2(double azimuth_deg) {
    return {azimuth_deg, 0.0, {{0.0, 0, 0}, {0.0, 0, 1}, {0.0, 1, 0}, {0.0, 1, 1}}};
}

}  // namespace celltwin::cluster
