// SPDX-License-Identifier: BSD-3-Clause
//
// How well a fitted load-power curve foretells measured energy: base stations known from their first days,
// judged on their last three (mean absolute percentage error over all hours), beside the obvious models on
// the same hours. Exit 1 where the curve misses its limit, 0 with a message where the data are not there.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "bench/figure_rows.h"
#include "calibration/energy_fit.h"
#include "ingest/measurements.h"

namespace celltwin {
namespace {

using calibration::BaseStationHours;
using calibration::DaySplit;

constexpr int kJudgedDays = 3;
constexpr std::size_t kLeastHours = 24;  ///< of a base station that counts as known
constexpr double kMust = 7.5, kAim = 6.0;

struct Figure {
    std::string model;
    double mape_percent = 0.0;
};

std::vector<BaseStationHours> readFolder(const std::string& folder) {
    const auto table = [&](const char* name) {
        const std::string path = folder + "/" + name;
        return CsvTable::parse(ingest::readTextFile(path), path);
    };
    return calibration::readEnergyHours(table("bs_info.csv.gz"), table("cell_load.csv.gz"),
                                        table("energy.csv.gz"));
}

/// Predictions of the judged hours of one base station.
using Model = std::function<std::vector<double>(const DaySplit&)>;

double mapePercent(const std::vector<DaySplit>& splits, const Model& model) {
    double sum = 0.0, count = 0.0;
    for (const DaySplit& split : splits) {
        const std::vector<double> predicted = model(split);
        for (std::size_t i = 0; i < predicted.size(); ++i)
            sum += std::fabs(predicted[i] / split.last.energy[i] - 1.0);
        count += static_cast<double>(predicted.size());
    }
    return 100.0 * sum / count;
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> baseStationMean(const DaySplit& split) {
    return std::vector<double>(split.last.hour.size(), meanOf(split.before.energy));
}

/// The mean of the hour of the day, or of all hours where that hour was never seen.
std::vector<double> hourMean(const DaySplit& split) {
    std::array<double, 24> sum{}, count{};
    for (std::size_t i = 0; i < split.before.hour.size(); ++i) {
        const auto hour = static_cast<std::size_t>(split.before.hour[i] % 24);
        sum[hour] += split.before.energy[i];
        count[hour] += 1.0;
    }
    std::vector<double> out = baseStationMean(split);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto hour = static_cast<std::size_t>(split.last.hour[i] % 24);
        if (count[hour] > 0.0) out[i] = sum[hour] / count[hour];
    }
    return out;
}

/// The latest value of the hour of the day before the judged days, or the mean.
std::vector<double> persistence(const DaySplit& split) {
    std::vector<double> out = baseStationMean(split);
    for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t k = 0; k < split.before.hour.size(); ++k)
            if ((split.last.hour[i] - split.before.hour[k]) % 24 == 0) out[i] = split.before.energy[k];
    return out;
}

double totalLoad(const BaseStationHours& hours, std::size_t row) {
    double sum = 0.0;
    for (const calibration::CellHour& cell : hours.cellsAt(row)) sum += cell.load;
    return sum;
}

/// Least squares of energy on the sum of loads of the same hour.
std::vector<double> ownLine(const DaySplit& split) {
    double x = 0, y = 0, xx = 0, xy = 0;
    const auto n = static_cast<double>(split.before.hour.size());
    for (std::size_t i = 0; i < split.before.hour.size(); ++i) {
        const double load = totalLoad(split.before, i);
        x += load / n, y += split.before.energy[i] / n;
        xx += load * load / n, xy += load * split.before.energy[i] / n;
    }
    const double spread = xx - x * x, slope = spread > 1e-12 ? (xy - x * y) / spread : 0.0;
    std::vector<double> out(split.last.hour.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = y + slope * (totalLoad(split.last, i) - x);
    return out;
}

/// Curves fitted on the first days; and for unknown base stations, those of four fifths used on the other
/// fifth.
struct Curves {
    double known_percent = 0.0, unknown_percent = 0.0;
    int load_offset_hours = 0;
};
Curves curves(const std::vector<DaySplit>& splits) {
    std::vector<BaseStationHours> before;
    for (const DaySplit& split : splits) before.push_back(split.before);
    const calibration::EnergyFit fit = calibration::fitEnergy(before);
    Curves out;
    out.load_offset_hours = fit.load_offset_hours;
    std::size_t next = 0;
    out.known_percent = mapePercent(splits, [&](const DaySplit& split) {
        return calibration::predictEnergy(fit.curves[next++], fit.load_offset_hours, split.last);
    });
    double sum = 0.0, count = 0.0;
    for (std::size_t fold = 0; fold < 5; ++fold) {
        std::vector<BaseStationHours> others;
        std::vector<DaySplit> held;
        for (std::size_t i = 0; i < splits.size(); ++i)
            if (i % 5 == fold)
                held.push_back(splits[i]);
            else
                others.push_back(before[i]);
        const calibration::EnergyFit population = calibration::fitEnergy(others);
        sum += mapePercent(held,
                           [&](const DaySplit& split) {
                               return calibration::predictEnergy(
                                   calibration::populationCurve(population, split.last),
                                   population.load_offset_hours, split.last);
                           }) *
               static_cast<double>(held.size());
        count += static_cast<double>(held.size());
    }
    out.unknown_percent = sum / count;
    return out;
}

std::vector<bench::FigureRow> rowsOf(const std::vector<Figure>& figures, const Curves& fitted,
                                     std::size_t base_stations, std::size_t hours) {
    std::vector<bench::FigureRow> rows = {{"fitted load-power curve, known base station, next 3 days",
                                           fitted.known_percent, kMust, kAim, "% MAPE", bench::Better::below,
                                           fmt::format("{} base stations, {} hours; load stamped {:+d} h",
                                                       base_stations, hours, fitted.load_offset_hours)}};
    for (const Figure& f : figures)
        rows.push_back(
            {"the same hours by: " + f.model, f.mape_percent, {}, {}, "% MAPE", bench::Better::below, ""});
    return rows;
}

int print(const std::vector<bench::FigureRow>& rows, bool as_json) {
    fmt::print("{}", as_json ? bench::figureJson(rows) : bench::figureTable(rows));
    return bench::figureStatus(rows);
}

int run(const std::string& shared, bool as_json) {
    const std::string folder = shared + "/data/energy_itu_5g";
    if (!std::filesystem::exists(folder + "/energy.csv.gz")) {
        return print({bench::skippedRow("fitted load-power curve, known base station, next 3 days",
                                        folder + " is not there")},
                     as_json);
    }
    std::vector<DaySplit> splits;
    std::size_t hours = 0;
    for (const BaseStationHours& base_station : readFolder(folder)) {
        DaySplit split = calibration::splitLastDays(base_station, kJudgedDays);
        if (split.before.hour.size() < kLeastHours) continue;
        hours += split.last.hour.size();
        splits.push_back(std::move(split));
    }
    if (splits.empty()) {
        fmt::print(stderr, "energy_figures: no base station of {} has {} hours before its last {} days\n",
                   folder, kLeastHours, kJudgedDays);
        return 2;
    }
    const Curves fitted = curves(splits);
    const std::vector<Figure> figures{
        {"line of the base station's own", mapePercent(splits, ownLine)},
        {"same hour, mean of the days before", mapePercent(splits, hourMean)},
        {"same hour, last day before (persistence)", mapePercent(splits, persistence)},
        {"mean of the base station", mapePercent(splits, baseStationMean)},
        {"unknown base station: its group's mean curve", fitted.unknown_percent}};
    return print(rowsOf(figures, fitted, splits.size(), hours), as_json);
}

}  // namespace
}  // namespace celltwin

int main(int argc, char** argv) {
    std::string shared = CELLTWIN_SHARED_DIR;
    bool as_json = false;
    CLI::App app{"How well a fitted load-power curve foretells measured energy"};
    app.add_option("--shared", shared, "Folder whose data/energy_itu_5g holds the tables")
        ->capture_default_str();
    app.add_flag("--json", as_json, "Print JSON");
    CLI11_PARSE(app, argc, argv);
    try {
        return celltwin::run(shared, as_json);
    } catch (const std::exception& error) {
        fmt::print(stderr, "energy_figures: {}\n", error.what());
        return 2;
    }
}
