// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/checkpoint.h"

#include <cstring>
#include <string>
#include <type_traits>

#include "models/base/error.h"
#include "sim/engine/checkpoint_column.h"

namespace celltwin::engine {
namespace {

// Padding would carry bytes that no one wrote into the trace.
static_assert(std::has_unique_object_representations_v<traffic::Cursor>);
static_assert(std::has_unique_object_representations_v<CsiReport>);
static_assert(std::has_unique_object_representations_v<UeRow>);
static_assert(sizeof(LegRate) == 2 * sizeof(double) + 8);
static_assert(sizeof(LinkRow) == 5 * sizeof(std::int64_t) + sizeof(LegRate));
static_assert(sizeof(mobility::Cursor) ==
              2 * sizeof(std::uint64_t) + 2 * sizeof(std::int64_t) + 4 * sizeof(double));

template <class Links, class Visit>
void forEachLinkColumn(const std::string& direction, Links& links, const Visit& visit) {
    visit(direction + ".harq", links.harq);
    visit(direction + ".rows", links.rows);
}

template <class State, class Visit>
void forEachUeColumn(State& s, const Visit& visit) {
    visit("east_m", s.east_m);
    visit("north_m", s.north_m);
    visit("height_m", s.height_m);
    visit("place", s.place);
    visit("indoor_distance_m", s.indoor_distance_m);
    visit("penetration_draw", s.penetration_draw);
    visit("mobility_class", s.mobility_class);
    visit("traffic_class", s.traffic_class);
    visit("mobility_cursor", s.mobility_cursor);
    visit("rrc", s.rrc);
    visit("rrc_due_ns", s.rrc_due_ns);
    visit("serving_cell", s.serving_cell);
    visit("ue", s.ue);
    visit("travelled_m", s.travelled_m);
    visit("speed_mps", s.speed_mps);
    visit("delivered_bytes", s.delivered_bytes);
    visit("traffic_cursor", s.traffic_cursor);
    visit("experience", s.experience);
    visit("leg_cell", s.leg_cell);
    visit("csi", s.csi);
    visit("csi_subbands", s.csi_subbands);
    visit("sinr_db", s.sinr_db);
}

/// Calls visit(name, column) for every column of a checkpoint, in a fixed order.
template <class State, class Visit>
void forEachColumn(State& s, const Visit& visit) {
    forEachUeColumn(s, visit);
    forEachLinkColumn("down", s.down, visit);
    forEachLinkColumn("up", s.up, visit);
    for (std::size_t i = 0; i < traffic::kDirections; ++i) {
        const std::string direction = i == 0 ? "down" : "up";
        visit(direction + ".pf_growth", s.pf_growth[i]);
        visit(direction + ".queue", s.queue[i]);
        visit(direction + ".bucket", s.bucket[i]);
        visit(direction + ".period_thp_kbit", s.period_thp_kbit[i]);
        visit(direction + ".period_thp_ms", s.period_thp_ms[i]);
    }
    visit("list", s.list);
    visit("far_mw", s.far_mw);
    visit("rsrp_mw", s.rsrp_mw);
    visit("data_mw", s.data_mw);
    visit("interference_mw", s.interference_mw);
    visit("los", s.los);
    visit("filtered_rsrp_dbm", s.filtered_rsrp_dbm);
    visit("activity", s.activity);
    visit("activity_sum", s.activity_sum);
    visit("csi_activity", s.csi_activity);
    visit("far_activity", s.far_activity);
    visit("reported_activity", s.reported_activity);
    visit("reported_far_activity", s.reported_far_activity);
    visit("background_uplink_mw", s.background_uplink_mw);
    visit("uplink_interference_mw", s.uplink_interference_mw);
    visit("power", s.power);
    visit("meter", s.meter);
    visit("sleep", s.sleep);
    visit("connected_ues", s.connected_ues);
    visit("cell_load", s.cell_load);
    visit("cell_offset_db", s.cell_offset_db);
    visit("cell_on_air", s.cell_on_air);
    visit("kpi", s.kpi);
    visit("slot_kpi", s.slot_kpi);
    visit("period_activity_sum", s.period_activity_sum);
}

}  // namespace

record::Checkpoint saveState(const RanState& state, record::SimTimeNs time_ns) {
    record::Checkpoint out;
    out.time_ns = time_ns;
    const std::int64_t scalars[] = {state.slot, state.kpi_begin_slot};
    out.columns.push_back(toColumn("scalars", scalars, 2));
    forEachColumn(state, [&out](const std::string& name, const auto& column) {
        out.columns.push_back(toColumn(name, column.data(), column.size()));
    });
    return out;
}

void loadState(const record::Checkpoint& checkpoint, RanState& state) {
    const auto load = [&checkpoint](const std::string& name, void* data, std::size_t size) {
        for (const record::CheckpointColumn& column : checkpoint.columns) {
            if (column.name != name) continue;
            if (column.bytes.size() != size)
                throw DataError("checkpoint column '" + column.name + "' has " +
                                std::to_string(column.bytes.size()) + " bytes, this scenario needs " +
                                std::to_string(size));
            if (size > 0) std::memcpy(data, column.bytes.data(), size);
            return;
        }
        throw DataError("checkpoint column '" + name + "' is missing: the trace is of another version");
    };
    std::int64_t scalars[2];
    load("scalars", scalars, sizeof scalars);
    state.slot = scalars[0];
    state.kpi_begin_slot = scalars[1];
    forEachColumn(state, [&load](const std::string& name, auto& column) {
        load(name, column.data(), column.size() * sizeof(column[0]));
    });
}

}  // namespace celltwin::engine
