// SPDX-License-Identifier: BSD-3-Clause
//
// Routes from tables, and what all files of routes share.
#include "scenarios/schema/route_file.h"

#include <cmath>
#include <unordered_map>

#include "models/base/csv.h"
#include "scenarios/schema/limits.h"

namespace celltwin::scenario {
namespace {

std::size_t requireEither(const CsvTable& table, const std::optional<std::size_t>& found, const char* name) {
    return found ? *found : table.requireColumn(name);
}

}  // namespace

bool looksLikeXml(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

Diagnostic diagnoseAt(std::string_view text, const std::string& file_name, int line, int column,
                      std::string message, std::string hint) {
    constexpr std::size_t kMaxLineShown = 300;
    Diagnostic d;
    d.where = {file_name, line, column};
    d.message = std::move(message);
    d.hint = std::move(hint);
    std::size_t start = 0;
    for (int i = 1; i < line && start != std::string_view::npos; ++i) {
        start = text.find('\n', start);
        if (start != std::string_view::npos) ++start;
    }
    if (line < 1 || start == std::string_view::npos) return d;
    std::string shown(text.substr(start, text.find('\n', start) - start));
    if (!shown.empty() && shown.back() == '\r') shown.pop_back();
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    if (shown.size() <= kMaxLineShown) d.source_line = shown;
    return d;
}

RouteFile parseRouteCsv(std::string_view text, const std::string& file_name) {
    const CsvTable table = CsvTable::parse(text, file_name);
    const auto named = [&](const char* a, const char* b) {
        const auto first = table.column(a);
        return first ? first : table.column(b);
    };
    RouteFile out{file_name, false, {}};
    const std::size_t time = table.requireColumn("time_s");
    const auto lat = named("lat_deg", "lat"), lon = named("lon_deg", "lon"), who = named("vehicle", "ue");
    out.degrees = lat && lon;
    const std::size_t x = requireEither(table, out.degrees ? lon : std::nullopt, "east_m");
    const std::size_t y = requireEither(table, out.degrees ? lat : std::nullopt, "north_m");
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        if (row >= kMaxRoutePoints)
            throw ConfigError({table.diagnose(
                row, time, "the file has more than " + std::to_string(kMaxRoutePoints) + " points")});
        const double t = table.number(row, time);
        if (std::abs(t) > kMaxRouteTimeS)
            throw ConfigError({table.diagnose(row, time, "out of range: -1e6 to 1e6 s is accepted")});
        const auto [found, fresh] = index.try_emplace(who ? table.cell(row, *who) : "", out.tracks.size());
        if (fresh) out.tracks.push_back({found->first, {}});
        const int column = table.diagnose(row, time, "").where.column;
        out.tracks[found->second].points.push_back(
            {std::llround(t * 1e9), table.number(row, x), table.number(row, y), table.line(row), column});
    }
    return out;
}

}  // namespace celltwin::scenario
