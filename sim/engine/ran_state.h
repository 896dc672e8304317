// SPDX-License-Identifier: BSD-3-Clause
//
// The only mutable world: columns named with their unit, rows by dense index. Everything here goes into a
// checkpoint except what checkpoint.cpp names as derived.
#pragma once

#include <cstdint>
#include <vector>

#include "models/mobility/handover.h"
#include "models/mobility/mobility.h"
#include "models/traffic/arrivals.h"
#include "sim/engine/air_interface.h"
#include "sim/engine/harq.h"
#include "sim/engine/place.h"

namespace celltwin::engine {

struct RanState {
    std::int64_t slot = 0;  ///< the next one to simulate

    // UE columns, length ue_count.
    std::vector<double> east_m, north_m;
    std::vector<double> height_m;
    std::vector<Place> place;
    std::vector<double> indoor_distance_m, penetration_draw;
    std::vector<std::uint8_t> mobility_class, traffic_class;
    std::vector<mobility::Cursor> mobility_cursor;
    std::vector<traffic::ArrivalCursor> traffic_cursor;
    std::vector<mobility::A3State> a3;
    std::vector<std::int32_t> serving_cell;  ///< -1 = detached
    std::vector<std::int64_t> interrupted_until_slot;
    std::vector<double> queue_bytes;             ///< infinity = full buffer
    std::vector<double> in_flight_bytes;         ///< sent and not decoded yet
    std::vector<double> travelled_m;             ///< until the last mobility step, what moves around included
    std::vector<double> speed_mps;               ///< since then
    std::vector<double> average_rate_bytes;      ///< served per slot, exponentially averaged (PF)
    std::vector<std::int64_t> last_served_slot;  ///< -1 = never
    std::vector<CsiReport> csi;                  ///< UE x csi_depth, a ring of the last reports
    std::vector<float> sinr_db;                  ///< SS-SINR at the last report
    std::vector<HarqProcess> harq;               ///< UE x processes
    std::vector<std::int64_t> harq_due_slot;     ///< of the next acknowledgement, kNothingDue = none
    std::vector<double> outer_loop_db;           ///< what the scheduler adds to it, from acknowledgements
    std::vector<double> delivered_bytes;         ///< since the last UE sample

    // The data burst a UE is in (TS 28.552 clause 5.1.1.3: the last piece of a burst is not counted).
    std::vector<std::uint8_t> burst_open;
    std::vector<std::int64_t> burst_mark_slot;   ///< up to where time has been counted
    std::vector<std::int64_t> burst_piece_slot;  ///< slot of the piece not counted yet
    std::vector<double> burst_piece_bytes;
    std::vector<double> period_thp_kbit, period_thp_ms;  ///< counted in this KPI period

    // UE x cell matrices, rows of `row` floats.
    std::size_t row = 0;
    std::vector<float> rsrp_mw;
    std::vector<float> data_mw,
        interference_mw;                   ///< where cells form beams, else empty: rsrp_mw stands for them
    std::vector<std::uint8_t> los;         ///< where fading asks, else empty
    std::vector<float> filtered_rsrp_dbm;  ///< after the L3 filter; -infinity where the cell is off

    // Cell columns, length row (padded with zeros).
    std::vector<float> activity;       ///< share of PRBs in use in the current slot
    std::vector<double> activity_sum;  ///< since the last CQI period began
    std::vector<float> csi_activity;   ///< mean over the last CQI period

    // Accumulators of the open KPI period: cell x record::rowWidth().
    std::vector<double> kpi;
    std::int64_t kpi_begin_slot = 0;
    std::vector<double>
        queued_delivery_bytes;                ///< per cell: delivered from finite queues, for the mean delay
    std::vector<double> period_activity_sum;  ///< per cell: activity over the period's slots

    // Derived from serving_cell: UEs of cell c are cell_ues[cell_begin[c] .. cell_begin[c+1]).
    std::vector<std::uint32_t> cell_begin, cell_ues;

    // Derived from activity and csi_activity: per carrier, weighted by overlap, carriers x row.
    std::vector<float> activity_on_carrier, csi_on_carrier;

    std::size_t ueCount() const { return east_m.size(); }
};

}  // namespace celltwin::engine
