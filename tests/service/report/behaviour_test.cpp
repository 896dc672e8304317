// SPDX-License-Identifier: BSD-3-Clause
//
// The section on network behaviour and the answer to what-ifs of handover, sleep and slices. All numbers are
// put into every row by hand: 57 cells, 20 periods.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "service/report/comparison.h"
#include "service/report/page.h"
#include "sim/record/kpi.h"
#include "tests/service/report/synthetic.h"

namespace celltwin::report {
namespace {

using record::Kpi;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kRows = 57.0 * 20.0;

void setAll(Leg& leg, Kpi kpi, double value, std::size_t label = 0) {
    for (auto& period : leg.kpi_periods)
        for (std::size_t at = record::column(kpi) + label; at < period.values.size();
             at += record::rowWidth())
            period.values[at] = value;
}

std::string sectionOf(const Input& input) {
    return behaviourSection(Comparison(input));
}

std::size_t labelOf(Kpi kpi, std::string_view name) {
    const auto labels = record::definition(kpi).labels;
    return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), name) - labels.begin());
}

TEST(Behaviour, SaysNothingOfWhatTheRunDidNotFill) {
    EXPECT_EQ(sectionOf(makeSyntheticInput()), "");
    EXPECT_THAT(renderHtml(makeSyntheticInput()), Not(HasSubstr("id=\"behaviour\"")));
}

TEST(Behaviour, HandoverSuccessIsOfThoseThatEnded) {
    Input input = makeSyntheticInput();
    setAll(input.before, Kpi::mm_ho_exe_inter_req, 4.0);
    setAll(input.before, Kpi::mm_ho_exe_inter_succ, 2.0);
    setAll(input.before, Kpi::x_ho_exe_intra_fail, 1.0);
    setAll(*input.after, Kpi::mm_ho_exe_inter_req, 1.0);
    setAll(*input.after, Kpi::mm_ho_exe_intra_succ, 1.0);
    const std::string html = sectionOf(input);
    EXPECT_THAT(html, HasSubstr("MM.HoExeInterReq"));
    // 4560 begun before, 1140 after; 2 of 3 that ended were completed before, all after.
    EXPECT_THAT(html, HasSubstr("<td>4\u202f560</td><td>1\u202f140</td>"));
    EXPECT_THAT(html, HasSubstr("<td>66.7</td><td>100</td>"));
    EXPECT_THAT(html, Not(HasSubstr("Energy of a gigabit")));
}

TEST(Behaviour, EnergyIsSetAgainstBothDirections) {
    Input input = makeSyntheticInput();
    for (Leg* leg : {&input.before, &*input.after}) {
        setAll(*leg, Kpi::drb_pdcp_sdu_volume_dl, 30.0);
        setAll(*leg, Kpi::drb_pdcp_sdu_volume_ul, 10.0);
    }
    setAll(input.before, Kpi::pee_energy, 2e-4);
    setAll(*input.after, Kpi::pee_energy, 1e-4);
    const std::string html = sectionOf(input);
    // 0.2 Wh over 40 Mbit are 5 Wh/Gbit.
    EXPECT_THAT(html, HasSubstr("Energy of a gigabit"));
    EXPECT_THAT(html, HasSubstr("<td>5.00</td><td>2.50</td>"));
}

TEST(Behaviour, ADecibelHasNoPercent) {
    Input input = makeSyntheticInput();
    setAll(input.before, Kpi::x_iot_ul, 0.01);
    setAll(*input.after, Kpi::x_iot_ul, 3.0);
    const KpiChange change = Comparison(input).network(Kpi::x_iot_ul);
    EXPECT_NEAR(change.difference, 2.99, 1e-9);
    EXPECT_TRUE(std::isnan(change.percent));
}

TEST(Behaviour, SplitTablesShowOnlyWhatHasTraffic) {
    Input input = makeSyntheticInput();
    for (Leg* leg : {&input.before, &*input.after}) {
        leg->scenario.ran.slices.resize(3);
        leg->scenario.ran.slices[0].name = "<public>";
        leg->scenario.ran.slices[1].name = "police";
        leg->scenario.ran.slices[2].name = "empty";
        setAll(*leg, Kpi::rru_prb_used_dl_by_slice, 273.0 / 4.0, 0);
        setAll(*leg, Kpi::rru_prb_used_dl_by_slice, 273.0 / 2.0, 1);
        setAll(*leg, Kpi::drb_pdcp_sdu_volume_dl_by_5qi, 1.0,
               labelOf(Kpi::drb_pdcp_sdu_volume_dl_by_5qi, "5QI6"));
    }
    const std::string html = sectionOf(input);
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">&lt;public&gt;</th><td>25</td><td>25</td></tr>"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">police</th><td>50</td><td>50</td></tr>"));
    EXPECT_THAT(html, Not(HasSubstr("empty")));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">5QI6</th>"));
    EXPECT_THAT(html, Not(HasSubstr("5QI9")));
    EXPECT_THAT(html, Not(HasSubstr("Delay down")));
}

TEST(Behaviour, ScoresStandByService) {
    Input input = makeSyntheticInput();
    const std::size_t voice = labelOf(Kpi::x_mos, "voice");
    ASSERT_LT(voice, record::definition(Kpi::x_mos).width());
    for (Leg* leg : {&input.before, &*input.after}) {
        setAll(*leg, Kpi::x_mos_count, 2.0, voice);
        setAll(*leg, Kpi::x_mos_sum, leg == &input.before ? 8.0 : 7.0, voice);
    }
    EXPECT_THAT(sectionOf(input),
                HasSubstr("<th scope=\"row\">voice</th><td>4</td><td>3.50</td><td>2\u202f280</td>"));
}

TEST(Answer, OfAHandoverChangeBeginsWithHandovers) {
    Input input = makeSyntheticInput();
    input.after->scenario.ran.handover.hysteresis_db += 2.0;
    setAll(input.before, Kpi::mm_ho_exe_inter_req, 3.0);
    setAll(*input.after, Kpi::mm_ho_exe_inter_req, 2.0);
    setAll(*input.after, Kpi::mm_ho_exe_intra_req, 0.0);
    setAll(input.before, Kpi::x_ping_pong, 1.0);
    EXPECT_THAT(answerSentence(input),
                HasSubstr(": handovers 3\u202f420 \u2192 2\u202f280, of them ping-pong 1\u202f140 \u2192 0; "
                          "DRB.UEThpDl of the network changes by "));
    EXPECT_THAT(answerSentence(input), Not(HasSubstr("radio links lost")));
}

TEST(Answer, OfSleepBeginsWithEnergy) {
    Input input = makeSyntheticInput();
    input.after->scenario.energy.sleep.deepest = energy::Depth::deep;
    setAll(input.before, Kpi::pee_energy, 2.0 / kRows);
    setAll(*input.after, Kpi::pee_energy, 1.0 / kRows);
    EXPECT_THAT(answerSentence(input),
                HasSubstr(": the network draws \u221250.0\u00a0% (2.00 \u2192 1.00\u00a0kWh"));
}

TEST(Answer, OfASliceBeginsWithThatSlice) {
    Input input = makeSyntheticInput();
    for (Leg* leg : {&input.before, &*input.after}) {
        leg->scenario.ran.slices.resize(2);
        leg->scenario.ran.slices[1].name = "police";
        setAll(*leg, Kpi::drb_ue_thp_vol_dl_by_slice, leg == &input.before ? 100.0 : 150.0, 1);
        setAll(*leg, Kpi::drb_ue_thp_time_dl_by_slice, 1000.0, 1);
    }
    for (Leg* leg : {&input.before, &*input.after}) {
        leg->scenario.ran.slices[0].name = "public";
        setAll(*leg, Kpi::drb_ue_thp_vol_dl_by_slice, leg == &input.before ? 100.0 : 75.0, 0);
        setAll(*leg, Kpi::drb_ue_thp_time_dl_by_slice, 1000.0, 0);
    }
    input.after->scenario.ran.slices[1].ratio.min_percent = 40.0;
    input.changes = {"slice police minimum 10 % \u2192 40 %"};
    // Five periods' batches of equal values leave no doubt, so the intervals have no width.
    const std::string answer = answerSentence(input);
    EXPECT_EQ(answer.rfind("Slice police minimum 10 % \u2192 40 %: DRB.UEThpDl of slice police changes by "
                           "+50.0\u00a0% (100 \u2192 150\u00a0kbit/s",
                           0),
              0U)
        << answer;
    EXPECT_THAT(answer, HasSubstr("; slice public pays with \u221225.0\u00a0% (100 \u2192 75\u00a0kbit/s"));
}

// What users notice is said after their speed, and only where there is something to say.
TEST(Answer, NamesBlockedSessionsAndStalls) {
    Input input = makeSyntheticInput();
    EXPECT_THAT(answerSentence(input), Not(HasSubstr("turned away")));
    setAll(input.before, Kpi::x_blocked_sessions, 1.0);
    setAll(input.before, Kpi::x_view_time, 10.0);
    setAll(*input.after, Kpi::x_view_time, 10.0);
    setAll(input.before, Kpi::x_stall_time, 0.5);
    setAll(*input.after, Kpi::x_stall_time, 1.0);
    EXPECT_THAT(answerSentence(input), HasSubstr("; sessions turned away 1\u202f140 \u2192 0, video stands "
                                                 "still for 5\u00a0% \u2192 10\u00a0% of the time"));
}

}  // namespace
}  // namespace celltwin::report
