// SPDX-License-Identifier: BSD-3-Clause
#include "models/phy/link_table.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include "models/base/error.h"

namespace celltwin::phy {

void checkLinkTable(const LinkTable& table, McsTable mcs_table) {
    const std::size_t rows = mcsTable(mcs_table).size();
    for (std::size_t i = 0; i < kCqiCount; ++i) {
        const std::string at = " of CQI " + std::to_string(i + 1);
        if (!std::isfinite(table.sinr_db[i])) throw ConfigError("the SINR" + at + " is no number");
        if (table.mcs[i] >= rows)
            throw ConfigError("MCS " + std::to_string(table.mcs[i]) + at + "; the table ends at " +
                              std::to_string(rows - 1));
        if (i > 0 && (table.sinr_db[i] < table.sinr_db[i - 1] || table.mcs[i] < table.mcs[i - 1]))
            throw ConfigError("SINR and MCS" + at + " must not be below those of the CQI before");
    }
}

int cqiFromSinr(double sinr_db, const LinkTable& table) {
    // Counting what is reached sends NaN to CQI 0.
    const auto end = std::partition_point(table.sinr_db.begin(), table.sinr_db.end(),
                                          [&](double threshold) { return threshold <= sinr_db; });
    return static_cast<int>(end - table.sinr_db.begin());
}

int mcsFromCqi(int cqi, const LinkTable& table) {
    assert(cqi >= 0 && cqi <= static_cast<int>(kCqiCount));
    return cqi == 0 ? 0 : table.mcs[static_cast<std::size_t>(cqi - 1)];
}

}  // namespace celltwin::phy
