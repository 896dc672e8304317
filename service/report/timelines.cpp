// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "service/report/html.h"
#include "service/report/page.h"
#include "service/report/statistics.h"
#include "sim/record/aggregate.h"

namespace celltwin::report {

using record::Kpi;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kBand = {0.1, 0.5, 0.9};

/// Four that every run has, and the uplink and the power where a run counts them.
std::vector<Kpi> timelineKpis(const Input& input) {
    std::vector<Kpi> kpis = {Kpi::drb_ue_thp_dl, Kpi::rru_prb_tot_dl, Kpi::drb_rlc_sdu_delay_dl,
                             Kpi::drb_mean_active_ue_dl};
    const std::vector<double> whole = record::aggregateAll(input.before.kpi_periods);
    if (whole[record::column(Kpi::drb_pdcp_sdu_volume_ul)] > 0.0) kpis.push_back(Kpi::drb_ue_thp_ul);
    if (whole[record::column(Kpi::pee_energy)] > 0.0) kpis.push_back(Kpi::pee_avg_power);
    return kpis;
}

/// Appends one point to every KPI's series: quantiles over the cells of `stretch`.
void addPoint(std::span<const record::StoredKpiPeriod> stretch, std::vector<Timeline>& timelines) {
    const std::size_t cells = stretch.front().values.size() / record::rowWidth();
    std::vector<std::vector<double>> rows;
    for (std::size_t cell = 0; cell < cells; ++cell) rows.push_back(record::aggregatePeriods(stretch, cell));
    const double middle_s = 0.5e-9 * static_cast<double>(stretch.front().begin_ns + stretch.back().end_ns);
    for (Timeline& timeline : timelines) {
        std::vector<double> values;
        for (const auto& row : rows) values.push_back(row[record::column(timeline.kpi)]);
        const std::vector<double> band = quantiles(values, kBand);
        Series& series = timeline.series.back();
        series.x.push_back(middle_s);
        series.low.push_back(band[0]);
        series.y.push_back(band[1]);
        series.high.push_back(band[2]);
    }
}

void addLeg(const Leg& leg, const char* label, const char* css_class, std::vector<Timeline>& timelines) {
    for (Timeline& timeline : timelines) timeline.series.push_back({label, css_class, {}, {}, {}, {}});
    const std::span<const record::StoredKpiPeriod> periods(leg.kpi_periods);
    const std::size_t stride = (periods.size() + kTimelinePoints - 1) / kTimelinePoints;
    for (std::size_t at = 0; at < periods.size(); at += stride)
        addPoint(periods.subspan(at, std::min(stride, periods.size() - at)), timelines);
}

/// Samples of one distribution in one leg.
using Collect = std::vector<double> (*)(const Leg&);

/// Mean rate of each UE from the first sample to the last, kbit/s. What the first sample holds was delivered
/// before it and is left out.
std::vector<double> ueRatesKbps(const Leg& leg) {
    if (leg.ue_samples.size() < 2) return {};
    std::vector<double> rates(leg.ue_samples.front().delivered_bytes.size(), 0.0);
    for (std::size_t i = 1; i < leg.ue_samples.size(); ++i)
        for (std::size_t ue = 0; ue < rates.size(); ++ue) rates[ue] += leg.ue_samples[i].delivered_bytes[ue];
    const double ms =
        1e-6 * static_cast<double>(leg.ue_samples.back().time_ns - leg.ue_samples.front().time_ns);
    for (double& rate : rates) rate *= 8.0 / ms;
    return rates;
}

/// A UE that has been idle since the beginning has reported no SINR: -inf in the trace.
std::vector<double> servedSamples(const Leg& leg, std::vector<float> record::StoredUeSamples::*column) {
    std::vector<double> values;
    for (const auto& sample : leg.ue_samples)
        for (std::size_t ue = 0; ue < sample.serving_cell.size(); ++ue)
            if (sample.serving_cell[ue] >= 0 && std::isfinite((sample.*column)[ue]))
                values.push_back((sample.*column)[ue]);
    return values;
}

std::string legTableRow(const char* name, const char* css_class, const std::vector<double>& samples) {
    const std::vector<double> q = quantiles(samples, std::vector<double>{0.05, 0.5, 0.95});
    return fmt::format(
        R"(<tr><th scope="row" class="swatch {}">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>)", css_class,
        name, formatNumber(q[0]), formatNumber(q[1]), formatNumber(q[2]));
}

std::string distributionFigure(const Input& input, const char* title, const char* unit, Collect collect) {
    Chart chart{fmt::format("Cumulative distribution of {}", title), unit, "%", {}, true, true, 340.0};
    std::string rows;
    const auto add = [&](const Leg& leg, const char* label, const char* css_class) {
        const std::vector<double> samples = collect(leg);
        Series series{label, css_class, {}, {}, {}, {}};
        for (const auto& [value, share] : cumulativeCurve(samples, 200)) {
            series.x.push_back(value);
            series.y.push_back(share);
        }
        chart.series.push_back(std::move(series));
        rows += legTableRow(label, css_class, samples);
    };
    add(input.before, input.after ? "before" : "run", input.after ? "before" : "after");
    if (input.after) add(*input.after, "after", "after");
    return fmt::format(
        R"(<figure class="plot"><figcaption><b>{}</b>, {}</figcaption>)"
        R"({}<table class="quantiles"><thead><tr><th>{}</th><th>5 %</th><th>median</th><th>95 %</th>)"
        R"(</tr></thead><tbody>{}</tbody></table></figure>)",
        title, unit, lineChartSvg(chart), unit, rows);
}

}  // namespace

std::vector<Timeline> buildTimelines(const Input& input) {
    std::vector<Timeline> timelines;
    for (const Kpi kpi : timelineKpis(input)) timelines.push_back({kpi, {}});
    addLeg(input.before, input.after ? "before" : "run", input.after ? "before" : "after", timelines);
    if (input.after) addLeg(*input.after, "after", "after", timelines);
    return timelines;
}

std::string timelineSection(const std::vector<Timeline>& timelines) {
    std::string figures, key;
    for (const Series& series : timelines.front().series)
        key += fmt::format(R"(<span class="swatch {}">{}</span>)", series.css_class, series.label);
    for (std::size_t i = 0; i < timelines.size(); ++i) {
        const auto& definition = record::definition(timelines[i].kpi);
        const Chart chart{fmt::format("{} over simulated time", definition.name),
                          "simulated time, s",
                          std::string(definition.unit),
                          timelines[i].series,
                          true,
                          false,
                          480.0};
        figures +=
            fmt::format(R"(<figure class="plot"><figcaption><b>{}</b>, {} <small>{}</small></figcaption>)"
                        R"(<div class="timeline" data-timeline="{}">{}</div></figure>)",
                        escapeHtml(definition.name), escapeHtml(formatUnit(definition.unit)),
                        plainWords(timelines[i].kpi), i, lineChartSvg(chart));
    }
    return fmt::format(
        R"(<section id="timelines"><h2>In time</h2><p class="note">Line: median over cells. Band: 10th to )"
        R"(90th percentile over cells. <span class="legs">{}</span></p><div class="plots">{}</div></section>)",
        key, figures);
}

std::string distributionSection(const Input& input) {
    const std::string figures =
        distributionFigure(input, "Rate of each UE over the run", "kbit/s", ueRatesKbps) +
        distributionFigure(
            input, "SINR of attached UEs", "dB",
            [](const Leg& leg) { return servedSamples(leg, &record::StoredUeSamples::sinr_db); }) +
        distributionFigure(input, "RSRP of attached UEs", "dBm", [](const Leg& leg) {
            return servedSamples(leg, &record::StoredUeSamples::rsrp_dbm);
        });
    return fmt::format(
        R"(<section id="distributions"><h2>Distributions over users</h2><p class="note">Share of samples up to a value, in percent. The rate counts the )"
        R"(time without data too, so it is below DRB.UEThpDl for users who do not always ask for data.</p>)"
        R"(<div class="plots three">{}</div></section>)",
        figures);
}

}  // namespace celltwin::report
