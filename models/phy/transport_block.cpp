// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "models/phy/link_adaptation.h"

namespace celltwin::phy {
namespace {

#define CELLTWIN_ROW(index, tbs_bits) tbs_bits,
constexpr auto kTbsTable = std::to_array<std::int64_t>({
#include "spec_tables/tbs_table.inc"
});
#undef CELLTWIN_ROW
static_assert(kTbsTable.size() == 93 && kTbsTable.back() == 3824);

// N_info is a multiple of 1/2048 (code rates come in halves of 1/1024): keep it scaled so that it stays
// whole.
constexpr std::int64_t kScale = 2048;

constexpr std::int64_t ceilDivide(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}
/// floor(log2(value)), value >= 1.
int floorLog2(std::int64_t value) {
    return std::bit_width(static_cast<std::uint64_t>(value)) - 1;
}

/// Step 3, N_info <= 3824.
std::int64_t tabulatedBits(std::int64_t scaled_info) {
    const std::int64_t whole_info = scaled_info / kScale;
    // n = max(3, floor(log2 N_info) - 6), N'_info = max(24, 2^n floor(N_info / 2^n))
    const int n = std::max(3, whole_info > 0 ? floorLog2(whole_info) - 6 : 3);
    const std::int64_t quantised = std::max<std::int64_t>(24, (whole_info >> n) << n);
    return *std::lower_bound(kTbsTable.begin(), kTbsTable.end(), quantised);
}

/// Step 4, N_info > 3824. `code_rate_x2048` decides how the block is cut into code blocks.
std::int64_t segmentedBits(std::int64_t scaled_info, std::int64_t code_rate_x2048) {
    // n = floor(log2(N_info - 24)) - 5, N'_info = max(3840, 2^n round((N_info - 24) / 2^n)), ties upwards
    const std::int64_t scaled_rest = scaled_info - 24 * kScale;
    const int n = floorLog2(scaled_rest / kScale) - 5;
    const std::int64_t step = kScale << n;
    const std::int64_t quantised = std::max<std::int64_t>(3840, ((scaled_rest + step / 2) / step) << n);
    std::int64_t blocks = 1;
    if (4 * code_rate_x2048 <= kScale)  // R <= 1/4
        blocks = ceilDivide(quantised + 24, 3816);
    else if (quantised > 8424)
        blocks = ceilDivide(quantised + 24, 8424);
    return 8 * blocks * ceilDivide(quantised + 24, 8 * blocks) - 24;
}

}  // namespace

std::uint32_t transportBlockBits(int prb_count, int resource_elements_per_prb, const Scheme& scheme,
                                 int layers) {
    assert(prb_count >= 0 && resource_elements_per_prb >= 0 && layers >= 1 && layers <= 4);
    // Step 1: N_RE = min(156, N'_RE) n_PRB
    const std::int64_t resource_elements =
        static_cast<std::int64_t>(std::min(156, resource_elements_per_prb)) * prb_count;
    if (resource_elements == 0) return 0;
    // Step 2: N_info = N_RE R Q_m v
    const std::int64_t code_rate_x2048 = std::llround(2.0 * scheme.code_rate_x1024);
    const std::int64_t scaled_info = resource_elements * code_rate_x2048 * scheme.modulation_order * layers;
    const std::int64_t bits = scaled_info <= 3824 * kScale ? tabulatedBits(scaled_info)
                                                           : segmentedBits(scaled_info, code_rate_x2048);
    return static_cast<std::uint32_t>(bits);
}

}  // namespace celltwin::phy
