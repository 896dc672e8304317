// SPDX-License-Identifier: BSD-3-Clause
#include "models/propagation/calibrated_field.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>
#include <sstream>

#include "models/base/error.h"

namespace celltwin::propagation {
namespace {

constexpr double kMaxCorrectionDb = 100.0, kMaxSigmaDb = 30.0;

class Findings {
  public:
    template <class Value>
    void require(bool holds, const std::string& what, Value value, const char* range) {
        if (holds) return;
        std::ostringstream text;
        text << "calibrated field: " << what << ' ' << value << ": must be " << range;
        list_.push_back(Diagnostic{{}, text.str(), {}, {}, 1});
    }
    void requireDb(const std::string& what, double value) {
        require(std::fabs(value) <= kMaxCorrectionDb, what, value, "from -100 to 100 dB");
    }
    void requireGrid(const std::string& what, const ResidualGrid& grid) {
        require(std::isfinite(grid.east_m) && std::isfinite(grid.north_m), what + "south-west corner, east",
                grid.east_m, "finite, as its north");
        require(grid.step_m > 0.0 && std::isfinite(grid.step_m), what + "step_m", grid.step_m, "above 0 m");
        require(grid.columns >= 1, what + "columns", grid.columns, "1 or more");
        require(grid.rows >= 1, what + "rows", grid.rows, "1 or more");
        if (grid.columns < 1 || grid.rows < 1) return;
        const auto points = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
        require(grid.values_db.size() == points, what + "number of values", grid.values_db.size(),
                "columns times rows");
        const auto wild = std::find_if_not(grid.values_db.begin(), grid.values_db.end(),
                                           [](double v) { return std::fabs(v) <= kMaxCorrectionDb; });
        if (wild != grid.values_db.end()) requireDb(what + "value", *wild);
    }
    void raise() {
        if (!list_.empty()) throw ConfigError(std::move(list_));
    }

  private:
    std::vector<Diagnostic> list_;
};

/// A coordinate on one axis of a grid: the two points around it, the weight of the second, and the fade.
struct Along {
    int first, second;
    double weight, fade;
};

Along along(double steps, int count) {
    const double last = count - 1.0;
    const double inside = std::clamp(steps, 0.0, last);
    const int first = std::min(static_cast<int>(inside), std::max(0, count - 2));
    return {first, std::min(first + 1, count - 1), inside - first,
            std::max(0.0, 1.0 - std::fabs(steps - inside))};
}

}  // namespace

double ResidualGrid::at(double east, double north) const {
    const Along x = along((east - east_m) / step_m, columns), y = along((north - north_m) / step_m, rows);
    // One step outside everything has faded, and far outside no index is worth computing.
    if (x.fade == 0.0 || y.fade == 0.0) return 0.0;
    const auto value = [this](int column, int row) {
        return values_db[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                         static_cast<std::size_t>(column)];
    };
    const double south = (1.0 - x.weight) * value(x.first, y.first) + x.weight * value(x.second, y.first);
    const double north_side =
        (1.0 - x.weight) * value(x.first, y.second) + x.weight * value(x.second, y.second);
    return x.fade * y.fade * ((1.0 - y.weight) * south + y.weight * north_side);
}

void CalibratedField::validate() const {
    Findings findings;
    findings.requireDb("offset_db", offset_db);
    findings.require(std::fabs(slope_db_per_decade) <= kMaxCorrectionDb, "slope_db_per_decade",
                     slope_db_per_decade, "from -100 to 100 dB a decade");
    findings.require(reference_distance_m > 0.0 && std::isfinite(reference_distance_m),
                     "reference_distance_m", reference_distance_m, "above 0 m");
    if (common) findings.requireGrid("common grid: ", *common);
    std::set<std::string_view> seen;
    for (const CellResidual& cell : cells) {
        findings.require(!cell.cell.empty(), "cell id", "''", "a cell's id");
        findings.require(seen.insert(cell.cell).second, "cell", cell.cell, "listed once");
        findings.requireDb("cell " + cell.cell + ": offset_db", cell.offset_db);
        if (cell.grid) findings.requireGrid("cell " + cell.cell + ": ", *cell.grid);
    }
    if (sigma_db)
        findings.require(*sigma_db >= 0.0 && *sigma_db <= kMaxSigmaDb, "sigma_db", *sigma_db,
                         "from 0 to 30 dB");
    if (correlation_m)
        findings.require(*correlation_m > 0.0 && std::isfinite(*correlation_m), "correlation_m",
                         *correlation_m, "above 0 m");
    findings.raise();
}

int CalibratedField::indexOf(std::string_view cell) const {
    const auto found =
        std::find_if(cells.begin(), cells.end(), [cell](const CellResidual& c) { return c.cell == cell; });
    return found == cells.end() ? kNoCell : static_cast<int>(found - cells.begin());
}

void correctLossDb(const CalibratedField& field, int cell, std::span<const double> distance_2d_m,
                   std::span<const double> east_m, std::span<const double> north_m,
                   std::span<double> loss_db) {
    assert(distance_2d_m.size() == loss_db.size() && east_m.size() == loss_db.size() &&
           north_m.size() == loss_db.size());
    assert(cell >= CalibratedField::kNoCell && cell < static_cast<int>(field.cells.size()));
    const CellResidual* own = cell < 0 ? nullptr : &field.cells[static_cast<std::size_t>(cell)];
    const double constant_db = field.offset_db + (own != nullptr ? own->offset_db : 0.0);
    for (std::size_t i = 0; i < loss_db.size(); ++i) {
        const double d = std::max(distance_2d_m[i], kMinSlopeDistanceM);
        // offset + slope log10(d / d_ref) + residuals
        double correction_db =
            constant_db + field.slope_db_per_decade * std::log10(d / field.reference_distance_m);
        if (field.common) correction_db += field.common->at(east_m[i], north_m[i]);
        if (own != nullptr && own->grid) correction_db += own->grid->at(east_m[i], north_m[i]);
        loss_db[i] += correction_db;
    }
}

}  // namespace celltwin::propagation
