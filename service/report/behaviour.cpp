// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "service/report/html.h"
#include "service/report/page.h"

namespace celltwin::report {

using record::Kpi;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Nothing to say: no sample, or nothing counted, before and after.
bool silent(const KpiChange& change) {
    const auto nothing = [](double value) { return std::isnan(value) || value == 0.0; };
    return nothing(change.before) && nothing(change.after);
}

/// A row like kpiRow() for what no counter holds; `before` and `after` are NaN where there is none.
std::string derivedRow(const Comparison& comparison, const char* name, const char* words, const char* unit,
                       std::pair<double, double> legs) {
    const auto [before, after] = legs;
    if (std::isnan(before) && std::isnan(after)) return "";
    std::string row =
        fmt::format(R"(<tr><th scope="row">{}<span class="unit"> {}</span><small>{}</small></th><td>{}</td>)",
                    name, unit, words, formatNumber(before));
    if (comparison.input().after)
        row += fmt::format("<td>{}</td><td>{}</td><td>{}</td>", formatNumber(after),
                           formatSigned(after - before),
                           formatPercent(before == 0.0 ? kNan : 100.0 * (after - before) / before));
    return row + fmt::format(R"(<td class="unit">{}</td></tr>)", unit);
}

std::string group(const Comparison& comparison, const char* title, const std::vector<Kpi>& kpis,
                  const std::string& derived = "") {
    std::string rows;
    for (const Kpi kpi : kpis)
        if (!silent(comparison.network(kpi))) rows += kpiRow(comparison, kpi);
    rows += derived;
    if (rows.empty()) return "";
    return fmt::format(R"(<tbody><tr><th scope="rowgroup" class="group" colspan="{}">{}</th></tr>{}</tbody>)",
                       comparison.input().after ? 6 : 3, title, rows);
}

std::pair<double, double> sumOf(const Comparison& comparison, Kpi a, Kpi b) {
    const KpiChange first = comparison.network(a), second = comparison.network(b);
    return {first.before + second.before, first.after + second.after};
}

/// 100 completed / (completed + failed); what is still under way at the end is neither.
std::pair<double, double> handoverSuccess(const Comparison& comparison) {
    const auto succeeded = sumOf(comparison, Kpi::mm_ho_exe_inter_succ, Kpi::mm_ho_exe_intra_succ);
    const auto failed = sumOf(comparison, Kpi::mm_ho_exe_inter_fail, Kpi::x_ho_exe_intra_fail);
    const auto share = [](double good, double bad) {
        return good + bad > 0.0 ? 100.0 * good / (good + bad) : kNan;
    };
    return {share(succeeded.first, failed.first), share(succeeded.second, failed.second)};
}

/// Wh for each Gbit both ways.
std::pair<double, double> energyPerGigabit(const Comparison& comparison) {
    const auto megabit = sumOf(comparison, Kpi::drb_pdcp_sdu_volume_dl, Kpi::drb_pdcp_sdu_volume_ul);
    const KpiChange energy = comparison.network(Kpi::pee_energy);
    const auto ratio = [](double kwh, double mbit) { return mbit > 0.0 ? 1e6 * kwh / mbit : kNan; };
    return {ratio(energy.before, megabit.first), ratio(energy.after, megabit.second)};
}

std::string uplinkGroup(const Comparison& comparison) {
    if (silent(comparison.network(Kpi::drb_pdcp_sdu_volume_ul))) return "";
    return group(comparison, "Uplink",
                 {Kpi::drb_ue_thp_ul, Kpi::rru_prb_tot_ul, Kpi::drb_pdcp_sdu_volume_ul,
                  Kpi::drb_mean_active_ue_ul, Kpi::x_iot_ul, Kpi::drb_packet_loss_rate_ul});
}

std::string mobilityGroup(const Comparison& comparison) {
    return group(
        comparison, "Mobility",
        {Kpi::mm_ho_exe_inter_req, Kpi::mm_ho_exe_inter_fail, Kpi::mm_ho_exe_intra_req,
         Kpi::x_ho_exe_intra_fail, Kpi::mm_ho_exe_inter_freq_req, Kpi::mm_ho_prep_inter_fail,
         Kpi::x_ho_prep_intra_fail, Kpi::x_ping_pong, Kpi::ho_intra_sys_too_early, Kpi::ho_intra_sys_too_late,
         Kpi::ho_intra_sys_to_wrong_cell, Kpi::x_radio_link_failure, Kpi::rrc_re_estab_att},
        derivedRow(comparison, "Handover success", "completed, of those completed or failed", "%",
                   handoverSuccess(comparison)));
}

std::string connectionGroup(const Comparison& comparison) {
    if (silent(comparison.network(Kpi::rrc_conn_estab_att))) return "";
    return group(comparison, "Connections",
                 {Kpi::rrc_conn_estab_att, Kpi::rrc_conn_estab_succ, Kpi::x_blocked_sessions,
                  Kpi::rrc_conn_mean, Kpi::rrc_inactive_conn_mean, Kpi::x_idle_mean});
}

std::string energyGroup(const Comparison& comparison) {
    if (silent(comparison.network(Kpi::pee_energy))) return "";
    return group(
        comparison, "Energy", {Kpi::pee_energy, Kpi::pee_avg_power, Kpi::pee_min_power, Kpi::pee_max_power},
        derivedRow(comparison, "Energy of a gigabit", "energy over data delivered, downlink and uplink",
                   "Wh/Gbit", energyPerGigabit(comparison)));
}

/// One figure of a split table: before and after by label.
struct SplitColumn {
    const char* head;
    Kpi kpi;
    double before_factor = 1.0, after_factor = 1.0;
};
using Labels = std::vector<std::pair<std::size_t, std::string>>;

KpiChange splitValue(const Comparison& comparison, const SplitColumn& column, std::size_t label) {
    KpiChange change = comparison.network(column.kpi, label);
    change.before *= column.before_factor;
    change.after *= column.after_factor;
    return change;
}

std::string splitRow(const Comparison& comparison, const std::vector<SplitColumn>& columns,
                     const std::pair<std::size_t, std::string>& label) {
    std::string row = fmt::format(R"(<tr><th scope="row">{}</th>)", escapeHtml(label.second));
    for (const SplitColumn& column : columns) {
        const KpiChange change = splitValue(comparison, column, label.first);
        row += fmt::format("<td>{}</td>", formatNumber(change.before));
        if (comparison.input().after) row += fmt::format("<td>{}</td>", formatNumber(change.after));
    }
    return row + "</tr>";
}

/// Columns and rows that say nothing are left out.
std::string splitTable(const Comparison& comparison, const char* caption, const char* first,
                       const std::vector<SplitColumn>& all, const Labels& labels) {
    std::vector<SplitColumn> columns;
    for (const SplitColumn& column : all)
        for (const auto& label : labels)
            if (!silent(splitValue(comparison, column, label.first))) {
                columns.push_back(column);
                break;
            }
    std::string rows;
    for (const auto& label : labels)
        for (const SplitColumn& column : columns)
            if (!silent(splitValue(comparison, column, label.first))) {
                rows += splitRow(comparison, columns, label);
                break;
            }
    if (rows.empty()) return "";
    const bool compared = comparison.input().after.has_value();
    std::string heads, legs;
    for (const SplitColumn& column : columns) {
        heads += fmt::format(R"(<th scope="col" colspan="{}">{}</th>)", compared ? 2 : 1, column.head);
        legs += "<th>before</th><th>after</th>";
    }
    return fmt::format(
        R"(<div class="scroll split"><table><caption>{}</caption><thead><tr><th scope="col"{}>{}</th>{}</tr>{})"
        R"(</thead><tbody>{}</tbody></table></div>)",
        caption, compared ? " rowspan=\"2\"" : "", first, heads, compared ? "<tr>" + legs + "</tr>" : "",
        rows);
}

std::string serviceTable(const Comparison& comparison) {
    Labels services;
    for (const auto label : record::definition(Kpi::x_mos).labels)
        services.emplace_back(services.size(), std::string(label));
    return splitTable(comparison, "What users feel", "Service",
                      {{"X.Mos, 1 to 5", Kpi::x_mos}, {"Sessions or intervals scored", Kpi::x_mos_count}},
                      services);
}

std::string sliceTable(const Comparison& comparison) {
    const auto& slices = comparison.lastLeg().scenario.ran.slices;
    if (slices.size() < 2) return "";
    const std::size_t counted = record::definition(Kpi::rru_prb_used_dl_by_slice).width();
    Labels labels;
    for (std::size_t i = 0; i < slices.size() && i < counted; ++i) labels.emplace_back(i, slices[i].name);
    const KpiChange available = comparison.network(Kpi::rru_prb_avail_dl);
    return splitTable(comparison, "By slice", "Slice",
                      {{"Share of PRBs, %", Kpi::rru_prb_used_dl_by_slice, 100.0 / available.before,
                        100.0 / available.after},
                       {"DRB.UEThpDl, kbit/s", Kpi::drb_ue_thp_dl_by_slice},
                       {"Delivered, Mbit", Kpi::drb_pdcp_sdu_volume_dl_by_slice},
                       {"DRB.UEThpUl, kbit/s", Kpi::drb_ue_thp_ul_by_slice},
                       {"Received, Mbit", Kpi::drb_pdcp_sdu_volume_ul_by_slice}},
                      labels);
}

std::string fiveQiTable(const Comparison& comparison) {
    Labels labels;
    for (const auto label : record::definition(Kpi::drb_pdcp_sdu_volume_dl_by_5qi).labels)
        labels.emplace_back(labels.size(), std::string(label));
    return splitTable(comparison, "By 5QI", "5QI",
                      {{"DRB.UEThpDl, kbit/s", Kpi::drb_ue_thp_dl_by_5qi},
                       {"Delay down, ms", Kpi::drb_pdcp_sdu_delay_dl_by_5qi, 0.1, 0.1},
                       {"Delivered, Mbit", Kpi::drb_pdcp_sdu_volume_dl_by_5qi},
                       {"DRB.UEThpUl, kbit/s", Kpi::drb_ue_thp_ul_by_5qi},
                       {"Received, Mbit", Kpi::drb_pdcp_sdu_volume_ul_by_5qi}},
                      labels);
}

}  // namespace

std::string behaviourSection(const Comparison& comparison) {
    const std::string bodies = group(comparison, "Experience", {Kpi::x_stall_ratio}) +
                               group(comparison, "Delay and loss",
                                     {Kpi::drb_pdcp_sdu_delay_dl, Kpi::drb_air_if_delay_dl,
                                      Kpi::drb_pdcp_packet_drop_rate_dl, Kpi::drb_rlc_packet_drop_rate_dl}) +
                               uplinkGroup(comparison) + mobilityGroup(comparison) +
                               connectionGroup(comparison) + energyGroup(comparison);
    const std::string tables = serviceTable(comparison) + sliceTable(comparison) + fiveQiTable(comparison);
    if (bodies.empty() && tables.empty()) return "";
    return R"(<section id="behaviour"><h2>Network behaviour</h2>)" +
           (bodies.empty() ? "" : kpiTable(comparison, bodies)) + tables + "</section>";
}

}  // namespace celltwin::report
