// SPDX-License-Identifier: BSD-3-Clause
//
// The what-if: forms, conflicts, application. Expected values are worked out by hand from kNetwork.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

std::string changes(const std::string& list) {
    return std::string(kNetwork) + "changes:\n" + list;
}

TEST(Changes, TiltByShiftAndBySetting) {
    const Scenario s = readText(
        changes("  - {cell: C12, downtilt_deg: {add: 4}}\n  - {cells: [C1, C3], downtilt_deg: 9}\n"));
    EXPECT_EQ(s.changes[0].text, "C12 downtilt 4° → 8°");
    EXPECT_EQ(s.changes[1].text, "C1, C3 downtilt → 9°");
    const Scenario after = applyChanges(s);
    EXPECT_EQ(after.network.cells[1].downtilt_deg, 8.0);
    EXPECT_EQ(after.network.cells[0].downtilt_deg, 9.0);
    EXPECT_EQ(after.network.cells[2].downtilt_deg, 9.0);
    EXPECT_TRUE(after.changes.empty());
    EXPECT_EQ(s.network.cells[1].downtilt_deg, 4.0);
}

TEST(Changes, AzimuthTurnsPastNorth) {
    const Scenario after = applyChanges(readText(changes("  - {cell: C12, azimuth_deg: {add: 30}}\n")));
    EXPECT_EQ(after.network.cells[1].azimuth_deg, 20.0);
}

TEST(Changes, SiteOffAndPower) {
    const Scenario s =
        readText(changes("  - {site: S1, active: false}\n  - {cell: C3, tx_power_dbm: {add: -3}}\n"));
    EXPECT_EQ(s.changes[0].text, "C1, C12 switched off");
    const Scenario after = applyChanges(s);
    EXPECT_FALSE(after.network.cells[0].active);
    EXPECT_FALSE(after.network.cells[1].active);
    EXPECT_TRUE(after.network.cells[2].active);
    EXPECT_EQ(after.network.cells[2].tx_power_dbm, 43.0);
}

TEST(Changes, TrafficAndHandover) {
    const Scenario s = readText(changes(
        "  - {traffic_factor: 1.5}\n  - {handover: {offset_db: 2, time_to_trigger_ms: {add: 80}}}\n"
        "traffic: [{share: 0.5, model: ftp3, files_per_second: 2}, {share: 0.5, model: constant-rate}]\n"));
    EXPECT_EQ(s.changes[0].text, "traffic × 1.5");
    EXPECT_EQ(s.changes[1].text, "handover offset 3 dB → 2 dB, time to trigger 160 ms → 240 ms");
    const Scenario after = applyChanges(s);
    EXPECT_EQ(after.users.traffic[0].bearers[0].profile.files_per_second, 3.0);
    EXPECT_EQ(after.users.traffic[1].bearers[0].profile.rate_kbps, 1500.0);
    EXPECT_EQ(after.ran.handover.offset_db, 2.0);
    EXPECT_EQ(after.ran.handover.time_to_trigger_ms, 240.0);
    EXPECT_EQ(after.ran.handover.hysteresis_db, s.ran.handover.hysteresis_db);
}

TEST(Changes, Sleep) {
    const Scenario s =
        readText(changes("  - {energy: {deepest_sleep: deep, cell_sleep: {sleep_below_load: 0.05}}}\n"));
    EXPECT_EQ(s.changes[0].text, "micro sleep → deep sleep, whole cells sleep below 5 % load");
    EXPECT_FALSE(s.energy.cell_sleep.has_value());
    const Scenario after = applyChanges(s);
    EXPECT_EQ(after.energy.sleep.deepest, energy::Depth::deep);
    ASSERT_TRUE(after.energy.cell_sleep.has_value());
    EXPECT_EQ(after.energy.cell_sleep->sleep_below_load, 0.05);
    EXPECT_EQ(after.energy.cell_sleep->hold_s, energy::CellSleepRule{}.hold_s);
    EXPECT_EQ(after.energy.sleep.idle_ms_before_deep, s.energy.sleep.idle_ms_before_deep);

    EXPECT_THAT(complaints(changes("  - {energy: {}}\n")), HasSubstr("this change changes nothing"));
    EXPECT_THAT(complaints(changes("  - {energy: {deepest_sleep: sound}}\n")), HasSubstr("deepest_sleep"));
    EXPECT_THAT(complaints(changes("  - {energy: {cell_sleep: {wake_above_load: 0.2}}}\n")),
                HasSubstr("would flap"));
    EXPECT_THAT(complaints(changes("  - {energy: {deepest_sleep: deep}}\n"
                                   "  - {energy: {deepest_sleep: light}}\n")),
                HasSubstr("conflicting"));
}

TEST(Changes, NewCellsOnOldAndNewSites) {
    const Scenario s =
        readText(changes("  - {new_cell: {id: N1, site: S2, azimuth_deg: 90}}\n"
                         "  - {new_cell: {id: N2, site: S9, east_m: 300, north_m: 400}}\n"
                         "  - {new_cell: {id: N3, site: S9, azimuth_deg: 180}}\n"));
    EXPECT_FALSE(s.changes[0].new_site.has_value());
    const Scenario after = applyChanges(s);
    ASSERT_EQ(after.network.cells.size(), 6U);
    ASSERT_EQ(after.network.sites.size(), 3U);
    EXPECT_EQ(after.network.cells[3].site, 1U);
    EXPECT_EQ(after.network.cells[3].position.east_m, 600.0);
    EXPECT_EQ(after.network.cells[4].site, 2U);
    EXPECT_EQ(after.network.cells[5].site, 2U);
    EXPECT_EQ(after.network.cells[5].position.north_m, 400.0);
}

TEST(Changes, Conflicts) {
    EXPECT_THAT(
        complaints(changes("  - {cell: C1, downtilt_deg: 5}\n  - {site: S1, downtilt_deg: {add: 1}}\n")),
        HasSubstr("t.yaml:9:16: error: conflicting changes: an earlier change sets downtilt_deg of cell C1"));
    EXPECT_THAT(complaints(changes("  - {traffic_factor: 2}\n  - {traffic_factor: 3}\n")),
                HasSubstr("conflicting"));
    EXPECT_THAT(complaints(changes("  - {handover: {offset_db: 2}}\n  - {handover: {offset_db: 4}}\n")),
                HasSubstr("conflicting"));
    EXPECT_EQ(complaints(changes("  - {cell: C1, downtilt_deg: 5}\n  - {cell: C1, azimuth_deg: 5}\n")), "");
}

TEST(Changes, EmptyAndMisplaced) {
    EXPECT_THAT(complaints(changes("  - {cell: C1}\n")), HasSubstr("this change changes nothing"));
    EXPECT_THAT(complaints(changes("  - {handover: {}}\n")), HasSubstr("this change changes nothing"));
    EXPECT_THAT(complaints(changes("  - {}\n")), HasSubstr("a change needs one of cell, cells, site"));
    EXPECT_THAT(complaints(changes("  - {traffic_factor: 2, downtilt_deg: 4}\n")),
                HasSubstr("needs cell, cells or"));
    EXPECT_THAT(complaints(changes("  - {cell: C1, traffic_factor: 2}\n")), HasSubstr("cannot stand beside"));
    EXPECT_THAT(complaints(changes("  - {new_cell: {id: C1, site: S1}}\n")),
                HasSubstr("'C1' is taken already"));
    EXPECT_THAT(complaints(changes("  - {new_cell: {id: N, site: S7}}\n")), HasSubstr("site 'S7' is not in"));
    EXPECT_THAT(complaints(changes("  - {new_cell: {id: N}}\n")), HasSubstr("needs a site of the network"));
}

TEST(Changes, RangesHoldAfterTheChange) {
    EXPECT_THAT(complaints(changes("  - {cell: C1, downtilt_deg: {add: 88}}\n")),
                HasSubstr("downtilt_deg of cell C1 becomes 92 deg, out of range: -90 to 90 deg is accepted"));
    EXPECT_THAT(complaints(changes("  - {cell: C1, tx_power_dbm: {add: 50}}\n")),
                HasSubstr("becomes 96 dBm"));
    EXPECT_THAT(complaints(changes("  - {handover: {hysteresis_db: {add: -2}}}\n")),
                HasSubstr("becomes -1 dB"));
}

}  // namespace
}  // namespace celltwin::scenario
