// SPDX-License-Identifier: BSD-3-Clause
//
// Keys of energy and of uplink power: what is read, what is refused, and that the resolved text keeps all of
// it.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

const std::string kBase = std::string(kNetwork) + "users: {count: 1}\n";

TEST(EnergyKeys, AreRead) {
    const Scenario s = readText(kBase +
                                "energy: {model: linear, p0_w: 112, slope: 2.6, max_w: 12.6, sleep_w: 78, "
                                "deepest_sleep: deep, idle_ms_before_light: 5, idle_ms_before_deep: 90, "
                                "wake_after_ms: 2, reading_s: 10, cell_sleep: {sleep_below_load: 0.05, "
                                "neighbours_below_load: 0.4, wake_above_load: 0.6, hold_s: 30}}\n"
                                "ran: {uplink: {p0_dbm: -90, alpha: 1, p_cmax_dbm: 26}}\n");
    EXPECT_EQ(s.energy.model, EnergyModel::linear);
    EXPECT_EQ(s.energy.linear.p0_w, 112.0);
    EXPECT_EQ(s.energy.linear.slope, 2.6);
    EXPECT_EQ(s.energy.linear.max_w, 12.6);
    EXPECT_EQ(s.energy.linear.sleep_w, 78.0);
    EXPECT_EQ(s.energy.sleep.deepest, energy::Depth::deep);
    EXPECT_EQ(s.energy.sleep.idle_ms_before_light, 5.0);
    EXPECT_EQ(s.energy.sleep.idle_ms_before_deep, 90.0);
    EXPECT_EQ(s.energy.sleep.wake_after_ms, 2.0);
    EXPECT_EQ(s.energy.reading_s, 10.0);
    ASSERT_TRUE(s.energy.cell_sleep);
    EXPECT_EQ(s.energy.cell_sleep->sleep_below_load, 0.05);
    EXPECT_EQ(s.energy.cell_sleep->neighbours_below_load, 0.4);
    EXPECT_EQ(s.energy.cell_sleep->wake_above_load, 0.6);
    EXPECT_EQ(s.energy.cell_sleep->hold_s, 30.0);
    EXPECT_EQ(s.ran.uplink.power.p0_dbm, -90.0);
    EXPECT_EQ(s.ran.uplink.power.alpha, 1.0);
    EXPECT_EQ(s.ran.uplink.power.p_cmax_dbm, 26.0);
    const std::string text = resolvedYaml(s);
    const Scenario again = readText(text);
    EXPECT_EQ(resolvedYaml(again), text);
    EXPECT_EQ(again.energy.cell_sleep->hold_s, 30.0);
    EXPECT_EQ(again.ran.uplink.power.p0_dbm, -90.0);
}

TEST(EnergyKeys, Defaults) {
    const Scenario s = readText(kBase);
    EXPECT_EQ(s.energy.sleep.deepest, energy::Depth::micro);
    EXPECT_FALSE(s.energy.cell_sleep);
    // About 1200 W at full downlink in either category.
    EXPECT_NEAR(s.energy.watt_per_unit * energy::tr38864FullPower(energy::Category::first), 1200.0, 10.0);
    const Scenario second = readText(kBase + "energy: {model: tr38864-cat2, cell_sleep: {}}\n");
    EXPECT_NEAR(second.energy.watt_per_unit * energy::tr38864FullPower(energy::Category::second), 1200.0,
                10.0);
    EXPECT_TRUE(second.energy.cell_sleep);
    EXPECT_EQ(resolvedYaml(readText(resolvedYaml(second))), resolvedYaml(second));
}

TEST(EnergyKeys, Refused) {
    EXPECT_THAT(complaints(kBase + "energy: {model: linear, watt_per_unit: 4}\n"),
                HasSubstr("'watt_per_unit' has no effect with model"));
    EXPECT_THAT(complaints(kBase + "energy: {p0_w: 100}\n"), HasSubstr("'p0_w' has no effect"));
    EXPECT_THAT(complaints(kBase + "energy: {cell_sleep: {neighbours_below_load: 0.8}}\n"),
                HasSubstr("would flap"));
    EXPECT_THAT(complaints(kBase + "energy: {deepest_sleep: depp}\n"), HasSubstr("deep"));
    EXPECT_THAT(complaints(kBase + "ran: {uplink: {alpha: 1.2}}\n"), HasSubstr("0 to 1"));
}

}  // namespace
}  // namespace celltwin::scenario
