// SPDX-License-Identifier: BSD-3-Clause
//
// Ray draws of steps 8 to 10, shared by clause 7.5's clusters and clause 7.7.1's profiles.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "models/base/random.h"
#include "models/base/units.h"
#include "models/cluster/normal.h"

namespace celltwin::cluster {

inline constexpr std::size_t kRaysPerCluster = 20;
using RayOrder = std::array<std::uint8_t, kRaysPerCluster>;

/// Bits of Stream::cluster under one key, in pieces, one after the other.
class RayBits {
  public:
    RayBits(const Random& random, std::uint64_t key) : random_(random), key_(key) {}
    std::uint64_t next() { return random_.bits(Stream::cluster, key_, step_++); }
    std::uint32_t next16() {
        if (left_ == 0) {
            pool_ = next();
            left_ = 4;
        }
        --left_;
        const auto piece = static_cast<std::uint32_t>(pool_ & 0xffff);
        pool_ >>= 16;
        return piece;
    }
    /// Step 10: four phases uniform over the circle (to 2^-16 of it), radians.
    std::array<float, 4> phases() {
        const std::uint64_t bits = next();
        std::array<float, 4> out{};
        for (std::size_t i = 0; i < 4; ++i)
            out[i] = static_cast<float>((static_cast<double>((bits >> (16 * i)) & 0xffff) * 0x1.0p-16 - 0.5) *
                                        2.0 * kPi);
        return out;
    }

  private:
    /// Steps below belong to the clusters' own draws.
    static constexpr std::uint64_t kFirstStep = 1024;
    const Random& random_;
    std::uint64_t key_, step_ = kFirstStep, pool_ = 0;
    int left_ = 0;
};

/// Shuffles `order` within each part [bounds[i], bounds[i + 1]) (Fisher and Yates).
inline void shuffleWithin(RayOrder& order, std::span<const std::uint8_t> bounds, RayBits& bits) {
    for (std::size_t part = 0; part + 1 < bounds.size(); ++part)
        for (std::uint32_t i = bounds[part + 1] - 1u; i > bounds[part]; --i) {
            const std::uint32_t other = bounds[part] + ((bits.next16() * (i - bounds[part] + 1u)) >> 16);
            std::swap(order[i], order[other]);
        }
}

}  // namespace celltwin::cluster
