// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "scenarios/schema/names.h"
#include "service/report/embedded.h"
#include "service/report/html.h"
#include "service/report/page.h"

namespace celltwin::report {

namespace {

using CellPair = std::pair<std::int32_t, std::int32_t>;

struct EventCounts {
    double attach = 0, handover = 0, detach = 0, change = 0, back_and_forth = 0;
    double handover_failure = 0, radio_link_failure = 0, reestablishment = 0, blocked = 0;
    std::map<CellPair, double> pairs;
};

/// A handover back to the cell just left, within this time, counts as back and forth.
constexpr std::int64_t kBackAndForthNs = 1'000'000'000;

EventCounts countEvents(const Leg& leg) {
    EventCounts counts;
    std::map<std::uint32_t, const record::Event*> last;
    for (const record::Event& event : leg.events) {
        counts.attach += event.kind == record::EventKind::attach;
        counts.detach += event.kind == record::EventKind::detach;
        counts.change += event.kind == record::EventKind::change;
        // As the counters do: what happened in the warm-up is not part of the result.
        const bool recorded = event.time_ns >= leg.info.header.warmup_ns;
        counts.handover_failure += recorded && (event.kind == record::EventKind::handover_failure ||
                                                event.kind == record::EventKind::handover_refused);
        counts.radio_link_failure += recorded && event.kind == record::EventKind::radio_link_failure;
        counts.reestablishment += recorded && event.kind == record::EventKind::reestablishment;
        counts.blocked += recorded && event.kind == record::EventKind::blocked;
        if (event.kind != record::EventKind::handover || !recorded) continue;
        ++counts.handover;
        ++counts.pairs[{event.from_cell, event.to_cell}];
        const record::Event*& previous = last[event.ue];
        if (previous && previous->from_cell == event.to_cell && previous->to_cell == event.from_cell &&
            event.time_ns - previous->time_ns <= kBackAndForthNs)
            ++counts.back_and_forth;
        previous = &event;
    }
    return counts;
}

std::string countRow(const std::string& name, double before, const double* after, const char* tag = "th") {
    std::string row =
        fmt::format("<tr><{} scope=\"row\">{}</{}><td>{}</td>", tag, name, tag, formatNumber(before));
    if (after)
        row += fmt::format("<td>{}</td><td>{}</td>", formatNumber(*after), formatSigned(*after - before));
    return row + "</tr>";
}

std::string cellName(const Leg& leg, std::int32_t cell) {
    const auto& cells = leg.scenario.network.cells;
    if (cell < 0 || static_cast<std::size_t>(cell) >= cells.size()) return "none";
    return escapeHtml(cells[cell].id);
}

/// The cell pairs whose handovers differ most, or the busiest ones of a single leg.
std::string pairRows(const Input& input, const EventCounts& before, const EventCounts* after) {
    std::map<CellPair, std::pair<double, double>> both;
    for (const auto& [pair, count] : before.pairs) both[pair].first = count;
    if (after)
        for (const auto& [pair, count] : after->pairs) both[pair].second = count;
    std::vector<std::pair<CellPair, std::pair<double, double>>> order(both.begin(), both.end());
    const auto key = [&](const auto& entry) {
        const auto& [b, a] = entry.second;
        return after ? std::abs(a - b) : b;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& x, const auto& y) { return key(x) > key(y); });
    if (after) std::erase_if(order, [&](const auto& entry) { return key(entry) == 0.0; });
    if (order.size() > 6) order.resize(6);
    const Leg& leg = input.after ? *input.after : input.before;
    std::string rows;
    for (const auto& [pair, count] : order)
        rows += countRow(cellName(leg, pair.first) + " \u2192 " + cellName(leg, pair.second), count.first,
                         after ? &count.second : nullptr);
    return rows;
}

std::string eventTable(const char* caption, bool compared, const std::string& rows) {
    const char* legs = compared ? "<th>Before</th><th>After</th><th>Difference</th>" : "<th>Count</th>";
    return fmt::format(
        R"(<div class="scroll"><table><caption>{}</caption><thead><tr><td></td>{}</tr></thead>)"
        R"(<tbody>{}</tbody></table></div>)",
        caption, legs, rows);
}

std::string row(const char* name, const std::string& value) {
    return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>", name, value);
}

template <class Range, class Name>
std::string joinNames(const Range& range, Name name) {
    std::set<std::string> names;
    for (const auto& item : range) names.insert(name(item));
    std::string text;
    for (const std::string& n : names) text += (text.empty() ? "" : ", ") + escapeHtml(n);
    return text;
}

std::string describeCarrier(const scenario::Carrier& c) {
    std::string text = c.band.empty() ? "" : c.band + ": ";
    text += fmt::format("{} MHz at {} MHz, numerology {}, ", formatNumber(c.bandwidth_mhz),
                        formatNumber(c.frequency_mhz), c.numerology);
    return text + (c.tdd_pattern.empty() ? "FDD" : "TDD " + c.tdd_pattern);
}

/// ", 9 of 57 cells; the others serve as a fluid", or nothing.
std::string describeForeground(const scenario::Scenario& s) {
    if (!s.run.foreground) return {};
    const std::vector<std::uint32_t>& sites = s.run.foreground->sites;
    const auto in_front =
        std::count_if(s.network.cells.begin(), s.network.cells.end(), [&](const scenario::Cell& cell) {
            return std::binary_search(sites.begin(), sites.end(), cell.site);
        });
    return fmt::format(", {} of {} cells; the others serve as a fluid", in_front, s.network.cells.size());
}

std::string describeModels(const scenario::Scenario& s) {
    using namespace scenario;
    const auto antenna = [](const Antenna& a) { return nameOf(a.model, antennaModelNames()); };
    const auto traffic = [](const TrafficShare& t) {
        std::string names;
        for (const Bearer& b : t.bearers)
            names += (names.empty() ? "" : " + ") + nameOf(b.profile.kind, trafficKindNames());
        return names;
    };
    const auto mobility = [](const MobilityShare& m) { return nameOf(m.profile.kind, mobilityKindNames()); };
    std::string rows;
    rows += row("Propagation", escapeHtml(s.radio.propagation));
    rows += row("Line of sight", nameOf(s.radio.line_of_sight, losModeNames()));
    rows += row("Shadowing", s.radio.shadowing ? "on" : "off");
    rows += row("Antennas", joinNames(s.network.antennas, antenna));
    rows += row("Carriers", joinNames(s.network.carriers, describeCarrier));
    rows += row("Scheduler", nameOf(s.ran.rule.policy, schedulerNames()));
    rows += row("Traffic", joinNames(s.users.traffic, traffic));
    rows += row("Mobility", joinNames(s.users.mobility, mobility));
    rows += row("Fidelity", nameOf(s.run.fidelity, fidelityNames()) + describeForeground(s));
    return rows;
}

std::string describeLeg(const Leg& leg) {
    const auto& header = leg.info.header;
    std::string rows;
    rows += row("Seed", fmt::format("{}", header.seed));
    rows += row("Threads", fmt::format("{}", header.threads));
    rows += row("Host", escapeHtml(header.host));
    rows += row("Started", escapeHtml(header.started_utc));
    rows +=
        row("Warm-up", formatQuantity(1e-9 * static_cast<double>(header.warmup_ns), "s") + ", not counted");
    if (leg.info.summary) {
        const auto& summary = *leg.info.summary;
        rows += row("Simulated", formatQuantity(1e-9 * static_cast<double>(summary.reached_ns), "s") +
                                     (summary.complete ? "" : ", interrupted"));
        rows += row("Took", formatQuantity(summary.wall_s, "s") + ", " +
                                formatNumber(summary.real_time_factor) + "\u00d7 real time");
    }
    rows += row("Fingerprint", "<code>" + escapeHtml(leg.info.fingerprint) + "</code>");
    return rows;
}

std::string describeLegs(const Input& input) {
    const auto column = [](const char* title, const Leg& leg) {
        return fmt::format("<div><h3>{}</h3><dl>{}</dl></div>", title, describeLeg(leg));
    };
    std::string html = column(input.after ? "Run before" : "Run", input.before);
    if (input.after) html += column("Run after", *input.after);
    return html;
}

std::string describeProgram(const Input& input) {
    const auto& header = input.before.info.header;
    return row("Program", fmt::format("celltwin {}, commit {}", escapeHtml(header.program_version),
                                      escapeHtml(header.commit))) +
           row("Build", escapeHtml(header.build)) +
           row("Scenario file", escapeHtml(input.before.scenario.file)) +
           row("Network",
               fmt::format("{} sites, {} cells, {} UEs", input.before.scenario.network.sites.size(),
                           input.before.scenario.network.cells.size(), header.ue_count));
}

std::string describeScenario(const char* title, const Leg& leg) {
    return fmt::format("<details><summary>{}</summary><pre>{}</pre></details>", title,
                       escapeHtml(leg.info.header.resolved_scenario));
}

std::string describeWarnings(const Input& input) {
    if (input.warnings.empty()) return R"(<p class="note">Every model was used within its stated range.</p>)";
    std::string items;
    for (const std::string& warning : input.warnings) items += "<li>" + escapeHtml(warning) + "</li>";
    return R"(<div class="warnings"><h3>Used beyond a model's stated range</h3><ul>)" + items + "</ul></div>";
}

}  // namespace

std::string eventSection(const Input& input) {
    const EventCounts before = countEvents(input.before);
    const EventCounts counted = input.after ? countEvents(*input.after) : EventCounts{};
    const EventCounts* after = input.after ? &counted : nullptr;
    std::string rows;
    const auto add = [&](const char* name, double EventCounts::*field) {
        const double b = before.*field, a = counted.*field;
        if (b != 0.0 || a != 0.0) rows += countRow(name, b, after ? &a : nullptr);
    };
    add("Handovers", &EventCounts::handover);
    add("Back and forth within 1\u00a0s", &EventCounts::back_and_forth);
    add("Failed handovers", &EventCounts::handover_failure);
    add("Radio link failures", &EventCounts::radio_link_failure);
    add("Re-establishments", &EventCounts::reestablishment);
    add("Sessions turned away", &EventCounts::blocked);
    add("Attached, warm-up included", &EventCounts::attach);
    add("Detached", &EventCounts::detach);
    add("Changes applied", &EventCounts::change);
    if (rows.empty()) return "";
    std::string tables = eventTable("Over the recorded time", after != nullptr, rows);
    if (const std::string pairs = pairRows(input, before, after); !pairs.empty())
        tables +=
            eventTable(after ? "Handovers that changed most" : "Busiest handovers", after != nullptr, pairs);
    return R"(<section id="events"><h2>Events</h2><div class="pair">)" + tables + "</div></section>";
}

std::string evidenceSection(const Input& input) {
    std::string changes;
    for (const std::string& change : input.changes) changes += "<li>" + escapeHtml(change) + "</li>";
    if (!changes.empty()) changes = "<div><h3>Changes</h3><ul>" + changes + "</ul></div>";
    return R"(<section id="evidence"><h2>What this rests on</h2>)" + describeWarnings(input) +
           R"(<div class="facts"><div><h3>Models</h3><dl>)" + describeModels(input.before.scenario) +
           "</dl></div>" + describeLegs(input) + changes + "<div><h3>Program</h3><dl>" +
           describeProgram(input) + "</dl></div></div><h3>Run it again</h3><pre class=\"command\">" +
           escapeHtml(input.command) + "</pre>" +
           describeScenario(input.after ? "Complete scenario, before" : "Complete scenario", input.before) +
           (input.after ? describeScenario("Complete scenario, after", *input.after) : "") + "</section>";
}

std::string licenceSection() {
    const auto licence = [](const char* name, std::string_view text) {
        return fmt::format("<details><summary>{}</summary><pre>{}</pre></details>", name, escapeHtml(text));
    };
    return "<footer><p>This page holds all it shows and asks no network for anything. Its map and time lines "
           "are "
           "drawn with Leaflet and dygraphs, whose licences follow.</p>" +
           licence("Leaflet 1.7.1", embedded::leafletLicence()) +
           licence("dygraphs 2.2.1", embedded::dygraphsLicence()) + "</footer>";
}

}  // namespace celltwin::report
