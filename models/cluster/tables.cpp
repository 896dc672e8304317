// SPDX-License-Identifier: BSD-3-Clause
#include "models/cluster/tables.h"

#include <algorithm>
#include <cassert>

#include "models/cluster/clusters.h"

namespace celltwin::cluster {
namespace {

#define CELLTWIN_ROW(edition, scenario, state, parameter, ...) \
    LargeScaleRow{Edition::edition, Scenario::scenario, TableState::state, Parameter::parameter, __VA_ARGS__},
constexpr auto kLargeScale = std::to_array<LargeScaleRow>({
#include "spec_tables/cluster_large_scale.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(state, ...) FactoryDelayRow{TableState::state, __VA_ARGS__},
constexpr auto kFactoryDelay = std::to_array<FactoryDelayRow>({
#include "spec_tables/cluster_factory_delay.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(edition, scenario, state, floor, per_km, height, ...)    \
    ZenithRow{Edition::edition, Scenario::scenario, TableState::state, floor, \
              per_km,           HeightTerm::height, __VA_ARGS__},
constexpr auto kZenith = std::to_array<ZenithRow>({
#include "spec_tables/cluster_zenith_departure.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(edition, scenario, state, ...) \
    ClusterRow{Edition::edition, Scenario::scenario, TableState::state, __VA_ARGS__},
constexpr auto kClusters = std::to_array<ClusterRow>({
#include "spec_tables/cluster_parameters.inc"
});
#undef CELLTWIN_ROW

struct DistanceRow {
    Scenario scenario;
    TableState state;
    std::array<double, kParameters> distance_m;
};
#define CELLTWIN_ROW(scenario, state, ...) DistanceRow{Scenario::scenario, TableState::state, {__VA_ARGS__}},
constexpr auto kDistances = std::to_array<DistanceRow>({
#include "spec_tables/cluster_correlation_distance.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(edition, scenario, state, first, second, value)        \
    CorrelationRow{Edition::edition, Scenario::scenario, TableState::state, \
                   Parameter::first, Parameter::second,  value},
constexpr auto kCorrelations = std::to_array<CorrelationRow>({
#include "spec_tables/cluster_correlation.inc"
});
#undef CELLTWIN_ROW

struct ScalingRow {
    int clusters;
    AngleScaling scaling;
};
#define CELLTWIN_ROW(clusters, c_phi, c_theta) ScalingRow{clusters, {c_phi, c_theta}},
constexpr auto kScaling = std::to_array<ScalingRow>({
#include "spec_tables/cluster_angle_scaling.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(ray, offset_deg) offset_deg,
constexpr auto kRayOffsets = std::to_array<double>({
#include "spec_tables/cluster_ray_offsets.inc"
});
#undef CELLTWIN_ROW
static_assert(kRayOffsets.size() == 20);

#define CELLTWIN_ROW(profile, cluster, kind, ...) \
    CdlRow{CdlProfile::profile, cluster, CdlRowKind::kind, __VA_ARGS__},
constexpr auto kCdl = std::to_array<CdlRow>({
#include "spec_tables/cluster_cdl.inc"
});
#undef CELLTWIN_ROW

#define CELLTWIN_ROW(profile, ...) CdlSpreads{CdlProfile::profile, __VA_ARGS__},
constexpr auto kCdlSpreads = std::to_array<CdlSpreads>({
#include "spec_tables/cluster_cdl_spreads.inc"
});
#undef CELLTWIN_ROW

template <class Row>
const Row& rowOf(std::span<const Row> table, Scenario scenario, TableState state) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const Row& candidate) {
        return candidate.scenario == scenario && candidate.state == state;
    });
    assert(row != table.end());
    return *row;
}

template <class Row>
const Row& rowOf(std::span<const Row> table, Edition edition, Scenario scenario, TableState state) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const Row& candidate) {
        return candidate.edition == edition && candidate.scenario == scenario && candidate.state == state;
    });
    return row != table.end() ? *row : rowOf(table, scenario, state);
}

}  // namespace

std::span<const LargeScaleRow> largeScaleTable() {
    return kLargeScale;
}

std::span<const CorrelationRow> correlationTable() {
    return kCorrelations;
}

const FactoryDelayRow& factoryDelayRow(TableState state) {
    assert(state != TableState::o2i);
    return kFactoryDelay[state == TableState::los ? 0 : 1];
}

const ZenithRow& zenithRow(Edition edition, Scenario scenario, TableState state) {
    return rowOf(std::span<const ZenithRow>(kZenith), edition, scenario, state);
}

const ClusterRow& clusterRow(Edition edition, Scenario scenario, TableState state) {
    return rowOf(std::span<const ClusterRow>(kClusters), edition, scenario, state);
}

std::array<double, kParameters> correlationDistances(Scenario scenario, TableState state) {
    return rowOf(std::span<const DistanceRow>(kDistances), scenario, state).distance_m;
}

AngleScaling angleScaling(int clusters) {
    const auto row = std::find_if(kScaling.begin(), kScaling.end(), [&](const ScalingRow& candidate) {
        return candidate.clusters == clusters;
    });
    assert(row != kScaling.end());
    return row->scaling;
}

std::span<const double> rayOffsets() {
    return kRayOffsets;
}

std::span<const CdlRow> cdlRows(CdlProfile profile) {
    const auto has = [&](const CdlRow& row) { return row.profile == profile; };
    const auto first = std::find_if(kCdl.begin(), kCdl.end(), has);
    return {first, std::find_if_not(first, kCdl.end(), has)};
}

const CdlSpreads& cdlSpreads(CdlProfile profile) {
    return kCdlSpreads[static_cast<std::size_t>(profile)];
}

}  // namespace celltwin::cluster
