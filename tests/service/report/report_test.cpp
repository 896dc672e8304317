// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "service/report/comparison.h"
#include "service/report/embedded.h"
#include "service/report/html.h"
#include "service/report/png.h"
#include "sim/record/fingerprint.h"
#include "sim/record/kpi.h"
#include "tests/service/report/synthetic.h"

namespace celltwin::report {
namespace {

using record::Kpi;
using ::testing::HasSubstr;
using ::testing::Not;

/// The page without the contents of script and style elements.
std::string withoutCode(const std::string& html) {
    std::string text;
    std::size_t at = 0;
    while (true) {
        const std::size_t script = html.find("<script", at), style = html.find("<style", at);
        const std::size_t open = std::min(script, style);
        if (open == std::string::npos) return text + html.substr(at);
        const std::size_t body = html.find('>', open) + 1;
        text += html.substr(at, body - at);
        at = html.find(open == script ? "</script" : "</style", body);
    }
}

std::vector<std::string> scriptsOf(const std::string& html) {
    std::vector<std::string> scripts;
    for (std::size_t at = html.find("<script>"); at != std::string::npos; at = html.find("<script>", at)) {
        at += 8;
        scripts.push_back(html.substr(at, html.find("</script>", at) - at));
    }
    return scripts;
}

nlohmann::json dataOf(const std::string& html) {
    const std::string open = "<script type=\"application/json\" id=\"data\">";
    const std::size_t at = html.find(open) + open.size();
    return nlohmann::json::parse(html.substr(at, html.find("</script>", at) - at));
}

/// Empty where every element that is opened is closed in order; else what is wrong.
std::string findUnbalanced(const std::string& html) {
    const std::set<std::string> empty = {"meta", "br", "input", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const std::size_t end = html.find('>', at);
        const bool closes = html[at + 1] == '/';
        const std::size_t begin = at + 1 + (closes ? 1 : 0);
        const std::string name = html.substr(begin, html.find_first_of(" >/", begin) - begin);
        if (empty.count(name) || html[end - 1] == '/') continue;
        if (!closes) {
            open.push_back(name);
            continue;
        }
        if (open.empty() || open.back() != name) return "</" + name + "> at " + std::to_string(at);
        open.pop_back();
    }
    return open.empty() ? "" : "<" + open.back() + "> never closed";
}

/// Every address the page names in an attribute or style that a browser would fetch.
std::vector<std::string> findReferences(const std::string& html) {
    std::vector<std::string> found;
    for (const std::string attribute :
         {" src=\"", " href=\"", " srcset=\"", " poster=\"", " action=\"", " data=\""})
        for (std::size_t at = html.find(attribute); at != std::string::npos;
             at = html.find(attribute, at + 1)) {
            const std::size_t begin = at + attribute.size();
            found.push_back(html.substr(begin, std::min<std::size_t>(html.find('"', begin) - begin, 40)));
        }
    return found;
}

const std::string& comparedPage() {
    static const std::string page = renderHtml(makeSyntheticInput());
    return page;
}

TEST(Report, AsksForNothingFromOutside) {
    const std::string code_free = withoutCode(comparedPage());
    for (const std::string& reference : findReferences(code_free))
        EXPECT_TRUE(reference.rfind("#", 0) == 0 || reference.rfind("data:image/png;base64,", 0) == 0)
            << reference;
    for (const char* element : {"<link", "<iframe", "<object", "<embed", "<base", "<form"})
        EXPECT_THAT(code_free, Not(HasSubstr(element)));
    const std::string& page = comparedPage();
    for (std::size_t at = page.find("<style>"); at != std::string::npos; at = page.find("<style>", at + 1)) {
        const std::string style = page.substr(at, page.find("</style>", at) - at);
        for (const char* request : {"url(", "@import", "image-set(", "sourceMappingURL"})
            EXPECT_THAT(style, Not(HasSubstr(request)));
    }
    for (const std::string& script : scriptsOf(page)) EXPECT_THAT(script, Not(HasSubstr("sourceMappingURL")));
}

TEST(Report, LetsOnlyItsOwnScriptsRun) {
    const std::string& page = comparedPage();
    const std::vector<std::string> scripts = scriptsOf(page);
    ASSERT_EQ(scripts.size(), 3u);  // Leaflet, dygraphs, ours
    const std::size_t at = page.find("Content-Security-Policy");
    const std::string policy = page.substr(at, page.find('>', at) - at);
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("img-src data:"));
    EXPECT_THAT(policy.substr(policy.find("script-src")), Not(HasSubstr("unsafe")));
    for (const std::string& script : scripts) {
        const record::Digest digest = record::sha256(std::as_bytes(std::span(script)));
        EXPECT_THAT(policy,
                    HasSubstr("'sha256-" + encodeBase64({reinterpret_cast<const char*>(digest.data()), 32})));
    }
    EXPECT_LT(at, page.find("<style"));  // the policy stands before what it governs
}

TEST(Report, EscapesWhatTheUserNamed) {
    const std::string evil = "<script>alert(1)</script>";
    Input input = makeSyntheticInput();
    for (Leg* leg : {&input.before, &*input.after}) {
        leg->scenario.network.cells[15].id = evil;
        leg->scenario.name = leg->scenario.description = leg->scenario.file = evil;
        leg->scenario.radio.propagation = leg->scenario.network.carriers[0].band = evil;
        leg->info.header.resolved_scenario = leg->info.header.host = leg->info.header.build = evil;
        leg->info.header.program_version = leg->info.header.commit = leg->info.fingerprint = evil;
    }
    input.changes = input.warnings = {evil};
    input.command = evil;
    input.expectations[0].text = input.measurements[0].group = evil;
    const std::string page = renderHtml(input);
    EXPECT_THAT(page, Not(HasSubstr(evil)));
    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; is harmed most"));
    EXPECT_EQ(scriptsOf(page).size(), 3u);
    EXPECT_EQ(dataOf(page)["cells"][15]["id"], evil);  // the script gets it as it is, to set as text
    EXPECT_EQ(findUnbalanced(withoutCode(page)), "");
    // Our script never turns text into markup.
    for (const char* sink : {"innerHTML", "insertAdjacentHTML", "document.write", "eval("})
        EXPECT_THAT(std::string(embedded::pageJs()), Not(HasSubstr(sink)));
}

TEST(Report, IsTheSameForTheSameInput) {
    EXPECT_EQ(renderHtml(makeSyntheticInput()), comparedPage());
}

TEST(Report, IsWellFormedInEveryShape) {
    for (const bool compared : {true, false})
        for (const bool coverage : {true, false})
            for (const int periods : {0, 1, 5, 20, 900}) {
                const Input input = makeSyntheticInput({periods, compared, coverage, 60});
                const std::string page = renderHtml(input);
                EXPECT_EQ(findUnbalanced(withoutCode(page)), "") << compared << coverage << periods;
                EXPECT_THAT(withoutCode(page), Not(HasSubstr("nan")));
                EXPECT_THAT(page, Not(HasSubstr("unsafe-eval")));
                EXPECT_LE(dataOf(page)["timelines"][0]["rows"].size(), 400u);
            }
}

TEST(Report, StaysSmall) {
    EXPECT_LT(comparedPage().size(), 2'500'000u);
}

TEST(Report, ShowsTheAnswerFirstAndEverythingWithoutScripts) {
    const std::string page = withoutCode(comparedPage());
    std::size_t last = 0;
    for (const char* part :
         {"<h1>", "id=\"measurements\"", "id=\"network\"", "id=\"cells\"", "id=\"map\"", "id=\"timelines\"",
          "id=\"distributions\"", "id=\"events\"", "id=\"expectations\"", "id=\"evidence\"", "<footer>"}) {
        const std::size_t at = page.find(part);
        ASSERT_NE(at, std::string::npos) << part;
        EXPECT_GT(at, last) << part;
        last = at;
    }
    for (const Kpi kpi : headlineKpis()) {
        EXPECT_THAT(page, HasSubstr(std::string(record::definition(kpi).name)));
        EXPECT_NE(plainWords(kpi), "");
    }
    std::size_t images = 0;
    for (std::size_t at = page.find("<image"); at != std::string::npos; at = page.find("<image", at + 1))
        ++images;
    EXPECT_EQ(images, 9u);  // three layers, before, after and difference
    for (const char* text :
         {"9f86d081884c7d65", "celltwin run scenarios/library/tilt.yaml --seed 7", "<dd>7</dd>",
          "proportional-fair", "ftp3", "random-waypoint", "tr38901-uma", "commit 0123456789ab",
          "nearer than 10 m", "C12 \u2192 C16", "1 of 2 expectations crossed", "band before",
          "Vladimir Agafonkin", "Dan Vanderkam", "duration_s: 20"})
        EXPECT_THAT(page, HasSubstr(text));
}

/// Vol and Time summed over the leg by a loop of its own, kbit/s.
double speedOf(const Leg& leg, std::size_t first_cell, std::size_t last_cell) {
    double volume = 0.0, time = 0.0;
    for (const auto& period : leg.kpi_periods)
        for (std::size_t cell = first_cell; cell <= last_cell; ++cell) {
            const double* row = period.values.data() + cell * record::rowWidth();
            volume += row[record::column(Kpi::drb_ue_thp_vol_dl)];
            time += row[record::column(Kpi::drb_ue_thp_time_dl)];
        }
    return 1000.0 * volume / time;
}

TEST(Answer, StatesTheNumbersOfAnIndependentSum) {
    const Input input = makeSyntheticInput();
    const double before = speedOf(input.before, 0, 56), after = speedOf(*input.after, 0, 56);
    const double harmed_before = speedOf(input.before, 15, 15), harmed_after = speedOf(*input.after, 15, 15);
    const std::string answer = answerSentence(input);
    EXPECT_THAT(answer,
                HasSubstr("C12 downtilt 4\u00b0 \u2192 8\u00b0: DRB.UEThpDl of the network changes by " +
                          formatPercent(100.0 * (after - before) / before) + " (" + formatNumber(before) +
                          " \u2192 " + formatNumber(after) + "\u00a0kbit/s; 95\u00a0% over periods: "));
    EXPECT_THAT(answer, HasSubstr("; C16 is harmed most: " +
                                  formatPercent(100.0 * (harmed_after - harmed_before) / harmed_before)));
    EXPECT_EQ(answer.back(), '.');
    EXPECT_THAT(comparedPage(), HasSubstr("<h1>" + escapeHtml(answer) + "</h1>"));
}

TEST(Answer, GivesNoIntervalForAFewPeriods) {
    const Input input = makeSyntheticInput({.periods = 9});
    EXPECT_THAT(answerSentence(input), Not(HasSubstr("95")));
    EXPECT_THAT(renderHtml(input), HasSubstr("No interval is given"));
}

TEST(Answer, NeverLosesMoreThanAll) {
    Input input = makeSyntheticInput();
    const auto scale = [](Leg& leg, std::size_t period, double factor) {
        auto& values = leg.kpi_periods[period].values;
        for (std::size_t at = record::column(Kpi::drb_ue_thp_vol_dl); at < values.size();
             at += record::rowWidth())
            values[at] *= factor;
    };
    // Before: one period carries nearly everything; after: next to nothing.
    scale(input.before, 3, 1000.0);
    for (std::size_t p = 0; p < input.before.kpi_periods.size(); ++p) scale(*input.after, p, 0.001);
    const KpiChange change = Comparison(input).network(Kpi::drb_ue_thp_dl);
    ASSERT_LT(change.percent - change.percentHalfWidth().value(), -100.0);
    EXPECT_THAT(answerSentence(input), HasSubstr("95\u00a0% over periods: \u2212100.0\u00a0\u2026"));
}

TEST(Answer, SummarisesARunWithoutChanges) {
    const Input input = makeSyntheticInput({.compared = false});
    const std::string answer = answerSentence(input);
    EXPECT_THAT(answer, HasSubstr("Over 20 s, 57 cells serve 570 UEs with DRB.UEThpDl " +
                                  formatNumber(speedOf(input.before, 0, 56)) + "\u00a0kbit/s"));
    EXPECT_THAT(answer, HasSubstr("the slowest cell is C"));
}

TEST(Answer, NamesTheCellThatIsOff) {
    Input input = makeSyntheticInput();
    input.after->scenario.network.cells[16].active = false;
    for (auto& period : input.after->kpi_periods)
        for (std::size_t c = 0; c < record::rowWidth(); ++c)
            period.values[16 * record::rowWidth() + c] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THAT(answerSentence(input), HasSubstr("; C17 is off; C16 is harmed most"));
    EXPECT_THAT(renderHtml(input), HasSubstr("switched off"));
}

TEST(Comparison, ListsOnlyCellsThatStandOutFromTheirFluctuation) {
    const Input input = makeSyntheticInput();
    const Comparison comparison(input);
    ASSERT_TRUE(comparison.batches());
    for (const int sign : {-1, 1})
        for (const CellRow& row : comparison.largest(sign, 8)) {
            EXPECT_GT(sign * row.throughput.difference, *row.throughput.half_width);
        }
    EXPECT_EQ(comparison.cellId(comparison.largest(1, 1).front().cell), "C11");
}

// The same periods twice: no difference, and an interval of no width.
TEST(Comparison, FindsNothingBetweenEqualRuns) {
    Input input = makeSyntheticInput();
    input.after = input.before;
    const Comparison comparison(input);
    EXPECT_DOUBLE_EQ(comparison.network(Kpi::drb_ue_thp_dl).difference, 0.0);
    EXPECT_DOUBLE_EQ(comparison.network(Kpi::drb_ue_thp_dl).half_width.value(), 0.0);
    EXPECT_TRUE(comparison.largest(-1, 8).empty());
    EXPECT_THAT(answerSentence(input), HasSubstr("no cell loses throughput"));
}

// A count that rises by exactly 2 in every period: the total rises by 2 x periods with no doubt left.
TEST(Comparison, ScalesAnIntervalOfACountToTheWholeRun) {
    Input input = makeSyntheticInput({.periods = 23});
    const std::size_t column = record::column(Kpi::tb_tot_nbr_dl);
    for (std::size_t p = 0; p < 23; ++p) {
        input.before.kpi_periods[p].values[column] = 100.0;
        input.after->kpi_periods[p].values[column] = p % 2 ? 102.0 : 104.0;
    }
    const KpiChange change = Comparison(input).cell(Kpi::tb_tot_nbr_dl, 0);
    EXPECT_DOUBLE_EQ(change.difference, 12 * 4.0 + 11 * 2.0);
    // 5 batches of 4 periods after the first 3, each 12 higher: equal, so no width.
    EXPECT_DOUBLE_EQ(change.half_width.value(), 0.0);
    input.after->kpi_periods[22].values[column] += 5.0;
    // One of five batches is 5 higher: s = sqrt(5), half = t(4) s / sqrt(5) = 2.776445, times 23 / 4 periods.
    EXPECT_NEAR(Comparison(input).cell(Kpi::tb_tot_nbr_dl, 0).half_width.value(), 2.776445 * 23.0 / 4.0,
                1e-5);
}

TEST(Comparison, TakesACellThatIsOnlyInTheAfterLeg) {
    Input input = makeSyntheticInput();
    scenario::Cell cell = input.after->scenario.network.cells[0];
    cell.id = "C58";
    input.after->scenario.network.cells.push_back(cell);
    for (auto& period : input.after->kpi_periods)
        period.values.insert(period.values.end(), period.values.begin(),
                             period.values.begin() + static_cast<std::ptrdiff_t>(record::rowWidth()));
    const Comparison comparison(input);
    EXPECT_TRUE(std::isnan(comparison.cell(Kpi::drb_ue_thp_dl, 57).before));
    const std::string page = renderHtml(input);
    EXPECT_THAT(page, HasSubstr("C58 <small class=\"tag\">new</small>"));
    EXPECT_EQ(findUnbalanced(withoutCode(page)), "");
}

TEST(PageData, HoldsTheTimelinesAsTheStaticChartsShowThem) {
    const nlohmann::json data = dataOf(comparedPage());
    const auto& timeline = data["timelines"][0];
    EXPECT_EQ(timeline["name"], "DRB.UEThpDl");
    ASSERT_EQ(timeline["rows"].size(), 20u);
    EXPECT_DOUBLE_EQ(timeline["rows"][0][0], 1.5);  // the middle of the first period
    for (const auto& row : timeline["rows"])
        for (const int leg : {1, 2}) {
            EXPECT_LE(row[leg][0], row[leg][1]);
            EXPECT_LE(row[leg][1], row[leg][2]);
        }
    EXPECT_EQ(data["cells"].size(), 57u);
    EXPECT_EQ(data["probes"].size(), 2u);
}

TEST(Report, ADriveTestIsAnsweredFirst) {
    Input input = makeSyntheticInput();
    input.after.reset();
    input.measurements = {
        {"2", 787, -6.2, 8.8, 10.8}, {"3", 2088, -2.5, 7.8, 8.2}, {"all", 2875, -3.5, 8.3, 9.0}};
    EXPECT_EQ(
        answerSentence(input),
        "Predicted RSRP at 2\u202f875 measured points: mean error \u22123.5\u00a0dB, RMSE 9.0\u00a0dB; site "
        "3 is nearest "
        "with 8.2\u00a0dB, site 2 farthest with 10.8\u00a0dB.");
    const std::string html = renderHtml(input);
    EXPECT_LT(html.find("id=\"measurements\""), html.find("id=\"network\""));
}

// Both count the handovers of the recorded time, so the page must not show two numbers.
// Idle UEs that never reported: the curve is that of the others.
TEST(Report, UsersWithoutAReportAreNoSampleOfSinr) {
    const auto figureWith = [](float none) {
        Input input = makeSyntheticInput();
        for (auto& sample : input.before.ue_samples)
            for (std::size_t ue = 0; ue < sample.sinr_db.size(); ue += 2) sample.sinr_db[ue] = none;
        const std::string page = renderHtml(input);
        const std::size_t begin = page.find("<b>SINR of attached UEs");
        return page.substr(begin, page.find("<b>RSRP of attached UEs") - begin);
    };
    const std::string figure = figureWith(-std::numeric_limits<float>::infinity());
    EXPECT_EQ(figure, figureWith(std::numeric_limits<float>::quiet_NaN()));
    EXPECT_THAT(figure, HasSubstr("class=\"curve before\" d=\"M"));
    EXPECT_THAT(figure, Not(HasSubstr("<td>\u2013</td>")));
}

TEST(Report, EventsLeaveTheWarmUpOutAsTheCountersDo) {
    Input input = makeSyntheticInput();
    input.after.reset();
    input.before.info.header.warmup_ns = 1'000'000'000;
    input.before.events = {{500'000'000, record::EventKind::handover, 1, 0, 1},
                           {1'000'000'000, record::EventKind::handover, 2, 0, 1},
                           {1'500'000'000, record::EventKind::handover, 2, 1, 0}};
    const std::string html = renderHtml(input);
    EXPECT_THAT(html, ::testing::HasSubstr("<th scope=\"row\">Handovers</th><td>2</td>"));
}

}  // namespace
}  // namespace celltwin::report
