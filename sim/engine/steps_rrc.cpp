// SPDX-License-Identifier: BSD-3-Clause
//
// What a UE's measurements say: events, radio link, reselection. Blocks of UEs.
#include <array>
#include <cmath>
#include <limits>

#include "models/rrc/filter.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

/// Neighbours a UE's report holds at most. More never meet an entering condition together in practice; the
/// strongest count.
constexpr std::size_t kReported = 32;

struct Neighbours {
    std::array<rrc::Measurement, kReported> list;
    std::size_t count = 0;

    void add(const rrc::Measurement& m) {
        if (count < kReported) {
            list[count++] = m;
            return;
        }
        auto weakest = &list[0];
        for (rrc::Measurement& other : list)
            if (other.value + other.offset_db < weakest->value + weakest->offset_db) weakest = &other;
        if (m.value + m.offset_db > weakest->value + weakest->offset_db) *weakest = m;
    }
    std::span<const rrc::Measurement> all() const { return {list.data(), count}; }
};

rrc::Measurement measurementOf(const StepContext& x, const RanState& state, std::size_t cell,
                               float level_dbm) {
    return {static_cast<std::int32_t>(cell), level_dbm, x.cell_offset_db[cell] + state.cell_offset_db[cell]};
}

rrc::Measurement measured(const StepContext& x, const RanState& state, std::size_t ue, std::size_t cell) {
    return measurementOf(x, state, cell, x.levelDbm(state, ue, cell));
}

/// A UE's filtered measurements, by place of its list.
struct Levels {
    std::span<const std::uint32_t> cells;
    const float* dbm;
};
Levels levelsOf(const StepContext& x, const RanState& state, std::size_t ue) {
    return {x.heard.cells(state.list[ue]), state.filtered_rsrp_dbm.data() + ue * state.width};
}

/// Other cells a UE may measure: `same` frequency or the others; those that cannot meet `least` are left out.
template <class Accept>
Neighbours neighboursOf(const StepContext& x, const RanState& state, std::size_t ue, std::size_t serving,
                        bool same, const Accept& accept) {
    Neighbours found;
    const Levels levels = levelsOf(x, state, ue);
    for (std::size_t i = 0; i < levels.cells.size(); ++i) {
        const std::uint32_t c = levels.cells[i];
        const float value = levels.dbm[i];
        if (c == serving || !std::isfinite(value) || state.cell_on_air[c] != 1) continue;
        if ((x.frequency_of[c] == x.frequency_of[serving]) != same) continue;
        const rrc::Measurement m = measurementOf(x, state, c, value);
        if (accept(m)) found.add(m);
    }
    return found;
}

std::int32_t handoverTarget(const StepContext& x, RanState& state, std::size_t ue, std::size_t serving) {
    UeRrc& rrc = state.rrc[ue];
    const std::int64_t now_ns = x.clock.timeAt(state.slot);
    const rrc::Measurement own = measured(x, state, ue, serving);
    const Neighbours near = neighboursOf(x, state, ue, serving, true, [&](const rrc::Measurement& m) {
        // Whatever enters does not leave: the hysteresis is not negative.
        return !rrc::leaving(x.rrc.a3, own, m);
    });
    const rrc::Triggered triggered = rrc::update(x.rrc.a3, own, near.all(), now_ns, rrc.a3);
    if (triggered.any()) return triggered.cells[0];
    const rrc::InterFrequencyConfig& other = x.rrc.inter_frequency;
    if (!x.rrc.other_frequencies || !rrc::updateGaps(other, own.value, now_ns, rrc.inter_frequency))
        return -1;
    const Neighbours far =
        neighboursOf(x, state, ue, serving, false, [](const rrc::Measurement&) { return true; });
    const rrc::Triggered best = rrc::updateInterFrequency(other, own, far.all(), now_ns, rrc.inter_frequency);
    return best.any() ? best.cells[0] : -1;
}

/// A cell above the load threshold sends a UE to another frequency that has room and reaches it.
std::int32_t loadTarget(const StepContext& x, const RanState& state, std::size_t ue, std::size_t serving) {
    const auto& balancing = x.rrc.load_balancing;
    if (!balancing || !x.rrc.other_frequencies || state.slot % x.rrc.balancing_slots != 0) return -1;
    std::int32_t best = -1;
    double best_load = 1.0;
    const Levels levels = levelsOf(x, state, ue);
    for (std::size_t i = 0; i < levels.cells.size(); ++i) {
        const std::uint32_t c = levels.cells[i];
        if (state.cell_on_air[c] != 1 || x.frequency_of[c] == x.frequency_of[serving]) continue;
        if (!(static_cast<double>(levels.dbm[i]) > x.rrc.inter_frequency.target.threshold_2)) continue;
        if (!rrc::shedsTo(*balancing, state.cell_load[serving], state.cell_load[c])) continue;
        if (state.cell_load[c] < best_load) {
            best = static_cast<std::int32_t>(c);
            best_load = state.cell_load[c];
        }
    }
    return best;
}

/// Reselection stays on its frequency; a UE whose cell is gone, or no longer suitable, looks at all of them.
std::int32_t campOn(const StepContext& x, RanState& state, std::size_t ue) {
    rrc::ReselectionState& camped = state.rrc[ue].reselection;
    const std::int64_t now_ns = x.clock.timeAt(state.slot);
    const auto any = [](const rrc::Measurement&) { return true; };
    const std::int32_t serving = state.serving_cell[ue];
    if (serving >= 0 && state.cell_on_air[static_cast<std::size_t>(serving)] != 0) {
        const auto cell = static_cast<std::size_t>(serving);
        const rrc::Measurement own = measured(x, state, ue, cell);
        if (rrc::suitable(x.rrc.reselection, own.value)) {
            const Neighbours near = neighboursOf(x, state, ue, cell, true, any);
            return rrc::reselect(x.rrc.reselection, own, near.all(), now_ns, camped);
        }
    }
    return strongestCell(x, state, ue, [&](std::uint32_t c, float level_dbm) {
        return state.cell_on_air[c] == 1 && rrc::suitable(x.rrc.reselection, level_dbm);
    });
}

}  // namespace

float measuredDbm(const StepContext& x, const RanState& state, std::size_t ue, std::uint32_t cell,
                  float rsrp_mw) {
    if (!(rsrp_mw > 0.0F) || state.cell_on_air[cell] == 0) return -std::numeric_limits<float>::infinity();
    const rrc::MeasurementError& error = x.rrc.measurement_error;
    double dbm = decibelsOf(rsrp_mw);
    if (error.sigma_db > 0.0)
        dbm += rrc::measurementErrorDb(error, x.random, static_cast<std::uint32_t>(ue), cell,
                                       static_cast<std::uint64_t>(state.slot / x.clock.measurement_slots));
    return static_cast<float>(dbm);
}

void filterMeasurements(const StepContext& x, RanState& state, Range ues, bool first) {
    constexpr std::size_t kRow = 16;
    std::array<float, kRow> dbm;
    for (std::size_t place = ues.begin; place < ues.end; ++place) {
        const std::size_t ue = state.list_ues[place];
        const std::span<const std::uint32_t> cells = x.heard.cells(state.list[ue]);
        const float* rsrp_mw = state.rsrp_mw.data() + ue * state.width;
        float* filtered = state.filtered_rsrp_dbm.data() + ue * state.width;
        for (std::size_t begin = 0; begin < cells.size(); begin += kRow) {
            const std::size_t count = std::min(kRow, cells.size() - begin);
            if (x.rrc.measurement_error.sigma_db > 0.0)
                for (std::size_t i = 0; i < count; ++i)
                    dbm[i] = measuredDbm(x, state, ue, cells[begin + i], rsrp_mw[begin + i]);
            else
                for (std::size_t i = 0; i < kRow; ++i)  // rows are padded
                    dbm[i] = static_cast<float>(decibelsOf(rsrp_mw[begin + i]));
            for (std::size_t i = 0; i < count; ++i) {
                float& level = filtered[begin + i];
                const bool heard = rsrp_mw[begin + i] > 0.0F && state.cell_on_air[cells[begin + i]] != 0;
                const float now = heard ? dbm[i] : -std::numeric_limits<float>::infinity();
                const bool seed = first || !std::isfinite(now) || !std::isfinite(level);
                level = seed ? now : static_cast<float>(rrc::applyFilterDbm(level, now, x.filter_weight));
            }
        }
    }
}

namespace {

RrcWish wishOfUnconnected(const StepContext& x, RanState& state, std::size_t ue) {
    const rrc::RrcState connection = state.rrc[ue].connection.state;
    RrcWish wish;
    if (connection == rrc::RrcState::idle || connection == rrc::RrcState::inactive)
        wish.camp_on = campOn(x, state, ue);
    const bool served = state.serving_cell[ue] >= 0 && connection != rrc::RrcState::searching;
    if (served || x.heard.complete()) return wish;
    const std::int32_t best = strongestHeard(x, state, ue);
    wish.leaves_list = best >= 0 && x.heard.listOf(static_cast<std::uint32_t>(best)) != state.list[ue];
    return wish;
}

RrcWish wishOfConnected(const StepContext& x, RanState& state, std::size_t ue) {
    UeRrc& rrc = state.rrc[ue];
    RrcWish wish;
    if (rrc.handover.phase == rrc::HandoverPhase::execution) return wish;
    const auto serving = static_cast<std::size_t>(state.serving_cell[ue]);
    wish.radio_link_failed = x.rrc.links_fail && rrc::sample(x.rrc.radio_link, state.sinr_db[ue * x.legs],
                                                             x.clock.timeAt(state.slot),
                                                             rrc.radio_link) == rrc::RadioLinkStep::failed;
    if (wish.radio_link_failed || rrc.handover.phase != rrc::HandoverPhase::none) return wish;
    wish.handover_to = handoverTarget(x, state, ue, serving);
    if (wish.handover_to < 0) wish.handover_to = loadTarget(x, state, ue, serving);
    return wish;
}

}  // namespace

std::int32_t secondaryCell(const StepContext& x, const RanState& state, std::size_t ue, std::uint32_t site,
                           std::uint32_t carrier) {
    std::int32_t best = -1;
    float best_dbm = 0.0F;
    for (const std::uint32_t cell : x.cells_of_site[site]) {
        if (x.scenario.network.cells[cell].carrier != carrier || state.cell_on_air[cell] != 1) continue;
        const float level_dbm = x.levelDbm(state, ue, cell);
        if (!rrc::suitable(x.rrc.reselection, level_dbm) || (best >= 0 && level_dbm <= best_dbm)) continue;
        best = static_cast<std::int32_t>(cell);
        best_dbm = level_dbm;
    }
    return best;
}

RrcWish evaluateRrc(const StepContext& x, RanState& state, std::size_t ue) {
    if (!state.rrc[ue].connected()) return wishOfUnconnected(x, state, ue);
    RrcWish wish = wishOfConnected(x, state, ue);
    forEachSecondary(x, state, ue, [&](std::size_t leg, std::int32_t cell) {
        wish.secondaries_change = wish.secondaries_change || state.leg_cell[leg] != cell;
    });
    return wish;
}

}  // namespace celltwin::engine
