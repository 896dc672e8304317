// SPDX-License-Identifier: BSD-3-Clause
//
// The table's rules applied to a tree: kinds of values, unknown and missing keys, ranges, choices, units.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "models/base/csv.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

using Type = Shape::Type;

std::string joinedNames(const std::vector<std::string>& names, const char* separator = ", ") {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : separator) + name;
    return all;
}

/// A unit people write, what it is of, and its size in that.
struct Unit {
    const char* name;
    const char* of;
    double factor;
};
constexpr Unit kUnits[] = {
    {"Hz", "MHz", 1e-6},
    {"kHz", "MHz", 1e-3},
    {"MHz", "MHz", 1},
    {"GHz", "MHz", 1e3},
    {"mm", "m", 1e-3},
    {"cm", "m", 1e-2},
    {"m", "m", 1},
    {"km", "m", 1e3},
    {"ms", "s", 1e-3},
    {"s", "s", 1},
    {"min", "s", 60},
    {"h", "s", 3600},
    {"us", "ms", 1e-3},
    {"ms", "ms", 1},
    {"s", "ms", 1e3},
    {"km/h", "km/h", 1},
    {"m/s", "km/h", 3.6},
    {"B", "bytes", 1},
    {"bytes", "bytes", 1},
    {"kB", "bytes", 1e3},
    {"MB", "bytes", 1e6},
    {"GB", "bytes", 1e9},
    {"kbit/s", "kbit/s", 1},
    {"kbps", "kbit/s", 1},
    {"bps", "kbit/s", 1e-3},
    {"Mbit/s", "kbit/s", 1e3},
    {"Mbps", "kbit/s", 1e3},
    {"Gbps", "kbit/s", 1e6},
    {"dB", "dB", 1},
    {"dBm", "dBm", 1},
    {"dBi", "dBi", 1},
    {"dBd", "dBi", 0},
    {"deg", "deg", 1},
    {"\xC2\xB0", "deg", 1},
    {"rad", "deg", 180 / 3.14159265358979323846},
    {"W", "dBm", 0},
    {"mW", "dBm", 0},
    {"kW", "dBm", 0},
    {"%", "", 0.01},
};

/// A number with something behind it: "49 dBm" -> 49, "dBm".
struct Measure {
    double value;
    std::string unit;
};
std::optional<Measure> splitMeasure(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
    std::string unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    unit.erase(0, unit.find_first_not_of(' '));
    // A digit would make it a misspelt number, not a unit.
    if (unit.empty() || unit.size() > 12 || unit.find_first_of("0123456789") != std::string::npos)
        return std::nullopt;
    return Measure{value, unit};
}

/// The measure as a bare number in the key's unit, where that is known.
std::optional<double> converted(const Measure& measure, const std::string& unit) {
    if (unit == "dBm") {
        const double milliwatts = measure.unit == "W"    ? measure.value * 1e3
                                  : measure.unit == "mW" ? measure.value
                                  : measure.unit == "kW" ? measure.value * 1e6
                                                         : 0.0;
        if (milliwatts > 0.0) return std::round(1000.0 * std::log10(milliwatts)) / 100.0;
    }
    if (unit == "dBi" && measure.unit == "dBd") return measure.value + 2.15;
    for (const Unit& known : kUnits)
        if (measure.unit == known.name && unit == known.of && known.factor > 0.0)
            return measure.value * known.factor;
    return std::nullopt;
}

void refuseMeasure(const Node& node, const Key& key, const Measure& measure, Findings& findings) {
    const Shape& shape = key.shape;
    const std::string in = shape.unit.empty() ? "has no unit" : "is in " + shape.unit;
    std::string hint;
    if (const auto value = converted(measure, shape.unit)) {
        std::string ignored;
        if (numberTrouble(*value, shape, ignored).empty()) hint = "write " + shortest(*value);
    }
    findings.add(node.mark,
                 "the key " + key.name + " " + in + " and takes a bare number, not " + quotedText(node.text),
                 hint);
}

/// Suspicions about a number out of range: the same quantity in another unit would fit.
std::string unitSuspicion(double value, const Shape& shape) {
    const auto fits = [&](double v) {
        return v <= shape.max && (shape.above_min ? v > shape.min : v >= shape.min);
    };
    for (const Unit& unit : kUnits) {
        if (shape.unit.empty() || shape.unit != unit.of || unit.factor == 0.0 || unit.factor == 1.0) continue;
        if (fits(value * unit.factor))
            return "in " + std::string(unit.name) + "? the key is in " + shape.unit + ": " +
                   shortest(value * unit.factor);
    }
    if (shape.unit.empty() && shape.max == 1.0 && value > 1.0 && fits(value / 100.0))
        return "in percent? the key is a share: " + shortest(value / 100.0);
    return {};
}

class Checker {
  public:
    explicit Checker(Findings& findings) : findings_(findings) {}

    void object(Node& node, const Object& object) {
        for (Entry& entry : node.entries) {
            const Key* key = object.find(entry.key);
            if (key == nullptr)
                unknownKey(entry, object);
            else
                value(entry.value, *key);
        }
        for (const Key& key : object.keys)
            if (key.required && node.find(key.name) == nullptr)
                complain(node, object.name + " needs the key '" + key.name + "'", key.description);
        for (const Choice& choice : object.choices) choose(node, object, choice);
    }

  private:
    void complain(Node& node, std::string message, std::string hint = {}) {
        node.bad = true;
        findings_.add(node.mark, std::move(message), std::move(hint));
    }

    void unknownKey(Entry& entry, const Object& object) {
        entry.value.bad = true;
        const std::vector<std::string> names = object.names();
        std::string hint = didYouMean(entry.key, names);
        hint += (hint.empty() ? "(known: " : "  (known: ") + joinedNames(names) + ")";
        findings_.add(entry.key_mark, "unknown key " + quotedText(entry.key) + " in " + object.name, hint);
    }

    void choose(Node& node, const Object& object, const Choice& choice) {
        std::vector<const Entry*> given;
        for (const Entry& entry : node.entries)
            if (std::find(choice.keys.begin(), choice.keys.end(), entry.key) != choice.keys.end())
                given.push_back(&entry);
        if (given.size() > 1) {
            findings_.add(given[1]->key_mark, "'" + given[1]->key + "' cannot stand beside '" +
                                                  given[0]->key + "' in " + object.name +
                                                  ": give one of them");
        } else if (given.empty() && choice.exactly_one) {
            complain(node, object.name + " needs one of " + joinedNames(choice.keys));
        }
    }

    void value(Node& node, const Key& key) {
        const Shape* shape = fitting(node, key.shape);
        if (shape == nullptr) {
            wrongKind(node, key);
            return;
        }
        switch (shape->type) {
            case Type::number:
            case Type::integer:
                number(node, key, *shape);
                break;
            case Type::boolean:
                break;
            case Type::text:
                text(node, key, *shape);
                break;
            case Type::object:
                object(node, shape->object());
                break;
            case Type::list:
                list(node, key, *shape);
                break;
        }
    }

    static bool isFlag(const Node& node) {
        return node.kind == Node::Kind::scalar && !node.quoted &&
               (node.text == "true" || node.text == "false");
    }

    /// The shape this kind of YAML value belongs to.
    static const Shape* fitting(const Node& node, const Shape& shape) {
        const auto fits = [&](const Shape& s) {
            switch (s.type) {
                case Type::object:
                    return node.kind == Node::Kind::map;
                case Type::list:
                    return node.kind == Node::Kind::sequence;
                case Type::boolean:
                    return isFlag(node);
                case Type::text:
                    return node.kind == Node::Kind::scalar && !isFlag(node);
                default:
                    return node.kind == Node::Kind::scalar && !node.quoted && parseNumber(node.text);
            }
        };
        if (fits(shape)) return &shape;
        for (const Shape& other : shape.or_else)
            if (fits(other)) return &other;
        return nullptr;
    }

    void wrongKind(Node& node, const Key& key) {
        node.bad = true;
        const Shape& shape = key.shape;
        const bool numeric = shape.type == Type::number || shape.type == Type::integer;
        if (node.kind == Node::Kind::null) {
            findings_.add(node.mark,
                          "'" + key.name + "' has no value: " + expectationText(shape) + " is expected",
                          "remove the key for its default");
            return;
        }
        if (numeric && node.kind == Node::Kind::scalar) {
            if (const auto measure = splitMeasure(node.text)) {
                refuseMeasure(node, key, *measure, findings_);
                return;
            }
        }
        std::string found = "a list", hint;
        if (node.kind == Node::Kind::map) found = "a mapping";
        if (node.kind == Node::Kind::scalar) {
            found = (node.quoted ? "the text " : "") + quotedText(node.text);
            if (numeric && node.quoted && parseNumber(node.text)) hint = "remove the quotes";
            if (shape.type == Type::text && !node.quoted) hint = "put it in quotes";
            if (shape.type == Type::boolean) hint = "write true or false";
        }
        findings_.add(node.mark,
                      "'" + key.name + "' is " + found + ", but " + expectationText(shape) + " is expected",
                      hint);
    }

    void number(Node& node, const Key& key, const Shape& shape) {
        const double value = *parseNumber(node.text);
        if (shape.type == Type::integer && !isWhole(node.text, value)) {
            complain(node, "'" + key.name + "' is " + node.text + ", but a whole number is expected, " +
                               rangeText(shape));
            return;
        }
        std::string hint;
        const std::string trouble = numberTrouble(value, shape, hint);
        if (!trouble.empty()) complain(node, "'" + key.name + "' is " + trouble, hint);
    }

    /// 64-bit integers are read exactly; 8.0 and 1e3 are whole as well.
    static bool isWhole(const std::string& text, double value) {
        std::uint64_t whole = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (error == std::errc{} && end == text.data() + text.size()) return true;
        return std::abs(value) <= 9007199254740992.0 && std::floor(value) == value;
    }

    void text(Node& node, const Key& key, const Shape& shape) {
        if (!shape.choices.empty()) {
            if (std::find(shape.choices.begin(), shape.choices.end(), node.text) == shape.choices.end()) {
                std::string hint = didYouMean(node.text, shape.choices);
                hint += (hint.empty() ? "(known: " : "  (known: ") + joinedNames(shape.choices) + ")";
                complain(node,
                         "unknown " + (key.name.empty() ? "name" : key.name) + " " + quotedText(node.text),
                         hint);
            }
        } else if (node.text.empty()) {
            complain(node, "'" + key.name + "' is empty", "remove the key for its default");
        } else if (node.text.size() > shape.max_size) {
            complain(node,
                     "'" + key.name + "' is longer than " + std::to_string(shape.max_size) + " characters");
        }
    }

    void list(Node& node, const Key& key, const Shape& shape) {
        const std::size_t n = node.items.size();
        if (n < shape.min_size || n > shape.max_size) {
            const std::string wanted =
                shape.min_size == shape.max_size
                    ? std::to_string(shape.min_size)
                    : std::to_string(shape.min_size) + " to " + std::to_string(shape.max_size);
            complain(node,
                     "'" + key.name + "' has " + std::to_string(n) + " entries, " + wanted + " are expected");
        }
        Key item;
        item.name = key.name;
        item.shape = shape.item.front();
        for (Node& element : node.items) {
            value(element, item);
            // A list of numbers with a hole in it is no list of numbers.
            if (element.bad && item.shape.type != Type::object) node.bad = true;
        }
    }

    Findings& findings_;
};

}  // namespace

std::string numberTrouble(double value, const Shape& shape, std::string& hint) {
    const bool low = shape.above_min ? value <= shape.min : value < shape.min;
    if (!low && value <= shape.max) return {};
    hint = unitSuspicion(value, shape);
    return shortest(value) + (shape.unit.empty() ? "" : " " + shape.unit) +
           ", out of range: " + rangeText(shape) + " is accepted";
}

void checkObject(Node& node, const Object& object, Findings& findings) {
    Checker(findings).object(node, object);
}

}  // namespace celltwin::scenario
