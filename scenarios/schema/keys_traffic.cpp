// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: traffic. A traffic entry is one bearer written flat, or a list of them.
#include "models/qos/five_qi.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"
#include "scenarios/schema/traffic_fields.h"

namespace celltwin::scenario {
namespace {

Shape oneNumber(const char* unit, double min, double max) {
    return numberKey("", unit, min, max, "", "").shape;
}

Key fieldKey(const TrafficField& field) {
    traffic::Profile defaults;
    Key key = numberKey(field.key, field.unit, field.min, field.max, field.of(defaults), field.description);
    return field.above_min ? above(std::move(key)) : key;
}

/// What a bearer may say, after `keys`.
std::vector<Key> withBearerKeys(std::vector<Key> keys) {
    const Bearer b;
    const traffic::Profile p;
    keys.push_back(choiceKey("model", trafficKindNames(), nameOf(p.kind, trafficKindNames()), "The model."));
    for (const TrafficField& field : trafficFields()) keys.push_back(fieldKey(field));
    keys.push_back(choiceKey("direction", trafficDirectionNames(),
                             nameOf(p.direction, trafficDirectionNames()),
                             "full-buffer, constant-rate, ftp1, ftp2, ftp3: which way."));
    keys.push_back(listKey("video_ladder_kbps", oneNumber("kbit/s", 1, 1e7), 1, 64, "[5000]",
                           "video-streaming: media bit rates, rising; one = fixed."));
    keys.push_back(numberKey("sessions_per_hour", "1/h", 0, 1e6, p.sessions.per_hour,
                             "Mean rate of starts while no session is on; 0 = one that never ends."));
    keys.push_back(above(numberKey("session_duration_s", "s", 0, 1e7, p.sessions.mean_duration_s,
                                   "Mean, exponential; with sessions_per_hour.")));
    keys.push_back(
        listKey("hourly", oneNumber("", 0, 1e6), 24, 168, "all 1",
                "Factors on session starts, or without sessions on the arrivals of ftp1 and ftp3: 24 of a "
                "day or 168 of a week from Monday 0 h. See run.start_hour."));
    keys.push_back(integerKey("five_qi", 1, 255,
                              "1 for voip, 3 for gaming, 6 for video-streaming, 80 for xr, else 9",
                              "Standardised 5QI (TS 23.501 Table 5.7.4-1)."));
    keys.push_back(choiceKey("rlc_mode", rlcModeNames(), "um for voip, xr and gaming, else am", "RLC mode."));
    keys.push_back(numberKey("guaranteed_kbps", "kbit/s", 0, 1e7, b.guaranteed_kbps,
                             "Guaranteed bit rate of the bearer; 0 = none."));
    return keys;
}

}  // namespace

const Object& bearerObject() {
    static const Object object{
        "a bearer", "traffic[].bearers[]", "One bearer of a UE and what it carries.", withBearerKeys({}), {}};
    return object;
}

const Object& trafficObject() {
    static const Object object = [] {
        std::vector<Key> keys = withBearerKeys(
            {numberKey("share", "", 0, 1, TrafficShare{}.share, "Share of all UEs; the shares sum to 1."),
             textKey("slice", "the first of ran.slices", "The network slice of these UEs.", 60)});
        keys.push_back(listKey("bearers", objectShape(&bearerObject), 1, kMaxBearers,
                               "one, as written beside",
                               "Several bearers, each with keys of its own in place of those beside."));
        return Object{"a traffic entry",
                      "traffic[]",
                      "What a share of the UEs sends and receives.",
                      std::move(keys),
                      {{{"model", "bearers"}, false}}};
    }();
    return object;
}

}  // namespace celltwin::scenario
