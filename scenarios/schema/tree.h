// SPDX-License-Identifier: BSD-3-Clause
//
// A YAML document as a tree that remembers where each key and value was written. Aliases are expanded;
// duplicate keys, tags, several documents, nesting deeper than kMaxDepth and more than kMaxAliasNodes nodes
// from aliases are refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/base/error.h"

namespace celltwin::scenario {

inline constexpr int kMaxDepth = 32;
inline constexpr std::size_t kMaxAliasNodes = 200'000;
inline constexpr std::size_t kMaxFindings = 20;

/// Where something was written: a source of `Findings`, line and column counted from 1 in characters.
struct Mark {
    int source = 0;
    int line = 0;
    int column = 0;
    int length = 1;
};

struct Entry;
/// One YAML value.
struct Node {
    enum class Kind { null, scalar, sequence, map };
    Kind kind = Kind::null;
    bool quoted = false;         ///< scalar written in quotes or as a block: text, never a number
    std::string text;            ///< scalar
    std::vector<Node> items;     ///< sequence
    std::vector<Entry> entries;  ///< map, in order of writing
    Mark mark;
    bool bad = false;           ///< a finding was reported on it: readers treat it as absent
    mutable bool used = false;  ///< a reader has looked at it

    const Entry* find(std::string_view key) const;
    Entry* find(std::string_view key);
};
struct Entry {
    std::string key;
    Mark key_mark;
    Node value;
};

/// Everything wrong so far, with the texts it was found in. At most kMaxFindings are raised, by position.
class Findings {
  public:
    /// A text to quote lines from; returns its number for Mark::source.
    int addSource(std::string file, std::string text);
    void add(const Mark& where, std::string message, std::string hint = {});
    void add(Diagnostic diagnostic);
    /// Takes over the findings of an error thrown by a parser of a referenced file.
    void add(const ConfigError& error);
    bool empty() const { return all_.empty(); }
    /// Finding suggestions costs time on big networks; a hostile file gets none after a while.
    bool worthHints() const { return all_.size() < 3 * kMaxFindings; }
    /// Throws ConfigError where anything was added.
    void raiseIfAny() const;
    const std::string& file(int source) const { return sources_[static_cast<std::size_t>(source)].file; }
    /// A yaml-cpp mark (0-based, in bytes) as a Mark underlining `length` bytes.
    Mark markAt(int source, int line, int byte_column, std::size_t length) const;

  private:
    struct Source {
        std::string file;
        std::string text;
        std::vector<std::size_t> line_starts;
    };
    struct Located {
        int source;
        Diagnostic diagnostic;
    };
    std::string_view lineOf(const Source& source, int line) const;
    std::vector<Source> sources_;
    std::vector<Located> all_;
};

/// Parses one document. Findings that allow going on (duplicate keys) are added; others throw ConfigError.
Node parseTree(const std::string& text, int source, Findings& findings);

/// "did you mean 'x'?" or empty; `word` is what stands in the file.
std::string didYouMean(const std::string& word, const std::vector<std::string>& known);
/// The text in quotes, shortened and made printable for a message.
std::string quotedText(std::string_view text);

}  // namespace celltwin::scenario
