// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/patterns.h"

#include "models/antenna/array.h"
#include "models/antenna/grid.h"

namespace celltwin::engine {

std::unique_ptr<antenna::Pattern> makePattern(const scenario::Antenna& a) {
    switch (a.model) {
        case scenario::AntennaModel::isotropic:
            return antenna::makeIsotropic(Db{a.tr38901.gain_dbi});
        case scenario::AntennaModel::measured:
            return antenna::makeMeasured(a.cuts);
        case scenario::AntennaModel::tr38901_panel:
            return antenna::makePanel(a.panel, a.ports);
        case scenario::AntennaModel::tr36814_sector:
            return antenna::makeTr36814Sector(Db{a.tr38901.gain_dbi});
        case scenario::AntennaModel::tr36942_sector:
            return antenna::makeTr36942Sector(Db{a.tr38901.gain_dbi});
        case scenario::AntennaModel::measured_grid:
            return antenna::makeGridPattern(a.grid);
        case scenario::AntennaModel::tr38901_sector:
            break;
    }
    return antenna::makeTr38901Sector(a.tr38901);
}

Beams makeBeams(const scenario::Antenna& a, double downtilt_deg) {
    Beams beams;
    if (a.beam_grid) {
        const scenario::BeamGrid& g = *a.beam_grid;
        const antenna::BeamGrid grid{.row_oversampling = g.row_oversampling,
                                     .column_oversampling = g.column_oversampling,
                                     .min_elevation_deg = -g.max_downtilt_deg,
                                     .max_elevation_deg = -g.min_downtilt_deg,
                                     .min_azimuth_deg = -g.max_azimuth_deg,
                                     .max_azimuth_deg = g.max_azimuth_deg};
        beams.data = antenna::makeBeams(a.panel, grid);
        beams.ssb = antenna::makeSsbBeams(a.panel, grid, g.ssb_beams);
    } else {
        const int rows = a.panel.rows / a.ports.rows, columns = a.panel.columns / a.ports.columns;
        for (const double beam_downtilt_deg : a.beam_downtilts_deg)
            for (const double azimuth_deg : a.beam_azimuths_deg)
                beams.data.push_back({-beam_downtilt_deg, azimuth_deg, rows, columns});
        beams.ssb = beams.data;
    }
    for (std::vector<antenna::Beam>* set : {&beams.ssb, &beams.data})
        for (antenna::Beam& beam : *set) beam.elevation_deg -= downtilt_deg;
    return beams;
}

}  // namespace celltwin::engine
