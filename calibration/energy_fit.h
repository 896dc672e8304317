// SPDX-License-Identifier: BSD-3-Clause
//
// A base station's load-power curve from hourly counters: energy of an hour against the load of its cells and
// the shares of time they spent in energy saving modes,
//   E = fixed + further_cell x (cells on - 1) + slope sum(load) - sum over modes of saving x sum(share) +
//   swing over the day,
// the shape of EARTH's linear model (models/energy/power.h) plus what follows the time of day and not the
// load (cooling). Each base station has a curve of its own, drawn towards the mean of base stations with the
// same radio unit and number of cells as far as its own hours leave it open (a hierarchical normal prior
// whose means and spreads are fitted with the curves), with errors relative to the energy and few large ones
// tolerated. Some networks stamp an hour of load at its end and one of energy at its start: the offset
// between the two, -1 to 1 hours, is fitted too. Valid for the units and hours of the table it was fitted on.
// Not modelled: bent curves, hardware that changes, weather.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/base/csv.h"

namespace celltwin::calibration {

inline constexpr std::size_t kSavingModes = 6;
struct CellHour {
    double on = 0.0;                           ///< 1 where the cell reported; what does not report is off
    double load = 0.0;                         ///< 0..1
    std::array<double, kSavingModes> share{};  ///< of the hour in each energy saving mode, 0..1
};
/// One base station's hours, ascending; energy in any one unit.
struct BaseStationHours {
    std::string id;
    std::vector<std::string> unit_types;  ///< of each cell
    std::vector<std::int64_t> hour;       ///< since 1970-01-01 0 h, the table's own clock
    std::vector<double> energy;           ///< > 0
    std::vector<CellHour> cells;          ///< hours x cells
    std::span<const CellHour> cellsAt(std::size_t row) const {
        return {cells.data() + row * unit_types.size(), unit_types.size()};
    }
};
/// Tables with the columns BS, CellName, RUType; Time (M/D/YYYY H:MM), BS, CellName, load, ESMode1..6; Time,
/// BS, Energy. Hours without energy, or without the load of any cell, are left
/// out. Ordered by first mention in `cells`. Throws ConfigError naming file:line:column for what it cannot
/// read.
std::vector<BaseStationHours> readEnergyHours(const CsvTable& cells, const CsvTable& loads,
                                              const CsvTable& energies);
/// Rows of the last `days` calendar days of the base station's hours, and those before.
struct DaySplit {
    BaseStationHours before, last;
};
DaySplit splitLastDays(const BaseStationHours& hours, int days);

struct EnergyCurve {
    double fixed = 0.0, slope = 0.0;
    double further_cell = 0.0;                  ///< of each cell that reports beyond the first
    std::array<double, kSavingModes> saving{};  ///< of a cell all the hour in the mode
    double swing_sin = 0.0, swing_cos = 0.0;    ///< of 2 pi (hour of day) / 24
};
struct EnergyPopulation {
    std::string group;  ///< radio unit of the first cell and number of cells
    EnergyCurve mean;
    std::size_t base_stations = 0;
};
struct EnergyFit {
    int load_offset_hours = 0;        ///< the load of hour h + offset belongs to the energy of hour h
    std::vector<EnergyCurve> curves;  ///< of each base station fitted, in order
    std::vector<EnergyPopulation> populations;  ///< by group name
};
/// All base stations together; each has at least one hour.
EnergyFit fitEnergy(std::span<const BaseStationHours> base_stations);
/// The curve to start from where a base station is unknown: its group's, or the mean over groups where that
/// is unknown too.
EnergyCurve populationCurve(const EnergyFit& fit, const BaseStationHours& base_station);
/// Energy of each hour. An hour whose load stands in a neighbouring row that is missing takes the mean of
/// those around, or its own.
std::vector<double> predictEnergy(const EnergyCurve& curve, int load_offset_hours,
                                  const BaseStationHours& hours);

}  // namespace celltwin::calibration
