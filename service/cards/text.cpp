// SPDX-License-Identifier: BSD-3-Clause
#include "service/cards/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace celltwin::cards {
namespace {

std::string withUnit(const std::string& number, const std::string& unit) {
    return unit == "1" || unit.empty() ? number : number + " " + unit;
}

std::string rangeText(std::optional<double> min, std::optional<double> max, const std::string& unit) {
    if (min && max && *min == *max) return withUnit(fmt::format("{:g}", *min), unit);
    if (min && max) return withUnit(fmt::format("{:g}..{:g}", *min, *max), unit);
    if (min) return withUnit(fmt::format("from {:g}", *min), unit);
    return withUnit(fmt::format("to {:g}", *max), unit);
}

std::string inWords(const std::string& quantity) {
    static const std::map<std::string, std::string> kWords = {{"distance_2d", "horizontal distance"},
                                                              {"distance_3d", "straight distance"},
                                                              {"bs_height", "BS height"},
                                                              {"ue_height", "UE height"},
                                                              {"sinr", "SINR"},
                                                              {"prb_count", "PRB count"}};
    const auto found = kWords.find(quantity);
    if (found != kWords.end()) return found->second;
    std::string words = quantity;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

/// What stands before a range where the unit does not say it.
std::string shortName(const std::string& quantity) {
    static const std::map<std::string, std::string> kShort = {
        {"carrier_frequency", ""}, {"distance_2d", "d"},       {"distance_3d", "d"},
        {"bs_height", "BS"},       {"ue_height", "UE"},        {"channel_bandwidth", "bandwidth"},
        {"prb_count", ""},         {"delay_spread", "spread"}, {"code_block_bits", "block"}};
    const auto found = kShort.find(quantity);
    if (found != kShort.end()) return found->second;
    return inWords(quantity);
}

/// Characters as a terminal counts them: bytes of UTF-8 that begin one.
std::size_t columnsOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t columns) {
    return text + std::string(columns - std::min(columns, columnsOf(text)), ' ');
}

constexpr std::size_t kLabelColumns = 16;

/// "  label       text", wrapped at words; further lines begin under the text, `hang` columns in.
std::string entry(const std::string& label, const std::string& text, std::size_t hang = 0) {
    std::string out, line = "  " + padded(label, kLabelColumns - 2);
    std::size_t begin = 0;
    bool fresh = true;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        if (!fresh && columnsOf(line) + 1 + columnsOf(word) > kPageWidth) {
            out += line + "\n";
            line = std::string(kLabelColumns + hang, ' ');
            fresh = true;
        }
        line += (fresh ? "" : " ") + word;
        fresh = false;
        begin = end + 1;
    }
    return out + line + "\n";
}

template <class Thing, class Text>
std::string list(const char* label, const std::vector<Thing>& things, Text textOf) {
    std::string out;
    for (const Thing& thing : things) out += entry(out.empty() ? label : "", textOf(thing), 2);
    return out;
}

std::string portText(const Port& p) {
    return fmt::format("{}{}, {}", p.quantity, p.unit == "1" ? "" : " in " + p.unit, p.rate);
}

std::string parameterText(const Parameter& p) {
    std::string range;
    if (p.min || p.max)
        range = fmt::format("{}{}; ", p.above_min ? "above " : "", rangeText(p.min, p.max, p.unit));
    for (std::size_t i = 0; i < p.choices.size(); ++i)
        range += p.choices[i] + (i + 1 < p.choices.size() ? ", " : "; ");
    const bool bare = !p.min && !p.max;
    return fmt::format("{} ({}default {}{}): {}{}{}", p.name, range,
                       bare && p.choices.empty() ? withUnit(p.default_text, p.unit) : p.default_text,
                       p.prior == "not stated" ? "" : "; prior " + p.prior, p.description,
                       p.key.empty() ? " A constant." : " Key ", p.key.empty() ? "" : p.key + ".");
}

std::string limitText(const Limit& l) {
    std::string with;
    for (const std::string& name : l.with) with += (with.empty() ? ", with " : ", ") + name;
    return fmt::format("{} {}{} ({})", inWords(l.quantity), rangeText(l.min, l.max, l.unit), with, l.clause);
}

std::string accuracyText(const Accuracy& a) {
    if (!a.value) return a.metric + ": not measured";
    std::string text = fmt::format("{}: {}", a.metric, withUnit(fmt::format("{:g}", *a.value), a.unit));
    if (!a.data_set.empty()) text += fmt::format(" ({})", a.data_set);
    return a.command.empty() ? text : text + "; " + a.command;
}

std::string costText(const Cost& c) {
    return c.value_ns ? fmt::format("{:g} ns per {} ({})", *c.value_ns, c.per, c.command) : "not measured";
}

std::string sourceText(const Card& card) {
    return card.document == "celltwin" ? "this program: " + card.clause : card.document + ", " + card.clause;
}

/// A cell of a Markdown table.
std::string cell(std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return text;
}

}  // namespace

std::string validityText(const Card& card) {
    std::string text;
    for (const Limit& limit : card.validity) {
        if (!limit.with.empty()) continue;
        const std::string name = shortName(limit.quantity);
        text += (text.empty() ? "" : " · ") + (name.empty() ? "" : name + " ") +
                rangeText(limit.min, limit.max, limit.unit);
    }
    return text.empty() ? "-" : text;
}

std::string cardText(const Card& card) {
    std::string out = fmt::format("{}: {}, version {}\n", card.name, card.kind, card.version);
    out += entry("purpose", card.purpose);
    out += entry("source", sourceText(card));
    out += list("valid", card.validity, limitText);
    if (card.validity.empty()) out += entry("valid", "no range stated that a scenario can leave");
    out += list("takes", card.inputs, portText);
    out += list("gives", card.outputs, portText);
    out += list("parameters", card.parameters, parameterText);
    out += list("accuracy", card.accuracy, accuracyText);
    out += entry("fidelity", card.fidelity);
    out += entry("cost", costText(card.cost));
    out += list("not modelled", card.not_modelled, [](const std::string& text) { return text; });
    return out + entry("code", card.code);
}

std::string tableText(std::span<const Card> cards) {
    std::vector<std::array<std::string, 4>> rows{{"name", "kind", "source", "valid"}};
    for (const Card& card : cards) {
        const bool own = card.document == "celltwin";
        const std::string source = own ? "this program" : card.document.substr(0, card.document.find(','));
        rows.push_back({card.name, card.kind, source.size() > 34 ? source.substr(0, 31) + "..." : source,
                        validityText(card)});
    }
    std::array<std::size_t, 3> widths{};
    for (const auto& row : rows)
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columnsOf(row[i]));
    std::string out;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) out += padded(row[i], widths[i] + 2);
        out += row[3] + "\n";
    }
    return out;
}

std::string referencePage(std::span<const Card> cards) {
    std::string out =
        "# Models\n\n"
        "<!-- Made from the cards in models/*/cards; tests/service/cards compares and can rewrite it. -->\n\n"
        "Every model has a card: a JSON file beside its code, in the form of `models/card.schema.json`, "
        "which the\n"
        "program carries. `celltwin models list` prints the table, `celltwin models show NAME` a card with "
        "inputs,\n"
        "parameters and data sets, `celltwin schema card` the form. A run beyond the range says so in its "
        "report.\n";
    std::string kind;
    for (const Card& card : cards) {
        if (card.kind != kind) {
            kind = card.kind;
            out += fmt::format(
                "\n## {}\n\n| name | purpose | source | valid | accuracy | not modelled |\n"
                "|---|---|---|---|---|---|\n",
                kind);
        }
        std::string accuracy, missing;
        for (const Accuracy& a : card.accuracy)
            accuracy += (accuracy.empty() ? "" : "; ") + a.metric + ": " +
                        (a.value ? withUnit(fmt::format("{:g}", *a.value), a.unit) : "not measured");
        for (const std::string& text : card.not_modelled) missing += (missing.empty() ? "" : "; ") + text;
        out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", card.name, cell(card.purpose),
                           cell(sourceText(card)), cell(validityText(card)), cell(accuracy), cell(missing));
    }
    return out;
}

}  // namespace celltwin::cards
