// SPDX-License-Identifier: BSD-3-Clause
//
// The fast way from rays to received power, for RSRP of many cells: a port's power gain, summed over both
// polarisations, is tabulated once about its boresight and read for each ray. One table serves all cells with
// the same antenna and tilt, whatever way they face. couplingGains() is the judge of it.
#pragma once

#include <cstddef>
#include <vector>

#include "models/cluster/channel.h"

namespace celltwin::cluster {

class GainTable {
  public:
    /// Tabulates `port` of an antenna that faces north (azimuth 0), every `step_deg` (which divides 90) in
    /// azimuth and elevation, for bilinear reading of linear power. At 0.5 degrees a beam of 6 degrees is
    /// read to 0.03 dB near its top. Throws ConfigError for a step outside 0.1 to 5 or one that does not
    /// divide 90.
    GainTable(const AntennaFields& antenna, std::size_t port, double step_deg = 0.5);

    /// Linear power gain |F_theta|^2 + |F_phi|^2; azimuth clockwise from the boresight, any turn.
    double gain(double azimuth_deg, double elevation_deg) const;

  private:
    double per_degree_;
    std::size_t columns_;       ///< azimuths of a row, the first once more at its end
    std::vector<float> power_;  ///< row by row from elevation -90
};

/// Mean power gain from the port to the two ports of an isotropic UE whose slants are 90 degrees apart,
/// linear: sum over rays of power * gain * (1 + 1/xpr)/2, the mean of couplingGains() over those two. Does
/// not depend on the slants. The cell faces `azimuth_deg`.
double meanCouplingGain(const Rays& rays, const GainTable& bs, double azimuth_deg);

}  // namespace celltwin::cluster
