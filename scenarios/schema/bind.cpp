// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/bind.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "models/base/csv.h"
#include "scenarios/schema/file_access.h"
#include "scenarios/schema/limits.h"

namespace celltwin::scenario {

const Node* valueOf(const Node& map, std::string_view key) {
    const Entry* entry = map.find(key);
    if (entry == nullptr || entry->value.bad) return nullptr;
    entry->value.used = true;
    return &entry->value;
}

bool read(const Node& map, std::string_view key, double& out) {
    const Node* node = valueOf(map, key);
    if (node == nullptr) return false;
    const auto value = parseNumber(node->text);
    if (value) out = *value;
    return value.has_value();
}

bool read(const Node& map, std::string_view key, int& out) {
    double value = 0.0;
    if (!read(map, key, value)) return false;
    out = static_cast<int>(value);
    return true;
}

bool read(const Node& map, std::string_view key, std::uint64_t& out) {
    const Node* node = valueOf(map, key);
    if (node == nullptr) return false;
    const std::string& text = node->text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error == std::errc{} && end == text.data() + text.size()) return true;
    double value = 0.0;
    if (!read(map, key, value) || value < 0.0 || value > 9007199254740992.0) return false;
    out = static_cast<std::uint64_t>(value);
    return true;
}

bool read(const Node& map, std::string_view key, bool& out) {
    const Node* node = valueOf(map, key);
    if (node != nullptr) out = node->text == "true";
    return node != nullptr;
}

bool read(const Node& map, std::string_view key, std::string& out) {
    const Node* node = valueOf(map, key);
    if (node != nullptr) out = node->text;
    return node != nullptr;
}

bool read(const Node& map, std::string_view key, std::optional<double>& out) {
    double value = 0.0;
    if (!read(map, key, value)) return false;
    out = value;
    return true;
}

bool read(const Node& map, std::string_view key, std::vector<double>& out) {
    const Node* node = valueOf(map, key);
    if (node == nullptr) return false;
    out.clear();
    for (const Node& item : node->items) out.push_back(parseNumber(item.text).value_or(0.0));
    return true;
}

std::optional<Place> readPlace(const Node& map, Context& context) {
    Place place;
    const bool lat = read(map, "lat_deg", place.lat_lon.lat_deg);
    const bool lon = read(map, "lon_deg", place.lat_lon.lon_deg);
    const bool east = read(map, "east_m", place.enu.east_m);
    const bool north = read(map, "north_m", place.enu.north_m);
    const auto half = [&](bool given, bool other, const char* key, const char* partner) {
        const Entry* partner_entry = map.find(partner);
        if (given && !other && partner_entry == nullptr)
            context.findings.add(map.find(key)->key_mark,
                                 std::string("'") + key + "' needs '" + partner + "' beside it");
    };
    half(lat, lon, "lat_deg", "lon_deg");
    half(lon, lat, "lon_deg", "lat_deg");
    half(east, north, "east_m", "north_m");
    half(north, east, "north_m", "east_m");
    place.geographic = lat && lon;
    if (place.geographic || (east && north)) return place;
    return std::nullopt;
}

bool hasPlaceKeys(const Node& map) {
    return map.find("lat_deg") != nullptr || map.find("lon_deg") != nullptr ||
           map.find("east_m") != nullptr || map.find("north_m") != nullptr;
}

Enu toEnu(const Place& place, const NetworkSnapshot& network, const Mark& mark, Context& context) {
    if (!place.geographic) return place.enu;
    if (!network.geographic) {
        context.findings.add(mark, "a place in degrees, but the network is in metres",
                             "give network.reference {lat_deg, lon_deg}");
        return {};
    }
    const Enu enu = LocalFrame(network.origin).toEnu(place.lat_lon);
    if (std::abs(enu.east_m) > kMaxCoordinateM || std::abs(enu.north_m) > kMaxCoordinateM)
        context.findings.add(mark,
                             "this place is more than " + std::to_string(int(kMaxCoordinateM / 1000)) +
                                 " km from the network's reference",
                             "are latitude and longitude exchanged?");
    return enu;
}

std::optional<std::uint32_t> lookUp(const Index& index, const std::string& name, const std::string& what,
                                    const std::string& where, const Mark& mark, Context& context) {
    const auto found = index.find(name);
    if (found != index.end()) return found->second;
    std::string hint;
    if (context.findings.worthHints()) {
        std::vector<std::string> names;
        for (const auto& [known, i] : index) names.push_back(known);
        // The map's order is not defined; the hint must be the same everywhere.
        std::sort(names.begin(), names.end());
        hint = didYouMean(name, names);
        if (hint.empty() && !names.empty() && names.size() <= 10) {
            for (const std::string& known : names) hint += (hint.empty() ? "(known: " : ", ") + known;
            hint += ")";
        }
    }
    context.findings.add(mark, what + " " + quotedText(name) + " is not in " + where, hint);
    return std::nullopt;
}

bool addName(Index& index, const std::string& name, const std::string& what, const Mark& mark,
             Context& context) {
    const bool added = index.emplace(name, static_cast<std::uint32_t>(index.size())).second;
    if (!added) context.findings.add(mark, what + " id " + quotedText(name) + " is given twice");
    return added;
}

std::string referencedPath(const std::string& scenario_file, const std::string& reference) {
    const std::filesystem::path path(reference);
    if (path.is_absolute()) return reference;
    return (std::filesystem::path(scenario_file).parent_path() / path).lexically_normal().string();
}

std::optional<std::string> readReferenced(const Node& node, Context& context) {
    const std::string path = referencedPath(context.file, node.text);
    if (const std::string reason = whyNotReadable(path); !reason.empty()) {
        context.findings.add(node.mark, "cannot read " + quotedText(path) + ": " + reason,
                             "paths are relative to the scenario file's folder; put the file there or mend "
                             "the path");
        return std::nullopt;
    }
    try {
        std::string text = readRegularFile(path, kMaxReferencedBytes);
        const int line = firstNonUtf8Line(text);
        if (line == 0) return text;
        Diagnostic d;
        d.where = {path, line, 1};
        d.message = "not UTF-8 text: save the file as UTF-8";
        context.findings.add(std::move(d));
    } catch (const ConfigError& error) {
        context.findings.add(error);
    }
    return std::nullopt;
}

Mark markOf(const Node& node, std::string_view key) {
    const Entry* entry = node.find(key);
    return entry == nullptr ? node.mark : entry->value.mark;
}

}  // namespace celltwin::scenario
