// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace celltwin::report {

namespace {

constexpr const char* kThousands = "\u202f";
constexpr const char* kMinus = "\u2212";
constexpr const char* kNone = "\u2013";

/// Decimals that leave three or four significant digits, six at most.
int decimalsFor(double magnitude) {
    if (magnitude >= 999.95 || magnitude == std::floor(magnitude)) return 0;
    if (magnitude >= 9.995) return 1;
    if (magnitude >= 0.9995) return 2;
    return magnitude >= 0.0995 ? 3 : std::min(6, 2 - static_cast<int>(std::floor(std::log10(magnitude))));
}

std::string groupThousands(const std::string& digits) {
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) text += kThousands;
        text += digits[i];
    }
    return text;
}

std::string formatMagnitude(double magnitude) {
    if (std::isinf(magnitude)) return "\u221e";
    return groupThousands(fmt::format("{:.{}f}", magnitude, decimalsFor(magnitude)));
}

std::string formatPercentDigits(double percent) {
    const double magnitude = std::abs(percent);
    const std::string digits = groupThousands(fmt::format("{:.{}f}", magnitude, magnitude < 0.995 ? 2 : 1));
    const char* sign = digits == "0.00" ? "\u00b1" : percent < 0.0 ? kMinus : "+";
    return sign + digits;
}

}  // namespace

std::string escapeHtml(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '"')
            safe += "&quot;";
        else if (c == '\'')
            safe += "&#39;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            safe += c;
    }
    return safe;
}

std::string formatNumber(double value) {
    if (std::isnan(value)) return kNone;
    return (value < 0.0 ? kMinus : "") + formatMagnitude(std::abs(value));
}

std::string formatSigned(double value) {
    if (std::isnan(value)) return kNone;
    const std::string magnitude = formatMagnitude(std::abs(value));
    // Also what rounds to nothing: -0.000000 says less than nothing.
    if (magnitude.find_first_not_of("0.") == std::string::npos) return "\u00b10";
    return (value < 0.0 ? kMinus : "+") + magnitude;
}

std::string formatPercent(double percent) {
    if (std::isnan(percent)) return kNone;
    return formatPercentDigits(percent) + "\u00a0%";
}

std::string formatPercentRange(double low, double high) {
    return formatPercentDigits(low) + "\u00a0\u2026\u00a0" + formatPercentDigits(high) + "\u00a0%";
}

std::string formatHalfWidth(double half_width) {
    if (!(half_width > 0.0)) return "";
    const int exponent = static_cast<int>(std::floor(std::log10(half_width)));
    return "\u00b1" + groupThousands(fmt::format("{:.{}f}", half_width, std::clamp(1 - exponent, 0, 6)));
}

std::string formatCoordinate(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string formatTenths(double value, bool sign) {
    if (std::isnan(value)) return kNone;
    const std::string digits = fmt::format("{:.1f}", std::abs(value));
    if (digits == "0.0") return digits;
    return (value < 0.0 ? kMinus : sign ? "+" : "") + digits;
}

std::string formatUnit(std::string_view unit) {
    if (unit == "1") return "";
    return (unit.substr(0, 2) == "0." ? "\u00d7\u00a0" : "") + std::string(unit);
}

std::string formatQuantity(double value, std::string_view unit) {
    const std::string text = formatUnit(unit);
    if (text.empty() || std::isnan(value)) return formatNumber(value);
    return fmt::format("{}\u00a0{}", formatNumber(value), text);
}

std::string escapeJsonBlock(std::string json) {
    for (std::size_t at = json.find('<'); at != std::string::npos; at = json.find('<', at))
        json.replace(at, 1, "\\u003c");
    return json;
}

}  // namespace celltwin::report
