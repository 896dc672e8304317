// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/ns3_mobility.h"

#include <algorithm>
#include <array>

#include "models/base/csv.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

constexpr double kMaxSpeedMps = 300.0, kMaxPauseS = 1e5, kMaxAngleRad = 100.0;
/// Shorter steps would ask for events without end.
constexpr double kMinStepS = 0.01, kMaxStepS = 1e5, kMinStepM = 1.0, kMaxStepM = 1e6, kMinSpeedMps = 0.01;

/// speed: above 0. pause: 0 allowed. seconds: written with its unit. vector: x:y or x:y:z of the plane.
enum class Holds {
    fraction,
    seconds,
    metres,
    speed,
    pause,
    angle,
    noise,
    speed_number,
    pause_number,
    vector,
    mode
};
struct Attribute {
    std::string_view name;
    Holds holds;
};
struct Model {
    std::string_view type;
    bool straight;
    std::vector<Attribute> attributes;
};

const std::vector<Model>& models() {
    static const std::vector<Model> list = {
        {"ns3::ConstantPositionMobilityModel", true, {}},
        {"ns3::ConstantVelocityMobilityModel", true, {{"Velocity", Holds::vector}}},
        {"ns3::ConstantAccelerationMobilityModel",
         false,
         {{"Velocity", Holds::vector}, {"Acceleration", Holds::vector}}},
        {"ns3::GaussMarkovMobilityModel",
         true,
         {{"Alpha", Holds::fraction},
          {"TimeStep", Holds::seconds},
          {"MeanVelocity", Holds::speed},
          {"MeanDirection", Holds::angle},
          {"NormalVelocity", Holds::noise},
          {"NormalDirection", Holds::noise}}},
        {"ns3::RandomDirection2dMobilityModel", true, {{"Speed", Holds::speed}, {"Pause", Holds::pause}}},
        {"ns3::RandomWalk2dMobilityModel",
         true,
         {{"Mode", Holds::mode},
          {"Time", Holds::seconds},
          {"Distance", Holds::metres},
          {"Speed", Holds::speed},
          {"Direction", Holds::angle}}},
        {"ns3::RandomWaypointMobilityModel", true, {{"Speed", Holds::speed}, {"Pause", Holds::pause}}},
        {"ns3::SteadyStateRandomWaypointMobilityModel",
         true,
         {{"MinSpeed", Holds::speed_number},
          {"MaxSpeed", Holds::speed_number},
          {"MinPause", Holds::pause_number},
          {"MaxPause", Holds::pause_number}}},
    };
    return list;
}

const Attribute* find(std::string_view type, std::string_view name) {
    for (const Model& model : models())
        for (const Attribute& attribute : model.attributes)
            if (model.type == type && attribute.name == name) return &attribute;
    return nullptr;
}

std::optional<double> within(std::string_view text, double low, double high) {
    const auto value = parseNumber(text);
    return value && *value >= low && *value <= high ? value : std::nullopt;
}

std::optional<std::string> numberText(std::string_view text, double low, double high,
                                      const std::string& unit = {}) {
    if (!unit.empty() && text.size() > unit.size() && text.substr(text.size() - unit.size()) == unit)
        text.remove_suffix(unit.size());
    const auto value = within(text, low, high);
    return value ? std::optional(shortest(*value) + unit) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = text.find(by);
        parts.push_back(text.substr(0, end));
        if (end != std::string_view::npos) text.remove_prefix(end + 1);
    }
    return parts;
}

/// Metres per second (squared) in the plane.
std::optional<std::string> vectorText(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
    const auto x = within(parts[0], -kMaxSpeedMps, kMaxSpeedMps);
    const auto y = within(parts[1], -kMaxSpeedMps, kMaxSpeedMps);
    if (!x || !y || (parts.size() == 3 && !within(parts[2], 0.0, 0.0))) return std::nullopt;
    return shortest(*x) + ":" + shortest(*y) + ":0";
}

struct Parameter {
    std::string_view name;
    std::optional<double> value;
};
struct Variable {
    std::string_view type;
    std::vector<Parameter> parameters;
    double get(std::string_view name, double otherwise) const {
        for (const Parameter& p : parameters)
            if (p.name == name && p.value) return *p.value;
        return otherwise;
    }
};
struct Law {
    std::string_view type;
    std::vector<std::string_view> parameters;
};
const std::array<Law, 4>& laws() {
    static const std::array<Law, 4> list = {Law{"ns3::ConstantRandomVariable", {"Constant"}},
                                            Law{"ns3::UniformRandomVariable", {"Min", "Max"}},
                                            Law{"ns3::NormalRandomVariable", {"Mean", "Variance", "Bound"}},
                                            Law{"ns3::ExponentialRandomVariable", {"Mean", "Bound"}}};
    return list;
}

/// "ns3::UniformRandomVariable[Min=1|Max=2]", or a number for a constant. All parameters must be given.
std::optional<Variable> parseVariable(std::string_view text) {
    if (const auto number = parseNumber(text))
        return Variable{laws()[0].type, {{laws()[0].parameters[0], *number}}};
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos || text.back() != ']') return std::nullopt;
    const auto law = std::find_if(laws().begin(), laws().end(),
                                  [&](const Law& l) { return l.type == text.substr(0, open); });
    if (law == laws().end()) return std::nullopt;
    Variable out{law->type, {}};
    for (const std::string_view name : law->parameters) out.parameters.push_back({name, std::nullopt});
    for (const std::string_view part : split(text.substr(open + 1, text.size() - open - 2), '|')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto slot = std::find_if(out.parameters.begin(), out.parameters.end(),
                                       [&](const Parameter& p) { return p.name == part.substr(0, equals); });
        if (slot == out.parameters.end() || slot->value) return std::nullopt;
        slot->value = within(part.substr(equals + 1), -1e6, 1e6);
        if (!slot->value) return std::nullopt;
    }
    const auto given = [](const Parameter& p) { return p.value.has_value(); };
    return std::all_of(out.parameters.begin(), out.parameters.end(), given) ? std::optional(out)
                                                                            : std::nullopt;
}

/// Speeds and pauses come from laws whose values have bounds; an exponential pause is capped.
bool acceptable(const Variable& v, Holds holds) {
    const bool constant = v.type == laws()[0].type, uniform = v.type == laws()[1].type;
    const bool normal = v.type == laws()[2].type;
    if (holds == Holds::noise)
        return normal && v.get("Variance", -1) >= 0.0 && v.get("Bound", -1) >= 0.0 &&
               v.get("Bound", 0) <= kMaxSpeedMps;
    double low = -kMaxAngleRad, high = kMaxAngleRad;
    if (holds == Holds::speed) low = kMinSpeedMps, high = kMaxSpeedMps;
    if (holds == Holds::pause) low = 0.0, high = kMaxPauseS;
    if (constant) return v.get("Constant", -1) >= low && v.get("Constant", -1) <= high;
    if (uniform)
        return v.get("Min", 0) >= low && v.get("Max", 0) <= high && v.get("Min", 0) <= v.get("Max", 0);
    if (normal) return holds == Holds::angle && v.get("Variance", -1) >= 0.0 && v.get("Bound", -1) >= 0.0;
    return holds == Holds::pause && v.get("Mean", -1) > 0.0 && v.get("Bound", 0) > 0.0 &&
           v.get("Bound", 0) <= kMaxPauseS;
}

std::optional<std::string> variableText(std::string_view text, Holds holds) {
    const auto variable = parseVariable(text);
    if (!variable || !acceptable(*variable, holds)) return std::nullopt;
    std::string out(variable->type);
    char separator = '[';
    for (const Parameter& p : variable->parameters) {
        out += separator + std::string(p.name) + "=" + shortest(*p.value);
        separator = '|';
    }
    return out + "]";
}

std::string rangeOf(Holds holds) {
    const std::string uniform = " or ns3::UniformRandomVariable (Min, Max)";
    switch (holds) {
        case Holds::fraction:
            return "a number, 0 to 1";
        case Holds::seconds:
            return "seconds, 0.01s to 100000s";
        case Holds::metres:
            return "metres, 1 to 1000000";
        case Holds::speed:
            return "a speed in m/s" + uniform + ", 0.01 to 300";
        case Holds::pause:
            return "seconds" + uniform + " or ns3::ExponentialRandomVariable (Mean, Bound), 0 to 100000";
        case Holds::angle:
            return "an angle in rad" + uniform + " or ns3::NormalRandomVariable (Mean, Variance, Bound), " +
                   "-100 to 100";
        case Holds::noise:
            return "ns3::NormalRandomVariable (Mean, Variance, Bound) with Bound at most 300";
        case Holds::speed_number:
            return "a speed in m/s, 0.01 to 300";
        case Holds::pause_number:
            return "seconds, 0 to 100000";
        case Holds::vector:
            return "east:north in m/s (or m/s2), each -300 to 300";
        case Holds::mode:
            break;
    }
    return "Distance or Time";
}

}  // namespace

std::vector<std::string> ns3MobilityTypes() {
    std::vector<std::string> names;
    for (const Model& model : models()) names.emplace_back(model.type);
    return names;
}

std::vector<std::string> ns3AttributesOf(std::string_view type) {
    std::vector<std::string> names;
    for (const Model& model : models())
        if (model.type == type)
            for (const Attribute& attribute : model.attributes) names.emplace_back(attribute.name);
    return names;
}

std::vector<std::string> ns3AttributeNames() {
    std::vector<std::string> names;
    for (const Model& model : models())
        for (const Attribute& attribute : model.attributes)
            if (std::find(names.begin(), names.end(), attribute.name) == names.end())
                names.emplace_back(attribute.name);
    return names;
}

bool movesStraight(std::string_view type) {
    return std::any_of(models().begin(), models().end(),
                       [&](const Model& model) { return model.type == type && model.straight; });
}

std::string ns3AttributeRange(std::string_view type, std::string_view attribute) {
    const Attribute* found = find(type, attribute);
    return found == nullptr ? "" : rangeOf(found->holds);
}

std::optional<std::string> ns3AttributeText(std::string_view type, std::string_view attribute,
                                            std::string_view value) {
    const Attribute* found = find(type, attribute);
    if (found == nullptr || value.empty()) return std::nullopt;
    switch (found->holds) {
        case Holds::fraction:
            return numberText(value, 0.0, 1.0);
        case Holds::seconds:
            return numberText(value, kMinStepS, kMaxStepS, "s");
        case Holds::metres:
            return numberText(value, kMinStepM, kMaxStepM);
        case Holds::speed_number:
            return numberText(value, kMinSpeedMps, kMaxSpeedMps);
        case Holds::pause_number:
            return numberText(value, 0.0, kMaxPauseS);
        case Holds::vector:
            return vectorText(value);
        case Holds::mode:
            return value == "Distance" || value == "Time" ? std::optional(std::string(value)) : std::nullopt;
        default:
            return variableText(value, found->holds);
    }
}

}  // namespace celltwin::scenario
