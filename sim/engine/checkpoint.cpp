// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/checkpoint.h"

#include <cstring>
#include <type_traits>

#include "models/base/error.h"

namespace celltwin::engine {
namespace {

// Padding would carry bytes that no one wrote into the trace.
static_assert(std::has_unique_object_representations_v<mobility::A3State>);
static_assert(std::has_unique_object_representations_v<traffic::ArrivalCursor>);
static_assert(std::has_unique_object_representations_v<CsiReport>);
static_assert(sizeof(mobility::Cursor) ==
              sizeof(std::uint64_t) + 2 * sizeof(std::int64_t) + 4 * sizeof(double));

/// Calls visit(name, column) for every column of a checkpoint, in a fixed order.
template <class State, class Visit>
void forEachColumn(State& s, Visit visit) {
    visit("east_m", s.east_m);
    visit("north_m", s.north_m);
    visit("height_m", s.height_m);
    visit("place", s.place);
    visit("indoor_distance_m", s.indoor_distance_m);
    visit("penetration_draw", s.penetration_draw);
    visit("mobility_class", s.mobility_class);
    visit("traffic_class", s.traffic_class);
    visit("mobility_cursor", s.mobility_cursor);
    visit("traffic_cursor", s.traffic_cursor);
    visit("a3", s.a3);
    visit("serving_cell", s.serving_cell);
    visit("interrupted_until_slot", s.interrupted_until_slot);
    visit("queue_bytes", s.queue_bytes);
    visit("average_rate_bytes", s.average_rate_bytes);
    visit("last_served_slot", s.last_served_slot);
    visit("in_flight_bytes", s.in_flight_bytes);
    visit("travelled_m", s.travelled_m);
    visit("speed_mps", s.speed_mps);
    visit("csi", s.csi);
    visit("harq", s.harq);
    visit("harq_due_slot", s.harq_due_slot);
    visit("sinr_db", s.sinr_db);
    visit("outer_loop_db", s.outer_loop_db);
    visit("delivered_bytes", s.delivered_bytes);
    visit("burst_open", s.burst_open);
    visit("burst_mark_slot", s.burst_mark_slot);
    visit("burst_piece_slot", s.burst_piece_slot);
    visit("burst_piece_bytes", s.burst_piece_bytes);
    visit("period_thp_kbit", s.period_thp_kbit);
    visit("period_thp_ms", s.period_thp_ms);
    visit("rsrp_mw", s.rsrp_mw);
    visit("data_mw", s.data_mw);
    visit("interference_mw", s.interference_mw);
    visit("los", s.los);
    visit("filtered_rsrp_dbm", s.filtered_rsrp_dbm);
    visit("activity", s.activity);
    visit("activity_sum", s.activity_sum);
    visit("csi_activity", s.csi_activity);
    visit("kpi", s.kpi);
    visit("queued_delivery_bytes", s.queued_delivery_bytes);
    visit("period_activity_sum", s.period_activity_sum);
}

template <class T>
record::CheckpointColumn toColumn(const char* name, const T* data, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    record::CheckpointColumn column{name, std::vector<std::byte>(count * sizeof(T))};
    if (count > 0) std::memcpy(column.bytes.data(), data, column.bytes.size());
    return column;
}

}  // namespace

record::Checkpoint saveState(const RanState& state, record::SimTimeNs time_ns) {
    record::Checkpoint out;
    out.time_ns = time_ns;
    const std::int64_t scalars[] = {state.slot, state.kpi_begin_slot};
    out.columns.push_back(toColumn("scalars", scalars, 2));
    forEachColumn(state, [&out](const char* name, const auto& column) {
        out.columns.push_back(toColumn(name, column.data(), column.size()));
    });
    return out;
}

void loadState(const record::Checkpoint& checkpoint, RanState& state) {
    const auto load = [&checkpoint](const char* name, void* data, std::size_t size) {
        for (const record::CheckpointColumn& column : checkpoint.columns) {
            if (column.name != name) continue;
            if (column.bytes.size() != size)
                throw DataError("checkpoint column '" + column.name + "' has " +
                                std::to_string(column.bytes.size()) + " bytes, this scenario needs " +
                                std::to_string(size));
            if (size > 0) std::memcpy(data, column.bytes.data(), size);
            return;
        }
        throw DataError(std::string("checkpoint column '") + name +
                        "' is missing: the trace is of another version");
    };
    std::int64_t scalars[2];
    load("scalars", scalars, sizeof scalars);
    state.slot = scalars[0];
    state.kpi_begin_slot = scalars[1];
    forEachColumn(state, [&load](const char* name, auto& column) {
        load(name, column.data(), column.size() * sizeof(column[0]));
    });
}

}  // namespace celltwin::engine
