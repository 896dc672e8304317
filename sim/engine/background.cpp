// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/background.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/phy/nr_frame.h"
#include "sim/engine/kpi_row.h"
#include "sim/engine/link_steps.h"

namespace celltwin::engine {
namespace {

using record::Kpi;

/// Of a queue that is always full.
constexpr double kEndlessBytes = std::numeric_limits<double>::infinity();
/// UEs that are asked for before their turn.
constexpr std::uint32_t kAhead = 4;

double decibels(float linear) {
    return toDb(static_cast<double>(std::max(1e-30F, linear))).value;
}

/// The slot of a UE's oldest or youngest unit that is told apart.
std::int64_t arrivalSlot(const StepContext& x, RanState& state, const Link& link, bool oldest) {
    std::int64_t found_ns = oldest ? traffic::kNever : 0;
    for (std::size_t b = 0; b < x.bearersOf(state, link.ue).size(); ++b) {
        Queue& queue = queueOf(x, state, link.direction, link.ue, b);
        if (queue.unit_count == 0) continue;
        if (oldest)
            found_ns = std::min(found_ns, queue.unit(0).arrived_ns);
        else
            found_ns = std::max(found_ns, queue.unit(queue.unit_count - 1).arrived_ns);
    }
    return found_ns == traffic::kNever ? 0 : found_ns / x.clock.slot_ns;
}

}  // namespace

/// One cell over one step: collects who has data, drains it, books what came of it.
class Background::Cell {
  public:
    Cell(Background& background, RanState& state, std::uint32_t cell, Scratch& scratch)
        : b_(background),
          x_(background.x_),
          state_(state),
          cell_(cell),
          carrier_index_(x_.scenario.network.cells[cell].carrier),
          carrier_(x_.scenario.network.carriers[carrier_index_]),
          fluid_(background.carriers_[carrier_index_]),
          scratch_(scratch),
          begin_(background.stepBegin(state.slot)),
          end_(state.slot + 1),
          length_(static_cast<double>(end_ - begin_)) {}

    void serve() {
        for (const Direction direction : {Direction::downlink, Direction::uplink}) {
            decayAverages(x_, state_, direction, cell_, end_ - begin_);
            served(direction).ues.clear();
            served(direction).queues.clear();
        }
        const int connected = collect();
        const double sharing = static_cast<double>(served(Direction::downlink).ues.size());
        for (std::size_t i = 0; i < served(Direction::downlink).ues.size(); ++i) planDownlink(i, sharing);
        for (std::size_t i = 0; i < served(Direction::uplink).ues.size(); ++i) planUplink(i);
        const double busy = drainQueues(Direction::downlink);
        drainQueues(Direction::uplink);
        for (std::size_t i = 0; i < served(Direction::downlink).ues.size(); ++i) countDelay(i);
        for (const Direction direction : {Direction::downlink, Direction::uplink})
            for (std::size_t i = 0; i < served(direction).ues.size(); ++i) handOver(direction, i);
        for (std::uint32_t i = state_.cell_begin[cell_]; i < state_.cell_begin[cell_ + 1]; ++i)
            finishUe(state_.cell_legs[i]);
        sendUplink();
        book(connected, busy);
    }

  private:
    Served& served(Direction direction) { return scratch_.served[static_cast<std::size_t>(direction)]; }
    Link linkOf(Direction direction, std::uint32_t row) {
        return direction == Direction::downlink ? downlinkOf(x_, state_, row, cell_)
                                                : uplinkOf(state_, row, cell_);
    }
    bool onAir() const { return state_.cell_on_air[cell_] != 0; }

    /// Arrivals of all UEs, and who has data. Returns how many UEs there are.
    int collect() {
        for (std::uint32_t i = state_.cell_begin[cell_]; i < state_.cell_begin[cell_ + 1]; ++i) {
            // UEs of a cell lie anywhere in the columns.
            if (i + kAhead < state_.cell_begin[cell_ + 1])
                __builtin_prefetch(&state_.ue[x_.ueOf(state_.cell_legs[i + kAhead])]);
            const Link link = downlinkOf(x_, state_, state_.cell_legs[i], cell_);
            UeRow& row = state_.ue[link.ue];
            const std::array<std::int64_t, traffic::kDirections> before = row.waiting_bytes;
            if (row.traffic_due_ns < x_.clock.timeAt(end_)) takeArrivals(x_, state_, link.ue);
            for (const Direction direction : {Direction::downlink, Direction::uplink}) {
                const auto d = static_cast<std::size_t>(direction);
                if (row.waiting_bytes[d] > 0) add(linkOf(direction, link.row), before[d] > 0);
            }
        }
        return static_cast<int>(state_.cell_begin[cell_ + 1] - state_.cell_begin[cell_]);
    }
    void add(const Link& link, bool waited) {
        const UeRow& row = state_.ue[link.ue];
        FluidQueue queue;
        const std::int64_t waiting = row.waiting_bytes[static_cast<std::size_t>(link.direction)];
        queue.left_bytes = waiting >= traffic::kEndless ? kEndlessBytes : static_cast<double>(waiting);
        const std::int64_t since =
            waited ? begin_ : std::clamp(arrivalSlot(x_, state_, link, true), begin_, end_ - 1);
        std::int64_t from = std::max(since, row.interrupted_until_slot);
        if (link.direction == Direction::uplink) from = std::max(from, requestedFrom(link, since));
        queue.since = static_cast<double>(since - begin_);
        queue.from = static_cast<double>(std::min(from, end_) - begin_);
        served(link.direction).ues.push_back({link.row, 0.0});
        served(link.direction).queues.push_back(queue);
    }
    /// Uplink data waits for a scheduling request and its grant, unless data before it was served on.
    std::int64_t requestedFrom(const Link& link, std::int64_t since) {
        UplinkView& view = state_.ue[link.ue].uplink;
        if (view.request_slot == kNothingDue)
            view.request_slot =
                requestOpportunity(since, link.ue, requestPeriodSlots(x_.scenario.ran.uplink, x_.slotMs())) +
                x_.slots[carrier_index_].uplink_grant_slots;
        return view.request_slot;
    }
    double averageRate(const Link& link) const {
        return link.line().average_rate_bytes /
               state_.pf_growth[static_cast<std::size_t>(link.direction)][cell_];
    }

    void gatherLoads(std::uint32_t list) {
        if (!scratch_.now.isOf(list, carrier_index_))
            scratch_.now.gather(x_.heard, carrierRow(state_, state_.csi_on_carrier, carrier_index_), list,
                                carrier_index_, state_.far_activity[carrier_index_]);
        if (scratch_.reported.isOf(list, carrier_index_)) return;
        const bool of_data =
            x_.scenario.ran.link_adaptation.csi_interference == scenario::CsiInterference::data;
        scratch_.reported.gather(
            x_.heard,
            carrierRow(state_, of_data ? state_.reported_on_carrier : x_.always_on_carrier, carrier_index_),
            list, carrier_index_, of_data ? state_.reported_far_activity[carrier_index_] : 1.0F);
    }
    void planDownlink(std::size_t i, double sharing) {
        Service& ue = served(Direction::downlink).ues[i];
        FluidQueue& queue = served(Direction::downlink).queues[i];
        if (!onAir() || queue.from >= length_) return;
        const Link link = downlinkOf(x_, state_, ue.row, cell_);
        gatherLoads(state_.list[link.ue]);
        const double now_db = decibels(signalOf(x_, state_, link.ue, cell_, scratch_.now).data_snr);
        const int cqi =
            fluid_.rates.cqi(decibels(signalOf(x_, state_, link.ue, cell_, scratch_.reported).data_snr));
        ue.offset_slots = length_ / sharing;
        const FluidPlan plan = planFluid(fluid_, fluid_.rates.placeOf(now_db), {cqi, cqi, 0.0},
                                         ue.offset_slots * fluid_.data_share, link.line().outer_loop_db);
        ue.offset_db = plan.offset_db;
        queue.rate_bytes = plan.bits_per_prb * fluid_.bytes_per_s_per_bit * x_.slotMs() * 1e-3;
        queue.average_rate_bytes = averageRate(link);
        ue.piece_bytes = fluid_.data_share > 0.0 ? queue.rate_bytes / fluid_.data_share : 0.0;
    }
    void planUplink(std::size_t i) {
        Service& ue = served(Direction::uplink).ues[i];
        FluidQueue& queue = served(Direction::uplink).queues[i];
        if (!onAir() || queue.from >= length_) return;
        const Link link = uplinkOf(state_, ue.row, cell_);
        const std::size_t at = x_.linkAt(state_, link.ue, cell_);
        const std::vector<float>& data_mw = state_.data_mw.empty() ? state_.rsrp_mw : state_.data_mw;
        const CarrierSlots& slots = x_.slots[carrier_index_];
        const FluidUplink alone =
            fluidUplink(x_.scenario.ran.uplink, carrier_, slots.uplink_re_per_prb,
                        {x_.element_power_dbm[cell_], state_.rsrp_mw[at], data_mw[at],
                         slots.uplink_noise_mw + static_cast<double>(state_.uplink_interference_mw[cell_])});
        queue.most_share = alone.part_share;
        queue.rate_bytes = alone.slot_bytes / alone.part_share * fluid_.uplink_share;
        queue.average_rate_bytes = averageRate(link);
        ue.piece_bytes = alone.slot_bytes;
        ue.power_per_prb_mw = alone.power_per_prb_mw;
    }

    /// Returns for how many slots the cell was busy.
    double drainQueues(Direction direction) {
        std::vector<FluidQueue>& queues = served(direction).queues;
        const int most = drain(x_.scenario.ran.rule, 1.0 / x_.pf_weight, length_, queues, scratch_.fluid);
        double busy = 0.0, there = 0.0;
        for (const FluidQueue& queue : queues) {
            busy += queue.server_slots;
            there += queue.there_slots;
        }
        if (direction == Direction::downlink) {
            addTo(state_, cell_, Kpi::drb_mean_active_ue_dl, there);
            raiseTo(state_, cell_, Kpi::drb_max_active_ue_dl, most);
        }
        return std::min(busy, length_);
    }
    /// Little's law, as in a slot: bytes waiting x time, here over the step.
    void countDelay(std::size_t i) {
        const FluidQueue& fluid = served(Direction::downlink).queues[i];
        const Link link = downlinkOf(x_, state_, served(Direction::downlink).ues[i].row, cell_);
        const double had_bytes = fluid.left_bytes + fluid.served_bytes;
        const double slots = std::isinf(had_bytes) ? fluid.there_slots : fluid.byte_slots / had_bytes;
        const std::span<const BearerRules> bearers = x_.bearersOf(state_, link.ue);
        for (std::size_t b = 0; b < bearers.size(); ++b) {
            const Queue& queue = queueOf(x_, state_, Direction::downlink, link.ue, b);
            if (queue.endless() || queue.waitingBytes() == 0) continue;
            const double kilobits = static_cast<double>(queue.waitingBytes()) * slots * 8e-3 * x_.slotMs();
            addTo(state_, cell_, Kpi::x_pdcp_sdu_delay_sum_dl, kilobits);
            addToLabel(state_, cell_, Kpi::x_pdcp_sdu_delay_sum_dl_by_5qi, bearers[b].five_qi_label,
                       kilobits);
        }
    }

    /// The whole bytes of what was served leave the queues.
    void handOver(Direction direction, std::size_t i) {
        const Service& ue = served(direction).ues[i];
        const FluidQueue& fluid = served(direction).queues[i];
        const Link link = linkOf(direction, ue.row);
        const std::int64_t waiting = state_.ue[link.ue].waiting_bytes[static_cast<std::size_t>(direction)];
        const std::int64_t bytes =
            fluid.left_bytes > 0.0 ? static_cast<std::int64_t>(fluid.served_bytes) : waiting;
        if (bytes <= 0) return;
        const std::int64_t first = begin_ + static_cast<std::int64_t>(fluid.first);
        const std::int64_t last =
            std::max(first, begin_ + static_cast<std::int64_t>(std::ceil(fluid.end)) - 1);
        const Payload payload = takeBytes(x_, state_, link, bytes, first);
        for (std::size_t b = 0; b < payload.size(); ++b)
            if (payload[b] > 0) deliver(link, b, payload[b], first, last, ue.piece_bytes);
        LinkRow& line = link.line();
        line.last_served_slot = last;
        if (direction == Direction::uplink) return;
        line.outer_loop_db = std::clamp(
            line.outer_loop_db + (ue.offset_db - line.outer_loop_db) * fluid.server_slots / ue.offset_slots,
            -phy::kOuterLoopLimitDb, phy::kOuterLoopLimitDb);
    }
    /// A burst's throughput leaves out its last piece, so that is told apart.
    void deliver(const Link& link, std::size_t bearer, std::int64_t bytes, std::int64_t first,
                 std::int64_t last, double piece_bytes) {
        Queue& queue = queueOf(x_, state_, link.direction, link.ue, bearer);
        if (queue.waitingBytes() > 0) return deliverBytes(x_, state_, link, bearer, bytes, last);
        // No unit is done before it has come.
        if (queue.unit_count > 0)
            last = std::clamp(queue.unit(queue.unit_count - 1).arrived_ns / x_.clock.slot_ns, last, end_ - 1);
        const auto piece = std::max<std::int64_t>(1, static_cast<std::int64_t>(piece_bytes));
        const std::int64_t before = last > first ? (bytes - 1) / piece * piece : 0;
        if (before > 0) deliverBytes(x_, state_, link, bearer, before, last - 1);
        deliverBytes(x_, state_, link, bearer, bytes - before, last);
    }
    void finishUe(std::uint32_t leg) {
        const Link link = downlinkOf(x_, state_, leg, cell_);
        UeRow& row = state_.ue[link.ue];
        if (row.traffic_due_ns < x_.clock.timeAt(end_)) dropOldTraffic(x_, state_, link.ue);
        if (row.waiting_bytes[1] == 0) row.uplink.request_slot = kNothingDue;
        if (row.waiting_bytes[0] + row.waiting_bytes[1] > 0) row.active_slot = state_.slot;
        const std::int64_t period = x_.clock.mobility_slots;
        if (begin_ / period != end_ / period) look(link);
    }
    void look(const Link& link) {
        gatherLoads(state_.list[link.ue]);
        const Signal signal = signalOf(x_, state_, link.ue, cell_, scratch_.now);
        state_.sinr_db[link.row] = static_cast<float>(toDb(signal.reference_snr).value);
        countMeasurements(x_, state_, link);
        countIn(state_, cell_, Kpi::carr_wbcqi_dist, fluid_.rates.cqi(decibels(signal.data_snr)));
    }

    /// Power of the cell's UEs over the step, spread over its PRBs and slots.
    void sendUplink() {
        float* reach = b_.reach_.data() + cell_ * state_.width;
        std::fill_n(reach, state_.width, 0.0F);
        b_.far_reach_[cell_] = 0.0;
        const std::size_t carriers = x_.scenario.network.carriers.size();
        for (std::size_t i = 0; i < served(Direction::uplink).ues.size(); ++i) {
            const Service& service = served(Direction::uplink).ues[i];
            const double share = served(Direction::uplink).queues[i].server_slots / length_;
            const auto power_mw = static_cast<float>(service.power_per_prb_mw * share);
            if (power_mw <= 0.0F) continue;
            const std::size_t ue = service.row;
            const float* rsrp = state_.rsrp_mw.data() + ue * state_.width;
            for (std::size_t place = 0; place < state_.width; ++place) reach[place] += power_mw * rsrp[place];
            if (!state_.far_mw.empty())
                b_.far_reach_[cell_] +=
                    static_cast<double>(power_mw) * state_.far_mw[ue * carriers + carrier_index_];
        }
    }

    void book(int connected, double busy) {
        addTo(state_, cell_, Kpi::rrc_conn_mean, connected * length_);
        raiseTo(state_, cell_, Kpi::rrc_conn_max, connected);
        state_.activity[cell_] = 0.0F;
        if (onAir()) {
            double data_slots = 0.0;
            for (std::int64_t slot = begin_; slot < end_; ++slot)
                data_slots += x_.downlinkSymbols(carrier_index_, slot) > 0 ? 1.0 : 0.0;
            const double prbs = carrier_.scheduled().prb_count, share = busy / length_;
            addTo(state_, cell_, Kpi::rru_prb_used_dl, share * prbs * data_slots);
            addTo(state_, cell_, Kpi::rru_prb_avail_dl, prbs * data_slots);
            state_.activity[cell_] = static_cast<float>(
                std::max(share * fluid_.activity_share, x_.scenario.network.cells[cell_].load));
            state_.period_activity_sum[cell_] += static_cast<double>(state_.activity[cell_]) * data_slots;
        }
        const double kept = std::pow(1.0 - x_.load_weight, length_);
        state_.cell_load[cell_] =
            kept * state_.cell_load[cell_] + (1.0 - kept) * static_cast<double>(state_.activity[cell_]);
    }

    Background& b_;
    const StepContext& x_;
    RanState& state_;
    std::uint32_t cell_, carrier_index_;
    const scenario::Carrier& carrier_;
    const FluidCarrier& fluid_;
    Scratch& scratch_;
    std::int64_t begin_, end_;
    double length_;
};

Background::Background(const StepContext& x, std::size_t ues)
    : x_(x),
      step_slots_(std::max<std::int64_t>(
          1, std::llround(x.scenario.run.foreground->background_step_ms / x.slotMs()))),
      scratch_((x.background_sites.size() + kBlock - 1) / kBlock),
      reach_(x.radio.cellCount() * x.heard.width()),
      far_reach_(x.radio.cellCount()),
      far_heard_(x.scenario.network.carriers.size()) {
    for (std::uint32_t k = 0; k < x.scenario.network.carriers.size(); ++k)
        carriers_.push_back(fluidCarrier(x, k));
    const std::size_t most = std::min(ues, 64 + 8 * ues / x.radio.cellCount());
    for (Scratch& scratch : scratch_) {
        for (Served& served : scratch.served) {
            served.ues.reserve(most);
            served.queues.reserve(most);
        }
        scratch.fluid.active.reserve(most);
        scratch.fluid.order.reserve(most);
        scratch.fluid.ues.reserve(most);
        scratch.fluid.shares.reserve(most);
    }
}

std::int64_t Background::stepBegin(std::int64_t slot) const {
    const Clock& clock = x_.clock;
    std::int64_t begin = slot / step_slots_ * step_slots_;
    if (slot == clock.end_slot) return slot;
    const std::int64_t recorded = slot - clock.warmup_slots;
    if (recorded < 0) return begin;
    for (const std::int64_t period : {clock.kpi_slots, clock.ue_sample_slots})
        begin = std::max(begin, clock.warmup_slots + recorded / period * period);
    return begin;
}

void Background::serve(RanState& state, Range block) {
    Scratch& scratch = scratch_[block.begin / kBlock];
    scratch.now.forget();
    scratch.reported.forget();
    for (std::size_t i = block.begin; i < block.end; ++i)
        for (const std::uint32_t cell : x_.cells_of_site[x_.background_sites[i]])
            Cell(*this, state, cell, scratch).serve();
}

void Background::sumFarUplink(const RanState& state) {
    if (state.far_mw.empty()) return;
    std::fill(far_heard_.begin(), far_heard_.end(), 0.0);
    for (const std::uint32_t site : x_.background_sites)
        for (const std::uint32_t cell : x_.cells_of_site[site])
            far_heard_[x_.scenario.network.cells[cell].carrier] +=
                far_reach_[cell] * x_.farUplinkShare(state.row, cell);
}

void Background::spreadUplink(RanState& state, Range cells) const {
    for (std::size_t cell = cells.begin; cell < cells.end; ++cell) {
        const std::uint32_t own_carrier = x_.scenario.network.cells[cell].carrier;
        double sum = 0.0;
        for (const HeardCells::Source& source : x_.heard.sources(static_cast<std::uint32_t>(cell))) {
            if (x_.in_background[source.cell] == 0) continue;
            const std::uint32_t carrier = x_.scenario.network.cells[source.cell].carrier;
            sum += static_cast<double>(x_.uplink_gain_per_rsrp[carrier * state.row + cell]) *
                   static_cast<double>(reach_[source.cell * state.width + source.place]);
        }
        state.background_uplink_mw[cell] = static_cast<float>(sum + far_heard_[own_carrier]);
        if (x_.in_background[cell] != 0)
            state.uplink_interference_mw[cell] = state.background_uplink_mw[cell];
    }
}

void keepLoads(const StepContext& x, RanState& state) {
    if (x.background_sites.empty()) return;
    state.reported_activity = state.csi_activity;
    state.reported_on_carrier = state.csi_on_carrier;
    state.reported_far_activity = state.far_activity;
}

}  // namespace celltwin::engine
