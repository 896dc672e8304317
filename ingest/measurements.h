// SPDX-License-Identifier: BSD-3-Clause
//
// Drive-test and MDT exports as CSV, plain or gzip: measured RSRP at places, by a column mapping.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"

namespace celltwin::ingest {

/// Measured samples as columns of equal length.
struct MeasuredPoints {
    std::vector<std::uint32_t> cell;  ///< index into the network's cells
    std::vector<Enu> position;        ///< in the network's frame
    std::vector<double> rsrp_dbm;
    std::size_t skipped = 0;       ///< rows left out by skip_column or without a value
    std::size_t unknown_cell = 0;  ///< rows of cells the network does not have
};

/// Whole file as text, inflating gzip; throws DataError naming the path, or where it would exceed
/// `max_bytes`.
std::string readTextFile(const std::string& path, std::size_t max_bytes = 1ULL << 30);

/// Throws ConfigError for missing columns or unreadable numbers (file:line:column), DataError for the file
/// itself.
MeasuredPoints readMeasuredPoints(const scenario::MeasurementInput& input, const std::string& scenario_file,
                                  const scenario::NetworkSnapshot& network);

}  // namespace celltwin::ingest
