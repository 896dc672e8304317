// SPDX-License-Identifier: BSD-3-Clause
//
// RFC 4180 and what spreadsheets make of it. Expected values are read off the texts.
#include "models/base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/base/random.h"

namespace celltwin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string errorOf(std::string_view text) {
    try {
        CsvTable::parse(text, "cells.csv");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no error";
}

TEST(CsvTable, PlainTable) {
    const CsvTable table = CsvTable::parse("name,azimuth_deg\nA1, 120 \nB,-7.5e1\n", "cells.csv");
    EXPECT_THAT(table.columns(), ElementsAre("name", "azimuth_deg"));
    ASSERT_EQ(table.rowCount(), 2U);
    EXPECT_EQ(table.cell(0, 0), "A1");
    EXPECT_EQ(table.number(0, 1), 120.0);
    EXPECT_EQ(table.number(1, 1), -75.0);
    EXPECT_EQ(table.line(1), 3);
}

TEST(CsvTable, SaysWhatIsNoTableAndNoNumber) {
    EXPECT_THAT(errorOf(std::string_view("a,b\n1,\0\n", 8)),
                HasSubstr("cells.csv:2:3: error: a zero byte: this is no table in ASCII or UTF-8"));
    const CsvTable table = CsvTable::parse("a,b\n1,\n", "cells.csv");
    EXPECT_THAT([&] { table.number(0, 1); },
                ::testing::ThrowsMessage<ConfigError>(
                    HasSubstr("cells.csv:2:3: error: column 'b': there is nothing, but a number")));
}

TEST(CsvTable, QuotesHoldDelimitersLinesAndQuotes) {
    const CsvTable table = CsvTable::parse("a,b\n\"x, \"\"y\"\"\nz \" ,2\n3,4\n", "cells.csv");
    ASSERT_EQ(table.rowCount(), 2U);
    EXPECT_EQ(table.cell(0, 0), "x, \"y\"\nz ");
    EXPECT_EQ(table.number(0, 1), 2.0);
    EXPECT_EQ(table.line(0), 2);
    EXPECT_EQ(table.line(1), 4);
}

TEST(CsvTable, ByteOrderMarkCrlfSemicolonTabAndBlankLines) {
    const CsvTable semicolon = CsvTable::parse(
        "\xEF\xBB\xBF"
        "a;b\r\n\r\n1,5;2\r\n;;\r\n3;4",
        "cells.csv");
    EXPECT_THAT(semicolon.columns(), ElementsAre("a", "b"));
    EXPECT_EQ(errorOf("\xEF\xBB\xBF"
                      "a;b\r\n;;\r\n"),
              "no error")
        << "a row of delimiters alone is blank";
    ASSERT_EQ(semicolon.rowCount(), 2U);
    EXPECT_EQ(semicolon.cell(0, 0), "1,5");
    EXPECT_EQ(semicolon.number(1, 1), 4.0);
    const CsvTable tab = CsvTable::parse("a\tb\n\t7\n", "cells.csv");
    EXPECT_EQ(tab.cell(0, 0), "");
    EXPECT_EQ(tab.number(0, 1), 7.0);
    EXPECT_EQ(CsvTable::parse("a,b\n1,", "cells.csv").cell(0, 1), "");
}

TEST(CsvTable, ColumnsByNameThenIgnoringCase) {
    const CsvTable table = CsvTable::parse("Lat,lat,AZIMUTH\n1,2,3\n", "cells.csv");
    EXPECT_EQ(table.column("lat"), 1U);
    EXPECT_EQ(table.column("azimuth"), 2U);
    EXPECT_FALSE(table.column("lon").has_value());
    try {
        table.requireColumn("azimut");
        FAIL() << "no error";
    } catch (const ConfigError& error) {
        EXPECT_THAT(error.what(), HasSubstr("cells.csv:1:1"));
        EXPECT_THAT(error.what(), HasSubstr("Lat, lat, AZIMUTH"));
        EXPECT_THAT(error.what(), HasSubstr("did you mean 'AZIMUTH'?"));
    }
}

TEST(CsvTable, MissingNumbersAreNothingAndWrongOnesAreErrors) {
    const CsvTable table = CsvTable::parse("a,b,c,d,e,f\n,NULL,NaN,n/a,1.5x,inf\n", "cells.csv");
    for (std::size_t c = 0; c < 4; ++c) EXPECT_FALSE(table.optionalNumber(0, c).has_value()) << c;
    EXPECT_THROW(table.optionalNumber(0, 4), ConfigError);
    EXPECT_THROW(table.number(0, 0), ConfigError);
    EXPECT_THROW(table.number(0, 5), ConfigError);
}

TEST(CsvTable, ErrorsPointAtTheTrueColumn) {
    const CsvTable table =
        CsvTable::parse("site,height_m\nK\xC3\xB6ln, 3o \n\"two\nlines\",x\n", "cells.csv");
    // "Köln, " is six characters in seven bytes.
    const Diagnostic height = table.diagnose(0, 1, "what");
    EXPECT_EQ(height.where.line, 2);
    EXPECT_EQ(height.where.column, 7);
    EXPECT_EQ(height.length, 2);
    EXPECT_EQ(height.source_line, "K\xC3\xB6ln, 3o ");
    EXPECT_EQ(height.text(),
              "cells.csv:2:7: error: column 'height_m': what\n"
              "    2 | K\xC3\xB6ln, 3o \n"
              "      |       ^~");
    // A quoted cell spans lines 3 and 4; the next cell stands in line 4.
    const Diagnostic after = table.diagnose(1, 1, "what");
    EXPECT_EQ(after.where.line, 4);
    EXPECT_EQ(after.where.column, 8);
}

TEST(CsvTable, StructuralErrorsSayWhere) {
    EXPECT_THAT(errorOf("a,b\n1,\"open\nnever\n"),
                HasSubstr("cells.csv:2:3: error: a quoted cell is never closed"));
    EXPECT_THAT(errorOf("a,b\n\"x\"y,2\n"), HasSubstr("cells.csv:2:4: error: text after a closing quote"));
    EXPECT_THAT(errorOf("a,b\n1,2\n1,2,3\n"),
                HasSubstr("cells.csv:3:5: error: this row has 3 cells, the header has 2"));
    EXPECT_THAT(errorOf("a,b\n1\n"),
                HasSubstr("cells.csv:2:1: error: this row has 1 cells, the header has 2"));
    EXPECT_THAT(errorOf("a,b,a\n"), HasSubstr("cells.csv:1:5: error: column 'a' appears twice"));
    EXPECT_THAT(errorOf("\n \n"), HasSubstr("cells.csv:1:1: error: the table is empty"));
    EXPECT_THAT(errorOf(""), HasSubstr("the table is empty"));
}

TEST(ParseNumber, WholeTextFiniteAndInTheCLocale) {
    EXPECT_EQ(parseNumber("+3.5"), 3.5);
    EXPECT_EQ(parseNumber("-1e-3"), -1e-3);
    for (const char* wrong : {"", "+", "1,5", "1 ", " 1", "0x10", "nan", "inf", "1e999", "+-1"})
        EXPECT_FALSE(parseNumber(wrong).has_value()) << wrong;
}

// Any bytes give a table or a ConfigError whose position lies in the text.
TEST(CsvTable, SurvivesMutatedText) {
    const std::string seed_text =
        "\xEF\xBB\xBF"
        "a;b,\"c\"\r\n1;\"2\"\"\n\",\t3\n\n4,5;6\n";
    const Random random(11);
    int tables = 0;
    for (std::uint64_t i = 0; i < 20000; ++i) {
        std::string text = seed_text;
        for (std::uint64_t k = 0; k < 1 + i % 4; ++k) {
            const std::uint64_t bits = random.bits(Stream::layout, i, k);
            const auto at = static_cast<std::size_t>(bits % text.size());
            const char c = "\",;\n\r\t x1\0\xC3"[(bits >> 32) % 11];
            if ((bits >> 60) % 2 == 0)
                text[at] = c;
            else
                text.erase(at, 1 + (bits >> 40) % 3);
        }
        try {
            const CsvTable table = CsvTable::parse(text, "f");
            for (std::size_t r = 0; r < table.rowCount(); ++r)
                for (std::size_t c = 0; c < table.columns().size(); ++c)
                    EXPECT_GT(table.diagnose(r, c, "x").where.column, 0);
            ++tables;
        } catch (const ConfigError& error) {
            ASSERT_EQ(error.findings().size(), 1U);
            EXPECT_GE(error.findings()[0].where.line, 1);
            EXPECT_LE(error.findings()[0].where.line, 1 + std::count(text.begin(), text.end(), '\n'));
        }
    }
    EXPECT_GT(tables, 100);
}

}  // namespace
}  // namespace celltwin
