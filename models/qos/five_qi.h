// SPDX-License-Identifier: BSD-3-Clause
//
// Standardised 5QI values and their QoS characteristics, TS 23.501 Table 5.7.4-1 (Release 17; quoted from
// secondary literature). Delay budgets are from the UPF to the UE and include the core network's part
// (clause 5.7.3.4: 20 ms for most values, 2 ms delay critical). Not modelled: operator-specific 5QIs, dynamic
// QoS characteristics, PDU sets.
#pragma once

#include <cstdint>
#include <span>

namespace celltwin::qos {

enum class ResourceType : std::uint8_t { gbr, non_gbr, delay_critical_gbr };

struct FiveQi {
    int number;
    ResourceType resource_type;
    int priority_level;  ///< default; lower goes first
    double delay_budget_ms;
    double error_rate;           ///< packet error rate, upper bound
    int burst_bytes;             ///< default maximum data burst volume; 0 = none (not delay critical)
    double averaging_window_ms;  ///< default; 0 = none (not GBR)
};

/// The row of a 5QI, or nullptr where it is not standardised.
const FiveQi* findFiveQi(int number);
/// All rows in the order of the table.
std::span<const FiveQi> fiveQis();

}  // namespace celltwin::qos
