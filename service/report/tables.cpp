// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <cmath>

#include "service/report/html.h"
#include "service/report/page.h"

namespace celltwin::report {

using record::Kpi;

namespace {

std::string intervalOf(const std::optional<double>& half_width) {
    const std::string text = half_width ? formatHalfWidth(*half_width) : "";
    return text.empty() ? "" : " <small class=\"interval\">" + text + "</small>";
}

std::string intervalNote(const Comparison& comparison) {
    const Input& input = comparison.input();
    if (!input.after) return "";
    if (const auto& batches = comparison.batches())
        return fmt::format(
            "± is half the 95\u00a0% interval of the difference over periods, from {} batches of {} periods. "
            "It "
            "says how much the difference varies within these two runs, not what another seed would give.",
            batches->count, batches->length);
    return fmt::format("No interval is given: it takes two runs of the same, at least {} KPI periods.",
                       kMinimumPeriods);
}

/// Many cells, each judged at 5 %: some stand out by chance.
std::string chanceNote(const Comparison& comparison) {
    if (!comparison.batches()) return "";
    const std::size_t cells = comparison.rows().size();
    return fmt::format(
        R"(<p class="note">Listed are cells whose interval excludes zero. Of {} cells, about {} would be )"
        R"(by chance alone.</p>)",
        cells, std::max<std::size_t>(1, static_cast<std::size_t>(0.05 * cells + 0.5)));
}

}  // namespace

std::string kpiRow(const Comparison& comparison, Kpi kpi) {
    const KpiChange change = comparison.network(kpi);
    const auto& definition = record::definition(kpi);
    const std::string unit = escapeHtml(formatUnit(definition.unit));
    std::string row =
        fmt::format(R"(<tr><th scope="row" title="{}">{}<span class="unit"> {}</span><small>{}</small></th>)"
                    R"(<td>{}</td>)",
                    escapeHtml(definition.definition), escapeHtml(definition.name), unit, plainWords(kpi),
                    formatNumber(change.before));
    if (comparison.input().after) {
        row += fmt::format("<td>{}</td><td>{}{}</td><td>{}</td>", formatNumber(change.after),
                           formatSigned(change.difference), intervalOf(change.half_width),
                           formatPercent(change.percent));
    }
    return row + fmt::format(R"(<td class="unit">{}</td></tr>)", unit);
}

std::string kpiTable(const Comparison& comparison, const std::string& bodies) {
    const char* legs =
        comparison.input().after
            ? R"(<th scope="col">Before</th><th scope="col">After</th><th scope="col">Difference</th>)"
              R"(<th scope="col">Change</th>)"
            : R"(<th scope="col">Value</th>)";
    return fmt::format(
        R"(<div class="scroll"><table class="network"><thead><tr><th scope="col">KPI of TS 28.552</th>{}<th )"
        R"(scope="col" class="unit">Unit</th></tr></thead>{}</table></div>)",
        legs, bodies);
}

namespace {

const char* fateText(CellFate fate) {
    switch (fate) {
        case CellFate::switched_off:
            return "switched off";
        case CellFate::switched_on:
            return "switched on";
        case CellFate::added:
            return "new";
        case CellFate::idle:
            return "off";
        case CellFate::stays:
            break;
    }
    return "";
}

/// `full_percent`: the change whose bar is as long as the column allows.
std::string cellTableRow(const Comparison& comparison, const CellRow& row, double full_percent) {
    std::string note = fateText(row.fate);
    if (note.empty() && row.touched && comparison.input().after) note = "changed";
    std::string html =
        fmt::format(R"(<tr><th scope="row">{}{}</th>)", escapeHtml(comparison.cellId(row.cell)),
                    note.empty() ? "" : " <small class=\"tag\">" + note + "</small>");
    html += fmt::format("<td>{}</td>", formatNumber(row.throughput.before));
    if (!comparison.input().after)
        return html + fmt::format("<td>{}</td></tr>", formatNumber(row.load.before));
    const double percent = row.throughput.percent;
    const char* direction = percent < 0.0 ? "down" : "up";
    const double length = std::isnan(percent) ? 0.0 : 100.0 * std::abs(percent) / full_percent;
    html += fmt::format(R"(<td>{}</td><td class="bar {}" style="--part:{}%">{}{}</td>)",
                        formatNumber(row.throughput.after), direction, formatCoordinate(length),
                        formatPercent(percent), intervalOf(row.throughput.percentHalfWidth()));
    return html + fmt::format("<td>{}</td><td>{}</td></tr>", formatNumber(row.load.before),
                              formatNumber(row.load.after));
}

std::string cellTable(const Comparison& comparison, const std::string& caption,
                      const std::vector<CellRow>& rows) {
    double full_percent = 1.0;
    for (const CellRow& row : comparison.rows())
        if (row.fate == CellFate::stays)
            full_percent = std::fmax(full_percent, std::abs(row.throughput.percent));
    std::string body;
    for (const CellRow& row : rows) body += cellTableRow(comparison, row, full_percent);
    const bool compared = comparison.input().after.has_value();
    const std::string head =
        compared
            ? R"(<tr><th rowspan="2" scope="col">Cell</th><th colspan="3" scope="colgroup">DRB.UEThpDl, )"
              R"(kbit/s</th><th colspan="2" scope="colgroup">RRU.PrbTotDl, %</th></tr><tr><th>before</th>)"
              R"(<th>after</th><th>change</th><th>before</th><th>after</th></tr>)"
            : R"(<tr><th scope="col">Cell</th><th scope="col">DRB.UEThpDl, kbit/s</th><th scope="col">)"
              R"(RRU.PrbTotDl, %</th></tr>)";
    return fmt::format(R"(<div class="scroll"><table class="cells"><caption>{}</caption><thead>{}</thead>)"
                       R"(<tbody>{}</tbody></table></div>)",
                       caption, head, body);
}

}  // namespace

std::string networkSection(const Comparison& comparison) {
    std::string rows;
    for (const Kpi kpi : headlineKpis()) rows += kpiRow(comparison, kpi);
    return fmt::format(R"(<section id="network"><h2>Network</h2>{}<p class="note">{}</p></section>)",
                       kpiTable(comparison, "<tbody class=\"headline\">" + rows + "</tbody>"),
                       intervalNote(comparison));
}

std::string cellSection(const Comparison& comparison) {
    if (!comparison.input().after) {
        std::vector<CellRow> slowest = comparison.rows();
        if (slowest.size() > kListedCells) slowest.resize(kListedCells);
        return R"(<section id="cells"><h2>Cells</h2><div class="pair">)" +
               cellTable(comparison, "Slowest cells", slowest) + "</div></section>";
    }
    const auto table = [&](int sign, const char* caption, const char* none) {
        const auto rows = comparison.largest(sign, kListedCells);
        if (!rows.empty()) return cellTable(comparison, caption, rows);
        return fmt::format(R"(<div><h3>{}</h3><p class="none">{}</p></div>)", caption, none);
    };
    return R"(<section id="cells"><h2>Cells</h2><div class="pair">)" +
           table(-1, "Harmed", "No cell loses more than it fluctuates.") +
           table(+1, "Gaining", "No cell gains more than it fluctuates.") + "</div>" +
           chanceNote(comparison) + "</section>";
}

std::string allCellsSection(const Comparison& comparison) {
    return fmt::format(R"(<details class="all"><summary>All {} cells</summary>{}</details>)",
                       comparison.rows().size(), cellTable(comparison, "All cells", comparison.rows()));
}

std::string expectationSection(const Input& input) {
    if (input.expectations.empty()) return "";
    std::string rows;
    for (const ExpectationResult& e : input.expectations)
        rows += fmt::format(R"(<tr class="{}"><td>{}</td><td class="words">{}</td><td>{}</td></tr>)",
                            e.holds ? "holds" : "fails", e.holds ? "\u2713 holds" : "\u2717 crossed",
                            escapeHtml(e.text), formatNumber(e.value));
    return R"(<section id="expectations"><h2>Expectations</h2><div class="scroll"><table><thead><tr><th>Result</th>)"
           R"(<th class="words">Expected</th><th>Found</th></tr></thead><tbody>)" +
           rows + "</tbody></table></div></section>";
}

std::string measurementSection(const Input& input) {
    if (input.measurements.empty()) return "";
    std::string rows;
    for (const MeasurementScore& score : input.measurements)
        rows += fmt::format(
            R"(<tr{}><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>)",
            score.group == "all" ? " class=\"sum\"" : "", escapeHtml(score.group),
            formatNumber(static_cast<double>(score.count)), formatTenths(score.mean_error_db, true),
            formatTenths(score.std_db), formatTenths(score.rmse_db));
    return R"(<section id="measurements"><h2>Prediction against measurement</h2><p class="note">RSRP, predicted )"
           R"(minus measured, in dB.</p><div class="scroll"><table><thead><tr><th>Site</th><th>Points</th><th>Mean )"
           R"(error</th><th>Standard deviation</th><th>RMSE</th></tr></thead><tbody>)" +
           rows + "</tbody></table></div></section>";
}

}  // namespace celltwin::report
