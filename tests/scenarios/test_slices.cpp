// SPDX-License-Identifier: BSD-3-Clause
//
// Scheduler and slices: keys, what is refused, the what-if. Expected values are worked out by hand.
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

std::string withRan(const std::string& ran, const std::string& rest = "") {
    return std::string(kNetwork) + "ran: " + ran + "\n" + rest;
}

constexpr const char* kSlices =
    "{slices: [{name: web, sst: 1, min_percent: 30}, "
    "{name: voice, sst: 1, sd: 5, dedicated_percent: 10, min_percent: 20, max_percent: 40}]}";

TEST(Scheduler, PolicyAndExponents) {
    const Scenario plain = readText(kNetwork);
    EXPECT_EQ(plain.ran.rule.policy, scheduler::Policy::proportional_fair);
    EXPECT_EQ(plain.ran.rule.alpha, 1.0);
    EXPECT_EQ(plain.ran.rule.beta, 1.0);
    EXPECT_TRUE(plain.ran.slices.empty());
    const Scenario s = readText(withRan("{scheduler: max-ci, pf_alpha: 0.5, pf_beta: 2}"));
    EXPECT_EQ(s.ran.rule.policy, scheduler::Policy::max_ci);
    EXPECT_EQ(s.ran.rule.alpha, 0.5);
    EXPECT_EQ(s.ran.rule.beta, 2.0);
    EXPECT_EQ(readText(withRan("{scheduler: qos-aware}")).ran.rule.policy, scheduler::Policy::qos_aware);
    EXPECT_THAT(complaints(withRan("{scheduler: qos-awar}")), HasSubstr("did you mean 'qos-aware'?"));
    EXPECT_THAT(complaints(withRan("{pf_beta: -1}")), HasSubstr("pf_beta"));
}

TEST(SliceKeys, AreRead) {
    const Scenario s = readText(withRan(kSlices, "traffic: [{share: 0.5, slice: voice}, {share: 0.5}]\n"));
    ASSERT_EQ(s.ran.slices.size(), 2U);
    EXPECT_EQ(s.ran.slices[0].name, "web");
    EXPECT_EQ(s.ran.slices[0].sst, 1);
    EXPECT_FALSE(s.ran.slices[0].sd);
    EXPECT_EQ(s.ran.slices[0].ratio.min_percent, 30.0);
    EXPECT_EQ(s.ran.slices[0].ratio.max_percent, 100.0);
    EXPECT_EQ(s.ran.slices[0].ratio.dedicated_percent, 0.0);
    EXPECT_EQ(s.ran.slices[1].sd, 5);
    EXPECT_EQ(s.ran.slices[1].ratio.max_percent, 40.0);
    EXPECT_EQ(s.ran.slices[1].ratio.dedicated_percent, 10.0);
    EXPECT_EQ(s.users.traffic[0].slice, "voice");
    EXPECT_EQ(s.users.traffic[1].slice, "");
}

TEST(SliceKeys, WhatIsRefused) {
    const auto one = [](const std::string& keys) {
        return complaints(withRan("{slices: [{name: a, sst: 1, " + keys + "}]}"));
    };
    EXPECT_THAT(one("min_percent: 20, max_percent: 10"), HasSubstr("none may be above the next"));
    EXPECT_THAT(one("dedicated_percent: 20"), HasSubstr("none may be above the next"));
    EXPECT_THAT(one("min_percent: 101"), HasSubstr("0 to 100 %"));
    EXPECT_THAT(one("sd: 16777216"), HasSubstr("sd"));
    EXPECT_THAT(complaints(withRan("{slices: [{name: a, sst: 0}]}")), HasSubstr("1 to 255"));
    EXPECT_THAT(complaints(withRan("{slices: [{name: a}]}")), HasSubstr("sst"));
    EXPECT_THAT(complaints(withRan("{slices: [{name: a, sst: 1, min_percent: 60}, "
                                   "{name: b, sst: 2, min_percent: 40.5}]}")),
                HasSubstr("sum to 100.5, at most 100"));
    EXPECT_THAT(complaints(withRan("{slices: [{name: a, sst: 1}, {name: a, sst: 2}]}")), HasSubstr("'a'"));
    EXPECT_THAT(complaints(withRan("{slices: [{name: a, sst: 1}, {name: b, sst: 1}]}")),
                HasSubstr("'b' has the sst and sd of an earlier one"));
    EXPECT_EQ(complaints(withRan("{slices: [{name: a, sst: 1}, {name: b, sst: 1, sd: 0}]}")), "");
}

TEST(SliceKeys, TrafficNamesOneThatIsThere) {
    EXPECT_THAT(complaints(withRan(kSlices, "traffic: [{slice: voise}]\n")),
                HasSubstr("slice 'voise' is not in ran.slices"));
    EXPECT_THAT(complaints(withRan(kSlices, "traffic: [{slice: voise}]\n")),
                HasSubstr("did you mean 'voice'?"));
    EXPECT_THAT(complaints(std::string(kNetwork) + "traffic: [{slice: web}]\n"),
                HasSubstr("slice 'web' is not in ran.slices"));
}

std::string changed(const std::string& change) {
    return withRan(kSlices, "changes:\n" + change);
}

TEST(SliceChanges, AreAppliedAndSaidInWords) {
    const Scenario s =
        readText(changed("  - {slice: voice, min_percent: {add: 15}, dedicated_percent: 35}\n"
                         "  - {slice: web, max_percent: 55.5}\n"));
    EXPECT_EQ(s.changes[0].text, "slice voice minimum 20 % → 35 %, dedicated 10 % → 35 %");
    EXPECT_EQ(s.changes[1].text, "slice web maximum 100 % → 55.5 %");
    const Scenario after = applyChanges(s);
    EXPECT_EQ(after.ran.slices[1].ratio.min_percent, 35.0);
    EXPECT_EQ(after.ran.slices[1].ratio.dedicated_percent, 35.0);
    EXPECT_EQ(after.ran.slices[1].ratio.max_percent, 40.0);
    EXPECT_EQ(after.ran.slices[0].ratio.max_percent, 55.5);
    EXPECT_EQ(after.ran.slices[0].ratio.min_percent, 30.0);
    EXPECT_EQ(s.ran.slices[1].ratio.min_percent, 20.0);
}

TEST(SliceChanges, WhatIsRefused) {
    EXPECT_THAT(complaints(changed("  - {slice: x, min_percent: 1}\n")),
                HasSubstr("'x' is not in ran.slices"));
    EXPECT_THAT(complaints(changed("  - {slice: web}\n")), HasSubstr("changes nothing"));
    EXPECT_THAT(complaints(changed("  - {traffic_factor: 2, min_percent: 1}\n")),
                HasSubstr("'min_percent' needs slice beside it"));
    EXPECT_THAT(complaints(changed("  - {slice: web, min_percent: 1}\n  - {slice: web, min_percent: 2}\n")),
                HasSubstr("conflicting changes"));
    EXPECT_THAT(complaints(changed("  - {slice: web, min_percent: {add: -31}}\n")),
                HasSubstr("becomes -1 %"));
    EXPECT_THAT(complaints(changed("  - {slice: voice, max_percent: 19}\n")),
                HasSubstr("after the changes, slice 'voice'"));
    EXPECT_THAT(complaints(changed("  - {slice: web, min_percent: 81}\n")),
                HasSubstr("after the changes, the min_percent of all slices sum to 101"));
    // Both together fit, though neither does alone.
    EXPECT_EQ(complaints(changed("  - {slice: voice, max_percent: 19}\n"
                                 "  - {slice: voice, min_percent: 15}\n")),
              "");
}

}  // namespace
}  // namespace celltwin::scenario
