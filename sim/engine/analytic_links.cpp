// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/analytic_links.h"

#include <algorithm>

namespace celltwin::engine {

AnalyticLinks::AnalyticLinks(const StepContext& context, const UserDrop& users, const Workers& workers)
    : x_(context), users_(users), workers_(workers) {
    const std::size_t ues = users.position.size();
    for (std::size_t ue = 0; ue < ues; ++ue) {
        east_m_.push_back(users.position[ue].east_m);
        north_m_.push_back(users.position[ue].north_m);
        cursors_.push_back(mobility::begin(context.scenario.users.mobility[users.mobility_class[ue]].profile,
                                           context.random, ue, users.position[ue], users.mobility_rank[ue]));
    }
    serving_.assign(ues, -1);
    serving_rsrp_mw_.assign(ues, 0.0F);
    snr_.assign(ues, 0.0F);
    rsrp_mw_.assign(ues * context.radio.row(), 0.0F);
    if (context.radio.hasBeams()) data_mw_ = heard_mw_ = rsrp_mw_;
}

bool AnalyticLinks::moveTo(std::int64_t time_ns) {
    bool moved = first_;
    for (std::size_t ue = 0; ue < ueCount(); ++ue) {
        const mobility::Profile& profile = x_.scenario.users.mobility[users_.mobility_class[ue]].profile;
        if (!first_ && profile.kind == mobility::Kind::fixed) continue;
        const Enu at = mobility::positionAt(profile, x_.random, ue, time_ns, cursors_[ue]);
        moved = moved || at.east_m != east_m_[ue] || at.north_m != north_m_[ue];
        east_m_[ue] = at.east_m;
        north_m_[ue] = at.north_m;
    }
    first_ = false;
    if (moved)
        workers_.forBlocks(ueCount(), RadioModel::kBlock,
                           [&](std::size_t begin, std::size_t end) { measure(begin, end); });
    return moved;
}

void AnalyticLinks::measure(std::size_t begin, std::size_t end) {
    const std::size_t row = x_.radio.row(), n = end - begin;
    const auto of = [&](const auto& column) { return std::span(column).subspan(begin, n); };
    const auto rows = [&](std::vector<float>& matrix) {
        return std::span<float>(matrix).subspan(matrix.empty() ? 0 : begin * row,
                                                matrix.empty() ? 0 : n * row);
    };
    x_.radio.fill({of(east_m_), of(north_m_), of(users_.height_m), of(users_.place),
                   of(users_.indoor_distance_m), of(users_.penetration_draw)},
                  {rows(rsrp_mw_), rows(data_mw_), rows(heard_mw_), {}});
    for (std::size_t ue = begin; ue < end; ++ue) {
        const float* level = rsrp_mw_.data() + ue * row;
        const auto best = std::max_element(level, level + x_.radio.cellCount()) - level;
        const bool heard = level[best] > 0.0F;
        serving_[ue] = heard ? static_cast<std::int32_t>(best) : -1;
        serving_rsrp_mw_[ue] = level[best];
        if (!heard) {
            snr_[ue] = 0.0F;
            continue;
        }
        const std::uint32_t carrier = x_.scenario.network.cells[static_cast<std::size_t>(best)].carrier;
        const std::vector<float>& data = data_mw_.empty() ? rsrp_mw_ : data_mw_;
        snr_[ue] = data[ue * row + static_cast<std::size_t>(best)] / x_.radio.noiseMw(carrier);
    }
}

float AnalyticLinks::referenceOverData(std::size_t ue) const {
    if (data_mw_.empty() || serving_[ue] < 0) return 1.0F;
    const std::size_t at = ue * x_.radio.row() + static_cast<std::size_t>(serving_[ue]);
    return rsrp_mw_[at] / data_mw_[at];
}

std::span<const float> AnalyticLinks::heardBy(std::size_t ue) const {
    const std::vector<float>& heard = heard_mw_.empty() ? rsrp_mw_ : heard_mw_;
    return {heard.data() + ue * x_.radio.row(), x_.radio.cellCount()};
}

void AnalyticLinks::pack(std::span<const double> demand_bps, std::span<const load_coupling::Cell> cells,
                         load_coupling::Network& network, std::vector<std::uint32_t>& order) const {
    const std::size_t count = x_.radio.cellCount();
    std::vector<std::vector<std::uint32_t>> ues_of(count);
    for (std::uint32_t ue = 0; ue < ueCount(); ++ue)
        if (serving_[ue] >= 0) ues_of[static_cast<std::size_t>(serving_[ue])].push_back(ue);
    order.clear();
    std::vector<double> demand;
    std::vector<float> noise, gain;
    std::vector<std::uint32_t> heard;
    for (std::uint32_t c = 0; c < count; ++c) {
        const std::span<const float> overlap = x_.radio.overlap(x_.scenario.network.cells[c].carrier);
        demand.clear();
        noise.clear();
        gain.clear();
        heard.clear();
        for (std::uint32_t k = 0; k < count; ++k)
            if (k != c && overlap[k] > 0.0F) heard.push_back(k);
        for (const std::uint32_t ue : ues_of[c]) {
            const float noise_mw = x_.radio.noiseMw(x_.scenario.network.cells[c].carrier);
            const float signal_mw = snr_[ue] * noise_mw;
            demand.push_back(demand_bps[ue]);
            noise.push_back(1.0F / snr_[ue]);
            for (const std::uint32_t k : heard) gain.push_back(heardBy(ue)[k] * overlap[k] / signal_mw);
            order.push_back(ue);
        }
        network.addCell(cells[c], {demand, noise, heard, gain});
    }
}

}  // namespace celltwin::engine
