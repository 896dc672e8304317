// SPDX-License-Identifier: BSD-3-Clause
//
// Blockage model A of 3GPP TR 38.901 V17.0.0 clause 7.6.4.1: people and vehicles around a UE as K = 4 screens
// at random azimuths. Loss towards one direction of arrival, for frequencies where screens are many
// wavelengths high (the clause is meant above some GHz). Angles are the UE's surroundings', azimuth
// anticlockwise or bearing alike, zenith 0 at the top. A screen's azimuth is a draw consistent over place;
// widths are drawn once for each screen. Not modelled: self-blocking, screens that move by themselves
// (t_corr), model B (geometry), blockage of clusters apart from the direct way, InF (the clause has no row).
#pragma once

#include <array>
#include <cstdint>

#include "models/base/random.h"
#include "models/base/units.h"

namespace celltwin::propagation {

inline constexpr std::size_t kScreens = 4;

/// Rows of Tables 7.6.4.1-2 and 7.6.4.1-4: InH, or UMi, UMa and RMa outdoors and for O2I.
enum class BlockageSetting : std::uint8_t { indoor_office, outdoor, o2i };

/// One screen at the distance r: centre and angular spans, degrees.
struct Screen {
    double azimuth_deg, azimuth_span_deg, zenith_deg, zenith_span_deg, distance_m;
};

/// d_corr of Table 7.6.4.1-4, m: 5 in offices and for O2I, 10 outdoors.
double blockageCorrelationM(BlockageSetting setting);
/// Screens of one UE. `azimuth_draws` are uniforms in (0, 1), the normalCdf() of fields with the above
/// correlation; widths are Stream::blockage draws of `entity` (a UE, or a cell of ground).
std::array<Screen, kScreens> screensOf(const Random& random, std::uint64_t entity, BlockageSetting setting,
                                       const std::array<double, kScreens>& azimuth_draws);

/// Loss of one screen towards a direction, dB (eq. 7.6-22): 0 beyond one span from its centre.
double screenLossDb(const Screen& screen, double azimuth_deg, double zenith_deg, Hertz carrier);

/// Sum of all screens' losses, dB.
double blockageLossDb(const std::array<Screen, kScreens>& screens, double azimuth_deg, double zenith_deg,
                      Hertz carrier);

}  // namespace celltwin::propagation
