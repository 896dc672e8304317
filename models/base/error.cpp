// SPDX-License-Identifier: BSD-3-Clause
#include "models/base/error.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace celltwin {
namespace {

std::string joinTexts(const std::vector<Diagnostic>& findings) {
    std::string all;
    for (const Diagnostic& d : findings) {
        if (!all.empty()) all += '\n';
        all += d.text();
    }
    return all;
}

std::vector<Diagnostic> findingOf(const std::string& message) {
    std::vector<Diagnostic> findings(1);
    findings.front().message = message;
    return findings;
}

std::string lowered(std::string s) {
    std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return std::tolower(c); });
    return s;
}

std::size_t editDistance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> previous(b.size() + 1), current(b.size() + 1), before(b.size() + 1);
    std::iota(previous.begin(), previous.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t swap = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + swap});
            // A transposition of neighbours counts as one slip.
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], before[j - 2] + 1);
        }
        before = previous;
        previous = current;
    }
    return previous[b.size()];
}

/// Bytes of a file that are quoted must not cut the text short or command a terminal.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; }, ' ');
    return text;
}

}  // namespace

std::string Diagnostic::text() const {
    std::string out = where.file;
    if (where.line > 0)
        out.append(":").append(std::to_string(where.line)).append(":").append(std::to_string(where.column));
    out += out.empty() ? "error: " : ": error: ";
    out += message;
    if (!source_line.empty() && where.column > 0) {
        const std::string number = std::to_string(where.line);
        const std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
        out += "\n" + margin + number + " | " + source_line + "\n" +
               std::string(std::max<std::size_t>(5, number.size()), ' ') + " | " +
               std::string(static_cast<std::size_t>(where.column - 1), ' ') + "^" +
               std::string(static_cast<std::size_t>(std::max(0, length - 1)), '~');
        if (!hint.empty()) out += " " + hint;
    } else if (!hint.empty()) {
        out += " (" + hint + ")";
    }
    return printable(std::move(out));
}

ConfigError::ConfigError(std::vector<Diagnostic> findings)
    : std::runtime_error(joinTexts(findings)), findings_(std::move(findings)) {}

ConfigError::ConfigError(const std::string& message) : ConfigError(findingOf(message)) {}

std::string nearestWord(const std::string& word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t d = editDistance(lowered(word), lowered(candidate));
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}

}  // namespace celltwin
