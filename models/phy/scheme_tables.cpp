// SPDX-License-Identifier: BSD-3-Clause
#include <array>
#include <cassert>

#include "models/phy/link_adaptation.h"
#include "models/phy/lte_tables.h"

namespace celltwin::phy {
namespace {

#define CELLTWIN_ROW(index, modulation_order, code_rate_x1024) \
    Scheme{index, modulation_order, code_rate_x1024},
constexpr auto kMcsTable1 = std::to_array<Scheme>({
#include "spec_tables/mcs_table1.inc"
});
constexpr auto kMcsTable2 = std::to_array<Scheme>({
#include "spec_tables/mcs_table2.inc"
});
constexpr auto kMcsTable3 = std::to_array<Scheme>({
#include "spec_tables/mcs_table3.inc"
});
constexpr auto kMcsTable4 = std::to_array<Scheme>({
#include "spec_tables/mcs_table4.inc"
});
constexpr auto kCqiTable1 = std::to_array<Scheme>({
#include "spec_tables/cqi_table1.inc"
});
constexpr auto kCqiTable2 = std::to_array<Scheme>({
#include "spec_tables/cqi_table2.inc"
});
constexpr auto kCqiTable3 = std::to_array<Scheme>({
#include "spec_tables/cqi_table3.inc"
});
constexpr auto kCqiTable4 = std::to_array<Scheme>({
#include "spec_tables/cqi_table4.inc"
});
#undef CELLTWIN_ROW
static_assert(kMcsTable1.size() == 29 && kMcsTable2.size() == 28 && kMcsTable3.size() == 29 &&
              kMcsTable4.size() == 27);
static_assert(kCqiTable1.size() == 15 && kCqiTable2.size() == 15 && kCqiTable3.size() == 15 &&
              kCqiTable4.size() == 15);

}  // namespace

std::span<const Scheme> mcsTable(McsTable table) {
    switch (table) {
        case McsTable::table1_64qam:
            return kMcsTable1;
        case McsTable::table2_256qam:
            return kMcsTable2;
        case McsTable::table3_low_se:
            return kMcsTable3;
        case McsTable::table4_1024qam:
            return kMcsTable4;
        case McsTable::lte_64qam:
        case McsTable::lte_256qam:
            return lteNominalSchemes(table);
    }
    assert(false);
    return {};
}

std::span<const Scheme> cqiTable(McsTable table) {
    switch (table) {
        case McsTable::table1_64qam:
            return kCqiTable1;
        case McsTable::table2_256qam:
            return kCqiTable2;
        case McsTable::table3_low_se:
            return kCqiTable3;
        case McsTable::table4_1024qam:
            return kCqiTable4;
        // TS 36.213 Tables 7.2.3-1 and 7.2.3-2 have the same rows.
        case McsTable::lte_64qam:
            return kCqiTable1;
        case McsTable::lte_256qam:
            return kCqiTable2;
    }
    assert(false);
    return {};
}

}  // namespace celltwin::phy
