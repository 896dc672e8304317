// SPDX-License-Identifier: BSD-3-Clause
//
// Patterns known in three dimensions, as simulators and ranges export them: a value for each pair of azimuth
// and elevation. Between the nodes gains are interpolated bilinearly in dB, around the turn and over both
// poles without a step. Not modelled: polarisation, frequency; what lies between nodes up to 45 degrees
// apart.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/antenna/pattern.h"

namespace celltwin::antenna {

/// Losses below the maximum on a full grid.
struct PatternGrid {
    std::string name;
    double gain_dbi = 0.0;
    std::vector<double> azimuth_deg;    ///< strictly increasing within [0, 360), clockwise from boresight
    std::vector<double> elevation_deg;  ///< strictly increasing within [-90, 90], up positive
    std::vector<double> loss_db;        ///< elevation_deg.size() rows of azimuth_deg.size(), >= 0
};

/// The pattern of a grid. A pole is one direction: values given there at several azimuths are averaged in
/// linear power where they agree within 1 dB, and refused otherwise; a grid that stops up to 45 degrees short
/// of a pole has the mean of its last row there. Electrical tilt lowers every elevation, less and less from
/// 45 degrees off the horizon to the poles, which stay. Losses over 60 dB count as 60. Throws ConfigError for
/// fewer than 4 azimuths or 3 elevations, sizes that do not match, a negative or non-finite value, angles out
/// of order or range, or a gap over 45 degrees.
std::unique_ptr<Pattern> makeGridPattern(PatternGrid grid);

/// Reads a table with columns azimuth_deg (-360 to 360), elevation_deg (-90 to 90) or theta_deg (0 to 180
/// from the zenith), and gain_dbi or loss_db (0 to 200), rows in any order, each pair once (0 and 360 may
/// repeat each other). `gain` is the maximum where the column is loss_db, and absent otherwise. Throws
/// ConfigError naming file:line:column.
PatternGrid parseGridCsv(std::string_view text, const std::string& file_name, std::optional<Db> gain);

}  // namespace celltwin::antenna
