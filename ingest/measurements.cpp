// SPDX-License-Identifier: BSD-3-Clause
#include "ingest/measurements.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <unordered_map>

#include "models/base/csv.h"
#include "models/base/error.h"

namespace celltwin::ingest {
namespace {

constexpr double kRsrpMinDbm = -200.0, kRsrpMaxDbm = 50.0;

std::optional<std::size_t> optionalColumn(const CsvTable& table, const std::string& name) {
    if (name.empty()) return std::nullopt;
    return table.requireColumn(name);
}

double inRange(const CsvTable& table, std::size_t row, std::size_t column, double value, double low,
               double high) {
    if (value >= low && value <= high) return value;
    throw ConfigError(
        {table.diagnose(row, column,
                        table.cell(row, column) + " is outside " + std::to_string(static_cast<int>(low)) +
                            ".." + std::to_string(static_cast<int>(high)))});
}

}  // namespace

std::string readTextFile(const std::string& path, std::size_t max_bytes) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        throw DataError(path + ": " + (error ? error.message() : "not a regular file"));
    // zlib reads plain files unchanged, so one way serves both.
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) throw DataError(path + ": cannot be opened: " + std::strerror(errno));
    std::string text;
    std::string buffer(1 << 16, '\0');
    int n = 0;
    while ((n = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
        text.append(buffer, 0, static_cast<std::size_t>(n));
        if (text.size() > max_bytes) {
            gzclose(file);
            throw DataError(path + ": larger than " + std::to_string(max_bytes >> 20) + " MiB when unpacked");
        }
    }
    int code = 0;
    const std::string message = gzerror(file, &code);
    const int closed = gzclose(file);
    if (n < 0 || closed != Z_OK)
        throw DataError(path + ": damaged gzip data" + (message.empty() ? "" : " (" + message + ")"));
    return text;
}

MeasuredPoints readMeasuredPoints(const scenario::MeasurementInput& input, const std::string& scenario_file,
                                  const scenario::NetworkSnapshot& network) {
    const auto path = (std::filesystem::path(scenario_file).parent_path() / input.csv).string();
    const CsvTable table = CsvTable::parse(readTextFile(path), path);
    const std::size_t cell = table.requireColumn(input.cell_column),
                      lat = table.requireColumn(input.lat_column);
    const std::size_t lon = table.requireColumn(input.lon_column),
                      rsrp = table.requireColumn(input.rsrp_column);
    const auto skip = optionalColumn(table, input.skip_column);
    std::unordered_map<std::string, std::uint32_t> cell_index;
    for (std::uint32_t c = 0; c < network.cells.size(); ++c) cell_index.emplace(network.cells[c].id, c);
    const LocalFrame frame(network.origin);

    MeasuredPoints points;
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        const auto level = table.optionalNumber(row, rsrp);
        const auto latitude = table.optionalNumber(row, lat), longitude = table.optionalNumber(row, lon);
        const bool skipped = skip && table.optionalNumber(row, *skip).value_or(0.0) != 0.0;
        if (skipped || !level || !latitude || !longitude) {
            ++points.skipped;
            continue;
        }
        const auto found = cell_index.find(table.cell(row, cell));
        if (found == cell_index.end()) {
            ++points.unknown_cell;
            continue;
        }
        points.cell.push_back(found->second);
        points.rsrp_dbm.push_back(inRange(table, row, rsrp, *level, kRsrpMinDbm, kRsrpMaxDbm));
        points.position.push_back(frame.toEnu({inRange(table, row, lat, *latitude, -90.0, 90.0),
                                               inRange(table, row, lon, *longitude, -180.0, 180.0)}));
    }
    return points;
}

}  // namespace celltwin::ingest
