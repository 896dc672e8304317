// SPDX-License-Identifier: BSD-3-Clause
//
// The key table: what a scenario file may say, as data. The reader's checks, the JSON Schema and
// docs/scenario.md are all made from it.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/tree.h"

namespace celltwin::scenario {

struct Object;

/// What one value may be.
struct Shape {
    enum class Type { number, integer, boolean, text, object, list };
    Type type = Type::text;
    std::string unit;  ///< of a number, as written in messages: dBm, MHz, ...
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool above_min = false;                      ///< min itself is not allowed
    std::vector<std::string> choices;            ///< of a text; empty = free
    std::size_t min_size = 1, max_size = 10000;  ///< characters of a text, entries of a list
    const Object& (*object)() = nullptr;         ///< of an object
    std::vector<Shape> item;                     ///< of a list, one element
    std::vector<Shape> or_else;                  ///< other shapes, told apart by their kind of YAML value
};

/// One key of an object.
struct Key {
    std::string name;
    Shape shape;
    std::string default_text;  ///< as a reader would write it, or words; empty = none
    std::string description;
    bool required = false;
    Key&& must() && {
        required = true;
        return std::move(*this);
    }
};

/// Keys that exclude each other.
struct Choice {
    std::vector<std::string> keys;
    bool exactly_one = false;  ///< else at most one
};

struct Object {
    std::string name;     ///< with its article, for messages: "a change"
    std::string heading;  ///< where it stands: "changes[]"
    std::string description;
    std::vector<Key> keys;
    std::vector<Choice> choices;
    const Key* find(std::string_view key) const;
    std::vector<std::string> names() const;
};

/// The shortest decimal text that reads back to the same double.
std::string shortest(double value);

// Short spellings for the tables.
Key numberKey(std::string name, std::string unit, double min, double max, std::string default_text,
              std::string description);
Key numberKey(std::string name, std::string unit, double min, double max, double default_value,
              std::string description);
Key integerKey(std::string name, double min, double max, std::string default_text, std::string description);
Key integerKey(std::string name, double min, double max, std::uint64_t default_value,
               std::string description);
Key flagKey(std::string name, bool default_value, std::string description);
Key textKey(std::string name, std::string default_text, std::string description, std::size_t max_size = 200);
Key choiceKey(std::string name, std::vector<std::string> choices, std::string default_text,
              std::string description);
Key objectKey(std::string name, const Object& (*object)(), std::string default_text, std::string description);
Key listKey(std::string name, Shape item, std::size_t min_size, std::size_t max_size,
            std::string default_text, std::string description);
Shape objectShape(const Object& (*object)());
/// The same key with an exclusive lower bound.
Key above(Key key);

/// "0 to 360 deg", "more than 0 s", as written in messages and in the reference.
std::string rangeText(const Shape& shape);
/// What a reader expects to see: "a number in dBm", "a list".
std::string expectationText(const Shape& shape);

/// Checks a tree against an object: kinds, unknown and missing keys, ranges, choices. Marks what is wrong as
/// bad, so that later readers treat it as absent.
void checkObject(Node& node, const Object& object, Findings& findings);
/// What is wrong with a number of this shape, or empty; `hint` gets a suspicion about its unit.
std::string numberTrouble(double value, const Shape& shape, std::string& hint);

/// The root of the table and every object below it, each once, in order of first mention.
const Object& scenarioObject();
std::vector<const Object*> allObjects();

// Objects the binder needs by themselves.
const Object& cellObject();
const Object& cellDefaultsObject();
const Object& carrierObject();
const Object& antennaObject();
const Object& networkObject();
const Object& radioObject();
const Object& calibrationObject();
const Object& usersObject();
const Object& trafficObject();
const Object& bearerObject();
const Object& ranObject();
const Object& energyObject();
const Object& cellSleepObject();
const Object& runObject();
const Object& outputsObject();
const Object& changeObject();
const Object& expectationObject();

}  // namespace celltwin::scenario
