// SPDX-License-Identifier: BSD-3-Clause
//
// Delimited text as people export it: comma, semicolon or tab (taken from the header line), RFC 4180 quotes,
// CRLF, a UTF-8 byte order mark, blank lines and trailing blanks. Pure: takes text, opens nothing. Blank
// lines include those of delimiters alone, as spreadsheets leave below a table.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/error.h"

namespace celltwin {

/// One table with a header line. Cells keep their text, and the table keeps the whole text besides: an error
/// names the true line and column of its cell, counted from 1 in characters, and shows the line.
class CsvTable {
  public:
    /// Throws ConfigError naming file:line:column for an unclosed quote, text after a closing quote, a row
    /// with too many or too few cells, an empty table or a duplicate column name.
    static CsvTable parse(std::string_view text, const std::string& file_name);

    std::size_t rowCount() const { return lines_.size(); }
    const std::vector<std::string>& columns() const { return columns_; }
    /// Index of a column, exact first and then ignoring case; nothing where absent.
    std::optional<std::size_t> column(std::string_view name) const;
    /// Index of a column; throws ConfigError listing the columns there are and the nearest name.
    std::size_t requireColumn(std::string_view name) const;
    const std::string& cell(std::size_t row, std::size_t column) const {
        return cells_[row * columns_.size() + column];
    }
    /// The cell as a finite number; throws ConfigError with file:line:column and the text found.
    double number(std::size_t row, std::size_t column) const;
    /// As number(), but nothing where the cell is blank, NULL, NaN or NA.
    std::optional<double> optionalNumber(std::size_t row, std::size_t column) const;
    int line(std::size_t row) const { return lines_[row]; }
    const std::string& fileName() const { return file_name_; }
    /// An error at this cell, ready to throw or to collect.
    Diagnostic diagnose(std::size_t row, std::size_t column, std::string message) const;

  private:
    std::string file_name_;
    std::vector<std::string> columns_;
    std::string text_;
    std::vector<std::string> cells_;
    std::vector<std::size_t> offsets_;  ///< where each cell begins in text_
    std::vector<int> lines_;
};

/// Parses a whole text as one finite number, in the C locale; nothing where anything is left over.
std::optional<double> parseNumber(std::string_view text);

}  // namespace celltwin
