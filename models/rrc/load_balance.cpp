// SPDX-License-Identifier: BSD-3-Clause
#include "models/rrc/load_balance.h"

#include <algorithm>
#include <cassert>

namespace celltwin::rrc {

double nextOffsetDb(const LoadBalancing& rule, double load, double neighbour_load, double offset_db) {
    if (load > rule.threshold && load - neighbour_load > rule.hysteresis)
        return std::max(-rule.max_offset_db, offset_db - rule.step_db);
    if (load < rule.threshold - rule.hysteresis) return std::min(0.0, offset_db + rule.step_db);
    return offset_db;
}

void updateOffsets(const LoadBalancing& rule, std::span<const double> loads,
                   std::span<const double> neighbour_loads, std::span<double> offsets_db) {
    assert(loads.size() == offsets_db.size() && neighbour_loads.size() == offsets_db.size());
    for (std::size_t c = 0; c < offsets_db.size(); ++c)
        offsets_db[c] = nextOffsetDb(rule, loads[c], neighbour_loads[c], offsets_db[c]);
}

bool shedsTo(const LoadBalancing& rule, double serving_load, double target_load) {
    return serving_load > rule.threshold && target_load < rule.threshold - rule.hysteresis;
}

}  // namespace celltwin::rrc
