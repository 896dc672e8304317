// SPDX-License-Identifier: BSD-3-Clause
//
// Pieces of the resolved scenario's text. Private to scenarios/schema.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/schema/scenario.h"
#include "scenarios/schema/shape.h"

namespace celltwin::scenario {

/// Text in double quotes; control characters escaped (YAML 1.2 clause 5.7).
std::string quoted(const std::string& text);

/// `{key: value, ...}` on one line.
class Flow {
  public:
    Flow& raw(const char* key, const std::string& value) {
        text_ += (text_.size() == 1 ? "" : ", ") + std::string(key) + ": " + value;
        return *this;
    }
    Flow& add(const char* key, double value) { return raw(key, shortest(value)); }
    Flow& add(const char* key, int value) { return raw(key, std::to_string(value)); }
    Flow& add(const char* key, std::uint64_t value) { return raw(key, std::to_string(value)); }
    Flow& add(const char* key, bool value) { return raw(key, value ? "true" : "false"); }
    /// Empty texts stand for "not given" and are left out.
    Flow& add(const char* key, const std::string& value) {
        return value.empty() ? *this : raw(key, quoted(value));
    }
    Flow& add(const char* key, const std::vector<double>& values) {
        std::string list = "[";
        for (const double v : values) list += (list.size() == 1 ? "" : ", ") + shortest(v);
        return raw(key, list + "]");
    }
    Flow& add(const char* key, const std::optional<double>& value) {
        return value ? add(key, *value) : *this;
    }
    Flow& add(const char* key, const std::optional<Adjustment>& value) {
        if (!value) return *this;
        const std::string number = shortest(value->value);
        return raw(key, value->kind == Adjustment::Kind::set ? number : "{add: " + number + "}");
    }
    std::string text() const { return text_ + "}"; }

  private:
    std::string text_ = "{";
};

std::string cellText(const Cell& cell, const std::string& site, const NetworkSnapshot& network);
std::string networkText(const NetworkSnapshot& network);
std::string radioText(const Radio& radio);
std::string usersText(const Users& users, const NetworkSnapshot& network);
std::string trafficText(const Users& users);
std::string ranText(const Ran& ran);
/// Of `ran`: the handover, and what else is radio resource control.
std::string handoverText(const Ran& ran);
void addRrc(Flow& flow, const Ran& ran);
std::string cellSleepText(const energy::CellSleepRule& rule);
std::string energyText(const Energy& energy);

}  // namespace celltwin::scenario
