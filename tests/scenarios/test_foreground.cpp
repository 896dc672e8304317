// SPDX-License-Identifier: BSD-3-Clause
//
// run.foreground: which sites it names, what it refuses and where.
#include "helpers.h"

namespace celltwin::scenario::testing {
namespace {

using Sites = std::vector<std::uint32_t>;

std::string withRun(const std::string& foreground, const std::string& more = {}) {
    return kNetwork + more + "run:\n  foreground: {" + foreground + "}\n";
}
Sites sitesOf(const std::string& text) {
    return readText(text).run.foreground.value().sites;
}

TEST(Foreground, IsEveryCellByDefault) {
    EXPECT_FALSE(readText(kNetwork).run.foreground.has_value());
}

TEST(Foreground, ByNameTakesTheWholeSite) {
    EXPECT_EQ(sitesOf(withRun("cells: [C12]")), Sites{0});
    EXPECT_EQ(sitesOf(withRun("cells: [C3, C1]")), (Sites{0, 1}));
}

TEST(Foreground, NearPlaces) {
    EXPECT_EQ(sitesOf(withRun("places: [{east_m: 650, north_m: 0, radius_m: 60}]")), Sites{1});
    EXPECT_EQ(sitesOf(withRun("places: [{east_m: 300, north_m: 0, radius_m: 301}]")), (Sites{0, 1}));
    EXPECT_EQ(sitesOf(withRun("cells: [C1], places: [{east_m: 650, north_m: 0, radius_m: 60}]")),
              (Sites{0, 1}))
        << "they add up";
}

TEST(Foreground, NearChanges) {
    const std::string tilt = "changes: [{cell: C3, downtilt_deg: 8}]\n";
    EXPECT_EQ(sitesOf(withRun("near_changes_m: 599", tilt)), Sites{1});
    EXPECT_EQ(sitesOf(withRun("near_changes_m: 601", tilt)), (Sites{0, 1}));
}

TEST(Foreground, IsTheSameInBothLegsWithNewCells) {
    const std::string added = "changes: [{new_cell: {id: N1, site: S9, east_m: 1300, north_m: 0}}]\n";
    for (const char* keys : {"near_changes_m: 10", "cells: [N1]"}) {
        const Scenario before = readText(withRun(keys, added));
        EXPECT_EQ(before.run.foreground->sites, Sites{2});
        const Scenario after = applyChanges(before);
        EXPECT_EQ(after.network.cells.back().site, 2U);
        EXPECT_EQ(after.run.foreground->sites, Sites{2});
        for (const Scenario& leg : {before, after})
            EXPECT_EQ(readText(resolvedYaml(leg)).run.foreground->sites, Sites{2});
    }
}

TEST(Foreground, ResolvedTextKeepsTheStep) {
    const Scenario s = readText(withRun("cells: [C3], background_step_ms: 5"));
    EXPECT_EQ(s.run.foreground->background_step_ms, 5.0);
    const Scenario again = readText(resolvedYaml(s));
    EXPECT_EQ(again.run.foreground->sites, Sites{1});
    EXPECT_EQ(again.run.foreground->background_step_ms, 5.0);
}

/// The only finding of a text.
Diagnostic findingOf(const std::string& text) {
    const std::vector<Diagnostic> all = findingsOf(text);
    EXPECT_EQ(all.size(), 1U) << text;
    return all.empty() ? Diagnostic{} : all.front();
}

TEST(Foreground, SaysWhatIsWrongAndWhere) {
    const Diagnostic unknown = findingOf(withRun("cells: [C1, C13]"));
    EXPECT_EQ(unknown.where.line, kNetworkLines + 2);
    EXPECT_EQ(unknown.where.column, 28);
    EXPECT_THAT(unknown.message, ::testing::HasSubstr("C13"));
    EXPECT_THAT(unknown.hint, ::testing::HasSubstr("C1"));

    for (const char* none : {"near_changes_m: 1500", "background_step_ms: 10",
                             "places: [{east_m: 300, north_m: 0, radius_m: 10}]"}) {
        const Diagnostic empty = findingOf(withRun(none));
        EXPECT_EQ(empty.where.line, kNetworkLines + 2);
        EXPECT_EQ(empty.where.column, 15);
        EXPECT_EQ(empty.message, "no cell is in the foreground");
    }
    EXPECT_THAT(findingOf(withRun("places: [{east_m: 0, north_m: 0}]")).message,
                ::testing::HasSubstr("radius_m"));
    EXPECT_THAT(findingOf(withRun("cells: [C1], background_step_ms: 0")).message,
                ::testing::HasSubstr("out of range"));
}

TEST(Foreground, RefusesWhatAFluidCannotHonour) {
    const auto refused = [](const std::string& more) {
        const Diagnostic d = findingOf(withRun("cells: [C1]", more));
        EXPECT_GT(d.where.line, kNetworkLines);
        return d.message;
    };
    EXPECT_THAT(refused("radio: {fading: {model: tdl-c}}\n"), ::testing::HasSubstr("radio.fading"));
    EXPECT_THAT(refused("users: {component_carriers: 2}\n"), ::testing::HasSubstr("component_carriers"));
    EXPECT_THAT(refused("ran: {slices: [{name: a, sst: 1}]}\n"), ::testing::HasSubstr("ran.slices"));
    EXPECT_THAT(refused("ran: {scheduler: max-ci}\n"), ::testing::HasSubstr("ran.scheduler"));
    EXPECT_THAT(
        findingOf(std::string(kNetwork) + "run: {fidelity: flow, foreground: {cells: [C1]}}\n").message,
        ::testing::HasSubstr("fidelity slot only"));
}

}  // namespace
}  // namespace celltwin::scenario::testing
