// SPDX-License-Identifier: BSD-3-Clause
//
// The only mutable world: columns named with their unit, rows by dense index. Everything here goes into a
// checkpoint except what checkpoint.cpp names as derived. Rows: UE; flow = UE x bearers, one bearer of one
// UE; leg = UE x component carriers, the first of which is the primary cell's; link = leg downlink, UE
// uplink.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/energy/cell_sleep.h"
#include "models/energy/meter.h"
#include "models/energy/power.h"
#include "models/mobility/mobility.h"
#include "models/traffic/traffic.h"
#include "sim/engine/air_interface.h"
#include "sim/engine/bearer_queue.h"
#include "sim/engine/harq.h"
#include "sim/engine/place.h"
#include "sim/engine/ue_rrc.h"

namespace celltwin::engine {

/// What a leg's latest known report makes of a PRB; worked out again when `report` is another.
struct LegRate {
    double granted_bytes, ranked_bytes;  ///< 0 where nothing can be sent
    std::int32_t report;                 ///< -1 = to be worked out
    std::int16_t re_per_prb, mcs;
};
inline constexpr LegRate kNoRate{0.0, 0.0, -1, 0, 0};

/// What a UE's place and cell make of its uplink; worked out again when either is another.
struct UplinkBudget {
    float demand_dbm;   ///< power asked for on one PRB, before its limits
    float power_mw;     ///< the same, mW
    float gain_db;      ///< power received over sent, antennas combined
    float gain;         ///< the same, linear
    std::int32_t cell;  ///< -1 = to be worked out
    std::int32_t affordable_prbs;
};
inline constexpr UplinkBudget kNoBudget{0.0F, 0.0F, 0.0F, 0.0F, -1, 0};

/// What a slot asks of every link, in one cache line.
struct alignas(64) LinkRow {
    std::int64_t harq_due_slot = kNothingDue;  ///< of the next acknowledgement
    double outer_loop_db = 0.0;  ///< what the scheduler adds to its estimate, from acknowledgements
    /// Served per slot, exponentially averaged (PF), times RanState::pf_growth of the cell.
    double average_rate_bytes = 0.0;
    std::int64_t last_served_slot = -1;   ///< -1 = never
    std::uint16_t idle = 0, waiting = 0;  ///< of the processes, which are in that phase: a bit each
    std::uint32_t reserved = 0;
    union {
        LegRate rate = kNoRate;  ///< downlink
        UplinkBudget budget;     ///< uplink
    };
};
static_assert(sizeof(LinkRow) == 64);

/// Columns of the links of one direction.
struct LinkColumns {
    std::vector<HarqProcess> harq;  ///< link x processes
    std::vector<LinkRow> rows;
};

/// Bytes of its guaranteed rate that a bearer has coming to it, up to `slot`.
struct Bucket {
    double bytes = 0.0;
    std::int64_t slot = 0;
};

/// What a base station knows of a UE's uplink.
struct UplinkView {
    std::int64_t reported_bytes = 0;  ///< from the last buffer status report, less what was granted since
    std::int64_t request_slot = kNothingDue;  ///< when a scheduling request that was sent leads to a grant
};

/// What a slot asks of every UE, in one cache line.
struct alignas(64) UeRow {
    std::array<std::int64_t, traffic::kDirections> waiting_bytes{};  ///< sums over its queues
    std::int64_t traffic_due_ns = 0;  ///< nothing arrives before, nor is too old
    std::int64_t active_slot = 0;     ///< the last with data, of either direction
    std::int64_t interrupted_until_slot = 0;
    UplinkView uplink;
    // Of its queues, a bit for each bearer (noteQueue in link_steps.h).
    std::array<std::uint8_t, traffic::kDirections> busy{}, endless{};
    std::uint32_t reserved = 0;
};
static_assert(sizeof(UeRow) == 64);

/// What bursts of a UE showed in the open KPI period, by direction.
struct alignas(32) UeThroughput {
    std::array<double, traffic::kDirections> kbit{}, ms{};
};

struct RanState {
    std::int64_t slot = 0;  ///< the next one to simulate

    // UE columns, length ue_count.
    std::vector<double> east_m, north_m;
    std::vector<double> height_m;
    std::vector<Place> place;
    std::vector<double> indoor_distance_m, penetration_draw;
    std::vector<std::uint8_t> mobility_class, traffic_class;
    std::vector<mobility::Cursor> mobility_cursor;
    std::vector<UeRrc> rrc;
    std::vector<std::int64_t> rrc_due_ns;  ///< nothing happens to its RRC state before, measurements apart
    std::vector<std::int32_t>
        serving_cell;  ///< connected: primary cell; else camped on; -1 = out of coverage
    std::vector<UeRow> ue;
    std::vector<double> travelled_m;      ///< until the last mobility step, what moves around included
    std::vector<double> speed_mps;        ///< since then
    std::vector<double> delivered_bytes;  ///< downlink, since the last UE sample
    std::vector<UeThroughput> throughput;

    // Flow columns, UE x flows.
    std::size_t flows = 1;
    std::vector<traffic::Cursor> traffic_cursor;
    std::vector<traffic::Experience> experience;
    std::array<std::vector<Queue>, traffic::kDirections> queue;
    std::array<std::vector<Bucket>, traffic::kDirections> bucket;

    // Legs.
    std::size_t legs = 1;
    std::vector<std::int32_t> leg_cell;         ///< -1 = none; leg 0 is serving_cell while connected
    std::vector<CsiReport> csi;                 ///< leg x csi_depth, a ring of the last reports
    std::vector<DifferentialCqi> csi_subbands;  ///< likewise where reports have subbands, else empty
    std::vector<float> sinr_db;                 ///< leg: SS-SINR at the last report
    LinkColumns down;                           ///< rows: legs
    LinkColumns up;                             ///< rows: UEs

    // UE x places of its list (heard_cells.h), rows of `width` floats.
    std::size_t width = 0;
    std::vector<std::uint32_t> list;  ///< by UE
    std::vector<float> far_mw;        ///< UE x carriers: of all other cells, fully loaded; else empty
    std::vector<float> rsrp_mw;
    std::vector<float> data_mw,
        interference_mw;                   ///< where cells form beams, else empty: rsrp_mw stands for them
    std::vector<std::uint8_t> los;         ///< where fading asks, else empty
    std::vector<float> filtered_rsrp_dbm;  ///< after the L3 filter; -infinity where the cell is off

    // Cell columns, length row (padded with zeros).
    std::size_t row = 0;
    std::vector<float> activity;       ///< share of PRBs in use in the current slot
    std::vector<double> activity_sum;  ///< since the last CQI period began
    std::vector<float> csi_activity;   ///< mean over the last CQI period
    std::vector<float> far_activity;   ///< by carrier: its mean over the cells on the carrier
    // Where cells serve as a fluid (background.h), else empty: what csi_activity and far_activity were a CQI
    // period before, and what UEs of background cells bring to each cell, per PRB of uplink slots.
    std::vector<float> reported_activity, reported_far_activity, background_uplink_mw;
    std::vector<float>
        uplink_interference_mw;  ///< per PRB, averaged over past slots: what the scheduler expects

    // Cell columns, length cell_count.
    std::vector<energy::PowerState> power;
    std::vector<energy::PowerMeter> meter;
    std::vector<energy::CellSleepState> sleep;
    std::vector<std::int32_t> connected_ues;
    std::array<std::vector<double>, traffic::kDirections>
        pf_growth;                       ///< of averages since they were last scaled
    std::vector<double> cell_load;       ///< PRB share, averaged for load balancing and cell sleep
    std::vector<double> cell_offset_db;  ///< of load balancing, added to the cell's own
    std::vector<std::uint8_t>
        cell_on_air;  ///< 0 = off by configuration or asleep, 1 = on, 2 = on and emptying

    // Accumulators of the open KPI period: cell x record::rowWidth().
    std::vector<double> kpi;
    std::vector<double> slot_kpi;  ///< cell x kSlotKpiStride (kpi_row.h): those that every slot touches
    std::int64_t kpi_begin_slot = 0;
    std::vector<double> period_activity_sum;  ///< per cell: activity over the period's slots

    // Derived from leg_cell: legs of cell c are cell_legs[cell_begin[c] .. cell_begin[c+1]).
    std::vector<std::uint32_t> cell_begin, cell_legs;

    // Derived from activity, csi_activity and reported_activity: per carrier, weighted by overlap, carriers x
    // row.
    std::vector<float> activity_on_carrier, csi_on_carrier, reported_on_carrier;
    // Derived from list: UEs at home on this rank of list l are list_ues[list_begin[l] .. list_begin[l+1]).
    std::vector<std::uint32_t> list_begin, list_ues;

    std::size_t ueCount() const { return east_m.size(); }
};

}  // namespace celltwin::engine
