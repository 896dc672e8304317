// SPDX-License-Identifier: BSD-3-Clause
#include "models/shadowing/building_field.h"

#include <algorithm>

#include "models/propagation/building_loss.h"

namespace celltwin::shadowing {
namespace {

enum class Quantity : std::uint64_t { type, first_distance, second_distance, low, high };

GaussianField fieldOf(const Random& random, Quantity quantity, std::uint32_t floor, double correlation_m) {
    // A building is of one type from floor to floor.
    const std::uint64_t level = quantity == Quantity::type ? 0 : floor;
    return GaussianField(random, Stream::building, level << 8 | static_cast<std::uint64_t>(quantity),
                         correlation_m);
}

}  // namespace

BuildingField::BuildingField(const Random& random, std::uint32_t floor)
    : type_(fieldOf(random, Quantity::type, floor, propagation::kBuildingTypeCorrelationM)),
      first_distance_(
          fieldOf(random, Quantity::first_distance, floor, propagation::kIndoorDistanceCorrelationM)),
      second_distance_(
          fieldOf(random, Quantity::second_distance, floor, propagation::kIndoorDistanceCorrelationM)),
      low_(fieldOf(random, Quantity::low, floor, propagation::kPenetrationCorrelationM)),
      high_(fieldOf(random, Quantity::high, floor, propagation::kPenetrationCorrelationM)) {}

BuildingDraws BuildingField::at(Enu position) const {
    // Two independent uniforms, the smaller one counts (clause 7.4.3.1).
    const double distance =
        std::min(normalCdf(first_distance_.at(position)), normalCdf(second_distance_.at(position)));
    return {normalCdf(type_.at(position)), distance, low_.at(position), high_.at(position)};
}

}  // namespace celltwin::shadowing
