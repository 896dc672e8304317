// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/gain_table.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/base/error.h"

namespace celltwin::cluster {

GainTable::GainTable(const AntennaFields& antenna, std::size_t port, double step_deg) {
    const double quarter = std::round(90.0 / step_deg);
    if (!(step_deg >= 0.1 && step_deg <= 5.0) || std::fabs(quarter * step_deg - 90.0) > 1e-9)
        throw ConfigError("antenna table: a step of " + std::to_string(step_deg) +
                          " degrees must be 0.1 to 5 and divide 90");
    if (port >= antenna.portCount())
        throw ConfigError("antenna table: port " + std::to_string(port) + " is not below " +
                          std::to_string(antenna.portCount()));
    per_degree_ = quarter / 90.0;
    columns_ = 4 * static_cast<std::size_t>(quarter) + 1;
    const std::size_t rows = 2 * static_cast<std::size_t>(quarter) + 1;
    std::vector<double> azimuth(columns_), elevation(columns_);
    std::vector<PortField> fields(columns_ * antenna.portCount());
    power_.reserve(rows * columns_);
    for (std::size_t c = 0; c < columns_; ++c) azimuth[c] = static_cast<double>(c) / per_degree_;
    for (std::size_t row = 0; row < rows; ++row) {
        std::fill(elevation.begin(), elevation.end(), static_cast<double>(row) / per_degree_ - 90.0);
        antenna.fields(azimuth, elevation, fields);
        for (std::size_t c = 0; c < columns_; ++c) {
            const PortField& field = fields[port * columns_ + c];
            power_.push_back(static_cast<float>(std::norm(field.theta) + std::norm(field.phi)));
        }
    }
}

double GainTable::gain(double azimuth_deg, double elevation_deg) const {
    const double turns = azimuth_deg * (1.0 / 360.0);
    const double x = (turns - std::floor(turns)) * 360.0 * per_degree_,
                 y = (elevation_deg + 90.0) * per_degree_;
    const std::size_t rows = power_.size() / columns_;
    const std::size_t column = std::min(static_cast<std::size_t>(x), columns_ - 2);
    const std::size_t row = std::min(static_cast<std::size_t>(y), rows - 2);
    const double u = x - static_cast<double>(column), v = y - static_cast<double>(row);
    const float* low = &power_[row * columns_ + column];
    const float* high = low + columns_;
    return (1.0 - v) * ((1.0 - u) * low[0] + u * low[1]) + v * ((1.0 - u) * high[0] + u * high[1]);
}

double meanCouplingGain(const Rays& rays, const GainTable& bs, double azimuth_deg) {
    double sum = 0.0;
    for (std::size_t m = 0; m < rays.size(); ++m)
        // Half the power of either polarisation meets the co-polar port, 1/xpr of it the other.
        sum += rays.power[m] * (0.5 + 0.5 / rays.xpr[m]) *
               bs.gain(rays.aod_azimuth_deg[m] - azimuth_deg, rays.aod_elevation_deg[m]);
    return sum;
}

}  // namespace celltwin::cluster
