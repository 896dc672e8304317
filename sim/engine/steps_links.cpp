// SPDX-License-Identifier: BSD-3-Clause
//
// Where UEs are, and what reaches them from there.
#include <algorithm>
#include <array>
#include <cmath>

#include "models/link/sinr.h"
#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

/// UEs that moved, gathered into blocks for the radio model.
class MovedUes {
  public:
    MovedUes(const StepContext& x, RanState& state)
        : radio_(x.radio), heard_(x.heard), state_(state), rows_(state) {}
    void add(std::size_t ue) {
        if (count_ > 0 && state_.list[ue] != list_) flush();
        list_ = state_.list[ue];
        ue_[count_] = ue;
        east_m_[count_] = state_.east_m[ue];
        north_m_[count_] = state_.north_m[ue];
        height_m_[count_] = state_.height_m[ue];
        place_[count_] = state_.place[ue];
        indoor_distance_m_[count_] = state_.indoor_distance_m[ue];
        penetration_draw_[count_] = state_.penetration_draw[ue];
        if (++count_ == RadioModel::kBlock) flush();
    }

  private:
    /// One block's rows of each matrix that the state keeps.
    struct Rows {
        explicit Rows(const RanState& state)
            : rsrp_mw(RadioModel::kBlock * state.width),
              data_mw(state.data_mw.empty() ? 0 : rsrp_mw.size()),
              interference_mw(state.interference_mw.empty() ? 0 : rsrp_mw.size()),
              los(state.los.empty() ? 0 : rsrp_mw.size()) {}
        std::vector<float> rsrp_mw, data_mw, interference_mw;
        std::vector<std::uint8_t> los;
    };
    template <class T>
    std::span<T> used(std::vector<T>& rows) const {
        return {rows.data(), rows.empty() ? 0 : count_ * state_.width};
    }
    template <class T>
    void keep(const std::vector<T>& rows, std::vector<T>& matrix) const {
        if (rows.empty()) return;
        for (std::size_t i = 0; i < count_; ++i)
            std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(i * state_.width), state_.width,
                        matrix.begin() + static_cast<std::ptrdiff_t>(ue_[i] * state_.width));
    }
    using Column = std::array<double, RadioModel::kBlock>;
    const RadioModel& radio_;
    const HeardCells& heard_;
    RanState& state_;
    Rows rows_;
    std::uint32_t list_ = 0;
    std::size_t count_ = 0;
    std::array<std::size_t, RadioModel::kBlock> ue_;
    Column east_m_, north_m_, height_m_, indoor_distance_m_, penetration_draw_;
    std::array<Place, RadioModel::kBlock> place_;

  public:
    void flush() {
        if (count_ == 0) return;
        radio_.fill({{east_m_.data(), count_},
                     {north_m_.data(), count_},
                     {height_m_.data(), count_},
                     {place_.data(), count_},
                     {indoor_distance_m_.data(), count_},
                     {penetration_draw_.data(), count_}},
                    heard_.rowCells(list_), state_.width,
                    {used(rows_.rsrp_mw), used(rows_.data_mw), used(rows_.interference_mw), used(rows_.los)});
        keep(rows_.rsrp_mw, state_.rsrp_mw);
        keep(rows_.data_mw, state_.data_mw);
        keep(rows_.interference_mw, state_.interference_mw);
        keep(rows_.los, state_.los);
        for (std::size_t i = 0; i < count_; ++i) state_.up.rows[ue_[i]].budget.cell = -1;
        count_ = 0;
    }
};

/// Books the way a UE went since the last mobility step, or what moved around it meanwhile.
void travel(const StepContext& x, RanState& state, std::size_t ue, double moved_m) {
    const double step_s = static_cast<double>(x.clock.mobility_slots * x.clock.slot_ns) * 1e-9;
    state.travelled_m[ue] += state.speed_mps[ue] * step_s;
    state.speed_mps[ue] = std::max(x.min_speed_mps, moved_m / step_s);
}

}  // namespace

void moveAndMeasureLinks(const StepContext& x, RanState& state, Range ues, bool first) {
    MovedUes moved(x, state);
    for (std::size_t i = ues.begin; i < ues.end; ++i) {
        const std::size_t ue = state.list_ues[i];
        const mobility::Profile& profile = x.scenario.users.mobility[state.mobility_class[ue]].profile;
        const Enu before{state.east_m[ue], state.north_m[ue]};
        const bool asked = first || profile.kind != mobility::Kind::fixed;
        const Enu at = asked ? mobility::positionAt(profile, x.random, ue, x.clock.timeAt(state.slot),
                                                    state.mobility_cursor[ue])
                             : before;
        if (!first) travel(x, state, ue, distance2dM(before, at));
        if (!first && at.east_m == before.east_m && at.north_m == before.north_m) continue;
        state.east_m[ue] = at.east_m;
        state.north_m[ue] = at.north_m;
        moved.add(ue);
    }
    moved.flush();
}

void groupLegsByCell(const StepContext& x, RanState& state) {
    const std::size_t cells = x.radio.cellCount();
    std::vector<std::uint32_t>& begin = state.cell_begin;
    begin.assign(cells + 1, 0);
    for (const std::int32_t c : state.leg_cell)
        if (c >= 0) ++begin[static_cast<std::size_t>(c) + 1];
    for (std::size_t c = 0; c < cells; ++c) begin[c + 1] += begin[c];
    state.cell_legs.resize(begin[cells]);
    for (std::size_t leg = 0; leg < state.leg_cell.size(); ++leg)
        if (state.leg_cell[leg] >= 0)
            state.cell_legs[begin[static_cast<std::size_t>(state.leg_cell[leg])]++] =
                static_cast<std::uint32_t>(leg);
    // Each begin has moved to its cell's end.
    for (std::size_t c = cells; c > 0; --c) begin[c] = begin[c - 1];
    begin[0] = 0;
}

Signal signalOf(const StepContext& x, const RanState& state, std::size_t ue, std::size_t cell,
                const NearLoad& load) {
    const std::size_t carriers = x.scenario.network.carriers.size(), row = ue * state.width;
    const std::uint32_t carrier = x.scenario.network.cells[cell].carrier;
    const std::size_t at = x.linkAt(state, ue, cell);
    const std::vector<float>& heard = state.interference_mw.empty() ? state.rsrp_mw : state.interference_mw;
    float noise_mw = link::interferenceMw({heard.data() + row, state.width}, load.places(), at - row) +
                     x.radio.noiseMw(carrier);
    if (!state.far_mw.empty()) noise_mw += state.far_mw[ue * carriers + carrier] * load.far();
    const std::vector<float>& data = state.data_mw.empty() ? state.rsrp_mw : state.data_mw;
    return {state.rsrp_mw[at] / noise_mw, data[at] / noise_mw};
}

LinkState linkOf(const StepContext& x, const RanState& state, std::size_t ue, std::size_t cell, float snr) {
    LinkState link{.carrier = x.scenario.network.cells[cell].carrier, .snr = snr};
    if (!x.air.fades()) return link;
    const std::int64_t since = state.slot % x.clock.mobility_slots;
    link.key = (static_cast<std::uint64_t>(ue) << 32U) | cell;
    link.travelled_m =
        state.travelled_m[ue] + state.speed_mps[ue] * static_cast<double>(since * x.clock.slot_ns) * 1e-9;
    link.line_of_sight = state.los[x.linkAt(state, ue, cell)] != 0;
    return link;
}

}  // namespace celltwin::engine
