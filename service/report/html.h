// SPDX-License-Identifier: BSD-3-Clause
//
// Text for people: HTML escaping and numbers as the report and the terminal print them. No locale.
#pragma once

#include <string>
#include <string_view>

namespace celltwin::report {

/// Safe as element text and inside a double-quoted attribute. Control characters other than tab and line feed
/// are dropped.
std::string escapeHtml(std::string_view text);

/// About four significant digits, thousands apart by a narrow space, a true minus sign; "–" for NaN.
std::string formatNumber(double value);
/// The same with its sign always written.
std::string formatSigned(double value);
/// One decimal, two below 1 %, and a sign: "+3.1 %"; "–" for NaN.
std::string formatPercent(double percent);
/// "+2.0 … +4.2 %"
std::string formatPercentRange(double low, double high);
/// "±1.1", two significant digits; empty for zero and NaN.
std::string formatHalfWidth(double half_width);
/// A coordinate in an SVG path: at most `decimals` decimals, no trailing zeros, never "-0".
std::string formatCoordinate(double value, int decimals = 1);
/// A unit of the KPI catalogue beside a number: "× 0.1 ms" where it begins with a number itself; empty for
/// plain counts.
std::string formatUnit(std::string_view unit);
/// One decimal: "−0.2"; with a plus where `sign`. "–" for NaN.
std::string formatTenths(double value, bool sign = false);
/// "12 345 kbit/s": a number and its unit, the unit left out where empty.
std::string formatQuantity(double value, std::string_view unit);

/// Safe inside a <script type="application/json"> block: every '<' written as its JSON escape.
std::string escapeJsonBlock(std::string json);

}  // namespace celltwin::report
