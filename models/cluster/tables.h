// SPDX-License-Identifier: BSD-3-Clause
//
// Rows of the tables in data/, for the sources of this room. O2I has one column in most of them; the tables
// of the zenith of departure know LOS and NLOS only, for the outdoor part.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "models/cluster/cdl.h"
#include "models/cluster/large_scale.h"

namespace celltwin::cluster {

enum class TableState { los, nlos, o2i };

constexpr TableState tableState(State state) {
    if (isOutdoorToIndoor(state)) return TableState::o2i;
    return state == State::los ? TableState::los : TableState::nlos;
}
constexpr TableState outdoorState(State state) {
    return state == State::los || state == State::o2i_los ? TableState::los : TableState::nlos;
}

struct LargeScaleRow {
    Edition edition;
    Scenario scenario;
    TableState state;
    Parameter parameter;
    double offset_ghz, mean, mean_slope, sigma, sigma_slope;
};
struct FactoryDelayRow {
    TableState state;
    double factor, term, constant, sigma;
};
enum class HeightTerm { above_pedestrian, difference, above_station };
struct ZenithRow {
    Edition edition;
    Scenario scenario;
    TableState state;
    double floor, per_km;
    HeightTerm height;
    double per_m, constant, slope, sigma, sigma_slope;
};
struct ClusterRow {
    Edition edition;
    Scenario scenario;
    TableState state;
    int clusters, rays;
    double delay_scaling, xpr_mean_db, xpr_sigma_db, shadow_sigma_db, ds_ns, ds_slope_ns, ds_floor_ns;
    double asd_deg, asa_deg, zsa_deg, asa_slope_deg, zsa_slope_deg, correlation_m;
};
struct CorrelationRow {
    Edition edition;
    Scenario scenario;
    TableState state;
    Parameter first, second;
    double value;
};
struct AngleScaling {
    double c_phi, c_theta;
};
enum class CdlRowKind { direct, rays };
struct CdlRow {
    CdlProfile profile;
    int cluster;
    CdlRowKind kind;
    double delay, power_db, aod_deg, aoa_deg, zod_deg, zoa_deg;
};
struct CdlSpreads {
    CdlProfile profile;
    double asd_deg, asa_deg, zsd_deg, zsa_deg, xpr_db;
};

/// All editions, the later edition's rows first.
std::span<const LargeScaleRow> largeScaleTable();
std::span<const CorrelationRow> correlationTable();
/// The rows asked for must exist: not (indoor, o2i), and zenithRow() not for o2i. Where the earlier edition
/// has no row of its own the later one's stands.
const FactoryDelayRow& factoryDelayRow(TableState state);
const ZenithRow& zenithRow(Edition edition, Scenario scenario, TableState state);
const ClusterRow& clusterRow(Edition edition, Scenario scenario, TableState state);
std::array<double, kParameters> correlationDistances(Scenario scenario, TableState state);
/// C_phi^NLOS and C_theta^NLOS of Tables 7.5-2 and 7.5-4 for a number of clusters that Table 7.5-6 has.
AngleScaling angleScaling(int clusters);
std::span<const CdlRow> cdlRows(CdlProfile profile);
const CdlSpreads& cdlSpreads(CdlProfile profile);

}  // namespace celltwin::cluster
