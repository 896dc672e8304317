// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "models/antenna/cut.h"
#include "models/antenna/pattern.h"
#include "models/base/csv.h"

namespace celltwin::antenna {
namespace {

struct Columns {
    std::size_t angle, gain;
};

/// Reads one cut: relative field strength to loss below the cut's own maximum.
std::vector<CutPoint> readCut(const CsvTable& table, Columns columns) {
    std::vector<CutPoint> points;
    std::vector<double> field;
    double strongest = 0.0;
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        const auto angle = table.optionalNumber(row, columns.angle);
        const auto gain = table.optionalNumber(row, columns.gain);
        if (!angle && !gain) continue;
        if (!angle)
            throw ConfigError({table.diagnose(row, columns.angle, "the angle of this gain is missing")});
        if (!gain)
            throw ConfigError({table.diagnose(row, columns.gain, "the gain of this angle is missing")});
        if (std::fabs(*angle) > 360.0)
            throw ConfigError({table.diagnose(row, columns.angle, "an angle is -360 to 360 degrees")});
        if (*gain < 0.0 || *gain > 1e6)
            throw ConfigError({table.diagnose(row, columns.gain,
                                              "a relative field strength is 0 to 1e6 (linear, not dB)")});
        points.push_back({*angle, 0.0, table.line(row)});
        field.push_back(*gain);
        strongest = std::max(strongest, *gain);
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        // 20 log10(E_max / E): the file holds field strengths, not powers.
        const double loss = field[i] > 0.0 ? 20.0 * std::log10(strongest / field[i]) : kDeepestLossDb;
        points[i].loss_db = std::min(loss, kDeepestLossDb);
    }
    return points;
}

/// Zenith angle (90 = horizon) to elevation, and the mirror image where only one side was measured.
void toElevation(std::vector<CutPoint>& points) {
    bool above = false, below = false;
    for (CutPoint& p : points) {
        p.angle_deg = wrapDegrees(90.0 - p.angle_deg);
        above = above || p.angle_deg > 0.0;
        below = below || p.angle_deg < 0.0;
    }
    if (above && below) return;
    const std::size_t measured = points.size();
    for (std::size_t i = 0; i < measured; ++i)
        if (points[i].angle_deg != 0.0)
            points.push_back({-points[i].angle_deg, points[i].loss_db, points[i].line});
}

}  // namespace

PatternCuts parseFieldCsv(std::string_view text, const std::string& file_name, Db gain) {
    const CsvTable table = CsvTable::parse(text, file_name);
    const Columns azimuth{table.requireColumn("angle_azimuth"), table.requireColumn("gain_azimuth")};
    const Columns elevation{table.requireColumn("angle_elevation"), table.requireColumn("gain_elevation")};
    std::vector<CutPoint> horizontal = readCut(table, azimuth), vertical = readCut(table, elevation);
    orderCut(horizontal, 0.0, file_name);
    orderCut(vertical, 0.0, file_name);  // before the mirror image, which may meet its original
    toElevation(vertical);
    orderCut(vertical, -180.0, file_name);
    checkPoints(horizontal, CutPlane::horizontal, "azimuth", file_name);
    checkPoints(vertical, CutPlane::vertical, "elevation", file_name);
    PatternCuts cuts;
    cuts.name = file_name;
    cuts.gain_dbi = gain.value;
    for (const CutPoint& p : horizontal) {
        cuts.azimuth_deg.push_back(p.angle_deg);
        cuts.azimuth_loss_db.push_back(p.loss_db);
    }
    for (const CutPoint& p : vertical) {
        cuts.elevation_deg.push_back(p.angle_deg);
        cuts.elevation_loss_db.push_back(p.loss_db);
    }
    return cuts;
}

}  // namespace celltwin::antenna
