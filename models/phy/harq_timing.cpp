// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/harq_timing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "models/base/error.h"
#include "models/phy/nr_frame.h"

namespace celltwin::phy {
namespace {

struct ProcessingRow {
    int numerology;
    double first_front_loaded, first_additional, second_front_loaded;
};
#define CELLTWIN_ROW(numerology, first_front, first_additional, second_front) \
    ProcessingRow{numerology, first_front, first_additional, second_front},
constexpr auto kProcessing = std::to_array<ProcessingRow>({
#include "spec_tables/pdsch_processing.inc"
});
#undef CELLTWIN_ROW

constexpr int kLargestK1 = 32;

void checkSlots(const char* what, int value, int least) {
    if (value < least || value > kLargestK1)
        throw ConfigError(std::string(what) + " of " + std::to_string(value) + " slots; accepted are " +
                          std::to_string(least) + " to " + std::to_string(kLargestK1));
}

std::size_t advanced(std::size_t slot, int by, std::size_t period) {
    return (slot + static_cast<std::size_t>(by)) % period;
}

}  // namespace

double processingSymbols(int numerology, ProcessingCapability capability, DmrsPositions positions) {
    if (numerology < 0 || numerology >= static_cast<int>(kProcessing.size()))
        throw ConfigError("PDSCH processing time at numerology " + std::to_string(numerology) +
                          "; the tables have 0 to 3");
    const ProcessingRow& row = kProcessing[static_cast<std::size_t>(numerology)];
    if (capability == ProcessingCapability::first)
        return positions == DmrsPositions::front_loaded ? row.first_front_loaded : row.first_additional;
    if (row.second_front_loaded <= 0.0 || positions != DmrsPositions::front_loaded)
        throw ConfigError(
            "PDSCH processing capability 2 is defined for numerology 0 to 2 with front-loaded DMRS only; "
            "take "
            "capability 1");
    return row.second_front_loaded;
}

int minimumFeedbackSlots(int numerology, ProcessingCapability capability, DmrsPositions positions,
                         int first_feedback_symbol) {
    if (first_feedback_symbol < 0 || first_feedback_symbol >= kSymbolsPerSlot)
        throw ConfigError("feedback from symbol " + std::to_string(first_feedback_symbol) +
                          "; accepted are 0 to 13");
    // The PUCCH begins 14 (K1 - 1) + l0 symbols after the slot of the PDSCH; d_1,1 = 0 for mapping type A of
    // a whole slot. T_proc,1 = N1 (2048 + 144) kappa 2^-mu T_C
    const double needed = processingSymbols(numerology, capability, positions) - first_feedback_symbol;
    return 1 + std::max(0, static_cast<int>(std::ceil(needed / kSymbolsPerSlot)));
}

std::vector<int> feedbackDelaySlots(std::string_view tdd_pattern, int special_downlink_symbols,
                                    int numerology, int minimum_k1) {
    const std::vector<int> symbols = downlinkSymbols(tdd_pattern, special_downlink_symbols, numerology);
    checkSlots("a least K1", minimum_k1, 0);
    if (tdd_pattern.empty()) return {minimum_k1};
    if (tdd_pattern.find('U') == std::string_view::npos)
        throw ConfigError("TDD pattern '" + std::string(tdd_pattern) +
                          "': no uplink slot to acknowledge in; write at least one U");
    std::vector<int> delays(symbols.size(), 0);
    for (std::size_t slot = 0; slot < symbols.size(); ++slot) {
        if (symbols[slot] == 0) continue;
        int delay = minimum_k1;
        while (tdd_pattern[advanced(slot, delay, symbols.size())] != 'U') ++delay;
        delays[slot] = delay;
    }
    return delays;
}

std::vector<int> retransmissionDelaySlots(std::string_view tdd_pattern, int special_downlink_symbols,
                                          int numerology, int minimum_k1, int base_station_slots) {
    const std::vector<int> symbols = downlinkSymbols(tdd_pattern, special_downlink_symbols, numerology);
    checkSlots("a base station's processing time", base_station_slots, 1);
    std::vector<int> delays =
        feedbackDelaySlots(tdd_pattern, special_downlink_symbols, numerology, minimum_k1);
    for (std::size_t slot = 0; slot < delays.size(); ++slot) {
        if (symbols[slot] == 0) continue;
        int delay = delays[slot] + base_station_slots;
        while (symbols[advanced(slot, delay, symbols.size())] == 0) ++delay;
        delays[slot] = delay;
    }
    return delays;
}

}  // namespace celltwin::phy
