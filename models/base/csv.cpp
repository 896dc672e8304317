// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/csv.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace celltwin {
namespace {

std::string trimmed(std::string_view s) {
    while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front()))) s.remove_prefix(1);
    while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back()))) s.remove_suffix(1);
    return std::string(s);
}

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

char delimiterOf(std::string_view header) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t'}) {
        const auto n = std::count(header.begin(), header.end(), candidate);
        if (n > most) {
            most = n;
            best = candidate;
        }
    }
    return best;
}

/// Splits one record at `at`, advancing it past the line end. Quoted cells may span lines.
std::vector<std::string> readRecord(std::string_view text, std::size_t& at, int& line, char delimiter,
                                    const std::string& file) {
    std::vector<std::string> cells;
    std::string cell;
    const int first_line = line;
    bool quoted = false, was_quoted = false;
    for (;; ++at) {
        if (at >= text.size()) {
            if (quoted)
                throw ConfigError(
                    {Diagnostic{{file, first_line, 1}, "a quoted cell is never closed", {}, {}, 1}});
            break;
        }
        const char c = text[at];
        if (quoted) {
            if (c == '\n') ++line;
            if (c != '"') {
                cell += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += '"';
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == '"' && trimmed(cell).empty() && !was_quoted) {
            cell.clear();
            quoted = was_quoted = true;
        } else if (c == delimiter) {
            cells.push_back(was_quoted ? cell : trimmed(cell));
            cell.clear();
            was_quoted = false;
        } else if (c == '\n') {
            ++at;
            ++line;
            break;
        } else if (c != '\r') {
            cell += c;
        }
    }
    cells.push_back(was_quoted ? cell : trimmed(cell));
    return cells;
}

bool isBlank(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return c.empty(); });
}

}  // namespace

CsvTable CsvTable::parse(std::string_view text, const std::string& file_name) {
    CsvTable table;
    table.file_name_ = file_name;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::size_t at = 0;
    int line = 1;
    const char delimiter = delimiterOf(text.substr(0, text.find('\n')));
    while (at < text.size()) {
        const int record_line = line;
        std::vector<std::string> cells = readRecord(text, at, line, delimiter, file_name);
        if (isBlank(cells)) continue;
        if (table.columns_.empty()) {
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (std::find(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(i), cells[i]) !=
                        cells.begin() + static_cast<std::ptrdiff_t>(i) &&
                    !cells[i].empty())
                    throw ConfigError({Diagnostic{{file_name, record_line, 1},
                                                  "column '" + cells[i] + "' appears twice in the header",
                                                  {},
                                                  {},
                                                  1}});
            table.columns_ = std::move(cells);
            continue;
        }
        if (cells.size() != table.columns_.size())
            throw ConfigError(
                {Diagnostic{{file_name, record_line, 1},
                            "this row has " + std::to_string(cells.size()) + " cells, the header has " +
                                std::to_string(table.columns_.size()),
                            {},
                            {},
                            1}});
        std::move(cells.begin(), cells.end(), std::back_inserter(table.cells_));
        table.lines_.push_back(record_line);
    }
    if (table.columns_.empty())
        throw ConfigError(
            {Diagnostic{{file_name, 1, 1}, "the table is empty: a header line is needed", {}, {}, 1}});
    return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i] == name) return i;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (equalIgnoringCase(columns_[i], name)) return i;
    return std::nullopt;
}

std::size_t CsvTable::requireColumn(std::string_view name) const {
    if (const auto found = column(name)) return *found;
    std::string known;
    for (const std::string& c : columns_) known += (known.empty() ? "" : ", ") + c;
    const std::string near = nearestWord(std::string(name), columns_);
    throw ConfigError({Diagnostic{{file_name_, 1, 1},
                                  "no column '" + std::string(name) + "' (there are: " + known + ")",
                                  near.empty() ? "" : "did you mean '" + near + "'?",
                                  {},
                                  1}});
}

std::optional<double> parseNumber(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

double CsvTable::number(std::size_t row, std::size_t column) const {
    if (const auto value = parseNumber(cell(row, column))) return *value;
    throw ConfigError({diagnose(row, column, "'" + cell(row, column) + "' is not a number")});
}

std::optional<double> CsvTable::optionalNumber(std::size_t row, std::size_t column) const {
    const std::string& text = cell(row, column);
    for (const char* missing : {"", "null", "nan", "na", "n/a"})
        if (equalIgnoringCase(text, missing)) return std::nullopt;
    return number(row, column);
}

Diagnostic CsvTable::diagnose(std::size_t row, std::size_t column, std::string message) const {
    return Diagnostic{{file_name_, lines_[row], static_cast<int>(column) + 1},
                      "column '" + columns_[column] + "': " + std::move(message),
                      {},
                      {},
                      1};
}

}  // namespace celltwin
