// SPDX-License-Identifier: BSD-3-Clause
//
// The panel arrays of models/antenna as ends of a cluster channel: their ports with all phases, both
// polarisations (TR 38.901 clause 7.3).
#pragma once

#include "models/antenna/array.h"
#include "models/cluster/channel.h"

namespace celltwin::cluster {

class ArrayFields : public AntennaFields {
  public:
    /// Throws ConfigError as antenna::PortArray does.
    ArrayFields(const antenna::PanelArray& array, const antenna::Orientation& orientation,
                const antenna::PortLayout& layout)
        : array_(array, orientation, layout) {}
    std::size_t portCount() const override { return static_cast<std::size_t>(array_.portCount()); }
    void fields(std::span<const double> azimuth_deg, std::span<const double> elevation_deg,
                std::span<PortField> out) const override;

  private:
    antenna::PortArray array_;
};

}  // namespace celltwin::cluster
