// SPDX-License-Identifier: BSD-3-Clause
//
// How users move.
#include "models/base/csv.h"
#include "scenarios/schema/bind.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/ns3_mobility.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

void bindWalk(const Node& node, mobility::Profile& profile, Context& context) {
    double low_kmh = 0.0, high_kmh = 0.0;
    if (read(node, "speed_min_kmh", low_kmh)) profile.speed_min_mps = low_kmh / 3.6;
    if (read(node, "speed_max_kmh", high_kmh)) profile.speed_max_mps = high_kmh / 3.6;
    if (profile.speed_min_mps > profile.speed_max_mps)
        context.findings.add(node.mark, "speed_min_kmh is above speed_max_kmh, " +
                                            shortest(profile.speed_max_mps * 3.6) + " km/h");
    read(node, "pause_s", profile.pause_s);
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all.empty() ? "none" : all;
}

void bindNs3Attributes(const Node& node, Ns3Mobility& ns3, Context& context) {
    const Node* attributes = valueOf(node, "attributes");
    if (attributes == nullptr) return;
    for (const Entry& entry : attributes->entries) {
        entry.value.used = true;
        const std::string range = ns3AttributeRange(ns3.type, entry.key);
        if (range.empty()) {
            context.findings.add(entry.key_mark, ns3.type + " has no attribute " + quotedText(entry.key),
                                 "(known: " + joined(ns3AttributesOf(ns3.type)) + ")");
        } else if (!entry.value.bad) {
            if (const auto text = ns3AttributeText(ns3.type, entry.key, entry.value.text))
                ns3.attributes.emplace_back(entry.key, *text);
            else
                context.findings.add(entry.value.mark, quotedText(entry.key) + " is " +
                                                           quotedText(entry.value.text) + ", but " + range +
                                                           " is expected");
        }
    }
}

/// MinSpeed above MaxSpeed and the like would leave ns-3 with an empty range.
void checkNs3Ranges(const Node& node, const Ns3Mobility& ns3, Context& context) {
    const auto number = [&](std::string_view name, double otherwise) {
        for (const auto& [key, text] : ns3.attributes)
            if (key == name) return parseNumber(text).value_or(otherwise);
        return otherwise;
    };
    if (ns3.type != "ns3::SteadyStateRandomWaypointMobilityModel") return;
    // Its own defaults: 0.3 to 0.7 m/s, no pause.
    if (number("MinSpeed", 0.3) > number("MaxSpeed", 0.7))
        context.findings.add(markOf(node, "attributes"), "MinSpeed is above MaxSpeed");
    if (number("MinPause", 0.0) > number("MaxPause", 0.0))
        context.findings.add(markOf(node, "attributes"), "MinPause is above MaxPause");
}

void bindNs3(const Node& node, Ns3Mobility& ns3, Context& context) {
    if (!read(node, "type", ns3.type)) {
        if (node.find("type") == nullptr)
            context.findings.add(node.mark, "model 'ns3' needs type, such as " + ns3MobilityTypes().back());
        return;
    }
    bindNs3Attributes(node, ns3, context);
    checkNs3Ranges(node, ns3, context);
}

}  // namespace

MobilityShare bindMobility(const Node& node, const NetworkSnapshot& network, const mobility::Area& area,
                           Context& context) {
    MobilityShare entry;
    read(node, "share", entry.share);
    mobility::Profile& profile = entry.profile;
    readName(node, "model", mobilityKindNames(), profile.kind);
    if (profile.kind == mobility::Kind::random_waypoint) bindWalk(node, profile, context);
    if (profile.kind == mobility::Kind::random_waypoint || profile.kind == mobility::Kind::ns3) {
        profile.area = area;
        bindArea(node, profile.area, context);
    }
    if (profile.kind == mobility::Kind::route) bindRoute(node, profile, network, context);
    if (profile.kind == mobility::Kind::ns3) bindNs3(node, entry.ns3, context);
    return entry;
}

}  // namespace celltwin::scenario
