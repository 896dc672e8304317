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

/// 410..7125 MHz and 24250..71000 MHz (TS 38.104 clause 5.1).
enum class FrequencyRange { fr1, fr2 };

/// Transmission bandwidth configuration N_RB, or nothing where the table has no entry (numerology 4 has none:
/// 240 kHz carries only SS/PBCH blocks).
std::optional<int> transmissionBandwidthPrb(double bandwidth_mhz, int numerology, FrequencyRange range);
/// The same without a frequency range: FR1 where its table has the entry, otherwise FR2. The ranges differ at
/// numerology 2 with 50 MHz (65 and 66) and 100 MHz (135 and 132): name the range where it is known.
std::optional<int> transmissionBandwidthPrb(double bandwidth_mhz, int numerology);
/// The channel bandwidths the tables define for a numerology, MHz, ascending, for error messages.
std::vector<double> channelBandwidthsMhz(int numerology);

enum class Duplex { fdd, tdd, sdl };
/// One operating band; DL range in MHz.
struct Band {
    std::string_view name;
    double downlink_low_mhz, downlink_high_mhz;
    Duplex duplex;
};
/// nothing for an unknown band; case matters as in the specification ("n78"). Supplementary uplink bands have
/// no downlink and are not listed; neither are the satellite bands of TS 38.101-5.
std::optional<Band> findBand(std::string_view name);
/// All names, FR1 and then FR2, in the specification's order.
std::vector<std::string> bandNames();
FrequencyRange frequencyRange(const Band& band);

/// Downlink symbols of each slot of a pattern such as "DDDSU": D 14, U 0, S `special_downlink_symbols`.
/// Empty pattern = FDD: one slot with 14. Throws ConfigError for a letter other than D, S, U, an S that is
/// not followed by U (the pattern repeats: its last letter is followed by its first), no D,
/// `special_downlink_symbols` outside 0..13 (a special slot keeps at least one symbol to switch in), or a
/// period that does not divide 20 ms into whole patterns at this numerology.
std::vector<int> downlinkSymbols(std::string_view tdd_pattern, int special_downlink_symbols, int numerology);

}  // namespace celltwin::phy
