// SPDX-License-Identifier: BSD-3-Clause
//
// NR numerology, bandwidth and TDD structure: TS 38.211 clause 4, TS 38.101-1 Table 5.3.2-1 (FR1) and
// TS 38.101-2 Table 5.3.2-1 (FR2), operating bands of TS 38.101-1/-2 clause 5.2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace celltwin::phy {

inline constexpr int kSubcarriersPerPrb = 12;
inline constexpr int kSymbolsPerSlot = 14;

constexpr double subcarrierSpacingKhz(int numerology) {
    return 15.0 * (1 << numerology);
}
constexpr std::int64_t slotDurationNs(int numerology) {
    return 1'000'000 / (1 << numerology);
}

/// Transmission bandwidth configuration N_RB, or nothing where the table has no entry.
std::optional<int> transmissionBandwidthPrb(double bandwidth_mhz, int numerology);
/// The channel bandwidths the tables define for a numerology, MHz, for error messages.
std::vector<double> channelBandwidthsMhz(int numerology);

enum class Duplex { fdd, tdd, sdl };
/// One operating band; DL range in MHz.
struct Band {
    std::string_view name;
    double downlink_low_mhz, downlink_high_mhz;
    Duplex duplex;
};
/// nothing for an unknown band; case matters as in the specification ("n78").
std::optional<Band> findBand(std::string_view name);
std::vector<std::string> bandNames();

/// Downlink symbols of each slot of a pattern such as "DDDSU": D 14, U 0, S `special_downlink_symbols`.
/// Empty pattern = FDD: one slot with 14. Throws ConfigError for a letter other than D, S, U, an S that is
/// not followed by U, no D, or a period that does not divide 20 ms into whole patterns at this numerology.
std::vector<int> downlinkSymbols(std::string_view tdd_pattern, int special_downlink_symbols, int numerology);

}  // namespace celltwin::phy
