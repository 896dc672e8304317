// SPDX-License-Identifier: BSD-3-Clause
//
// Which member of a Change adjusts which value, in one list for reading, applying, describing and writing.
#pragma once

#include "scenarios/schema/scenario.h"

namespace celltwin::scenario {

struct CellField {
    const char* key;
    const char* words;
    const char* unit;  ///< as shown, with its blank
    std::optional<Adjustment> Change::*adjustment;
    double Cell::*value;
};
inline constexpr CellField kCellFields[] = {
    {"azimuth_deg", "azimuth", "\xC2\xB0", &Change::azimuth_deg, &Cell::azimuth_deg},
    {"downtilt_deg", "downtilt", "\xC2\xB0", &Change::downtilt_deg, &Cell::downtilt_deg},
    {"mechanical_downtilt_deg", "mechanical downtilt", "\xC2\xB0", &Change::mechanical_downtilt_deg,
     &Cell::mechanical_downtilt_deg},
    {"tx_power_dbm", "power", " dBm", &Change::tx_power_dbm, &Cell::tx_power_dbm},
    {"height_m", "height", " m", &Change::height_m, &Cell::height_m},
};

struct HandoverField {
    const char* key;
    const char* words;
    const char* unit;
    std::optional<Adjustment> Change::*adjustment;
    double Handover::*value;
};
inline constexpr HandoverField kHandoverFields[] = {
    {"offset_db", "handover offset", " dB", &Change::a3_offset_db, &Handover::offset_db},
    {"hysteresis_db", "handover hysteresis", " dB", &Change::hysteresis_db, &Handover::hysteresis_db},
    {"time_to_trigger_ms", "time to trigger", " ms", &Change::time_to_trigger_ms,
     &Handover::time_to_trigger_ms},
};

struct SliceField {
    const char* key;
    const char* words;
    std::optional<Adjustment> Change::*adjustment;
    double scheduler::SliceRatio::*value;
};
inline constexpr SliceField kSliceFields[] = {
    {"min_percent", "minimum", &Change::min_percent, &scheduler::SliceRatio::min_percent},
    {"max_percent", "maximum", &Change::max_percent, &scheduler::SliceRatio::max_percent},
    {"dedicated_percent", "dedicated", &Change::dedicated_percent, &scheduler::SliceRatio::dedicated_percent},
};

/// The value after an adjustment; a turned azimuth stays within [0, 360).
double adjusted(double before, const Adjustment& adjustment);
double adjustedAzimuth(double before, const Adjustment& adjustment);

}  // namespace celltwin::scenario
