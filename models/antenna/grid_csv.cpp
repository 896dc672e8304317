// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <sstream>

#include "models/antenna/grid.h"
#include "models/base/csv.h"

namespace celltwin::antenna {
namespace {

struct Node {
    double azimuth_deg, elevation_deg, value;
    double raw_azimuth_deg;
    std::size_t row;
};

/// Which of two columns a table has; it must be one of them.
struct Choice {
    std::size_t column;
    bool second;
};

Choice chooseColumn(const CsvTable& table, const std::string& first, const std::string& second) {
    const auto a = table.column(first), b = table.column(second);
    if (a.has_value() == b.has_value()) {
        const std::string message =
            "needs a column " + first + " or a column " + second + (a ? ", not both" : "");
        throw ConfigError({Diagnostic{{table.fileName(), 1, 1}, message, {}, {}, 1}});
    }
    return {a ? *a : *b, b.has_value()};
}

double inRange(const CsvTable& table, std::size_t row, std::size_t column, double low, double high) {
    const double value = table.number(row, column);
    if (value >= low && value <= high) return value;
    std::ostringstream message;
    message << "must be " << low << " to " << high;
    throw ConfigError({table.diagnose(row, column, message.str())});
}

/// Angles that differ by rounding alone are one.
double snapped(double angle_deg) {
    return std::round(angle_deg * 1e6) / 1e6;
}

double wrapped(double azimuth_deg) {
    const double turned = std::fmod(snapped(azimuth_deg), 360.0);
    const double a = snapped(turned < 0.0 ? turned + 360.0 : turned);
    return a >= 360.0 ? 0.0 : a;
}

void sortAndClose(std::vector<Node>& nodes, const CsvTable& table, std::size_t azimuth_column) {
    std::stable_sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) {
        return a.elevation_deg != b.elevation_deg ? a.elevation_deg < b.elevation_deg
                                                  : a.azimuth_deg < b.azimuth_deg;
    });
    std::vector<Node> kept;
    for (const Node& node : nodes) {
        const bool repeats = !kept.empty() && kept.back().elevation_deg == node.elevation_deg &&
                             kept.back().azimuth_deg == node.azimuth_deg;
        if (!repeats) {
            kept.push_back(node);
            continue;
        }
        const bool closes =
            node.raw_azimuth_deg != kept.back().raw_azimuth_deg && node.value == kept.back().value;
        if (!closes)
            throw ConfigError(
                {table.diagnose(std::max(node.row, kept.back().row), azimuth_column,
                                "this direction is given twice (also in line " +
                                    std::to_string(table.line(std::min(node.row, kept.back().row))) + ")")});
    }
    nodes = std::move(kept);
}

/// Every elevation has the azimuths of the first; throws for the first pair that is missing.
void checkFull(const std::vector<Node>& nodes, const PatternGrid& grid, const CsvTable& table) {
    std::size_t at = 0;
    for (const double elevation : grid.elevation_deg)
        for (const double azimuth : grid.azimuth_deg) {
            const bool there =
                at < nodes.size() && nodes[at].elevation_deg == elevation && nodes[at].azimuth_deg == azimuth;
            if (there) {
                ++at;
                continue;
            }
            const std::size_t near = std::min(at, nodes.size() - 1);
            std::ostringstream message;
            message << "the grid has no value for azimuth " << azimuth << ", elevation " << elevation
                    << "; each elevation needs the same " << grid.azimuth_deg.size() << " azimuths";
            throw ConfigError({table.diagnose(nodes[near].row, 0, message.str())});
        }
}

}  // namespace

PatternGrid parseGridCsv(std::string_view text, const std::string& file_name, std::optional<Db> gain) {
    const CsvTable table = CsvTable::parse(text, file_name);
    const std::size_t azimuth = table.requireColumn("azimuth_deg");
    const Choice elevation = chooseColumn(table, "elevation_deg", "theta_deg");
    const Choice value = chooseColumn(table, "gain_dbi", "loss_db");
    const auto fail = [&](const std::string& what) {
        throw ConfigError({Diagnostic{{file_name, 1, 1}, what, {}, {}, 1}});
    };
    if (value.second && !gain) fail("a table of loss_db needs the maximum gain in dBi besides");
    if (!value.second && gain)
        fail("a table of gain_dbi has its maximum in it: leave the gain beside it out");
    if (table.rowCount() == 0) fail("the pattern has no rows");
    std::vector<Node> nodes;
    PatternGrid grid;
    grid.name = file_name;
    grid.gain_dbi = gain ? gain->value : -1e9;
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        const double raw = inRange(table, row, azimuth, -360, 360);
        const double e = elevation.second ? 90.0 - inRange(table, row, elevation.column, 0, 180)
                                          : inRange(table, row, elevation.column, -90, 90);
        const double v = value.second ? inRange(table, row, value.column, 0, 200)
                                      : inRange(table, row, value.column, -200, 100);
        if (!value.second) grid.gain_dbi = std::max(grid.gain_dbi, v);
        nodes.push_back({wrapped(raw), snapped(e), v, raw, row});
    }
    sortAndClose(nodes, table, azimuth);
    for (const Node& node : nodes) {
        if (grid.elevation_deg.empty() || grid.elevation_deg.back() != node.elevation_deg)
            grid.elevation_deg.push_back(node.elevation_deg);
        grid.azimuth_deg.push_back(node.azimuth_deg);
        grid.loss_db.push_back(value.second ? node.value : grid.gain_dbi - node.value);
    }
    std::sort(grid.azimuth_deg.begin(), grid.azimuth_deg.end());
    grid.azimuth_deg.erase(std::unique(grid.azimuth_deg.begin(), grid.azimuth_deg.end()),
                           grid.azimuth_deg.end());
    checkFull(nodes, grid, table);
    return grid;
}

}  // namespace celltwin::antenna
