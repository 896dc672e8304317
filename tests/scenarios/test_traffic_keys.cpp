// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic entries: bearers, defaults by model, sessions and hours; what comes back from the resolved text.
#include <gmock/gmock.h>

#include "scenarios/schema/names.h"
#include "scenarios/schema/traffic_fields.h"
#include "tests/scenarios/helpers.h"

namespace celltwin::scenario {
namespace {

using testing::complaints;
using ::testing::HasSubstr;
using testing::readText;

const std::string kOneSite = "network: {layout: {sites: 1}}\n";

TEST(TrafficKeys, OneBearerIsWrittenFlat) {
    const Scenario s =
        readText(kOneSite +
                 "run: {start_hour: 17.5}\n"
                 "ran: {slices: [{name: voice, sst: 1}]}\n"
                 "traffic: [{model: voip, slice: voice, voice_activity: 0.4, sessions_per_hour: 3,\n"
                 "           session_duration_s: 90, guaranteed_kbps: 24}]\n");
    ASSERT_EQ(s.users.traffic.size(), 1U);
    const TrafficShare& t = s.users.traffic[0];
    EXPECT_EQ(t.slice, "voice");
    ASSERT_EQ(t.bearers.size(), 1U);
    const Bearer& b = t.bearers[0];
    EXPECT_EQ(b.profile.kind, traffic::Kind::voip);
    EXPECT_EQ(b.profile.voice.activity, 0.4);
    EXPECT_EQ(b.profile.sessions.per_hour, 3.0);
    EXPECT_EQ(b.profile.sessions.mean_duration_s, 90.0);
    EXPECT_EQ(b.profile.start_hour, 17.5);
    EXPECT_EQ(b.five_qi, 1);
    EXPECT_EQ(b.rlc_mode, RlcMode::um);
    EXPECT_EQ(b.guaranteed_kbps, 24.0);
}

TEST(TrafficKeys, SeveralBearersAndNothingBesideThem) {
    const Scenario s = readText(
        kOneSite + "traffic: [{bearers: [{model: web}, {model: voip, five_qi: 2, rlc_mode: am}]}]\n");
    const auto& bearers = s.users.traffic.at(0).bearers;
    ASSERT_EQ(bearers.size(), 2U);
    EXPECT_EQ(bearers[0].five_qi, 9);
    EXPECT_EQ(bearers[0].rlc_mode, RlcMode::am);
    EXPECT_EQ(bearers[1].five_qi, 2);
    EXPECT_EQ(bearers[1].rlc_mode, RlcMode::am);
    EXPECT_THAT(complaints(kOneSite + "traffic: [{model: web, bearers: [{model: voip}]}]\n"),
                HasSubstr("cannot stand beside"));
    EXPECT_THAT(complaints(kOneSite + "traffic: [{five_qi: 9, bearers: [{model: voip}]}]\n"),
                HasSubstr("'five_qi'"));
}

TEST(TrafficKeys, WhatMakesNoSenseIsRefused) {
    EXPECT_THAT(complaints(kOneSite + "traffic: [{model: ftp3, hourly: [1, 2]}]\n"), HasSubstr("hourly"));
    EXPECT_THAT(complaints(kOneSite + "traffic: [{model: voip, five_qi: 75}]\n"),
                HasSubstr("no standardised 5QI"));
    EXPECT_THAT(complaints(kOneSite + "traffic: [{model: full-buffer, sessions_per_hour: 3}]\n"),
                HasSubstr("no effect"));
    EXPECT_THAT(complaints(kOneSite + "traffic: [{model: video-streaming, video_target_s: 2}]\n"),
                HasSubstr("video_target_s"));
    EXPECT_THAT(
        complaints(kOneSite + "traffic: [{model: video-streaming, video_ladder_kbps: [3000, 1000]}]\n"),
        HasSubstr("must rise"));
}

// Every number of every model, at a value that is not its default, comes back from the resolved text.
TEST(TrafficKeys, EveryParameterComesBack) {
    for (std::size_t k = 0; k < traffic::kindNames().size(); ++k) {
        const auto kind = static_cast<traffic::Kind>(k);
        Scenario s =
            readText(kOneSite + "traffic: [{model: " + std::string(traffic::kindNames()[k]) + "}]\n");
        Bearer& b = s.users.traffic[0].bearers[0];
        for (const TrafficField& field : trafficFields())
            if (field.concerns(kind) && field.max >= field.of(b.profile) + 0.25) field.of(b.profile) += 0.25;
        if (mayHaveSessions(kind)) {
            b.profile.sessions = {7.5, 33.0};
            b.profile.hourly = std::make_shared<const std::vector<double>>(168, 0.5);
        }
        const Scenario again = readText(resolvedYaml(s));
        Bearer c = again.users.traffic.at(0).bearers.at(0);
        EXPECT_EQ(c.profile.kind, kind);
        for (const TrafficField& field : trafficFields())
            EXPECT_EQ(field.of(c.profile), field.of(b.profile)) << field.key;
        EXPECT_EQ(c.profile.sessions.per_hour, b.profile.sessions.per_hour);
        EXPECT_EQ(c.profile.hourly != nullptr, b.profile.hourly != nullptr);
        EXPECT_EQ(c.five_qi, b.five_qi);
        EXPECT_EQ(resolvedYaml(again), resolvedYaml(s));
    }
}

}  // namespace
}  // namespace celltwin::scenario
