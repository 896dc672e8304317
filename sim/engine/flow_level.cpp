// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/flow_level.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/error.h"
#include "models/base/units.h"
#include "sim/engine/flow_checkpoint.h"
#include "sim/engine/flow_steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

using traffic::Kind;

/// Kinds that fill a link of their own; the others send a little up.
bool isElastic(Kind kind) {
    return kind == Kind::full_buffer || kind == Kind::ftp1 || kind == Kind::ftp2 || kind == Kind::ftp3 ||
           kind == Kind::constant_rate;
}

}  // namespace

void checkFlowLevel(const scenario::Scenario& s) {
    std::vector<Diagnostic> findings;
    const auto refuse = [&](bool wrong, const std::string& what, const std::string& hint) {
        if (wrong) findings.push_back({{s.file, 0, 0}, "fidelity flow: " + what, hint, {}, 1});
    };
    for (const scenario::NotFluid& wrong : scenario::notFluid(s))
        refuse(true, wrong.what,
               wrong.instead.empty() ? "use fidelity: slot" : wrong.instead + ", or fidelity: slot");
    refuse(s.energy.cell_sleep.has_value(), "energy.cell_sleep is not modelled", "use fidelity: slot");
    refuse(s.ran.load_balancing.has_value(), "ran.load_balancing is not modelled", "use fidelity: slot");
    bool up = false;
    for (const scenario::TrafficShare& share : s.users.traffic)
        for (const scenario::Bearer& bearer : share.bearers)
            up = up ||
                 (isElastic(bearer.profile.kind) && bearer.profile.direction == traffic::Direction::uplink);
    refuse(up, "files, full buffers and constant rates go downlink only", "use fidelity: slot");
    if (!findings.empty()) throw ConfigError(std::move(findings));
}

std::size_t estimateFlowBytes(const scenario::Scenario& s) {
    const auto ues = static_cast<std::size_t>(s.users.count);
    const std::size_t cells = s.network.cells.size();
    std::size_t flows = 1;
    for (const scenario::TrafficShare& share : s.users.traffic) flows = std::max(flows, share.bearers.size());
    constexpr std::size_t kUeBytes = 512 + sizeof(FlowLink) + sizeof(FlowService);
    constexpr std::size_t kFlowBytes =
        sizeof(traffic::Cursor) + sizeof(traffic::Experience) + sizeof(FlowQueue) + 8 * sizeof(FlowUnit);
    const std::size_t columns = ues * (kUeBytes + flows * kFlowBytes + cells * sizeof(float)) +
                                cells * record::rowWidth() * 2 * sizeof(double);
    const double segment_s = std::min(std::max(s.run.segment_s, s.run.kpi_period_s), s.run.duration_s);
    const double rows =
        segment_s / s.run.kpi_period_s * static_cast<double>(cells * record::rowWidth() * sizeof(double)) +
        segment_s / s.run.ue_sample_period_s * static_cast<double>(ues) * 48.0;
    return 2 * columns + static_cast<std::size_t>(2.0 * rows);
}

struct FlowLevel::Impl {
    scenario::Scenario scenario;
    RadioModel radio;
    FlowContext context;
    FlowState state;
    FlowWorld world;
    std::vector<double> kpi_values;
    std::vector<float> rsrp_dbm, sinr_db;
    std::vector<double> queue_bytes;

    Impl(const scenario::Scenario& s, const UserDrop& users)
        : scenario(s),
          radio(scenario),
          context(scenario, radio),
          state(makeFlowState(context, users)),
          world(context, state),
          rsrp_dbm(state.ueCount()),
          sinr_db(state.ueCount()),
          queue_bytes(state.ueCount()) {
        measureFlowUes(world, 0, true);
    }

    /// The next slot at whose beginning something is due.
    std::int64_t nextBoundary() const {
        const Clock& clock = context.clock;
        const auto after = [&](std::int64_t cadence, std::int64_t origin) {
            return origin + ((state.slot - origin) / cadence + 1) * cadence;
        };
        std::int64_t next =
            std::min({after(clock.cqi_slots, 0), after(context.sample_slots, 0), clock.end_slot});
        if (context.moves) next = std::min(next, after(clock.mobility_slots, 0));
        if (state.slot < clock.warmup_slots) return std::min(next, clock.warmup_slots);
        for (const std::int64_t cadence : {clock.kpi_slots, clock.ue_sample_slots, clock.segment_slots})
            next = std::min(next, after(cadence, clock.warmup_slots));
        return next;
    }

    /// Everything that happens before `until_ns`.
    void passEvents(std::int64_t until_ns) {
        std::int64_t now_ns = context.clock.timeAt(state.slot);
        for (;;) {
            const std::int64_t arrival_ns = world.arrivals.nextNs(), end_ns = world.ends.nextNs();
            const std::int64_t next_ns = std::min(arrival_ns, end_ns);
            if (next_ns >= until_ns) return;
            // What a delivery brings may be due at the moment of the delivery.
            now_ns = std::max(now_ns, next_ns);
            if (end_ns <= arrival_ns) {
                const std::size_t cell = world.ends.nextRow();
                settleCell(world, cell, now_ns);
                endUnits(world, cell, now_ns);
                planCell(world, cell, now_ns);
            } else {
                arrive(world, world.arrivals.nextRow(), now_ns);
            }
        }
    }

    void advance() {
        const std::int64_t next = nextBoundary();
        const std::int64_t now_ns = context.clock.timeAt(next);
        passEvents(now_ns);
        state.slot = next;
        if (next % context.clock.cqi_slots == 0) closeTick(world, now_ns);
        if (next < context.clock.end_slot && next % context.clock.mobility_slots == 0)
            measureFlowUes(world, now_ns, false);
        if (next % context.sample_slots == 0) sampleLinks(world);
    }

    void sampleUes(record::RunSink& sink) {
        constexpr float kNothing = -std::numeric_limits<float>::infinity();
        const std::int64_t now_ns = context.clock.timeAt(state.slot);
        for (std::size_t c = 0; c < radio.cellCount(); ++c) settleCell(world, c, now_ns);
        for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
            const bool attached = state.serving_cell[ue] >= 0;
            rsrp_dbm[ue] = attached ? static_cast<float>(toDbm(Milliwatts{state.link[ue].reference_mw}).value)
                                    : kNothing;
            sinr_db[ue] = attached ? flowSinrDb(context, state, ue, state.tick - 1, true) : kNothing;
            queue_bytes[ue] = 0.0;
            for (std::size_t b = 0; b < context.flows; ++b)
                queue_bytes[ue] += state.queue[ue * context.flows + b].waiting_bytes;
        }
        sink.ueSamples({now_ns, state.east_m, state.north_m, state.serving_cell, rsrp_dbm, sinr_db,
                        state.delivered_bytes, queue_bytes});
        std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
    }

    void record(record::RunSink& sink) {
        const Clock& clock = context.clock;
        const std::int64_t now_ns = clock.timeAt(state.slot), recorded = state.slot - clock.warmup_slots;
        if (!world.events.empty()) sink.events(world.events);
        world.events.clear();
        if (recorded == 0) {
            closeFlowPeriod(world, now_ns, kpi_values);
            std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
        }
        if (recorded <= 0) return;
        const bool last = state.slot == clock.end_slot;
        if (recorded % clock.ue_sample_slots == 0) sampleUes(sink);
        if (recorded % clock.kpi_slots == 0 || last) {
            const SimTimeNs begin_ns = clock.timeAt(state.kpi_begin_slot);
            closeFlowPeriod(world, now_ns, kpi_values);
            sink.kpiPeriod({begin_ns, now_ns, kpi_values});
        }
    }
};

FlowLevel::FlowLevel(const scenario::Scenario& scenario, const UserDrop& users) {
    checkFlowLevel(scenario);
    impl_ = std::make_unique<Impl>(scenario, users);
}
FlowLevel::~FlowLevel() = default;

const Clock& FlowLevel::clock() const {
    return impl_->context.clock;
}
std::int64_t FlowLevel::slot() const {
    return impl_->state.slot;
}

void FlowLevel::step(record::RunSink& sink) {
    impl_->advance();
    impl_->record(sink);
    const std::int64_t recorded = slot() - clock().warmup_slots;
    if (done() || (recorded > 0 && recorded % clock().segment_slots == 0)) sink.checkpoint(checkpoint());
}

record::Checkpoint FlowLevel::checkpoint() const {
    return saveFlow(impl_->state, clock().timeAt(slot()));
}

void FlowLevel::restore(const record::Checkpoint& checkpoint) {
    loadFlow(checkpoint, impl_->state);
    FlowWorld& world = impl_->world;
    const FlowState& state = impl_->state;
    // Before the first step the attachments are still to be handed out; later on they have been.
    if (state.slot > 0) world.events.clear();
    for (std::size_t c = 0; c < state.cell_next_ns.size(); ++c) world.ends.set(c, state.cell_next_ns[c]);
    for (std::size_t flow = 0; flow < state.traffic_cursor.size(); ++flow) {
        const std::size_t ue = flow / impl_->context.flows, b = flow % impl_->context.flows;
        const bool used = b < impl_->context.bearer_count[state.traffic_class[ue]];
        world.arrivals.set(flow, used && state.serving_cell[ue] >= 0 ? state.traffic_cursor[flow].next_ns
                                                                     : EventHeap::kNever);
    }
}

FlowEvents FlowLevel::events() const {
    return {impl_->state.arrivals, impl_->state.ends, impl_->state.link_updates};
}

double FlowLevel::rateAloneBytesPerS(std::size_t ue) const {
    return impl_->state.service[ue].rate;
}

FlowLevel::Bytes FlowLevel::bytesOf(std::size_t ue) const {
    Bytes sum;
    for (std::size_t b = 0; b < impl_->context.flows; ++b) {
        const FlowQueue& queue = impl_->state.queue[ue * impl_->context.flows + b];
        sum.offered += queue.offered_bytes;
        sum.delivered += queue.delivered_bytes;
        sum.dropped += queue.dropped_bytes;
        sum.waiting += queue.waiting_bytes;
    }
    return sum;
}

const traffic::Experience& FlowLevel::experienceOf(std::size_t ue, std::size_t bearer) const {
    return impl_->state.experience[ue * impl_->context.flows + bearer];
}

std::int32_t FlowLevel::servingCell(std::size_t ue) const {
    return impl_->state.serving_cell[ue];
}

bool runFlowLevel(FlowLevel& flow, record::RunSink& sink, const std::function<bool()>& interrupted) {
    while (!flow.done()) {
        if (interrupted && interrupted()) {
            sink.checkpoint(flow.checkpoint());
            return false;
        }
        flow.step(sink);
    }
    return true;
}

}  // namespace celltwin::engine
