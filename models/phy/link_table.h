// SPDX-License-Identifier: BSD-3-Clause
//
// Link adaptation as a vendor's or another simulator's table, in place of the thresholds of
// link_adaptation.h: at which SINR a UE reports each CQI, and with which MCS the base station answers.
// TS 36.213 clause 7.2.3 and TS 38.214 clause 5.2.2.1 say what a CQI means, not how a UE arrives at it; the
// MCS is the base station's own affair. Valid where the table is; no outer loop moves it.
#pragma once

#include <array>
#include <cstdint>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {

inline constexpr std::size_t kCqiCount = 15;

struct LinkTable {
    std::array<double, kCqiCount> sinr_db{};    ///< least SINR of CQI 1..15, never falling
    std::array<std::uint8_t, kCqiCount> mcs{};  ///< of CQI 1..15, never falling
};
/// Throws ConfigError where a value falls, is not finite, or the MCS table has no such row.
void checkLinkTable(const LinkTable& table, McsTable mcs_table);

/// Highest CQI whose SINR is reached; 0 where none is, and for NaN.
int cqiFromSinr(double sinr_db, const LinkTable& table);
/// `cqi` 0..15; MCS 0 for CQI 0.
int mcsFromCqi(int cqi, const LinkTable& table);

}  // namespace celltwin::phy
