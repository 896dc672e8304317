// SPDX-License-Identifier: BSD-3-Clause
//
// The numbers a traffic model may be given, as data: key table, reader and resolved text are made from it.
// Private to scenarios/schema.
#pragma once

#include <span>

#include "models/traffic/profile.h"

namespace celltwin::scenario {

struct TrafficField {
    const char* key;
    const char* unit;
    double min, max;
    bool above_min;
    double& (*of)(traffic::Profile&);
    unsigned kinds;  ///< bit k: of traffic::Kind k
    const char* description;
    bool concerns(traffic::Kind kind) const { return (kinds >> static_cast<unsigned>(kind) & 1U) != 0; }
};
/// In the order in which they are written.
std::span<const TrafficField> trafficFields();

/// Kinds whose own parameter says which way they go.
bool hasDirection(traffic::Kind kind);
/// Kinds that can stop and start again.
bool mayHaveSessions(traffic::Kind kind);
/// Kinds whose arrivals follow the hour also without sessions.
bool followsHours(traffic::Kind kind);
/// 5QI of a kind where none is given: TS 23.501 Table 5.7.4-1 by its example services.
int defaultFiveQi(traffic::Kind kind);

}  // namespace celltwin::scenario
