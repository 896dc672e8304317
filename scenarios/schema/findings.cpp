// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <tuple>

#include "scenarios/schema/tree.h"

namespace celltwin::scenario {
namespace {

constexpr std::size_t kMaxStored = 500;
constexpr std::size_t kMaxLineShown = 300;

bool startsCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

std::size_t characterCount(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), startsCharacter));
}

/// Control characters would move the caret or the reader's terminal.
std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return out;
}

}  // namespace

std::string quotedText(std::string_view text) {
    constexpr std::size_t kShown = 60;
    std::size_t cut = text.size();
    if (cut > kShown)
        for (cut = kShown; cut > 0 && !startsCharacter(text[cut]);) --cut;
    std::string out = "'";
    out += printable(text.substr(0, cut));
    out += cut < text.size() ? "...'" : "'";
    return out;
}

std::string didYouMean(const std::string& word, const std::vector<std::string>& known) {
    if (word.empty() || word.size() > 100) return {};
    const std::string near = nearestWord(word, known);
    return near.empty() ? "" : "did you mean '" + near + "'?";
}

int Findings::addSource(std::string file, std::string text) {
    Source source{std::move(file), std::move(text), {0}};
    for (std::size_t i = 0; i < source.text.size(); ++i)
        if (source.text[i] == '\n') source.line_starts.push_back(i + 1);
    sources_.push_back(std::move(source));
    return static_cast<int>(sources_.size()) - 1;
}

std::string_view Findings::lineOf(const Source& source, int line) const {
    if (line < 1 || static_cast<std::size_t>(line) > source.line_starts.size()) return {};
    const std::size_t start = source.line_starts[static_cast<std::size_t>(line) - 1];
    std::string_view rest = std::string_view(source.text).substr(start);
    rest = rest.substr(0, rest.find('\n'));
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
}

Mark Findings::markAt(int source, int line, int byte_column, std::size_t length) const {
    const std::string_view text = lineOf(sources_[static_cast<std::size_t>(source)], line + 1);
    const std::size_t column = std::min(text.size(), static_cast<std::size_t>(std::max(0, byte_column)));
    const std::size_t shown = characterCount(text.substr(column, length));
    return {source, line + 1, static_cast<int>(characterCount(text.substr(0, column))) + 1,
            static_cast<int>(std::max<std::size_t>(1, shown))};
}

void Findings::add(const Mark& where, std::string message, std::string hint) {
    const Source& source = sources_[static_cast<std::size_t>(where.source)];
    Diagnostic d{{source.file, where.line, where.column}, std::move(message), std::move(hint), {}, 1};
    const std::string_view line = lineOf(source, where.line);
    if (line.size() <= kMaxLineShown) {
        d.source_line = printable(line);
        d.length = where.length;
    }
    if (all_.size() < kMaxStored) all_.push_back({where.source, std::move(d)});
}

void Findings::add(Diagnostic diagnostic) {
    if (all_.size() < kMaxStored) all_.push_back({static_cast<int>(sources_.size()), std::move(diagnostic)});
}

void Findings::add(const ConfigError& error) {
    for (const Diagnostic& d : error.findings()) add(d);
}

void Findings::raiseIfAny() const {
    if (all_.empty()) return;
    std::vector<Located> sorted = all_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Located& a, const Located& b) {
        const TextPosition &p = a.diagnostic.where, &q = b.diagnostic.where;
        return std::tie(a.source, p.file, p.line, p.column) < std::tie(b.source, q.file, q.line, q.column);
    });
    if (sorted.size() > kMaxFindings) sorted.resize(kMaxFindings);
    std::vector<Diagnostic> raised;
    for (Located& l : sorted) raised.push_back(std::move(l.diagnostic));
    throw ConfigError(std::move(raised));
}

}  // namespace celltwin::scenario
