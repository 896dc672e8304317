// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/shape.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace celltwin::scenario {

const Key* Object::find(std::string_view key) const {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> Object::names() const {
    std::vector<std::string> all;
    for (const Key& key : keys) all.push_back(key.name);
    return all;
}

std::string shortest(double value) {
    char buffer[64];
    const auto plain = std::abs(value) < 1e16 && std::abs(value) >= 1e-6;
    const auto result = value == 0.0 || plain
                            ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
                            : std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, result.ptr);
}

Key numberKey(std::string name, std::string unit, double min, double max, std::string default_text,
              std::string description) {
    Key key{std::move(name), {}, std::move(default_text), std::move(description), false};
    key.shape.type = Shape::Type::number;
    key.shape.unit = std::move(unit);
    key.shape.min = min;
    key.shape.max = max;
    return key;
}

Key numberKey(std::string name, std::string unit, double min, double max, double default_value,
              std::string description) {
    return numberKey(std::move(name), std::move(unit), min, max, shortest(default_value),
                     std::move(description));
}

Key integerKey(std::string name, double min, double max, std::string default_text, std::string description) {
    Key key = numberKey(std::move(name), "", min, max, std::move(default_text), std::move(description));
    key.shape.type = Shape::Type::integer;
    return key;
}

Key integerKey(std::string name, double min, double max, std::uint64_t default_value,
               std::string description) {
    return integerKey(std::move(name), min, max, std::to_string(default_value), std::move(description));
}

Key flagKey(std::string name, bool default_value, std::string description) {
    Key key{std::move(name), {}, default_value ? "true" : "false", std::move(description), false};
    key.shape.type = Shape::Type::boolean;
    return key;
}

Key textKey(std::string name, std::string default_text, std::string description, std::size_t max_size) {
    Key key{std::move(name), {}, std::move(default_text), std::move(description), false};
    key.shape.max_size = max_size;
    return key;
}

Key choiceKey(std::string name, std::vector<std::string> choices, std::string default_text,
              std::string description) {
    Key key = textKey(std::move(name), std::move(default_text), std::move(description));
    key.shape.choices = std::move(choices);
    return key;
}

Shape objectShape(const Object& (*object)()) {
    Shape shape;
    shape.type = Shape::Type::object;
    shape.object = object;
    return shape;
}

Key objectKey(std::string name, const Object& (*object)(), std::string default_text,
              std::string description) {
    return {std::move(name), objectShape(object), std::move(default_text), std::move(description), false};
}

Key listKey(std::string name, Shape item, std::size_t min_size, std::size_t max_size,
            std::string default_text, std::string description) {
    Key key{std::move(name), {}, std::move(default_text), std::move(description), false};
    key.shape.type = Shape::Type::list;
    key.shape.item = {std::move(item)};
    key.shape.min_size = min_size;
    key.shape.max_size = max_size;
    return key;
}

Key above(Key key) {
    key.shape.above_min = true;
    return key;
}

std::string rangeText(const Shape& shape) {
    const std::string unit = shape.unit.empty() ? "" : " " + shape.unit;
    const bool low = std::isfinite(shape.min), high = std::isfinite(shape.max);
    if (low && high && shape.above_min)
        return "more than " + shortest(shape.min) + ", up to " + shortest(shape.max) + unit;
    if (low && high) return shortest(shape.min) + " to " + shortest(shape.max) + unit;
    if (low) return (shape.above_min ? "more than " : "at least ") + shortest(shape.min) + unit;
    if (high) return "at most " + shortest(shape.max) + unit;
    return "any" + unit;
}

std::string expectationText(const Shape& shape) {
    std::string text;
    switch (shape.type) {
        case Shape::Type::number:
            text = shape.unit.empty() ? "a number" : "a number in " + shape.unit;
            break;
        case Shape::Type::integer:
            text = "a whole number";
            break;
        case Shape::Type::boolean:
            text = "true or false";
            break;
        case Shape::Type::text:
            text = shape.choices.empty() ? "a text" : "a name";
            break;
        case Shape::Type::object:
            text = "a mapping (key: value)";
            break;
        case Shape::Type::list:
            text = "a list";
            break;
    }
    for (const Shape& other : shape.or_else) text += " or " + expectationText(other);
    return text;
}

namespace {

void collect(const Shape& shape, std::vector<const Object*>& all) {
    if (shape.object != nullptr) {
        const Object& object = shape.object();
        if (std::find(all.begin(), all.end(), &object) != all.end()) return;
        all.push_back(&object);
        for (const Key& key : object.keys) collect(key.shape, all);
    }
    for (const Shape& item : shape.item) collect(item, all);
    for (const Shape& other : shape.or_else) collect(other, all);
}

}  // namespace

std::vector<const Object*> allObjects() {
    std::vector<const Object*> all;
    collect(objectShape(&scenarioObject), all);
    return all;
}

}  // namespace celltwin::scenario
