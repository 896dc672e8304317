// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/analytic.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "models/base/error.h"
#include "models/base/units.h"
#include "models/load_coupling/solve.h"
#include "models/traffic/profile.h"
#include "sim/engine/analytic_kpis.h"
#include "sim/engine/analytic_links.h"
#include "sim/engine/analytic_rates.h"
#include "sim/engine/analytic_sharing.h"

namespace celltwin::engine {
namespace {

constexpr std::size_t kNeighbours = 32;  ///< with a row of their own; the others share one
constexpr double kNoSample = std::numeric_limits<double>::quiet_NaN();

std::vector<load_coupling::CostCurve> costCurves(const StepContext& x) {
    std::vector<load_coupling::CostCurve> curves;
    for (std::uint32_t k = 0; k < x.scenario.network.carriers.size(); ++k)
        curves.emplace_back(carrierRates(x, k));
    return curves;
}

/// CQI of an SINR of all layers together, where nothing fades.
int cqiOf(const scenario::Carrier& carrier, double sinr) {
    const double layer_db = toDb(sinr / carrier.layers).value;
    return carrier.link_table ? phy::cqiFromSinr(layer_db, *carrier.link_table)
                              : phy::cqiFromSinr(layer_db, carrier.mcs_table);
}

}  // namespace

namespace {
/// What a UE asks for in a period.
struct Wish {
    bool endless = false;
    double demand_bps = 0.0;
    bool operator==(const Wish&) const = default;
};
}  // namespace

struct AnalyticEngine::Impl {
    scenario::Scenario scenario;
    UserDrop users;
    RadioModel radio;
    AirInterface air;
    StepContext x;
    Workers workers;
    AnalyticLinks links;
    AnalyticPower power;
    std::vector<load_coupling::CostCurve> curves;
    std::optional<load_coupling::Network> network;
    std::vector<std::uint32_t> order;  ///< UE of each pixel
    load_coupling::Scratch scratch;
    load_coupling::Solution solution;
    std::vector<load_coupling::PixelState> states;
    std::vector<Wish> wishes;
    std::vector<AnalyticUe> ues;
    std::vector<double> asked_bps;  ///< of UEs that can be served
    std::vector<int> cqi;
    std::vector<float> reference_over_data;
    std::int64_t slot = 0;
    // Samples: positions have cursors of their own, as their times do not follow those of periods.
    std::vector<mobility::Cursor> sample_cursors;
    std::vector<double> east_m, north_m, delivered_bytes, queue_bytes;
    std::vector<std::int32_t> serving;
    std::vector<float> rsrp_dbm, sinr_db;
    std::vector<double> kpi_values;

    Impl(const scenario::Scenario& s, const UserDrop& drop, int threads)
        : scenario(s),
          users(drop),
          radio(scenario),
          air(scenario),
          x(scenario, radio, air),
          workers(threads),
          links(x, users, workers),
          power(x),
          curves(costCurves(x)),
          wishes(users.position.size()),
          ues(wishes.size()),
          asked_bps(ues.size()),
          reference_over_data(ues.size()),
          east_m(ues.size()),
          north_m(ues.size()),
          delivered_bytes(ues.size()),
          queue_bytes(ues.size()),
          serving(ues.size()),
          rsrp_dbm(ues.size()),
          sinr_db(ues.size()) {
        if (!air.fades()) cqi.resize(ues.size());
        for (std::size_t ue = 0; ue < ues.size(); ++ue)
            sample_cursors.push_back(mobility::begin(s.users.mobility[drop.mobility_class[ue]].profile,
                                                     x.random, ue, drop.position[ue],
                                                     drop.mobility_rank[ue]));
    }

    const scenario::Carrier& carrierOf(std::int32_t cell) const {
        return x.carrierOf(static_cast<std::uint32_t>(cell));
    }

    /// Whether link adaptation reaches a UE while nobody disturbs it. With fading there are always peaks.
    bool reached(std::size_t ue) const {
        const std::int32_t cell = links.servingCell()[ue];
        if (cell < 0) return false;
        return air.fades() || cqiOf(carrierOf(cell), static_cast<double>(links.snr()[ue])) > 0;
    }

    /// Demands of a period and the cells that are to serve them; returns whether a demand differs from the
    /// last period's.
    bool ask(SimTimeNs begin_ns, SimTimeNs end_ns) {
        bool changed = false;
        for (std::size_t ue = 0; ue < ues.size(); ++ue) {
            Wish now;
            for (const scenario::Bearer& bearer : scenario.users.traffic[users.traffic_class[ue]].bearers) {
                const double bps =
                    traffic::offeredBps(bearer.profile, traffic::Direction::downlink, begin_ns, end_ns);
                if (std::isinf(bps))
                    now.endless = true;
                else
                    now.demand_bps += bps;
            }
            changed = changed || now != wishes[ue];
            wishes[ue] = now;
        }
        return changed;
    }

    std::vector<load_coupling::Cell> cellRules() const {
        std::vector<load_coupling::Cell> rules;
        for (const scenario::Cell& cell : scenario.network.cells)
            rules.push_back({cell.active ? cell.load : 0.0, 1.0, cell.carrier});
        for (std::size_t ue = 0; ue < ues.size(); ++ue)
            if (ues[ue].endless && reached(ue))
                rules[static_cast<std::size_t>(ues[ue].cell)].floor_activity = 1.0;
        return rules;
    }

    /// One period. Each is solved from nothing: what it gives depends on no other, so a resumed run is the
    /// same, and where nothing changed the last solution is this one.
    void solvePeriod(SimTimeNs begin_ns, SimTimeNs end_ns) {
        const bool moved = links.moveTo(begin_ns + (end_ns - begin_ns) / 2);
        const bool changed = ask(begin_ns, end_ns);
        solution.rounds = 0;
        if (!moved && !changed && network) return;
        for (std::size_t ue = 0; ue < ues.size(); ++ue) {
            ues[ue] = {};
            ues[ue].cell = links.servingCell()[ue];
            ues[ue].endless = wishes[ue].endless;
            ues[ue].demand_bps = wishes[ue].demand_bps;
            asked_bps[ue] = reached(ue) ? wishes[ue].demand_bps : 0.0;
        }
        network.emplace(radio.cellCount(), curves, kNeighbours);
        links.pack(asked_bps, cellRules(), *network, order);
        solution = {};
        load_coupling::solve(*network, {}, scratch, solution);
        for (std::size_t c = 0; c < radio.cellCount(); ++c) serveCell(c);
    }

    void serveCell(std::size_t c) {
        const std::size_t first = network->pixelBegin(c), count = network->pixelBegin(c + 1) - first;
        states.resize(count);
        load_coupling::pixelStates(*network, c, solution.activity, scratch, states);
        std::vector<AnalyticUe> served(count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t ue = order[first + i];
            served[i] = ues[ue];
            served[i].sinr_db = static_cast<float>(toDb(states[i].sinr).value);
            served[i].rate_bps = reached(ue) ? states[i].rate_bps : 0.0;
        }
        shareCell(served);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t ue = order[first + i];
            ues[ue] = served[i];
            reference_over_data[ue] = links.referenceOverData(ue);
            if (!cqi.empty()) cqi[ue] = cqiOf(carrierOf(served[i].cell), static_cast<double>(states[i].sinr));
        }
    }

    void deliver(std::int64_t from_slot, std::int64_t to_slot) {
        const double seconds = static_cast<double>((to_slot - from_slot) * x.clock.slot_ns) * 1e-9;
        for (std::size_t ue = 0; ue < ues.size(); ++ue)
            delivered_bytes[ue] += ues[ue].served_bps * seconds / 8.0;
    }

    void sampleUes(record::RunSink& sink, SimTimeNs now) {
        for (std::size_t ue = 0; ue < ues.size(); ++ue) {
            const Enu at = mobility::positionAt(scenario.users.mobility[users.mobility_class[ue]].profile,
                                                x.random, ue, now, sample_cursors[ue]);
            east_m[ue] = at.east_m;
            north_m[ue] = at.north_m;
            serving[ue] = ues[ue].cell;
            const bool heard = ues[ue].cell >= 0;
            constexpr float kNothing = -std::numeric_limits<float>::infinity();
            rsrp_dbm[ue] =
                heard ? static_cast<float>(toDbm(Milliwatts{static_cast<double>(links.rsrpMw()[ue])}).value)
                      : kNothing;
            sinr_db[ue] =
                heard ? ues[ue].sinr_db + static_cast<float>(toDb(reference_over_data[ue]).value) : kNothing;
            queue_bytes[ue] = ues[ue].endless ? std::numeric_limits<double>::infinity() : kNoSample;
        }
        sink.ueSamples({now, east_m, north_m, serving, rsrp_dbm, sinr_db, delivered_bytes, queue_bytes});
        std::fill(delivered_bytes.begin(), delivered_bytes.end(), 0.0);
    }

    void record(record::RunSink& sink, std::int64_t begin, std::int64_t end) {
        const Clock& clock = x.clock;
        std::int64_t at = begin;
        const std::int64_t every = clock.ue_sample_slots;
        for (std::int64_t due = clock.warmup_slots + ((begin - clock.warmup_slots) / every + 1) * every;
             due <= end; due += every) {
            deliver(at, due);
            at = due;
            sampleUes(sink, clock.timeAt(due));
        }
        deliver(at, end);
        fillAnalyticKpis(x, power,
                         {clock.timeAt(begin), clock.timeAt(end), ues, users.traffic_class, links.rsrpMw(),
                          reference_over_data, cqi, solution.load, solution.activity},
                         kpi_values);
        sink.kpiPeriod({clock.timeAt(begin), clock.timeAt(end), kpi_values});
    }

    /// UEs that stay connected are so from the start.
    void attachAll(record::RunSink& sink) const {
        if (x.rrc.connection.inactivity_ns > 0) return;
        std::vector<record::Event> events;
        for (std::size_t ue = 0; ue < ues.size(); ++ue)
            if (ues[ue].cell >= 0)
                events.push_back(
                    {0, record::EventKind::attach, static_cast<std::uint32_t>(ue), -1, ues[ue].cell});
        sink.events(events);
    }
};

AnalyticEngine::AnalyticEngine(const scenario::Scenario& scenario, const UserDrop& users, int threads)
    : impl_(std::make_unique<Impl>(scenario, users, threads)) {}
AnalyticEngine::~AnalyticEngine() = default;

const Clock& AnalyticEngine::clock() const {
    return impl_->x.clock;
}
std::int64_t AnalyticEngine::slot() const {
    return impl_->slot;
}
const scenario::Scenario& AnalyticEngine::scenario() const {
    return impl_->scenario;
}
std::span<const double> AnalyticEngine::loads() const {
    return impl_->solution.load;
}
std::span<const double> AnalyticEngine::activities() const {
    return impl_->solution.activity;
}
std::span<const AnalyticUe> AnalyticEngine::ues() const {
    return impl_->ues;
}
int AnalyticEngine::rounds() const {
    return impl_->solution.rounds;
}

void AnalyticEngine::step(record::RunSink& sink) {
    Impl& i = *impl_;
    const Clock& clock = i.x.clock;
    const bool first = i.slot == 0;
    const std::int64_t begin = std::max(i.slot, clock.warmup_slots);
    const std::int64_t end = std::min(begin + clock.kpi_slots, clock.end_slot);
    i.solvePeriod(clock.timeAt(begin), clock.timeAt(end));
    if (first) i.attachAll(sink);
    i.record(sink, begin, end);
    i.slot = end;
    const std::int64_t recorded = end - clock.warmup_slots;
    if (done() || recorded % clock.segment_slots == 0) sink.checkpoint(checkpoint());
}

namespace {
constexpr const char* kSlotColumn = "analytic.slot";
constexpr const char* kDeliveredColumn = "analytic.delivered_bytes";

template <class T>
record::CheckpointColumn column(const char* name, std::span<const T> values) {
    const auto bytes = std::as_bytes(values);
    return {name, {bytes.begin(), bytes.end()}};
}

template <class T>
void load(const record::Checkpoint& checkpoint, const char* name, std::span<T> values) {
    for (const record::CheckpointColumn& its : checkpoint.columns) {
        if (its.name != name || its.bytes.size() != values.size_bytes()) continue;
        std::memcpy(values.data(), its.bytes.data(), its.bytes.size());
        return;
    }
    throw DataError(std::string("checkpoint: column ") + name +
                    " is missing or of another length; the trace was not written by this scenario in "
                    "fidelity analytic");
}
}  // namespace

record::Checkpoint AnalyticEngine::checkpoint() const {
    return {clock().timeAt(slot()),
            {column(kSlotColumn, std::span<const std::int64_t>(&impl_->slot, 1)),
             column(kDeliveredColumn, std::span<const double>(impl_->delivered_bytes))}};
}

void AnalyticEngine::restore(const record::Checkpoint& checkpoint) {
    load(checkpoint, kSlotColumn, std::span<std::int64_t>(&impl_->slot, 1));
    load(checkpoint, kDeliveredColumn, std::span<double>(impl_->delivered_bytes));
}

bool runAnalytic(AnalyticEngine& engine, record::RunSink& sink, const std::function<bool()>& interrupted) {
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
