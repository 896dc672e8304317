// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/engine.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/link/sinr.h"
#include "sim/engine/blocks.h"
#include "sim/engine/checkpoint.h"
#include "sim/engine/ran_state.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

/// Work per block: enough to outweigh handing it to a thread, small enough to spread 57 cells over 8 threads.
constexpr std::size_t kUeBlock = 64;
constexpr std::size_t kCellBlock = 8;
/// Bytes of a UE's scalar columns, rounded up.
constexpr std::size_t kUeBytes = 512;

RanState makeState(const StepContext& x, const UserDrop& users) {
    const scenario::Scenario& s = x.scenario;
    RanState state;
    const std::size_t ues = users.position.size(), cells = s.network.cells.size(), row = x.radio.row();
    state.row = row;
    state.east_m.resize(ues);
    state.north_m.resize(ues);
    state.height_m = users.height_m;
    state.place = users.place;
    state.indoor_distance_m = users.indoor_distance_m;
    state.penetration_draw = users.penetration_draw;
    state.mobility_class = users.mobility_class;
    state.traffic_class = users.traffic_class;
    for (std::size_t ue = 0; ue < ues; ++ue) {
        state.east_m[ue] = users.position[ue].east_m;
        state.north_m[ue] = users.position[ue].north_m;
        state.mobility_cursor.push_back(mobility::begin(s.users.mobility[users.mobility_class[ue]].profile,
                                                        x.random, ue, users.position[ue],
                                                        users.mobility_rank[ue]));
    }
    state.traffic_cursor.resize(ues);
    state.a3.resize(ues);
    state.serving_cell.assign(ues, -1);
    for (std::vector<std::int64_t>* column :
         {&state.interrupted_until_slot, &state.burst_mark_slot, &state.burst_piece_slot})
        column->assign(ues, 0);
    for (std::vector<double>* column :
         {&state.queue_bytes, &state.in_flight_bytes, &state.average_rate_bytes, &state.delivered_bytes,
          &state.burst_piece_bytes, &state.outer_loop_db, &state.period_thp_kbit, &state.period_thp_ms,
          &state.travelled_m})
        column->assign(ues, 0.0);
    state.speed_mps.assign(ues, x.min_speed_mps);
    state.last_served_slot.assign(ues, -1);
    state.csi.assign(ues * static_cast<std::size_t>(x.csi_depth), CsiReport{});
    state.sinr_db.assign(ues, -std::numeric_limits<float>::infinity());
    state.harq.resize(ues * static_cast<std::size_t>(s.ran.link_adaptation.harq_processes));
    state.harq_due_slot.assign(ues, kNothingDue);
    state.burst_open.assign(ues, 0);
    state.rsrp_mw.assign(ues * row, 0.0F);
    if (x.radio.hasBeams()) state.data_mw = state.interference_mw = state.rsrp_mw;
    if (x.air.fades()) state.los.assign(ues * row, 0);
    state.filtered_rsrp_dbm.assign(ues * row, -std::numeric_limits<float>::infinity());
    for (std::vector<float>* column : {&state.activity, &state.csi_activity}) column->assign(row, 0.0F);
    state.activity_sum.assign(row, 0.0);
    state.kpi.assign(cells * record::rowWidth(), 0.0);
    state.queued_delivery_bytes.assign(cells, 0.0);
    state.period_activity_sum.assign(cells, 0.0);
    state.activity_on_carrier.assign(s.network.carriers.size() * row, 0.0F);
    state.csi_on_carrier = state.activity_on_carrier;
    return state;
}

}  // namespace

std::size_t estimateBytes(const scenario::Scenario& s) {
    const auto ues = static_cast<std::size_t>(s.users.count);
    const std::size_t cells = s.network.cells.size(), row = link::paddedRow(cells);
    const bool fades = s.radio.fading.profile || s.radio.fading.los_profile;
    const bool beams = std::any_of(
        s.network.cells.begin(), s.network.cells.end(),
        [&](const scenario::Cell& cell) { return s.network.antennas[cell.antenna].formsBeams(); });
    const std::size_t link_bytes = (beams ? 4 : 2) * sizeof(float) + (fades ? 1 : 0);
    const std::size_t harq_bytes =
        static_cast<std::size_t>(s.ran.link_adaptation.harq_processes) * sizeof(HarqProcess);
    const std::size_t columns =
        ues * (kUeBytes + harq_bytes + row * link_bytes) + cells * record::rowWidth() * 2 * sizeof(double);
    // A checkpoint holds a second copy, and the trace writer the rows of one segment.
    const double segment_s = std::min(std::max(s.run.segment_s, s.run.kpi_period_s), s.run.duration_s);
    const double periods = segment_s / s.run.kpi_period_s, samples = segment_s / s.run.ue_sample_period_s;
    const double rows = periods * static_cast<double>(cells * record::rowWidth() * sizeof(double)) +
                        samples * static_cast<double>(ues) * 48.0;
    return 2 * columns + static_cast<std::size_t>(2.0 * rows);
}

struct Engine::Impl {
    scenario::Scenario scenario;
    RadioModel radio;
    AirInterface air;
    StepContext context;
    Workers workers;
    RanState state;
    std::vector<CellScratch> scratch;
    std::vector<double> kpi_values;
    std::vector<std::int32_t> handover_target;
    std::vector<record::Event> events;
    std::vector<float> serving_rsrp_dbm;

    Impl(const scenario::Scenario& s, const UserDrop& users, int threads)
        : scenario(s),
          radio(scenario),
          air(scenario),
          context(scenario, radio, air),
          workers(threads),
          state(makeState(context, users)),
          scratch(radio.cellCount()),
          handover_target(state.ueCount(), -1),
          serving_rsrp_dbm(state.ueCount()) {
        moveUes(true);
        filterAll(true);
        attachAll(context, state, events);
        groupUesByCell(context, state);
    }

    void forUes(const std::function<void(Range)>& work) {
        workers.forBlocks(state.ueCount(), kUeBlock, [&](std::size_t b, std::size_t e) { work({b, e}); });
    }
    void moveUes(bool first) {
        forUes([&](Range ues) { moveAndMeasureLinks(context, state, ues, first); });
    }
    void filterAll(bool first) {
        forUes([&](Range ues) { filterMeasurements(context, state, ues, first); });
    }

    void handOver() {
        forUes([&](Range ues) {
            for (std::size_t ue = ues.begin; ue < ues.end; ++ue)
                handover_target[ue] = evaluateHandover(context, state, ue);
        });
        bool moved = false;
        for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
            if (handover_target[ue] < 0) continue;
            executeHandover(context, state, ue, handover_target[ue], scratch[0].channel, events);
            moved = true;
        }
        if (moved) groupUesByCell(context, state);
    }

    void forCells(void (*pass)(const StepContext&, RanState&, std::uint32_t, CellScratch&)) {
        workers.forBlocks(radio.cellCount(), kCellBlock, [&](std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c)
                pass(context, state, static_cast<std::uint32_t>(c), scratch[c]);
        });
    }

    void simulateSlot() {
        const Clock& clock = context.clock;
        if (state.slot > 0 && state.slot % clock.mobility_slots == 0) moveUes(false);
        if (state.slot > 0 && state.slot % clock.measurement_slots == 0) {
            filterAll(false);
            handOver();
        }
        forCells(scheduleCell);
        spreadActivity(context, state.activity, state.activity_on_carrier);
        forCells(transmitCell);
        averageActivity(context, state);
    }

    void sampleUes(record::RunSink& sink, SimTimeNs now) {
        for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
            const std::int32_t c = state.serving_cell[ue];
            serving_rsrp_dbm[ue] =
                c < 0 ? -std::numeric_limits<float>::infinity()
                      : static_cast<float>(
                            toDbm(Milliwatts{state.rsrp_mw[ue * state.row + static_cast<std::size_t>(c)]})
                                .value);
        }
        sink.ueSamples({now, state.east_m, state.north_m, state.serving_cell, serving_rsrp_dbm, state.sinr_db,
                        state.delivered_bytes, state.queue_bytes});
        std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
    }

    /// What falls due at the end of the slot; state.slot is still the slot just simulated.
    void recordSlot(record::RunSink& sink) {
        const Clock& clock = context.clock;
        const std::int64_t next = state.slot + 1, recorded = next - clock.warmup_slots;
        if (!events.empty()) sink.events(events);
        events.clear();
        if (recorded == 0) {
            clearKpiPeriod(state);
            std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
        }
        if (recorded <= 0) return;
        const bool last = next == clock.end_slot;
        if (recorded % clock.ue_sample_slots == 0) sampleUes(sink, clock.timeAt(next));
        if (recorded % clock.kpi_slots == 0 || last) {
            const SimTimeNs begin = clock.timeAt(state.kpi_begin_slot);
            closeKpiPeriod(context, state, kpi_values);
            sink.kpiPeriod({begin, clock.timeAt(next), kpi_values});
        }
    }
};

Engine::Engine(const scenario::Scenario& scenario, const UserDrop& users, int threads)
    : impl_(std::make_unique<Impl>(scenario, users, threads)) {}
Engine::~Engine() = default;

const Clock& Engine::clock() const {
    return impl_->context.clock;
}
std::int64_t Engine::slot() const {
    return impl_->state.slot;
}
const RanState& Engine::state() const {
    return impl_->state;
}
const scenario::Scenario& Engine::scenario() const {
    return impl_->scenario;
}

void Engine::step(record::RunSink& sink) {
    impl_->simulateSlot();
    impl_->recordSlot(sink);
    ++impl_->state.slot;
    const std::int64_t recorded = slot() - clock().warmup_slots;
    if (done() || (recorded > 0 && recorded % clock().segment_slots == 0)) sink.checkpoint(checkpoint());
}

record::Checkpoint Engine::checkpoint() const {
    return saveState(impl_->state, clock().timeAt(slot()));
}

void Engine::restore(const record::Checkpoint& checkpoint) {
    loadState(checkpoint, impl_->state);
    // Before the first slot the attachments are still to be handed out; later on they have been.
    if (impl_->state.slot > 0) impl_->events.clear();
    groupUesByCell(impl_->context, impl_->state);
    spreadActivity(impl_->context, impl_->state.csi_activity, impl_->state.csi_on_carrier);
}

bool runPlainLoop(Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted) {
    while (!engine.done()) {
        if (interrupted && interrupted()) {
            sink.checkpoint(engine.checkpoint());
            return false;
        }
        engine.step(sink);
    }
    return true;
}

}  // namespace celltwin::engine
