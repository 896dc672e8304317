// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "sim/record/aggregate.h"

namespace celltwin::report {

using record::Kpi;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double valueIn(const std::vector<double>& row, std::size_t column) {
    return row.empty() ? kNan : row[column];
}

bool sameSettings(const scenario::Cell& a, const scenario::Cell& b) {
    const auto settings = [](const scenario::Cell& c) {
        return std::tuple(c.height_m, c.azimuth_deg, c.downtilt_deg, c.mechanical_downtilt_deg,
                          c.tx_power_dbm, c.load, c.active, c.position.east_m, c.position.north_m);
    };
    return settings(a) == settings(b);
}

}  // namespace

std::optional<double> KpiChange::percentHalfWidth() const {
    if (!half_width || before == 0.0 || std::isnan(before)) return std::nullopt;
    return 100.0 * *half_width / std::abs(before);
}

bool KpiChange::clear() const {
    return half_width && std::abs(difference) > *half_width;
}

Comparison::Comparison(const Input& input) : input_(input) {
    const std::size_t periods = input.before.kpi_periods.size();
    if (input.after && input.after->kpi_periods.size() == periods) batches_ = planBatches(periods);
    network_ = aggregateBoth(std::nullopt);
    const std::size_t cells = lastLeg().scenario.network.cells.size();
    for (std::uint32_t cell = 0; cell < cells; ++cell) cells_.push_back(aggregateBoth(cell));
    for (std::uint32_t cell = 0; cell < cells; ++cell) rows_.push_back(rowOf(cell));
    const auto key = [&](const CellRow& row) {
        const double value = input_.after ? row.throughput.percent : row.throughput.before;
        return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
    };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](const CellRow& a, const CellRow& b) { return key(a) < key(b); });
}

Comparison::Aggregated Comparison::aggregateLeg(const Leg& leg, std::optional<std::uint32_t> cell) const {
    Aggregated result;
    const std::span<const record::StoredKpiPeriod> periods(leg.kpi_periods);
    if (periods.empty() || (cell && (*cell + 1) * record::rowWidth() > periods.front().values.size()))
        return result;
    const auto over = [&](std::span<const record::StoredKpiPeriod> stretch) {
        return cell ? record::aggregatePeriods(stretch, *cell) : record::aggregateAll(stretch);
    };
    result.whole = over(periods);
    for (std::size_t b = 0; batches_ && b < batches_->count; ++b)
        result.batches.push_back(
            over(periods.subspan(batches_->first + b * batches_->length, batches_->length)));
    return result;
}

Comparison::Both Comparison::aggregateBoth(std::optional<std::uint32_t> cell) const {
    return {aggregateLeg(input_.before, cell),
            input_.after ? aggregateLeg(*input_.after, cell) : Aggregated{}};
}

KpiChange Comparison::compare(Kpi kpi, const Both& object, std::size_t label) const {
    const std::size_t column = record::column(kpi) + label;
    KpiChange change;
    change.kpi = kpi;
    change.before = valueIn(object.before.whole, column);
    change.after = valueIn(object.after.whole, column);
    change.difference = change.after - change.before;
    // A share of a level in dBm or dB means nothing.
    const std::string_view unit = record::definition(kpi).unit;
    const bool has_percent = change.before != 0.0 && unit != "dBm" && unit != "dB";
    change.percent = has_percent ? 100.0 * change.difference / std::abs(change.before) : kNan;
    const record::Kind kind = record::definition(kpi).kind;
    if (kind == record::Kind::maximum || kind == record::Kind::minimum ||
        object.before.batches.size() != object.after.batches.size())
        return change;
    std::vector<double> differences;
    for (std::size_t b = 0; b < object.before.batches.size(); ++b)
        differences.push_back(valueIn(object.after.batches[b], column) -
                              valueIn(object.before.batches[b], column));
    change.half_width = halfWidth95(differences);
    // A count's batches are sums over `length` periods; `whole` is the sum over all of them.
    if (change.half_width && kind == record::Kind::count)
        *change.half_width *= static_cast<double>(input_.before.kpi_periods.size()) / batches_->length;
    return change;
}

CellFate Comparison::fateOf(std::uint32_t cell) const {
    const bool active = lastLeg().scenario.network.cells[cell].active;
    const auto& before = input_.before.scenario.network.cells;
    if (cell >= before.size()) return CellFate::added;
    if (before[cell].active && !active) return CellFate::switched_off;
    if (!before[cell].active && active) return CellFate::switched_on;
    return active ? CellFate::stays : CellFate::idle;
}

CellRow Comparison::rowOf(std::uint32_t cell) const {
    const auto& before = input_.before.scenario.network.cells;
    const auto& last = lastLeg().scenario.network.cells;
    CellRow row;
    row.cell = cell;
    row.throughput = this->cell(Kpi::drb_ue_thp_dl, cell);
    row.load = this->cell(Kpi::rru_prb_tot_dl, cell);
    row.fate = fateOf(cell);
    row.touched = cell >= before.size() || !sameSettings(before[cell], last[cell]);
    return row;
}

std::vector<CellRow> Comparison::largest(int sign, std::size_t limit) const {
    std::vector<CellRow> found;
    for (const CellRow& row : rows_)
        if (row.fate == CellFate::stays && sign * row.throughput.percent > 0.0 &&
            (!batches_ || row.throughput.clear()))
            found.push_back(row);
    if (sign > 0) std::reverse(found.begin(), found.end());
    if (found.size() > limit) found.resize(limit);
    return found;
}

namespace {

std::string_view plainMobility(Kpi kpi) {
    switch (kpi) {
        case Kpi::mm_ho_exe_inter_req:
            return "handovers to another site begun";
        case Kpi::mm_ho_exe_inter_succ:
            return "handovers to another site completed";
        case Kpi::mm_ho_exe_inter_fail:
            return "handovers to another site failed";
        case Kpi::mm_ho_exe_intra_req:
            return "handovers within a site begun";
        case Kpi::mm_ho_exe_intra_succ:
            return "handovers within a site completed";
        case Kpi::x_ho_exe_intra_fail:
            return "handovers within a site failed";
        case Kpi::mm_ho_exe_inter_freq_req:
            return "of all handovers, those to another frequency";
        case Kpi::mm_ho_prep_inter_fail:
            return "handovers to another site whose preparation failed";
        case Kpi::x_ho_prep_intra_fail:
            return "handovers within a site whose preparation failed";
        case Kpi::ho_intra_sys_too_early:
            return "links lost because a handover came too early";
        case Kpi::ho_intra_sys_too_late:
            return "links lost because a handover came too late";
        case Kpi::ho_intra_sys_to_wrong_cell:
            return "links lost because a handover led to a wrong cell";
        case Kpi::x_ping_pong:
            return "handovers back to the cell just left";
        case Kpi::x_radio_link_failure:
            return "radio links lost";
        case Kpi::rrc_re_estab_att:
            return "connections re-established";
        default:
            return "";
    }
}

std::string_view plainBehaviour(Kpi kpi) {
    switch (kpi) {
        case Kpi::drb_ue_thp_ul:
            return "uplink speed a user gets while data waits";
        case Kpi::rru_prb_tot_ul:
            return "share of uplink radio resources in use";
        case Kpi::drb_pdcp_sdu_volume_ul:
            return "uplink data received from users";
        case Kpi::x_iot_ul:
            return "noise rise: uplink interference over thermal noise";
        case Kpi::drb_mean_active_ue_ul:
            return "users with uplink data waiting, per cell";
        case Kpi::drb_packet_loss_rate_ul:
            return "uplink data lost for good";
        case Kpi::drb_pdcp_sdu_delay_dl:
            return "time from arrival to delivery, over the data delivered";
        case Kpi::drb_air_if_delay_dl:
            return "of that, time on the air with retransmissions";
        case Kpi::drb_pdcp_packet_drop_rate_dl:
            return "downlink data dropped before it was sent";
        case Kpi::drb_rlc_packet_drop_rate_dl:
            return "downlink data lost on the air for good";
        case Kpi::rrc_inactive_conn_mean:
            return "inactive users, per cell";
        case Kpi::x_idle_mean:
            return "idle users, per cell";
        case Kpi::rrc_conn_estab_att:
            return "connections asked for";
        case Kpi::rrc_conn_estab_succ:
            return "connections set up";
        case Kpi::x_blocked_sessions:
            return "sessions turned away by admission";
        case Kpi::x_stall_ratio:
            return "share of viewing time in which video stood still";
        case Kpi::pee_energy:
            return "energy all cells drew";
        case Kpi::pee_avg_power:
            return "mean power of a cell";
        case Kpi::pee_min_power:
            return "least power of a cell";
        case Kpi::pee_max_power:
            return "most power of a cell";
        default:
            return plainMobility(kpi);
    }
}

}  // namespace

std::string_view plainWords(Kpi kpi) {
    switch (kpi) {
        case Kpi::drb_ue_thp_dl:
            return "downlink speed a user gets while data waits for it";
        case Kpi::rru_prb_tot_dl:
            return "share of downlink radio resources in use";
        case Kpi::drb_pdcp_sdu_volume_dl:
            return "downlink data delivered to users";
        case Kpi::drb_rlc_sdu_delay_dl:
            return "time from arrival in the queue to the last bit delivered";
        case Kpi::rrc_conn_mean:
            return "connected users, per cell";
        case Kpi::rrc_conn_max:
            return "connected users of a cell at most";
        case Kpi::drb_mean_active_ue_dl:
            return "users with data waiting, per cell";
        case Kpi::drb_max_active_ue_dl:
            return "users with data waiting in a cell at most";
        case Kpi::rru_prb_used_dl:
            return "resource blocks in use";
        case Kpi::rru_prb_avail_dl:
            return "resource blocks there are";
        case Kpi::rru_max_prb_used_dl:
            return "resource blocks in use at most";
        case Kpi::tb_tot_nbr_dl:
            return "transport blocks sent";
        case Kpi::tb_err_tot_nbr_dl:
            return "transport blocks received in error";
        case Kpi::carr_mean_tx_pwr:
            return "mean transmit power of a cell";
        case Kpi::carr_max_tx_pwr:
            return "highest transmit power of a cell";
        case Kpi::mm_ho_exe_intra_freq_req:
            return "handovers begun";
        case Kpi::mm_ho_exe_intra_freq_succ:
            return "handovers completed";
        default:
            return plainBehaviour(kpi);
    }
}

const std::vector<Kpi>& headlineKpis() {
    static const std::vector<Kpi> kpis = {Kpi::drb_ue_thp_dl,
                                          Kpi::rru_prb_tot_dl,
                                          Kpi::drb_pdcp_sdu_volume_dl,
                                          Kpi::drb_rlc_sdu_delay_dl,
                                          Kpi::drb_mean_active_ue_dl,
                                          Kpi::tb_tot_nbr_dl,
                                          Kpi::tb_err_tot_nbr_dl,
                                          Kpi::carr_mean_tx_pwr,
                                          Kpi::mm_ho_exe_intra_freq_req,
                                          Kpi::mm_ho_exe_intra_freq_succ};
    return kpis;
}

}  // namespace celltwin::report
