// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "service/report/comparison.h"
#include "service/report/html.h"
#include "service/report/page.h"
#include "service/report/report.h"

namespace celltwin::report {

using record::Kpi;

namespace {

/// "+3.1 % (12 345 → 12 728 kbit/s; 95 % over periods: +2.0 … +4.2 %)"
std::string describeChange(const KpiChange& change) {
    std::string text = formatPercent(change.percent);
    text += fmt::format(" ({} \u2192 {}", formatNumber(change.before),
                        formatQuantity(change.after, record::definition(change.kpi).unit));
    // A count cannot fall by more than all of it, however far its interval, which is symmetric, reaches.
    if (const auto half = change.percentHalfWidth())
        text += "; 95\u00a0% over periods: " +
                formatPercentRange(std::max(-100.0, change.percent - *half), change.percent + *half);
    return text + ")";
}

std::string describeCause(const Input& input) {
    if (input.changes.empty()) return "The change";
    std::string text = input.changes.front();
    // Changes of cells begin with a name, others with a word.
    for (const std::string_view word : {"handover ", "time to trigger ", "slice ", "traffic ", "no sleep ",
                                        "micro sleep ", "light sleep ", "deep sleep ", "whole cells "})
        if (text.rfind(word, 0) == 0) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    if (input.changes.size() == 2) text += " and " + input.changes.back();
    if (input.changes.size() > 2) text += fmt::format(" and {} further changes", input.changes.size() - 1);
    return text;
}

std::string describeOutages(const Comparison& comparison) {
    std::string ids;
    std::size_t count = 0;
    for (const CellRow& row : comparison.rows())
        if (row.fate == CellFate::switched_off && ++count)
            ids += (ids.empty() ? "" : ", ") + comparison.cellId(row.cell);
    if (count == 0) return "";
    return fmt::format("; {} {} off", ids, count == 1 ? "is" : "are");
}

/// The cell with the largest loss, judged against its own fluctuation where an interval tells it.
std::string describeHarm(const Comparison& comparison) {
    const auto describe = [&](const CellRow& row) {
        return comparison.cellId(row.cell) + " is harmed most: " + describeChange(row.throughput);
    };
    const std::vector<CellRow> harmed = comparison.largest(-1, 1);
    if (!harmed.empty()) return "; " + describe(harmed.front());
    for (const CellRow& row : comparison.rows())
        if (row.fate == CellFate::stays && row.throughput.percent < 0.0)
            return fmt::format("; no cell\u2019s loss stands out from its fluctuation (largest: {} {})",
                               comparison.cellId(row.cell), formatPercent(row.throughput.percent));
    return "; no cell loses throughput";
}

/// "ping-pong 9 821 → 985"; empty where neither run counted any.
std::string countOf(const Comparison& comparison, Kpi kpi, const char* words) {
    const KpiChange change = comparison.network(kpi);
    if (!(change.before > 0.0) && !(change.after > 0.0)) return "";
    return fmt::format("{} {} \u2192 {}", words, formatNumber(change.before), formatNumber(change.after));
}

/// What there is of `parts`, between commas.
std::string listed(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string handoverAnswer(const Comparison& comparison) {
    const KpiChange inter = comparison.network(Kpi::mm_ho_exe_inter_req);
    const KpiChange intra = comparison.network(Kpi::mm_ho_exe_intra_req);
    return listed({fmt::format("handovers {} \u2192 {}", formatNumber(inter.before + intra.before),
                               formatNumber(inter.after + intra.after)),
                   countOf(comparison, Kpi::x_ping_pong, "of them ping-pong"),
                   countOf(comparison, Kpi::x_radio_link_failure, "radio links lost")});
}

std::string energyAnswer(const Comparison& comparison) {
    return "the network draws " + describeChange(comparison.network(Kpi::pee_energy)) + " of energy";
}

auto percentsOf(const scenario::Slice& slice) {
    return std::tuple(slice.ratio.min_percent, slice.ratio.max_percent, slice.ratio.dedicated_percent);
}
auto marginsOf(const scenario::Ran& ran) {
    return std::tuple(ran.handover.offset_db, ran.handover.hysteresis_db, ran.handover.time_to_trigger_ms);
}

std::string sliceAnswer(const Comparison& comparison) {
    const auto& before = comparison.input().before.scenario.ran.slices;
    const auto& after = comparison.lastLeg().scenario.ran.slices;
    std::string changed, paid;
    double largest = 0.0;
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
        const KpiChange speed = comparison.network(Kpi::drb_ue_thp_dl_by_slice, i);
        if (percentsOf(before[i]) != percentsOf(after[i])) {
            changed += (changed.empty() ? "" : ", ") + fmt::format("DRB.UEThpDl of slice {} changes by {}",
                                                                   before[i].name, describeChange(speed));
        } else if (speed.percent < largest) {
            largest = speed.percent;
            paid = fmt::format("; slice {} pays with {}", before[i].name, describeChange(speed));
        }
    }
    return changed.empty() ? "" : changed + paid;
}

/// What a change of rules that hold for the whole network was made for; empty for changes of cells, traffic.
std::string describePurpose(const Comparison& comparison) {
    const scenario::Scenario& before = comparison.input().before.scenario;
    const scenario::Scenario& after = comparison.lastLeg().scenario;
    if (std::string slices = sliceAnswer(comparison); !slices.empty()) return slices;
    if (marginsOf(before.ran) != marginsOf(after.ran)) return handoverAnswer(comparison);
    if (before.energy.sleep.deepest != after.energy.sleep.deepest ||
        before.energy.cell_sleep.has_value() != after.energy.cell_sleep.has_value())
        return energyAnswer(comparison);
    return "";
}

/// What users notice beside their speed.
std::string describeExperience(const Comparison& comparison) {
    const KpiChange stall = comparison.network(Kpi::x_stall_ratio);
    std::string video;
    if (stall.before + stall.after > 0.0)  // neither NaN
        video = fmt::format("video stands still for {}\u00a0% \u2192 {}\u00a0% of the time",
                            formatNumber(stall.before), formatNumber(stall.after));
    const std::string text =
        listed({countOf(comparison, Kpi::x_blocked_sessions, "sessions turned away"), video});
    return text.empty() ? "" : "; " + text;
}

std::string describeRun(const Comparison& comparison) {
    const Leg& leg = comparison.input().before;
    const KpiChange speed = comparison.network(Kpi::drb_ue_thp_dl);
    const KpiChange load = comparison.network(Kpi::rru_prb_tot_dl);
    double seconds = 0.0;
    for (const auto& period : leg.kpi_periods)
        seconds += static_cast<double>(period.end_ns - period.begin_ns) * 1e-9;
    std::string text = fmt::format("Over {} s, {} cells serve {} UEs", formatNumber(seconds),
                                   formatNumber(static_cast<double>(leg.scenario.network.cells.size())),
                                   formatNumber(leg.info.header.ue_count));
    const std::string_view unit = record::definition(Kpi::drb_ue_thp_dl).unit;
    text += fmt::format(" with DRB.UEThpDl {} at RRU.PrbTotDl {}", formatQuantity(speed.before, unit),
                        formatQuantity(load.before, record::definition(Kpi::rru_prb_tot_dl).unit));
    const auto& rows = comparison.rows();
    if (!rows.empty() && !std::isnan(rows.front().throughput.before))
        text += fmt::format("; the slowest cell is {} with {}", comparison.cellId(rows.front().cell),
                            formatQuantity(rows.front().throughput.before, unit));
    return text + ".";
}

/// Who brings a drive test asks how far the prediction is from it.
std::string describeMeasurements(const std::vector<MeasurementScore>& scores) {
    const MeasurementScore& all = scores.back();
    std::string text =
        fmt::format("Predicted RSRP at {} measured points: mean error {}\u00a0dB, RMSE {}\u00a0dB",
                    formatNumber(static_cast<double>(all.count)), formatTenths(all.mean_error_db, true),
                    formatTenths(all.rmse_db));
    if (scores.size() > 2) {
        const auto [best, worst] = std::minmax_element(
            scores.begin(), scores.end() - 1,
            [](const MeasurementScore& a, const MeasurementScore& b) { return a.rmse_db < b.rmse_db; });
        text +=
            fmt::format("; site {} is nearest with {}\u00a0dB, site {} farthest with {}\u00a0dB", best->group,
                        formatTenths(best->rmse_db), worst->group, formatTenths(worst->rmse_db));
    }
    return text + ".";
}

}  // namespace

std::string answerSentence(const Comparison& comparison) {
    const Input& input = comparison.input();
    if (!input.after && !input.measurements.empty() && input.measurements.back().count > 0)
        return describeMeasurements(input.measurements);
    if (!input.after) return describeRun(comparison);
    if (const std::string purpose = describePurpose(comparison); !purpose.empty())
        return fmt::format("{}: {}; DRB.UEThpDl of the network changes by {}{}.", describeCause(input),
                           purpose, describeChange(comparison.network(Kpi::drb_ue_thp_dl)),
                           describeExperience(comparison));
    const KpiChange change = comparison.network(Kpi::drb_ue_thp_dl);
    const std::string off = describeOutages(comparison);
    if (std::isnan(change.difference))
        return fmt::format("{}: DRB.UEThpDl cannot be compared, since no UE was served in one of the runs{}.",
                           describeCause(input), off);
    return fmt::format("{}: DRB.UEThpDl of the network changes by {}{}{}{}.", describeCause(input),
                       describeChange(change), describeExperience(comparison), off, describeHarm(comparison));
}

std::string answerSentence(const Input& input) {
    return answerSentence(Comparison(input));
}

}  // namespace celltwin::report
