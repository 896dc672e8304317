// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/flow_checkpoint.h"

#include <cstring>
#include <string>
#include <type_traits>

#include "models/base/error.h"
#include "sim/engine/checkpoint_column.h"

namespace celltwin::engine {
namespace {

// Padding would carry bytes that no one wrote into the trace.
static_assert(std::has_unique_object_representations_v<FlowUnit>);
static_assert(sizeof(FlowQueue) == 13 * sizeof(double) + sizeof(std::int64_t) + 2 * sizeof(std::uint32_t));
static_assert(sizeof(FlowService) == 8 * sizeof(double) + 4 * sizeof(std::int64_t));
static_assert(sizeof(FlowLink) == (4 + 2 * kHeard) * sizeof(float));

/// Calls visit(name, column) for every column but `units`, in a fixed order.
template <class State, class Visit>
void forEachColumn(State& s, const Visit& visit) {
    visit("flow.east_m", s.east_m);
    visit("flow.north_m", s.north_m);
    visit("flow.height_m", s.height_m);
    visit("flow.place", s.place);
    visit("flow.indoor_distance_m", s.indoor_distance_m);
    visit("flow.penetration_draw", s.penetration_draw);
    visit("flow.mobility_class", s.mobility_class);
    visit("flow.traffic_class", s.traffic_class);
    visit("flow.mobility_cursor", s.mobility_cursor);
    visit("flow.serving_cell", s.serving_cell);
    visit("flow.link", s.link);
    visit("flow.service", s.service);
    visit("flow.delivered_bytes", s.delivered_bytes);
    visit("flow.period_thp_kbit", s.period_thp_kbit);
    visit("flow.period_thp_ms", s.period_thp_ms);
    visit("flow.filtered_rsrp_dbm", s.filtered_rsrp_dbm);
    visit("flow.sinr_db", s.sinr_db);
    visit("flow.reference_sinr_db", s.reference_sinr_db);
    visit("flow.sinr_tick", s.sinr_tick);
    visit("flow.traffic_cursor", s.traffic_cursor);
    visit("flow.experience", s.experience);
    visit("flow.queue", s.queue);
    visit("flow.cell_mark_ns", s.cell_mark_ns);
    visit("flow.cell_next_ns", s.cell_next_ns);
    visit("flow.tick_busy_s", s.tick_busy_s);
    visit("flow.period_busy_s", s.period_busy_s);
    visit("flow.owed_s", s.owed_s);
    visit("flow.activity_sum", s.activity_sum);
    visit("flow.connected", s.connected);
    visit("flow.connected_mark_ns", s.connected_mark_ns);
    visit("flow.heard", s.heard);
    visit("flow.heard_mean", s.heard_mean);
    visit("flow.kpi", s.kpi);
}

constexpr std::size_t kScalars = 8;

const record::CheckpointColumn& find(const record::Checkpoint& checkpoint, const std::string& name) {
    for (const record::CheckpointColumn& column : checkpoint.columns)
        if (column.name == name) return column;
    throw DataError("checkpoint column '" + name +
                    "' is missing: the trace is of another fidelity or version");
}

void load(const record::Checkpoint& checkpoint, const std::string& name, void* data, std::size_t size) {
    const record::CheckpointColumn& column = find(checkpoint, name);
    if (column.bytes.size() != size)
        throw DataError("checkpoint column '" + name + "' has " + std::to_string(column.bytes.size()) +
                        " bytes, this scenario needs " + std::to_string(size));
    if (size > 0) std::memcpy(data, column.bytes.data(), size);
}

}  // namespace

record::Checkpoint saveFlow(const FlowState& s, record::SimTimeNs time_ns) {
    record::Checkpoint out;
    out.time_ns = time_ns;
    const std::int64_t scalars[kScalars] = {s.slot,
                                            s.tick,
                                            s.kpi_begin_slot,
                                            s.ticks_in_period,
                                            s.free_unit,
                                            static_cast<std::int64_t>(s.arrivals),
                                            static_cast<std::int64_t>(s.ends),
                                            static_cast<std::int64_t>(s.link_updates)};
    out.columns.push_back(toColumn("flow.scalars", scalars, kScalars));
    out.columns.push_back(toColumn("flow.units", s.units.data(), s.units.size()));
    forEachColumn(s, [&out](const std::string& name, const auto& column) {
        out.columns.push_back(toColumn(name, column.data(), column.size()));
    });
    return out;
}

void loadFlow(const record::Checkpoint& checkpoint, FlowState& s) {
    std::int64_t scalars[kScalars];
    load(checkpoint, "flow.scalars", scalars, sizeof scalars);
    s.slot = scalars[0];
    s.tick = scalars[1];
    s.kpi_begin_slot = scalars[2];
    s.ticks_in_period = scalars[3];
    s.free_unit = static_cast<std::uint32_t>(scalars[4]);
    s.arrivals = static_cast<std::uint64_t>(scalars[5]);
    s.ends = static_cast<std::uint64_t>(scalars[6]);
    s.link_updates = static_cast<std::uint64_t>(scalars[7]);
    s.units.resize(find(checkpoint, "flow.units").bytes.size() / sizeof(FlowUnit));
    load(checkpoint, "flow.units", s.units.data(), s.units.size() * sizeof(FlowUnit));
    forEachColumn(s, [&checkpoint](const std::string& name, auto& column) {
        load(checkpoint, name, column.data(), column.size() * sizeof(column[0]));
    });
    for (std::vector<std::uint32_t>& ues : s.backlogged) ues.clear();
    for (std::uint32_t ue = 0; ue < s.ueCount(); ++ue)
        if (s.service[ue].flow >= 0 && s.serving_cell[ue] >= 0)
            s.backlogged[static_cast<std::size_t>(s.serving_cell[ue])].push_back(ue);
}

}  // namespace celltwin::engine
