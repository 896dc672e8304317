// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <set>

namespace celltwin {
namespace {

// Not std::isspace and std::tolower, which ask the locale.
bool isBlankCharacter(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string trimmed(std::string_view s) {
    while (!s.empty() && isBlankCharacter(s.front())) s.remove_prefix(1);
    while (!s.empty() && isBlankCharacter(s.back())) s.remove_suffix(1);
    return std::string(s);
}

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lowered(x) == lowered(y); });
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

struct Record {
    std::vector<std::string> cells;
    std::vector<std::size_t> offsets;

    bool isBlank() const {
        return std::all_of(cells.begin(), cells.end(), [](const std::string& c) { return c.empty(); });
    }
};

/// Characters, not bytes: UTF-8 continuation bytes are not counted.
int countCharacters(std::string_view text) {
    return static_cast<int>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

/// An error at `offset`, with its line and a caret. Longer lines than a terminal shows are left out.
Diagnostic diagnoseAt(std::string_view text, const std::string& file, std::size_t offset, int length,
                      std::string message) {
    constexpr std::size_t kShownBytes = 200;
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    std::string_view shown = text.substr(line_start, text.find('\n', offset) - line_start);
    if (shown.ends_with('\r')) shown.remove_suffix(1);
    std::string source(shown.size() <= kShownBytes ? shown : std::string_view{});
    std::replace(source.begin(), source.end(), '\t', ' ');
    return Diagnostic{{file, static_cast<int>(line), countCharacters(before.substr(line_start)) + 1},
                      std::move(message),
                      {},
                      std::move(source),
                      std::max(1, length)};
}

[[noreturn]] void failAt(std::string_view text, const std::string& file, std::size_t offset, int length,
                         std::string message) {
    throw ConfigError({diagnoseAt(text, file, offset, length, std::move(message))});
}

/// Reads delimited text record by record.
class RecordReader {
  public:
    RecordReader(std::string_view text, const std::string& file) : text_(text), file_(file) {
        delimiter_ = delimiterOf(text.substr(0, text.find('\n')));
    }
    bool atEnd() const { return at_ >= text_.size(); }
    int line() const { return line_; }

    /// The next record, up to its line end. Quoted cells may span lines.
    Record read() {
        Record record;
        do {
            skipBlanks();
            record.offsets.push_back(at_);
            record.cells.push_back(!atEnd() && text_[at_] == '"' ? readQuoted() : readPlain());
        } while (takeDelimiter());
        if (!atEnd()) ++at_;  // the line feed
        ++line_;
        return record;
    }

  private:
    bool ends(std::size_t at) const { return at >= text_.size() || text_[at] == '\n'; }
    void skipBlanks() {
        while (!ends(at_) && text_[at_] != delimiter_ && isBlankCharacter(text_[at_])) ++at_;
    }
    bool takeDelimiter() {
        if (ends(at_)) return false;
        ++at_;
        return true;
    }
    std::string readPlain() {
        const std::size_t from = at_;
        while (!ends(at_) && text_[at_] != delimiter_) ++at_;
        return trimmed(text_.substr(from, at_ - from));
    }
    std::string readQuoted() {
        const std::size_t opening = at_++;
        std::string cell;
        for (;; ++at_) {
            if (atEnd()) failAt(text_, file_, opening, 1, "a quoted cell is never closed");
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] == '"' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '"')) break;
            if (text_[at_] == '"') ++at_;
            cell += text_[at_];
        }
        ++at_;
        skipBlanks();
        if (!ends(at_) && text_[at_] != delimiter_)
            failAt(text_, file_, at_, 1, "text after a closing quote (a quote within a cell is doubled)");
        return cell;
    }

    std::string_view text_;
    const std::string& file_;
    char delimiter_ = ',';
    std::size_t at_ = 0;
    int line_ = 1;
};

void checkHeader(const Record& header, std::string_view text, const std::string& file) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < header.cells.size(); ++i)
        if (!header.cells[i].empty() && !seen.insert(header.cells[i]).second)
            failAt(text, file, header.offsets[i], countCharacters(header.cells[i]),
                   "column '" + header.cells[i] + "' appears twice in the header");
}

}  // namespace

CsvTable CsvTable::parse(std::string_view text, const std::string& file_name) {
    CsvTable table;
    table.file_name_ = file_name;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    table.text_ = text;
    if (const std::size_t zero = text.find('\0'); zero != text.npos)
        failAt(text, file_name, zero, 1, "a zero byte: this is no table in ASCII or UTF-8");
    RecordReader reader(text, file_name);
    while (!reader.atEnd()) {
        const int line = reader.line();
        Record record = reader.read();
        if (record.isBlank()) continue;
        if (table.columns_.empty()) {
            checkHeader(record, text, file_name);
            table.columns_ = std::move(record.cells);
            continue;
        }
        if (record.cells.size() != table.columns_.size())
            failAt(text, file_name, record.offsets[std::min(record.cells.size() - 1, table.columns_.size())],
                   1,
                   "this row has " + std::to_string(record.cells.size()) + " cells, the header has " +
                       std::to_string(table.columns_.size()));
        std::move(record.cells.begin(), record.cells.end(), std::back_inserter(table.cells_));
        table.offsets_.insert(table.offsets_.end(), record.offsets.begin(), record.offsets.end());
        table.lines_.push_back(line);
    }
    if (table.columns_.empty()) failAt({}, file_name, 0, 1, "the table is empty: a header line is needed");
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
    // from_chars takes no plus sign; one may stand there, but not before a minus.
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

double CsvTable::number(std::size_t row, std::size_t column) const {
    if (const auto value = parseNumber(cell(row, column))) return *value;
    const std::string& text = cell(row, column);
    throw ConfigError({diagnose(
        row, column,
        text.empty() ? "there is nothing, but a number is expected" : "'" + text + "' is not a number")});
}

std::optional<double> CsvTable::optionalNumber(std::size_t row, std::size_t column) const {
    const std::string& text = cell(row, column);
    for (const char* missing : {"", "null", "nan", "na", "n/a"})
        if (equalIgnoringCase(text, missing)) return std::nullopt;
    return number(row, column);
}

Diagnostic CsvTable::diagnose(std::size_t row, std::size_t column, std::string message) const {
    return diagnoseAt(text_, file_name_, offsets_[row * columns_.size() + column],
                      countCharacters(cell(row, column)),
                      "column '" + columns_[column] + "': " + std::move(message));
}

}  // namespace celltwin
