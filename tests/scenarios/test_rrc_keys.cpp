// SPDX-License-Identifier: BSD-3-Clause
//
// Keys of radio resource control: defaults, what is read, what is refused, and that the resolved text keeps
// all.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kAll =
    std::string(kNetwork) +
    "    - {id: C4, site: S2, azimuth_deg: 120, cell_offset_db: -2.5}\n"
    "  carrier: {frequency_offset_db: 1.5}\n"
    "ran:\n"
    "  handover_interruption_ms: 30\n"
    "  handover: {measurement_error_db: 1.216, preparation_ms: 50, t304_ms: 500,\n"
    "             recent_ms: 3000, minimum_stay_ms: 2000,\n"
    "             inter_frequency: {a2_threshold_dbm: -105, event: a3, offset_db: 2}}\n"
    "  radio_link: {q_out_db: -9, q_in_db: -5, n310: 2, t310_ms: 500, n311: 3, "
    "t311_ms: 1000}\n"
    "  connection: {inactivity_timer_ms: 10000, inactive_to_idle_ms: 60000, setup_ms: 40,\n"
    "               resume_ms: 10, max_connected: 200}\n"
    "  load_balancing: {period_ms: 5000, step_db: 0.5, max_offset_db: 3, threshold: 0.7,\n"
    "                   hysteresis: 0.2}\n";

void expectAll(const Scenario& s) {
    EXPECT_EQ(s.network.cells[0].cell_offset_db, 0.0);
    EXPECT_EQ(s.network.cells[3].cell_offset_db, -2.5);
    EXPECT_EQ(s.network.carriers[0].frequency_offset_db, 1.5);
    const HandoverProcedure& h = s.ran.handover_procedure;
    EXPECT_EQ(h.measurement_error_db, 1.216);
    EXPECT_EQ(h.preparation_ms, 50.0);
    EXPECT_EQ(h.t304_ms, 500.0);
    EXPECT_EQ(h.recent_ms, 3000.0);
    EXPECT_EQ(h.minimum_stay_ms, 2000.0);
    ASSERT_TRUE(h.inter_frequency);
    EXPECT_EQ(h.inter_frequency->a2_threshold_dbm, -105.0);
    EXPECT_EQ(h.inter_frequency->a1_threshold_dbm, -102.0);
    EXPECT_EQ(h.inter_frequency->event, InterFrequencyEvent::a3);
    EXPECT_EQ(h.inter_frequency->a5_threshold_1_dbm, -105.0);
    EXPECT_EQ(h.inter_frequency->a5_threshold_2_dbm, -102.0);
    EXPECT_EQ(h.inter_frequency->offset_db, 2.0);
    const RadioLink& r = s.ran.radio_link;
    EXPECT_EQ(r.q_out_db, -9.0);
    EXPECT_EQ(r.q_in_db, -5.0);
    EXPECT_EQ(r.n310, 2);
    EXPECT_EQ(r.t310_ms, 500.0);
    EXPECT_EQ(r.n311, 3);
    EXPECT_EQ(r.t311_ms, 1000.0);
    const Connection& c = s.ran.connection;
    EXPECT_EQ(c.inactivity_timer_ms, 10000.0);
    EXPECT_EQ(c.inactive_to_idle_ms, 60000.0);
    EXPECT_EQ(c.setup_ms, 40.0);
    EXPECT_EQ(c.resume_ms, 10.0);
    EXPECT_EQ(c.max_connected, 200);
    ASSERT_TRUE(s.ran.load_balancing);
    EXPECT_EQ(s.ran.load_balancing->period_ms, 5000.0);
    EXPECT_EQ(s.ran.load_balancing->step_db, 0.5);
    EXPECT_EQ(s.ran.load_balancing->max_offset_db, 3.0);
    EXPECT_EQ(s.ran.load_balancing->threshold, 0.7);
    EXPECT_EQ(s.ran.load_balancing->hysteresis, 0.2);
}

TEST(RrcKeys, AreReadAndKeptByTheResolvedText) {
    const Scenario scenario = readText(kAll);
    expectAll(scenario);
    const std::string resolved = resolvedYaml(scenario);
    const Scenario again = readText(resolved);
    expectAll(again);
    EXPECT_EQ(resolvedYaml(again), resolved);
}

// Without the keys a run is as it was before they came, but for links that fail.
TEST(RrcKeys, DefaultsChangeNoHandover) {
    const Scenario s = readText(kNetwork);
    EXPECT_EQ(s.ran.handover_procedure.measurement_error_db, 0.0);
    EXPECT_EQ(s.ran.handover_procedure.preparation_ms, 0.0);
    EXPECT_FALSE(s.ran.handover_procedure.inter_frequency);
    EXPECT_EQ(s.ran.connection.inactivity_timer_ms, 0.0);
    EXPECT_EQ(s.ran.connection.max_connected, 0);
    EXPECT_FALSE(s.ran.load_balancing);
}

// An execution longer than T304's default draws it along; one longer than a T304 written down is refused.
TEST(RrcKeys, T304CoversTheExecution) {
    const std::string slow = std::string(kNetwork) + "ran: {handover_interruption_ms: 2500}\n";
    EXPECT_EQ(readText(slow).ran.handover_procedure.t304_ms, 2500.0);
    EXPECT_THAT(complaints(std::string(kNetwork) +
                           "ran: {handover_interruption_ms: 2500, handover: {t304_ms: 1000}}\n"),
                HasSubstr("no handover could succeed"));
}

TEST(RrcKeys, WhatCannotBeIsRefused) {
    const auto ran = [](const std::string& text) {
        return complaints(std::string(kNetwork) + "ran: {" + text + "}\n");
    };
    EXPECT_THAT(ran("handover: {inter_frequency: {}}"), IsEmpty());
    EXPECT_THAT(ran("handover: {inter_frequency: {a2_threshold_dbm: -100, a1_threshold_dbm: -101}}"),
                HasSubstr("below a2_threshold_dbm"));
    EXPECT_THAT(ran("radio_link: {q_out_db: -5}"), HasSubstr("below q_out_db"));
    EXPECT_THAT(ran("load_balancing: {threshold: 0.2, hysteresis: 0.3}"), HasSubstr("never return"));
    EXPECT_THAT(ran("radio_link: {n311: 0}"), HasSubstr("n311"));
    EXPECT_THAT(ran("handover: {execution_ms: 40}"), HasSubstr("execution_ms"));
    EXPECT_THAT(ran("connection: {max_connected: -1}"), HasSubstr("max_connected"));
}

}  // namespace
}  // namespace celltwin::scenario
