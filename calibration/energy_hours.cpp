// SPDX-License-Identifier: BSD-3-Clause
//
// Tables of hourly counters as base stations' hours.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <unordered_map>

#include "calibration/energy_fit.h"
#include "models/base/error.h"

namespace celltwin::calibration {
namespace {

/// "1/31/2023 13:00" in hours since 1970.
std::int64_t hourOf(const CsvTable& table, std::size_t row, std::size_t column) {
    const std::string& text = table.cell(row, column);
    int part[5] = {};
    const char separators[] = "// :";
    const char *at = text.data(), *end = text.data() + text.size();
    bool good = true;
    for (int i = 0; i < 5 && good; ++i) {
        const auto [next, error] = std::from_chars(at, end, part[i]);
        good = error == std::errc{} && (i == 4 ? next == end : next != end && *next == separators[i]);
        at = i == 4 ? next : next + 1;
    }
    const std::chrono::year_month_day day{std::chrono::year{part[2]},
                                          std::chrono::month{static_cast<unsigned>(std::max(part[0], 0))},
                                          std::chrono::day{static_cast<unsigned>(std::max(part[1], 0))}};
    if (!good || !day.ok() || part[3] < 0 || part[3] > 23)
        throw ConfigError(
            {table.diagnose(row, column, "'" + text + "' is no time; times look like 1/31/2023 13:00")});
    return std::int64_t{std::chrono::sys_days{day}.time_since_epoch().count()} * 24 + part[3];
}

struct Building {
    BaseStationHours hours;
    std::unordered_map<std::string, std::size_t> cell;  ///< index by name
    std::map<std::int64_t, double> energy;
    std::map<std::int64_t, std::vector<CellHour>> loads;
};

void addLoads(const CsvTable& loads, std::unordered_map<std::string, Building*>& by_name) {
    const std::size_t time = loads.requireColumn("Time"), bs = loads.requireColumn("BS");
    const std::size_t cell = loads.requireColumn("CellName"), load = loads.requireColumn("load");
    std::array<std::size_t, kSavingModes> mode{};
    for (std::size_t k = 0; k < kSavingModes; ++k)
        mode[k] = loads.requireColumn("ESMode" + std::to_string(k + 1));
    for (std::size_t row = 0; row < loads.rowCount(); ++row) {
        const auto found = by_name.find(loads.cell(row, bs));
        if (found == by_name.end()) continue;
        Building& b = *found->second;
        const auto index = b.cell.find(loads.cell(row, cell));
        if (index == b.cell.end()) continue;
        const std::int64_t hour = hourOf(loads, row, time);
        auto& cells = b.loads[hour];
        cells.resize(b.cell.size());
        CellHour& here = cells[index->second];
        here.on = 1.0;
        here.load = loads.number(row, load);
        for (std::size_t k = 0; k < kSavingModes; ++k) here.share[k] = loads.number(row, mode[k]);
    }
}

BaseStationHours finish(Building& b) {
    for (const auto& [hour, energy] : b.energy) {
        const auto cells = b.loads.find(hour);
        if (energy <= 0.0 || cells == b.loads.end()) continue;
        b.hours.hour.push_back(hour);
        b.hours.energy.push_back(energy);
        b.hours.cells.insert(b.hours.cells.end(), cells->second.begin(), cells->second.end());
    }
    return std::move(b.hours);
}

}  // namespace

std::vector<BaseStationHours> readEnergyHours(const CsvTable& cells, const CsvTable& loads,
                                              const CsvTable& energies) {
    std::vector<std::string> order;
    std::unordered_map<std::string, Building> building;
    const std::size_t bs = cells.requireColumn("BS"), name = cells.requireColumn("CellName");
    const std::size_t type = cells.requireColumn("RUType");
    for (std::size_t row = 0; row < cells.rowCount(); ++row) {
        const auto [at, is_new] = building.try_emplace(cells.cell(row, bs));
        if (is_new) order.push_back(cells.cell(row, bs));
        if (!at->second.cell.emplace(cells.cell(row, name), at->second.cell.size()).second)
            throw ConfigError({cells.diagnose(row, name, "a second cell of this name at its base station")});
        at->second.hours.id = cells.cell(row, bs);
        at->second.hours.unit_types.push_back(cells.cell(row, type));
    }
    std::unordered_map<std::string, Building*> by_name;
    for (auto& [id, b] : building) by_name[id] = &b;
    addLoads(loads, by_name);
    const std::size_t time = energies.requireColumn("Time"), of = energies.requireColumn("BS");
    const std::size_t energy = energies.requireColumn("Energy");
    for (std::size_t row = 0; row < energies.rowCount(); ++row)
        if (const auto found = by_name.find(energies.cell(row, of)); found != by_name.end())
            found->second->energy[hourOf(energies, row, time)] = energies.number(row, energy);
    std::vector<BaseStationHours> out;
    for (const std::string& id : order) {
        BaseStationHours hours = finish(building[id]);
        if (!hours.hour.empty()) out.push_back(std::move(hours));
    }
    return out;
}

DaySplit splitLastDays(const BaseStationHours& hours, int days) {
    DaySplit split;
    split.before.id = split.last.id = hours.id;
    split.before.unit_types = split.last.unit_types = hours.unit_types;
    const std::int64_t first_last = hours.hour.empty() ? 0 : (hours.hour.back() / 24 - days + 1) * 24;
    for (std::size_t row = 0; row < hours.hour.size(); ++row) {
        BaseStationHours& part = hours.hour[row] < first_last ? split.before : split.last;
        part.hour.push_back(hours.hour[row]);
        part.energy.push_back(hours.energy[row]);
        const auto cells = hours.cellsAt(row);
        part.cells.insert(part.cells.end(), cells.begin(), cells.end());
    }
    return split;
}

}  // namespace celltwin::calibration
