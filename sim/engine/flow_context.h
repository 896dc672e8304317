// SPDX-License-Identifier: BSD-3-Clause
//
// What fidelity `flow` reads and never writes, and its columns. Private to sim/engine.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/base/random.h"
#include "models/mobility/mobility.h"
#include "models/scheduler/shares.h"
#include "models/traffic/traffic.h"
#include "scenarios/schema/scenario.h"
#include "sim/engine/clock.h"
#include "sim/engine/event_heap.h"
#include "sim/engine/fluid_link.h"
#include "sim/engine/place.h"
#include "sim/engine/radio_model.h"
#include "sim/engine/user_drop.h"

namespace celltwin::engine {

/// How the RAN treats one bearer of a traffic class.
struct FlowBearer {
    const traffic::Profile* profile = nullptr;
    int priority_level = 90;
    std::int64_t discard_ns = traffic::kNever;
    int five_qi_label = -1;  ///< sub-counter, -1 = not split
};

struct FlowContext {
    FlowContext(const scenario::Scenario& scenario, const RadioModel& radio);

    const scenario::Scenario& scenario;
    const RadioModel& radio;
    Clock clock;
    Random random;
    std::vector<FluidCarrier> carriers;
    std::vector<CarrierSlots> slots;  ///< per carrier
    std::vector<FlowBearer> bearers;  ///< [traffic class * kMaxBearers + bearer]
    std::vector<std::size_t> bearer_count;
    std::size_t flows = 1;  ///< of a UE at most
    bool moves = false;     ///< some UE may
    double window_s = 0.2, slot_s = 1e-3, tick_s = 0.01;
    std::int64_t sample_slots = 1000;  ///< between looks at the links of all UEs
    double filter_weight = 1.0;        ///< of a new measurement, at the mobility cadence
    /// The report known in a period is of `report_age` periods before it, for its first `older_share` one
    /// more.
    std::int64_t report_age = 0;
    double older_share = 0.0;
    std::size_t depth = 3;  ///< periods of activity that are kept
    bool reports_see_data = true;

    const FluidCarrier& carrierOf(std::size_t cell) const {
        return carriers[scenario.network.cells[cell].carrier];
    }
};

/// A unit of application data that is not done. Links of a list, kNoUnit ends it.
struct FlowUnit {
    std::int64_t arrived_ns, bytes;
    std::uint32_t number, next;
};
inline constexpr std::uint32_t kNoUnit = 0xFFFFFFFF;

/// A bearer's downlink data.
struct FlowQueue {
    double waiting_bytes = 0.0;  ///< infinite: always full
    double head_bytes = 0.0;     ///< left of the first unit
    double offered_bytes = 0.0, delivered_bytes = 0.0, dropped_bytes = 0.0;
    double burst_bytes = 0.0, burst_s = 0.0;      ///< since it was last empty, from the first byte sent
    double counted_bytes = 0.0, counted_s = 0.0;  ///< of them, as throughput
    // Since they were last booked on the cell.
    double served_bytes = 0.0, waiting_byte_s = 0.0, throughput_bytes = 0.0, throughput_s = 0.0;
    std::int64_t last_done_ns = 0;
    std::uint32_t first = kNoUnit, last = kNoUnit;
};

/// Neighbours of a UE that are told apart.
inline constexpr std::size_t kHeard = 32;
struct FlowLink {
    float data_mw = 0.0F, reference_mw = 0.0F;  ///< of the serving cell
    float rest_mw = 0.0F;                       ///< of neighbours beyond those listed
    std::uint32_t count = 0;
    std::array<std::uint32_t, kHeard> cell{};
    std::array<float, kHeard> mw{};  ///< weighted by overlap
};

/// A UE as its cell's scheduler sees it.
struct FlowService {
    double rate = 0.0;             ///< bytes/s alone, as planned for this CQI period
    double average_rate = 0.0;     ///< served, over the PF window, as of mark_ns
    double share = 0.0;            ///< of the cell's time, now
    double offset_db = 0.0;        ///< outer loop
    double offset_db_per_s = 0.0;  ///< of service, in this CQI period
    double first_error = 0.1;
    double piece_bytes = 0.0;      ///< what a data slot of the whole cell carries of this UE
    double active_s = 0.0;         ///< since it was last booked on the cell
    std::int64_t rate_tick = -1;   ///< CQI period that rate is of
    std::int64_t mark_ns = 0;      ///< average_rate is of then
    std::int32_t flow = -1;        ///< bearer in service, -1 = idle
    std::uint32_t changes_to = 0;  ///< cell that a handover may go to
    std::int64_t since_ns = 0;     ///< it has been good enough; kNever = it is not
};

struct FlowState {
    std::int64_t slot = 0, tick = 0;
    // UE columns.
    std::vector<double> east_m, north_m, height_m, indoor_distance_m, penetration_draw;
    std::vector<Place> place;
    std::vector<std::uint8_t> mobility_class, traffic_class;
    std::vector<mobility::Cursor> mobility_cursor;
    std::vector<std::int32_t> serving_cell;
    std::vector<FlowLink> link;
    std::vector<FlowService> service;
    std::vector<double> delivered_bytes;  ///< since the last sample
    std::vector<double> period_thp_kbit, period_thp_ms;
    std::vector<float> filtered_rsrp_dbm;           ///< UE x row where UEs move, else empty
    std::vector<float> sinr_db, reference_sinr_db;  ///< UE x depth, of CQI period sinr_tick
    std::vector<std::int64_t> sinr_tick;
    // Flow columns, UE x flows.
    std::vector<traffic::Cursor> traffic_cursor;
    std::vector<traffic::Experience> experience;
    std::vector<FlowQueue> queue;
    std::vector<FlowUnit> units;  ///< of all queues; free ones are a list
    std::uint32_t free_unit = kNoUnit;
    // Cell columns.
    std::vector<std::vector<std::uint32_t>> backlogged;  ///< UEs with data, ascending
    std::vector<std::int64_t> cell_mark_ns, cell_next_ns;
    std::vector<double> tick_busy_s, period_busy_s, activity_sum;
    std::vector<double> owed_s;  ///< of service that small units took out of turn
    std::vector<std::int32_t> connected;
    std::vector<std::int64_t> connected_mark_ns;
    // Activity of the last `depth` CQI periods: [period % depth][row], and the mean over cells.
    std::vector<float> heard, heard_mean;
    std::vector<std::uint8_t> is_on;
    // Open KPI period.
    std::vector<double> kpi;
    std::int64_t kpi_begin_slot = 0;
    std::int64_t ticks_in_period = 0;
    std::uint64_t arrivals = 0, ends = 0, link_updates = 0;

    std::size_t ueCount() const { return east_m.size(); }
};

inline const FlowBearer& bearerOf(const FlowContext& x, const FlowState& state, std::size_t ue,
                                  std::size_t b) {
    return x.bearers[state.traffic_class[ue] * scenario::kMaxBearers + b];
}

FlowState makeFlowState(const FlowContext& context, const UserDrop& users);

}  // namespace celltwin::engine
