// SPDX-License-Identifier: BSD-3-Clause
#include "bench/slot_networks.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace celltwin::bench {
namespace {

scenario::Carrier carrierOf(const SlotNetwork& network) {
    scenario::Carrier carrier;
    carrier.frequency_mhz = 2000.0;
    carrier.numerology = network.numerology;
    carrier.prb_count = network.prbs;
    carrier.bandwidth_mhz = 0.2 * network.prbs * (1 << network.numerology);
    if (network.fading) carrier.layers = carrier.ports = 2;
    return carrier;
}

void addCells(const SlotNetwork& network, scenario::NetworkSnapshot& out) {
    for (const Enu& at : hexagonalSites(network.sites, kSiteDistanceM)) {
        const auto site = static_cast<std::uint32_t>(out.sites.size());
        out.sites.push_back({"S" + std::to_string(site), at});
        for (int sector = 0; sector < 3; ++sector) {
            scenario::Cell cell;
            cell.id = "C" + std::to_string(out.cells.size());
            cell.site = site;
            cell.position = at;
            cell.azimuth_deg = 30.0 + 120.0 * sector;
            cell.downtilt_deg = 6.0;
            out.cells.push_back(cell);
        }
    }
}

void addTraffic(Load load, scenario::Users& users) {
    scenario::TrafficShare share;
    traffic::Profile& first = share.bearers[0].profile;
    switch (load) {
        case Load::full_buffer: {
            first.kind = traffic::Kind::full_buffer;
            scenario::Bearer up = share.bearers[0];
            up.profile.direction = traffic::Direction::uplink;
            share.bearers.push_back(up);
            break;
        }
        case Load::files:
            first.kind = traffic::Kind::ftp3;
            first.file_bytes = 100e3;
            first.files_per_second = 0.5;
            break;
        case Load::idle:
            first.kind = traffic::Kind::iot;
            first.iot.interval_s = 120.0;
            break;
    }
    users.traffic = {share};
}

void addMobility(Load load, scenario::Users& users) {
    scenario::MobilityShare still;
    users.mobility = {still};
    if (load != Load::files) return;
    scenario::MobilityShare moving;
    users.mobility[0].share = moving.share = 0.5;
    moving.profile.kind = mobility::Kind::random_waypoint;
    moving.profile.speed_min_mps = 5.0;
    moving.profile.speed_max_mps = 15.0;
    moving.profile.area = users.area;
    users.mobility.push_back(moving);
}

}  // namespace

std::vector<Enu> hexagonalSites(int count, double distance_m) {
    // The rings that hold `count` sites: ring r has 6 r of them. Twice as many hold the disc around them.
    int rings = 0;
    while (3 * rings * (rings + 1) + 1 < count) ++rings;
    std::vector<Enu> sites;
    for (int q = -2 * rings; q <= 2 * rings; ++q)
        for (int r = -2 * rings; r <= 2 * rings; ++r)
            sites.push_back({distance_m * (q + 0.5 * r), distance_m * std::sqrt(0.75) * r});
    const auto order = [](const Enu& at) {
        return std::tuple(std::lround(std::hypot(at.east_m, at.north_m)), at.north_m, at.east_m);
    };
    std::sort(sites.begin(), sites.end(), [&](const Enu& a, const Enu& b) { return order(a) < order(b); });
    sites.resize(static_cast<std::size_t>(count));
    return sites;
}

scenario::Scenario slotScenario(const SlotNetwork& network) {
    scenario::Scenario s;
    s.name = "slot network";
    s.network.carriers = {carrierOf(network)};
    s.network.antennas.resize(1);
    addCells(network, s.network);
    double edge_m = 0.5 * kSiteDistanceM;
    for (const scenario::Site& site : s.network.sites)
        edge_m = std::max({edge_m, 0.5 * kSiteDistanceM + std::fabs(site.position.east_m),
                           0.5 * kSiteDistanceM + std::fabs(site.position.north_m)});
    s.users.area = {-edge_m, -edge_m, edge_m, edge_m};
    s.users.count = network.ues_per_cell * static_cast<int>(s.network.cells.size());
    s.users.placement = scenario::Placement::around_cells;
    s.users.max_distance_m = 0.6 * kSiteDistanceM;
    s.users.min_distance_m = 35.0;
    addMobility(network.load, s.users);
    addTraffic(network.load, s.users);
    if (network.fading) {
        s.radio.fading.profile = s.radio.fading.los_profile = fading::TdlProfile::c;
        s.users.antennas = 2;
    }
    s.run.warmup_s = 0.0;
    s.run.duration_s = 3600.0;
    return s;
}

}  // namespace celltwin::bench
