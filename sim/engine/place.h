// SPDX-License-Identifier: BSD-3-Clause
//
// Where a receiver is, for what its waves must go through.
#pragma once

#include <cstdint>

namespace celltwin::engine {

enum class Place : std::uint8_t { outdoor, low_loss_building, high_loss_building, car };

constexpr bool isIndoor(Place place) {
    return place == Place::low_loss_building || place == Place::high_loss_building;
}

}  // namespace celltwin::engine
