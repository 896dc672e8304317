// SPDX-License-Identifier: BSD-3-Clause
#include "service/cards/domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "models/phy/link_adaptation.h"
#include "scenarios/schema/names.h"
#include "scenarios/schema/shape.h"
#include "service/cards/assembly.h"

namespace celltwin::cards {
namespace {

constexpr double kFloorHeightM = 3.0;

/// What a scenario has of one quantity, in `unit`: a value for each thing (a cell, a carrier), or the ends of
/// a range that is about one thing (the users).
struct Values {
    std::string what, unit;
    struct Thing {
        std::string id;
        double low, high;
    };
    std::vector<Thing> things;
};

/// The names of the models a scenario uses, in the scenario's words.
std::set<std::string> modelNames(const scenario::Scenario& s) {
    using namespace scenario;
    std::set<std::string> names{s.radio.propagation, "los-state", "sinr"};
    const auto when = [&names](bool used, std::string name) {
        if (used) names.insert(std::move(name));
    };
    when(s.radio.shadowing, "shadowing-field");
    when(s.radio.calibration.has_value(), "calibrated-field");
    when(s.users.indoor_share > 0.0, nameOf(s.radio.building_loss, buildingLossNames()));
    when(s.users.car_share > 0.0, "car-loss");
    when(s.radio.blockage, "blockage-a");
    names.insert(nameOf(s.radio.coupling, couplingNames()));
    for (const Antenna& a : s.network.antennas) names.insert(nameOf(a.model, antennaModelNames()));
    if (s.run.fidelity == Fidelity::geometry) return names;
    if (s.run.fidelity == Fidelity::analytic) names.insert({"load-coupling", "rate-curve"});
    if (s.run.foreground) names.insert({"fluid-shares", "rate-curve"});

    for (const auto& profile : {s.radio.fading.profile, s.radio.fading.los_profile})
        if (profile) names.insert(fadingNames().at(static_cast<std::size_t>(*profile) + 1));
    const bool fades = s.radio.fading.profile || s.radio.fading.los_profile;
    when(fades, "mmse-layers");
    when(fades, nameOf(s.ran.link_adaptation.effective_sinr, effectiveSinrNames()));
    for (const Carrier& c : s.network.carriers) {
        const bool lte = phy::isLte(c.mcs_table);
        names.insert(nameOf(c.mcs_table, mcsTableNames(), 1));
        names.insert(lte ? "lte-transport-block" : "nr-transport-block");
        when(fades, lte ? "lte-codebook" : "nr-type1-codebook");
    }
    names.insert({"bler", "cqi-outer-loop", "pdsch-resources", "harq-timing", "uplink-power"});
    names.insert({"measurement-events", "handover-procedure", "mobility-history", "rrc-connection"});
    names.insert({"logical-channels"});
    when(s.ran.radio_link.n310 > 0, "radio-link-failure");
    when(s.ran.connection.inactivity_timer_ms > 0.0, "cell-reselection");
    when(s.ran.handover_procedure.measurement_error_db > 0.0, "measurement-error");
    when(s.ran.handover_procedure.inter_frequency.has_value(), "inter-frequency");
    when(s.ran.load_balancing.has_value(), "load-balancing");
    names.insert(s.energy.model == EnergyModel::linear ? "linear-power" : "tr38864-power");
    when(s.energy.cell_sleep.has_value(), "cell-sleep");
    names.insert(nameOf(s.ran.link_adaptation.combining, combiningNames()));
    names.insert(nameOf(s.ran.rule.policy, schedulerNames()));
    when(!s.ran.slices.empty(), "slice-quotas");
    for (const TrafficShare& t : s.users.traffic)
        for (const Bearer& b : t.bearers) names.insert(nameOf(b.profile.kind, trafficKindNames()));
    for (const MobilityShare& m : s.users.mobility) names.insert(nameOf(m.profile.kind, mobilityKindNames()));
    return names;
}

/// Whether a card is about this carrier: MCS tables and transport blocks are those of the carriers that use
/// them.
bool concerns(const Card& card, const scenario::Carrier& c) {
    if (card.kind == "mcs-table")
        return card.name == scenario::nameOf(c.mcs_table, scenario::mcsTableNames(), 1);
    if (card.name == "nr-transport-block") return !phy::isLte(c.mcs_table);
    if (card.name == "lte-transport-block") return phy::isLte(c.mcs_table);
    return true;
}

/// The farthest that a place of the area is from its nearest site, on a lattice of places.
double farthestInAreaM(const scenario::Scenario& s) {
    constexpr int kSteps = 24;
    const mobility::Area& area = s.users.area;
    double farthest = 0.0;
    for (int i = 0; i <= kSteps; ++i)
        for (int j = 0; j <= kSteps; ++j) {
            const Enu at{std::lerp(area.min_east_m, area.max_east_m, i / double{kSteps}),
                         std::lerp(area.min_north_m, area.max_north_m, j / double{kSteps})};
            double nearest = std::numeric_limits<double>::infinity();
            for (const scenario::Site& site : s.network.sites)
                nearest = std::min(nearest, distance2dM(at, site.position));
            farthest = std::max(farthest, nearest);
        }
    return farthest;
}

/// Horizontal distance of users from their nearest site, as they are placed.
Values::Thing distance2d(const scenario::Scenario& s) {
    double farthest = s.users.max_distance_m;
    if (s.users.placement == scenario::Placement::hexagons) farthest = s.users.isd_m / std::sqrt(3.0);
    if (s.users.placement == scenario::Placement::uniform || s.users.placement == scenario::Placement::raster)
        farthest = farthestInAreaM(s);
    return {"the users", std::min(s.users.min_distance_m, farthest), farthest};
}

Values::Thing ueHeights(const scenario::Scenario& s) {
    const bool floors = s.users.floors_max > 0 && s.users.indoor_share > 0.0;
    return {"the users", s.users.height_m,
            s.users.height_m + (floors ? kFloorHeightM * (s.users.floors_max - 1) : 0.0)};
}

/// The same straight from antenna to antenna.
Values::Thing distance3d(const scenario::Scenario& s) {
    const Values::Thing ue = ueHeights(s), flat = distance2d(s);
    double least = std::numeric_limits<double>::infinity(), most = 0.0;
    for (const scenario::Cell& c : s.network.cells) {
        const double gap = std::max({0.0, ue.low - c.height_m, c.height_m - ue.high});
        least = std::min(least, gap);
        most = std::max({most, std::fabs(c.height_m - ue.low), std::fabs(c.height_m - ue.high)});
    }
    return {flat.id, std::hypot(flat.low, least), std::hypot(flat.high, most)};
}

template <class Of>
Values ofCarriers(const scenario::Scenario& s, const Card& card, const char* what, const char* unit, Of of) {
    Values values{what, unit, {}};
    for (const scenario::Carrier& c : s.network.carriers)
        if (concerns(card, c)) values.things.push_back({c.id, of(c), of(c)});
    return values;
}

/// Nothing for what a scenario does not tell.
Values valuesOf(const scenario::Scenario& s, const Card& card, const std::string& quantity) {
    using scenario::Carrier;
    if (quantity == "carrier_frequency")
        return ofCarriers(s, card, "carrier frequency", "MHz",
                          [](const Carrier& c) { return c.frequency_mhz; });
    if (quantity == "channel_bandwidth")
        return ofCarriers(s, card, "bandwidth", "MHz", [](const Carrier& c) { return c.bandwidth_mhz; });
    if (quantity == "prb_count")
        return ofCarriers(s, card, "PRB count", "PRB", [](const Carrier& c) { return double(c.prb_count); });
    if (quantity == "numerology")
        return ofCarriers(s, card, "numerology", "1", [](const Carrier& c) { return double(c.numerology); });
    if (quantity == "delay_spread")
        return {"delay spread",
                "ns",
                {{"the channel", s.radio.fading.delay_spread_ns, s.radio.fading.delay_spread_ns}}};
    if (quantity == "bs_height") {
        Values values{"antenna height", "m", {}};
        for (const scenario::Cell& c : s.network.cells)
            values.things.push_back({c.id, c.height_m, c.height_m});
        return values;
    }
    if (s.users.count == 0) return {};
    if (quantity == "ue_height") return {"UE height", "m", {ueHeights(s)}};
    if (quantity == "distance_2d") return {"distance to the nearest site", "m", {distance2d(s)}};
    if (quantity == "distance_3d") return {"distance to the nearest antenna", "m", {distance3d(s)}};
    return {};
}

/// A number as people read it: six digits.
std::string spanText(double low, double high) {
    return low == high ? fmt::format("{:g}", low) : fmt::format("{:g}..{:g}", low, high);
}

std::string rangeText(const Limit& limit) {
    const std::string unit = limit.unit == "1" ? "" : " " + limit.unit;
    if (!limit.min) return fmt::format("up to {:g}{}", *limit.max, unit);
    if (!limit.max) return fmt::format("{:g}{} and more", *limit.min, unit);
    return spanText(*limit.min, *limit.max) + unit;
}

/// "antenna height of 3 of 57 (C1, ...): 40..44 m", or empty where all is within the limit.
std::string whatIsBeyond(const Values& values, const Limit& limit) {
    std::size_t count = 0;
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    std::string first;
    for (const Values::Thing& thing : values.things) {
        const double low = convert(thing.low, values.unit, limit.unit),
                     high = convert(thing.high, values.unit, limit.unit);
        // Values went through decimal units: a rounding error is not beyond.
        constexpr double kSlack = 1e-9;
        const bool below = limit.min && low < *limit.min - kSlack * std::fabs(*limit.min);
        const bool above = limit.max && high > *limit.max + kSlack * std::fabs(*limit.max);
        if (!below && !above) continue;
        if (count++ == 0) first = thing.id;
        lowest = std::min(lowest, low);
        highest = std::max(highest, high);
    }
    if (count == 0) return {};
    const std::string unit = limit.unit == "1" ? "" : " " + limit.unit;
    const std::string who =
        count == 1 ? first : fmt::format("{} of {} ({}, ...)", count, values.things.size(), first);
    return fmt::format("{} of {}: {}{}", values.what, who, spanText(lowest, highest), unit);
}

bool applies(const Limit& limit, const std::set<std::string>& names) {
    return limit.with.empty() || std::any_of(limit.with.begin(), limit.with.end(),
                                             [&](const auto& name) { return names.contains(name); });
}

}  // namespace

std::vector<const Card*> cardsUsed(const scenario::Scenario& scenario) {
    std::vector<const Card*> used;
    for (const std::string& name : modelNames(scenario))
        if (const Card* card = findCard(name)) used.push_back(card);
    return used;
}

std::vector<std::string> beyondValidity(const scenario::Scenario& scenario) {
    const std::set<std::string> names = modelNames(scenario);
    std::vector<std::string> lines;
    for (const Card* card : cardsUsed(scenario))
        for (const Limit& limit : card->validity) {
            if (!applies(limit, names)) continue;
            const std::string beyond = whatIsBeyond(valuesOf(scenario, *card, limit.quantity), limit);
            if (!beyond.empty())
                lines.push_back(fmt::format("{}; {} is stated for {} ({})", beyond, card->name,
                                            rangeText(limit), limit.clause));
        }
    return lines;
}

}  // namespace celltwin::cards
