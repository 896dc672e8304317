// SPDX-License-Identifier: BSD-3-Clause
//
// Every column of RanState that is not derived, by what its rows are of: what a checkpoint holds, and what
// ranks send each other of a UE or a cell. Private to sim/engine.
#pragma once

#include <cstddef>

#include "sim/engine/ran_state.h"

namespace celltwin::engine {

/// Calls visit(name, column); a UE's rows are its equal share of the column.
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
    visit("throughput", s.throughput);
    visit("traffic_cursor", s.traffic_cursor);
    visit("experience", s.experience);
    visit("leg_cell", s.leg_cell);
    visit("csi", s.csi);
    visit("csi_subbands", s.csi_subbands);
    visit("sinr_db", s.sinr_db);
    visit("down.harq", s.down.harq);
    visit("down.rows", s.down.rows);
    visit("up.harq", s.up.harq);
    visit("up.rows", s.up.rows);
    visit("down.queue", s.queue[0]);
    visit("up.queue", s.queue[1]);
    visit("down.bucket", s.bucket[0]);
    visit("up.bucket", s.bucket[1]);
    visit("list", s.list);
    visit("far_mw", s.far_mw);
    visit("rsrp_mw", s.rsrp_mw);
    visit("data_mw", s.data_mw);
    visit("interference_mw", s.interference_mw);
    visit("los", s.los);
    visit("filtered_rsrp_dbm", s.filtered_rsrp_dbm);
}

/// Likewise of cells: kpi and slot_kpi have many values of a cell, the others one, padded or not.
template <class State, class Visit>
void forEachCellColumn(State& s, const Visit& visit) {
    visit("activity", s.activity);
    visit("activity_sum", s.activity_sum);
    visit("csi_activity", s.csi_activity);
    visit("uplink_interference_mw", s.uplink_interference_mw);
    visit("down.pf_growth", s.pf_growth[0]);
    visit("up.pf_growth", s.pf_growth[1]);
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

/// In a fixed order.
template <class State, class Visit>
void forEachColumn(State& s, const Visit& visit) {
    forEachUeColumn(s, visit);
    forEachCellColumn(s, visit);
    visit("far_activity", s.far_activity);
    visit("reported_activity", s.reported_activity);
    visit("reported_far_activity", s.reported_far_activity);
    visit("background_uplink_mw", s.background_uplink_mw);
}

}  // namespace celltwin::engine
