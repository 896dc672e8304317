// SPDX-License-Identifier: BSD-3-Clause
//
// Traffic of the complete scenario as text.
#include "scenarios/schema/names.h"
#include "scenarios/schema/resolved_text.h"
#include "scenarios/schema/traffic_fields.h"

namespace celltwin::scenario {
namespace {

void addBearer(Flow& flow, const Bearer& bearer) {
    traffic::Profile p = bearer.profile;
    flow.raw("model", nameOf(p.kind, trafficKindNames()));
    for (const TrafficField& field : trafficFields())
        if (field.concerns(p.kind)) flow.add(field.key, field.of(p));
    if (hasDirection(p.kind)) flow.raw("direction", nameOf(p.direction, trafficDirectionNames()));
    if (p.kind == traffic::Kind::video_streaming) flow.add("video_ladder_kbps", p.video.ladder_kbps);
    if (mayHaveSessions(p.kind)) flow.add("sessions_per_hour", p.sessions.per_hour);
    if (p.sessions.per_hour > 0.0) flow.add("session_duration_s", p.sessions.mean_duration_s);
    if (p.hourly) flow.add("hourly", *p.hourly);
    flow.add("five_qi", bearer.five_qi)
        .raw("rlc_mode", nameOf(bearer.rlc_mode, rlcModeNames()))
        .add("guaranteed_kbps", bearer.guaranteed_kbps);
}

}  // namespace

std::string trafficText(const Users& u) {
    std::string out = "traffic:\n";
    for (const TrafficShare& t : u.traffic) {
        Flow flow;
        flow.add("share", t.share).add("slice", t.slice);
        if (t.bearers.size() == 1) {
            addBearer(flow, t.bearers.front());
        } else {
            std::string list = "[";
            for (const Bearer& bearer : t.bearers) {
                Flow one;
                addBearer(one, bearer);
                list += (list.size() == 1 ? "" : ", ") + one.text();
            }
            flow.raw("bearers", list + "]");
        }
        out += "  - " + flow.text() + "\n";
    }
    return out;
}

}  // namespace celltwin::scenario
