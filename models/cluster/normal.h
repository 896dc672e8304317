// SPDX-License-Identifier: BSD-3-Clause
//
// Standard normals from uniforms by inversion: Wichura's PPND7 (Algorithm AS 241, Applied Statistics 37(3),
// 1988), accurate to 1e-7. One hash of Random gives two of them, and only one in seven needs a logarithm.
#pragma once

#include <cmath>
#include <cstdint>

namespace celltwin::cluster {

/// Quantile of the standard normal distribution; 0 < p < 1.
inline double normalQuantile(double p) {
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179) /
               (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
    }
    double r = std::sqrt(-std::log(q < 0.0 ? p : 1.0 - p));
    double value;
    if (r <= 5.0) {
        r -= 1.6;
        value = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777) /
                ((0.12021132975 * r + 0.73700164250) * r + 1.0);
    } else {
        r -= 5.0;
        value = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150) /
                ((0.012258202635 * r + 0.24197894225) * r + 1.0);
    }
    return q < 0.0 ? -value : value;
}

/// Uniform in (0, 1) from 32 bits.
inline double uniformOf(std::uint32_t bits) {
    return (static_cast<double>(bits) + 0.5) * 0x1.0p-32;
}

}  // namespace celltwin::cluster
