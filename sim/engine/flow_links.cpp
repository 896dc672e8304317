// SPDX-License-Identifier: BSD-3-Clause
//
// Where UEs are, whom they hear, and the rate their links give.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base/units.h"
#include "models/rrc/filter.h"
#include "sim/engine/flow_kpi.h"
#include "sim/engine/flow_steps.h"

namespace celltwin::engine {
namespace {

using record::EventKind;
using record::Kpi;

/// Neighbours are summed in so many lanes, whose order is fixed.
constexpr std::size_t kLanes = 8;
static_assert(kHeard % kLanes == 0);

/// One block of UEs and their rows from the radio model.
class Block {
  public:
    explicit Block(const RadioModel& radio)
        : row(radio.row()),
          rsrp_mw(RadioModel::kBlock * row),
          data_mw(radio.hasBeams() ? rsrp_mw.size() : 0),
          interference_mw(data_mw.size()) {}
    bool full() const { return ues.size() == RadioModel::kBlock; }
    void fill(const RadioModel& radio, const FlowState& state) {
        std::array<double, RadioModel::kBlock> east, north, height, indoor, draw;
        std::array<Place, RadioModel::kBlock> place;
        for (std::size_t i = 0; i < ues.size(); ++i) {
            const std::size_t ue = ues[i];
            east[i] = state.east_m[ue];
            north[i] = state.north_m[ue];
            height[i] = state.height_m[ue];
            place[i] = state.place[ue];
            indoor[i] = state.indoor_distance_m[ue];
            draw[i] = state.penetration_draw[ue];
        }
        const std::size_t n = ues.size();
        const auto used = [&](std::vector<float>& rows) {
            return std::span<float>(rows.data(), rows.empty() ? 0 : n * row);
        };
        radio.fill({{east.data(), n},
                    {north.data(), n},
                    {height.data(), n},
                    {place.data(), n},
                    {indoor.data(), n},
                    {draw.data(), n}},
                   {used(rsrp_mw), used(data_mw), used(interference_mw), {}});
    }
    std::span<const float> rsrp(std::size_t i) const { return {rsrp_mw.data() + i * row, row}; }
    std::span<const float> data(std::size_t i) const {
        return data_mw.empty() ? rsrp(i) : std::span<const float>(data_mw.data() + i * row, row);
    }
    std::span<const float> interference(std::size_t i) const {
        return data_mw.empty() ? rsrp(i) : std::span<const float>(interference_mw.data() + i * row, row);
    }

    std::size_t row;
    std::vector<std::size_t> ues;

  private:
    std::vector<float> rsrp_mw, data_mw, interference_mw;
};

/// The strongest neighbours one by one, the others' sum.
void setLink(FlowWorld& w, std::size_t ue, const Block& block, std::size_t i) {
    FlowLink& link = w.state.link[ue];
    link = {};
    if (w.state.serving_cell[ue] < 0) return;
    const auto serving = static_cast<std::size_t>(w.state.serving_cell[ue]);
    const std::span<const float> heard = block.interference(i);
    const std::span<const float> overlap = w.x.radio.overlap(w.x.scenario.network.cells[serving].carrier);
    link.data_mw = block.data(i)[serving];
    link.reference_mw = block.rsrp(i)[serving];
    auto& order = w.scratch.heard;
    order.clear();
    for (std::size_t c = 0; c < w.x.radio.cellCount(); ++c)
        if (c != serving && heard[c] * overlap[c] > 0.0F)
            order.emplace_back(-heard[c] * overlap[c], static_cast<std::uint32_t>(c));
    const std::size_t told = std::min(order.size(), kHeard);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(told), order.end());
    // Places beyond are of no power, so whole lanes can be summed.
    link.count = static_cast<std::uint32_t>((told + kLanes - 1) / kLanes * kLanes);
    for (std::size_t k = 0; k < told; ++k) {
        link.mw[k] = -order[k].first;
        link.cell[k] = order[k].second;
    }
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(told), order.end());
    for (std::size_t k = told; k < order.size(); ++k) link.rest_mw -= order[k].first;
}

double offsetDb(const FlowContext& x, std::size_t cell) {
    const scenario::Cell& config = x.scenario.network.cells[cell];
    return x.scenario.network.carriers[config.carrier].frequency_offset_db + config.cell_offset_db;
}

void filterRsrp(FlowWorld& w, std::size_t ue, std::span<const float> rsrp_mw, bool first) {
    float* filtered = w.state.filtered_rsrp_dbm.data() + ue * w.x.radio.row();
    for (std::size_t c = 0; c < w.x.radio.cellCount(); ++c) {
        const double dbm = rsrp_mw[c] > 0.0F ? toDbm(Milliwatts{rsrp_mw[c]}).value
                                             : -std::numeric_limits<double>::infinity();
        filtered[c] = static_cast<float>(first || !std::isfinite(filtered[c])
                                             ? dbm
                                             : rrc::applyFilterDbm(filtered[c], dbm, w.x.filter_weight));
    }
}

/// The cell that has met A3 for the time to trigger, or the serving one.
std::int32_t bestCell(FlowWorld& w, std::size_t ue, std::int64_t now_ns) {
    const auto& cells = w.x.scenario.network.cells;
    const auto& carriers = w.x.scenario.network.carriers;
    const auto serving = static_cast<std::size_t>(w.state.serving_cell[ue]);
    const float* filtered = w.state.filtered_rsrp_dbm.data() + ue * w.x.radio.row();
    const scenario::Handover& rule = w.x.scenario.ran.handover;
    // Mn + Ofn + Ocn - Hys > Mp + Ofp + Ocp + Off (TS 38.331 clause 5.5.4.4)
    double best_db = filtered[serving] + offsetDb(w.x, serving) + rule.offset_db + rule.hysteresis_db;
    std::size_t best = serving;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (c == serving ||
            carriers[cells[c].carrier].frequency_mhz != carriers[cells[serving].carrier].frequency_mhz)
            continue;
        const double level_db = filtered[c] + offsetDb(w.x, c);
        if (level_db > best_db) {
            best_db = level_db;
            best = c;
        }
    }
    FlowService& s = w.state.service[ue];
    if (best == serving || best != s.changes_to || s.since_ns < 0) {
        s.changes_to = static_cast<std::uint32_t>(best);
        s.since_ns = best == serving ? -1 : now_ns;
    }
    const bool ready =
        best != serving && static_cast<double>(now_ns - s.since_ns) >= rule.time_to_trigger_ms * 1e6;
    return static_cast<std::int32_t>(ready ? best : serving);
}

void forgetSinr(const FlowContext& x, FlowState& state, std::size_t ue) {
    std::fill_n(state.sinr_tick.begin() + static_cast<std::ptrdiff_t>(ue * x.depth), x.depth,
                std::numeric_limits<std::int64_t>::min());
}

void attach(FlowWorld& w, std::size_t ue, std::span<const float> rsrp_mw, std::int64_t now_ns) {
    const auto cells = static_cast<std::ptrdiff_t>(w.x.radio.cellCount());
    const auto best = std::max_element(rsrp_mw.begin(), rsrp_mw.begin() + cells) - rsrp_mw.begin();
    if (!(rsrp_mw[static_cast<std::size_t>(best)] > 0.0F)) return;
    w.state.serving_cell[ue] = static_cast<std::int32_t>(best);
    w.state.service[ue].since_ns = -1;
    countConnected(w.state, static_cast<std::size_t>(best), now_ns);
    ++w.state.connected[static_cast<std::size_t>(best)];
    w.events.push_back(
        {now_ns, EventKind::attach, static_cast<std::uint32_t>(ue), -1, static_cast<std::int32_t>(best)});
}

void changeCell(FlowWorld& w, std::size_t ue, std::int32_t to, std::int64_t now_ns) {
    const std::int32_t from = w.state.serving_cell[ue];
    const auto old_cell = static_cast<std::size_t>(from), new_cell = static_cast<std::size_t>(to);
    const bool busy = w.state.service[ue].flow >= 0;
    if (busy) {
        settleCell(w, old_cell, now_ns);
        leaveCell(w, ue);
        planCell(w, old_cell, now_ns);
    }
    bookUe(w, ue);
    for (const std::size_t cell : {old_cell, new_cell}) countConnected(w.state, cell, now_ns);
    --w.state.connected[old_cell];
    ++w.state.connected[new_cell];
    w.state.serving_cell[ue] = to;
    w.state.service[ue].since_ns = -1;
    w.state.service[ue].offset_db = 0.0;
    forgetSinr(w.x, w.state, ue);
    for (const Kpi kpi : {Kpi::mm_ho_exe_intra_freq_req, Kpi::mm_ho_exe_intra_freq_succ})
        addTo(w.state, old_cell, kpi, 1.0);
    for (const EventKind kind : {EventKind::handover_start, EventKind::handover_command, EventKind::handover})
        w.events.push_back({now_ns, kind, static_cast<std::uint32_t>(ue), from, to});
}

void takeRows(FlowWorld& w, const Block& block, std::int64_t now_ns, bool first) {
    for (std::size_t i = 0; i < block.ues.size(); ++i) {
        const std::size_t ue = block.ues[i];
        if (w.x.moves) filterRsrp(w, ue, block.rsrp(i), first);
        const std::int32_t before = w.state.serving_cell[ue];
        if (before < 0)
            attach(w, ue, block.rsrp(i), now_ns);
        else if (const std::int32_t best = bestCell(w, ue, now_ns); best != before)
            changeCell(w, ue, best, now_ns);
        setLink(w, ue, block, i);
        const std::int32_t after = w.state.serving_cell[ue];
        if (after != before && w.state.service[ue].flow >= 0) joinCell(w, ue, now_ns);
        if (before < 0 && after >= 0)
            for (std::size_t b = 0; b < w.x.bearer_count[w.state.traffic_class[ue]]; ++b)
                w.arrivals.set(ue * w.x.flows + b, w.state.traffic_cursor[ue * w.x.flows + b].next_ns);
    }
}

}  // namespace

void measureFlowUes(FlowWorld& w, std::int64_t now_ns, bool first) {
    if (!first && !w.x.moves) return;
    Block block(w.x.radio);
    const auto flush = [&] {
        if (block.ues.empty()) return;
        block.fill(w.x.radio, w.state);
        takeRows(w, block, now_ns, first);
        block.ues.clear();
    };
    for (std::size_t ue = 0; ue < w.state.ueCount(); ++ue) {
        const mobility::Profile& profile = w.x.scenario.users.mobility[w.state.mobility_class[ue]].profile;
        if (!first && profile.kind == mobility::Kind::fixed) continue;
        const Enu at = mobility::positionAt(profile, w.x.random, ue, now_ns, w.state.mobility_cursor[ue]);
        w.state.east_m[ue] = at.east_m;
        w.state.north_m[ue] = at.north_m;
        block.ues.push_back(ue);
        if (block.full()) flush();
    }
    flush();
}

float flowSinrDb(const FlowContext& x, FlowState& state, std::size_t ue, std::int64_t tick, bool reference) {
    const auto depth = static_cast<std::int64_t>(x.depth);
    const std::size_t place = ue * x.depth + static_cast<std::size_t>((tick % depth + depth) % depth);
    std::vector<float>& kept = reference ? state.reference_sinr_db : state.sinr_db;
    if (state.sinr_tick[place] == tick) return kept[place];
    const FlowLink& link = state.link[ue];
    const std::uint32_t carrier =
        x.scenario.network.cells[static_cast<std::size_t>(state.serving_cell[ue])].carrier;
    const std::size_t period = place - ue * x.depth;
    const float* activity = state.heard.data() + period * x.radio.row();
    std::array<float, kLanes> lanes{};
    for (std::size_t k = 0; k < link.count; k += kLanes)
        for (std::size_t j = 0; j < kLanes; ++j) lanes[j] += link.mw[k + j] * activity[link.cell[k + j]];
    float noise_mw = x.radio.noiseMw(carrier) + link.rest_mw * state.heard_mean[period];
    for (const float lane : lanes) noise_mw += lane;
    state.sinr_tick[place] = tick;
    state.sinr_db[place] = 10.0F * std::log10(link.data_mw / noise_mw);
    state.reference_sinr_db[place] = link.reference_mw == link.data_mw
                                         ? state.sinr_db[place]
                                         : 10.0F * std::log10(link.reference_mw / noise_mw);
    ++state.link_updates;
    return kept[place];
}

namespace {

/// SINR in dB that the report of a CQI period is about.
double reportDb(const FlowContext& x, FlowState& state, std::size_t ue, std::int64_t tick) {
    if (x.reports_see_data) return flowSinrDb(x, state, ue, tick);
    const FlowLink& link = state.link[ue];
    const auto serving = static_cast<std::size_t>(state.serving_cell[ue]);
    float noise_mw = x.radio.noiseMw(x.scenario.network.cells[serving].carrier) + link.rest_mw;
    for (std::size_t k = 0; k < link.count; ++k) noise_mw += link.mw[k];
    return toDb(link.data_mw / noise_mw).value;
}

}  // namespace

void planRate(const FlowContext& x, FlowState& state, std::size_t ue, std::size_t sharing) {
    const FluidCarrier& carrier = x.carrierOf(static_cast<std::size_t>(state.serving_cell[ue]));
    const phy::LinkRates& rates = carrier.rates;
    FlowService& s = state.service[ue];
    const std::int64_t newest = state.tick - 2 - x.report_age;
    const phy::LinkRates::Place now = rates.placeOf(flowSinrDb(x, state, ue, state.tick - 1));
    const std::int64_t periods = ratePeriods(sharing);
    const int newer = rates.cqi(reportDb(x, state, ue, newest));
    const int older = x.older_share > 0.0 ? rates.cqi(reportDb(x, state, ue, newest - 1)) : newer;
    const double service_s = static_cast<double>(periods) * x.tick_s / static_cast<double>(sharing);
    const FluidPlan plan = planFluid(carrier, now, {newer, older, x.older_share},
                                     service_s / x.slot_s * carrier.data_share, s.offset_db);
    s.rate = plan.bits_per_prb * carrier.bytes_per_s_per_bit;
    s.piece_bytes = carrier.data_share > 0.0 ? s.rate * x.slot_s / carrier.data_share : 0.0;
    s.first_error = plan.first_error;
    s.offset_db_per_s = (plan.offset_db - s.offset_db) / service_s;
    s.rate_tick = state.tick;
}

namespace {

/// Mean activity of the period that ends, by cell, into the ring that links look at.
void keepActivity(FlowWorld& w) {
    FlowState& state = w.state;
    const std::size_t cells = w.x.radio.cellCount();
    const auto period = static_cast<std::size_t>(state.tick % static_cast<std::int64_t>(w.x.depth));
    float* activity = state.heard.data() + period * w.x.radio.row();
    double sum = 0.0;
    std::size_t on = 0;
    for (std::size_t c = 0; c < cells; ++c) {
        if (!state.is_on[c]) continue;
        const double used = state.tick_busy_s[c] / w.x.tick_s * w.x.carrierOf(c).activity_share;
        activity[c] = static_cast<float>(std::min(1.0, std::max(used, w.x.scenario.network.cells[c].load)));
        state.tick_busy_s[c] = 0.0;
        state.activity_sum[c] += activity[c];
        sum += activity[c];
        ++on;
    }
    state.heard_mean[period] = on > 0 ? static_cast<float>(sum / static_cast<double>(on)) : 0.0F;
    ++state.ticks_in_period;
}

}  // namespace

void closeTick(FlowWorld& w, std::int64_t now_ns) {
    for (std::size_t c = 0; c < w.state.backlogged.size(); ++c)
        if (!w.state.backlogged[c].empty() || w.state.owed_s[c] > 0.0) settleCell(w, c, now_ns);
    keepActivity(w);
    ++w.state.tick;
    for (std::size_t c = 0; c < w.state.backlogged.size(); ++c) {
        if (w.state.backlogged[c].empty()) continue;
        endUnits(w, c, now_ns);
        // A UE that has nothing left takes itself out of the list.
        for (std::size_t i = w.state.backlogged[c].size(); i-- > 0;)
            discardOldUnits(w, w.state.backlogged[c][i], now_ns);
        const std::size_t sharing = w.state.backlogged[c].size();
        for (const std::uint32_t ue : w.state.backlogged[c])
            if (w.state.tick - w.state.service[ue].rate_tick >= ratePeriods(sharing))
                planRate(w.x, w.state, ue, sharing);
        planCell(w, c, now_ns);
    }
}

}  // namespace celltwin::engine
