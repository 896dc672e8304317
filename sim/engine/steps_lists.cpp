// SPDX-License-Identifier: BSD-3-Clause
//
// Which list of cells a UE's rows are of (heard_cells.h).
#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/engine/steps.h"

namespace celltwin::engine {
namespace {

/// Rows of one UE over the wide cells of a list.
struct WideRows {
    std::vector<float> rsrp_mw, data_mw, interference_mw;
    std::vector<std::uint8_t> los;

    WideRows(const StepContext& x, const RanState& state, std::size_t ue, std::uint32_t list)
        : rsrp_mw(x.heard.wide(list).size()),
          data_mw(state.data_mw.empty() ? 0 : rsrp_mw.size()),
          interference_mw(data_mw.size()),
          los(state.los.empty() ? 0 : rsrp_mw.size()) {
        const auto one = [ue](const auto& column) { return std::span(column).subspan(ue, 1); };
        x.radio.fill({one(state.east_m), one(state.north_m), one(state.height_m), one(state.place),
                      one(state.indoor_distance_m), one(state.penetration_draw)},
                     x.heard.wide(list), rsrp_mw.size(), {rsrp_mw, data_mw, interference_mw, los});
    }
    const std::vector<float>& heardMw() const { return interference_mw.empty() ? rsrp_mw : interference_mw; }
};

/// What is heard of the wide cells of `wide` that are not on `list`, at full load, by carrier.
void sumFar(const StepContext& x, const WideRows& rows, std::uint32_t wide, std::uint32_t list,
            std::span<float> far_mw) {
    for (std::uint32_t k = 0; k < far_mw.size(); ++k) {
        const std::span<const float> overlap = x.radio.overlap(k);
        double sum = 0.0;
        for (const RowCell& row : x.heard.wide(wide))
            if (overlap[row.cell] > 0.0F && x.heard.placeOf(list, row.cell) == HeardCells::kNowhere)
                sum += static_cast<double>(rows.heardMw()[row.place]) * overlap[row.cell];
        far_mw[k] = static_cast<float>(sum * (1.0 + x.heard.tail(list)));
    }
}

std::span<float> farOf(const StepContext& x, RanState& state, std::size_t ue) {
    const std::size_t carriers = x.scenario.network.carriers.size();
    return std::span(state.far_mw).subspan(ue * carriers, carriers);
}

}  // namespace

void findLists(const StepContext& x, RanState& state, Range ues) {
    for (std::size_t ue = ues.begin; ue < ues.end; ++ue) {
        const mobility::Profile& profile = x.scenario.users.mobility[state.mobility_class[ue]].profile;
        const Enu at = mobility::positionAt(profile, x.random, ue, x.clock.timeAt(state.slot),
                                            state.mobility_cursor[ue]);
        state.east_m[ue] = at.east_m;
        state.north_m[ue] = at.north_m;
        const std::uint32_t near = x.heard.nearestList(at);
        const WideRows rows(x, state, ue, near);
        const std::span<const RowCell> wide = x.heard.wide(near);
        const auto best = std::max_element(wide.begin(), wide.end(), [&](const RowCell& a, const RowCell& b) {
            const float x_mw = rows.rsrp_mw[a.place], y_mw = rows.rsrp_mw[b.place];
            return x_mw != y_mw ? x_mw < y_mw : a.cell > b.cell;
        });
        state.list[ue] = x.heard.listOf(best->cell);
        sumFar(x, rows, near, state.list[ue], farOf(x, state, ue));
    }
}

void groupUesByList(const StepContext& x, const Strips& strips, RanState& state) {
    state.list_begin.assign(x.heard.lists() + 1, 0);
    for (std::uint32_t ue = 0; ue < state.list.size(); ++ue)
        if (strips.hasUe(state, ue)) ++state.list_begin[state.list[ue] + 1];
    std::partial_sum(state.list_begin.begin(), state.list_begin.end(), state.list_begin.begin());
    state.list_ues.resize(state.list_begin.back());
    for (std::uint32_t ue = 0; ue < state.list.size(); ++ue)
        if (strips.hasUe(state, ue)) state.list_ues[state.list_begin[state.list[ue]]++] = ue;
    // Each begin has moved to its list's end.
    for (std::size_t list = x.heard.lists(); list > 0; --list)
        state.list_begin[list] = state.list_begin[list - 1];
    state.list_begin[0] = 0;
}

void changeList(const StepContext& x, RanState& state, std::size_t ue, std::uint32_t list) {
    const WideRows rows(x, state, ue, list);
    const std::span filtered = std::span(state.filtered_rsrp_dbm).subspan(ue * state.width, state.width);
    const std::vector<float> before(filtered.begin(), filtered.end());
    const std::uint32_t old = state.list[ue];
    for (const RowCell& row : x.heard.wide(list)) {
        const std::size_t place = x.heard.placeOf(list, row.cell);
        if (place == HeardCells::kNowhere) continue;
        const std::size_t at = ue * state.width + place, known = x.heard.placeOf(old, row.cell);
        state.rsrp_mw[at] = rows.rsrp_mw[row.place];
        if (!state.data_mw.empty()) state.data_mw[at] = rows.data_mw[row.place];
        if (!state.interference_mw.empty()) state.interference_mw[at] = rows.interference_mw[row.place];
        if (!state.los.empty()) state.los[at] = rows.los[row.place];
        filtered[place] = known != HeardCells::kNowhere
                              ? before[known]
                              : measuredDbm(x, state, ue, row.cell, state.rsrp_mw[at]);
    }
    const std::size_t used = x.heard.cells(list).size();
    const auto clear = [&](auto& column, auto value) {
        if (!column.empty())
            std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(ue * state.width + used),
                        state.width - used, value);
    };
    for (std::vector<float>* column : {&state.rsrp_mw, &state.data_mw, &state.interference_mw})
        clear(*column, 0.0F);
    clear(state.los, std::uint8_t{0});
    clear(state.filtered_rsrp_dbm, -std::numeric_limits<float>::infinity());
    state.list[ue] = list;
    state.up.rows[ue].budget.cell = -1;
    sumFar(x, rows, list, list, farOf(x, state, ue));
}

float StepContext::levelDbm(const RanState& state, std::size_t ue, std::size_t cell) const {
    const std::size_t at = linkAt(state, ue, cell);
    return at == HeardCells::kNowhere ? -std::numeric_limits<float>::infinity() : state.filtered_rsrp_dbm[at];
}

}  // namespace celltwin::engine
