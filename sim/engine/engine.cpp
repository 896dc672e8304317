// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/engine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "models/link/sinr.h"
#include "sim/engine/background.h"
#include "sim/engine/blocks.h"
#include "sim/engine/checkpoint.h"
#include "sim/engine/halo.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"
#include "sim/engine/ran_state.h"
#include "sim/engine/rrc_procedures.h"
#include "sim/engine/steps.h"
#include "sim/record/kpi.h"

namespace celltwin::engine {
namespace {

/// Work per block: enough to outweigh handing it to a thread, small enough to spread 57 cells over 8 threads.
constexpr std::size_t kUeBlock = 64;
constexpr std::size_t kCellBlock = 32;
constexpr std::size_t kSiteBlock = 3;
/// Bytes of a UE's scalar columns, and of a bearer's, rounded up.
constexpr std::size_t kUeBytes = 512 + sizeof(UeRrc);
constexpr std::size_t kFlowBytes =
    2 * (sizeof(Queue) + sizeof(Bucket)) + sizeof(traffic::Cursor) + sizeof(traffic::Experience);

void makeUeColumns(const StepContext& x, const UserDrop& users, RanState& state) {
    const scenario::Scenario& s = x.scenario;
    const std::size_t ues = users.position.size();
    state.height_m = users.height_m;
    state.place = users.place;
    state.indoor_distance_m = users.indoor_distance_m;
    state.penetration_draw = users.penetration_draw;
    state.mobility_class = users.mobility_class;
    state.traffic_class = users.traffic_class;
    for (std::size_t ue = 0; ue < ues; ++ue) {
        state.east_m.push_back(users.position[ue].east_m);
        state.north_m.push_back(users.position[ue].north_m);
        state.mobility_cursor.push_back(mobility::begin(s.users.mobility[users.mobility_class[ue]].profile,
                                                        x.random, ue, users.position[ue],
                                                        users.mobility_rank[ue]));
    }
    state.rrc.resize(ues);
    state.serving_cell.assign(ues, -1);
    state.rrc_due_ns.assign(ues, 0);
    state.ue.resize(ues);
    for (std::vector<double>* column : {&state.delivered_bytes, &state.travelled_m}) column->assign(ues, 0.0);
    state.throughput.resize(ues);
    state.speed_mps.assign(ues, x.min_speed_mps);
    for (std::size_t direction = 0; direction < traffic::kDirections; ++direction) {
        state.queue[direction].resize(ues * x.flows);
        state.bucket[direction].resize(ues * x.flows);
    }
    state.flows = x.flows;
    state.traffic_cursor.resize(ues * x.flows);
    state.experience.resize(ues * x.flows);
    for (std::size_t ue = 0; ue < ues; ++ue)
        for (std::size_t b = 0; b < x.bearersOf(state, ue).size(); ++b)
            state.traffic_cursor[ue * x.flows + b] =
                traffic::begin(*x.bearersOf(state, ue)[b].profile, x.random, ue * x.flows + b);
}

void makeLinkColumns(const StepContext& x, Direction direction, std::size_t links, LinkColumns& columns) {
    columns.harq.resize(links * static_cast<std::size_t>(x.scenario.ran.link_adaptation.harq_processes));
    LinkRow row;
    row.idle = allProcesses(x);
    if (direction == Direction::uplink) row.budget = kNoBudget;
    columns.rows.assign(links, row);
}

void makeCellColumns(const StepContext& x, RanState& state) {
    const scenario::NetworkSnapshot& network = x.scenario.network;
    const std::size_t cells = network.cells.size();
    for (std::vector<float>* column : {&state.activity, &state.csi_activity, &state.uplink_interference_mw})
        column->assign(state.row, 0.0F);
    state.activity_sum.assign(state.row, 0.0);
    for (std::vector<double>* column : {&state.cell_load, &state.cell_offset_db, &state.period_activity_sum})
        column->assign(cells, 0.0);
    state.power.resize(cells);
    state.meter.resize(cells);
    state.sleep.resize(cells);
    state.connected_ues.assign(cells, 0);
    for (std::vector<double>& growth : state.pf_growth) growth.assign(cells, 1.0);
    for (const scenario::Cell& cell : network.cells) state.cell_on_air.push_back(cell.active ? 1 : 0);
    state.kpi.assign(cells * record::rowWidth(), 0.0);
    state.slot_kpi.assign(cells * kSlotKpiStride, 0.0);
    state.activity_on_carrier.assign(network.carriers.size() * state.row, 0.0F);
    state.csi_on_carrier = state.activity_on_carrier;
    state.far_activity.assign(network.carriers.size(), 0.0F);
    if (x.background_sites.empty()) return;
    state.reported_activity = state.background_uplink_mw = state.csi_activity;
    state.reported_on_carrier = state.csi_on_carrier;
    state.reported_far_activity = state.far_activity;
}

RanState makeState(const StepContext& x, const UserDrop& users) {
    RanState state;
    const std::size_t ues = users.position.size(), legs = ues * x.legs;
    state.row = x.radio.row();
    makeUeColumns(x, users, state);
    state.legs = x.legs;
    state.leg_cell.assign(legs, -1);
    state.cell_legs.reserve(legs);
    state.csi.assign(legs * static_cast<std::size_t>(x.csi_depth), CsiReport{});
    if (x.bySubband()) state.csi_subbands.assign(state.csi.size(), 0);
    state.sinr_db.assign(legs, -std::numeric_limits<float>::infinity());
    makeLinkColumns(x, Direction::downlink, legs, state.down);
    makeLinkColumns(x, Direction::uplink, ues, state.up);
    state.width = x.heard.width();
    state.list.assign(ues, 0);
    if (!x.heard.complete()) state.far_mw.assign(ues * x.scenario.network.carriers.size(), 0.0F);
    state.rsrp_mw.assign(ues * state.width, 0.0F);
    if (x.radio.hasBeams()) state.data_mw = state.interference_mw = state.rsrp_mw;
    if (x.air.fades()) state.los.assign(ues * state.width, 0);
    state.filtered_rsrp_dbm.assign(ues * state.width, -std::numeric_limits<float>::infinity());
    makeCellColumns(x, state);
    return state;
}

/// Coefficients of a channel: subbands (TS 38.214 Table 5.2.1.4-2: 19 at most) x antennas x ports, or layers.
constexpr std::size_t kMostSubbands = 19, kMostAntennas = 4;

void reserveChannel(ChannelScratch& scratch) {
    scratch.h.reserve(kMostSubbands * kMostAntennas * kMostAntennas);
    scratch.sinr.reserve(kMostSubbands * kMostAntennas);
}

void reserveSubbands(std::size_t legs, std::size_t sent, std::size_t slices, SiteScratch& site) {
    site.rates.reserve(legs);
    site.subband_grants.reserve(sent);
    site.subband_scheduling.entries.reserve(legs);
    site.subband_scheduling.slices.reserve(slices);
    site.subband_scheduling.free_prbs.reserve(scheduler::kMostSubbands);
}

/// So much that a slot allocates only where far more UEs than on average crowd in a cell for the first time.
void reserveScratch(const StepContext& x, std::size_t ues, std::vector<CellScratch>& cells,
                    std::vector<SiteScratch>& sites) {
    const std::size_t legs = std::min(ues, 64 + 8 * ues / std::max<std::size_t>(1, cells.size()));
    const auto sent = static_cast<std::size_t>(x.scenario.ran.max_ues_per_slot);
    const std::size_t slices = x.scenario.ran.slices.size() + 1;
    for (SiteScratch& site : sites) {
        site.candidates.reserve(legs);
        site.scheduling.order.reserve(legs);
        site.scheduling.grant_of.reserve(legs);
        site.scheduling.slices.reserve(slices);
        site.quotas.reserve(slices);
        site.slice_prbs.reserve(slices);
        site.grants.reserve(sent);
        if (x.bySubband()) reserveSubbands(legs, sent, slices, site);
        reserveChannel(site.channel);
    }
    for (CellScratch& cell : cells) {
        for (std::vector<Transmission>* list : {&cell.sent, &cell.sent_up}) list->reserve(sent);
        cell.sent_power.reserve(sent);
    }
}

}  // namespace

std::size_t estimateBytes(const scenario::Scenario& s) {
    const auto ues = static_cast<std::size_t>(s.users.count);
    const std::size_t cells = s.network.cells.size(), carriers = s.network.carriers.size(),
                      row = link::paddedRow(
                          std::min(cells, carriers * static_cast<std::size_t>(s.radio.neighbours)));
    const bool fades = s.radio.fading.profile || s.radio.fading.los_profile;
    const bool beams = std::any_of(
        s.network.cells.begin(), s.network.cells.end(),
        [&](const scenario::Cell& cell) { return s.network.antennas[cell.antenna].formsBeams(); });
    const std::size_t link_bytes = (beams ? 4 : 2) * sizeof(float) + (fades ? 1 : 0);
    const auto legs = static_cast<std::size_t>(s.users.component_carriers);
    const std::size_t harq_bytes =
        (legs + 1) * static_cast<std::size_t>(s.ran.link_adaptation.harq_processes) * sizeof(HarqProcess);
    std::size_t flows = 1;
    for (const scenario::TrafficShare& share : s.users.traffic) flows = std::max(flows, share.bearers.size());
    const std::size_t columns = ues * (kUeBytes + flows * kFlowBytes + harq_bytes + row * link_bytes) +
                                cells * record::rowWidth() * 2 * sizeof(double);
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
    Strips strips;
    Workers workers;
    RanState state;
    Halo halo;
    std::vector<CellScratch> scratch;
    std::vector<SiteScratch> site_scratch;  ///< by block of sites
    std::optional<Background> background;
    UplinkAir uplink;
    std::vector<double> kpi_values;
    std::vector<RrcWish> wishes;
    std::vector<record::Event> events;
    ChannelScratch rrc_scratch;
    RrcProcedures rrc;
    std::vector<float> serving_rsrp_dbm, serving_sinr_db;
    std::vector<double> queue_bytes;

    Impl(const scenario::Scenario& s, const UserDrop& users, int threads, Exchange* exchange)
        : scenario(s),
          radio(scenario),
          air(scenario),
          context(scenario, radio, air),
          strips(scenario.network, users.position, exchange != nullptr ? exchange->rank() : 0,
                 exchange != nullptr ? exchange->size() : 1),
          workers(threads),
          state(makeState(context, users)),
          halo(context, strips, state, exchange),
          scratch(radio.cellCount()),
          site_scratch(scenario.network.sites.size() / kSiteBlock + 1),
          wishes(state.ueCount()),
          rrc(context, state, halo, events, rrc_scratch),
          serving_rsrp_dbm(state.ueCount()),
          serving_sinr_db(state.ueCount()),
          queue_bytes(state.ueCount()) {
        reserveScratch(context, state.ueCount(), scratch, site_scratch);
        if (!context.heard.complete())
            uplink.far_mw.resize(scenario.network.carriers.size() * context.chunks);
        if (!context.background_sites.empty()) background.emplace(context, state.ueCount());
        reserveChannel(rrc_scratch);
        events.reserve(2 * state.ueCount() + 16);
        // To begin with, every rank places all users.
        if (!context.heard.complete())
            workers.forBlocks(state.ueCount(), kUeBlock, [&](std::size_t b, std::size_t e) {
                findLists(context, state, {b, e});
            });
        groupUesByList(context, Strips(scenario.network, {}, 0, 1), state);
        moveUes(true);
        filterAll(true);
        rrc.attachAll();
        rrc.takeRelisted();
        groupUesByList(context, strips, state);
        // Even where nobody is connected at first, cells have their empty ranges.
        groupLegsByCell(context, state);
    }

    /// Ranges of list_ues.
    void forUes(const std::function<void(Range)>& work) {
        workers.forBlocks(state.list_ues.size(), kUeBlock, [&](std::size_t b, std::size_t e) {
            work({b, e});
        });
    }
    std::span<const std::uint32_t> slotSites() const {
        return background ? std::span<const std::uint32_t>(context.slot_sites) : strips.sites();
    }
    /// Sites that go slot by slot, with the working memory of their block.
    void forSites(const std::function<void(std::uint32_t, SiteScratch&)>& work) {
        workers.forBlocks(slotSites().size(), kSiteBlock, [&](std::size_t b, std::size_t e) {
            for (std::size_t i = b; i < e; ++i) work(slotSites()[i], site_scratch[b / kSiteBlock]);
        });
    }
    void serveBackground() {
        if (!background || !background->endsWith(state.slot)) return;
        workers.forBlocks(context.background_sites.size(), Background::kBlock,
                          [&](std::size_t b, std::size_t e) {
                              background->serve(state, {b, e});
                          });
        background->sumFarUplink(state);
        workers.forBlocks(radio.cellCount(), kCellBlock, [&](std::size_t b, std::size_t e) {
            background->spreadUplink(state, {b, e});
        });
    }
    void moveUes(bool first) {
        forUes([&](Range ues) { moveAndMeasureLinks(context, state, ues, first); });
    }
    void filterAll(bool first) {
        forUes([&](Range ues) { filterMeasurements(context, state, ues, first); });
    }
    void regroup() {
        if (rrc.takeMoved()) groupLegsByCell(context, state);
        const bool relisted = rrc.takeRelisted();
        if (halo.takeBrought() || relisted) groupUesByList(context, strips, state);
    }

    void measure() {
        filterAll(false);
        forUes([&](Range ues) {
            for (std::size_t i = ues.begin; i < ues.end; ++i) {
                const std::uint32_t ue = state.list_ues[i];
                wishes[ue] = evaluateRrc(context, state, ue);
            }
        });
        halo.tradeWishes(wishes);
        rrc.act(wishes);
    }

    void simulateSlot() {
        const Clock& clock = context.clock;
        if (state.slot > 0 && state.slot % clock.mobility_slots == 0) moveUes(false);
        if (state.slot > 0 && state.slot % clock.measurement_slots == 0) measure();
        if (state.slot > 0 && state.slot % context.rrc.balancing_slots == 0) rrc.balance();
        rrc.advance();
        regroup();
        forSites([&](std::uint32_t site, SiteScratch& shared) {
            scheduleSite(context, state, site, scratch, shared);
        });
        halo.tradeSlot(scratch);
        spreadActivity(context, state.activity, state.activity_on_carrier);
        gatherUplink(context, state, scratch, uplink);
        forSites([&](std::uint32_t site, SiteScratch& shared) {
            transmitSite(context, state, site, scratch, shared, uplink);
        });
        averageActivity(context, state);
        serveBackground();
        if ((state.slot + 1) % context.sleep_slots != 0) return;
        decideSleep(context, state, rrc);
        regroup();
    }

    void sampleUes(record::RunSink& sink, SimTimeNs now) {
        constexpr float kNothing = -std::numeric_limits<float>::infinity();
        for (std::size_t ue = 0; ue < state.ueCount(); ++ue) {
            const std::int32_t c = state.serving_cell[ue];
            const std::size_t link =
                c < 0 ? HeardCells::kNowhere : context.linkAt(state, ue, static_cast<std::size_t>(c));
            serving_rsrp_dbm[ue] = link == HeardCells::kNowhere
                                       ? kNothing
                                       : static_cast<float>(toDbm(Milliwatts{state.rsrp_mw[link]}).value);
            const float sinr_db = state.sinr_db[ue * context.legs];
            serving_sinr_db[ue] = std::isfinite(sinr_db) ? sinr_db : std::numeric_limits<float>::quiet_NaN();
            const std::int64_t waiting = state.ue[ue].waiting_bytes[0];
            queue_bytes[ue] = waiting >= traffic::kEndless ? std::numeric_limits<double>::infinity()
                                                           : static_cast<double>(waiting);
        }
        halo.gatherSamples(serving_rsrp_dbm, serving_sinr_db, queue_bytes);
        sink.ueSamples({now, state.east_m, state.north_m, state.serving_cell, serving_rsrp_dbm,
                        serving_sinr_db, state.delivered_bytes, queue_bytes});
        std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
    }

    /// What falls due at the end of the slot; state.slot is still the slot just simulated.
    void recordSlot(record::RunSink& sink) {
        const Clock& clock = context.clock;
        const std::int64_t next = state.slot + 1, recorded = next - clock.warmup_slots;
        if (!events.empty()) sink.events(events);
        events.clear();
        if (recorded == 0) {
            closeKpiPeriod(context, strips, state, kpi_values);
            std::fill(state.delivered_bytes.begin(), state.delivered_bytes.end(), 0.0);
        }
        if (recorded <= 0) return;
        const bool last = next == clock.end_slot;
        if (recorded % clock.ue_sample_slots == 0) sampleUes(sink, clock.timeAt(next));
        if (recorded % clock.kpi_slots == 0 || last) {
            const SimTimeNs begin = clock.timeAt(state.kpi_begin_slot);
            closeKpiPeriod(context, strips, state, kpi_values);
            halo.gatherCells(kpi_values);
            sink.kpiPeriod({begin, clock.timeAt(next), kpi_values});
        }
    }
};

Engine::Engine(const scenario::Scenario& scenario, const UserDrop& users, int threads, Exchange* exchange)
    : impl_(std::make_unique<Impl>(scenario, users, threads, exchange)) {}
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

bool Engine::stops(bool asked) {
    return impl_->halo.stops(asked);
}

record::Checkpoint Engine::checkpoint() const {
    impl_->halo.gatherState();
    if (!impl_->halo.keepsRecord()) return {};
    return saveState(impl_->state, clock().timeAt(slot()));
}

void Engine::restore(const record::Checkpoint& checkpoint) {
    loadState(checkpoint, impl_->state);
    // Before the first slot the attachments are still to be handed out; later on they have been.
    if (impl_->state.slot > 0) impl_->events.clear();
    groupLegsByCell(impl_->context, impl_->state);
    groupUesByList(impl_->context, impl_->strips, impl_->state);
    spreadActivity(impl_->context, impl_->state.csi_activity, impl_->state.csi_on_carrier);
    if (impl_->background)
        spreadActivity(impl_->context, impl_->state.reported_activity, impl_->state.reported_on_carrier);
}

bool runPlainLoop(Engine& engine, record::RunSink& sink, const std::function<bool()>& interrupted) {
    while (!engine.done()) {
        if (engine.stops(interrupted && interrupted())) {
            sink.checkpoint(engine.checkpoint());
            return false;
        }
        engine.step(sink);
    }
    return true;
}

}  // namespace celltwin::engine
