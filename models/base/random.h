// SPDX-License-Identifier: BSD-3-Clause
//
// Counter-based random draws: the value depends on (seed, stream, entity, step) and on nothing else, so a
// draw is the same on any thread, in any order, after a resume, and in both legs of a what-if (common random
// numbers). Mixing: two rounds of the 128-bit multiply-fold of wyhash (Wang Yi 2019) over the key words.
// Not for cryptography. Equidistribution and independence are tested in tests/models/base.
#pragma once

#include <cmath>
#include <cstdint>

namespace celltwin {

/// What a draw is for. Append only: a stream's number is part of every recorded fingerprint.
enum class Stream : std::uint32_t {
    ue_position = 1,
    ue_class = 2,
    los_field = 3,
    shadow_field = 4,
    environment_height = 5,
    mobility = 6,
    traffic_class = 7,
    traffic_arrival = 8,
    block_error = 9,
    indoor = 10,
    layout = 11,
    blockage = 12,
    building = 13,
    fading = 14,
    large_scale = 15,
    cluster = 16,
    measurement_error = 32,
    uplink_block_error = 33,
};

namespace detail {
__extension__ using Wide = unsigned __int128;
inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
}  // namespace detail

/// All draws of one run. Copyable, 8 bytes, no state that advances.
class Random {
  public:
    constexpr explicit Random(std::uint64_t seed) : seed_(seed) {}

    /// 64 uniform bits for this (stream, entity, step).
    std::uint64_t bits(Stream stream, std::uint64_t entity, std::uint64_t step = 0) const {
        using detail::fold;
        const std::uint64_t a = fold(seed_ ^ 0xa0761d6478bd642fULL,
                                     (static_cast<std::uint64_t>(stream) << 32) ^ 0xe7037ed1a0b428dbULL);
        const std::uint64_t b = fold(entity ^ a ^ 0x8ebc6af09c88c6e3ULL, step ^ 0x589965cc75374cc3ULL);
        return fold(a ^ b ^ 0x1d8e4e27c47d124fULL, b ^ 0xeb44accab455d165ULL) ^ b;
    }
    /// Uniform in the open interval (0, 1).
    double uniform(Stream stream, std::uint64_t entity, std::uint64_t step = 0) const {
        return (static_cast<double>(bits(stream, entity, step) >> 12) + 0.5) * 0x1.0p-52;
    }
    /// Exponential with mean 1.
    double exponential(Stream stream, std::uint64_t entity, std::uint64_t step = 0) const {
        return -std::log(uniform(stream, entity, step));
    }
    /// Standard normal (Box-Muller on two draws of the same key, steps 2n and 2n+1).
    double normal(Stream stream, std::uint64_t entity, std::uint64_t step = 0) const {
        const double radius = std::sqrt(-2.0 * std::log(uniform(stream, entity, 2 * step)));
        return radius * std::cos(2.0 * 3.14159265358979323846 * uniform(stream, entity, 2 * step + 1));
    }
    std::uint64_t seed() const { return seed_; }

  private:
    std::uint64_t seed_;
};

}  // namespace celltwin
