// SPDX-License-Identifier: BSD-3-Clause
//
// A small network as a struct, for tests of the rooms below the reader.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/schema/scenario.h"

namespace celltwin::testing {

/// `sites` three-sector sites on a line 500 m apart, one 10 MHz carrier at 2 GHz, FTP 3 and full-buffer users
/// of whom a third walk at car speed, so that handovers happen within seconds.
inline scenario::Scenario smallNetwork(int sites = 3, int users = 60, std::uint64_t seed = 7) {
    scenario::Scenario s;
    s.name = "small network";
    s.network.carriers.resize(1);
    scenario::Carrier& carrier = s.network.carriers[0];
    carrier.frequency_mhz = 2000.0;
    carrier.bandwidth_mhz = 10.0;
    carrier.prb_count = 52;
    s.network.antennas.resize(1);
    for (int i = 0; i < sites; ++i) {
        const Enu at{500.0 * i, 0.0};
        s.network.sites.push_back({"S" + std::to_string(i), at});
        for (int sector = 0; sector < 3; ++sector) {
            scenario::Cell cell;
            cell.id = "C" + std::to_string(3 * i + sector);
            cell.site = static_cast<std::uint32_t>(i);
            cell.position = at;
            cell.azimuth_deg = 120.0 * sector;
            cell.downtilt_deg = 6.0;
            s.network.cells.push_back(cell);
        }
    }
    s.users.count = users;
    s.users.area = {-250.0, -300.0, 500.0 * sites - 250.0, 300.0};
    scenario::MobilityShare still, moving;
    still.share = 0.67;
    moving.share = 0.33;
    moving.profile.kind = mobility::Kind::random_waypoint;
    moving.profile.speed_min_mps = 20.0;
    moving.profile.speed_max_mps = 30.0;
    moving.profile.area = s.users.area;
    s.users.mobility = {still, moving};
    scenario::TrafficShare files, full;
    files.share = 0.8;
    files.bearers[0].profile.kind = traffic::Kind::ftp3;
    files.bearers[0].profile.file_bytes = 100e3;
    files.bearers[0].profile.files_per_second = 1.0;
    full.share = 0.2;
    s.users.traffic = {files, full};
    s.run.duration_s = 3.0;
    s.run.warmup_s = 0.5;
    s.run.seed = seed;
    s.run.kpi_period_s = 0.5;
    s.run.ue_sample_period_s = 0.5;
    s.run.segment_s = 1.0;
    return s;
}

}  // namespace celltwin::testing
