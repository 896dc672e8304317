// SPDX-License-Identifier: BSD-3-Clause
//
// What the library throws at its borders. Inside, preconditions are asserts. The library never prints and
// never ends the process; service/ turns these into messages and exit codes.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace celltwin {

/// A place in a text the user wrote. Lines and columns count from 1; 0 means unknown.
struct TextPosition {
    std::string file;
    int line = 0;
    int column = 0;
};

/// One thing wrong with an input, in the words of the person who has to mend it.
struct Diagnostic {
    TextPosition where;
    std::string message;      ///< what is wrong and the accepted range
    std::string hint;         ///< "did you mean ...", or empty
    std::string source_line;  ///< the line as written, or empty
    int length = 1;           ///< columns to underline from where.column

    /// `file:line:col: error: message`, then the source line and a caret where known.
    std::string text() const;
};

/// The user's input is wrong: scenario, network, mapping. Carries every finding of one pass. Exit code 3.
class ConfigError : public std::runtime_error {
  public:
    explicit ConfigError(std::vector<Diagnostic> findings);
    explicit ConfigError(const std::string& message);
    const std::vector<Diagnostic>& findings() const { return findings_; }

  private:
    std::vector<Diagnostic> findings_;
};

/// A data file (trace, measurement) is damaged or not what it says. Exit code 3.
class DataError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Memory, disk or another resource cannot carry what was asked. Exit code 7.
class ResourceError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The candidate nearest to `word` by edit distance, or empty where none is near enough to be meant.
std::string nearestWord(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace celltwin
