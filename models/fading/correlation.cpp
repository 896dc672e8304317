// SPDX-License-Identifier: BSD-3-Clause
#include <cassert>
#include <cmath>

#include "models/fading/tdl.h"

namespace celltwin::fading {
namespace {

/// Where an antenna stands: its place along the array and its polarisation, 0 or 1.
struct Place {
    std::size_t position, polarization;
};

std::size_t positions(AntennaArray array, std::size_t antennas) {
    return array == AntennaArray::cross_polarized && antennas > 1 ? antennas / 2 : antennas;
}

Place placeOf(AntennaArray array, std::size_t antennas, std::size_t antenna) {
    const std::size_t count = positions(array, antennas);
    return {antenna % count, antenna / count};
}

/// TS 38.101-4 Tables B.2.3.1.1-1 and -2: the outermost of n antennas correlate by `outer`, others by
/// outer^((distance / (n - 1))^2).
double alongArray(double outer, std::size_t n, std::size_t a, std::size_t b) {
    if (a == b) return 1.0;
    const double distance = (static_cast<double>(a) - static_cast<double>(b)) / static_cast<double>(n - 1);
    return std::pow(outer, distance * distance);
}

/// TS 38.101-4 clause B.2.3.2.1: polarisations of the base station correlate by -gamma at the UE's first
/// polarisation and by gamma at its second; polarisations of the UE do not.
double acrossPolarizations(double gamma, std::size_t rx_a, std::size_t rx_b, std::size_t tx_a,
                           std::size_t tx_b) {
    if (rx_a != rx_b) return 0.0;
    if (tx_a == tx_b) return 1.0;
    return rx_a == 0 ? -gamma : gamma;
}

}  // namespace

// TS 38.101-4 Table B.2.3.1.2-1; cross-polarised, TS 36.101 Table B.2.3A.3-1, which the NR clause follows.
AntennaCorrelation antennaCorrelation(AntennaArray array, CorrelationLevel level) {
    const bool crossed = array == AntennaArray::cross_polarized;
    switch (level) {
        case CorrelationLevel::low:
            return {array, 0.0, 0.0, 0.0};
        case CorrelationLevel::medium:
            return crossed ? AntennaCorrelation{array, 0.3, 0.6, 0.2}
                           : AntennaCorrelation{array, 0.3, 0.9, 0.0};
        case CorrelationLevel::high:
            return {array, 0.9, 0.9, crossed ? 0.3 : 0.0};
    }
    assert(false);
    return {};
}

// TS 38.101-4 clauses B.2.3.1.1 and B.2.3.2.1: the Kronecker product of both ends and, between them, of
// polarisations.
std::vector<double> correlationMatrix(std::size_t rx, std::size_t tx, const AntennaCorrelation& correlation) {
    const std::size_t pairs = rx * tx;
    std::vector<double> matrix(pairs * pairs);
    for (std::size_t a = 0; a < pairs; ++a)
        for (std::size_t b = 0; b < pairs; ++b) {
            const Place rx_a = placeOf(correlation.array, rx, a / tx),
                        rx_b = placeOf(correlation.array, rx, b / tx);
            const Place tx_a = placeOf(correlation.array, tx, a % tx),
                        tx_b = placeOf(correlation.array, tx, b % tx);
            matrix[a * pairs + b] =
                alongArray(correlation.beta, positions(correlation.array, rx), rx_a.position, rx_b.position) *
                alongArray(correlation.alpha, positions(correlation.array, tx), tx_a.position,
                           tx_b.position) *
                acrossPolarizations(correlation.gamma, rx_a.polarization, rx_b.polarization,
                                    tx_a.polarization, tx_b.polarization);
        }
    return matrix;
}

}  // namespace celltwin::fading
