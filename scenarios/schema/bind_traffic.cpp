// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic.

#include <algorithm>

#include "models/qos/five_qi.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/traffic_fields.h"

namespace celltwin::scenario {
namespace {

void bindHours(const Node& node, traffic::Profile& p, Context& context) {
    std::vector<double> factors;
    if (!read(node, "hourly", factors)) return;
    if (factors.size() != 24 && factors.size() != 168)
        context.findings.add(markOf(node, "hourly"),
                             "'hourly' has " + std::to_string(factors.size()) + " entries",
                             "give 24, of a day, or 168, of a week");
    else
        p.hourly = std::make_shared<const std::vector<double>>(std::move(factors));
}

void bindVideo(const Node& node, traffic::Profile& p, Context& context) {
    read(node, "video_ladder_kbps", p.video.ladder_kbps);
    if (!std::is_sorted(p.video.ladder_kbps.begin(), p.video.ladder_kbps.end()))
        context.findings.add(markOf(node, "video_ladder_kbps"),
                             "the bit rates of 'video_ladder_kbps' must rise");
    if (p.video.target_s < std::max({p.video.startup_s, p.video.resume_s, p.video.segment_s}))
        context.findings.add(markOf(node, "video_target_s"),
                             "'video_target_s' is less than a segment or what play waits for",
                             "give at least video_segment_s, video_startup_s and video_resume_s");
}

void bindSessions(const Node& node, traffic::Profile& p, Context& context) {
    if (mayHaveSessions(p.kind)) read(node, "sessions_per_hour", p.sessions.per_hour);
    const bool sessions = p.sessions.per_hour > 0.0;
    if (sessions) read(node, "session_duration_s", p.sessions.mean_duration_s);
    if (sessions || followsHours(p.kind)) bindHours(node, p, context);
}

void bindQos(const Node& node, Bearer& bearer, Context& context) {
    bearer.five_qi = defaultFiveQi(bearer.profile.kind);
    const traffic::Kind kind = bearer.profile.kind;
    const bool unacknowledged =
        kind == traffic::Kind::voip || kind == traffic::Kind::xr || kind == traffic::Kind::gaming;
    bearer.rlc_mode = unacknowledged ? RlcMode::um : RlcMode::am;
    if (read(node, "five_qi", bearer.five_qi) && qos::findFiveQi(bearer.five_qi) == nullptr)
        context.findings.add(
            markOf(node, "five_qi"), std::to_string(bearer.five_qi) + " is no standardised 5QI",
            "see TS 23.501 Table 5.7.4-1: 1 to 10, 65 to 67, 69 to 74, 76, 79, 80, 82 to 90");
    readName(node, "rlc_mode", rlcModeNames(), bearer.rlc_mode);
    read(node, "guaranteed_kbps", bearer.guaranteed_kbps);
}

Bearer bindBearer(const Node& node, double start_hour, Context& context) {
    Bearer bearer;
    traffic::Profile& p = bearer.profile;
    p.start_hour = start_hour;
    readName(node, "model", trafficKindNames(), p.kind);
    for (const TrafficField& field : trafficFields())
        if (field.concerns(p.kind)) read(node, field.key, field.of(p));
    if (hasDirection(p.kind)) readName(node, "direction", trafficDirectionNames(), p.direction);
    if (p.kind == traffic::Kind::video_streaming) bindVideo(node, p, context);
    bindSessions(node, p, context);
    bindQos(node, bearer, context);
    return bearer;
}

}  // namespace

void bindTraffic(const Node& root, Users& users, Context& context) {
    const Node* list = valueOf(root, "traffic");
    if (list == nullptr) {
        users.traffic.emplace_back();
        return;
    }
    double start_hour = 0.0;
    if (const Node* run = valueOf(root, "run")) read(*run, "start_hour", start_hour);
    double sum = 0.0;
    for (const Node& item : list->items) {
        TrafficShare entry;
        entry.bearers.clear();
        read(item, "share", entry.share);
        read(item, "slice", entry.slice);
        if (const Node* bearers = valueOf(item, "bearers"))
            for (const Node& bearer : bearers->items)
                entry.bearers.push_back(bindBearer(bearer, start_hour, context));
        else
            entry.bearers.push_back(bindBearer(item, start_hour, context));
        sum += entry.share;
        users.traffic.push_back(std::move(entry));
    }
    checkShares(*list, "traffic", sum, context);
}

}  // namespace celltwin::scenario
