// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/array_fields.h"

#include <cassert>

namespace celltwin::cluster {

void ArrayFields::fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                         std::span<PortField> out) const {
    const std::size_t n = azimuth_deg.size(), ports = portCount();
    assert(elevation_deg.size() == n && out.size() == n * ports);
    std::vector<std::complex<double>> theta(ports), phi(ports);
    for (std::size_t i = 0; i < n; ++i) {
        array_.fields(azimuth_deg[i], elevation_deg[i], theta, phi);
        for (std::size_t port = 0; port < ports; ++port) out[port * n + i] = {theta[port], phi[port]};
    }
}

}  // namespace celltwin::cluster
