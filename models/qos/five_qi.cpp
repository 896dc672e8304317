// SPDX-License-Identifier: BSD-3-Clause
#include "models/qos/five_qi.h"

#include <algorithm>

namespace celltwin::qos {
namespace {

constexpr ResourceType GBR = ResourceType::gbr, NonGBR = ResourceType::non_gbr,
                       CriticalGBR = ResourceType::delay_critical_gbr;

constexpr double powerOfTen(int exponent) {
    double value = 1.0;
    for (int i = exponent; i < 0; ++i) value *= 10.0;
    return 1.0 / value;
}

constexpr FiveQi kRows[] = {
#define CELLTWIN_ROW(number, type, priority, delay_ms, exponent, burst, window_ms) \
    {number, type, priority, delay_ms, powerOfTen(exponent), burst, window_ms},
#include "spec_tables/five_qi.inc"
#undef CELLTWIN_ROW
};

}  // namespace

const FiveQi* findFiveQi(int number) {
    const auto row =
        std::find_if(std::begin(kRows), std::end(kRows), [&](const FiveQi& r) { return r.number == number; });
    return row == std::end(kRows) ? nullptr : row;
}

std::span<const FiveQi> fiveQis() {
    return kRows;
}

}  // namespace celltwin::qos
