// SPDX-License-Identifier: BSD-3-Clause
//
// The figures by which TR 38.901 clause 7.8.2 (Table 7.8-2) compares channels: delay spread, angle spreads,
// singular values of resource blocks.
#pragma once

#include <complex>
#include <cstddef>
#include <span>

#include "models/cluster/clusters.h"

namespace celltwin::cluster {

/// Power-weighted rms of the delays about their mean, s.
double rmsDelaySpreadS(std::span<const double> delay_s, std::span<const double> power);

/// Circular angle spread of TR 38.901 Annex A.1, degrees: sqrt(-2 ln |sum p exp(j angle)| / sum p). It does
/// not depend on where angles wrap.
double circularSpreadDeg(std::span<const double> angle_deg, std::span<const double> power);

/// Circular angle spread of TR 25.996 Annex A, degrees: the least rms, over all turns of the zero direction,
/// of the angles about their mean, wrapped to +-180. `steps` turns are tried.
double wrappedSpreadDeg(std::span<const double> angle_deg, std::span<const double> power, int steps = 360);

/// Spreads of one link, as the calibration asks for them: without antennas, the direct ray included.
struct Spreads {
    double delay_s = 0.0;
    double asd_deg = 0.0, asa_deg = 0.0, zsd_deg = 0.0, zsa_deg = 0.0;
};
Spreads spreadsOf(const Rays& rays);

/// Eigenvalues of the receive covariance of one resource block ("PRB singular values"), from the largest:
/// of the mean of H H^H over the block's frequencies. `h` as channelCoefficients() writes it, [frequency]
/// [ue_port][bs_port]; `values` has ue_ports entries.
void blockSingularValues(std::span<const std::complex<double>> h, std::size_t ue_ports, std::size_t bs_ports,
                         std::span<double> values);

}  // namespace celltwin::cluster
