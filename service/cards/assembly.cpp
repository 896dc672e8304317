// SPDX-License-Identifier: BSD-3-Clause
#include "service/cards/assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/base/error.h"

namespace celltwin::cards {
namespace {

constexpr Unit kUnits[] = {
    {"1", "number", 1.0},         {"Hz", "frequency", 1.0},
    {"kHz", "frequency", 1e3},    {"MHz", "frequency", 1e6},
    {"GHz", "frequency", 1e9},    {"m", "length", 1.0},
    {"km", "length", 1e3},        {"wavelengths", "wavelengths", 1.0},
    {"deg", "angle", 1.0},        {"ns", "time", 1e-9},
    {"us", "time", 1e-6},         {"ms", "time", 1e-3},
    {"s", "time", 1.0},           {"slot", "slots", 1.0},
    {"km/h", "speed", 1.0 / 3.6}, {"m/s", "speed", 1.0},
    {"dB", "ratio in dB", 1.0},   {"dBi", "gain in dBi", 1.0},
    {"dBm", "power in dBm", 1.0}, {"mW", "power", 1.0},
    {"W", "power", 1e3},          {"bit", "data", 1.0},
    {"byte", "data", 8.0},        {"bytes", "data", 8.0},
    {"bit/s", "rate", 1.0},       {"kbit/s", "rate", 1e3},
    {"1/s", "arrivals", 1.0},     {"PRB", "resource blocks", 1.0},
};

const Unit& unitOf(std::string_view name) {
    const auto found =
        std::find_if(std::begin(kUnits), std::end(kUnits), [&](const Unit& u) { return u.name == name; });
    if (found == std::end(kUnits)) throw DataError(fmt::format("'{}' is no unit of model cards", name));
    return *found;
}

struct End {
    const std::string* part;
    const Port* port;
};

std::string endText(const End& end) {
    return fmt::format("{} ({}, {})", *end.part, end.port->unit, end.port->rate);
}

}  // namespace

std::span<const Unit> units() {
    return kUnits;
}

double convert(double value, std::string_view from, std::string_view to) {
    const Unit &a = unitOf(from), &b = unitOf(to);
    if (a.dimension != b.dimension) throw DataError(fmt::format("{} is no {}", from, to));
    return a.scale == b.scale ? value : value * a.scale / b.scale;
}

const Part& enginePart() {
    static const Part kEngine{"the engine",
                              {{"path_loss", "dB", "mobility-period"},
                               {"path_loss_correction", "dB", "mobility-period"},
                               {"shadowing", "dB", "mobility-period"},
                               {"penetration_loss", "dB", "mobility-period"},
                               {"blockage_loss", "dB", "mobility-period"},
                               {"link_gain", "dB", "mobility-period"},
                               {"interference_power", "mW", "slot"},
                               {"block_error_rate", "1", "slot"},
                               {"transport_block", "bit", "slot"},
                               {"arriving_data", "byte", "slot"},
                               {"prb_count", "PRB", "slot"},
                               {"handover", "1", "measurement-period"},
                               {"feedback_delay", "slot", "once"}},
                              {{"carrier_frequency", "Hz", "once"},
                               {"time", "ns", "slot"},
                               {"bs_height", "m", "once"},
                               {"ue_height", "m", "once"},
                               {"distance_2d", "m", "mobility-period"},
                               {"bearing", "deg", "mobility-period"},
                               {"elevation", "deg", "mobility-period"},
                               {"received_power", "mW", "mobility-period"},
                               {"rsrp", "dBm", "measurement-period"},
                               {"activity", "1", "slot"},
                               {"mean_sinr", "1", "slot"},
                               {"branch_sinr", "dB", "cqi-period"},
                               {"doppler_turns", "1", "slot"},
                               {"queue", "byte", "slot"},
                               {"bytes_per_prb", "byte", "slot"}}};
    return kEngine;
}

std::vector<std::string> assemblyFaults(std::span<const Part> parts) {
    std::vector<std::string> faults;
    std::map<std::string, End> first_given;
    const auto compare = [&faults](const End& given, const End& other, const char* verb) {
        if (given.port->unit != other.port->unit)
            faults.push_back(fmt::format("unit of {}: {} gives it, {} {} it", given.port->quantity,
                                         endText(given), endText(other), verb));
        else if (given.port->rate != other.port->rate)
            faults.push_back(fmt::format("rate of {}: {} gives it, {} {} it", given.port->quantity,
                                         endText(given), endText(other), verb));
    };
    for (const Part& part : parts)
        for (const Port& port : part.outputs) {
            const auto [found, is_first] = first_given.try_emplace(port.quantity, End{&part.name, &port});
            if (!is_first) compare(found->second, {&part.name, &port}, "gives");
        }
    for (const Part& part : parts)
        for (const Port& port : part.inputs) {
            const auto found = first_given.find(port.quantity);
            if (found == first_given.end())
                faults.push_back(fmt::format("{} takes {}, which nothing gives", part.name, port.quantity));
            else
                compare(found->second, {&part.name, &port}, "takes");
        }
    return faults;
}

void checkAssembly(std::span<const Card> cards) {
    std::vector<Part> parts{enginePart()};
    for (const Card& card : cards) {
        for (const Limit& limit : card.validity) unitOf(limit.unit);
        for (const Parameter& parameter : card.parameters) unitOf(parameter.unit);
        parts.push_back({card.name, card.inputs, card.outputs});
    }
    for (const Part& part : parts)
        for (const auto* ports : {&part.inputs, &part.outputs})
            for (const Port& port : *ports) unitOf(port.unit);
    std::string text;
    for (const std::string& fault : assemblyFaults(parts)) text += "\n  " + fault;
    if (!text.empty()) throw DataError("the models do not fit together:" + text);
}

}  // namespace celltwin::cards
