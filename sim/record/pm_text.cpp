// SPDX-License-Identifier: BSD-3-Clause
//
// Escaping of PM files.
#include <array>
#include <cstdint>

#include "sim/record/pm_file.h"

namespace celltwin::record {
namespace {

/// Length of the UTF-8 sequence at the front that is a character XML 1.0 may hold; 0 where there is none.
std::size_t xmlCharacter(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (byte(0) < 0x80) return byte(0) >= 0x20 && byte(0) != 0x7F ? 1 : 0;
    const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return 0;
    std::uint32_t code = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return 0;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF, none = code == 0xFFFE || code == 0xFFFF;
    // 0x80..0x9F and the separators are characters to XML 1.0, yet readers fold some of them to line ends.
    const bool folded = code < 0xA0 || code == 0x2028;
    return code < kLeast[length] || code > 0x10FFFF || surrogate || none || folded ? 0 : length;
}

}  // namespace

std::string dnValue(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF", kSpecial = ",=+<>#;\\\"";
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        const std::size_t length = xmlCharacter(text.substr(i));
        const bool outer_space = c == ' ' && (i == 0 || i + 1 == text.size());
        if (length == 0) {
            const auto byte = static_cast<std::uint8_t>(c);
            out.append("\\").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15U]);
        } else if (outer_space || kSpecial.find(c) != std::string_view::npos) {
            out.append("\\").append(1, c);
        } else {
            out.append(text.substr(i, length));
        }
        i += length == 0 ? 1 : length;
    }
    return out;
}

std::string xmlText(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace celltwin::record
