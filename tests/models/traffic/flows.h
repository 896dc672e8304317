// SPDX-License-Identifier: BSD-3-Clause
//
// A flow and a link that delivers its units, for tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "models/traffic/traffic.h"

namespace celltwin::traffic::testing {

inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kMs = 1'000'000;
inline const Random kRandom(77);

/// What a link makes of a unit: how long it takes, and whether it is lost.
struct Outcome {
    std::int64_t delay_ns = 0;
    bool lost = false;
};
using Link = std::function<Outcome(const Unit&)>;
inline Outcome atOnce(const Unit&) {
    return {};
}

struct Played {
    std::vector<Unit> units;
    Cursor cursor;
    Experience experience;
    std::int64_t bytes(Direction direction) const {
        std::int64_t sum = 0;
        for (const Unit& unit : units)
            if (unit.direction == direction) sum += unit.bytes;
        return sum;
    }
    std::vector<Unit> of(Direction direction) const {
        std::vector<Unit> some;
        for (const Unit& unit : units)
            if (unit.direction == direction) some.push_back(unit);
        return some;
    }
};

/// Asks in steps and settles every unit as its time comes, whatever the step. Calls `each_step` after every
/// step.
inline Played playFlow(const Profile& profile, std::uint64_t flow, std::int64_t until_ns,
                       std::int64_t step_ns, const Link& link = atOnce,
                       const std::function<void(std::int64_t, Cursor&, Experience&)>& each_step = {}) {
    struct Pending {
        Unit unit;
        bool lost;
    };
    Played played;
    played.cursor = begin(profile, kRandom, flow);
    std::multimap<std::int64_t, Pending> pending;
    const auto settleOne = [&](std::int64_t end_ns) {
        if (pending.empty() || pending.begin()->first >= end_ns) return false;
        const auto [done_ns, p] = *pending.begin();
        pending.erase(pending.begin());
        settle(profile, kRandom, flow,
               {p.unit.time_ns, done_ns, p.unit.bytes, p.lost ? p.unit.bytes : 0, p.unit.number,
                p.unit.direction},
               played.cursor, played.experience);
        return true;
    };
    for (std::int64_t now_ns = 0; now_ns < until_ns; now_ns += step_ns) {
        const std::int64_t end_ns = std::min(until_ns, now_ns + step_ns);
        bool more = true;
        while (more) {
            more = false;
            while (const auto unit = take(profile, kRandom, flow, end_ns, played.cursor)) {
                const Outcome outcome = link(*unit);
                played.units.push_back(*unit);
                pending.emplace(unit->time_ns + outcome.delay_ns, Pending{*unit, outcome.lost});
            }
            more = settleOne(end_ns);
        }
        if (each_step) each_step(end_ns, played.cursor, played.experience);
    }
    return played;
}

inline Profile ofKind(Kind kind) {
    Profile profile;
    profile.kind = kind;
    return profile;
}
inline const std::vector<Kind> kAllKinds = {Kind::full_buffer,
                                            Kind::ftp3,
                                            Kind::constant_rate,
                                            Kind::ftp1,
                                            Kind::ftp2,
                                            Kind::web,
                                            Kind::video_streaming,
                                            Kind::voip,
                                            Kind::xr,
                                            Kind::gaming,
                                            Kind::iot};

}  // namespace celltwin::traffic::testing
