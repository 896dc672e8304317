// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cassert>

#include "models/base/error.h"
#include "models/phy/nr_frame.h"

namespace celltwin::phy {
namespace {

[[noreturn]] void reject(std::string_view pattern, const std::string& reason) {
    throw ConfigError("TDD pattern '" + std::string(pattern) + "': " + reason);
}

void checkLetters(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::string place = " at position " + std::to_string(i + 1);
        const char letter = pattern[i];
        if (letter != 'D' && letter != 'S' && letter != 'U')
            reject(pattern, std::string("'") + letter + "'" + place +
                                " is not a slot type; accepted are D (downlink), S (special) and U (uplink)");
        if (letter == 'S' && pattern[(i + 1) % pattern.size()] != 'U')
            reject(pattern, "the S" + place + " is not followed by U; a special slot leads from D to U");
    }
    if (pattern.find('D') == std::string_view::npos)
        reject(pattern, "there is no downlink slot; write at least one D");
}

void checkPeriod(std::string_view pattern, int numerology) {
    const std::size_t slots = static_cast<std::size_t>(20'000'000 / slotDurationNs(numerology));
    if (slots % pattern.size() == 0) return;
    std::string lengths;
    for (std::size_t length = 1; length <= slots; ++length)
        if (slots % length == 0) lengths += (lengths.empty() ? "" : ", ") + std::to_string(length);
    reject(pattern, "its " + std::to_string(pattern.size()) + " slots do not divide the " +
                        std::to_string(slots) + " slots of 20 ms at numerology " +
                        std::to_string(numerology) + "; accepted lengths are " + lengths);
}

}  // namespace

std::vector<int> downlinkSymbols(std::string_view tdd_pattern, int special_downlink_symbols, int numerology) {
    assert(numerology >= 0 && numerology <= 4);
    if (tdd_pattern.empty()) return {kSymbolsPerSlot};
    checkLetters(tdd_pattern);
    checkPeriod(tdd_pattern, numerology);
    if (special_downlink_symbols < 0 || special_downlink_symbols >= kSymbolsPerSlot)
        reject(tdd_pattern, std::to_string(special_downlink_symbols) +
                                " downlink symbols in the special slot; accepted are 0 to 13, since at least "
                                "one of 14 is needed to switch to uplink");
    std::vector<int> symbols(tdd_pattern.size());
    std::transform(tdd_pattern.begin(), tdd_pattern.end(), symbols.begin(), [&](char letter) {
        return letter == 'D' ? kSymbolsPerSlot : letter == 'S' ? special_downlink_symbols : 0;
    });
    return symbols;
}

}  // namespace celltwin::phy
