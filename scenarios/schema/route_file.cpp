// SPDX-License-Identifier: BSD-3-Clause
//
// Routes from tables, and what all files of routes share.
#include "scenarios/schema/route_file.h"

#include <charconv>
#include <cmath>
#include <unordered_map>

#include "models/base/csv.h"
#include "scenarios/schema/limits.h"

namespace celltwin::scenario {
namespace {

constexpr std::int64_t kNs = 1'000'000'000;
constexpr double kMaxTimeS = 1e6;

/// Days from 1970-01-01 to a date of the Gregorian calendar (years from 1 on).
std::int64_t daysSince1970(int year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t m = month <= 2 ? month + 9 : month - 3;  // March is 0: leap days come last
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

int daysOf(int year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

/// Reads pieces from the front of a text.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}
    bool done() const { return text_.empty(); }
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    /// Exactly `digits` digits, `low` to `high`.
    bool number(std::size_t digits, int low, int high, int& out) {
        if (text_.size() < digits) return false;
        const char* end = text_.data() + digits;
        const auto [stop, error] = std::from_chars(text_.data(), end, out);
        if (error != std::errc{} || stop != end || text_.front() == '-') return false;
        text_.remove_prefix(digits);
        return out >= low && out <= high;
    }
    /// Digits behind a decimal point as nanoseconds; further digits are dropped.
    bool fraction(std::int64_t& out) {
        std::int64_t unit = kNs / 10;
        bool any = false;
        out = 0;
        for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; any = true, unit /= 10) {
            out += unit * (text_.front() - '0');
            text_.remove_prefix(1);
        }
        return any;
    }

  private:
    std::string_view text_;
};

/// Z, nothing, or +hh:mm; what to take off to get to UTC.
bool zoneOffset(Scanner& in, int& minutes) {
    minutes = 0;
    if (in.done()) return true;
    if (in.take('Z')) return in.done();
    const int sign = in.take('-') ? -1 : in.take('+') ? 1 : 0;
    int hours = 0, rest = 0;
    if (sign == 0 || !in.number(2, 0, 14, hours) || !in.take(':') || !in.number(2, 0, 59, rest)) return false;
    minutes = sign * (60 * hours + rest);
    return in.done();
}

std::size_t requireEither(const CsvTable& table, const std::optional<std::size_t>& found, const char* name) {
    return found ? *found : table.requireColumn(name);
}

}  // namespace

bool looksLikeXml(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

bool parseUtc(std::string_view text, std::int64_t& time_ns) {
    while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != text.npos)
        text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != text.npos) text.remove_suffix(1);
    Scanner in(text);
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
    std::int64_t fraction = 0;
    if (!in.number(4, 1900, 2200, year) || !in.take('-') || !in.number(2, 1, 12, month) || !in.take('-') ||
        !in.number(2, 1, daysOf(year, month), day) || !in.take('T') || !in.number(2, 0, 23, hour) ||
        !in.take(':') || !in.number(2, 0, 59, minute) || !in.take(':') || !in.number(2, 0, 60, second))
        return false;
    if (in.take('.') && !in.fraction(fraction)) return false;
    if (!zoneOffset(in, zone)) return false;
    const std::int64_t minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute - zone;
    time_ns = (minutes * 60 + second) * kNs + fraction;
    return true;
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
        if (std::abs(t) > kMaxTimeS)
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
