// SPDX-License-Identifier: BSD-3-Clause
#include "service/result_text.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/record/aggregate.h"
#include "sim/record/kpi.h"

namespace celltwin::service {
namespace {

using nlohmann::json;

json number(double value) {
    return std::isfinite(value) ? json(value) : json(nullptr);
}

json legJson(const report::Leg& leg) {
    const std::vector<double> row = record::aggregateAll(leg.kpi_periods);
    json kpis = json::object();
    for (const record::KpiDefinition& kpi : record::kpiCatalogue())
        if (kpi.width() == 1)
            kpis[std::string(kpi.name)] = {{"value", number(row[record::column(kpi.id)])},
                                           {"unit", kpi.unit}};
    json out{{"fingerprint", leg.info.fingerprint}, {"seed", leg.info.header.seed}, {"network", kpis}};
    if (leg.info.summary)
        out.update(
            {{"wall_s", leg.info.summary->wall_s}, {"real_time_factor", leg.info.summary->real_time_factor}});
    return out;
}

/// A cell of the table; no sample is a dash.
std::string column(double value, const char* form) {
    return std::isfinite(value) ? fmt::format(fmt::runtime(form), value) : fmt::format("{:>12}", "-");
}

void addKpiTable(std::string& text, const report::Input& input) {
    const std::vector<double> before = record::aggregateAll(input.before.kpi_periods);
    const std::vector<double> after = input.after ? record::aggregateAll(input.after->kpi_periods) : before;
    text += fmt::format("\n{:<24}{:>12}", "network", input.after ? "before" : "value");
    text += input.after ? fmt::format("{:>12}{:>12}  unit\n", "after", "change") : "  unit\n";
    for (const record::Kpi id :
         {record::Kpi::drb_ue_thp_dl, record::Kpi::rru_prb_tot_dl, record::Kpi::drb_rlc_sdu_delay_dl,
          record::Kpi::drb_pdcp_sdu_volume_dl, record::Kpi::mm_ho_exe_intra_freq_req}) {
        const record::KpiDefinition& kpi = record::definition(id);
        const double a = before[record::column(id)], b = after[record::column(id)];
        text += fmt::format("{:<24}{}", kpi.name, column(a, "{:>12.5g}"));
        if (input.after) text += column(b, "{:>12.5g}") + column(b - a, "{:>+12.3g}");
        text += fmt::format("  {}\n", kpi.unit);
    }
}

}  // namespace

std::string resultText(const report::Input& input, const std::vector<std::string>& files) {
    std::string text = report::answerSentence(input) + "\n";
    addKpiTable(text, input);
    if (!input.measurements.empty()) {
        text += fmt::format("\n{:<10}{:>8}{:>14}{:>10}{:>10}\n", "site", "points", "mean error dB", "std dB",
                            "RMSE dB");
        for (const report::MeasurementScore& m : input.measurements)
            text += fmt::format("{:<10}{:>8}{:>14.2f}{:>10.2f}{:>10.2f}\n", m.group, m.count, m.mean_error_db,
                                m.std_db, m.rmse_db);
    }
    if (!input.expectations.empty()) text += "\n";
    for (const report::ExpectationResult& e : input.expectations)
        text += fmt::format("{} {}: {:.5g}\n", e.holds ? "holds  " : "CROSSED", e.text, e.value);
    for (const std::string& w : input.warnings) text += "warning: " + w + "\n";
    text += "\n";
    for (const report::Leg* leg : {&input.before, input.after ? &*input.after : nullptr})
        if (leg != nullptr)
            text += fmt::format("fingerprint {:<7} {}\n", leg->info.header.leg, leg->info.fingerprint);
    text += "\n";
    for (const std::string& file : files) text += "wrote  " + file + "\n";
    return text + "again  " + input.command + "\n";
}

std::string resultJson(const report::Input& input, const std::vector<std::string>& files, int exit_code) {
    json out{
        {"ok", exit_code == 0},     {"exit_code", exit_code},     {"answer", report::answerSentence(input)},
        {"changes", input.changes}, {"warnings", input.warnings}, {"files", files},
        {"command", input.command}};
    out["legs"][input.before.info.header.leg] = legJson(input.before);
    if (input.after) out["legs"][input.after->info.header.leg] = legJson(*input.after);
    out["expectations"] = json::array();
    for (const report::ExpectationResult& e : input.expectations)
        out["expectations"].push_back({{"text", e.text}, {"value", number(e.value)}, {"holds", e.holds}});
    out["measurements"] = json::array();
    for (const report::MeasurementScore& m : input.measurements)
        out["measurements"].push_back({{"site", m.group},
                                       {"points", m.count},
                                       {"mean_error_db", m.mean_error_db},
                                       {"std_db", m.std_db},
                                       {"rmse_db", m.rmse_db}});
    return out.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace celltwin::service
